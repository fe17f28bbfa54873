"""Pure: weights of particles by the facts of a case, and what effects come to under them.

Particles come from the population, alike in weight; given the facts, one keeps its weight where it
lies within so many tolerances of every fact, and has none elsewhere. An effect is the difference of
an outcome, treated less reference, per opportunity. *This*: with the luck by which the particle was
weighed. *Places*: both arms with fresh luck, so that what luck did to the weight does nothing to
the effect.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.answer import PRIMARY
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.studies.population_points import LEVELS
from experiments.studies.population_verdict import LEVEL

Floats = NDArray[np.float64]
THIS, PLACES, GAP, PRIOR = "this", "places", "gap", "prior"
"""Estimands; the gap between the first two is selection on luck; the prior weighs nothing."""
ESTIMANDS = (THIS, PLACES, GAP)
RANGE = {"median": 0.5, "lowest": 0.05, "highest": 0.95}
"""Quantiles over particles, by their names."""
DIGITS = 9
"""Of an effective size: 50 equal weights are 50."""
FAR = 10.0
"""Tolerances, for who is near: what lies farther off is no farther."""
SELECTION, SAME, UNKNOWN = "selection", "same", "unknown"


class Refusal(NamedTuple):
    """From which effective size an effect is published, and up to which weight of one particle."""

    effective: float
    largest: float

    def allows(self, weights: Floats) -> bool:
        """May an effect under these weights be published?"""
        enough = effective_size(weights) >= self.effective
        return enough and float(weights.max()) <= self.largest * float(weights.sum())


def weights(deviations: pd.DataFrame, tolerance: float) -> Floats:
    """Weight of each particle (n,), 1 in all; all 0 where no particle meets every fact."""
    met = (deviations <= tolerance).all(axis=1).to_numpy(np.float64)
    return np.asarray(met / max(1.0, float(met.sum())))


def effective_size(weight: Floats) -> float:
    """(sum of weights)^2 / sum of their squares; 0 where there is none."""
    squares = float((weight**2).sum())
    return round(float(weight.sum()) ** 2 / squares, DIGITS) if squares > 0.0 else 0.0


def differences(treated: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Treated less reference per opportunity: a row a particle that both have, a column a measure;
    nan where a run failed or nothing was counted."""
    both = treated.index.intersection(reference.index)
    one, other = treated.loc[both], reference.loc[both]
    found = {m: _rate(one, m) - _rate(other, m) for m in PRIMARY}
    return pd.DataFrame(found, index=both)


def _rate(table: pd.DataFrame, measure: str) -> pd.Series:
    return table[measure] / table["opportunities"].where(table["opportunities"] > 0)


class Estimate(NamedTuple):
    """Weighted mean, its standard error, and the particles that it is over."""

    value: float
    error: float
    n: int


def estimate(values: Floats, weight: Floats) -> Estimate:
    """Mean of values (n,) by weight, over those that are known. nan where there is none."""
    kept = np.isfinite(values) & (weight > 0.0)
    value, share = values[kept], weight[kept]
    if not len(value):
        return Estimate(float("nan"), float("nan"), 0)
    mean = float(share @ value / share.sum())
    error = float(np.sqrt((share**2) @ (value - mean) ** 2) / share.sum())
    return Estimate(mean, error if len(value) > 1 else float("nan"), len(value))


def quantiles(values: Floats, weight: Floats) -> dict[str, float]:
    """RANGE of values (n,) by weight, over those that are known."""
    kept = np.flatnonzero(np.isfinite(values) & (weight > 0.0))
    if not len(kept):
        return dict.fromkeys(RANGE, float("nan"))
    order = kept[np.argsort(values[kept], kind="stable")]
    upto = np.cumsum(weight[order]) / weight[order].sum()
    at = np.minimum(np.searchsorted(upto, list(RANGE.values())), len(order) - 1)
    return dict(zip(RANGE, values[order][at].tolist(), strict=True))


class Effects(NamedTuple):
    """Differences of each particle (rows) by measure (columns), nan where they weren't run."""

    this: pd.DataFrame
    places: pd.DataFrame

    def of(self, estimand: str) -> pd.DataFrame:
        """Of THIS, PLACES or their GAP."""
        return {THIS: self.this, PLACES: self.places, GAP: self.this - self.places}[estimand]


