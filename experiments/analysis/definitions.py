"""Breakdown's definition is a choice: the paired differences under other definitions than ours.

Over H and the ends that count, for breakdown, failure and completion; over threshold, duration
and number of signs, for network collapse. All from stored history; no run is repeated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis import outcomes
from experiments.analysis import statistics as st
from experiments.analysis.collapse import composite_share, signs
from experiments.analysis.outcomes import Arm
from experiments.analysis.statistics_runs import mean_share, share_difference
from sim.base.vocabulary import SERVICE, End
from sim.measure.breakdown import (
    BROKEN,
    BROKEN_OR_UNNEEDED,
    DEFAULT,
    Definition,
)


@dataclass(frozen=True)
class Counting:
    """Which ends count: as breakdown when a project had formed, and as service."""

    broken: tuple[End, ...] = BROKEN
    served: tuple[End, ...] = SERVICE


def _without(*ends: End) -> tuple[End, ...]:
    return tuple(end for end in BROKEN if end not in ends)


DECLARED = "declared"
COUNTINGS = {
    DECLARED: Counting(),
    "unneeded_breaks": Counting(broken=BROKEN_OR_UNNEEDED),
    "delivered_serves": Counting(
        _without(End.VALUE_DISORDER), (*SERVICE, End.VALUE_DISORDER, End.UNNEEDED)
    ),
    "refusals_apart": Counting(_without(End.SIGN_OFF, End.RESIDENT_VETO)),
    "solo_fails": Counting(served=(End.COMPLETED,)),
}
"""Named ways to count. unneeded_breaks: an unneeded service is broken cooperation.
delivered_serves: whatever was delivered is service. refusals_apart: what officials or residents
refused isn't broken by the partners. solo_fails: service by one sector alone isn't success."""


@dataclass(frozen=True)
class Grid:
    """The definitions that are tried, each list with the declared value in it.

    followed: H, weeks. theta: share of endings that are breakdowns. duration: weeks that a sign
    must hold. indicators: signs that make a collapse.
    """

    followed: tuple[int, ...] = (20, 30, 40, 52)
    countings: tuple[str, ...] = tuple(COUNTINGS)
    theta: tuple[float, ...] = (0.6, 0.7, 0.75, 0.8, 0.9)
    duration: tuple[int, ...] = (8, 13, 20, 26)
    indicators: tuple[int, ...] = (1, 2, 3)


GRID = Grid()
COLLAPSE = "collapse"
MATTERS = {"breakdown": "broken", "failure": "served"}
"""Which part of a ``Counting`` each measure depends on."""
Counts = NDArray[np.int64]
Row = dict[str, object]


def definitions(
    treated: Arm, reference: Arm, grid: Grid = GRID, declared: Definition = DEFAULT
) -> pd.DataFrame:
    """Paired differences, treated - reference, under each definition of the grid; a row each.

    A way to count is tried only on the measure that it changes. What the grid doesn't vary is as in
    ``declared``, the definition used elsewhere.

    Columns: measure (breakdown, failure, collapse); followed and ends (of breakdown and failure)
    or theta, duration and indicators (of collapse), missing where they don't apply; declared,
    True for the definition used elsewhere; pairs; treated and reference, the two levels; value,
    low, high, verdict (-1, 0, 1) of the difference. Levels and differences are shares of
    opportunities, or of weeks for collapse; nan where a horizon is too short to follow anyone.
    """
    arms = _paired(treated, reference)
    return pd.DataFrame(
        [*_opportunity_rows(*arms, grid, declared), *_collapse_rows(*arms, grid, declared)]
    )


def _paired(treated: Arm, reference: Arm) -> tuple[Arm, Arm]:
    both = np.intersect1d(treated.replicates, reference.replicates)
    return outcomes.only(treated, both), outcomes.only(reference, both)


def _opportunity_rows(
    treated: Arm, reference: Arm, grid: Grid, declared: Definition
) -> Iterator[Row]:
    for followed in grid.followed:
        tallies = [
            outcomes.tally(arm, replace(declared, followed=followed))
            for arm in (treated, reference)
        ]
        for name in grid.countings:
            head = {"followed": followed, "ends": name}
            head |= {"declared": (followed, name) == (declared.followed, DECLARED)}
            for measure in MATTERS:
                if _matters(measure, name):
                    yield {"measure": measure} | head | _rates(tallies, measure, COUNTINGS[name])


def _matters(measure: str, name: str) -> bool:
    """Whether this way to count counts anything else for the measure than the declared one."""
    part = MATTERS[measure]
    mine, declared = (getattr(COUNTINGS[each], part) for each in (name, DECLARED))
    return name == DECLARED or mine != declared


def _rates(tallies: list[Counts], measure: str, counting: Counting) -> Row:
    (events, units), (others, other_units) = (_events(each, measure, counting) for each in tallies)
    found = st.ratio_difference(events, units, others, other_units)
    return {
        "pairs": len(units),
        "treated": st.ratio_of_totals(events, units),
        "reference": st.ratio_of_totals(others, other_units),
    } | _difference(found)


def counted(
    arm: Arm, measure: str, followed: int, counting: str, declared: Definition = DEFAULT
) -> tuple[Counts, Counts]:
    """Events and opportunities of a primary measure, (replicates,) each, under one definition of
    the grid: H weeks, and a name of COUNTINGS."""
    tally = outcomes.tally(arm, replace(declared, followed=followed))
    return _events(tally, measure, COUNTINGS[counting])


def _events(tally: Counts, measure: str, counting: Counting) -> tuple[Counts, Counts]:
    units = tally.sum(axis=(1, 2))
    if measure == "breakdown":
        return outcomes.broken_of(tally, counting.broken), units
    served: Counts = tally[:, :, list(counting.served)].sum(axis=(1, 2))
    return units - served, units


def _collapse_rows(treated: Arm, reference: Arm, grid: Grid, declared: Definition) -> Iterator[Row]:
    gauged = [outcomes.gauges_of(arm, declared) for arm in (treated, reference)]
    for theta in grid.theta:
        flags = [signs(each, replace(declared, breakdown_theta=theta)) for each in gauged]
        for duration, indicators in product(grid.duration, grid.indicators):
            chosen = replace(
                declared, breakdown_theta=theta, duration=duration, indicators=indicators
            )
            head = {"theta": theta, "duration": duration, "indicators": indicators}
            head |= {"declared": chosen == declared}
            shares = [composite_share(each, chosen) for each in flags]
            yield {"measure": COLLAPSE} | head | _shares(*shares)


def _shares(treated: NDArray[np.float64], reference: NDArray[np.float64]) -> Row:
    levels = {"treated": mean_share(treated).value, "reference": mean_share(reference).value}
    found = share_difference(treated, reference)
    return {"pairs": len(treated)} | levels | _difference(found)


def _difference(found: st.Estimate) -> Row:
    return {
        "value": found.value, "low": found.low, "high": found.high, "verdict": found.verdict,
    }  # fmt: skip


def survival_of_verdict(table: pd.DataFrame) -> pd.DataFrame:
    """By measure, whether the declared definition's finding stands under the others.

    table: what ``definitions`` gave. Columns: measure; verdict, of the declared definition;
    definitions, how many could be told; same_sign, how many have its sign; same_verdict, how many
    its verdict; opposite, how many are clear the other way (either way, where it is unclear);
    survives, whether all have its verdict.
    """
    return pd.DataFrame(
        [_survival(name, mine) for name, mine in table.groupby("measure", sort=False)]
    )


def _survival(measure: object, mine: pd.DataFrame) -> Row:
    known = mine[mine["value"].notna()]
    declared = known[known["declared"]]
    if declared.empty:
        return {"measure": measure, "verdict": 0, "definitions": 0, "same_sign": 0} | {
            "same_verdict": 0, "opposite": 0, "survives": False
        }  # fmt: skip
    verdict, sign = int(declared["verdict"].iloc[0]), np.sign(declared["value"].iloc[0])
    same_sign = int((np.sign(known["value"]) == sign).sum())
    same_verdict = int((known["verdict"] == verdict).sum())
    clear_otherwise = (known["verdict"] != 0) & (known["verdict"] != verdict)
    return {
        "measure": measure,
        "verdict": verdict,
        "definitions": len(known),
        "same_sign": same_sign,
        "same_verdict": same_verdict,
        "opposite": int(clear_otherwise.sum()),
        "survives": same_verdict == len(known),
    }
