"""Pure: what paired differences over the population come to, with Monte Carlo error taken out.

f(x): the expected difference at a point x. What is seen there is f and luck; an emulator of f,
given how much luck there is, says what f may be (its posterior), and every figure told is one of
draws from it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.answer import PRIMARY
from experiments.analysis.emulator import fit, held_out
from experiments.analysis.outcomes import opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.config.emulated import Emulated
from experiments.store import Cell
from experiments.studies.population_points import LEVELS
from sim.measure.breakdown import DEFAULT

Floats = NDArray[np.float64]
QUANTILES = {"median": 0.5, "low": 0.05, "high": 0.95}
BOTH = "both"
"""Breakdown and failure: what the claim needs."""
SIDES = {"lowers": -1, "raises": 1}
DRAWS = 400
"""Draws of what f may be."""
RIDGE = 1e-9
"""Added to a covariance, as a share of its largest variance, so that it has a root."""
LEVEL = 1.959963984540054
"""Standard errors of a 95% interval of a normal."""
PER_100 = 100.0
LEAST_POINTS = 3
"""Points of a level from which it is told."""
CANCELS = 0.2
"""Share of the population on each side from which help and harm cancel."""
MOST = 0.5
_NAMED = re.compile(r"(.+)-(\d+)")


class Answer(NamedTuple):
    """All that is told; see the functions below for columns. failed: points without a pair."""

    points: pd.DataFrame
    shares: pd.DataFrame
    margins: pd.DataFrame
    levels: pd.DataFrame
    arms: pd.DataFrame
    failed: int


def effects(cells: Sequence[Cell], treated: str, replicates: int) -> pd.DataFrame:
    """Differences, treated less each other arm, at each point and of each measure.

    Cells are named by arm and point. Columns: against, point, measure; first, second: the
    difference with each half of luck (even and odd replicates), per opportunity; nan where a half
    has no pair.
    """
    counts = {_named(cell): _counts(cell, replicates) for cell in cells}
    rows = []
    for (arm, point), other in counts.items():
        if arm == treated or (treated, point) not in counts:
            continue
        mine = counts[treated, point]
        for measure in PRIMARY:
            first, second = (_difference(mine, other, measure, half) for half in (0, 1))
            row = {"against": arm, "point": point, "measure": measure}
            rows.append({**row, "first": first, "second": second})
    return pd.DataFrame(rows)


def _named(cell: Cell) -> tuple[str, int]:
    found = _NAMED.fullmatch(cell.arm)
    if found is None:
        raise ValueError(f"{cell.arm}: not named by arm and point")
    return found[1], int(found[2])


def _counts(cell: Cell, replicates: int) -> pd.DataFrame:
    return opportunity_counts(arm_of(cell, replicates, weekly=False), DEFAULT)


def _difference(mine: pd.DataFrame, other: pd.DataFrame, measure: str, half: int) -> float:
    both = [number for number in mine.index.intersection(other.index) if number % 2 == half]
    units = [table.loc[both, "opportunities"].sum() for table in (mine, other)]
    if min(units) == 0:
        return float("nan")
    one, two = (
        table.loc[both, measure].sum() / unit
        for table, unit in zip((mine, other), units, strict=True)
    )
    return float(one - two)


class Posterior(NamedTuple):
    """What f may be at points: its mean (points,) and a root of its covariance (points, points);
    within: share of held-out points within two standard errors."""

    mean: Floats
    root: Floats
    within: float


def posterior(at: Floats, halves: Floats, how: Emulated, seed: int) -> Posterior:
    """What f may be at points (n, dimensions), given the differences of two halves (n, 2).

    The variance of luck is that between halves, the mean of it over points: of one pair a point
    knows nothing of its own.
    """
    value, noise = halves.mean(axis=1), float(((halves[:, 0] - halves[:, 1]) ** 2).mean() / 4)
    luck = np.random.default_rng([seed, len(value)])
    variances = np.full(len(value), noise)
    emulator = fit(at, value, variances, how, luck)
    within = held_out(emulator, at, value, variances, how, luck)
    mean, covariance = emulator.joint(at)
    ridge = RIDGE * (covariance.diagonal().max() + RIDGE) * np.eye(len(mean))
    return Posterior(mean, np.linalg.cholesky(covariance + ridge), within)


def drawn(
    found: Mapping[str, Posterior], together: float, luck: np.random.Generator
) -> dict[str, Floats]:
    """What f may be, (DRAWS, points) of each measure; what luck leaves open goes together between
    measures as luck does."""
    draws, before = {}, None
    for name, each in found.items():
        own = luck.standard_normal((DRAWS, len(each.mean)))
        mixed = own if before is None else together * before + (1 - together**2) ** 0.5 * own
        draws[name] = each.mean + mixed @ each.root.T
        before = own if before is None else before
    return draws


def answer(
    table: pd.DataFrame, at: Floats, rules: pd.DataFrame, how: Emulated,
    margins: Sequence[float], seed: int, reference: str = "none",
) -> Answer:  # fmt: skip
    """What ``effects`` come to.

    at: coordinates of all points; rules: level of each contested rule at each.
    """
    primary = table[table["against"] == reference]
    wide = primary.pivot(index="point", columns="measure", values=["first", "second"])
    sound = wide.notna().all(axis=1)
    numbers = wide.index[sound].to_numpy()
    halves = {
        name: np.column_stack([wide.loc[numbers, (half, name)] for half in ("first", "second")])
        for name in PRIMARY
    }
    found = {name: posterior(at[numbers], halves[name], how, seed) for name in PRIMARY}
    luck = np.random.default_rng([seed, DRAWS])
    draws = drawn(found, correlation(halves), luck)
    within = {name: each.within for name, each in found.items()}
    return Answer(
        _points(numbers, halves, found),
        shares(draws, luck).assign(within=lambda rows: rows["measure"].map(within)),
        curve(draws, margins),
        levels(draws, rules.iloc[numbers].reset_index(drop=True), luck),
        against(table),
        int((~sound).sum()),
    )


def _points(
    numbers: NDArray[np.int64], halves: dict[str, Floats], found: dict[str, Posterior]
) -> pd.DataFrame:
    table = pd.DataFrame({"point": numbers})
    for name, each in found.items():
        table[f"{name}_first"], table[f"{name}_second"] = halves[name].T
        table[f"{name}_mean"] = each.mean
        table[f"{name}_spread"] = np.sqrt((each.root**2).sum(axis=1))
    return table


def correlation(halves: Mapping[str, Floats]) -> float:
    """Between what luck does to breakdown and to failure: of the halves' differences."""
    one, other = (each[:, 0] - each[:, 1] for each in halves.values())
    product = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / product if product > 0.0 else 0.0


