"""Plain Mesa's Schelling follows the suite's rules; sweeps that are compared store every run."""

import random
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

import pytest

from tests.benchmarks.diffusion.driver import DOCUMENT
from tests.benchmarks.diffusion.table import between_markers
from tests.benchmarks.scale import cost, sweeps
from tests.benchmarks.scale.schelling import LARGE, SMALL, Person, Schelling, Size
from tests.benchmarks.scale.sweeps import COPROD, MS, NUMBERS, WAYS, WEEKS, NotStored

RUNS = 8
SEEDS = 12
LIMIT = 6.0
"""Standard errors allowed, of two samples of luck."""


def reference(size: Size, luck: int, steps: int) -> int:
    """How many are happy after some steps, by the rule's text."""
    rng = random.Random(luck)
    places = [(x, y) for x in range(size.side) for y in range(size.side)]
    chosen = rng.sample(places, size.agents)
    where, group = dict(enumerate(chosen)), [number % 2 for number in range(size.agents)]
    who = {place: number for number, place in where.items()}
    empty = [place for place in places if place not in who]
    reach, happy = range(-size.radius, size.radius + 1), set()
    for _ in range(steps):
        for number in rng.sample(range(size.agents), size.agents):
            x, y = where[number]
            near = [who.get((x + a, y + b)) for a in reach for b in reach if (a, b) != (0, 0)]
            alike = sum(1 for other in near if other is not None and group[other] == group[number])
            happy.discard(number)
            if alike >= size.wanted:
                happy.add(number)
                continue
            at = rng.randrange(len(empty))
            del who[where[number]]
            where[number], empty[at] = empty[at], where[number]
            who[where[number]] = number
    return len(happy)


@pytest.mark.parametrize("size", [SMALL, replace(LARGE, side=30, agents=720)])
@pytest.mark.parametrize("steps", [1, 3])
def test_plain_mesa_has_the_suites_rule(size: Size, steps: int) -> None:
    theirs = []
    for luck in range(SEEDS):
        model = Schelling(size, luck)
        for _ in range(steps):
            model.step()
        theirs.append(sum(person.happy for person in model.agents))
        cells = [person.cell for person in model.agents]
        assert len(set(cells)) == len(cells) == size.agents
    ours = [reference(size, luck, steps) for luck in range(SEEDS)]
    error = ((stdev(ours) ** 2 + stdev(theirs) ** 2) / SEEDS) ** 0.5
    assert abs(mean(ours) - mean(theirs)) < LIMIT * error


def alone(like: list[tuple[int, int]], other: list[tuple[int, int]]) -> Person:
    """An agent in the corner of a grid, and others of its group and of the other one."""
    model = Schelling(Size("few", side=6, agents=0, radius=1, wanted=2), 0)
    at = {cell.coordinate: cell for cell in model.grid.all_cells}
    for group, places in enumerate((like, other)):
        for place in places:
            Person(model, at[place], group)
    return Person(model, at[0, 0], 0)


def test_an_agent_stays_among_its_like_and_else_moves_to_an_empty_cell() -> None:
    settled = alone(like=[(0, 1), (1, 1)], other=[(1, 0)])
    settled.step()
    assert settled.happy and settled.cell.coordinate == (0, 0)
    lonely = alone(like=[(0, 1), (5, 5), (5, 0), (0, 2)], other=[(1, 0), (1, 1)])
    lonely.step()
    assert not lonely.happy and lonely.cell.coordinate != (0, 0)
    assert lonely.cell.agents == [lonely]


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> sweeps.Handed:
    return sweeps.record(tmp_path_factory.mktemp("handed"))


@pytest.mark.parametrize("name", WAYS)
def test_a_sweep_stores_all_that_its_runs_hand_over(name: str, handed: sweeps.Handed) -> None:
    way = WAYS[name]
    if not way.python.exists():
        pytest.skip(f"{way.package} isn't installed: make bench-frameworks")
    found = sweeps.swept(way, RUNS, handed)
    assert found["runs"] == RUNS
    assert found["processor"] > RUNS * sweeps.SECONDS
    first = next(iter(handed.values()))[0]
    first["opportunities"] += 1.0
    if way.kept == NUMBERS:
        with pytest.raises(NotStored, match="handed over"):
            sweeps.swept(way, RUNS, handed)
    first["opportunities"] -= 1.0


def test_costs_are_those_of_a_run_more_and_of_none() -> None:
    few = {"runs": 100, "processor": 100 * 0.012 + 3.0}
    many = {"runs": 700, "processor": 700 * 0.012 + 3.0}
    found = sweeps.costs(few, many)
    assert found["beyond"] == pytest.approx(0.012 - sweeps.SECONDS)
    assert found["start"] == pytest.approx(3.0)


def test_the_tables_have_ratios_to_coprod() -> None:
    def each(ms: float) -> list[dict[str, float]]:
        return [{"beyond": ms / MS, "start": 3.0}] * 3

    found = {COPROD: each(2.0), "mesa_weeks": each(5.0)}
    text = sweeps.table(found, {"coprod": "0", "mesa": "3"}).splitlines()
    assert text[3] == f"| mesa 3 | {WEEKS} | one Parquet | 5.00 (5.00, 5.00) | 2.50 | 3.0 |"
    assert text[-1] == "Not run: ema_workbench."
    steps = {cost.BASE: (10, 2, [30.0, 40.0]), "it": (20, 1, [3_000.0, 4_000.0])}
    assert cost.table(steps).splitlines()[-1] == "| it | 20 | 1 | 3,500 (3,000) | 100.0 |"


def test_the_document_has_a_place_for_each_table() -> None:
    document = Path(DOCUMENT).read_text("utf-8")
    for name in ("schelling", "sweeps"):
        assert "| made up |" in between_markers(document, "| made up |", name)
