"""How fast: the household week and whole runs against C and plain Mesa, and by size."""

import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from experiments.compose import compose
from sim.measure.records import RunId
from sim.model import CoProductionModel, run
from sim.parameters import Parameters
from tests.benchmarks.plain_mesa import plain_model
from tests.benchmarks.timing import in_turns, median_ratio, seconds
from tests.benchmarks.workload import (
    InC,
    household_week,
    of_size,
    plain_of,
    plain_week,
    warm_model,
)

JINSONG = 3_605
SIZES = (200, JINSONG, 36_050, 100_000, 1_000_000)
NS, MS = 1e9, 1e3
TURNS = 15
WEEKS = 20
"""Household weeks a turn; plain Mesa lives one, and the largest sizes fewer."""
AT_MOST = 400_000
"""Household-weeks a turn of the compiled versions, so that no turn takes long."""
RUNS = 21
PLAIN_RUNS = 5


def jinsong() -> Parameters:
    """The headline's community with its party arm: the dearest run of the headline."""
    return compose(["arrangement=party"]).parameters


def _weeks(call: Any, count: int) -> None:
    for _ in range(count):
        call()


def week_against_c_and_mesa(households: int) -> dict[str, Any]:
    """One household week, three ways, in turns."""
    model = warm_model(of_size(jinsong(), households))
    count = max(1, min(WEEKS, AT_MOST // households))
    with tempfile.TemporaryDirectory() as folder:
        in_c, plain = InC(model, Path(folder)), plain_of(model)
        calls = {
            "coprod": partial(_weeks, partial(household_week, model), count),
            "c": partial(_weeks, in_c.run_week, count),
            "mesa": partial(plain_week, plain),
        }
        took = in_turns(calls, TURNS if households < SIZES[-2] else TURNS // 3)
    took["mesa"] = [each * count for each in took["mesa"]]
    return {
        "households": households,
        "ns": {
            name: statistics.median(all_of_it) / households / count * NS
            for name, all_of_it in took.items()
        },
        "coprod_over_c": median_ratio(took["coprod"], took["c"]),
        "mesa_over_coprod": median_ratio(took["mesa"], took["coprod"]),
    }


def _c_part(parameters: Parameters, folder: Path) -> Any:
    """The household weeks of one run in C, from the first week to the horizon."""
    model = CoProductionModel(parameters, RunId(0, 0))
    in_c = InC(model, folder)
    return partial(_weeks, in_c.run_week, parameters.horizon)


def whole_run(arm: str) -> dict[str, Any]:
    """A whole Jinsong run against its household part in C, and against plain Mesa households."""
    parameters = compose([f"arrangement={arm}"]).parameters
    with tempfile.TemporaryDirectory() as folder:
        calls = {
            "run": partial(run, parameters, RunId(0, 1)),
            "c_part": _c_part(parameters, Path(folder)),
        }
        _weeks(calls["run"], 2)
        took = in_turns(calls, RUNS)
    beside = in_turns(
        {"plain": partial(_plain_run, parameters), "runs": partial(_weeks, calls["run"], RUNS)},
        PLAIN_RUNS,
    )
    return {
        "arm": arm,
        "run_ms": statistics.median(took["run"]) * MS,
        "c_household_part_ms": statistics.median(took["c_part"]) * MS,
        "run_over_c_part": median_ratio(took["run"], took["c_part"]),
        "plain_mesa_run_over_run": median_ratio(beside["plain"], beside["runs"]) * RUNS,
    }


def _plain_run(parameters: Parameters) -> None:
    with plain_model(parameters, RunId(0, 1)) as model:
        for _ in range(parameters.horizon):
            model.step()
        model.result()


def fixed_cost() -> dict[str, Any]:
    """Set-up and records of a Jinsong run, in milliseconds; the weeks and writing apart."""
    parameters = jinsong()
    model = CoProductionModel(parameters, RunId(0, 0))
    for _ in range(parameters.horizon):
        model.step()
    calls = {
        "set_up": partial(CoProductionModel, parameters, RunId(0, 1)),
        "records": model.result,
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
