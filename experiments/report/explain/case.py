"""From a stored replicate to the case that a story is told from."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.analysis.pairing import refuse_unpaired
from experiments.base.errors import InputError
from experiments.config.arms import NO_HUB, TREATED
from experiments.report.explain.life import Case, Key, Life, Limits, Twin
from experiments.report.explain.watch import watch
from experiments.store import Cell, Study
from sim.base.vocabulary import End
from sim.measure.breakdown import breakdowns
from sim.measure.records import PROJECT_OUTPUTS, RunId, RunRecord
from sim.parameters import Parameters

NEVER = -1
KEY = ["area", "initiator", "start_week"]
MOST_NAMED = 3
"""Projects that are named where one is unknown."""


def case_of(
    study: Study, arm: str, replicate: int, project: str | None = None, twin: str | None = None
) -> Case:
    """The case of one project of a stored replicate, beside its twin in another arm.

    arm, twin: names of cells of the study; the twin is ``twin_of``'s unless named. project: such
    as ``vendor_2@41``; the one that ``informative`` chooses unless named. Raises InputError for
    anything that isn't in the study, or can't be paired, or isn't what this program computes.
    """
    cell = study.cell(arm)
    rows = _stored(cell, replicate)
    other = _twin_cell(study.cells(), cell, replicate, twin)
    others = None if other is None else _stored(other, replicate)
    key = informative(rows, others, cell.arm) if project is None else named(rows, project)
    record, life = _watched(cell, replicate, key, rows)
    pair = None
    if other is not None and others is not None:
        his_record, his_life = _watched(other, replicate, key, others)
        pair = Twin(other.arm, his_life, *first_difference(record, his_record))
    limits = limits_of(cell.parameters)
    return Case(cell.arm, replicate, cell.seed, limits, life, pair, project is None)


def informative(rows: pd.DataFrame, others: pd.DataFrame | None, arm: str) -> Key:
    """The project that is told of unless one is named; the rule, declared.

    Of the projects that formed and broke: those that the twin arm completed, if there are any; of
    these the one that cost most (resources lost and transaction cost); the earliest of equals.
    """
    broken = rows[breakdowns(rows["formed_week"], rows["end"])]
    if broken.empty:
        raise InputError(
            f"replicate = {rows['replicate'].iloc[0]}: nothing broke in {arm}; name a project with"
            " --project"
        )
    if others is not None:
        done = others.loc[others["end"] == End.COMPLETED, KEY]
        mended = broken.merge(done, on=KEY)
        broken = broken if mended.empty else mended
    cost = broken["lost"].astype(float) + broken["transaction_cost"].astype(float)
    chosen = broken.assign(cost=cost).sort_values(
        ["cost", *KEY], ascending=[False, True, True, True]
    )
    return Key(*(int(chosen.iloc[0][name]) for name in KEY))


def _stored(cell: Cell, replicate: int) -> pd.DataFrame:
    runs = cell.runs(replicate + 1)
    mine = runs[runs["replicate"] == replicate]
    if mine.empty or mine["status"].iloc[0] != "ok":
        why = "not in" if mine.empty else "failed in"
        raise InputError(f"replicate = {replicate}: {why} cell {cell.arm} ({cell.hash})")
    table = cell.projects(replicate + 1)
    return table[table["replicate"] == replicate]


def _twin_cell(cells: Sequence[Cell], cell: Cell, replicate: int, name: str | None) -> Cell | None:
    """The cell named, or the first that can be paired: without a hub, party, then in order."""
    if name is not None:
        found = [other for other in cells if other.arm == name and other.hash != cell.hash]
        if not found:
            known = ", ".join(other.arm for other in cells if other.hash != cell.hash)
            raise InputError(f"--twin {name}: no other cell of the study; there are: {known}")
        refuse_unpaired(cell.arm, cell, name, found[0])
        return found[0]
    first = {NO_HUB: 0, TREATED: 1}
    for other in sorted(cells, key=lambda each: first.get(each.arm, len(first))):
        if other.hash != cell.hash and _can_be_twin(cell, other, replicate):
            return other
    return None


def _can_be_twin(cell: Cell, other: Cell, replicate: int) -> bool:
    try:
        refuse_unpaired(cell.arm, cell, other.arm, other)
        _stored(other, replicate)
    except InputError:
        return False
    return True


def named(rows: pd.DataFrame, name: str) -> Key:
    """The project of a run that is called so. InputError, naming some, where there is none."""
    keys = [Key(*map(int, each)) for each in rows[KEY].to_numpy()]
    for key in keys:
        if key.name == name:
            return key
    some = ", ".join(key.name for key in keys[:MOST_NAMED])
    raise InputError(f"project = {name}: not in the run; there are {some} ... (INITIATOR@WEEK)")


def _watched(cell: Cell, replicate: int, key: Key, rows: pd.DataFrame) -> tuple[RunRecord, Life]:
    record, life = watch(cell.parameters, RunId(cell.seed, replicate), key)
    stored = rows[(rows[KEY] == list(key)).all(axis=1)]
    if [_bits(stored[o.name].iloc[0], o.dtype) for o in PROJECT_OUTPUTS] != [
        _bits(life.project[o.name], o.dtype) for o in PROJECT_OUTPUTS
    ]:
        raise InputError(
            f"{cell.arm}/{replicate}: this program gives another run than the stored one; see"
            " coprod replay"
        )
    return record, life


def _bits(value: float, dtype: str) -> bytes:
    return np.asarray(value).astype(dtype).tobytes()


def limits_of(parameters: Parameters) -> Limits:
    """The rules that a story names."""
    delivery = parameters.delivery
    return Limits(
        parameters.negotiation.tolerance,
        parameters.negotiation.rounds,
        parameters.sign_off.deadline,
        delivery.weeks + delivery.slack,
        delivery.completeness,
    )


def first_difference(mine: RunRecord, other: RunRecord) -> tuple[int, tuple[str, ...]]:
    """First week in which any weekly number differs, to the bit, and the columns; -1 if none."""
    first: dict[str, int] = {}
    for table in ("history", "weekly"):
        for name, values in getattr(mine, table).items():
            apart = _differs(values, getattr(other, table)[name])
            if apart.any():
                first[name] = int(np.argmax(apart))
    week = min(first.values(), default=NEVER)
    return week, tuple(name for name, when in first.items() if when == week)


def _differs(one: "np.ndarray", other: "np.ndarray") -> "np.ndarray":
    gaps = np.isnan(one) & np.isnan(other) if one.dtype.kind == "f" else np.zeros(one.shape, bool)
    return np.asarray((one != other) & ~gaps)
