"""Rows of the comparison's tables per opportunity and by level: one arm, and paired arms."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import outcomes
from experiments.analysis import statistics as st
from experiments.analysis.outcomes import LEVELS, RATES, UNITS, Arm
from sim.measure.breakdown import NEVER, Definition, broken_per_formed
from sim.measure.measures import cost_per_failure_averted
from sim.measure.records import ENDS

PER_HUNDRED = 100.0
FINDINGS = {-1: "lower", 1: "higher"}
EQUIVALENT, UNDECIDED = "equivalent", "undecided"

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One arm with everything that is computed from it once.

    runs: ``outcomes_of`` and ``run_levels``, by replicate that ran (index). incidence: (ends, weeks
    since start, replicates), opportunities that came to each end so far.
    """

    arm: Arm
    runs: pd.DataFrame
    incidence: NDArray[np.float64]

    def events(self, kind: str) -> NDArray[np.float64]:
        """Opportunities of one kind, or that came to one end, by replicate."""
        column = f"end_{kind}" if kind in ENDS else kind
        return np.asarray(self.runs[column], np.float64)

    def collapsed(self, sign: str) -> NDArray[np.float64]:
        """Share of weeks in which each replicate was collapsed by this sign."""
        return np.asarray(self.runs[f"collapsed_{sign}"], np.float64)

    def ever_collapsed(self, sign: str) -> NDArray[np.bool_]:
        """Whether each replicate ever collapsed by this sign."""
        flags: NDArray[np.bool_] = np.asarray(self.runs[f"collapse_{sign}"], np.int64) != NEVER
        return flags

    @property
    def units(self) -> NDArray[np.float64]:
        """Opportunities by replicate."""
        return self.events(UNITS)

    def only(self, replicates: pd.Index) -> "Side":
        """The same arm with these replicates only."""
        places = self.runs.index.get_indexer(replicates)
        return Side(self.arm, self.runs.loc[replicates], self.incidence[:, :, places])


def side_of(arm: Arm, definition: Definition) -> Side:
    """Everything that is computed from one arm."""
    levels = outcomes.run_levels(arm, definition)
    runs = pd.concat([outcomes.outcomes_of(arm, definition), levels], axis=1)
    return Side(arm, runs, outcomes.incidence_counts(arm, definition))


def interval(estimate: st.Estimate) -> dict[str, float]:
    """An estimate as the columns value, low and high."""
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def arm_row(side: Side, mine: Side) -> Row:
    """What became of an arm's runs. excluded: they ran, but not in the treated arm ``mine``."""
    formed, broken = (int(side.events(name).sum()) for name in ("formed", "breakdown"))
    both = side.runs.index.intersection(mine.runs.index)
    return {
        "arm": side.arm.name,
        "attempted": len(side.runs) + side.arm.failed,
        "runs": len(side.runs),
        "failed": side.arm.failed,
        "excluded": len(side.runs) - len(both),
        "opportunities": int(side.units.sum()),
        "formed": formed,
        "broken_per_formed": broken_per_formed(broken, formed),
    }


def level_rows(side: Side) -> list[Row]:
    """Levels of one arm: RATES per opportunity with bounds, and LEVELS."""
    rates = [_rate_row(side, rate) for rate in RATES]
    nothing = {"bound_low": np.nan, "bound_high": np.nan}
    levels = [
        {"arm": side.arm.name, "measure": name, **interval(st.mean_interval(side.runs[name]))}
        | nothing
        for name in LEVELS
    ]
    return [*rates, *levels]


def _rate_row(side: Side, rate: str) -> Row:
    estimate = st.ratio_interval(side.events(rate), side.units)
    low, high = st.worst_case(side.events(rate), side.units, side.arm.failed)
    row = {"arm": side.arm.name, "measure": rate, **interval(estimate)}
    return row | {"bound_low": low, "bound_high": high}


def paired(mine: Side, other: Side) -> tuple[Side, Side]:
    """Both sides with the replicates that ran in both."""
    both = mine.runs.index.intersection(other.runs.index)
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
    found = st.ratio_difference(*sample)
    narrow = st.ratio_difference(*sample, level=st.EQUIVALENCE_LEVEL)
    ratio = st.paired_ratio(*sample)
    return {
        "pairs": len(mine.runs),
        "treated": st.ratio_of_totals(*sample[:2]),
        "control": st.ratio_of_totals(*sample[2:]),
        **interval(found),
        "error": found.error,
        "verdict": found.verdict,
        "ratio": ratio.value,
        "ratio_low": ratio.low,
        "ratio_high": ratio.high,
        "narrow_low": narrow.low,
        "narrow_high": narrow.high,
        "equivalent": st.equivalent(narrow),
        "finding": finding(found, st.equivalent(narrow)),
        **gain(*(side.events(rate) / np.maximum(side.units, 1) for side in (mine, other))),
    }


