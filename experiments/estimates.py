"""Rows of the comparison's tables: estimates for one arm, and for the treated arm with another."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments import outcomes
from experiments import statistics as st
from experiments.collapse import COLLAPSES
from experiments.outcomes import BANDS, FLOWS, IMBALANCES, LEVELS, RATES, Arm
from sim.breakdown import COMPOSITE, NEVER, Definition, broken_per_formed
from sim.measures import cost_per_failure_averted
from sim.records import ENDS
from sim.vocabulary import CATEGORIES, RESOURCES

BAND = (0.05, 0.5, 0.95)
"""Quantiles over replicates that a weekly band shows."""
PER_HUNDRED = 100.0

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One arm with everything that is computed from it once."""

    arm: Arm
    counts: pd.DataFrame
    levels: pd.DataFrame
    collapse: pd.DataFrame

    def events(self, rate: str) -> NDArray[np.float64]:
        return np.asarray(self.counts[rate], np.float64)

    def collapsed(self, sign: str) -> NDArray[np.bool_]:
        flags: NDArray[np.bool_] = np.asarray(self.collapse[sign], np.int64) != NEVER
        return flags

    @property
    def units(self) -> NDArray[np.float64]:
        return self.events("opportunities")

    def only(self, replicates: pd.Index) -> "Side":
        """The same arm with these replicates only."""
        tables = (t.loc[replicates] for t in (self.counts, self.levels, self.collapse))
        return Side(self.arm, *tables)


def side_of(arm: Arm, definition: Definition) -> Side:
    return Side(
        arm,
        outcomes.opportunity_counts(arm, definition),
        outcomes.run_levels(arm, definition),
        outcomes.collapses_of(arm, definition),
    )


def _interval(estimate: st.Estimate) -> dict[str, float]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def arm_row(side: Side) -> Row:
    formed, broken = (int(side.events(name).sum()) for name in ("formed", "breakdown"))
    return {
        "arm": side.arm.name,
        "runs": len(side.counts),
        "failed": side.arm.failed,
        "opportunities": int(side.units.sum()),
        "formed": formed,
        "broken_per_formed": broken_per_formed(broken, formed),
    }


def level_rows(side: Side) -> list[Row]:
    rates = [_rate_row(side, rate) for rate in RATES]
    nothing = {"bound_low": np.nan, "bound_high": np.nan}
    levels = [
        {"arm": side.arm.name, "measure": name, **_interval(st.mean_interval(side.levels[name]))}
        | nothing
        for name in LEVELS
    ]
    return [*rates, *levels]


def _rate_row(side: Side, rate: str) -> Row:
    estimate = st.ratio_interval(side.events(rate), side.units)
    low, high = st.worst_case(side.events(rate), side.units, side.arm.failed)
    row = {"arm": side.arm.name, "measure": rate, **_interval(estimate)}
    return row | {"bound_low": low, "bound_high": high}


def paired(mine: Side, other: Side) -> tuple[Side, Side]:
    """Both sides with the replicates that ran in both."""
    both = mine.counts.index.intersection(other.counts.index)
    return mine.only(both), other.only(both)


def difference_rows(mine: Side, other: Side) -> list[Row]:
    """Treated minus comparator, of RATES and LEVELS, over pairs of replicates."""
    pair = paired(mine, other)
    head: Row = {"comparator": other.arm.name}
    rates = [
        head | {"measure": rate} | _rate_difference(*pair, rate) | _rate_bounds(mine, other, rate)
        for rate in RATES
    ]
    levels = [head | {"measure": name} | _level_difference(*pair, name) for name in LEVELS]
    return [*rates, *levels]


def _rate_difference(mine: Side, other: Side, rate: str) -> Row:
    sample = (mine.events(rate), mine.units, other.events(rate), other.units)
    estimate = st.ratio_difference(*sample)
    narrow = st.ratio_difference(*sample, level=st.EQUIVALENCE_LEVEL)
    shares = (side.events(rate) / np.maximum(side.units, 1) for side in (mine, other))
    return _interval(estimate) | {
        "verdict": estimate.verdict,
        "equivalent": st.equivalent(narrow),
        "correlation": st.pairing_correlation(*shares),
        "pairs": len(mine.counts),
    }


def _rate_bounds(mine: Side, other: Side, rate: str) -> Row:
    """Bounds with every failed run counted, at worst and at best, over all runs of both arms."""
    a, b = (st.worst_case(s.events(rate), s.units, s.arm.failed) for s in (mine, other))
    return {"bound_low": a[0] - b[1], "bound_high": a[1] - b[0]}


def _level_difference(mine: Side, other: Side, name: str) -> Row:
    sample = (mine.levels[name].to_numpy(), other.levels[name].to_numpy())
    estimate = st.mean_difference(*sample)
    return _interval(estimate) | {
        "verdict": estimate.verdict,
        "correlation": st.pairing_correlation(*sample),
        "pairs": len(mine.levels),
    }


