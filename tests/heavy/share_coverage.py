"""How well shares of the harm map are told: ``python -m tests.heavy.share_coverage``; some minutes.

Made-up points whose true effects are known, each seen through a few replicates whose spread is
estimated from them. For each kind of truth: the mean share, over repetitions, of points that help,
are within, and harm; true, of estimates, with error taken out; and how often its interval held the
truth of the kind.
"""

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.studies.deconvolve import basis, grid_of, likelihood, shares

POINTS, REPLICATES, REPETITIONS = 500, 6, 40
ERRORS = (0.02, 0.06)
"""Standard errors of points, evenly between."""
MANY, KINDS = 200_000, ("normal", "mostly none", "none", "beside the threshold")
NORMAL_95 = 1.96
Floats = NDArray[np.float64]


def truths(kind: str, points: int, luck: np.random.Generator) -> Floats:
    """True effects (points,) of one of KINDS."""
    if kind == "normal":
        return luck.normal(0.01, 0.05, points)
    if kind == "mostly none":
        return np.where(luck.random(points) < 0.6, 0.0, luck.normal(0.0, 0.1, points))
    if kind == "none":
        return np.zeros(points)
    return np.where(luck.random(points) < 0.125, 0.12, -0.02) + luck.normal(0.0, 0.02, points)


def regions_of(effects: Floats) -> NDArray[np.bool_]:
    """(3, n): help, within, harm."""
    low, high = effects <= -SMALLEST_EFFECT, effects >= SMALLEST_EFFECT
    return np.array([low, ~low & ~high, high])


def seen(truth: Floats, luck: np.random.Generator) -> tuple[Floats, Floats]:
    """Estimates and their estimated errors."""
    spread = luck.uniform(*ERRORS, len(truth)) * np.sqrt(REPLICATES)
    runs = truth[:, None] + spread[:, None] * luck.normal(0.0, 1.0, (len(truth), REPLICATES))
    return runs.mean(axis=1), runs.std(axis=1, ddof=1) / np.sqrt(REPLICATES)


def coverage(kind: str, repetitions: int) -> dict[str, Floats]:
    """By what is told: (3,) shares of the regions, and how often the intervals held the truth."""
    truth = regions_of(truths(kind, MANY, np.random.default_rng(99))).mean(axis=1)
    plain, told, held = [], [], []
    for seed in range(repetitions):
        luck = np.random.default_rng(seed)
        values, errors = seen(truths(kind, POINTS, luck), luck)
        grid = grid_of(values)
        chances = likelihood(values, errors, np.full(POINTS, float(REPLICATES)), grid)
        found, error = shares(chances, basis(grid), regions_of(grid))
        plain.append(regions_of(values).mean(axis=1))
        told.append(found)
        held.append(np.abs(found - truth) <= NORMAL_95 * error)
    means = {"of estimates": plain, "error taken out": told, "interval held": held}
    return {"true": truth} | {name: np.mean(each, axis=0) for name, each in means.items()}


def main() -> None:
    """Print the table of docs/harm.md."""
    for kind in KINDS:
        for name, values in coverage(kind, REPETITIONS).items():
            print(f"{kind:21} {name:16} " + " ".join(f"{100 * value:5.1f}" for value in values))


if __name__ == "__main__":
    main()
