"""Commands where few files may be open at a time, as on macOS; fabricated runs."""

import subprocess
import sys
from pathlib import Path

from root import ROOT, SUPPORT

LIMITED = f"""
import resource, sys
sys.path[:0] = [{str(ROOT)!r}, {str(SUPPORT)!r}]
few = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (few, few))
import fakes
from functools import partial
from experiments.commands.cli import main
from experiments.run.sweep import start
from sweeping import start_with
start.start = partial(start_with, fakes.run)
sys.exit(main(sys.argv[2:]))
"""


def limited(few: int, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process that may have so many files open."""
    call = [sys.executable, "-c", LIMITED, str(few), *words]
    return subprocess.run(call, capture_output=True, text=True)


def faults(few: int, more: int) -> list[str]:
    """What goes wrong where a study has ``more`` cells than files may be open: it is run, read and
    exported in the folder where this is called."""
    cells = few + more
    sweep = ["sweep", "community=village", "horizon=80", "processes=1", "arrangement=party",
             "replicates=1", f"coordinator.attention=range(1,{cells + 1})"]  # fmt: skip
    export = ["results", "sweep", "--export", "runs.csv", "--table", "run_outcomes"]
    found = [
        f"{words[0]}: {done.returncode}: {done.stderr[-500:]}"
        for words in (sweep, ["results", "sweep"], export)
        if (done := limited(few, *words)).returncode
    ]
    rows = Path("runs.csv").read_text("utf-8-sig").splitlines()[1:] if not found else []
    return found or ([] if len(rows) == cells else [f"{len(rows)} of {cells} runs"])
