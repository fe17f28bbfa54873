"""A sweep from its axes to the table of its cells, as a command and Python users have it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from experiments.base.disarm import csv_of
from experiments.base.files import write_atomically
from experiments.config.shown import cell_yaml
from experiments.run.sweep import start
from experiments.run.sweep.job import Job
from experiments.run.sweep.plan import Plan
from experiments.run.sweep.table import sweep_table
from experiments.run.sweep.told import told_table, told_trouble

FILE = "sweep.csv"


class Swept(NamedTuple):
    """A sweep that ran. table: as ``sweep_table`` has it. text: what is shown of it. trouble: a
    line on runs that failed, are missing or were left out, where there are any."""

    plan: Plan
    table: pd.DataFrame
    text: str
    trouble: list[str]


def swept(job: Job, overrides: Sequence[str], config_dir: Path | None) -> Swept | None:
    """Run what is missing of every cell, and write the table of cells; None if it was foretold."""
    start.start(job, overrides, config_dir)
    plan = job.plan
    if plan is None:
        return None
    table = sweep_table(plan, job.replicates)
    file = plan.study.path / FILE
    write_atomically(file, csv_of(table).encode())
    text = told_table(plan, table, file, job.say)
    return Swept(plan, table, text, list(told_trouble(table, job.say)))


def configuration(job: Job, overrides: Sequence[str], config_dir: Path | None) -> Iterator[str]:
    """A document of YAML for each cell of the sweep; nothing is run or written."""
    job.only_planned = True
    start.start(job, overrides, config_dir)
    if job.plan is not None:
        for cell in job.plan.cells:
            settings = (cell.arm, cell.community, cell.seed, job.plan.replicates)
            yield cell_yaml(cell.parameters, *settings)
