"""Launchers of clusters, with stand-ins for their engines; the real ones: ``make test-cluster``."""

import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from sweeping import ARMS, ATTENTION, cells, sweep, tables
from sweeping import fabricated as fabricated

from experiments.base.errors import InputError
from experiments.run.sweep import on_ray, on_slurm
from experiments.run.sweep.on_slurm import GRACE, LONGEST_UNKNOWN, UNKNOWN, Watch

AXES = [ARMS, f"{ATTENTION}=6,12", "replicates=3"]
KILLED = 1
"""Number of the job that dies before its work is done."""


# -- waiting for Slurm's jobs ---------------------------------------------------------------------


@dataclass
class FakeJob:
    """What submitit gives of a job: its result is a file."""

    job_id: str
    folder: Path
    paths: Any = field(init=False)

    def __post_init__(self) -> None:
        names = {"result_pickle": "result", "stderr": "err", "stdout": "out"}
        names |= {"submitted_pickle": "sent", "submission_file": "sh"}
        paths = {name: self.folder / f"{self.job_id}.{end}" for name, end in names.items()}
        self.paths = SimpleNamespace(folder=self.folder, **paths)

    def bring(self, value: object) -> None:
        self.paths.result_pickle.write_bytes(pickle.dumps(value))

    def result(self) -> Any:
        value = pickle.loads(self.paths.result_pickle.read_bytes())
        if isinstance(value, Exception):
            raise value
        return value


class Clock:
    """Time that passes when somebody sleeps; ``events`` happen at their second."""

    def __init__(self, events: dict[float, Callable[[], None]] | None = None) -> None:
        self.now, self.events = 0.0, dict(events or {})

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for second in [second for second in self.events if second <= self.now]:
            self.events.pop(second)()


def job(folder: Path, number: int = 0) -> FakeJob:
    return FakeJob(f"7_{number}", folder)


def watch(jobs: Sequence[FakeJob], states: dict[str, str], clock: Clock) -> list[str | None]:
    return Watch(jobs, lambda _: states, clock, clock.sleep).reasons()


def test_a_dead_job_is_told_and_the_others_are_waited_for(tmp_path: Path) -> None:
    jobs = [job(tmp_path, number) for number in range(3)]
    states = {"7_0": "RUNNING", "7_1": "FAILED", "7_2": "CANCELLED by 0"}
    clock = Clock({100.0: lambda: jobs[0].bring(None)})
    reasons = watch(jobs, states, clock)
    assert reasons[0] is None and 100 <= clock.now < 110
    assert reasons[1] == f"Slurm job 7_1: FAILED; see {jobs[1].paths.stderr}"
    assert reasons[2] is not None and "CANCELLED by 0" in reasons[2]


@pytest.mark.parametrize(("state", "seconds"), [("FAILED", GRACE), ("", LONGEST_UNKNOWN)])
def test_nothing_is_waited_for_for_ever(tmp_path: Path, state: str, seconds: float) -> None:
    clock = Clock()
    (reason,) = watch([job(tmp_path)], {"7_0": state} if state else {}, clock)
    assert reason is not None and (state or UNKNOWN) in reason
    assert seconds <= clock.now <= 1.1 * seconds + 2


@pytest.mark.parametrize("state", ["PENDING", "RUNNING", "SUSPENDED", "REQUEUED"])
def test_a_job_that_may_still_run_is_waited_for(tmp_path: Path, state: str) -> None:
    mine = job(tmp_path)
    clock = Clock({50_000.0: lambda: mine.bring(None)})
    assert watch([mine], {"7_0": state}, clock) == [None]
    assert clock.now >= 50_000


def test_a_job_put_back_into_the_queue_is_given_its_time_anew(tmp_path: Path) -> None:
    mine, states = job(tmp_path), {"7_0": "NODE_FAIL"}
    clock = Clock({
        GRACE / 2: lambda: states.update({"7_0": "PENDING"}),
        500.0: lambda: mine.bring("InputError: no"),
    })  # fmt: skip
    assert watch([mine], states, clock) == ["InputError: no"]


def test_a_result_that_a_shared_disk_shows_late_counts(tmp_path: Path) -> None:
    mine = job(tmp_path)
    clock = Clock({GRACE - 5: lambda: mine.bring(None)})
    assert watch([mine], {"7_0": "COMPLETED"}, clock) == [None]


def test_slurm_is_asked_less_often_the_longer_it_takes(tmp_path: Path) -> None:
    mine, asked = job(tmp_path), []
    clock = Clock({7_200.0: lambda: mine.bring(None)})

    def ask(jobs: Sequence[Any]) -> dict[str, str]:
        asked.append(clock.now)
        return {"7_0": "RUNNING"}

    Watch([mine], ask, clock, clock.sleep).reasons()
    assert asked[1] - asked[0] < 5 and asked[-1] - asked[-2] == 60
    assert len(asked) < 250