def told(effects: Effects, weight: Floats, refusal: Refusal) -> pd.DataFrame:
    """A row an estimand and measure under one set of weights.

    effective, largest: of the weights; published; n, value, error, low, high (95% interval of the
    mean), RANGE over particles, lowers and raises (share of them at the smallest effect of interest
    or beyond); all nan where an effect is refused.
    """
    published = refusal.allows(weight)
    size = {"effective": effective_size(weight), "largest": float(weight.max(initial=0.0))}
    rows = []
    for estimand in ESTIMANDS:
        for measure in PRIMARY:
            values = effects.of(estimand)[measure].to_numpy(np.float64)
            row = {"estimand": estimand, "measure": measure, **size, "published": published}
            rows.append(row | _row(values, weight if published else np.zeros_like(weight)))
    return pd.DataFrame(rows)


def _row(values: Floats, weight: Floats) -> dict[str, float]:
    found = estimate(values, weight)
    reach = LEVEL * found.error
    return {
        "n": found.n, "value": found.value, "error": found.error,
        "low": found.value - reach, "high": found.value + reach, **quantiles(values, weight),
        "lowers": estimate(_beyond(-values), weight).value,
        "raises": estimate(_beyond(values), weight).value,
    }  # fmt: skip


def _beyond(values: Floats) -> Floats:
    """1 where a value is at the smallest effect of interest or beyond, 0 elsewhere; nan stays."""
    return np.where(np.isnan(values), np.nan, values >= SMALLEST_EFFECT)


def ladder(
    deviations: pd.DataFrame, effects: Effects, tolerances: Sequence[float], refusal: Refusal
) -> pd.DataFrame:
    """Rows as ``told``, for each tolerance."""
    rungs = [
        told(effects, weights(deviations, each), refusal).assign(tolerance=each)
        for each in tolerances
    ]
    return pd.concat(rungs, ignore_index=True)


def prior(effects: Effects) -> pd.DataFrame:
    """What ``told`` tells of THIS when nothing is weighed: luck selects nothing then, so that it is
    the prior of both estimands."""
    even = np.full(len(effects.this), 1.0 / max(1, len(effects.this)))
    rows = told(effects, even, Refusal(0.0, 1.0))
    return rows[rows["estimand"] == THIS].assign(estimand=PRIOR).reset_index(drop=True)


def left_out(
    deviations: pd.DataFrame, effects: Effects, tolerances: Sequence[float], refusal: Refusal
) -> pd.DataFrame:
    """The ladder without each fact in turn, by its name under ``fact``."""
    parts = [
        ladder(deviations.drop(columns=fact), effects, tolerances, refusal).assign(fact=fact)
        for fact in deviations
    ]
    return pd.concat(parts, ignore_index=True)


def conflicts(deviations: pd.DataFrame, tolerances: Sequence[float]) -> pd.DataFrame:
    """Share of particles that meet each fact (one = other) and each pair of them, by tolerance;
    independent: what the share of a pair would be if one fact had nothing to do with the other."""
    rows = []
    for tolerance in tolerances:
        met = deviations <= tolerance
        for one, other in combinations_with_replacement(deviations.columns, 2):
            single = met[one].mean() * (1.0 if one == other else met[other].mean())
            share = (met[one] & met[other]).mean()
            rows.append({"tolerance": tolerance, "one": one, "other": other,
                         "share": float(share), "independent": float(single)})  # fmt: skip
    return pd.DataFrame(rows)


def nearest(deviations: pd.DataFrame, tolerance: float, number: int) -> pd.DataFrame:
    """The particles that are nearest to all facts: ``unmet`` facts at a tolerance, fewest first,
    then the sum of deviations (``off``), each FAR at most; by their numbers."""
    table = pd.DataFrame({
        "unmet": (deviations > tolerance).sum(axis=1),
        "off": deviations.clip(upper=FAR).sum(axis=1),
    })  # fmt: skip
    return table.sort_values(["unmet", "off"], kind="stable").head(number)


def level_shares(rules: pd.DataFrame, by_tolerance: Mapping[float, Floats]) -> pd.DataFrame:
    """A row a tolerance, contested rule and level: its share, prior and posterior."""
    rows = []
    for tolerance, weight in by_tolerance.items():
        for rule, levels in LEVELS.items():
            for level in levels:
                hit = (rules[rule] == level).to_numpy()
                share = float(weight[hit].sum()) if weight.any() else float("nan")
                rows.append({"tolerance": tolerance, "rule": rule, "level": level,
                             "prior": float(hit.mean()), "share": share})  # fmt: skip
    return pd.DataFrame(rows)


