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
from experiments.analysis.cell_counts import counts_of
from experiments.analysis.emulator import fit, held_out
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.config.emulated import Emulated
from experiments.store import Cell
from experiments.studies.population_points import LEVELS
from experiments.studies.population_verdict import BOTH, SIDES, against, beyond, pooled, tipping
from sim.measure.breakdown import DEFAULT, Definition

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
QUANTILES = {"median": 0.5, "low": 0.05, "high": 0.95}
DRAWS = 400
"""Draws of what f may be."""
RIDGE = 1e-9
"""Added to a covariance, as a share of its largest variance, so that it has a root."""
PER_100 = 100.0
LEAST_POINTS = 3
"""Points of a level from which it is told."""
_NAMED = re.compile(r"(.+)-(\d+)")


class Answer(NamedTuple):
    """All that is told; see the functions below for columns. conditions: as ``shares``, of parts of
    the population, by name. failed: points without a pair."""

    points: pd.DataFrame
    shares: pd.DataFrame
    margins: pd.DataFrame
    levels: pd.DataFrame
    weights: pd.DataFrame
    conditions: pd.DataFrame
    arms: pd.DataFrame
    failed: int

    @property
    def usual(self) -> str:
        """The verdict's kind over all levels together, whichever the sign depends on."""
        return pooled(self.shares.set_index("measure").to_dict("index"))


class How(NamedTuple):
    """How an answer is drawn from effects; seed: of draws and of the emulator's fit."""

    emulator: Emulated
    margins: Sequence[float]
    seed: int

    def luck(self) -> np.random.Generator:
        """Of the draws, from their beginning."""
        return np.random.default_rng([self.seed, DRAWS])


def effects(
    cells: Sequence[Cell], treated: str, replicates: int, definition: Definition = DEFAULT
) -> pd.DataFrame:
    """Differences, treated less each other arm, at each point and of each measure.

    Cells are named by arm and point. Columns: against, point, measure; first, second: the
    difference with each half of luck (even and odd replicates), per opportunity; nan where a half
    has no pair.
    """
    found = counts_of(cells, replicates, definition)
    counts = {_named(cell): found[cell.hash] for cell in cells}
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


def _difference(mine: pd.DataFrame, other: pd.DataFrame, measure: str, half: int) -> float:
    tables = (mine, other), (other, mine)
    pairs = [one[one.index.isin(two.index) & (one.index % 2 == half)] for one, two in tables]
    units = [table["opportunities"].sum() for table in pairs]
    if min(units) == 0:
        return float("nan")
    one, two = (table[measure].sum() / unit for table, unit in zip(pairs, units, strict=True))
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


class Believed(NamedTuple):
    """What is believed of f, and of what: numbers of points, their two halves by measure, the
    emulators' posteriors and draws from them; failed: points without a pair."""

    numbers: NDArray[np.int64]
    halves: dict[str, Floats]
    found: dict[str, Posterior]
    draws: dict[str, Floats]
    failed: int


def believed(table: pd.DataFrame, at: Floats, how: How, reference: str = "none") -> Believed:
    """What ``effects`` say of f against the reference; at: coordinates of all points."""
    primary = table[table["against"] == reference]
    wide = primary.pivot(index="point", columns="measure", values=["first", "second"])
    sound = wide.notna().all(axis=1)
    numbers = wide.index[sound].to_numpy()
    halves = {
        name: np.column_stack([wide.loc[numbers, (half, name)] for half in ("first", "second")])
        for name in PRIMARY
    }
    found = {name: posterior(at[numbers], halves[name], how.emulator, how.seed) for name in PRIMARY}
    draws = drawn(found, correlation(halves), how.luck())
    return Believed(numbers, halves, found, draws, int((~sound).sum()))


def answer(
    table: pd.DataFrame, at: Floats, rules: pd.DataFrame, parts: Mapping[str, Flags], how: How
) -> Answer:
    """What ``effects`` come to.

    at: coordinates of all points; rules: level of each contested rule at each; parts: those of the
    population that are told apart, each as flags of points.
    """
    known = believed(table, at, how)
    numbers, draws, luck = known.numbers, known.draws, how.luck()
    within = {name: each.within for name, each in known.found.items()}
    own = rules.iloc[numbers].reset_index(drop=True)
    return Answer(
        _points(known),
        shares(draws, luck).assign(within=lambda rows: rows["measure"].map(within)),
        curve(draws, how.margins),
        levels(draws, own, luck),
        tipping(draws, own),
        conditions(draws, {name: flags[numbers] for name, flags in parts.items()}, luck),
        against(table),
        known.failed,
    )


def _points(known: Believed) -> pd.DataFrame:
    table = pd.DataFrame({"point": known.numbers})
    for name, each in known.found.items():
        table[f"{name}_first"], table[f"{name}_second"] = known.halves[name].T
        table[f"{name}_mean"] = each.mean
        table[f"{name}_spread"] = np.sqrt((each.root**2).sum(axis=1))
    return table


def correlation(halves: Mapping[str, Floats]) -> float:
    """Between what luck does to breakdown and to failure: of the halves' differences."""
    one, other = (each[:, 0] - each[:, 1] for each in halves.values())
    product = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / product if product > 0.0 else 0.0


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


def conditions(
    draws: Mapping[str, Floats], parts: Mapping[str, Flags], luck: np.random.Generator
) -> pd.DataFrame:
    """What ``shares`` tells of each part of the population, by its name in ``condition``."""
    kept = {name: np.flatnonzero(flags) for name, flags in parts.items()}
    rows = [
        condition(name, {measure: each[:, own] for measure, each in draws.items()}, luck)
        for name, own in kept.items()
        if len(own) >= LEAST_POINTS
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def condition(name: str, draws: Mapping[str, Floats], luck: np.random.Generator) -> pd.DataFrame:
    """``shares`` under this name."""
    return shares(draws, luck).assign(condition=name)


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
