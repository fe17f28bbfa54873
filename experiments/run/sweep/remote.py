"""Jobs that run elsewhere: what travels to another process or machine, and what comes back.

A launcher of an engine (Slurm, Ray) hands ``Work`` over and tells of each job why it could not do
its work. The engine schedules; nothing here does.
"""

import io
import pickle
import sys
from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from hydra.core.utils import JobReturn, JobStatus, run_job, setup_globals
from hydra.plugins.launcher import Launcher
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig, open_dict

from experiments.config.compose import register_settings
from sim.base.kernel_cache import place_kernel_cache

Reason = str | None
"""Why a job could not do its work, in one line; None where it could."""


@dataclass(frozen=True)
class Work:
    """One job of a sweep, to be called in whatever process.

    prepare: makes the plugins known to that process. shared: what all jobs have in common, pickled
    once. overrides: the cell, as Hydra composes it.
    """

    prepare: Callable[[], None]
    shared: bytes
    overrides: tuple[str, ...]
    number: int

    def __call__(self) -> Reason:
        """Compose the cell and run what is missing of it."""
        place_kernel_cache()
        try:
            self.prepare()
            register_settings()
            setup_globals()
            return reason_of(self._run(*pickle.loads(self.shared)))
        except Exception as error:
            return one_line(error)

    def _run(self, context: HydraContext, config: DictConfig, task: TaskFunction) -> JobReturn:
        cell = context.config_loader.load_sweep_config(config, list(self.overrides))
        with open_dict(cell):
            cell.hydra.job.id = cell.hydra.job.num = self.number
        return run_job(
            hydra_context=context,
            task_function=task,
            config=cell,
            job_dir_key="hydra.sweep.dir",
            job_subdir_key="hydra.sweep.subdir",
        )


class EngineLauncher(Launcher):
    """Hydra's launcher on top of an engine: ``run`` is what an engine adds.

    engine: the module it needs; ImportError in ``setup``, before anything is run, without it.
    prepare: makes the plugins known to a process; set by the module that knows them all.
    """

    engine: str
    prepare: Callable[[], None]

    def setup(
        self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig
    ) -> None:
        import_module(self.engine)
        self.config, self.hydra_context = config, hydra_context
        self.job: Any = task_function

    def launch(
        self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int
    ) -> Sequence[JobReturn]:
        """One return a job, in order; a job that could not do its work has failed."""
        shared = pickle.dumps((self.hydra_context, self.config, self.job))
        works = [
            Work(type(self).prepare, shared, tuple(overrides), number)
            for number, overrides in enumerate(job_overrides, initial_job_idx)
        ]
        try:
            reasons = self.run(works)
        except KeyboardInterrupt:
            print(self.job.say("sweep.cancelled"), file=sys.stderr)
            raise
        return [_returned(work, reason) for work, reason in zip(works, reasons, strict=True)]

    @abstractmethod
    def run(self, works: Sequence[Work]) -> list[Reason]:
        """Run them all, whatever becomes of each; stopped, let none go on."""


def _returned(work: Work, reason: Reason) -> JobReturn:
    if reason is None:
        return JobReturn(overrides=work.overrides, status=JobStatus.COMPLETED)
    error = RuntimeError(reason)
    return JobReturn(overrides=work.overrides, status=JobStatus.FAILED, _return_value=error)


def reason_of(job: JobReturn) -> Reason:
    """Why a job failed; Hydra prints where it is asked for what the job returned."""
    if job.status is JobStatus.COMPLETED:
        return None
    try:
        with redirect_stderr(io.StringIO()):
            return str(job.return_value)
    except RuntimeError as error:
        return str(error)
    except Exception as error:
        return one_line(error)


def one_line(error: BaseException) -> str:
    """What went wrong, without line breaks."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
