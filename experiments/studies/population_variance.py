"""What the effect hangs on: shares of its variance over the headline's population, by group.

Two samples of the population, and for each group the first with the group from the second; see
``experiments.analysis.crossed``. Groups: contested rules, the community, the coordinator, the
definition of breakdown and failure, and a dummy that stands for nothing: the same points with other
luck. What isn't above the dummy isn't told.

A community is one of its set of rules, and so tells these rules: what it explains and what they do
overlap. Shapley effects share that out: what a group adds to what others explain, over all orders.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial, reduce
from itertools import product
from operator import add
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.answer import PRIMARY
from experiments.analysis.crossed import (
    Seen,
    above,
    in_common,
    shapley,
    shares,
    with_intervals,
)
from experiments.analysis.definitions import GRID, counted
from experiments.analysis.outcomes import Arm
from experiments.analysis.pairing import arm_of
from experiments.store import Cell
from experiments.studies.population_ground import HALVES
from experiments.studies.population_points import COMMUNITY, HUB, OTHERS, RULES, SETS

Floats = NDArray[np.float64]
A, B = "a", "b"
DEFINITION, DUMMY = "definition", "dummy"
RUN = (A, B, RULES, COMMUNITY, HUB, SETS, OTHERS, DUMMY)
"""Samples of which runs are made; another definition needs none."""
HUB_ONLY = (HUB, OTHERS)
"""Those that differ from the first in nothing that matters without a coordinator."""
GROUPS = (RULES, COMMUNITY, HUB, DEFINITION, DUMMY)
SHARING = (RULES, COMMUNITY, HUB, DEFINITION)
"""Among which Shapley effects share the variance."""
WITH: Mapping[frozenset[str], tuple[str, str]] = {
    frozenset(some): samples
    for some, samples in (
        ((), (A, B)),
        ((RULES,), (RULES, B)),
        ((COMMUNITY,), (SETS, B)),
        ((HUB,), (HUB, B)),
        ((RULES, COMMUNITY), (HUB, A)),
        ((RULES, HUB), (COMMUNITY, A)),
        ((COMMUNITY, HUB), (OTHERS, A)),
        ((RULES, COMMUNITY, HUB), (A, A)),
    )
}
"""Two samples that have these groups in common and nothing else: of the community, the rules that
it tells too."""
DEFINITIONS = tuple(product(GRID.followed, GRID.countings))


class Samples(NamedTuple):
    """unit: of each sample in RUN, (points, dimensions) in [0, 1); definition: number in
    DEFINITIONS at A and at B, (points,)."""

    unit: Mapping[str, Floats]
    definition: Mapping[str, NDArray[np.int64]]


def samples(
    columns: Mapping[str, Sequence[int]], dimensions: int, points: int, seed: int
) -> Samples:
    """Both samples and their mixtures, of one scrambled Sobol sequence.

    columns: of a point's shares, those that belong to each group of inputs.
    """
    from scipy.stats import qmc

    sequence = qmc.Sobol(2 * (dimensions + 1), rng=np.random.default_rng(seed))
    both = sequence.random_base2(int(np.ceil(np.log2(points))))[:points]
    one, other = both[:, : dimensions + 1], both[:, dimensions + 1 :]
    unit = {A: one[:, :-1], B: other[:, :-1], DUMMY: one[:, :-1]}
    for group, own in columns.items():
        unit[group] = one[:, :-1].copy()
        unit[group][:, list(own)] = other[:, list(own)]
    return Samples(unit, {name: _numbers(each[:, -1]) for name, each in ((A, one), (B, other))})


def _numbers(shares: Floats) -> NDArray[np.int64]:
    return (shares * len(DEFINITIONS)).astype(np.int64)


class Pair(NamedTuple):
    """A point's arms, treated and reference."""

    treated: Arm
    reference: Arm


def pair_of(treated: Cell, reference: Cell) -> Pair:
    """Both arms' halves."""
    return Pair(*(arm_of(cell, HALVES, weekly=False) for cell in (treated, reference)))