# -- the launcher slurm, its executor a stand-in --------------------------------------------------


class FakeExecutor:
    """Runs every job at once, each from its pickle, but that which is ``killed``."""

    killed: int | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def submit_array(self, works: Sequence[Any]) -> list[FakeJob]:
        self.folder.mkdir(parents=True)
        jobs = [job(self.folder, number) for number in range(len(works))]
        for number, work in enumerate(works):
            jobs[number].paths.submitted_pickle.write_bytes(pickle.dumps(work))
            jobs[number].paths.stderr.write_text("log")
            if number != self.killed:
                jobs[number].bring(pickle.loads(pickle.dumps(work))())
        return jobs


@pytest.fixture
def slurm(fabricated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_slurm.SlurmLauncher, "engine", "json")
    monkeypatch.setattr(on_slurm, "refuse_without_accounting", lambda: None)
    monkeypatch.setattr(
        on_slurm.SlurmLauncher, "_executor", lambda self, folder: FakeExecutor(folder)
    )
    monkeypatch.setattr(on_slurm, "ask", lambda jobs: {each.job_id: "FAILED" for each in jobs})
    monkeypatch.setattr(on_slurm, "GRACE", 0.0)
    monkeypatch.setattr(FakeExecutor, "killed", None)


@pytest.mark.usefixtures("slurm")
def test_slurms_tables_are_those_of_one_process_and_nothing_else_is_left() -> None:
    assert sweep(*AXES, "hydra/launcher=slurm", "--study", "slurm") == 0
    assert sweep(*AXES, "--study", "serial") == 0
    assert tables("slurm") == tables("serial")
    assert not Path("results/slurm/jobs").exists()


@pytest.mark.usefixtures("slurm")
def test_a_killed_job_is_told_by_its_cell_its_log_kept_and_the_same_command_repairs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(FakeExecutor, "killed", KILLED)
    assert sweep(*AXES, "hydra/launcher=slurm") == 1
    dead, error = cells()[KILLED], capsys.readouterr().err
    assert f"a job could not do its work: {dead.hash}: Slurm job 7_1: FAILED; see" in error
    assert f"3 runs are missing, in 1 cells, first {dead.hash}" in error
    left = [path.name for path in Path("results/sweep/jobs").glob("*/*")]
    assert left == ["7_1.err"]
    monkeypatch.setattr(FakeExecutor, "killed", None)
    assert sweep(*AXES, "hydra/launcher=slurm") == 0
    assert sweep(*AXES, "--study", "whole") == 0
    assert tables("sweep") == tables("whole")


@pytest.mark.usefixtures("slurm")
def test_ctrl_c_cancels_what_was_submitted_and_says_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called: list[list[str]] = []

    def stopped(self: Watch) -> list[str | None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Watch, "reasons", stopped)
    monkeypatch.setattr(on_slurm.subprocess, "run", lambda command, **_: called.append(command))
    assert sweep(*AXES, "hydra/launcher=slurm", "--lang", "zh") == 130
    assert called == [["scancel", "7"]]
    assert "尚未结束的作业已取消" in capsys.readouterr().err


@pytest.mark.usefixtures("fabricated")
@pytest.mark.parametrize("wrong", ["at_once=0", "minutes=soon"])
def test_settings_of_slurm_are_checked_before_anything(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(*AXES, "hydra/launcher=slurm", f"hydra.launcher.{wrong}") == 2
    assert "must be a whole number over 0" in capsys.readouterr().err
    assert not Path("results").exists()


# -- what a launcher needs ------------------------------------------------------------------------


@pytest.mark.usefixtures("fabricated")
@pytest.mark.parametrize("name", ["slurm", "ray"])
def test_a_missing_extra_is_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, {"slurm": "submitit", "ray": "ray"}[name], None)
    keep_environment(monkeypatch)
    assert sweep(*AXES, f"hydra/launcher={name}") == 2
    error = capsys.readouterr().err
    assert f'pip install "coprod[{name}]"' in error and error.count("\n") == 1
    assert not Path("results").exists()


