"""Rows of the comparison's tables about network collapse: shares, pairs of runs, time until it."""

from dataclasses import fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import statistics as st
from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.estimates import Row, Side, finding, gain, interval, paired
from experiments.analysis.statistics_runs import (
    coupling_bounds,
    restricted_mean,
    risk_difference,
    rmst_difference,
    two_by_two,
)
from sim.measure.breakdown import COMPOSITE, NEVER, Definition


def collapse_rows(side: Side, definition: Definition) -> list[Row]:
    """Share of runs that collapsed, and restricted mean weeks until then, by sign."""
    return [_collapse_row(side, sign, definition) for sign in COLLAPSES]


def _collapse_row(side: Side, sign: str, definition: Definition) -> Row:
    runs = len(side.runs)
    collapsed = int(side.collapsed(sign).sum())
    low, high = _bounds(side, sign)
    weeks = restricted_mean(_weeks(side, sign), side.arm.weeks, _start(side, definition))
    return {
        "arm": side.arm.name,
        "sign": sign,
        "runs": runs,
        "collapsed": collapsed,
        "recovered": int((side.runs[f"recovery_{sign}"] != NEVER).sum()),
        **interval(st.wilson(collapsed, runs)),
        "bound_low": low,
        "bound_high": high,
        "weeks": weeks.value,
        "weeks_low": weeks.low,
        "weeks_high": weeks.high,
    }


def _weeks(side: Side, sign: str) -> NDArray[np.float64]:
    """Week of collapse by replicate; inf where it never came."""
    return np.where(side.collapsed(sign), side.runs[f"collapse_{sign}"], np.inf)


def _start(side: Side, definition: Definition) -> int:
    return min(definition.collapse_from, side.arm.weeks)


def _bounds(side: Side, sign: str) -> tuple[float, float]:
    hit = side.collapsed(sign)
    return st.worst_case(hit, np.ones(len(hit)), side.arm.failed)


def collapse_difference_rows(mine: Side, other: Side, definition: Definition) -> list[Row]:
    """The 2 x 2 table, difference of shares and of restricted mean time, by sign of collapse."""
    pair = paired(mine, other)
    head: Row = {"comparator": other.arm.name}
    return [
        head
        | {"sign": sign}
        | _collapse_difference(*pair, sign)
        | _collapse_bounds(mine, other, sign)
        | _weeks_gained(*pair, sign, definition)
        for sign in COLLAPSES
    ]


def _collapse_difference(mine: Side, other: Side, sign: str) -> Row:
    one, two = mine.collapsed(sign), other.collapsed(sign)
    table = two_by_two(one, two)
    risk, narrow = risk_difference(table), risk_difference(table, st.EQUIVALENCE_LEVEL)
    cells = {field.name: getattr(table, field.name) for field in fields(table)}
    small = st.equivalent(narrow)
    said = {"verdict": risk.verdict, "equivalent": small, "finding": finding(risk, small)}
    both = gain(one.astype(np.float64), two.astype(np.float64))
    return {"pairs": table.pairs} | cells | coupling_bounds(table) | interval(risk) | said | both


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
