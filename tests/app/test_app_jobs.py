"""Jobs of the page: followed, joined, stopped, and dead without harm to others."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_tasks import Breaks, Counts, Dies, Refuses, Swallows, Waits, work_unprepared
from root import ROOT, SUPPORT
from sessions import others_alive

from experiments.app.jobs import AT_ONCE, Job, Jobs, State
from experiments.app.tasks import CompareArms, ShowStudy
from experiments.app.worker import Stop
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Message, speak

PATIENCE = 120.0
SOON = 5.0
"""Seconds after which no worker of a killed server is there."""


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    """Jobs whose workers take a task at once: none of these tasks needs the model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("experiments.app.jobs.work", work_unprepared)
        made = Jobs()
        yield made
        made.close()


@pytest.fixture
def real_jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def ended(job: Job) -> State:
    assert job.ended.wait(PATIENCE)
    return job.state


def until(job: Job, stage: str) -> None:
    seen = threading.Event()
    job.listen(lambda: seen.set() if job.state.stage == stage else None)
    assert job.state.stage == stage or seen.wait(PATIENCE)


def test_a_job_is_followed_to_its_end_and_found_by_its_key(real_jobs: Jobs) -> None:
    told: list[tuple[str, int]] = []
    job = real_jobs.start(Counts())
    job.listen(lambda: told.append((job.state.stage, job.state.done)))
    state = ended(job)
    assert (state.stage, state.done, state.total) == ("done", 3, 3)
    assert [done for stage, done in told if stage == "running"][:3] == [1, 2, 3]
    assert state.html == {"en": "<p>found</p>"} and state.files == {"report.html": b"report"}
    assert real_jobs.find("counts") is job and real_jobs.find("others") is None


def test_refused_input_and_a_dead_worker_end_their_job_only(jobs: Jobs) -> None:
    refused, dead = jobs.start(Refuses()), jobs.start(Dies())
    assert (ended(refused).stage, ended(refused).why[:14]) == ("refused", "replicates = 0")
    assert (ended(dead).stage, ended(dead).done) == ("failed", 1)
    assert ended(jobs.start(Counts())).stage == "done"


def test_two_ask_for_the_same_and_one_stops_it_what_is_finished_is_kept(
    jobs: Jobs, tmp_path: Path
) -> None:
    job = jobs.start(Waits(tmp_path / "mark"))
    assert jobs.start(Waits(tmp_path / "mark")) is job
    until(job, "running")
    assert job.worker is not None
    job.cancel()
    again = jobs.start(job.task)
    assert again is not job  # who starts it anew gets no job that is being stopped
    assert ended(job).stage == "stopped"
    again.cancel()
    assert ended(again).stage == "stopped"
    assert (tmp_path / "mark").read_text() == "kept"
    assert not job.worker.process.is_alive()


def test_who_asks_for_a_study_in_another_language_joins_the_job_that_is_at_it(
    real_jobs: Jobs, tmp_path: Path
) -> None:
    mine, theirs, other = (
        CompareArms(tmp_path, "page", (f"seed={seed}",), langs)
        for seed, langs in ((0, ("en", "zh")), (0, ("zh", "en")), (1, ("en", "zh")))
    )
    job = real_jobs.start(mine)
    assert real_jobs.start(theirs) is job
    assert real_jobs.start(other) is not job
    shown = real_jobs.start(ShowStudy(tmp_path, "study", ("en", "zh")))
    assert real_jobs.start(ShowStudy(tmp_path, "study", ("zh", "en"))) is shown
    for each in (job, shown, real_jobs.find("page")):
        assert each is not None
        each.cancel()
        ended(each)


def test_a_second_interrupt_does_not_cut_short_the_storing(jobs: Jobs, tmp_path: Path) -> None:
    job = jobs.start(Waits(tmp_path / "mark", "slow", 0.5))
    until(job, "running")
    job.cancel()
    until(job, "storing")
    job.cancel()
    assert ended(job).stage == "stopped"
    assert (tmp_path / "mark").read_text() == "kept"


def test_one_that_waits_for_its_turn_can_be_stopped(jobs: Jobs, tmp_path: Path) -> None:
    first = jobs.start(Waits(tmp_path / "first", "same"))
    second = jobs.start(Waits(tmp_path / "second", "same"))
    assert second is not first and jobs.find("same") is second
    second.cancel()
    first.cancel()
    assert (ended(second).stage, ended(first).stage) == ("stopped", "stopped")
    assert not (tmp_path / "second").exists()


