"""What a worker of a study does, and what it need not load."""

import subprocess
import sys


def test_a_worker_loads_the_model_and_nothing_that_reads_tables_composes_or_draws() -> None:
    heavy = "{'pandas', 'pyarrow', 'duckdb', 'hydra', 'matplotlib', 'mesa', 'networkx'}"
    code = f"""
import sys
import experiments.run.pool
from experiments.run.attempt import Task, attempt, model_run
from sim.measure.records import RunId
from sim.parameters import Parameters
small = Parameters.model_validate({{'horizon': 2, 'community': {{'households': 60}}}})
assert not attempt(model_run, Task('cell', small, RunId(0, 0), True)).failed
print(*{heavy} & sys.modules.keys())"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
