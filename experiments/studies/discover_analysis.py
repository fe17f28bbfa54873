"""Pure: boxes of where the hub lowers failure or raises it, and what they hold on other points."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.boxes import Box, Columns, How, best, chance, everywhere, peeled, use
from experiments.analysis.crossed import LEVEL
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.studies.population_points import LEVELS
from experiments.studies.population_verdict import LEVEL as NORMAL
from experiments.studies.population_verdict import SIDES

Floats = NDArray[np.float64]
BEATEN = 0.95
"""Share of permutations that a box must be of more use than."""
LEAF = "leaf"


class Asked(Protocol):
    """How a box is sought: see ``boxes.How``, and how many permutations and leaves there are."""

    @property
    def limits(self) -> int: ...
    @property
    def least(self) -> float: ...
    @property
    def peel(self) -> float: ...
    @property
    def permutations(self) -> int: ...
    @property
    def leaves(self) -> int: ...


class Sample(NamedTuple):
    """Points and what is known of the effect there. design: a row a point, rules as levels;
    halves: differences seen, (points, 2); draws: what the expected one may be, (draws, points);
    failed: points without a pair, which are left out."""

    design: pd.DataFrame
    halves: Floats
    draws: Floats
    failed: int

    def beyond(self, side: int) -> Floats:
        """Whether the expected difference is beyond the smallest that matters, as draws have it,
        below (side -1) or above (1); (draws, points) of 0 and 1."""
        return np.asarray(side * self.draws >= SMALLEST_EFFECT, np.float64)


class Discovered(NamedTuple):
    """boxes: a row a side. sought, judged: points; failed: left out of both; use: of the box, and
    chance: that of 95% of permutations; found: whether it surpasses it; limits: how many;
    support, share: of points in it, and of those the share beyond, both where it was sought;
    judged_support; judged_share, outside_share with _low, _high: on the other points; inside,
    outside with _low, _high: mean differences seen there.

    limits: a row a limit: side, column; low, high, infinite where it has none; left_out: levels.
    curve: a row a box on the way: side, support, share, judged_share, taken.
    leaves: a row a leaf of the tree and column that limits it, as limits; with support, lowers and
    raises (shares of the sought points), judged_lowers, judged_raises.
    """

    boxes: pd.DataFrame
    limits: pd.DataFrame
    curve: pd.DataFrame
    leaves: pd.DataFrame


def columns_of(design: pd.DataFrame) -> Columns:
    """Numbers and levels of points; both in the order of their columns."""
    rules = [name for name in design if name in LEVELS]
    codes = [design[rule].map({level: i for i, level in enumerate(LEVELS[rule])}) for rule in rules]
    numbers = design.drop(columns=rules).to_numpy(np.float64)
    return Columns(numbers, np.column_stack(codes).astype(np.int64))


def discovered(sought: Sample, judged: Sample, asked: Asked, seed: int) -> Discovered:
    """Boxes of both sides, and the tree."""
    luck = np.random.default_rng([seed, len(sought.design)])
    boxes, limits, curve = [], [], []
    for name, side in SIDES.items():
        columns, y = columns_of(sought.design), sought.beyond(side).mean(axis=0)
        how = How(asked.limits, asked.least, asked.peel)
        way = peeled(columns, y, how)
        box = best(way, columns, y)
        known = {"use": use(box, columns, y)}
        known["chance"] = chance(columns, y, how, asked.permutations, BEATEN, luck)
        boxes.append({"side": name, **known, **_held(box, sought, judged, side, luck)})
        limits += [{"side": name, **limit} for limit in limits_of(box, sought.design)]
        curve += [{"side": name, **row} for row in _curve([*way, box], sought, judged, side)]
    table = pd.DataFrame(boxes)
    table.insert(1, "found", table["use"] > table["chance"])
    leaves = pd.DataFrame(_leaves(sought, judged, asked, seed))
    return Discovered(table, pd.DataFrame(limits), pd.DataFrame(curve), leaves)


def _held(
    box: Box, sought: Sample, judged: Sample, side: int, luck: np.random.Generator
) -> dict[str, float]:
    """What a box holds where it was sought, and on the other points."""
    own, there = (box.holds(columns_of(each.design)) for each in (sought, judged))
    beyond = judged.beyond(side)
    found = {
        "sought": len(own), "judged": len(there), "failed": sought.failed + judged.failed,
        "limits": len(box.limited), "support": float(own.mean()),
        "share": _mean(sought.beyond(side)[:, own]), "judged_support": float(there.mean()),
    }  # fmt: skip
    for name, part in (("judged", there), ("outside", ~there)):
        found |= _prefixed(f"{name}_share", _over(beyond[:, part], luck))
    for name, part in (("inside", there), ("outside", ~there)):
        found |= _prefixed(name, _seen(judged.halves[part].mean(axis=1)))
    return found


def _prefixed(name: str, row: Mapping[str, float]) -> dict[str, float]:
    return {name: row["value"], f"{name}_low": row["low"], f"{name}_high": row["high"]}


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else float("nan")


def _over(beyond: Floats, luck: np.random.Generator) -> dict[str, float]:
    """Share of points, with a 95% interval over draws of f and points drawn anew."""
    draws, points = beyond.shape
    if not points:
        return dict.fromkeys(("value", "low", "high"), float("nan"))
    again = np.take_along_axis(beyond, luck.integers(0, points, (draws, points)), 1).mean(axis=1)
    low, high = np.quantile(again, LEVEL)
    return {"value": float(beyond.mean()), "low": float(low), "high": float(high)}


def _seen(values: Floats) -> dict[str, float]:
    """Mean of what was seen at points, with its 95% interval over points."""
    if len(values) < 2:
        return dict.fromkeys(("value", "low", "high"), float("nan"))
    mean, reach = float(values.mean()), NORMAL * float(values.std(ddof=1)) / len(values) ** 0.5
    return {"value": mean, "low": mean - reach, "high": mean + reach}


def limits_of(box: Box, design: pd.DataFrame) -> Iterator[dict[str, object]]:
    """A row a column that the box limits: column; low, high; left_out: its levels that it leaves
    out, by name, parted by spaces."""
    rules = [name for name in design if name in LEVELS]
    numbers = [name for name in design if name not in LEVELS]
    for name, low, high in zip(numbers, box.low, box.high, strict=True):
        if np.isfinite(low) or np.isfinite(high):
            yield {"column": name, "low": low, "high": high, "left_out": ""}
    for column, rule in enumerate(rules):
        out = [LEVELS[rule][code] for own, code in sorted(box.without) if own == column]
        if out:
            yield {"column": rule, "low": -np.inf, "high": np.inf, "left_out": " ".join(out)}


def _curve(
    boxes: list[Box], sought: Sample, judged: Sample, side: int
) -> Iterator[dict[str, object]]:
    """The way from all points to the smallest box; the last of ``boxes`` is the one taken."""
    for number, box in enumerate(boxes):
        own, there = (box.holds(columns_of(each.design)) for each in (sought, judged))
        yield {
            "support": float(own.mean()), "share": _mean(sought.beyond(side)[:, own]),
            "judged_share": _mean(judged.beyond(side)[:, there]),
            "taken": number == len(boxes) - 1,
        }  # fmt: skip


def _leaves(sought: Sample, judged: Sample, asked: Asked, seed: int) -> Iterator[dict[str, object]]:
    """The tree's leaves, each a box: a tree of the probability that failure is lowered."""
    from sklearn.tree import DecisionTreeRegressor  # takes seconds, and readers of boxes grow none

    columns = columns_of(sought.design)
    features = _features(columns)
    least = max(int(asked.least * len(features.x)), 1)
    tree = DecisionTreeRegressor(
        max_leaf_nodes=max(asked.leaves, 2), min_samples_leaf=least, random_state=seed
    ).fit(features.x, sought.beyond(SIDES["lowers"]).mean(axis=0))
    for number, box in enumerate(_boxes_of(tree.tree_, features, everywhere(columns))):
        own, there = (box.holds(columns_of(each.design)) for each in (sought, judged))
        known = {"support": float(own.mean())}
        for name, side in SIDES.items():
            known[name] = _mean(sought.beyond(side)[:, own])
            known[f"judged_{name}"] = _mean(judged.beyond(side)[:, there])
        for limit in limits_of(box, sought.design):
            yield {LEAF: number + 1, **limit, **known}