def ranges(values: pd.DataFrame, by_tolerance: Mapping[float, Floats]) -> pd.DataFrame:
    """A row a tolerance and column of ``values``: RANGE over particles, prior (``prior_NAME``) and
    posterior; narrowed: by which share the 90% range became narrower."""
    rows = []
    even = np.full(len(values), 1.0 / max(1, len(values)))
    for tolerance, weight in by_tolerance.items():
        for name in values:
            column = values[name].to_numpy(np.float64)
            before, after = quantiles(column, even), quantiles(column, weight)
            rows.append({
                "tolerance": tolerance, "name": name,
                **{f"prior_{key}": value for key, value in before.items()}, **after,
                "narrowed": 1.0 - _ratio(_width(after), _width(before)),
            })  # fmt: skip
    return pd.DataFrame(rows)


def _width(found: Mapping[str, float]) -> float:
    return found["highest"] - found["lowest"]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else float("nan")


def tightest(rungs: pd.DataFrame, *others: pd.DataFrame) -> float | None:
    """The least tolerance at which an effect is published in all of these ladders; None where it is
    in none."""
    found = None
    for tolerance in sorted(rungs["tolerance"].unique(), reverse=True):
        at = [table.loc[table["tolerance"] == tolerance, "published"] for table in (rungs, *others)]
        found = float(tolerance) if all(each.all() for each in at) else found
    return found


def mirrored(rungs: pd.DataFrame, mirror: pd.DataFrame) -> str:
    """Does weighing by the facts favour whoever is weighed? ``mirror``: the ladder with the
    reference arm weighed in place of the treated one.

    SELECTION where, of some measure, weighing the treated arm puts it ahead and weighing the
    reference puts that one ahead, with luck kept, at the tightest tolerance at which both are
    published; UNKNOWN where there is none; else SAME. By the estimates alone: a caution is said too
    often rather than too seldom.
    """
    tolerance = tightest(rungs, mirror)
    if tolerance is None:
        return UNKNOWN
    turned = any(_at(rungs, tolerance, m) < 0.0 < _at(mirror, tolerance, m) for m in PRIMARY)
    return SELECTION if turned else SAME


def _at(rungs: pd.DataFrame, tolerance: float, measure: str) -> float:
    """The estimate of a measure with luck kept, at a tolerance."""
    own = rungs[(rungs["tolerance"] == tolerance) & (rungs["estimand"] == THIS)]
    return float(own.loc[own["measure"] == measure, "value"].iloc[0])


class Answer(NamedTuple):
    """All that is told; see the functions above for columns."""

    prior: pd.DataFrame
    ladder: pd.DataFrame
    mirror: pd.DataFrame
    left_out: pd.DataFrame
    conflicts: pd.DataFrame
    nearest: pd.DataFrame
    levels: pd.DataFrame
    parameters: pd.DataFrame
    predictions: pd.DataFrame

    @property
    def shown(self) -> float:
        """The tolerance of which most is told: the tightest at which an effect is published, else
        the widest."""
        found = tightest(self.ladder)
        return float(self.ladder["tolerance"].max()) if found is None else found

    @property
    def refused(self) -> bool:
        """Is an effect refused at some tolerance?"""
        return not bool(self.ladder["published"].all())


class Particles(NamedTuple):
    """What is known of each particle (rows): deviations of the arm that is weighed and of its
    mirror, effects, levels of contested rules, drawn parameters, what no fact is of."""

    treated: pd.DataFrame
    reference: pd.DataFrame
    effects: Effects
    rules: pd.DataFrame
    parameters: pd.DataFrame
    predictions: pd.DataFrame


def answer(found: Particles, tolerances: Sequence[float], refusal: Refusal, near: int) -> Answer:
    """What particles come to; near: how many of the nearest are listed."""
    by_tolerance = {each: weights(found.treated, each) for each in tolerances}
    return Answer(
        prior(found.effects),
        ladder(found.treated, found.effects, tolerances, refusal),
        ladder(found.reference, found.effects, tolerances, refusal),
        left_out(found.treated, found.effects, tolerances, refusal),
        conflicts(found.treated, tolerances),
        nearest(found.treated, max(tolerances), near),
        level_shares(found.rules, by_tolerance),
        ranges(found.parameters, by_tolerance),
        ranges(found.predictions, by_tolerance),
    )
