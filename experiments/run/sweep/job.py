"""One Hydra job: one cell, all its replicates one after the other, in whatever process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

from experiments.base.settings import CONFIG_GROUPS
from experiments.config.compose import validated, with_defaults
from experiments.config.place.use import furnished
from experiments.run.attempt import Run, model_run
from experiments.run.compiling import teller
from experiments.run.reporting import report_refused
from experiments.run.runner import run_cells
from experiments.store import Study
from experiments.store.cell import Weekly
from experiments.words.speech import EN, Speaker

if TYPE_CHECKING:
    from experiments.run.sweep.plan import Plan

ONE_PROCESS = 1
"""Parallel are the jobs: processes within them would only compete."""


class Silent:
    """A meter that shows no runs: whoever launches jobs watches the store."""

    def __init__(self, say: Speaker) -> None:
        self.compiling = teller(say)

    def __call__(self, runs: int = 1) -> None:
        """Another run is done."""

    def found(self, runs: int) -> None:
        """So many were there already."""


@contextmanager
def silent(total: int, say: Speaker = EN) -> Iterator[Silent]:
    """No progress shown."""
    yield Silent(say)


@dataclass
class Job:
    """The task function of a sweep: called with a cell's configuration, runs what is missing.

    out: folder of studies. weekly: how weekly measures are kept. accept_other_version: whether a
    study that another version of the model made may be gone on with. lang: language of what is
    told. only_planned: whether nothing is run. plan, replicates: set by the sweeper in the process
    that sweeps, for what is told afterwards; they don't travel with the job.
    """

    out: Path
    weekly: Weekly = "none"
    accept_other_version: bool = False
    say: Speaker = EN
    run: Run = model_run
    only_planned: bool = False
    plan: "Plan | None" = None
    replicates: int = 0

    def __call__(self, config: DictConfig) -> None:
        """Run what is missing of the cell of ``config``; failed runs are kept as data."""
        hydra = HydraConfig.get()
        choices, search_path = hydra.runtime.choices, list(hydra.searchpath or ())
        composed: Any = OmegaConf.to_container(config, resolve=True)
        values = furnished(with_defaults(composed), search_path)
        cell = validated(values, {group: choices[group] for group in CONFIG_GROUPS})
        study = Study(self.out / cell.name)
        planned = study.plan_cell(cell.parameters, cell.seed, cell.arrangement, cell.community)
        progress = partial(silent, say=self.say)
        outcome = run_cells(
            [planned], cell.replicates, ONE_PROCESS, progress, self.weekly, self.run
        )
        report_refused(outcome, self.say)

    def __reduce__(self) -> tuple[type["Job"], tuple[object, ...]]:
        """What travels: the folder absolute, for jobs may run anywhere."""
        settings = (
            self.out.absolute(),
            self.weekly,
            self.accept_other_version,
            self.say,
            self.run,
        )
        return Job, settings
