"""Programs of ours in fresh interpreters, as they are, or without what only Unix has."""

import os
import subprocess
import sys
from pathlib import Path

from root import ROOT, SUPPORT

SMALL = ["community=village", "horizon=66", "replicates=2"]
WITHOUT_UNIX = str(SUPPORT / "unlike_unix")


def called(folder: Path, *words: str, unix: bool = True, **environment: str) -> bytes:
    """What a program of ours writes into a pipe; it ends well, and tells of no fault."""
    kept = {key: value for key, value in os.environ.items() if key != "COPROD_LANG"}
    path = [*([] if unix else [WITHOUT_UNIX]), str(ROOT), str(SUPPORT)]
    told = {"PYTHONPATH": os.pathsep.join(path), "HELD_OPEN": str(folder / "held_open")}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True,
        env={**kept, **told, **environment},
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr.decode()
    return done.stdout


def coprod(folder: Path, *words: str, unix: bool = True, **environment: str) -> bytes:
    return called(folder, "-m", "experiments.commands.cli", *words, unix=unix, **environment)
