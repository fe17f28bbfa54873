"""History matching: waves of points, each where the ones before leave it possible."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.studies.calibration.design import drawn, hypercube
from experiments.studies.calibration.emulator import Emulators, emulate
from experiments.studies.calibration.run import Place, Stage, run_stage
from experiments.studies.calibration.score import Scored, score, together

LAST = "last"
AT_ONCE = 2000
"""Points of a set's prior that are drawn and judged at a time."""
PROBABILITY, DRAWS = "probability", "draws"


class Explored(NamedTuple):
    """All that was run. by_stage: its points, by stage; emulators: conditioned on all of them."""

    by_stage: dict[str, Scored]
    emulators: Emulators
    sources: set[str]

    @property
    def prior(self) -> Scored:
        """The first wave: a sample of the prior."""
        return next(iter(self.by_stage.values()))


class Found(NamedTuple):
    """points of one set, with their ``PROBABILITY``; draws: of its prior that were judged."""

    points: pd.DataFrame
    draws: int


def explore(place: Place) -> Explored:
    """Every wave and the last points, and emulators of all."""
    settings, size = place.settings, place.size
    found = Explored({}, Emulators(settings, {}, {}, {}), set())
    last = Stage(LAST, settings.seed, size.of_last)
    stages = [(place.wave(n + 1), points) for n, points in enumerate(size.waves)]
    for number, (stage, points) in enumerate([*stages, (last, size.last.points)]):
        least = settings.likely_met if stage is last else settings.may_be_met
        chosen = _chosen(place, found.emulators, points, (least, 1.0), number)
        if chosen.empty:  # nowhere may every pattern be met: more points would tell nothing
            break
        runs = run_stage(place, stage, chosen)
        by_stage = found.by_stage | {stage.name: score(runs, settings)}
        emulators = emulate(together(list(by_stage.values())), settings, settings.seed)
        found = Explored(by_stage, emulators, found.sources | set(runs["sources"]))
    return found


def _chosen(
    place: Place, emulators: Emulators, points: int, range_: tuple[float, float], stage: int
) -> pd.DataFrame:
    if not emulators.by_pattern:
        return hypercube(place.settings, points)
    return spread_over_sets(place, emulators, points, range_, stage)


def spread_over_sets(
    place: Place, emulators: Emulators, points: int, between: tuple[float, float], stage: int
) -> pd.DataFrame:
    """Points of the prior with a probability in [low, high), as many of each set as come in turn.

    Where a set has too few among its draws, fewer are given. stage: a number of its own for luck.
    """
    parts = []
    for number, rules in enumerate(place.settings.sets):
        wanted = len(range(number, points, len(place.settings.sets)))
        luck = np.random.default_rng([place.settings.seed, stage, number])
        parts.append(search(place, emulators, rules, wanted, between, luck).points)
    return pd.concat(parts, ignore_index=True)


def search(
    place: Place, emulators: Emulators, rules: dict[str, str], wanted: int,
    between: tuple[float, float], luck: np.random.Generator,
) -> Found:  # fmt: skip
    """The first points of a set's prior, drawn one after the other, with a probability between."""
    low, high = between
    parts: list[pd.DataFrame] = []
    draws = found = 0
    while found < wanted and draws < place.size.draws:
        points = drawn(place.settings, rules, min(AT_ONCE, place.size.draws), luck)
        chance = emulators.probability(points, low)
        chosen = np.flatnonzero((chance >= low) & ((chance < high) | (high == 1.0)))
        chosen = chosen[: wanted - found]
        found += len(chosen)
        draws += int(chosen[-1]) + 1 if found == wanted else len(points)
        parts.append(points.iloc[chosen].assign(**{PROBABILITY: chance[chosen]}))
    columns = [*place.settings.columns, PROBABILITY]
    empty = pd.DataFrame({name: [] for name in columns})
    return Found(pd.concat(parts, ignore_index=True) if parts else empty, draws)


def keep(place: Place, emulators: Emulators) -> dict[int, Found]:
    """The points kept of each set, by its number."""
    settings = place.settings
    return {
        number: search(
            place, emulators, rules, place.size.kept, (settings.kept_at, 1.0),
            np.random.default_rng([settings.seed, KEPT, number]),
        )
        for number, rules in enumerate(settings.sets)
    }  # fmt: skip


KEPT, REJECTED = 100, 101
"""Numbers of their own for luck, beside those of stages."""
