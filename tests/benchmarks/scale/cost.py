"""What an agent's step costs: the suite's Schelling as plain Mesa, and coprod's households."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from experiments.config.compose import compose
from sim.measure.records import RunId
from sim.simulation import run
from tests.benchmarks.scale.schelling import LARGE, SMALL, STEPS, Schelling, Size
from tests.benchmarks.timing import median_ratio
from tests.benchmarks.workload import household_week, plain_of, plain_week, warm

TURNS = 9
WEEKS = 50
NS = 1e9
BASE = "coprod's household week"
Prepared = Callable[[], object]
"""Something set up, to be timed once."""


def schelling(size: Size, turn: int) -> Prepared:
    """All steps of the suite's model."""
    model = Schelling(size, turn)

    def steps() -> None:
        for _ in range(STEPS):
            model.step()

    return steps


def what() -> dict[str, tuple[int, int, Callable[[int], Prepared]]]:
    """Each thing to time: agents, steps, and what sets a turn up."""
    parameters = compose(["arrangement=party"]).parameters
    homes, horizon = parameters.community.households, parameters.horizon
    simulation = warm(parameters)
    plain = plain_of(simulation)

    def weeks() -> None:
        for _ in range(WEEKS):
            household_week(simulation)

    return {
        BASE: (homes, WEEKS, lambda _: weeks),
        "coprod's whole Jinsong run, arm party": (
            homes, horizon, lambda turn: partial(run, parameters, RunId(0, turn))
        ),
        "the same household week in plain Mesa": (homes, 1, lambda _: partial(plain_week, plain)),
        **{
            f"Schelling of the suite, {size.name}, in plain Mesa": (
                size.agents, STEPS, partial(schelling, size)
            )
            for size in (SMALL, LARGE)
        },
    }  # fmt: skip


def spent(call: Prepared) -> float:
    """Processor seconds of a call."""
    gc.collect()
    begin = time.process_time()
    call()
    return time.process_time() - begin


def measure(turns: int = TURNS) -> dict[str, tuple[int, int, list[float]]]:
    """Nanoseconds an agent and step of each thing, in turns, after one turn that isn't counted."""
    things = what()
    took: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(turns + 1):
        for name, (agents, steps, prepare) in things.items():
            took[name].append(spent(prepare(turn)) / agents / steps * NS)
    return {name: (agents, steps, took[name][1:]) for name, (agents, steps, _) in things.items()}


def table(found: Mapping[str, tuple[int, int, Sequence[float]]]) -> str:
    """Markdown: the median of each thing, the least, and the ratio to coprod's household week."""
    rows = [["what", "agents", "steps", "ns an agent and step (least)", "ratio"]]
    rows.append(["---"] + ["---:"] * 4)
    for name, (agents, steps, ns) in found.items():
        ratio = median_ratio(list(ns), list(found[BASE][2]))
        middle = f"{statistics.median(ns):,.0f} ({min(ns):,.0f})"
        rows.append([name, f"{agents:,}", f"{steps:,}", middle, f"{ratio:,.1f}"])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
