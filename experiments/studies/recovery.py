"""How long a shock is felt: recovery of a shocked arm against its twin and against its own past.

The twin has the same parameters but for the shock and the same luck, so that until the shock both
are equal to the bit. Nothing is censored before the horizon, so restricted means are plain means.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import outcomes
from experiments.analysis import statistics as st
from experiments.analysis.outcomes import Arm
from experiments.analysis.pairing import arm_of, refuse_unpaired
from experiments.analysis.statistics_runs import restricted_mean, rmst_difference
from experiments.base.errors import InputError
from experiments.document.blocks import Prose, Table
from experiments.document.cells import words
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.store.named import stored_cell
from experiments.studies.protocol import Findings
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT, Definition
from sim.measure.recovery import (
    DEFAULT_BAND,
    MEASURES,
    NOT_YET,
    UNHURT,
    WORSE,
    Band,
    flow_before,
    is_down,
    is_sound,
    longest_seen,
    recovery_weeks,
    rolling_mean,
)
from sim.parameters import Parameters, Shock

AGAINST = ("twin", "before")
"""What a run is held against: its twin, or its own last level before the shock."""
FLOWS = ("net_value", "served")
COLUMNS = ("measure", "against", "hurt", "recovered", "weeks", "chance", "excess", "average")

Floats = NDArray[np.float64]
Row = dict[str, object]


@dataclass(frozen=True)
class _Levels:
    """Of one measure and arm: rolling level (weeks, replicates), and the band by replicate."""

    level: Floats
    allowed: Floats


def recovery(
    shocked: Arm,
    twin: Arm,
    week: int,
    band: Band = DEFAULT_BAND,
    definition: Definition = DEFAULT,
) -> pd.DataFrame:
    """Recovery from a shock in ``week``: a row a measure and what a run is held against.

    Single runs wander, so that many would count as hurt though nothing struck. Therefore each row
    holds chance beside it: the twin judged in the shocked run's place, against the shocked run, or
    against the same level before. Without an effect both would come out alike.

    Columns: measure (of sim.measure.recovery.MEASURES); against (of AGAINST); runs, replicates that
    ran in both and have a level and a reference; hurt, runs that went down; recovered, those of
    them that came back; value, low, high, recovered over hurt (Wilson; nan where none was hurt);
    weeks, weeks_low, weeks_high, restricted mean of weeks to recovery over all runs, up to ``tau``,
    a run never down counting 0; chance_hurt, chance_weeks, the same of the twin; excess,
    excess_low, excess_high, weeks less chance_weeks, paired; average, weeks until the mean over
    runs is back (inf: not yet); tau.

    Raises InputError where horizons differ, no replicate ran in both, a column is missing, or the
    week leaves nothing before it or too little after it.
    """
    for arm in (shocked, twin):
        outcomes.refuse_missing(arm, weekly=False)
    both = np.intersect1d(shocked.replicates, twin.replicates)
    _check(shocked, twin, len(both), week, band)
    mine, other = (
        _levels(outcomes.only(arm, both), week, band, definition) for arm in (shocked, twin)
    )
    return pd.DataFrame(list(_rows(mine, other, week, band)))


def _check(shocked: Arm, twin: Arm, pairs: int, week: int, band: Band) -> None:
    if pairs == 0:
        raise InputError(f"no replicate ran both in {shocked.name!r} and in {twin.name!r}")
    if shocked.weeks != twin.weeks:
        raise InputError(
            f"arm {shocked.name!r} ran {shocked.weeks} weeks, {twin.name!r} {twin.weeks}:"
            " not comparable"
        )
    last = shocked.weeks - band.duration
    if not 1 <= week <= last:
        raise InputError(
            f"shock.start_week = {week}: recovery can be told for a week in [1, {last}] of"
            f" {shocked.weeks}"
        )


def _levels(arm: Arm, week: int, band: Band, definition: Definition) -> dict[str, _Levels]:
    runs = len(arm.replicates)
    breakdown = outcomes.gauges_of(arm, definition).breakdown
    found = {"breakdown": _Levels(breakdown, np.full(runs, band.points))}
    flows = outcomes.cube(arm.history, FLOWS, runs)
    for i, name in enumerate(FLOWS):
        flow = flows[:, :, i]
        allowed = band.flow * flow_before(flow, week, band.window)
        found[name] = _Levels(rolling_mean(flow, band.window), allowed)
    return found


def _rows(
    mine: dict[str, _Levels], other: dict[str, _Levels], week: int, band: Band
) -> Iterator[Row]:
    for measure in MEASURES:
        own, twins = mine[measure].level, other[measure].level
        before = np.broadcast_to(own[week - 1], own.shape)
        held = ((own, twins), (twins, own)), ((own, before), (twins, before))
        for against, pairs in zip(AGAINST, held, strict=True):
            known = np.all([_known(*pair, week) for pair in pairs], axis=0)
            allowed = mine[measure].allowed[known]
            judged = [(level[:, known], reference[:, known]) for level, reference in pairs]
            weeks, chance = (_weeks(*pair, allowed, measure, week, band) for pair in judged)
            average = np.nan
            if known.any():
                means = _means(*judged[0])
                average = float(_weeks(*means, allowed.mean(), measure, week, band))
            tau = longest_seen(len(own), week, band.duration)
            head = {"measure": measure, "against": against}
            yield head | _row(weeks, chance, tau) | {"average": average, "tau": tau}


def _known(level: Floats, reference: Floats, week: int) -> NDArray[np.bool_]:
    return np.asarray(~np.isnan(level - reference)[week:].all(axis=0))


def _means(level: Floats, reference: Floats) -> tuple[Floats, Floats]:
    """Both (weeks, runs) as means over the runs known in a week, (weeks,); nan where none is."""
    known = ~np.isnan(level - reference)
    runs = np.where(known.any(axis=1), known.sum(axis=1), np.nan)
    one, other = (np.where(known, each, 0.0).sum(axis=1) / runs for each in (level, reference))
    return one, other


def _weeks(
    level: Floats, reference: Floats, allowed: Floats, measure: str, week: int, band: Band
) -> Floats:
    held = (level, reference, allowed, WORSE[measure])
    return recovery_weeks(is_down(*held), is_sound(*held), week, band.duration)


def _row(weeks: Floats, chance: Floats, tau: int) -> Row:
    hurt = int((weeks != UNHURT).sum())
    recovered = hurt - int((weeks == NOT_YET).sum())
    share = st.wilson(recovered, hurt)
    mean, by_chance = (restricted_mean(each, tau) for each in (weeks, chance))
    excess = rmst_difference(weeks, chance, tau)
    return {
        "runs": len(weeks), "hurt": hurt, "recovered": recovered,
        "value": share.value, "low": share.low, "high": share.high,
        "weeks": mean.value, "weeks_low": mean.low, "weeks_high": mean.high,
        "chance_hurt": int((chance != UNHURT).sum()), "chance_weeks": by_chance.value,
        "excess": excess.value, "excess_low": excess.low, "excess_high": excess.high,
    }  # fmt: skip


def recovery_of(
    shocked: Cell, twin: Cell, replicates: int | None = None, band: Band = DEFAULT_BAND
) -> pd.DataFrame:
    """``recovery`` of stored cells. Raises InputError unless they differ in the shock alone."""
    refuse_unpaired(shocked.arm, shocked, twin.arm, twin)
    week = struck_in(shocked, twin)
    mine, other = (arm_of(cell, replicates, weekly=False) for cell in (shocked, twin))
    return recovery(mine, other, week, band)


def struck_in(shocked: Cell, twin: Cell) -> int:
    """Week of the shock by which the first cell differs from its twin; InputError if it doesn't."""
    if shocked.parameters.shock == Shock():
        raise InputError(f"{shocked.arm} ({shocked.hash}): no shock strikes it within its horizon")
    if twin.parameters.shock != Shock():
        raise InputError(f"{twin.arm} ({twin.hash}): a shock strikes it; the twin must have none")
    if _without(shocked.parameters) != _without(twin.parameters):
        raise InputError(
            f"{shocked.arm} and {twin.arm} differ in more than the shock; a twin has the same"
            " arrangement, community and other parameters"
        )
    return shocked.parameters.shock.start_week