def test_one_that_waits_says_at_once_that_it_is_stopped(jobs: Jobs, tmp_path: Path) -> None:
    names = [str(number) for number in range(AT_ONCE + 1)]
    *under_way, waiting = (jobs.start(Waits(tmp_path / name, name)) for name in names)
    for job in under_way:
        until(job, "running")
    told: list[str] = []
    waiting.listen(lambda: told.append(waiting.state.stage))
    waiting.cancel()
    assert told == ["stopped"]
    assert not any(job.ended.is_set() for job in under_way)
    for job in under_way:
        job.cancel()
        assert ended(job).stage == "stopped"
    assert ended(waiting).stage == "stopped" and told == ["stopped"]
    assert not (tmp_path / names[-1]).exists()


def test_a_stop_is_never_lost_while_the_task_runs(jobs: Jobs, tmp_path: Path) -> None:
    for number in range(3):
        job = jobs.start(Waits(tmp_path / str(number), str(number)))
        until(job, "running")
        job.cancel()
        assert ended(job).stage == "stopped" and job.worker is not None
        assert (tmp_path / str(number)).exists()


def test_a_stop_is_not_lost_while_the_worker_gets_ready(real_jobs: Jobs, tmp_path: Path) -> None:
    job = real_jobs.start(Waits(tmp_path / "mark"))
    until(job, "preparing")
    job.cancel()
    assert ended(job).stage == "stopped" and job.worker is not None


def test_a_stop_that_comes_as_the_worker_falls_asleep_is_heard(jobs: Jobs, tmp_path: Path) -> None:
    # sent from where the message is taken in, before the worker has come any further
    job = jobs.start(Waits(tmp_path / "mark", "falls asleep"))
    job.listen(lambda: job.worker.stop() if job.worker and job.state.stage == "running" else None)
    assert ended(job).stage == "stopped" and (tmp_path / "mark").exists()


def test_a_stop_is_sent_until_it_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    # one that comes just before the main thread falls asleep doesn't wake it
    stop, sent = Stop(), list[int]()

    def third_is_heard(thread: int, number: int) -> None:
        sent.append(thread)
        if len(sent) == 3:
            stop.over()

    monkeypatch.setattr(signal, "pthread_kill", third_is_heard)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    stop.ask()
    assert sent == [threading.main_thread().ident] * 3
    stop.ask()
    assert len(sent) == 3  # what was heard is not sent again


def test_closing_stops_all(real_jobs: Jobs, tmp_path: Path) -> None:
    job = real_jobs.start(Waits(tmp_path / "mark"))
    until(job, "running")
    real_jobs.close()
    assert job.ended.is_set() and (tmp_path / "mark").exists()
    assert job.worker is not None and not job.worker.process.is_alive()
    late = real_jobs.start(Counts())
    assert ended(late).stage == "failed"


def test_a_stop_that_python_drops_stops_at_the_next_word(jobs: Jobs) -> None:
    job = jobs.start(Swallows())
    until(job, "running")
    job.cancel()
    assert ended(job).stage == "stopped"


def test_a_stop_is_not_raised_again_while_what_is_finished_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signal, "pthread_kill", lambda *_: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    stop = Stop()
    stop.check()
    stop.over()
    stop.ask()
    with pytest.raises(KeyboardInterrupt):
        stop.check()
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        stop.check()
        try:
            raise ValueError
        except ValueError:
            stop.check()


def said(why: str | Message) -> list[str]:
    """Why, in every language that it is in."""
    return [why] if isinstance(why, str) else [why.said(speak(lang)) for lang in LANGUAGES]


def test_a_failed_job_says_why_without_a_folder_of_this_machine(jobs: Jobs, tmp_path: Path) -> None:
    place = tmp_path / "our class" / "results"
    for kind, stage, word in (
        ("input", "refused", "results: damaged"),
        ("system", "failed", "No space left on device"),
        ("memory", "failed", "memory"),
        ("fault", "failed", "ValueError"),
    ):
        state = ended(jobs.start(Breaks(place, kind)))
        assert state.stage == stage and isinstance(state.why, str) is (kind == "input")
        told = said(state.why)
        assert word in told[0]
        for text in told:
            assert text and "/" not in text and "our class" not in text and "Traceback" not in text
    assert len({*said(ended(jobs.start(Dies())).why)}) == len(LANGUAGES)


@pytest.mark.parametrize("stage", ["starting", "running"])
def test_workers_die_with_a_server_that_is_killed(tmp_path: Path, stage: str) -> None:
    command = [sys.executable, str(SUPPORT / "page_jobs_server.py"), str(tmp_path), stage]
    path = os.pathsep.join((str(ROOT), str(SUPPORT)))
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            assert server.stdout is not None and server.stdout.readline() == b"begun\n"
            assert len(others_alive(server.pid)) >= 2
        finally:
            server.kill()
        begun = time.monotonic()
        server.wait()
        while others_alive(server.pid) and time.monotonic() - begun < SOON:
            time.sleep(0.1)
        left = others_alive(server.pid)
        for each in left:
            os.kill(each, signal.SIGKILL)
        assert left == []