def keep_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ray is told by the environment is forgotten after the test."""
    for name in (*on_ray.NO_STATISTICS, on_ray.LOOPBACK, "RAY_AUTH_MODE", "RAY_AUTH_TOKEN"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_slurm_without_its_commands_is_refused_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("sbatch", "scancel"):
        program(tmp_path, name, "exit 0")
    with pytest.raises(InputError, match="slurm: sacct not found"):
        on_slurm.refuse_without_accounting()


def test_slurm_whose_accounting_is_off_is_refused_with_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for name in ("sbatch", "scancel"):
        program(tmp_path, name, "exit 0")
    program(tmp_path, "sacct", "echo Slurm accounting storage is disabled >&2; exit 1")
    with pytest.raises(InputError, match="Slurm accounting storage is disabled"):
        on_slurm.refuse_without_accounting()
    program(tmp_path, "sacct", "exit 0")
    on_slurm.refuse_without_accounting()


def program(folder: Path, name: str, does: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{does}\n")
    (folder / name).chmod(0o755)


def test_an_address_at_which_nobody_listens_is_refused_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(InputError, match=f"hydra.launcher.address = {address}: Connection"):
            on_ray.refuse_silent(address)
        taken.listen()
        on_ray.refuse_silent(address)
    on_ray.refuse_silent("auto")


# -- the launcher ray, Ray a stand-in -------------------------------------------------------------


class FakeRay(ModuleType):
    """Tasks run when their result is asked for, but that which is ``killed``."""

    killed: int | None = None

    def __init__(self) -> None:
        super().__init__("ray")
        self.exceptions = SimpleNamespace(
            RayError=ConnectionAbortedError, RayTaskError=ModuleNotFoundError
        )
        self.started: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self.cancelled: list[Any] = []
        self.stopped = False

    def init(self, *address: Any, **settings: Any) -> None:
        self.started.append((address, settings))

    def remote(self, **settings: Any) -> Any:
        assert settings == {"num_cpus": 1, "max_retries": 0}
        return lambda function: SimpleNamespace(
            remote=lambda work: Task(function, pickle.loads(pickle.dumps(work)))
        )

    def wait(self, tasks: list[Any], num_returns: int) -> tuple[list[Any], list[Any]]:
        return tasks[-1:], tasks[:-1]

    def get(self, task: Any) -> Any:
        if task.work.number == self.killed:
            raise ConnectionAbortedError("the worker died\nof a signal")
        return task.function(task.work)

    def cancel(self, task: Any) -> None:
        self.cancelled.append(task)

    def shutdown(self) -> None:
        self.stopped = True


@dataclass(frozen=True)
class Task:
    function: Any
    work: Any


@pytest.fixture
def ray(fabricated: None, monkeypatch: pytest.MonkeyPatch) -> FakeRay:
    stand_in = FakeRay()
    monkeypatch.setitem(sys.modules, "ray", stand_in)
    keep_environment(monkeypatch)
    return stand_in


def test_rays_tables_are_those_of_one_process(ray: FakeRay) -> None:
    assert sweep(*AXES, "hydra/launcher=ray", "--study", "ray") == 0
    assert sweep(*AXES, "--study", "serial") == 0
    assert tables("ray") == tables("serial")
    ((address, settings),) = ray.started
    assert address == ("local",) and settings["num_cpus"] == 1
    assert settings["include_dashboard"] is False and ray.stopped
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0" and os.environ[on_ray.LOOPBACK] == "0"


def test_jobs_can_be_handed_over_after_joblib_ran_others_in_this_process(ray: FakeRay) -> None:
    pytest.importorskip("joblib")
    assert sweep(*AXES, "hydra/launcher=joblib", "--study", "joblib") == 0
    assert sweep(*AXES, "hydra/launcher=ray", "--study", "ray") == 0
    assert tables("ray") == tables("joblib") and len(ray.started) == 1


def test_a_killed_task_is_told_by_its_cell_and_the_others_are_kept(
    ray: FakeRay, capsys: pytest.CaptureFixture[str]
) -> None:
    ray.killed = KILLED
    assert sweep(*AXES, "hydra/launcher=ray") == 1
    dead, error = cells()[KILLED], capsys.readouterr().err
    assert f"{dead.hash}: Ray task: ConnectionAbortedError: the worker died of a signal" in error
    assert f"3 runs are missing, in 1 cells, first {dead.hash}" in error
    ray.killed = None
    assert sweep(*AXES, "hydra/launcher=ray") == 0


def test_a_cluster_that_is_up_is_joined_as_it_is(ray: FakeRay) -> None:
    assert sweep(*AXES, "hydra/launcher=ray", "hydra.launcher.address=auto") == 0
    ((address, settings),) = ray.started
    assert address == ("auto",) and "num_cpus" not in settings
    assert on_ray.LOOPBACK not in os.environ


def test_ctrl_c_cancels_the_tasks(ray: FakeRay, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(tasks: list[Any], num_returns: int) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(ray, "wait", stopped)
    assert sweep(*AXES, "hydra/launcher=ray") == 130
    assert len(ray.cancelled) == 3 and ray.stopped


def test_the_real_engine_runs_a_job_in_a_process_of_its_own(tmp_path: Path) -> None:
    submitit = pytest.importorskip("submitit", reason="needs submitit: the extra slurm")
    executor = submitit.LocalExecutor(tmp_path / "jobs")
    done = executor.submit(subprocess.list2cmdline, ["a", "b"])
    assert Watch([done], lambda jobs: {done.job_id: "RUNNING"}).reasons() == ["a b"]
