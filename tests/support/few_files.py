"""Commands where few files may be open at a time, as on macOS; fabricated runs."""

import json
import subprocess
import sys
from pathlib import Path

from root import ROOT, SUPPORT

LIMITED = f"""
import json, resource, sys
sys.path[:0] = [{str(ROOT)!r}, {str(SUPPORT)!r}]
few, commands = json.loads(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (few, few))
import fakes
from functools import partial
from experiments.commands.cli import main
from experiments.run.sweep import start
from sweeping import start_with
start.start = partial(start_with, fakes.run)
for words in commands:
    if status := main(words):
        sys.exit(status)
"""
SWEEP = ["sweep", "community=village", "horizon=80", "processes=1", "arrangement=party",
         "replicates=1"]  # fmt: skip
READ = ["results", "sweep"]
EXPORT = [*READ, "--export", "runs.csv", "--table", "run_outcomes"]


def faults(few: int, more: int) -> list[str]:
    """What goes wrong where a study has ``more`` cells than files may be open: it is run, read and
    exported by one process, in the folder where this is called."""
    cells = few + more
    commands = [[*SWEEP, f"coordinator.attention=range(1,{cells + 1})"], READ, EXPORT]
    call = [sys.executable, "-c", LIMITED, json.dumps([few, commands])]
    done = subprocess.run(call, capture_output=True, text=True)
    if done.returncode:
        return [f"{done.returncode}: {done.stderr[-500:]}"]
    rows = Path("runs.csv").read_text("utf-8-sig").splitlines()[1:]
    return [] if len(rows) == cells else [f"{len(rows)} of {cells} runs"]
