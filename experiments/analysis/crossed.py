"""Shares of variance of a noisy figure, by products that cross two independent halves of luck.

f(x): the expected figure at x; what is seen there is f and luck. Two samples A and B of points, and
for each group of inputs the points of A with that group taken from B. Each point is seen with two
halves of luck; since luck of one half has nothing to do with that of the other, a product across
halves has what f has, and no noise has to be subtracted. Sources: Saltelli et al. 2010
(first-order), Jansen 1999 (total), with their products crossed; Owen 2014 (Shapley effects).
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from math import comb
from operator import add
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLED = 1000
LEVEL = (0.025, 0.975)
VARIANCE, LUCK = "variance", "luck"


class Seen(NamedTuple):
    """What was seen, (points, 2) each, by half of luck: at A, at B, and by group at A with the
    group's inputs from B."""

    a: Floats
    b: Floats
    mixed: Mapping[str, Floats]


def variance(seen: Seen) -> float:
    """Variance of f over points: the covariance of the halves, at A and B."""
    first, second = np.concatenate([seen.a, seen.b]).T
    return float(np.mean((first - first.mean()) * (second - second.mean())))


def luck(seen: Seen) -> float:
    """Mean variance of one half at a point: of one pair of runs, where a half is one."""
    both = np.concatenate([seen.a, seen.b])
    return float(np.mean((both[:, 0] - both[:, 1]) ** 2) / 2)


def first_order(seen: Seen, group: str) -> float:
    """Variance of f that a group explains alone: mean of B (A with it from B, less A), halves
    crossed both ways."""
    change = seen.mixed[group] - seen.a
    centred = seen.b - seen.b.mean(axis=0)
    return float(np.mean(centred[:, 0] * change[:, 1] + centred[:, 1] * change[:, 0]) / 2)


def total(seen: Seen, group: str) -> float:
    """Variance of f that is lost when all but a group is known: half the mean product, across
    halves, of what changes at A when the group comes from B."""
    change = seen.a - seen.mixed[group]
    return float(np.mean(change[:, 0] * change[:, 1]) / 2)


def shares(seen: Seen, seed: int) -> pd.DataFrame:
    """A row a group and kind (``first``, ``total``: shares of the variance of f), and one each of
    ``VARIANCE`` and ``LUCK``, in squared units; see ``with_intervals`` for columns. nan where f has
    no variance above 0 to share."""
    return with_intervals(lambda rows: _told(_some(seen, rows)), len(seen.a), seed)


def with_intervals(
    tell: Callable[[NDArray[np.int64]], Mapping[tuple[str, str], float]], points: int, seed: int
) -> pd.DataFrame:
    """Figures by (name, kind), as ``tell`` gives them of some points, with 95% intervals over
    points drawn anew. Columns: name, kind, value, low, high."""
    rng = np.random.default_rng(seed)
    again = [tell(rng.integers(0, points, points)) for _ in range(RESAMPLED)]
    rows = []
    for key, value in tell(np.arange(points)).items():
        ends = np.nanquantile([each[key] for each in again], LEVEL)
        rows.append({"name": key[0], "kind": key[1], "value": value,
                     "low": float(ends[0]), "high": float(ends[1])})  # fmt: skip
    return pd.DataFrame(rows)


def _some(seen: Seen, rows: NDArray[np.int64]) -> Seen:
    mixed = {name: values[rows] for name, values in seen.mixed.items()}
    return Seen(seen.a[rows], seen.b[rows], mixed)


def _told(seen: Seen) -> dict[tuple[str, str], float]:
    whole = variance(seen)
    of = whole if whole > 0.0 else float("nan")
    told = {(VARIANCE, VARIANCE): whole, (LUCK, LUCK): luck(seen)}
    for group in seen.mixed:
        told[group, "first"] = first_order(seen, group) / of
        told[group, "total"] = total(seen, group) / of
    return told


def above(table: pd.DataFrame, dummy: str) -> list[str]:
    """Names whose total share is surely above the largest that the dummy's may be; table: as
    ``shares`` gives it."""
    totals = table[table["kind"] == "total"].set_index("name")
    limit = max(0.0, float(totals.loc[dummy, "high"]))
    others = totals.drop(dummy)
    return [str(name) for name in others.index[others["low"] > limit]]


def in_common(one: Floats, other: Floats) -> float:
    """Variance of f that what two samples have in common explains, all of its interactions with
    it: their covariance, halves crossed both ways. Samples: (points, 2), by half of luck."""
    x, y = one - one.mean(axis=0), other - other.mean(axis=0)
    return float(np.mean(x[:, 0] * y[:, 1] + x[:, 1] * y[:, 0]) / 2)


Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value", float, Floats)


def shapley(names: Sequence[Name], value: Callable[[frozenset[Name]], Value]) -> dict[Name, Value]:
    """What each adds to the value of the others, the mean over all orders in which they may come.

    value: of any of them together. The parts sum to value(all) - value(none). Source: Shapley 1953.
    """
    known = {
        frozenset(some): value(frozenset(some))
        for size in range(len(names) + 1)
        for some in combinations(names, size)
    }
    return {name: reduce(add, _gains(name, names, known)) for name in names}


def _gains(
    name: Name, names: Sequence[Name], known: Mapping[frozenset[Name], Value]
) -> Iterator[Value]:
    """What it adds to each set of the others, by the share of orders in which it comes after it."""
    orders = len(names)
    for some, before in known.items():
        if name not in some:
            yield (known[some | {name}] - before) / (orders * comb(orders - 1, len(some)))
