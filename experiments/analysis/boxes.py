"""Boxes in which a figure is high: patient rule induction (PRIM: Friedman & Fisher 1999).

From all points, a small share is cut off again and again at one end of one column, or one level of
one column, there where the mean of what is left rises most for each point lost (Kwakkel &
Jaxa-Rozen 2016). Of the boxes on that way the one of most use is taken: the share of points in it,
times how far their mean is above that of all (weighted relative accuracy: Lavrač et al. 1999).
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Columns(NamedTuple):
    """What boxes are made of: numbers (points, n), and levels (points, m) as codes from 0 on."""

    numbers: Floats
    levels: NDArray[np.int64]


class Box(NamedTuple):
    """low, high: of each number, infinite where it has no limit; without: pairs of a column of
    levels and a code that it leaves out."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    without: frozenset[tuple[int, int]] = frozenset()

    def holds(self, columns: Columns) -> Flags:
        """Which points lie in it, (points,)."""
        inside = ((columns.numbers >= self.low) & (columns.numbers <= self.high)).all(axis=1)
        for column, code in self.without:
            inside &= columns.levels[:, column] != code
        return np.asarray(inside)

    @property
    def limited(self) -> frozenset[int]:
        """Columns with a limit: numbers first, then levels."""
        ends = np.isfinite(self.low) | np.isfinite(self.high)
        levels = {len(self.low) + column for column, _ in self.without}
        return frozenset(np.flatnonzero(ends).tolist()) | levels

    def free(self, column: int) -> "Box":
        """The same without a limit on a column."""
        low, high, numbers = list(self.low), list(self.high), len(self.low)
        if column < numbers:
            low[column], high[column] = -np.inf, np.inf
        kept = {pair for pair in self.without if numbers + pair[0] != column}
        return Box(tuple(low), tuple(high), frozenset(kept))


class How(NamedTuple):
    """limits: columns that a box may limit, at most; least: share of points it holds, at least;
    peel: share of its points that is cut off at a time."""

    limits: int
    least: float
    peel: float


def everywhere(columns: Columns) -> Box:
    """The box of all points."""
    number = columns.numbers.shape[1]
    return Box((-np.inf,) * number, (np.inf,) * number)


def use(box: Box, columns: Columns, y: Floats) -> float:
    """Share of points in a box times how far the mean of y (points,) in it is above that of all."""
    inside = box.holds(columns)
    return float((y[inside] - y.mean()).sum() / len(y))


def peeled(columns: Columns, y: Floats, how: How) -> list[Box]:
    """The boxes on the way from all points, the largest first, none with too many limits.

    What is found without a bound on limits says which columns matter: of those the limits that are
    of least use are dropped, and the way is gone again in what is left.
    """
    every = frozenset(range(columns.numbers.shape[1] + columns.levels.shape[1]))
    last = _way(columns, y, how, every)[-1]
    while len(last.limited) > how.limits:
        last = max(map(last.free, sorted(last.limited)), key=lambda box: use(box, columns, y))
    return _way(columns, y, how, last.limited)


def best(boxes: Sequence[Box], columns: Columns, y: Floats) -> Box:
    """The box of most use, freed of limits that are of none."""
    found = max(boxes, key=lambda box: use(box, columns, y))
    for column in sorted(found.limited):
        freed = found.free(column)
        if use(freed, columns, y) >= use(found, columns, y):
            found = freed
    return found


def chance(
    columns: Columns, y: Floats, how: How, times: int, share: float, luck: np.random.Generator
) -> float:
    """The use that is surpassed in ``1 - share`` of times by a box found in y dealt out anew."""
    found = []
    for _ in range(times):
        dealt = luck.permutation(y)
        found.append(use(best(peeled(columns, dealt, how), columns, dealt), columns, dealt))
    return float(np.quantile(found, share))


def _way(columns: Columns, y: Floats, how: How, allowed: frozenset[int]) -> list[Box]:
    boxes, least = [everywhere(columns)], how.least * len(y)
    while True:
        inside = boxes[-1].holds(columns)
        some = Columns(columns.numbers[inside], columns.levels[inside])
        cuts = [
            *_ends(boxes[-1], some, y[inside], how.peel, allowed, least),
            *_levels(boxes[-1], some, y[inside], allowed, least),
        ]
        if not cuts:
            return boxes
        boxes.append(max(cuts, key=lambda cut: cut[0])[1])


Cut = tuple[float, Box]
"""By how much the mean rises for each point lost, and the box that is left."""


def _ends(
    box: Box, some: Columns, y: Floats, peel: float, allowed: frozenset[int], least: float
) -> Iterator[Cut]:
    """Cuts at both ends of each number."""
    own = [column for column in sorted(allowed) if column < some.numbers.shape[1]]
    x = some.numbers[:, own]
    ordered, few = np.sort(x, axis=0), max(1, int(peel * len(x)))
    for side in (0, 1):
        at = ordered[few if side == 0 else len(x) - 1 - few] if len(x) > few else ordered[0]
        kept = x >= at if side == 0 else x <= at
        for gain, i in _gains(kept, y, least):
            ends = [list(box.low), list(box.high)]
            ends[side][own[i]] = float(at[i])
            yield gain, Box(tuple(ends[0]), tuple(ends[1]), box.without)


def _levels(
    box: Box, some: Columns, y: Floats, allowed: frozenset[int], least: float
) -> Iterator[Cut]:
    """Cuts of one level that is there."""
    first = some.numbers.shape[1]
    pairs = [
        (column, int(code))
        for column in range(some.levels.shape[1])
        if first + column in allowed
        for code in np.unique(some.levels[:, column])
    ]
    if not pairs:
        return
    kept = np.column_stack([some.levels[:, column] != code for column, code in pairs])
    for gain, i in _gains(kept, y, least):
        yield gain, box._replace(without=box.without | {pairs[i]})


def _gains(kept: Flags, y: Floats, least: float) -> Iterator[tuple[float, int]]:
    """Of cuts (points, cuts) that lose some points and leave enough: the gain, and which."""
    left: Any = kept.sum(axis=0)
    sums = y @ kept
    for i in np.flatnonzero((left >= least) & (left > 0) & (left < len(y))):
        yield float((sums[i] / left[i] - y.mean()) / (len(y) - left[i])), int(i)