def beyond(draws: Mapping[str, Floats], margin: float, side: int) -> dict[str, NDArray[np.bool_]]:
    """Where f is at ``margin`` or beyond, below (side -1) or above (1): of each measure, and both;
    (DRAWS, points)."""
    found = {name: side * each >= margin for name, each in draws.items()}
    return found | {BOTH: np.logical_and.reduce(list(found.values()))}


def shares(draws: Mapping[str, Floats], luck: np.random.Generator) -> pd.DataFrame:
    """A row a measure: share of the population at the smallest effect of interest or beyond on each
    side (lowers, raises), median and 90% range of f, each with a standard error; n.

    Of both measures together the shares only. Standard errors are over draws of f, each at points
    drawn anew.
    """
    rows: dict[str, dict[str, float]] = {name: {} for name in (*draws, BOTH)}
    points = next(iter(draws.values())).shape[1]
    again = luck.integers(0, points, (DRAWS, points))
    for word, side in SIDES.items():
        for name, hit in beyond(draws, SMALLEST_EFFECT, side).items():
            error = np.take_along_axis(hit, again, 1).mean(axis=1).std(ddof=1)
            rows[name] |= {word: hit.mean(), f"{word}_error": error}
    for name, each in draws.items():
        rows[name] |= _middle(each, again) | {"n": points}
    return pd.DataFrame([{"measure": name} | row for name, row in rows.items()])


