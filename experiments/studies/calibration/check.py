"""Are kept points kept again with fresh luck, rejected ones rejected; do communities last?"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis.emulator import meets
from experiments.config.calibrated import Floats, Repeated, Settings
from experiments.studies.calibration.design import coordinates
from experiments.studies.calibration.emulator import Emulators
from experiments.studies.calibration.run import Place, Stage, run_stage
from experiments.studies.calibration.score import Scored, met, score
from experiments.studies.calibration.waves import PROBABILITY, REJECTED, spread_over_sets

BEFORE, AFTER = (4, 6), (7, 9)
"""Years whose opportunities are compared, first and last, counted from 1."""
DRIFT, STATIONARY = "drift", "stationary"


class Again(NamedTuple):
    """Points judged again with fresh luck. expected: mean probability before; again: share whose
    probability reaches the limit with what the fresh runs add; alone: share that meets every
    pattern by the fresh runs alone."""

    points: int
    expected: float
    again: float
    alone: float


def check(place: Place, emulators: Emulators, kept: pd.DataFrame) -> dict[str, Again]:
    """Some of the kept points and some just rejected, run with fresh luck."""
    settings, number = place.settings, place.size.checked
    luck = np.random.default_rng([settings.fresh_seed])
    some = kept.iloc[np.sort(luck.permutation(len(kept))[:number])].reset_index(drop=True)
    others = spread_over_sets(place, emulators, number, settings.just_rejected, REJECTED)
    return {
        name: _again(place, emulators, Stage(name, settings.fresh_seed, place.size.of_last), points)
        for name, points in (("kept", some), ("rejected", others))
    }


def _again(place: Place, emulators: Emulators, stage: Stage, points: pd.DataFrame) -> Again:
    if points.empty:
        return Again(0, *[float("nan")] * 3)
    fresh = score(run_stage(place, stage, points), place.settings)
    chance = with_fresh_runs(emulators, fresh)
    alone = met(fresh.values, place.settings).all(axis=1)
    return Again(
        len(points), float(points[PROBABILITY].mean()),
        float((chance >= place.settings.kept_at).mean()), float(alone.mean()),
    )  # fmt: skip


def with_fresh_runs(emulators: Emulators, fresh: Scored) -> Floats:
    """Probability that the true means meet every pattern, (points,): what emulators say of a
    point and what its fresh runs say, each by its precision."""
    at, chance = coordinates(emulators.settings, fresh.points), np.ones(len(fresh.points))
    for name, emulator in emulators.by_pattern.items():
        mean, spread = emulator.moments(at)
        tables = (fresh.values, fresh.variances)
        value, variance = (table[name].to_numpy(np.float64) for table in tables)
        together = spread**2 + variance
        weight = np.divide(spread**2, together, out=np.zeros_like(mean), where=spread > 0.0)
        both = mean + weight * (value - mean)
        left = spread * np.sqrt(1.0 - weight)
        chance *= np.nan_to_num(meets(both, left, *emulators.settings.patterns[name].ends))
    return chance


def drifts(place: Place, kept: pd.DataFrame) -> Floats:
    """Failure of the later years less that of the earlier ones at each point, without a hub.

    (points,); nan where a run failed. By calendar time, in runs of nine years.
    """
    long = place.size.stationary
    repeated = Repeated(replicates=long.replicates, doubled=0, horizon=long.horizon)
    runs = run_stage(place, Stage(STATIONARY, place.settings.fresh_seed, repeated), kept)
    return drift_of(runs)


def drift_of(runs: pd.DataFrame) -> Floats:
    """As ``drifts``, from the runs of a stage."""
    grouped = runs.groupby("point")
    totals = grouped[[name for name in runs if "_of_year_" in str(name)]].sum()
    rates = [
        sum(totals[f"failures_of_year_{year}"] for year in range(first, last + 1))
        / sum(totals[f"opportunities_of_year_{year}"] for year in range(first, last + 1))
        for first, last in (BEFORE, AFTER)
    ]
    sound = grouped["error"].agg(lambda column: (column == "").all())
    return np.asarray((rates[1] - rates[0]).where(sound), np.float64)


def is_stationary(drift: Floats, settings: Settings) -> Floats:
    """Where failure changes by less than is allowed, up or down: 1, else 0; nan counts as 0."""
    return np.asarray(np.abs(drift) < settings.drift, np.float64)
