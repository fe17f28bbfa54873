"""Shares of variance against functions whose shares are known, under noise of a known size."""

import numpy as np
import pytest
from scipy.stats import qmc

from experiments.analysis import crossed

POINTS = 4096


def ishigami(x: np.ndarray) -> np.ndarray:
    """On [0, 1), scaled to -pi .. pi, with a = 7, b = 0.1."""
    z = np.pi * (2.0 * x - 1.0)
    return np.sin(z[:, 0]) + 7.0 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0])


V1 = 0.5 * (1.0 + 0.1 * np.pi**4 / 5.0) ** 2
V2 = 7.0**2 / 8.0
V13 = 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)
KNOWN = {"one": (V1, V1 + V13), "two": (V2, V2), "three": (0.0, V13), "none": (0.0, 0.0)}
"""Ishigami & Homma 1990: first-order and total variances of three inputs, and of a fourth that
plays no part."""


def g_function(x: np.ndarray) -> np.ndarray:
    """Sobol's g with a = 0, 1, 9: variances a product of 1 + 1 / (3 (1 + a)^2)."""
    a = np.array([0.0, 1.0, 9.0])
    return np.asarray(np.prod((np.abs(4.0 * x[:, :3] - 2.0) + a) / (1.0 + a), axis=1))


def seen(function, noise: float, seed: int, points: int = POINTS) -> crossed.Seen:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    unit = qmc.Sobol(8, rng=rng).random(points)
    a, b = unit[:, :4], unit[:, 4:]

    def at(x: np.ndarray) -> np.ndarray:
        return np.asarray(function(x)[:, None] + rng.normal(0.0, noise, (points, 2)))

    mixed = {}
    for column, name in enumerate(KNOWN):
        x = a.copy()
        x[:, column] = b[:, column]
        mixed[name] = at(x)
    return crossed.Seen(at(a), at(b), mixed)


def test_variances_of_ishigami_come_back_under_noise_as_large_as_the_function() -> None:
    found = seen(ishigami, 3.0, 0)
    variance = V1 + V2 + V13
    assert crossed.variance(found) == pytest.approx(variance, rel=0.06)
    assert crossed.luck(found) == pytest.approx(9.0, rel=0.04)
    for name, (first, total) in KNOWN.items():
        assert crossed.first_order(found, name) / variance == pytest.approx(
            first / variance, abs=0.04
        )
        assert crossed.total(found, name) / variance == pytest.approx(total / variance, abs=0.04)


def test_variances_of_sobol_s_g_come_back() -> None:
    parts = 1.0 / (3.0 * (1.0 + np.array([0.0, 1.0, 9.0])) ** 2)
    variance = float(np.prod(1.0 + parts) - 1.0)
    found = seen(g_function, 0.3, 1)
    assert crossed.variance(found) == pytest.approx(variance, rel=0.08)
    for name, part in zip(("one", "two", "three"), parts, strict=True):
        total = float(part * np.prod(1.0 + parts) / (1.0 + part))
        assert crossed.first_order(found, name) / variance == pytest.approx(
            part / variance, abs=0.04
        )
        assert crossed.total(found, name) / variance == pytest.approx(total / variance, abs=0.04)


def test_nothing_is_shared_out_where_there_is_luck_alone() -> None:
    found = seen(lambda x: np.zeros(len(x)), 1.0, 2)
    assert abs(crossed.variance(found)) < 0.05
    assert all(abs(crossed.total(found, name)) < 0.05 for name in KNOWN)


def test_intervals_hold_what_is_known_and_the_input_without_part_is_not_above_nought() -> None:
    told = crossed.shares(seen(ishigami, 2.0, 3, 1024), 0).set_index(["name", "kind"])
    variance = V1 + V2 + V13
    for name, ends in KNOWN.items():
        for kind, value in zip(("first", "total"), ends, strict=True):
            row = told.loc[(name, kind)]
            assert row["low"] - 0.02 <= value / variance <= row["high"] + 0.02
    assert told.loc[("none", "total"), "low"] < 0.0 < told.loc[("two", "total"), "low"]


def test_shapley_values_are_those_of_the_glove_game_and_sum_to_the_whole() -> None:
    """One left glove and two right ones: 2/3 to the left, 1/6 to each right (Shapley & Shubik)."""

    def value(some: frozenset[str]) -> float:
        return float("left" in some and bool(some & {"right", "other"}))

    found = crossed.shapley(("left", "right", "other"), value)
    assert found == pytest.approx({"left": 2 / 3, "right": 1 / 6, "other": 1 / 6})


def test_what_two_samples_have_in_common_is_its_whole_variance_with_interactions() -> None:
    rng = np.random.default_rng(5)
    shared, one, other = rng.normal(size=(3, 40_000))
    first, second = (shared * (1.0 + x) for x in (one, other))
    noisy = [x[:, None] + rng.normal(size=(40_000, 2)) for x in (first, second)]
    assert crossed.in_common(*noisy) == pytest.approx(1.0, abs=0.06)