def _middle(draws: Floats, again: NDArray[np.int64]) -> dict[str, float]:
    """Median and 90% range of f over points and draws, with standard errors."""
    at = list(QUANTILES.values())
    told = np.quantile(draws, at)
    errors = np.quantile(np.take_along_axis(draws, again, 1), at, axis=1).std(axis=1, ddof=1)
    found = zip(QUANTILES, told.tolist(), errors.tolist(), strict=True)
    return {key: x for name, value, error in found for key, x in
            ((name, value), (f"{name}_error", error))}  # fmt: skip


def curve(draws: Mapping[str, Floats], margins: Sequence[float]) -> pd.DataFrame:
    """Shares of the population at each margin (per 100) or beyond, below and above, by measure."""
    rows = []
    for margin in margins:
        hits = {word: beyond(draws, margin / PER_100, side) for word, side in SIDES.items()}
        for name in (*draws, BOTH):
            told = {word: hit[name].mean() for word, hit in hits.items()}
            rows.append({"measure": name, "margin": margin, **told})
    return pd.DataFrame(rows)


def levels(
    draws: Mapping[str, Floats], rules: pd.DataFrame, luck: np.random.Generator
) -> pd.DataFrame:
    """A row a measure, rule and level: what ``shares`` tells, over the points that have it."""
    parts = []
    for rule, names in LEVELS.items():
        for level in names:
            own = np.flatnonzero(rules[rule] == level)
            if len(own) >= LEAST_POINTS:
                part = shares({name: each[:, own] for name, each in draws.items()}, luck)
                parts.append(part.assign(rule=rule, level=level))
    found = pd.concat(parts, ignore_index=True)
    return found[found["measure"] != BOTH].reset_index(drop=True)


def against(table: pd.DataFrame) -> pd.DataFrame:
    """The treated arm against each other: mean difference over the points compared, with its
    standard error over points, by arm and measure."""
    rows = []
    for (arm, measure), part in table.groupby(["against", "measure"], sort=False):
        value = part[["first", "second"]].mean(axis=1).dropna().to_numpy(np.float64)
        error = float(value.std(ddof=1) / len(value) ** 0.5) if len(value) > 1 else float("nan")
        mean = float(value.mean()) if len(value) else float("nan")
        rows.append({
            "against": arm, "measure": measure, "n": len(value), "value": mean, "error": error,
            "low": mean - LEVEL * error, "high": mean + LEVEL * error,
        })  # fmt: skip
    return pd.DataFrame(rows)


class Verdict(NamedTuple):
    """What may be said in one sentence. kind: ``depends`` (the median's sign differs between levels
    of a rule), ``cancels``, ``lowers`` or ``raises`` (both measures, in most of the population),
    ``small`` (little in most of it) or ``open``. rules: on which the sign depends."""

    kind: str
    rules: tuple[str, ...] = ()


def verdict(found: Answer) -> Verdict:
    """By the rules declared in docs/version3.md."""
    turning = tuple(dict.fromkeys(rule for rule in LEVELS if turns(found.levels, rule)))
    if turning:
        return Verdict("depends", turning)
    rows = found.shares.set_index("measure")
    single = rows.loc[list(PRIMARY)]
    near = (single["median"].abs() < SMALLEST_EFFECT).all()
    if near and (single[["lowers", "raises"]].min(axis=1) >= CANCELS).any():
        return Verdict("cancels")
    for side in ("lowers", "raises"):
        if rows.loc[BOTH, side] > MOST:
            return Verdict(side)
    little = 1.0 - single["lowers"] - single["raises"]
    return Verdict("small" if (little > MOST).all() else "open")


def turns(table: pd.DataFrame, rule: str) -> bool:
    """Whether medians of this rule's levels lie surely on both sides of 0, of one measure."""
    own = table[table["rule"] == rule]
    reach = LEVEL * own["median_error"]
    below = own.loc[own["median"] + reach < 0.0, "measure"]
    above = own.loc[own["median"] - reach > 0.0, "measure"]
    return bool(set(below) & set(above))


def clear_of(table: pd.DataFrame, order: Sequence[str]) -> list[str]:
    """Arms, in the declared order, from which the treated one surely differs in both measures, up
    to the first from which it doesn't."""
    shown = []
    for arm in order:
        own = table[table["against"] == arm]
        if own.empty or not ((own["low"] > 0.0) | (own["high"] < 0.0)).all():
            break
        shown.append(arm)
    return shown
