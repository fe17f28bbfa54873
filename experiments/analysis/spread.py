"""One comparison over many points, of the accepted set or of a sweep: parameter spread, apart
from Monte Carlo error.

At each point the treated arm and the reference run with the same luck; what differs between points
is spread of parameters, and the standard error at a point is Monte Carlo error.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from experiments.analysis.outcomes import Arm, collapses_of, opportunity_counts, refuse_missing
from experiments.analysis.pairing import arm_of, refuse_unpaired, varied
from experiments.analysis.statistics import (
    SMALLEST_EFFECT,
    UNKNOWN,
    Estimate,
    ratio_difference,
    wilson,
    worst_case,
)
from experiments.analysis.statistics_runs import mean_share, share_difference
from experiments.analysis.verdict import HELPFUL
from experiments.base.settings import usable_processors
from experiments.store import Cell
from sim.measure.breakdown import COMPOSITE, DEFAULT, Definition

MEASURES = ("breakdown", "failure", "completed")
"""Per opportunity of the cohort."""
COLLAPSE = "collapse"
"""Share of weeks collapsed, by the composite."""
REGIONS = {
    "helps": (SMALLEST_EFFECT, np.inf),
    "within": (-SMALLEST_EFFECT, SMALLEST_EFFECT),
    "harms": (-np.inf, -SMALLEST_EFFECT),
}
"""Ends of the gain by which the treated arm helps, does little, harms."""
RANGE = (0.05, 0.95)
LEAST_POINTS = 3
"""Points from which a spread between them is told from Monte Carlo error."""
TINY = 1e-12


class Tally(NamedTuple):
    """All that ``differences`` reads of an arm: counts by replicate (index), and failed runs."""

    counts: pd.DataFrame
    failed: int

    def bounds(self, measure: str) -> tuple[float, float]:
        """Its share with failed runs at their best and worst; all it can be if nothing is known."""
        runs = pd.Series(1, self.counts.index)
        units = runs if measure == COLLAPSE else self.counts["opportunities"]
        low, high = worst_case(self.counts[measure], units, self.failed)
        return (0.0, 1.0) if np.isnan(low) else (low, high)


def tally(arm: Arm, definition: Definition = DEFAULT) -> Tally:
    """What ``differences`` reads of an arm; small."""
    refuse_missing(arm, weekly=False)
    if not len(arm.replicates):
        return Tally(pd.DataFrame(columns=["opportunities", *MEASURES, COLLAPSE]), arm.failed)
    counts = opportunity_counts(arm, definition)[["opportunities", *MEASURES]]
    collapsed = collapses_of(arm, definition)[f"collapsed_{COMPOSITE}"]
    return Tally(counts.assign(**{COLLAPSE: collapsed}), arm.failed)


def differences(pairs: Iterable[tuple[Arm, Arm]], definition: Definition = DEFAULT) -> pd.DataFrame:
    """Paired differences treated - reference at each point, by measure, in shares.

    pairs: (treated, reference) of each point; taken one at a time, so they may be read from disk
    as they come. Columns: point, measure, pairs, treated, control, value, low, high, error,
    verdict; how many runs failed, and bound_low, bound_high of the difference with each of them
    counted at its worst and at its best, over all runs of both arms. Where no replicate ran in
    both arms the difference is nan, and its bounds say what it can be.
    """
    tallies = ((tally(one, definition), tally(other, definition)) for one, other in pairs)
    return _table(tallies)


def landscape(pairs: Sequence[tuple[Cell, Cell]], replicates: int | None = None) -> pd.DataFrame:
    """``differences`` of stored cells, (treated, reference) of each point, with what was varied.

    Each cell is read once, whatever the number of its pairs, and let go of. Further columns: cell
    and reference (hashes), and every parameter in which the treated cells differ, by dotted name.
    Raises InputError, saying why, where two cells can't be paired.
    """
    for one, other in pairs:
        refuse_unpaired(f"{one.arm} {one.hash}", one, f"{other.arm} {other.hash}", other)
    cells = {cell.hash: cell for pair in pairs for cell in pair}
    with ThreadPoolExecutor(usable_processors()) as threads:
        read = threads.map(
            lambda cell: tally(arm_of(cell, replicates, weekly=False)), cells.values()
        )
        tallies = dict(zip(cells, read, strict=True))
    table = _table((tallies[one.hash], tallies[other.hash]) for one, other in pairs)
    points = varied([one for one, _ in pairs])
    points.insert(0, "cell", [one.hash for one, _ in pairs])
    points.insert(1, "reference", [other.hash for _, other in pairs])
    return table.join(points, on="point")


def _table(tallies: Iterable[tuple[Tally, Tally]]) -> pd.DataFrame:
    rows = [{"point": point} | row for point, pair in enumerate(tallies) for row in _rows(*pair)]
    return pd.DataFrame(rows)


def _rows(treated: Tally, reference: Tally) -> list[dict[str, Any]]:
    both = treated.counts.index.intersection(reference.counts.index)
    if both.empty:
        nothing = {"treated": np.nan, "control": np.nan}
        rows = [_row(measure, 0, UNKNOWN) | nothing for measure in (*MEASURES, COLLAPSE)]
    else:
        one, other = treated.counts.loc[both], reference.counts.loc[both]
        rows = [_rate(one, other, measure) for measure in MEASURES]
        rows.append(_collapse(one[COLLAPSE], other[COLLAPSE]))
    return [row | _worst(treated, reference, row["measure"]) for row in rows]


def _worst(treated: Tally, reference: Tally, measure: str) -> dict[str, Any]:
    a, b = treated.bounds(measure), reference.bounds(measure)
    failed = treated.failed + reference.failed
    return {"failed": failed, "bound_low": a[0] - b[1], "bound_high": a[1] - b[0]}


def _rate(one: pd.DataFrame, other: pd.DataFrame, measure: str) -> dict[str, Any]:
    sample = (one[measure], one["opportunities"], other[measure], other["opportunities"])
    return _row(measure, len(one), ratio_difference(*sample)) | {
        "treated": one[measure].sum() / max(one["opportunities"].sum(), 1),
        "control": other[measure].sum() / max(other["opportunities"].sum(), 1),
    }


def _collapse(one: pd.Series, other: pd.Series) -> dict[str, Any]:
    row = _row(COLLAPSE, len(one), share_difference(one, other))
    return row | {"treated": mean_share(one).value, "control": mean_share(other).value}


def _row(measure: str, pairs: int, found: Estimate) -> dict[str, Any]:
    return {
        "measure": measure,
        "pairs": pairs,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "error": found.error,
        "verdict": found.verdict,
    }


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Share of points where the treated arm helps by the smallest effect of interest or more, is
    within it, or harms; a row for each measure and of REGIONS.

    table: what ``differences`` or ``landscape`` gave. share: of the estimates. low, high: Wilson's
    95% interval over points, as if drawn from the space. clear: share of points whose own interval
    lies in the region whole. expected: share with Monte Carlo error taken out (each point's
    estimate drawn toward the mean of all as far as its error asks, normal empirical Bayes: Efron
    & Morris 1975); monte_carlo: standard error of the share from that error alone.
    """
    rows = []
    for measure, mine in table.groupby("measure", sort=False):
        known = mine[mine["value"].notna()]
        rows += [_share(str(measure), known, region) for region in REGIONS]
    return pd.DataFrame(rows)


