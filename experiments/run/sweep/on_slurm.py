"""The launcher ``slurm``: an array of jobs by submitit, a cell a job, each on one processor.

submitit submits and brings results back; its own waiting is not used, for it waits for ever where
accounting is silent, lets jobs go on when it is stopped, and asks of dead jobs every ten minutes.
"""

import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from experiments.base.errors import InputError
from experiments.run.sweep.remote import EngineLauncher, Reason, Work

FOLDER = "jobs"
"""In the study's folder: what travels by the shared disk, and logs of jobs that brought nothing."""
PROGRAMS = ("sbatch", "scancel", "sacct")
ENDED = (
    "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY",
    "PREEMPTED", "REVOKED", "TIMEOUT",
)  # fmt: skip
"""States from which a job does not come back, unless Slurm puts it into the queue again."""
UNKNOWN = "unknown to accounting"
SHORTEST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
SHARE_OF_WAITING = 0.05
"""Between two questions, so much of the time waited so far: Slurm is not asked more than needed."""
GRACE = 20.0
"""Seconds that a result may take to be seen on a shared disk after its job has ended."""
LONGEST_UNKNOWN = 600.0
"""Seconds for which accounting may know nothing of a job."""
MB_PER_GB = 1024
States = dict[str, str]


class SlurmLauncher(EngineLauncher):
    """Jobs of one array, at most ``at_once`` at a time. See ``configs/launcher/slurm.yaml``."""

    engine = "submitit"

    def __init__(
        self, at_once: int, minutes: int, memory_gb: float, options: Sequence[str]
    ) -> None:
        for name, value in (("at_once", at_once), ("minutes", minutes)):
            if not (isinstance(value, int) and value > 0):
                raise InputError(f"hydra.launcher.{name} = {value}: must be a whole number over 0")
        pairs = (option.removeprefix("--").partition("=") for option in options)
        self.parameters = {
            "array_parallelism": at_once,
            "time": minutes,
            "mem": f"{int(memory_gb * MB_PER_GB)}M",
            "additional_parameters": {
                name: value if equal else True for name, equal, value in pairs
            },
        }

    def setup(self, **given: Any) -> None:
        """Refuse what could not be watched: jobs without accounting may be dead unnoticed."""
        super().setup(**given)
        refuse_without_accounting()

    def run(self, works: Sequence[Work]) -> list[Reason]:
        """Submit an array and wait until no job of it can bring a result any more."""
        folder = self.job.plan.study.path.absolute() / FOLDER / uuid4().hex
        jobs = self._executor(folder).submit_array(list(works))
        try:
            return Watch(jobs, ask).reasons()
        except BaseException:
            subprocess.run(["scancel", *_arrays(jobs)], check=False, capture_output=True)
            raise
        finally:
            tidy(folder, jobs)

    def _executor(self, folder: Path) -> Any:
        from submitit import SlurmExecutor

        executor = SlurmExecutor(folder, max_num_timeout=0)
        one = {"job_name": "coprod", "nodes": 1, "cpus_per_task": 1, "use_srun": False}
        executor.update_parameters(**one, **self.parameters)
        return executor


def refuse_without_accounting() -> None:
    """InputError unless Slurm's programs are here and its accounting answers."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise InputError(
            f"hydra/launcher = slurm: {', '.join(missing)} not found; run this where Slurm's"
            " commands are, accounting among them: without it a dead job would be waited for"
        )
    asked = subprocess.run(["sacct", "-n", "-X"], capture_output=True, text=True, check=False)
    if asked.returncode:
        reason = (asked.stderr.splitlines() or [f"sacct: {asked.returncode}"])[-1]
        raise InputError(
            f"hydra/launcher = slurm: Slurm's accounting does not answer ({reason}); without it a"
            " dead job would be waited for; ask who runs the cluster to turn it on"
        )


def ask(jobs: Sequence[Any]) -> States:
    """State by job id, as accounting has it; nothing where it does not answer."""
    from submitit.slurm.slurm import SlurmInfoWatcher

    command = ["sacct", "-X", "--parsable2", "-o", "JobID,State", "-j", ",".join(_arrays(jobs))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        return {}
    rows = SlurmInfoWatcher().read_info(answer.stdout)  # it knows how arrays are written
    return {job: row["State"] for job, row in rows.items()}


def _arrays(jobs: Sequence[Any]) -> list[str]:
    return sorted({job.job_id.partition("_")[0] for job in jobs})


@dataclass
class Watch:
    """Waits for jobs (submitit's): for a result, or until there can be none.

    ask: states by job id. A job is given up that ended GRACE seconds ago without a result, or that
    nobody knows anything of for LONGEST_UNKNOWN.
    """

    jobs: Sequence[Any]
    ask: Callable[[Sequence[Any]], States]
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    found: dict[int, Reason] = field(default_factory=dict)
    doubtful: dict[int, tuple[str, float]] = field(default_factory=dict)

    def reasons(self) -> list[Reason]:
        """Of each job, in order, why it did not do its work."""
        begin = self.clock()
        while True:
            self._look()
            if len(self.found) == len(self.jobs):
                return [self.found[number] for number in range(len(self.jobs))]
            waited = SHARE_OF_WAITING * (self.clock() - begin)
            self.sleep(min(max(SHORTEST_PAUSE, waited), LONGEST_PAUSE))

    def _look(self) -> None:
        waiting = [number for number in range(len(self.jobs)) if number not in self.found]
        states = self.ask([self.jobs[number] for number in waiting])
        for number in waiting:
            job = self.jobs[number]
            if job.paths.result_pickle.exists():
                self.found[number] = _brought(job)
            elif self._given_up(number, states.get(job.job_id, UNKNOWN)):
                self.found[number] = _told(job, self.doubtful[number][0])

    def _given_up(self, number: int, state: str) -> bool:
        """Whether the job has been without hope in one state for too long."""
        if state != UNKNOWN and not state.startswith(ENDED):
            self.doubtful.pop(number, None)
            return False
        if self.doubtful.get(number, ("", 0.0))[0] != state:
            self.doubtful[number] = (state, self.clock())
        patience = LONGEST_UNKNOWN if state == UNKNOWN else GRACE
        return self.clock() - self.doubtful[number][1] >= patience


def _brought(job: Any) -> Reason:
    try:
        reason: Reason = job.result()
        return reason
    except Exception as error:  # submitit tells here what the job's own Python raised
        return _told(job, f"raised: {str(error).strip().splitlines()[-1]}")


def _told(job: Any, state: str) -> str:
    return f"Slurm job {job.job_id}: {state}; see {job.paths.stderr}"


def tidy(folder: Path, jobs: Sequence[Any]) -> None:
    """Remove what jobs were sent and brought; of those that brought nothing the logs are kept."""
    silent = [job.paths for job in jobs if not job.paths.result_pickle.exists()]
    kept = {path for paths in silent for path in (paths.stdout, paths.stderr)}
    for path in folder.iterdir():
        if path not in kept:
            path.unlink()
    for empty in (folder, folder.parent):
        with suppress(OSError):  # logs are in it, or another sweep's jobs
            empty.rmdir()
