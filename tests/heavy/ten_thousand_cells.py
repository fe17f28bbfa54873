"""10,000 cells into one table, in under 15 s and 1 GB: ``make test-scale``; some minutes."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
from many_cells import write_many
from root import ROOT

CELLS = 10_000
REPLICATES = 10
HORIZON = 156
SECONDS, MEGABYTES = 15.0, 1000.0


def test_ten_thousand_cells_are_one_table_in_15_seconds_and_1_gb(tmp_path: Path) -> None:
    write_many(tmp_path / "study", CELLS, REPLICATES, HORIZON)
    file = tmp_path / "table.csv"
    command = [sys.executable, "-m", "experiments.commands.cli", "results", str(tmp_path / "study")]
    begin = time.monotonic()
    subprocess.run([*command, "--export", str(file)], check=True, env={"PYTHONPATH": str(ROOT)})
    seconds = time.monotonic() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = used.ru_maxrss / 1024
    processor = used.ru_utime + used.ru_stime
    print(f"{seconds:.1f} s, {processor:.1f} s of processor, {memory:.0f} MB at most")
    assert len(pd.read_csv(file)) == CELLS
    assert seconds < SECONDS and memory < MEGABYTES