def end_rows(side: Side) -> list[Row]:
    return [_end_row(side, end) for end in ENDS]


def _end_row(side: Side, end: str) -> Row:
    share = st.ratio_interval(side.events(end), side.units)
    return {
        "arm": side.arm.name,
        "end": end,
        "count": int(side.events(end).sum()),
        "per_100": PER_HUNDRED * share.value,
        "low": PER_HUNDRED * share.low,
        "high": PER_HUNDRED * share.high,
    }


def collapse_rows(side: Side) -> list[Row]:
    return [_collapse_row(side, sign) for sign in COLLAPSES]


def _collapse_row(side: Side, sign: str) -> Row:
    runs = len(side.collapse)
    collapsed = int(side.collapsed(sign).sum())
    low, high = _bounds(side, sign)
    return {
        "arm": side.arm.name,
        "sign": sign,
        "runs": runs,
        "collapsed": collapsed,
        "recovered": int((side.collapse[f"recovery_{sign}"] != NEVER).sum()),
        **_interval(st.wilson(collapsed, runs)),
        "bound_low": low,
        "bound_high": high,
    }


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
    table = st.two_by_two(mine.collapsed(sign), other.collapsed(sign))
    risk = st.risk_difference(table)
    cells = {field.name: getattr(table, field.name) for field in fields(table)}
    return cells | _interval(risk) | {"verdict": risk.verdict}


def _collapse_bounds(mine: Side, other: Side, sign: str) -> Row:
    a, b = _bounds(mine, sign), _bounds(other, sign)
    return {"bound_low": a[0] - b[1], "bound_high": a[1] - b[0]}


def _weeks_gained(mine: Side, other: Side, sign: str, definition: Definition) -> Row:
    tau = mine.arm.weeks
    a, b = (np.where(s.collapsed(sign), s.collapse[sign], np.inf) for s in (mine, other))
    start = min(definition.collapse_from, tau)
    gained = st.rmst_difference(a, b, tau, start)
    return {"weeks_gained": gained.value, "weeks_low": gained.low, "weeks_high": gained.high}


def survival_rows(side: Side, weeks: int) -> list[Row]:
    """Share of runs not collapsed, by the composite, at the end of each week."""
    collapsed = side.collapse[COMPOSITE].to_numpy()
    runs = len(collapsed)
    return [
        {"arm": side.arm.name, "week": week}
        | _interval(st.wilson(runs - np.sum((collapsed != NEVER) & (collapsed <= week)), runs))
        for week in range(weeks)
    ]


def bands(arm: Arm) -> pd.DataFrame:
    """Quantiles over replicates by week: BANDS, imbalances over all categories, attention."""
    states = outcomes.cube(arm.weekly, BANDS, len(arm.replicates))
    by_week = {name: states[:, :, i] for i, name in enumerate(BANDS)}
    by_week |= {name: each.sum(axis=2) for name, each in outcomes.imbalance_cubes(arm).items()}
    by_week |= outcomes.attention_by_week(arm)
    return pd.concat([_band(arm.name, name, each) for name, each in by_week.items()])


def _band(arm: str, measure: str, values: NDArray[np.float64]) -> pd.DataFrame:
    low, median, high = np.stack([_quantiles(week) for week in values], axis=1)
    weeks = {"week": np.arange(len(values)), "low": low, "median": median, "high": high}
    return pd.DataFrame({"arm": arm, "measure": measure} | weeks)


def _quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """BAND of the runs that have a value (replicates,); nan where none has."""
    known = values[~np.isnan(values)]
    return np.quantile(known, BAND) if len(known) else np.full(len(BAND), np.nan)


def resource_rows(arm: Arm) -> list[Row]:
    return [
        {"arm": arm.name, "flow": flow, "resource": name, "value": float(value)}
        for flow in FLOWS
        for name, value in zip(RESOURCES, outcomes.flow_cube(arm, flow).mean((0, 1)), strict=True)
    ]


def category_rows(arm: Arm, definition: Definition) -> list[Row]:
    cubes = outcomes.imbalance_cubes(arm)
    return [
        {"arm": arm.name, "measure": name, "category": category, "value": float(value)}
        for name in IMBALANCES
        for category, value in zip(
            CATEGORIES, cubes[name][definition.first_week :].mean((0, 1)), strict=True
        )
    ]


def cost_row(mine: Side, other: Side, definition: Definition) -> Row:
    """Funds per failure averted: both as means by week, over the same pairs of runs."""
    a, b = paired(mine, other)
    cohort_weeks = a.arm.weeks - definition.followed - definition.first_week + 1
    weeks = max(cohort_weeks * len(a.counts), 1)
    used = [side.levels["spent"].mean() + side.levels["lost"].mean() for side in (a, b)]
    averted = float(b.events("failure").sum() - a.events("failure").sum()) / weeks
    return {
        "comparator": other.arm.name,
        "extra_cost": used[0] - used[1],
        "averted": averted,
        "cost_per_failure_averted": cost_per_failure_averted(used[0] - used[1], averted),
    }
