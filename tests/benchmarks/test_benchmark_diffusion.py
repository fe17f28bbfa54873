"""Frameworks compared on diffusion compute the same thing, and one that doesn't is found out."""

import math
from collections.abc import Iterable
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pytest

from sim.base.luck import PER_BLOCK, SEED_LIMIT, philox
from tests.benchmarks.diffusion import coprod_way, driver, mesa_agents, numpy_sparse
from tests.benchmarks.diffusion.agreement import Disagreement, check, expected
from tests.benchmarks.diffusion.table import between_markers, table
from tests.benchmarks.diffusion.worker import results
from tests.benchmarks.diffusion.workload import (
    NEIGHBOURS,
    RATE,
    RING_REACH,
    SIGMA,
    Steps,
    Trajectory,
    Workload,
    moved,
)

FEW = Workload(agents=301, steps=7, luck=3)
"""More than one chunk of the kernel, and neither a whole chunk nor a whole block at the end."""
MEASURED = driver.SIZES[0]


def normal_of(agent: int, step: int, luck: int) -> float:
    """The draw of one agent at one step, from its block of four."""
    block, word = divmod(agent, PER_BLOCK)
    words = philox(block, 0, step, coprod_way.PROCESS, coprod_way.SEED, luck)
    pair = word - word % 2
    u, v = ((int(words[k]) + 0.5) / SEED_LIMIT for k in (pair, pair + 1))
    turn = math.sin if word % 2 else math.cos
    return math.sqrt(-2.0 * math.log(u)) * turn(2.0 * math.pi * v)


def in_order(terms: Iterable[float]) -> float:
    """Their sum, term by term: from Python 3.12 on its own sum() compensates."""
    return reduce(add, terms)


def plain(workload: Workload) -> list[list[float]]:
    """States after each step, by the rule's text."""
    x, neighbours = workload.start().tolist(), workload.neighbours().tolist()
    states = []
    for step in range(workload.steps):
        mean = [in_order(x[j] for j in row) / NEIGHBOURS for row in neighbours]
        noise = [SIGMA * normal_of(i, step, workload.luck) for i in range(workload.agents)]
        x = [
            min(1.0, max(0.0, x[i] + RATE * (mean[i] - x[i]) + noise[i]))
            for i in range(workload.agents)
        ]
        states.append(x)
    return states


def test_the_graph_has_a_ring_and_two_others_for_each_and_no_repeats() -> None:
    n = 9
    neighbours = Workload(agents=n, steps=1).neighbours()
    assert neighbours.shape == (n, NEIGHBOURS)
    for agent, row in enumerate(neighbours.tolist()):
        assert row == sorted(set(row) - {agent})
    for agent, row in enumerate(FEW.neighbours().tolist()):
        ring = {(agent + d) % FEW.agents for d in range(-RING_REACH, RING_REACH + 1)} - {agent}
        assert ring < set(row)
        assert len(set(row) - {agent}) == NEIGHBOURS


def test_the_kernel_computes_the_rule_to_the_bit() -> None:
    states = plain(FEW)
    found = coprod_way.prepare(FEW)()
    for step, x in enumerate(states):
        mean = in_order(x) / len(x)
        assert found.mean[step] == mean
        assert found.variance[step] == in_order(v * v for v in x) / len(x) - mean * mean


def test_arrays_and_sparse_product_compute_the_rule_to_the_bit() -> None:
    def draw(step: int) -> np.ndarray:
        return np.array([normal_of(i, step, FEW.luck) for i in range(FEW.agents)])

    found = numpy_sparse.steps_with(FEW, draw)()
    states = np.array(plain(FEW))
    assert found.mean.tolist() == states.mean(axis=1).tolist()
    assert found.variance.tolist() == states.var(axis=1).tolist()


def test_both_bounds_bind_so_that_a_missing_one_shows() -> None:
    states = {x for after in plain(FEW) for x in after}
    assert {0.0, 1.0} < states


def line_of(name: str, run: Steps) -> dict[str, object]:
    return {"framework": name, "agents": MEASURED[0], **results(run())}


@pytest.fixture(scope="module")
def spans() -> dict[str, tuple[float, float]]:
    return expected(*MEASURED)


@pytest.mark.parametrize("version", [coprod_way, numpy_sparse])
def test_versions_of_the_rule_agree(version, spans: dict[str, tuple[float, float]]) -> None:
    check([line_of("a version", version.prepare(Workload(*MEASURED)))], spans)


def test_mesa_agents_agree() -> None:
    size = (400, 60)
    run = mesa_agents.prepare(Workload(*size))
    check([{"framework": "mesa", "agents": size[0], **results(run())}], expected(*size))


