"""What a number of pairs of replicates can see, and how many are needed.

Of the very interval that studies judge by, ``statistics.ratio_difference``: a t interval over
pairs, never narrower than the rule of three makes it. A difference is seen where its 95% interval
leaves 0 out on the side where the difference is; it is ruled out where the 90% interval lies
inside the margin (two one-sided tests, Schuirmann 1987). Chances are exact for normal means of
pairs: without the rule of three the first is a noncentral t.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from experiments.analysis.statistics import EQUIVALENCE_LEVEL, LEVEL, RULE_OF_THREE, Floats

FEWEST = 2
"""Pairs from which there is an interval."""
MOST = 1_000_000
"""Pairs beyond which nobody runs."""
USUAL = 0.8
"""Power that studies ask for unless they say otherwise (Cohen 1988)."""
NODES = 400
"""Of the quadrature over what spread a sample may show."""
CLOSE = 1e-6
"""Of a difference of shares that is looked for."""

Power = Callable[[int], float]
"""Chance of a finding, by number of pairs."""


@dataclass(frozen=True)
class Share:
    """An arm: rate per opportunity, and overdispersion, the variance of a run's share over that of
    independent opportunities."""

    rate: float
    overdispersion: float

    def deviation(self, opportunities: float) -> float:
        """Standard deviation of a run's share."""
        alone = self.rate * (1.0 - self.rate) / opportunities
        return float(np.sqrt(self.overdispersion * alone))


@dataclass(frozen=True)
class Pair:
    """How a pair of runs varies: standard deviation of the difference of its shares, and
    opportunities of either run."""

    deviation: float
    opportunities: float

    def error(self, pairs: int) -> float:
        """Standard error of the mean difference."""
        return self.deviation / float(np.sqrt(pairs))

    def least(self, pairs: int) -> float:
        """Half width that an interval has at least."""
        return RULE_OF_THREE / (pairs * self.opportunities)


def pair_of(treated: Share, control: Share, correlation: float, opportunities: float) -> Pair:
    """The pair of two arms whose shares are so correlated over pairs of runs."""
    mine, other = (arm.deviation(opportunities) for arm in (treated, control))
    variance = (mine - other) ** 2 + 2.0 * (1.0 - correlation) * mine * other
    return Pair(float(np.sqrt(variance)), opportunities)


def half_width(pair: Pair, pairs: int, level: float = LEVEL) -> float:
    """Half the width of the interval where a sample varies just as the pair does."""
    quantile = special.stdtrit(pairs - 1, (1 + level) / 2)
    return max(float(quantile) * pair.error(pairs), pair.least(pairs))


def seeing(difference: float, pair: Pair, pairs: int) -> float:
    """Chance that the 95% interval leaves 0 out on the side of the difference; 0 for none."""
    if difference == 0.0:
        return 0.0
    if pair.deviation == 0.0:
        return float(abs(difference) > pair.least(pairs))
    half, weights = _halves(pair, pairs, LEVEL)
    return float(weights @ special.ndtr((abs(difference) - half) / pair.error(pairs)))


def excluding(margin: float, difference: float, pair: Pair, pairs: int) -> float:
    """Chance that the 90% interval lies inside +- margin, where the difference is such."""
    if pair.deviation == 0.0:
        return float(abs(difference) + pair.least(pairs) < margin)
    half, weights = _halves(pair, pairs, EQUIVALENCE_LEVEL)
    error = pair.error(pairs)
    inside = special.ndtr((margin - half - difference) / error)
    inside -= special.ndtr((half - margin - difference) / error)
    return float(weights @ np.maximum(inside, 0.0))


def _halves(pair: Pair, pairs: int, level: float) -> tuple[Floats, Floats]:
    """Half widths over what spread a sample may show, (NODES,), and their chances.

    A sample's variance over the true one is chi-square(n - 1) / (n - 1).
    """
    chances, weights = _quadrature()
    freedom = pairs - 1
    shown = special.chdtri(freedom, chances) / freedom
    usual = special.stdtrit(freedom, (1 + level) / 2) * pair.error(pairs)
    return np.maximum(usual * np.sqrt(shown), pair.least(pairs)), weights


@cache
def _quadrature() -> tuple[Floats, Floats]:
    """Gauss and Legendre's nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return (1.0 - nodes) / 2.0, weights / 2.0


def needed(power: Power, wanted: float = USUAL) -> int | None:
    """The fewest pairs with the wanted power; None where MOST are too few."""
    high = FEWEST
    while power(high) < wanted:
        if high >= MOST:
            return None
        high = min(2 * high, MOST)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle) >= wanted else (middle, high)
    return high


def smallest(pair: Pair, pairs: int, wanted: float = USUAL) -> float | None:
    """The smallest difference that is seen with the wanted power; None where that of 1 isn't."""
    low, high = 0.0, 1.0
    if pairs < FEWEST or seeing(high, pair, pairs) < wanted:
        return None
    while high - low > CLOSE:
        middle = (low + high) / 2.0
        low, high = (low, middle) if seeing(middle, pair, pairs) >= wanted else (middle, high)
    return high
