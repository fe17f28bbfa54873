"""The same study on every launcher, with Slurm and Ray for real: ``make test-cluster``.

Called with Slurm up, by slurm.sh. Everything is run by the model, from the command line.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from root import ROOT

LAUNCHERS = ("serial", "joblib", "slurm", "ray")
STUDY = ["community=village", "arrangement=none,party", "coordinator.attention=6,12"]
CELLS = 3
LONG = "replicates=75"
"""Three chunks: there is time to kill a job between its first and its last."""
PATIENCE = 600.0
STOPPED = 130


def begin(folder: Path, launcher: str, *overrides: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "experiments.commands.cli", "sweep", *STUDY, "processes=2"]
    return subprocess.Popen(
        [*command, f"hydra/launcher={launcher}", *overrides],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def sweep(folder: Path, launcher: str, *overrides: str) -> tuple[int, str]:
    """Exit status and what was told."""
    process = begin(folder, launcher, *overrides)
    told = process.communicate(timeout=PATIENCE)[1]
    return process.returncode, told


def tables(study: Path) -> dict[str, bytes]:
    found = {str(p.relative_to(study)): p.read_bytes() for p in study.glob("cells/*/*.parquet")}
    assert len({Path(name).parent for name in found}) == CELLS
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Studies of all tests; ``whole`` is the uninterrupted one, in one process after another."""
    path = tmp_path_factory.mktemp("launchers")
    assert sweep(path, "serial", "name=whole", LONG)[0] == 0
    return path


@pytest.mark.parametrize("launcher", LAUNCHERS[1:])
def test_the_same_study_gives_the_same_tables_to_the_bit(folder: Path, launcher: str) -> None:
    if not (folder / "results" / "serial").exists():
        assert sweep(folder, "serial", "name=serial", "replicates=5")[0] == 0
    status, told = sweep(folder, launcher, f"name={launcher}", "replicates=5")
    assert status == 0 and "3 cells, 5 replicates each" in told
    results = folder / "results"
    assert tables(results / launcher) == tables(results / "serial")
    one, other = (pd.read_csv(results / name / "sweep.csv") for name in (launcher, "serial"))
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert not (results / launcher / "jobs").exists()


@pytest.mark.parametrize("launcher", ["slurm", "ray"])
def test_a_killed_job_is_named_and_the_same_command_repairs(folder: Path, launcher: str) -> None:
    name = f"name=killed_{launcher}"
    study = folder / "results" / f"killed_{launcher}"
    process = begin(folder, launcher, name, LONG)
    wait_for(process, lambda: any(study.glob("cells/*/chunk-*.json")))
    os.kill(workers(launcher, process.pid)[0], signal.SIGKILL)
    told = process.communicate(timeout=PATIENCE)[1]
    table = pd.read_csv(study / "sweep.csv").drop_duplicates("cell").set_index("cell")
    missing = table["missing"]
    assert process.returncode == 1
    assert (missing > 0).sum() == 1 and missing.max() <= 75
    assert f"a job could not do its work: {missing.idxmax()}" in told
    assert f"{missing.sum()} runs are missing, in 1 cells, first {missing.idxmax()}" in told
    assert sweep(folder, launcher, name, LONG)[0] == 0
    assert tables(study) == tables(folder / "results" / "whole")


@pytest.mark.parametrize("launcher", ["slurm", "ray"])
def test_ctrl_c_cancels_the_jobs_and_what_was_stored_is_kept(folder: Path, launcher: str) -> None:
    name = f"name=stopped_{launcher}"
    study = folder / "results" / f"stopped_{launcher}"
    process = begin(folder, launcher, name, LONG)
    wait_for(process, lambda: any(study.glob("cells/*/chunk-*.json")))
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == STOPPED
    assert "are cancelled" in told and "finished runs are kept" in told
    wait_for(None, lambda: not workers(launcher, process.pid))
    assert launcher != "slurm" or not output("squeue", "-h")
    kept = sorted(study.glob("cells/*/chunk-*.json"))
    assert 0 < len(kept) < CELLS * 3
    assert sweep(folder, launcher, name, LONG)[0] == 0
    assert tables(study) == tables(folder / "results" / "whole")


def test_a_ray_of_our_own_listens_on_loopback_only_and_leaves_no_token(folder: Path) -> None:
    process = begin(folder, "ray", "name=listening", LONG)
    wait_for(process, lambda: bool(workers("ray", process.pid)))
    ours = descendants(process.pid)
    lines = output("ss", "-Hltnp").splitlines()
    addresses = [line.split()[3] for line in lines if any(f"pid={pid}," in line for pid in ours)]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert addresses and all("127.0.0.1" in address for address in addresses), addresses
    assert not Path.home().joinpath(".ray", "auth_token").exists()


def workers(launcher: str, sweeper: int) -> list[int]:
    """Processes in which jobs of a launcher are at work."""
    if launcher == "ray":
        return [pid for pid in descendants(sweeper) if words(pid)[:1] == ["ray::_run"]]
    return [pid for pid in everyone() if "submitit.core._submit" in words(pid)]


def descendants(pid: int) -> set[int]:
    found = {pid}
    parents = {each: parent(each) for each in everyone()}
    while more := {each for each, of in parents.items() if of in found} - found:
        found |= more
    return found


def everyone() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").split()
    except OSError:
        return []


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def wait_for(process: "subprocess.Popen[str] | None", condition: Callable[[], bool]) -> None:
    """Until the condition holds, while the process is at work."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        assert process is None or process.poll() is None, process.communicate()[1]
        time.sleep(0.1)