def wrong(rule: str) -> Steps:
    """Versions with one mistake each."""
    workload = Workload(*MEASURED)
    neighbours, start = workload.neighbours(), workload.start()
    rng = np.random.default_rng(0)
    even = np.arange(workload.agents) % 2 == 0

    def after(x: np.ndarray) -> np.ndarray:
        noise = SIGMA * rng.standard_normal(len(x))
        mean = x[neighbours].mean(axis=1)
        if rule == "one after the other":
            x = np.where(even, moved(x, mean, noise), x)
            return np.where(even, x, moved(x, x[neighbours].mean(axis=1), noise))
        if rule == "not clipped":
            return x + RATE * (mean - x) + noise
        if rule == "a tenth less noise":
            return moved(x, mean, 0.9 * noise)
        if rule == "a neighbour less":
            return moved(x, x[neighbours[:, 1:]].mean(axis=1), noise)
        if rule == "the ring only, twice":
            return moved(x, np.mean([np.roll(x, d) for d in (-2, -1, 1, 2)], axis=0), noise)
        assert rule == "not a number"
        return x * np.nan

    def run() -> Trajectory:
        x, record = start, np.empty((2, workload.steps))
        for step in range(workload.steps):
            x = after(x)
            record[:, step] = x.mean(), x.var()
        return Trajectory(*record)

    return run


@pytest.mark.parametrize(
    "rule",
    [
        "one after the other",
        "not clipped",
        "a tenth less noise",
        "a neighbour less",
        "the ring only, twice",
        "not a number",
    ],
)
def test_a_wrong_rule_is_refused(rule: str, spans: dict[str, tuple[float, float]]) -> None:
    right = line_of("right", numpy_sparse.prepare(Workload(*MEASURED)))
    with pytest.raises(Disagreement, match=f"^{rule}: .* at 3600 agents; expected"):
        check([right, line_of(rule, wrong(rule))], spans)


def test_the_driver_refuses_a_wrong_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(name: str, python: Path, agents: int, steps: int) -> dict[str, object]:
        run = wrong("a tenth less noise") if name == "wrong" else coprod_way.prepare(FEW)
        return line_of(name, run)

    monkeypatch.setattr(driver, "measure", measure)
    with pytest.raises(Disagreement, match="wrong"):
        driver.collect({"wrong": driver.OWN}, [MEASURED], rounds=1)


def test_versions_run_in_processes_and_what_is_absent_is_named(tmp_path: Path) -> None:
    versions = {
        "coprod_way": driver.OWN,
        "numpy_sparse": driver.OWN,
        "agentpy_list": driver.OWN,
        "starsim_arrays": tmp_path / "python",
    }
    size = (100, 4)
    lines, skipped = driver.collect(versions, [size], rounds=2)
    assert skipped == {
        "agentpy_list": "module agentpy isn't installed: make bench-frameworks",
        "starsim_arrays": "no .venv-bench: make bench-frameworks",
    }
    assert [line["framework"] for line in lines] == ["coprod_way", "numpy_sparse"]
    for line in lines:
        assert (line["agents"], line["steps"]) == size
        assert len(line["ns"]) == 6
        assert line["ns_min"] == min(line["ns"]) > 0.0
        assert line["ns_min"] <= line["ns_median"] <= max(line["ns"])
    here = results(coprod_way.prepare(Workload(*size))())
    assert {name: lines[0][name] for name in here} == here


def test_the_table_has_ratios_to_coprods_way_and_names_what_was_not_run() -> None:
    def line(name: str, agents: int, ns: float) -> dict[str, object]:
        return {
            "framework": name, "version": f"{name} 1.0", "form": "form", "agents": agents,
            "ns_median": ns, "ns_min": ns - 1.0,
        }  # fmt: skip

    lines = [line("slow", 10, 2_500.0), line("coprod_way", 10, 20.0)]
    lines += [line("slow", 1_000, 90.0), line("coprod_way", 1_000, 40.0)]
    text = table(lines, {"other 2.0": "it isn't there"}, [1.0, 2.0]).splitlines()
    assert text[2] == "| coprod_way 1.0 | form | 20.0 (19.0) | 1.00 | 40.0 (39.0) | 1.00 |"
    assert text[3] == "| slow 1.0 | form | 2,500.0 (2,499.0) | 125.00 | 90.0 (89.0) | 2.25 |"
    assert text[-1] == "Not run: other 2.0: it isn't there."


def test_the_table_replaces_what_was_between_the_markers() -> None:
    empty = "before\n<!-- diffusion: start -->\n<!-- diffusion: end -->\nafter\n"
    once = between_markers(empty, "old")
    assert "old" in once
    assert between_markers(once, "new") == between_markers(empty, "new")
    assert between_markers(once, "").startswith("before\n")
    assert between_markers(once, "").endswith("\nafter\n")


def test_the_document_has_a_place_for_the_table() -> None:
    document = driver.DOCUMENT.read_text()
    assert "| made up |" in between_markers(document, "| made up |")
