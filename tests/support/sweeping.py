"""Sweeps of fabricated runs from the command line, for the tests of sweeps."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import fakes
import pytest
from root import ROOT, SUPPORT

from experiments.commands.cli import main
from experiments.run.sweep import start
from experiments.run.sweep.job import Job
from experiments.store import Cell, Study

VILLAGE = ["community=village", "horizon=80", "processes=1"]
ARMS = "arrangement=none,party"
ATTENTION = "coordinator.attention"
PATIENCE = 120.0
START = start.start
SCRIPT = """
import sys
import fakes
from functools import partial
from experiments.commands.cli import main
from experiments.run.sweep import start
from sweeping import start_with
start.start = partial(start_with, fakes.run_slowly)
sys.exit(main(["sweep", *sys.argv[1:]]))
"""


@pytest.fixture
def fabricated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Everything happens in a folder of its own, and no model is run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)
    runs(monkeypatch, fakes.run)


def runs(monkeypatch: pytest.MonkeyPatch, run: fakes.Run) -> None:
    """Every job of a sweep calls this in place of the model."""
    monkeypatch.setattr("experiments.run.sweep.start.start", partial(start_with, run))


def start_with(run: fakes.Run, job: Job, overrides: list[str], config_dir: Path | None) -> None:
    job.run = run
    START(job, overrides, config_dir)


def sweep(*overrides: str) -> int:
    return main(["sweep", *VILLAGE, *overrides])


def begin(folder: Path, *overrides: str, processes: int = 2) -> subprocess.Popen[bytes]:
    """A sweep of slow runs in a process of its own; leaves a marker for every run."""
    markers = folder / "markers"
    markers.mkdir(exist_ok=True)
    path = os.pathsep.join([str(ROOT), str(SUPPORT)])
    environment = {**os.environ, "PYTHONPATH": path, fakes.MARKER: str(markers)}
    command = [sys.executable, "-c", SCRIPT, *VILLAGE[:2], f"processes={processes}", *overrides]
    return subprocess.Popen(
        command, env=environment, cwd=folder, stderr=subprocess.PIPE, preexec_fn=fakes.hear_ctrl_c
    )


def tables(folder: str) -> dict[str, bytes]:
    cells = Path("results", folder, "cells")
    return {str(p.relative_to(cells)): p.read_bytes() for p in cells.rglob("*.parquet")}


def cells(folder: str = "sweep") -> list[Cell]:
    return Study(Path("results", folder)).cells()


def manifest(folder: str = "sweep") -> Any:
    return json.loads(Path("results", folder, "sweep.json").read_text())
