"""Studies with a known answer: on disk, by the store's own writer, with ends that were chosen.

A plan says what becomes of the opportunities of each replicate: so many to each end. All of them
start in the cohort's weeks; those that formed end ten weeks later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import fakes
import numpy as np

from experiments.base.finished import Failure, failed
from experiments.store import CHUNK, Cell, Study, finished
from sim.base.vocabulary import End
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

Plan = Mapping[End, int]
FIRST, LAST, LIFE = 26, 116, 10
FORMED = tuple(end for end in End if end not in (End.BLOCKED, End.NO_PARTNER, End.SOLO, End.OPEN))
ATTENTION = {"none": 0.0, "placebo": 6.0, "party": 24.0}
"""What tells these arms apart in the parameters; any number does."""
QUIET = {"vacant": 0.0, "live_joined": 1, "net_value": 1.0, "served": 60, "formed": 1}
NEVER = 10_000


def planted_record(
    parameters: Parameters, run_id: RunId, plan: Plan, collapse_from: int = NEVER
) -> RunRecord:
    """A record in which exactly this happens; from ``collapse_from`` on, two signs of collapse."""
    record = fakes.run(parameters, run_id)
    return replace(
        record,
        run=record.run | {"opportunities": sum(plan.values()), "capacity": 1.0},
        projects=_projects(plan),
        history=_history(record.history, collapse_from),
    )


def _projects(plan: Plan) -> dict[str, np.ndarray]:
    end = np.repeat([int(each) for each in plan], list(plan.values()))
    start = np.linspace(FIRST, LAST, len(end)).astype(int)
    columns = {
        "start_week": start,
        "end": end,
        "end_week": np.where(end == End.OPEN, -1, start + LIFE),
        "formed_week": np.where(np.isin(end, FORMED), start, -1),
        "size": np.ones(len(end)),
    }
    empty = {name: np.zeros(len(end)) for name in fakes.run(Parameters(), RunId(0, 0)).projects}
    return _typed("projects", empty | columns)


def _history(recorded: Mapping[str, np.ndarray], collapse_from: int) -> dict[str, np.ndarray]:
    weeks = np.arange(len(recorded["served"]))
    columns = {name: np.full(len(weeks), value) for name, value in QUIET.items()}
    columns["vacant"] = np.where(weeks >= collapse_from, 0.5, 0.0)
    columns["live_joined"] = np.where(weeks >= collapse_from, 0, 1)
    return _typed("history", columns)


def _typed(table: str, columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    from experiments.store import TABLES

    return {each.name: np.asarray(columns[each.name]).astype(each.dtype) for each in TABLES[table]}


def planted_cell(
    study: Study,
    arm: str,
    plans: Sequence[Plan | None],
    collapse_from: Sequence[int] = (),
    seed: int = 0,
    parameters: Parameters | None = None,
    first: int = 0,
) -> Cell:
    """Write an arm: a plan for each replicate (None: that run failed), numbered from ``first``."""
    base = Parameters() if parameters is None else parameters
    hub = base.coordinator.model_copy(update={"attention": ATTENTION.get(arm, 12.0)})
    cell = study.open_cell(base.model_copy(update={"coordinator": hub}), seed, arm, "planted")
    weeks = [*collapse_from, *([NEVER] * (len(plans) - len(collapse_from)))]
    runs = [
        _finished(cell, first + i, plan, week)
        for i, (plan, week) in enumerate(zip(plans, weeks, strict=True))
    ]
    for start in range(0, first + len(plans), CHUNK):
        cell.write_chunk(start, [run for run in runs if start <= run.replicate < start + CHUNK])
    return cell


def _finished(cell: Cell, replicate: int, plan: Plan | None, week: int):
    if plan is None:
        return failed(cell.hash, replicate, Failure("sim", "ArithmeticError: planted", ""))
    run_id = RunId(cell.seed, replicate)
    return finished(cell.hash, planted_record(cell.parameters, run_id, plan, week))


def planted_study(
    path: Path, arms: Mapping[str, Sequence[Plan | None]], **options: Mapping[str, Sequence[int]]
) -> dict[str, Cell]:
    """A study of these arms, by name. options: ``collapse_from`` by arm."""
    study, collapse = Study(path), options.get("collapse_from", {})
    return {
        name: planted_cell(study, name, plans, collapse.get(name, ()))
        for name, plans in arms.items()
    }


def plan(broken: int, completed: int, solo: int = 0, of: int = 100) -> Plan:
    """Of so many opportunities: broken in free riding, completed, solo, the rest no partner."""
    rest = of - broken - completed - solo
    assert rest >= 0
    return {
        End.FREE_RIDING: broken, End.COMPLETED: completed, End.SOLO: solo, End.NO_PARTNER: rest
    }  # fmt: skip


def swaying(broken: int, completed: int, by: int, replicates: int = 10) -> list[Plan]:
    """Plans whose breakdowns lie ``by`` over and under ``broken`` in turn."""
    return [plan(broken + by * (-1) ** i, completed) for i in range(replicates)]
