"""Intervals hold the truth as often as they say; the full simulation is interval_coverage.py."""

import numpy as np
import pytest

from tests.heavy.interval_coverage import (
    CLUSTERINGS,
    EFFECTS,
    PAIRS,
    RATES,
    Setting,
    covered,
    covered_runs,
    covered_shares,
    drawn,
)

STUDIES = 800
AS_RUNS, HEAVIER = CLUSTERINGS
ERROR = 2.6 * np.sqrt(0.95 * 0.05 / STUDIES)
"""99% of what chance does to a coverage of .95 found in so many studies."""


def test_made_up_runs_hang_together_as_they_were_asked_to() -> None:
    treated, control, units = drawn(Setting(0.3, -0.05, 100, AS_RUNS), 200)
    shares = (treated / units, control / units)
    assert [each.mean() for each in shares] == pytest.approx([0.25, 0.3], abs=0.002)
    assert np.corrcoef(*(each.ravel() for each in shares))[0, 1] == pytest.approx(0.35, abs=0.02)
    excess = shares[1].var() / (0.3 * 0.7 * (1 / units).mean())
    assert (excess - 1) / (units.mean() - 1) == pytest.approx(0.02, abs=0.003)


@pytest.mark.parametrize("pairs", PAIRS)
@pytest.mark.parametrize("rate", RATES)
def test_paired_differences_and_ratios_cover(rate: float, pairs: int) -> None:
    found = [covered(Setting(rate, effect, pairs, AS_RUNS), STUDIES) for effect in EFFECTS[rate]]
    for each in found:
        for share in (each.difference, each.ratio, each.level):
            assert 0.95 - ERROR - 0.005 <= share <= 0.97
        assert each.narrowest > 0.005


def test_heavier_clustering_does_not_break_the_difference() -> None:
    found = covered(Setting(0.05, -0.03, 30, HEAVIER), STUDIES)
    assert 0.93 <= found.difference <= 0.97


@pytest.mark.parametrize(
    ("rate", "pairs", "most"), [(0.05, 30, 1.0), (0.3, 30, 0.97), (0.5, 100, 0.97)]
)
def test_paired_risks_of_whole_runs_cover(rate: float, pairs: int, most: float) -> None:
    """At a rate of .05 a study of 30 pairs has three events: discreteness forbids .97."""
    found = covered_runs(rate, 0.0, pairs, 0.1, STUDIES)
    assert 0.93 <= found.difference <= most
    assert found.narrowest > 0.1


@pytest.mark.parametrize(
    ("rate", "pairs", "most"), [(0.05, 30, 1.0), (0.3, 30, 1), (0.5, 100, 0.97)]
)
def test_shares_of_weeks_collapsed_cover(rate: float, pairs: int, most: float) -> None:
    """Where few runs collapse the rule of three makes intervals wide, for t alone covers .7."""
    found = covered_shares(rate, 0.0, pairs, 0.1, STUDIES)
    assert 0.95 - ERROR <= found.difference <= most
    assert found.level >= 0.95 - ERROR
    assert found.narrowest > 0.1
