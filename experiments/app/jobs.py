"""What the server has under way for its pages: started once, followed by any, stopped by one.

A job belongs to the server, not to a page: a page that is closed or loaded again finds it by the
key of its task. Each is done by a process of its own; a spare one is kept ready, for getting
ready takes seconds.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Any

from experiments.app.reasons import died
from experiments.app.tasks import Task
from experiments.app.worker import ENDED, STOP, work
from experiments.words.speech import Message

AT_ONCE = 2
"""Jobs that run side by side; others wait."""
KEPT = 12
"""Jobs that have ended and whose outcome is kept in memory."""
PATIENCE = 20.0
"""Seconds a worker has to store what is finished when it is stopped."""
OVER = ("done", "stopped", "refused", "failed")


@dataclass(frozen=True)
class State:
    """How far a job is. stage: waiting, preparing, compiling.once or .each, running, reading,
    drawing, packing, watching, or one of OVER. left: seconds that the runs still take, if known.
    why: the line that refuses, or what failed. html: what it found, by language. files: to
    download, by name.
    """

    stage: str = "waiting"
    done: int = 0
    total: int = 0
    left: float | None = None
    why: str | Message = ""
    html: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()
    payload: Any = None

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.stage in OVER

    def after(self, kind: str, *values: Any) -> "State":
        """The state after a message of the worker."""
        if kind == "stage":
            return replace(self, stage=values[0])
        if kind == "runs":
            done, total, left = values
            return replace(self, stage="running", done=done, total=total, left=left)
        if kind == "html":
            return replace(self, html={**self.html, values[0]: values[1]})
        if kind == "file":
            return replace(self, files={**self.files, values[0]: values[1]})
        if kind == "note":
            return replace(self, notes=(*self.notes, (values[0], values[1])))
        if kind == "payload":
            return replace(self, payload=values[0])
        return replace(self, stage=values[0], why=values[1])


class Job:
    """A task under way. Listeners are called, in the job's thread, when its state has changed."""

    def __init__(self, task: Task) -> None:
        self.task, self.state = task, State()
        self.cancelled = threading.Event()
        self.ended = threading.Event()
        self.worker: _Worker | None = None
        self._listeners: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after each change; returns what ends that."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def change(self, kind: str, *values: Any) -> None:
        """Take a message in and tell of it; after the end there is nothing to tell."""
        with self._lock:
            if self.state.over:
                return
            self.state = self.state.after(kind, *values)
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    def cancel(self) -> None:
        """Stop it as Ctrl-C would: finished runs are kept. One that waits has ended at once."""
        with self._lock:
            self.cancelled.set()
            waits = self.worker is None
            if self.worker is not None:
                self.worker.stop()
        if waits:
            self.change(ENDED, "stopped", "")

    @property
    def at_it(self) -> bool:
        """Is it waiting or running, and nobody has stopped it?"""
        return not (self.state.over or self.cancelled.is_set() or self.ended.is_set())

    def begin(self, worker: "_Worker") -> bool:
        """Hand the task to a worker, unless it was cancelled before."""
        with self._lock:
            if self.cancelled.is_set():
                return False
            self.worker = worker
            worker.pipe.send(self.task)
            return True


class Jobs:
    """All jobs of a server, by the key of their task."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._spare: _Worker | None = None
        self.closed = False

    def get_ready(self) -> None:
        """Start a spare worker, so that the first job need not wait for one."""
        with self._lock:
            if self._spare is None and not self.closed:
                self._spare = _Worker()

    def find(self, key: str) -> Job | None:
        """The last job of a key."""
        with self._lock:
            return self._jobs.get(key)

    def start(self, task: Task) -> Job:
        """The job that does ``task``: one that is at it already, or a new one.

        A task of the same key that is still under way, or is being stopped, is let end first.
        """
        with self._lock:
            before = self._jobs.get(task.key)
            if before is not None and before.task == task and before.at_it:
                return before
            job = Job(task)
            self._jobs[task.key] = job
            self._jobs.move_to_end(task.key)
            self._forget()
        threading.Thread(target=self._follow, args=(job, before), daemon=True).start()
        return job

    def _forget(self) -> None:
        over = [key for key, job in self._jobs.items() if job.ended.is_set()]
        for key in over[: max(0, len(over) - KEPT)]:
            del self._jobs[key]

    def _follow(self, job: Job, before: Job | None) -> None:
        try:
            if before is not None:
                before.ended.wait()
            with self._slots:
                if not job.cancelled.is_set() and not self.closed:
                    self._do(job)
        finally:
            if not job.state.over:
                job.change(
                    ENDED, *(("stopped", "") if job.cancelled.is_set() else ("failed", died()))
                )
            job.ended.set()

    def _do(self, job: Job) -> None:
        worker = self._worker()
        try:
            job.change("stage", "preparing")
            if job.begin(worker):
                while not job.state.over:
                    job.change(*worker.pipe.recv())
        except (EOFError, OSError):  # it was killed, or ran out of memory
            pass
        finally:
            worker.end()
            self.get_ready()

    def _worker(self) -> "_Worker":
        with self._lock:
            worker, self._spare = self._spare, None
        return worker if worker is not None and worker.process.is_alive() else _Worker()

    def close(self) -> None:
        """Stop all, and wait until what is finished is stored."""
        with self._lock:
            self.closed = True
            spare, self._spare = self._spare, None
            jobs = list(self._jobs.values())
        for job in jobs:
            job.cancel()
        if spare is not None:
            spare.stop()
            spare.end()
        for job in jobs:
            if not job.ended.wait(PATIENCE) and job.worker is not None:
                job.worker.process.kill()


class _Worker:
    """A process and the pipe to it."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs,), name="coprod-page-worker")
        self.process.start()
        theirs.close()

    def stop(self) -> None:
        """Ask it to end; it stores what is finished."""
        with suppress(OSError):  # it has ended
            self.pipe.send(STOP)

    def end(self) -> None:
        """Let go of it, by force where it doesn't end."""
        self.pipe.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