def finding(found: st.Estimate, small: bool) -> str:
    """lower or higher where the interval leaves 0 out; else equivalent (surely under the smallest
    effect of interest) or undecided."""
    return FINDINGS.get(found.verdict, EQUIVALENT if small else UNDECIDED)


def gain(mine: NDArray[np.float64], other: NDArray[np.float64]) -> Row:
    """What pairing gained: correlation over pairs, and independent pairs that a pair is worth."""
    return {
        "correlation": st.pairing_correlation(mine, other),
        "worth": st.runs_worth(mine, other),
    }


def _rate_bounds(mine: Side, other: Side, rate: str) -> Row:
    """Bounds with every failed run counted, at worst and at best, over all runs of both arms."""
    a, b = (st.worst_case(s.events(rate), s.units, s.arm.failed) for s in (mine, other))
    return {"bound_low": a[0] - b[1], "bound_high": a[1] - b[0]}


def _level_difference(mine: Side, other: Side, name: str) -> Row:
    sample = (mine.runs[name].to_numpy(), other.runs[name].to_numpy())
    found = st.mean_difference(*sample)
    return {
        "pairs": len(mine.runs),
        "treated": st.mean_interval(sample[0]).value,
        "control": st.mean_interval(sample[1]).value,
        **interval(found),
        "error": found.error,
        "verdict": found.verdict,
        **gain(*sample),
    }


def end_rows(side: Side) -> list[Row]:
    """How 100 opportunities of one arm ended."""
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


def incidence_table(side: Side) -> pd.DataFrame:
    """Cumulative incidence of each end by weeks since the start, with intervals by replicate."""
    value, low, high = st.ratio_intervals(side.incidence, side.units)
    kinds, weeks = value.shape
    columns = {"value": value.ravel(), "low": low.ravel(), "high": high.ravel()}
    return pd.DataFrame(
        {"arm": side.arm.name, "end": np.repeat(ENDS, weeks)}
        | {"weeks_since_start": np.tile(np.arange(1, weeks + 1), kinds)}
        | columns
    )


def effect_rows(side: Side, reference: Side) -> list[Row]:
    """An arm minus the reference, of RATES, over pairs of replicates; none where none ran in both.

    Columns as of ``difference_rows``, with ``arm`` in place of ``comparator``.
    """
    pair = paired(side, reference)
    if pair[0].runs.empty:
        return []
    return [
        {"arm": side.arm.name, "measure": rate}
        | _rate_difference(*pair, rate)
        | _rate_bounds(side, reference, rate)
        for rate in RATES
    ]


def cost_row(mine: Side, other: Side, definition: Definition) -> Row:
    """Funds per failure averted: both as means by week, over the same pairs of runs."""
    pair = paired(mine, other)
    extra, averted = _extra_cost(*pair), -_more_a_week(*pair, "failure", definition)
    return {
        "comparator": other.arm.name,
        "extra_cost": extra,
        "averted": averted,
        "cost_per_failure_averted": cost_per_failure_averted(extra, averted),
    }


def service_rows(side: Side, reference: Side, definition: Definition) -> list[Row]:
    """Funds per service completed beyond the reference's: both as means by week, over the same
    pairs of runs; nan where no more are completed. No row where no replicate ran in both."""
    pair = paired(side, reference)
    if pair[0].runs.empty:
        return []
    extra, further = _extra_cost(*pair), _more_a_week(*pair, "completed", definition)
    cost = extra / further if further > 0 else float("nan")
    return [
        {"arm": side.arm.name, "extra_cost": extra, "further": further, "cost_per_service": cost}
    ]


def _extra_cost(a: Side, b: Side) -> float:
    """Resources that ``a`` spent and lost beyond ``b``, in funds a week."""
    used = [float(side.runs["spent"].mean() + side.runs["lost"].mean()) for side in (a, b)]
    return used[0] - used[1]


def _more_a_week(a: Side, b: Side, kind: str, definition: Definition) -> float:
    """How many opportunities a week of the cohort came to more of a kind in ``a`` than in ``b``."""
    cohort_weeks = a.arm.weeks - definition.followed - definition.first_week + 1
    more = float(a.events(kind).sum() - b.events(kind).sum())
    return more / max(cohort_weeks * len(a.runs), 1)
