"""Rows of the comparison's tables about network collapse: the share of weeks in it, then runs in
which it ever came, pairs of these, and time until it."""

from dataclasses import fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.estimates import Row, Side, finding, gain, interval, paired
from experiments.analysis.statistics_runs import (
    coupling_bounds,
    mean_share,
    restricted_mean,
    risk_difference,
    rmst_difference,
    share_difference,
    two_by_two,
)
from sim.measure.breakdown import COMPOSITE, NEVER, Definition


def collapse_rows(side: Side, definition: Definition) -> list[Row]:
    """By sign: mean share of weeks collapsed; runs that ever collapsed, and of these recovered; and
    restricted mean weeks until then."""
    return [_collapse_row(side, sign, definition) for sign in COLLAPSES]


def _collapse_row(side: Side, sign: str, definition: Definition) -> Row:
    runs = len(side.runs)
    ever = int(side.ever_collapsed(sign).sum())
    low, high = _bounds(side, sign)
    share = st.wilson(ever, runs)
    weeks = restricted_mean(_weeks(side, sign), side.arm.weeks, _start(side, definition))
    return {
        "arm": side.arm.name,
        "sign": sign,
        "runs": runs,
        **interval(mean_share(side.collapsed(sign))),
        "bound_low": low,
        "bound_high": high,
        "ever": ever,
        "ever_value": share.value,
        "ever_low": share.low,
        "ever_high": share.high,
        "recovered": int((side.runs[f"recovery_{sign}"] != NEVER).sum()),
        "weeks": weeks.value,
        "weeks_low": weeks.low,
        "weeks_high": weeks.high,
    }


def _weeks(side: Side, sign: str) -> NDArray[np.float64]:
    """Week of collapse by replicate; inf where it never came."""
    return np.where(side.ever_collapsed(sign), side.runs[f"collapse_{sign}"], np.inf)


def _start(side: Side, definition: Definition) -> int:
    return min(definition.collapse_from, side.arm.weeks)


def _bounds(side: Side, sign: str) -> tuple[float, float]:
    """Of the mean share of weeks, with failed runs collapsed in no week, and in every one."""
    shares = side.collapsed(sign)
    return st.worst_case(shares, np.ones(len(shares)), side.arm.failed)


def collapse_difference_rows(mine: Side, other: Side, definition: Definition) -> list[Row]:
    """By sign: differences of the share of weeks, of the share of runs that ever collapsed with its
    2 x 2 table, and of restricted mean time."""
    pair = paired(mine, other)
    head: Row = {"comparator": other.arm.name}
    return [
        head
        | {"sign": sign}
        | _share_difference(*pair, sign)
        | _collapse_bounds(mine, other, sign)
        | _ever_difference(*pair, sign)
        | _weeks_gained(*pair, sign, definition)
        for sign in COLLAPSES
    ]


def _share_difference(mine: Side, other: Side, sign: str) -> Row:
    shares = mine.collapsed(sign), other.collapsed(sign)
    found = share_difference(*shares)
    small = st.equivalent(share_difference(*shares, level=st.EQUIVALENCE_LEVEL))
    said = {"verdict": found.verdict, "equivalent": small, "finding": finding(found, small)}
    levels = {"treated": mean_share(shares[0]).value, "control": mean_share(shares[1]).value}
    return {"pairs": len(shares[0])} | levels | interval(found) | said | gain(*shares)


def _ever_difference(mine: Side, other: Side, sign: str) -> Row:
    table = two_by_two(mine.ever_collapsed(sign), other.ever_collapsed(sign))
    risk = risk_difference(table)
    cells = {field.name: getattr(table, field.name) for field in fields(table)}
    told = {"ever_value": risk.value, "ever_low": risk.low, "ever_high": risk.high}
    return cells | coupling_bounds(table) | told


def _collapse_bounds(mine: Side, other: Side, sign: str) -> Row:
    a, b = _bounds(mine, sign), _bounds(other, sign)
    return {"bound_low": a[0] - b[1], "bound_high": a[1] - b[0]}


def _weeks_gained(mine: Side, other: Side, sign: str, definition: Definition) -> Row:
    tau, start = mine.arm.weeks, _start(mine, definition)
    gained = rmst_difference(_weeks(mine, sign), _weeks(other, sign), tau, start)
    return {"weeks_gained": gained.value, "weeks_low": gained.low, "weeks_high": gained.high}


def survival_table(side: Side, weeks: int) -> pd.DataFrame:
    """Share of runs not collapsed, by the composite, at the end of each week."""
    fallen = np.sort(_weeks(side, COMPOSITE))
    runs, week = len(fallen), np.arange(weeks)
    value = 1 - np.searchsorted(fallen, week, side="right") / runs
    low, high = st.wilson_limits(value, np.full(weeks, float(runs)))
    return pd.DataFrame(
        {"arm": side.arm.name, "week": week, "value": value, "low": low, "high": high}
    )
