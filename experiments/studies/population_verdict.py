"""Pure: which sentence the headline's figures bear, and at which weight of a level another one."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.answer import PRIMARY
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.studies.population_points import LEVELS

Floats = NDArray[np.float64]
Row = Mapping[str, float]
BOTH = "both"
"""Breakdown and failure: what the claim needs."""
SIDES = {"lowers": -1, "raises": 1}
LEVEL = 1.959963984540054
"""Standard errors of a 95% interval of a normal."""
CANCELS = 0.2
"""Share of the population on each side from which help and harm cancel."""
MOST = 0.5
THINNED = 40
"""Draws of f from which medians under other weights are taken."""
WEIGHTS = np.linspace(0.0, 1.0, 21)
"""Weights of a level that are tried."""


class Verdict(NamedTuple):
    """What may be said in one sentence. kind: ``depends`` (the median's sign differs between levels
    of a rule), ``cancels``, ``lowers`` or ``raises`` (both measures, in most of the population),
    ``small`` (little in most of it) or ``open``. rules: on which the sign depends."""

    kind: str
    rules: tuple[str, ...] = ()


def verdict(shares: pd.DataFrame, levels: pd.DataFrame) -> Verdict:
    """By the rules declared in docs/version3.md."""
    turning = tuple(dict.fromkeys(rule for rule in LEVELS if turns(levels, rule)))
    if turning:
        return Verdict("depends", turning)
    return Verdict(pooled(shares.set_index("measure").to_dict("index")))


def pooled(rows: Mapping[str, Row]) -> str:
    """The verdict's kind over all levels together. rows: by measure, lowers, raises and median."""
    single = [rows[name] for name in PRIMARY]
    near = all(abs(row["median"]) < SMALLEST_EFFECT for row in single)
    if near and any(min(row["lowers"], row["raises"]) >= CANCELS for row in single):
        return "cancels"
    for side in SIDES:
        if rows[BOTH][side] > MOST:
            return side
    little = all(1.0 - row["lowers"] - row["raises"] > MOST for row in single)
    return "small" if little else "open"


def turns(table: pd.DataFrame, rule: str) -> bool:
    """Whether medians of this rule's levels lie surely on both sides of 0, of one measure."""
    own = table[table["rule"] == rule]
    reach = LEVEL * own["median_error"]
    below = own.loc[own["median"] + reach < 0.0, "measure"]
    above = own.loc[own["median"] - reach > 0.0, "measure"]
    return bool(set(below) & set(above))


def tipping(draws: Mapping[str, Floats], rules: pd.DataFrame) -> pd.DataFrame:
    """Of each level the weight, nearest to that which it has, at which the pooled sentence is
    another.

    A level's weight is given to it alone; the rule's other levels share the rest alike. Columns:
    rule, level, equal (its weight in the population), weight (nan where no weight changes the
    sentence), kind (the sentence then, or at all weights).
    """
    known = _Weighed(draws)
    everywhere = np.ones(len(rules))
    usual, rows = known.kind(everywhere), []
    for rule, names in LEVELS.items():
        there = [level for level in names if (rules[rule] == level).any()]
        for level in there if len(there) > 1 else ():
            own = (rules[rule] == level).to_numpy()
            equal = 1.0 / len(there)
            found = next(
                (
                    (float(weight), kind)
                    for weight in sorted(WEIGHTS, key=lambda w: (abs(w - equal), w))
                    if (kind := known.kind(_weights(own, weight))) != usual
                ),
                (float("nan"), usual),
            )
            rows.append({"rule": rule, "level": level, "equal": equal,
                         "weight": found[0], "kind": found[1]})  # fmt: skip
    return pd.DataFrame(rows)


def _weights(own: NDArray[np.bool_], weight: float) -> Floats:
    """Of points (n,): ``weight`` over those of a level, the rest over the others."""
    return np.asarray(np.where(own, weight / own.sum(), (1.0 - weight) / (~own).sum()))


class _Weighed:
    """Draws of f, ready for figures under weights of points."""

    def __init__(self, draws: Mapping[str, Floats]) -> None:
        self.hits = {
            side: {key: hit.mean(axis=0) for key, hit in beyond(draws, SMALLEST_EFFECT, n).items()}
            for side, n in SIDES.items()
        }
        thin = {name: each[:THINNED] for name, each in draws.items()}
        self.order = {name: np.argsort(each, axis=None) for name, each in thin.items()}
        self.sorted = {name: each.ravel()[self.order[name]] for name, each in thin.items()}

    def kind(self, weights: Floats) -> str:
        """The pooled sentence, points (n,) weighing so much."""
        weights = weights / weights.sum()
        rows: dict[str, dict[str, float]] = {
            name: {side: float(weights @ self.hits[side][name]) for side in SIDES}
            for name in (*self.order, BOTH)
        }
        for name, order in self.order.items():
            upto = np.cumsum(weights[order % len(weights)])
            middle = int(np.searchsorted(upto, 0.5 * upto[-1]))
            rows[name]["median"] = float(self.sorted[name][middle])
        return pooled(rows)


def beyond(draws: Mapping[str, Floats], margin: float, side: int) -> dict[str, NDArray[np.bool_]]:
    """Where f is at ``margin`` or beyond, below (side -1) or above (1): of each measure, and both;
    (DRAWS, points)."""
    found = {name: side * each >= margin for name, each in draws.items()}
    return found | {BOTH: np.logical_and.reduce(list(found.values()))}


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


class Clear(NamedTuple):
    """How far along the declared order *clearly* goes.

    shown: arms, in order, from which the treated one surely differs in both measures the way it
    does from the first; other_way: the arm at which that stops, where it surely differs from it the
    other way. better: arms, wherever they stand, in which both are surely lower.
    """

    shown: list[str]
    other_way: str | None
    better: list[str]


def clear_of(table: pd.DataFrame, order: Sequence[str]) -> Clear:
    """How the treated arm stands to others; table: as ``against`` gives it."""
    ways = {arm: _way(table[table["against"] == arm]) for arm in order}
    first = ways[order[0]]
    shown = list(takewhile(lambda arm: first != 0 and ways[arm] == first, order))
    after = order[len(shown)] if shown and len(shown) < len(order) else None
    other_way = after if after and ways[after] == -first else None
    return Clear(shown, other_way, [arm for arm in order if ways[arm] > 0])


def _way(own: pd.DataFrame) -> int:
    """-1 where the treated arm is surely lower in both measures, 1 where higher, else 0."""
    if len(own) and (own["high"] < 0.0).all():
        return -1
    return int(len(own) > 0 and bool((own["low"] > 0.0).all()))
