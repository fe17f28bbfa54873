"""A sweep by EMA's ``perform_experiments``: ``ema_experiments RUNS numbers|weeks FILE``."""

import sys
from collections.abc import Mapping
from typing import Any

from ema_workbench import (
    CategoricalParameter,
    IntegerParameter,
    Model,
    MultiprocessingEvaluator,
    ScalarOutcome,
    Scenario,
    TimeSeriesOutcome,
    save_results,
)

from .recorded import ARMS, run, runs

PROCESSES = 2


def numbers(arm: str, replicate: int) -> Mapping[str, Any]:
    """A recorded run's numbers."""
    return run(arm).numbers


def weeks(arm: str, replicate: int) -> Mapping[str, Any]:
    """A recorded run's weekly columns."""
    return run(arm).weeks


def main() -> None:
    """What the command line says."""
    each, weekly = int(sys.argv[1]) // len(ARMS), sys.argv[2] == "weeks"
    model = Model("recorded", function=weeks if weekly else numbers)
    model.uncertainties = [
        CategoricalParameter("arm", ARMS), IntegerParameter("replicate", 0, each)
    ]  # fmt: skip
    of_a_run = runs()[ARMS[0]]
    model.outcomes = (
        [TimeSeriesOutcome(name) for name in of_a_run.weeks]
        if weekly
        else [ScalarOutcome(name) for name in of_a_run.numbers]
    )
    scenarios = [
        Scenario(f"{arm}/{replicate}", arm=arm, replicate=replicate)
        for arm in ARMS
        for replicate in range(each)
    ]
    with MultiprocessingEvaluator(model, n_processes=PROCESSES) as evaluator:
        found = evaluator.perform_experiments(scenarios)
    save_results(found, sys.argv[3])


if __name__ == "__main__":
    main()