def _without(parameters: Parameters) -> Parameters:
    return parameters.model_copy(update={"shock": Shock()})


@dataclass(frozen=True)
class Recovered(Findings):
    """table: as ``recovery`` gives it. shocked, twin: the cells as they were named."""

    table: pd.DataFrame
    shocked: str
    twin: str
    week: int

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {"recovery": self.table}

    def document(self, say: Speaker) -> list[Told]:
        rows = [_told(row, say) for row in self.table.to_dict("records")]
        title = say(
            "command.recovery.title", tau=self.table["tau"].iloc[0], cell=self.shocked,
            twin=self.twin, week=self.week,
        )  # fmt: skip
        table = Table(title, words(say, "command.recovery", COLUMNS), rows)
        return [table, Prose(say("command.recovery.note"))]


def _told(row: dict[str, Any], say: Speaker) -> list[str]:
    ends = {"low": row["excess_low"], "high": row["excess_high"]}
    return [
        say(f"command.recovery.of.{row['measure']}"),
        say(f"command.recovery.against.{row['against']}"),
        f"{row['hurt']}/{row['runs']}",
        f"{row['recovered']}/{row['hurt']}",
        say.number(row["weeks"], 1),
        say.number(row["chance_weeks"], 1),
        say.bracketed({"value": row["excess"], **ends}, 1, sign=True),
        say.number(row["average"], 0),
    ]


def stored(out: Path, shocked: str, twin: str) -> tuple[Recovered, Path]:
    """Recovery of a stored cell, and its folder. shocked, twin: STUDY/CELL, under ``out``."""
    mine, other = (stored_cell(out, name) for name in (shocked, twin))
    found = Recovered(recovery_of(mine, other), shocked, twin, struck_in(mine, other))
    return found, mine.folder