def _share(measure: str, mine: pd.DataFrame, region: str) -> dict[str, Any]:
    sign = HELPFUL.get(measure, -1)
    gain, error = sign * mine["value"].to_numpy(), mine["error"].to_numpy()
    ends = np.sort(sign * mine[["low", "high"]].to_numpy(), axis=1)
    low, high = REGIONS[region]
    strict = region == "within"
    inside = (gain > low) & (gain < high) if strict else (gain >= low) & (gain <= high)
    found = wilson(float(inside.sum()), len(mine))
    chance = _chance(gain, error, low, high)
    return {
        "measure": measure,
        "region": region,
        "points": len(mine),
        "share": found.value,
        "low": found.low,
        "high": found.high,
        "clear": float(((ends[:, 0] > low) & (ends[:, 1] < high)).mean()),
        "expected": float(chance.mean()),
        "monte_carlo": float(np.sqrt(np.sum(chance * (1 - chance))) / len(mine)),
    }


def _chance(
    gain: NDArray[np.float64], error: NDArray[np.float64], low: float, high: float
) -> NDArray[np.float64]:
    """Chance that each point's true gain lies between low and high; nan where none is known."""
    if len(gain) < LEAST_POINTS or not np.isfinite(error).all():
        return np.full(len(gain), np.nan)
    between = max(float(gain.var(ddof=1) - np.mean(error**2)), 0.0)
    kept = np.divide(
        between, between + error**2, out=np.ones_like(error), where=between + error**2 > 0
    )
    middle = gain.mean() + kept * (gain - gain.mean())
    spread_left = np.sqrt(kept) * error + TINY
    chance: NDArray[np.float64] = special.ndtr((high - middle) / spread_left) - special.ndtr(
        (low - middle) / spread_left
    )
    return chance


def spread(table: pd.DataFrame) -> pd.DataFrame:
    """By measure: median and 90% range over points, shares of points by the smallest effect of
    interest (lowers, within, raises), and the median Monte Carlo standard error of a point.

    With failed runs counted: bounds of the median, and the share of points that surely and that
    possibly lower by the smallest effect (lowers_certain, lowers_possible)."""
    rows = []
    for measure, mine in table.groupby("measure", sort=False):
        value = mine["value"]
        low, high = value.quantile(RANGE[0]), value.quantile(RANGE[1])
        lowers, raises = value <= -SMALLEST_EFFECT, value >= SMALLEST_EFFECT
        rows.append(
            {
                "measure": measure,
                "points": len(mine),
                "median": value.median(),
                "low": low,
                "high": high,
                "lowers": lowers.mean(),
                "within": (~lowers & ~raises).mean(),
                "raises": raises.mean(),
                "negative": (value < 0.0).mean(),
                "monte_carlo": mine["error"].median(),
                "failed": int(mine["failed"].sum()),
                "bound_low": mine["bound_low"].median(),
                "bound_high": mine["bound_high"].median(),
                "lowers_certain": (mine["bound_high"] <= -SMALLEST_EFFECT).mean(),
                "lowers_possible": (mine["bound_low"] <= -SMALLEST_EFFECT).mean(),
            }
        )
    return pd.DataFrame(rows)