class Features(NamedTuple):
    """What a tree sees, (points, features): numbers, then of each level whether a point has it;
    levels: column and code of these."""

    x: Floats
    levels: list[tuple[int, int]]


def _features(columns: Columns) -> Features:
    pairs = [
        (column, code)
        for column in range(columns.levels.shape[1])
        for code in range(int(columns.levels[:, column].max()) + 1)
    ]
    has = [(columns.levels[:, column] == code).astype(np.float64) for column, code in pairs]
    return Features(np.column_stack([columns.numbers, *has]), pairs)


def _boxes_of(tree: object, features: Features, box: Box, node: int = 0) -> Iterator[Box]:
    """Boxes of the leaves under a node that holds ``box``."""
    left, right = tree.children_left[node], tree.children_right[node]  # type: ignore[attr-defined]
    if left == right:
        yield box
        return
    feature, at = int(tree.feature[node]), float(tree.threshold[node])  # type: ignore[attr-defined]
    below, above = _split(box, feature, at, features)
    yield from _boxes_of(tree, features, below, left)
    yield from _boxes_of(tree, features, above, right)


def _split(box: Box, feature: int, at: float, features: Features) -> tuple[Box, Box]:
    numbers = len(box.low)
    if feature < numbers:
        low, high = list(box.low), list(box.high)
        high[feature] = min(high[feature], at)
        low[feature] = max(low[feature], float(np.nextafter(at, np.inf)))
        return box._replace(high=tuple(high)), box._replace(low=tuple(low))
    column, code = features.levels[feature - numbers]
    others = {pair for pair in features.levels if pair[0] == column and pair[1] != code}
    return box._replace(without=box.without | {(column, code)}), box._replace(
        without=box.without | others
    )
