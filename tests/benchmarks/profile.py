"""``python -m tests.benchmarks.profile``: where a Jinsong run's time goes, by function."""

import cProfile
import pstats
from pathlib import Path

from experiments.compose import compose
from experiments.kernel_cache import place_kernel_cache
from sim.measure.records import RunId
from sim.simulation import run

RUNS = 10
SHOWN = 20
ARM = "party"


def rows() -> list[tuple[str, float, float]]:
    """(function, calls a run, share of the time in it but for what it calls), most first."""
    parameters = compose([f"arrangement={ARM}"]).parameters
    run(parameters, RunId(0, 0))
    profile = cProfile.Profile()
    profile.enable()
    for replicate in range(RUNS):
        run(parameters, RunId(0, replicate))
    profile.disable()
    stats = pstats.Stats(profile)
    found = [
        (_name(*where), calls / RUNS, own / stats.total_tt)  # type: ignore[attr-defined]
        for where, (_, calls, own, _, _) in stats.stats.items()  # type: ignore[attr-defined]
    ]
    return sorted(found, key=lambda row: -row[2])


def _name(file: str, _: int, function: str) -> str:
    path = Path(file)
    return f"{path.parent.name}/{path.name} {function}" if path.suffix else function


if __name__ == "__main__":
    place_kernel_cache()
    found = rows()
    print(f"calls a run: {sum(calls for _, calls, _ in found):,.0f}")
    print("| function | calls a run | share of time |\n| --- | --- | --- |")
    for name, calls, share in found[:SHOWN]:
        print(f"| `{name}` | {calls:,.0f} | {share:.1%} |")
