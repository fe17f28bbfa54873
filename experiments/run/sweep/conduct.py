"""The course of a sweep: plan, refuse or foretell, then look by look through the launcher."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from hydra.plugins.launcher import Launcher

from experiments.base.errors import InputError
from experiments.run.attempt import model_run
from experiments.run.compiling import compile_ahead, teller
from experiments.run.progress import Meter, shown
from experiments.run.reporting import report_changes, report_refused
from experiments.run.runner import run_cells
from experiments.run.sweep.forecast import forecast
from experiments.run.sweep.looks import Rule, rule_of, widest
from experiments.run.sweep.manifest import refuse_other_version, write_manifest
from experiments.run.sweep.plan import Load, Plan, Planned, make_plan
from experiments.run.sweep.remote import one_line, reason_of
from experiments.run.sweep.serial import SerialLauncher
from experiments.run.sweep.settings import checked
from experiments.run.sweep.table import sweep_table
from experiments.run.sweep.told import told_forecast, told_jobs, told_look, told_plan
from experiments.run.sweep.watch import watching
from experiments.store import Cell
from experiments.store.cell import Weekly
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from experiments.run.sweep.job import Job

BATCH = 500
"""Jobs handed to a launcher at once: schedulers take arrays of a thousand, and what jobs return is
let go between batches."""


def conduct(
    job: "Job", arguments: Sequence[str], settings: dict[str, Any], load: Load, launcher: Launcher
) -> None:
    """Plan the sweep and run what is missing of it, or tell what it would take.

    All that can be refused is refused before anything is run or written.
    """
    plan = make_plan(arguments, checked(settings), load, job.out)
    rule = rule_of(plan)
    if job.only_planned:
        job.plan = plan
        return
    if plan.settings.dry_run:
        if job.run is model_run:
            compile_ahead(teller(job.say))
        print(told_forecast(plan, forecast(plan, job.weekly, job.run), job.say))
        return
    refuse_other_version(plan.study, job.accept_other_version)
    for community, inputs in {cell.community: cell.inputs for cell in plan.cells}.items():
        report_changes(plan.study, community, inputs, job.say)
    write_manifest(plan, rule, job.weekly)
    print(told_plan(plan, job.say), file=sys.stderr)
    job.plan = plan
    for replicates in (plan.replicates,) if rule is None else rule.looks:
        job.replicates = replicates
        _run(job, plan, replicates, launcher)
        if rule is not None and _precise(plan, rule, replicates, job.say):
            break


def _precise(plan: Plan, rule: Rule, replicates: int, say: Speaker) -> bool:
    found = widest(sweep_table(plan, replicates))
    print(told_look(rule, replicates, found, say), file=sys.stderr)
    return found <= rule.half_width


def _run(job: "Job", plan: Plan, replicates: int, launcher: Launcher) -> None:
    """Run what is missing of the first ``replicates`` of every cell."""
    progress = partial(shown, plan.study.path.name, say=job.say)
    plan.study.add(replace(row.cell, replicates=replicates) for row in plan.rows)
    if isinstance(launcher, SerialLauncher):
        cells = plan.cells
        outcome = run_cells(cells, replicates, plan.processes, progress, job.weekly, job.run)
        report_refused(outcome, job.say)
        return
    missing = [_missing(row.cell, replicates, job.weekly) for row in plan.distinct]
    rows = [row for row, runs in zip(plan.distinct, missing, strict=True) if runs]
    with progress(sum(missing)) as meter:
        if rows and job.run is model_run:  # else each job would, at the same time
            compile_ahead(meter.compiling)
        errors = list(_launched(launcher, rows, replicates, meter))
    for line in told_jobs(errors, job.say):
        print(line, file=sys.stderr)


def _missing(cell: Cell, replicates: int, weekly: Weekly) -> int:
    return sum(map(len, cell.missing_chunks(replicates, weekly).values()))


def _launched(
    launcher: Launcher, rows: Sequence[Planned], replicates: int, meter: Meter
) -> Iterator[str]:
    """Launch a job for each cell, a batch at a time; yields what went wrong.

    A launcher that gives up ends the sweep: what it left undone is told from the store.
    """
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        jobs = [[*row.overrides, f"replicates={replicates}"] for row in batch]
        try:
            with watching([row.cell for row in batch], meter):
                returns = launcher.launch(jobs, initial_job_idx=start)
        except InputError:
            raise
        except Exception as error:  # whatever the launcher's engine raises
            yield one_line(error)
            return
        for row, job in zip(batch, returns, strict=True):
            if (reason := reason_of(job)) is not None:
                yield f"{row.cell.hash}: {reason}"