def difference(pair: Pair, measure: str, definition: int) -> list[float]:
    """Treated less reference with each half of luck; nan where a run is missing or nothing is
    counted."""
    followed, counting = DEFINITIONS[definition]
    rates = []
    for arm in pair:
        events, units = counted(arm, measure, followed, counting)
        rate = np.divide(events, units, out=np.full(len(units), np.nan), where=units > 0)
        rates.append(dict(zip(arm.replicates.tolist(), rate.tolist(), strict=True)))
    missing = float("nan")
    return [rates[0].get(half, missing) - rates[1].get(half, missing) for half in range(HALVES)]


Columns = Mapping[str, tuple[Floats, Floats]]
"""Of each sample in RUN what was seen, (points, 2) by half of luck, by the definitions at A and by
those at B."""


def columns_of(
    pairs: Mapping[str, Sequence[Pair]], drawn: Samples, measure: str
) -> tuple[Columns, int]:
    """What was seen of a measure, and how many points were left out for a missing run.

    pairs: of each sample in RUN, by point.
    """
    both = [drawn.definition[name] for name in (A, B)]
    columns = {name: [_column(pairs[name], measure, numbers) for numbers in both] for name in RUN}
    every = np.stack([each for two in columns.values() for each in two])
    whole = ~np.isnan(every).any(axis=(0, 2))
    kept = {name: (two[0][whole], two[1][whole]) for name, two in columns.items()}
    return kept, int((~whole).sum())


def seen(columns: Columns) -> Seen:
    """Each sample by the definitions that are its own."""
    mixed = {name: columns[name][0] for name in (RULES, COMMUNITY, HUB, DUMMY)}
    mixed[DEFINITION] = columns[A][1]
    return Seen(columns[A][0], columns[B][1], {group: mixed[group] for group in GROUPS})


def explained(columns: Columns, some: frozenset[str]) -> float:
    """Variance of f that is explained by knowing some of the groups in SHARING."""
    if not some:
        return 0.0
    one, other = (columns[name] for name in WITH[some - {DEFINITION}])
    if DEFINITION not in some:
        other = other[::-1]
    return float(np.mean([in_common(x, y) for x, y in zip(one, other, strict=True)]))


def effects(columns: Columns) -> dict[tuple[str, str], float]:
    """Shapley effects, as shares of the variance, by group; nan where there is none above 0."""
    parts = shapley(SHARING, partial(explained, columns))
    whole = reduce(add, parts.values())
    of = whole if whole > 0.0 else float("nan")
    return {(name, "shapley"): part / of for name, part in parts.items()}


def _of(columns: Columns, rows: NDArray[np.int64]) -> Columns:
    return {name: (one[rows], other[rows]) for name, (one, other) in columns.items()}


def _column(pairs: Sequence[Pair], measure: str, definition: NDArray[np.int64]) -> Floats:
    both = zip(pairs, definition.tolist(), strict=True)
    return np.array([difference(pair, measure, number) for pair, number in both], np.float64)


def variance_table(pairs: Mapping[str, Sequence[Pair]], drawn: Samples, seed: int) -> pd.DataFrame:
    """Shares of variance of each measure, and Shapley effects, as ``with_intervals`` tells them; n
    points, left_out."""
    parts = []
    for measure in PRIMARY:
        columns, left_out = columns_of(pairs, drawn, measure)
        points = len(columns[A][0])
        both = [
            shares(seen(columns), seed),
            with_intervals(lambda rows, of=columns: effects(_of(of, rows)), points, seed),  # type: ignore[misc]
        ]
        parts += [table.assign(measure=measure, n=points, left_out=left_out) for table in both]
    return pd.concat(parts, ignore_index=True)


def above_dummy(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Measure and group whose total share is surely above the dummy's largest."""
    for measure, own in table.groupby("measure", sort=False):
        yield from ((str(measure), group) for group in above(own, DUMMY))
