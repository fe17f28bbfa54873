"""Emulators of all patterns, and the probability that a point that wasn't run meets them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from experiments.analysis.emulator import THREADS, Emulator, fit, held_out, meets
from experiments.config.calibrated import Bounds, Settings
from experiments.studies.calibration.design import coordinates
from experiments.studies.calibration.score import Scored, met

Floats = NDArray[np.float64]
HALF = 0.5


@dataclass(frozen=True)
class Emulators:
    """One a pattern, that which fewest points meet first.

    within: share of held-out points, by pattern, whose standardised residual is within 2;
    undefined: share of points at which a pattern isn't defined.
    """

    settings: Settings
    by_pattern: Mapping[str, Emulator]
    within: Mapping[str, float]
    undefined: Mapping[str, float]

    def probability(self, points: pd.DataFrame, least: float = 0.0) -> Floats:
        """Probability that the true means at points meet every pattern, (n,).

        The patterns' errors are taken as independent. least: where a point's can't reach it any
        more, 0 is told, and it isn't looked at further.
        """
        at = coordinates(self.settings, points)
        found = np.ones(len(at))
        with threadpool_limits(THREADS):
            for name, emulator in self.by_pattern.items():
                left = np.flatnonzero(found > least) if least else np.arange(len(at))
                bounds = self.settings.patterns[name]
                found[left] *= self._meets(emulator, bounds, at[left], least)
        return np.where(found < least, 0.0, found)

    def _meets(self, emulator: Emulator, bounds: Bounds, at: Floats, least: float) -> Floats:
        """least: over a half, a mean outside the bounds tells enough."""
        low, high = bounds.ends
        result, asked = np.zeros(len(at)), np.arange(len(at))
        if least > HALF:
            mean = emulator.mean(at)
            asked = np.flatnonzero((mean >= low) & (mean <= high))
        result[asked] = meets(*emulator.moments(at[asked]), low, high)
        return result


def emulate(scored: Scored, settings: Settings, seed: int) -> Emulators:
    """An emulator of every pattern, each judged on points that it didn't see."""
    at = coordinates(settings, scored.points)
    emulators, within, undefined = {}, {}, {}
    for number, name in enumerate(settings.patterns):
        luck = np.random.default_rng([seed, number])
        values = scored.values[name].to_numpy(np.float64)
        variances = scored.variances[name].to_numpy(np.float64)
        there = np.flatnonzero(~np.isnan(values))
        known = (at[there], values[there], variances[there])
        emulators[name] = fit(*known, settings.emulator, luck)
        within[name] = held_out(emulators[name], *known, settings.emulator, luck)
        undefined[name] = 1.0 - len(there) / len(values)
    share = met(scored.values, settings).mean()
    strictest = {name: emulators[name] for name in sorted(emulators, key=share.__getitem__)}
    return Emulators(settings, strictest, within, undefined)
