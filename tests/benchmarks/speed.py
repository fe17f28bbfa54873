"""How fast: the household week and whole runs against C and plain Mesa, and by size."""

import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from experiments.base.finished import finished
from experiments.config.compose import compose
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import Simulation, run
from tests.benchmarks.before import RunBefore
from tests.benchmarks.plain_mesa import plain_model
from tests.benchmarks.timing import in_turns, median_ratio, seconds
from tests.benchmarks.workload import InC, household_week, of_size, plain_of, plain_week, warm
from tests.reference import run_reference
from tests.support.reference_set_up import set_up_of

JINSONG = 3_605
SIZES = (200, JINSONG, 36_050, 100_000, 1_000_000)
NS, MS = 1e9, 1e3
TURNS = 15
WEEKS = 20
"""Household weeks a turn; plain Mesa lives one, and the largest sizes fewer."""
AT_MOST = 400_000
"""Household-weeks a turn of the compiled versions, so that no turn takes long."""
RUNS = 21
SLOW_RUNS = 5
VILLAGE = ["community=village", "arrangement=party"]


def jinsong() -> Parameters:
    """The headline's community with its party arm: the dearest run of the headline."""
    return compose(["arrangement=party"]).parameters


def _weeks(call: Any, count: int) -> None:
    for _ in range(count):
        call()


def week_against(households: int, with_mesa: bool = True) -> dict[str, Any]:
    """One household week, in C, here, and where it is asked for with plain Mesa, in turns."""
    simulation = warm(of_size(jinsong(), households))
    count = max(1, min(WEEKS, AT_MOST // households))
    with tempfile.TemporaryDirectory() as folder:
        calls = {
            "coprod": partial(_weeks, partial(household_week, simulation), count),
            "c": partial(_weeks, InC(simulation, Path(folder)).run_week, count),
        }
        if with_mesa:
            calls["mesa"] = partial(plain_week, plain_of(simulation))
        took = in_turns(calls, TURNS if households < SIZES[-2] else TURNS // 3)
    if with_mesa:
        took["mesa"] = [each * count for each in took["mesa"]]
    return {
        "households": households,
        "ns": {
            name: statistics.median(all_of_it) / households / count * NS
            for name, all_of_it in took.items()
        },
        "coprod_over_c": median_ratio(took["coprod"], took["c"]),
        "mesa_over_coprod": median_ratio(took["mesa"], took["coprod"]) if with_mesa else None,
    }


def _c_part(parameters: Parameters, folder: Path) -> Any:
    """The household weeks of one run in C, from the first week to the horizon."""
    in_c = InC(Simulation(parameters, RunId(0, 0)), folder)
    return partial(_weeks, in_c.run_week, parameters.horizon)


def week_before(households: int, before: RunBefore | None) -> dict[str, Any]:
    """One household week beside that of the model before, in turns."""
    if before is None:
        return {}
    simulation = warm(of_size(jinsong(), households))
    calls = {"now": partial(household_week, simulation), "before": partial(before, households)}
    for call in calls.values():
        call()
    took = in_turns(calls, TURNS)
    return {"households": households, "over_before": median_ratio(took["now"], took["before"])}


def whole_run(arm: str, before: RunBefore | None) -> dict[str, Any]:
    """A whole Jinsong run against its household part in C, the model before, and plain Mesa."""
    overrides = [f"arrangement={arm}"]
    parameters = compose(overrides).parameters
    call = partial(run, parameters, RunId(0, 1))
    with tempfile.TemporaryDirectory() as folder:
        calls = {"run": call, "c_part": _c_part(parameters, Path(folder))}
        took = _in_turns_with(calls, overrides, before)
    beside = in_turns(
        {"plain": partial(_plain_run, parameters), "runs": partial(_weeks, call, RUNS)}, SLOW_RUNS
    )
    return {
        "arm": arm,
        "run_ms": statistics.median(took["run"]) * MS,
        "c_household_part_ms": statistics.median(took["c_part"]) * MS,
        "run_over_c_part": median_ratio(took["run"], took["c_part"]),
        "plain_mesa_run_over_run": median_ratio(beside["plain"], beside["runs"]) * RUNS,
        **_over_run(took),
    }


def _in_turns_with(
    calls: dict[str, Any], overrides: list[str], before: RunBefore | None
) -> dict[str, list[float]]:
    """Each call in turns, after it was called twice; the model before too, where it is there."""
    if before is not None:
        calls = {**calls, "before": partial(before, overrides)}
    for call in calls.values():
        _weeks(call, 2)
    return in_turns(calls, RUNS)


def _over_run(took: dict[str, list[float]]) -> dict[str, float]:
    return (
        {"before_over_run": median_ratio(took["before"], took["run"])} if "before" in took else {}
    )


def _plain_run(parameters: Parameters) -> None:
    with plain_model(parameters, RunId(0, 1)) as model:
        for _ in range(parameters.horizon):
            model.step()
        model.simulation.result()


def village_run(before: RunBefore | None) -> dict[str, Any]:
    """A whole run of the village with a coordinator: from parameters to the rows to be stored."""
    parameters = compose(VILLAGE).parameters
    call = partial(run, parameters, RunId(0, 1))
    calls = {"run": call, "stored": lambda: finished("village", call(), 0.0)}
    took = _in_turns_with(calls, VILLAGE, before)
    return {
        "horizon": parameters.horizon,
        "run_ms": statistics.median(took["run"]) * MS,
        "with_rows_ms": statistics.median(took["stored"]) * MS,
        **_over_run(took),
    }


def against_reference() -> dict[str, Any]:
    """A whole village run of the reference, in plain Python, over the model's."""
    parameters = compose(VILLAGE).parameters
    set_up = set_up_of(parameters, 0, 1)
    call = partial(run, parameters, RunId(0, 1))
    calls = {
        "reference": partial(run_reference, parameters, 0, 1, set_up),
        "runs": partial(_weeks, call, RUNS),
    }
    took = in_turns(calls, SLOW_RUNS)
    return {
        "reference_s": statistics.median(took["reference"]),
        "reference_over_run": median_ratio(took["reference"], took["runs"]) * RUNS,
    }


def fixed_cost() -> dict[str, Any]:
    """Set-up and records of a Jinsong run, in milliseconds; the weeks and writing apart."""
    parameters = jinsong()
    simulation = Simulation(parameters, RunId(0, 0))
    for _ in range(parameters.horizon):
        simulation.step()
    calls = {
        "set_up": partial(Simulation, parameters, RunId(0, 1)),
        "records": simulation.result,
    }
    took = {name: statistics.median(each) * MS for name, each in in_turns(calls, RUNS).items()}
    return {**{f"{name}_ms": each for name, each in took.items()}, "ms": sum(took.values())}


def by_size() -> list[dict[str, Any]]:
    """Whole runs of all weeks from a village to a city; ratios to the run of 36,050 households."""
    base = jinsong()
    runs = []
    for households in SIZES:
        parameters = of_size(base, households)
        repeats = max(1, min(RUNS, AT_MOST // households))
        took = statistics.median(
            seconds(partial(run, parameters, RunId(0, 1))) for _ in range(repeats)
        )
        runs.append((households, took / households / parameters.horizon * NS))
    middle = dict(runs)[36_050]
    return [
        {"households": size, "ns_per_household_week": ns, "over_36050": ns / middle}
        for size, ns in runs
    ]
