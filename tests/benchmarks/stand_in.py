"""In place of the model: recorded runs of the village, each handed back after a fixed time.

What a sweep costs beyond its runs is then measured at a known price of a run, whatever the model's.
``python -m tests.benchmarks.stand_in sweep ...`` is ``coprod sweep ...`` with it.
"""

import os
import pickle
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

from experiments.commands import cli
from experiments.run.sweep import start
from experiments.run.sweep.job import Job
from sim.measure.records import RunId, RunRecord
from sim.parameters import Coordinator, Parameters

RECORDS = "COPROD_BENCHMARK_RECORDS"
"""Names the file of ``record`` to workers."""
SECONDS = 0.010
"""Of the processor, a run."""


def record(file: Path) -> None:
    """Run the village once with a coordinator and once without, for runs to come."""
    from experiments.config.compose import compose
    from sim.simulation import run as run_model

    arms = [compose(["community=village", f"arrangement={arm}"]) for arm in ("none", "party")]
    runs = {_coordinated(arm.parameters): run_model(arm.parameters, RunId(0, 0)) for arm in arms}
    file.write_bytes(pickle.dumps(runs))
    os.environ[RECORDS] = str(file)


def run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """The recorded run under this replicate's name."""
    end = time.thread_time() + SECONDS
    found = replace(_records()[_coordinated(parameters)], id=run_id)
    while time.thread_time() < end:
        pass
    return found


def _coordinated(parameters: Parameters) -> bool:
    return parameters.coordinator != Coordinator()


@cache
def _records() -> dict[bool, RunRecord]:
    found: dict[bool, RunRecord] = pickle.loads(Path(os.environ[RECORDS]).read_bytes())
    return found


def main() -> int:
    """The command line, with every job of a sweep calling ``run``."""
    begin = start.start

    def begin_with_stand_in(job: Job, overrides: list[str], config_dir: Path | None) -> None:
        job.run = run
        begin(job, overrides, config_dir)

    start.start = begin_with_stand_in
    return cli.main()


if __name__ == "__main__":
    from tests.benchmarks import stand_in  # by its own name, under which workers find ``run``

    sys.exit(stand_in.main())
