"""``python -m tests.benchmarks.profile``: where a Jinsong run's time goes, by part of the week."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from experiments.config.compose import compose
from sim.base.kernel_cache import place_kernel_cache
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import Simulation
from sim.state.world import with_room
from sim.week.schedule import WEEK

RUNS = 20
ARM = "party"
SET_UP, RECORD = "set-up", "the record handed back"


def shares() -> list[tuple[str, float]]:
    """(part, share of a run's time), in order; what compiles is called once before."""
    parameters = compose([f"arrangement={ARM}"]).parameters
    _run(parameters, 0, defaultdict(float))
    took: dict[str, float] = defaultdict(float)
    for replicate in range(RUNS):
        _run(parameters, replicate, took)
    return [(part, seconds / sum(took.values())) for part, seconds in took.items()]


def _run(parameters: Parameters, replicate: int, took: dict[str, float]) -> None:
    simulation = _timed(took, SET_UP, Simulation, parameters, RunId(0, replicate))
    for _ in range(parameters.horizon):
        simulation.world = with_room(simulation.world)
        for part in WEEK:
            _timed(took, f"{part.__module__}.{part.__name__}", part, simulation.world)
    _timed(took, RECORD, simulation.result)


def _timed(took: dict[str, float], name: str, call: Callable[..., Any], *given: Any) -> Any:
    begin = time.perf_counter()
    found = call(*given)
    took[name] += time.perf_counter() - begin
    return found


if __name__ == "__main__":
    place_kernel_cache()
    print("| part | share of time |\n| --- | --- |")
    for name, share in shares():
        print(f"| `{name}` | {share:.1%} |")
