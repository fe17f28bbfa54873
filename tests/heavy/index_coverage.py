"""How often intervals of shares of variance hold what is known: ``python -m
tests.heavy.index_coverage``; some minutes.

Two samples of so many points, each seen with two halves of luck as large as the function itself.
The function has an additive input, two that interact, and one that plays no part; its shares are
known. For each share: what it is, the mean estimate, and how often its 95% interval held it.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.crossed import Seen, shares

POINTS, REPETITIONS = 256, 200
Floats = NDArray[np.float64]
INPUTS = ("alone", "one", "other", "idle")
WHOLE = 1.0 + 0.25 + 0.25
KNOWN: Mapping[tuple[str, str], float] = {
    ("alone", "first"): 1.0 / WHOLE, ("alone", "total"): 1.0 / WHOLE,
    ("one", "first"): 0.25 / WHOLE, ("one", "total"): 0.5 / WHOLE,
    ("other", "first"): 0.0, ("other", "total"): 0.25 / WHOLE,
    ("idle", "first"): 0.0, ("idle", "total"): 0.0,
}  # fmt: skip
"""Of f(x) = z1 + z2 / 2 + z2 z3 / 2, z = sqrt(3) (2 x - 1): each z has mean 0 and variance 1."""


def function(x: Floats) -> Floats:
    """f at points (n, 4) in [0, 1)."""
    z = np.sqrt(3.0) * (2.0 * x - 1.0)
    return np.asarray(z[:, 0] + z[:, 1] / 2.0 + z[:, 1] * z[:, 2] / 2.0)


def seen(luck: np.random.Generator) -> Seen:
    """Both samples and their mixtures, with noise as large as f's spread."""
    a, b = luck.random((POINTS, len(INPUTS))), luck.random((POINTS, len(INPUTS)))

    def at(x: Floats) -> Floats:
        noise = luck.normal(0.0, WHOLE**0.5, (POINTS, 2))
        return np.asarray(function(x)[:, None] + noise)

    mixed = {}
    for column, name in enumerate(INPUTS):
        x = a.copy()
        x[:, column] = b[:, column]
        mixed[name] = at(x)
    return Seen(at(a), at(b), mixed)


def main() -> None:
    """Print a line a share."""
    held: dict[tuple[str, str], list[bool]] = {key: [] for key in KNOWN}
    values: dict[tuple[str, str], list[float]] = {key: [] for key in KNOWN}
    for seed in range(REPETITIONS):
        table = shares(seen(np.random.default_rng(seed)), seed).set_index(["name", "kind"])
        for key, known in KNOWN.items():
            row = table.loc[key]
            held[key].append(bool(row["low"] <= known <= row["high"]))
            values[key].append(float(row["value"]))
    for key, known in KNOWN.items():
        mean, share = np.mean(values[key]), np.mean(held[key])
        print(f"{key[0]:6} {key[1]:6} known {known:5.2f} mean {mean:5.2f} held {100 * share:5.1f}%")


if __name__ == "__main__":
    main()
