"""Coverage of the intervals by simulation, clustered as real runs are.

``python -m tests.heavy.interval_coverage`` prints the table of docs/statistics.md (make
coverage-simulation). Opportunities are the same number in both arms of a pair, as in the model.
A replicate's rates in the two arms are beta-distributed with a correlation (Gaussian copula), and
counts are binomial given them; so opportunities of a replicate hang together, and pairs do.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import stats

from experiments.analysis import statistics as st
from experiments.analysis import statistics_runs as sr
from experiments.words.markdown import markdown_table

SEED = 20_240
STUDIES = 4000
RATES, PAIRS = (0.05, 0.3, 0.5), (30, 100)
EFFECTS = {0.05: (0.0, -0.03, 0.05), 0.3: (0.0, -0.05, -0.15), 0.5: (0.0, -0.05, -0.15)}
"""Treated less control, by the control's rate."""
RUNS_R = 0.1
"""Latent correlation of collapse between the arms of a pair."""
MOST_COLLAPSED = 92 / 104
"""Largest share of weeks that a run can be collapsed: weeks 64 to 155 of weeks 52 to 155."""
UNITS, UNITS_SPREAD = 64, 7
"""Opportunities of a replicate's cohort."""


@dataclass(frozen=True)
class Clustering:
    """icc: correlation of two opportunities of a replicate. r: of the two arms' shares."""

    name: str
    icc: float
    r: float


CLUSTERINGS = (Clustering("as runs", 0.02, 0.35), Clustering("heavier", 0.05, 0.6))


@dataclass(frozen=True)
class Setting:
    """One row of the table: the control's rate, the effect, pairs of replicates, clustering."""

    rate: float
    effect: float
    pairs: int
    clustering: Clustering


@dataclass(frozen=True)
class Covered:
    """Share of studies whose interval held the truth; and the narrowest interval, in points."""

    difference: float
    ratio: float
    level: float
    narrowest: float


def settings() -> Iterator[Setting]:
    """All rows."""
    for clustering, rate, pairs in product(CLUSTERINGS, RATES, PAIRS):
        for effect in EFFECTS[rate]:
            yield Setting(rate, effect, pairs, clustering)


def drawn(setting: Setting, studies: int, seed: int = SEED) -> tuple[np.ndarray, ...]:
    """Counts treated, counts control and units, each (studies, pairs)."""
    luck = np.random.default_rng(
        [seed, setting.pairs, round(1000 * setting.rate), round(1000 * (1 + setting.effect))]
    )
    shape = (studies, setting.pairs)
    units = np.maximum(np.rint(luck.normal(UNITS, UNITS_SPREAD, shape)), 1).astype(int)
    icc, spread = setting.clustering.icc, 1 / setting.clustering.icc - 1
    reliable = icc * UNITS / (1 + (UNITS - 1) * icc)
    lean = min(setting.clustering.r / reliable, 1.0)
    first = luck.normal(size=shape)
    second = lean * first + np.sqrt(1 - lean**2) * luck.normal(size=shape)
    counts = [
        luck.binomial(units, stats.beta.ppf(stats.norm.cdf(z), p * spread, (1 - p) * spread))
        for z, p in ((first, setting.rate + setting.effect), (second, setting.rate))
    ]
    return counts[0], counts[1], units


def covered(setting: Setting, studies: int = STUDIES, seed: int = SEED) -> Covered:
    """What the project's own functions do in so many studies."""
    truth = setting.effect, (setting.rate + setting.effect) / setting.rate, setting.rate
    found = [
        (
            st.ratio_difference(treated, units, control, units),
            st.paired_ratio(treated, units, control, units),
            st.ratio_interval(control, units),
        )
        for treated, control, units in zip(*drawn(setting, studies, seed), strict=True)
    ]
    shares = [
        float(np.mean([each[i].low <= truth[i] <= each[i].high for each in found]))
        for i in range(len(truth))
    ]
    return Covered(*shares, narrowest=min(each[0].high - each[0].low for each in found))


def covered_runs(rate: float, effect: float, pairs: int, r: float, studies: int) -> Covered:
    """The same for a yes-no outcome of whole runs, correlated at about r between arms."""
    treated, control = _collapsed(_luck(rate, effect, pairs), rate, effect, (studies, pairs), r)
    found = [
        sr.risk_difference(sr.two_by_two(*pair)) for pair in zip(treated, control, strict=True)
    ]
    level = [st.wilson(float(each.sum()), pairs) for each in control]
    return Covered(
        float(np.mean([each.low <= effect <= each.high for each in found])),
        np.nan,
        float(np.mean([each.low <= rate <= each.high for each in level])),
        min(each.high - each.low for each in found),
    )


def _luck(rate: float, effect: float, pairs: int) -> np.random.Generator:
    return np.random.default_rng([SEED, pairs, round(1000 * rate), round(1000 * (1 + effect))])


def _collapsed(
    luck: np.random.Generator, rate: float, effect: float, shape: tuple[int, int], r: float
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each run ever collapsed, treated and control."""
    first = luck.normal(size=shape)
    second = r * first + np.sqrt(1 - r * r) * luck.normal(size=shape)
    return first < stats.norm.ppf(rate + effect), second < stats.norm.ppf(rate)


def covered_shares(rate: float, effect: float, pairs: int, r: float, studies: int) -> Covered:
    """The same for shares of weeks collapsed: 0 in runs that never collapse, else uniform."""
    luck = _luck(rate, effect, pairs)
    ever = _collapsed(luck, rate, effect, (studies, pairs), r)
    treated, control = (each * luck.uniform(0, MOST_COLLAPSED, each.shape) for each in ever)
    found = [sr.share_difference(*pair) for pair in zip(treated, control, strict=True)]
    level = [sr.mean_share(each) for each in control]
    mean = MOST_COLLAPSED / 2
    return Covered(
        float(np.mean([each.low <= mean * effect <= each.high for each in found])),
        np.nan,
        float(np.mean([each.low <= mean * rate <= each.high for each in level])),
        min(each.high - each.low for each in found),
    )


def main(studies: int = STUDIES) -> None:
    """Print the three tables."""
    rows = [
        (s.clustering.name, s.rate, f"{s.effect:+.2f}", s.pairs, *_shown(covered(s, studies)))
        for s in settings()
    ]
    header = (
        "clustering",
        "rate",
        "effect",
        "pairs",
        "difference",
        "ratio",
        "one arm",
        "narrowest",
    )
    print(markdown_table(header, [tuple(map(str, row)) for row in rows]), end="\n\n")
    for covered_by in (covered_runs, covered_shares):
        runs = [
            (
                rate,
                f"{effect:+.2f}",
                pairs,
                *_shown(covered_by(rate, effect, pairs, RUNS_R, studies)),
            )
            for rate, pairs in product(RATES, PAIRS)
            for effect in EFFECTS[rate]
        ]
        print(markdown_table(header[1:], [tuple(map(str, row)) for row in runs]), end="\n\n")


def _shown(found: Covered) -> tuple[str, ...]:
    shares = (found.difference, found.ratio, found.level)
    numbers = ("–" if np.isnan(share) else f"{share:.3f}" for share in shares)
    return (*numbers, f"{100 * found.narrowest:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
