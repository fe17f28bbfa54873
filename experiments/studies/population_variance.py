"""What the effect hangs on: shares of its variance over the headline's population, by group.

Two samples of the population, and for each group the first with the group from the second; see
``experiments.analysis.crossed``. Groups: contested rules, the community, the coordinator, the
definition of breakdown and failure, and a dummy that stands for nothing: the same points with other
luck. What isn't above the dummy isn't told.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.answer import PRIMARY
from experiments.analysis.crossed import Seen, shares
from experiments.analysis.definitions import GRID, counted
from experiments.analysis.outcomes import Arm
from experiments.analysis.pairing import arm_of
from experiments.store import Cell
from experiments.studies.population_points import COMMUNITY, HUB, RULES

Floats = NDArray[np.float64]
A, B = "a", "b"
DEFINITION, DUMMY = "definition", "dummy"
RUN = (A, B, RULES, COMMUNITY, HUB, DUMMY)
"""Samples of which runs are made; another definition needs none."""
GROUPS = (RULES, COMMUNITY, HUB, DEFINITION, DUMMY)
HALVES = 2
"""Replicates of a sample."""
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


def seen(pairs: Mapping[str, Sequence[Pair]], drawn: Samples, measure: str) -> tuple[Seen, int]:
    """What was seen of a measure, by group, and how many points were left out for a missing run.

    pairs: of each sample in RUN, by point.
    """
    at_a, at_b = drawn.definition[A], drawn.definition[B]
    columns = {name: _column(pairs[name], measure, at_b if name == B else at_a) for name in RUN}
    columns[DEFINITION] = _column(pairs[A], measure, at_b)
    whole = ~np.isnan(np.stack(list(columns.values()))).any(axis=(0, 2))
    kept = {name: values[whole] for name, values in columns.items()}
    return Seen(kept[A], kept[B], {group: kept[group] for group in GROUPS}), int((~whole).sum())


def _column(pairs: Sequence[Pair], measure: str, definition: NDArray[np.int64]) -> Floats:
    both = zip(pairs, definition.tolist(), strict=True)
    return np.array([difference(pair, measure, number) for pair, number in both], np.float64)


def variance_table(pairs: Mapping[str, Sequence[Pair]], drawn: Samples, seed: int) -> pd.DataFrame:
    """Shares of variance of each measure, as ``crossed.shares`` tells them; n points, left_out."""
    parts = []
    for measure in PRIMARY:
        found, left_out = seen(pairs, drawn, measure)
        table = shares(found, seed).assign(measure=measure, n=len(found.a), left_out=left_out)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def above_dummy(table: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Measure and group whose total share is surely above the dummy's largest."""
    totals = table[table["kind"] == "total"]
    for measure, own in totals.groupby("measure", sort=False):
        by_group = own.set_index("name")
        limit = max(0.0, float(by_group.loc[DUMMY, "high"]))
        for group in GROUPS:
            if group != DUMMY and by_group.loc[group, "low"] > limit:
                yield str(measure), group
