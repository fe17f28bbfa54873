"""Whiskers end where intervals end, on the side on which they do."""

import numpy as np
import pytest
from fabricated import fabricated_arm
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from experiments.analysis.compare import Comparison, compare
from experiments.figures.arms import arms
from experiments.figures.intervals import MARKS, rates
from experiments.figures.style import by_effect, drawing
from experiments.words.speech import EN


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Shares near 0, whose intervals are wider above than below."""
    shares = {"none": (0.1, 0.05), "party": (0.02, 0.0), "placebo": (0.05, 0.05)}
    return compare([fabricated_arm(name, *both, replicates=5) for name, both in shares.items()])


def whiskers(axes: Axes) -> list[np.ndarray]:
    """Ends (arms, 2) of each set of error bars, along the x axis."""
    lines = [each for each in axes.collections if isinstance(each, LineCollection)]
    return [
        np.array([[p[0] for p in segment] for segment in each.get_segments()]) for each in lines
    ]


def ends(comparison: Comparison, measure: str) -> np.ndarray:
    """low and high per 100, (arms, 2), as arms are drawn."""
    own = comparison.levels[comparison.levels["measure"] == measure].set_index("arm")
    found = 100 * own.loc[by_effect(comparison), ["low", "high"]].to_numpy(float)
    value = 100 * own.loc[by_effect(comparison), "value"].to_numpy(float)
    assert (found[:, 1] - value > 1.05 * (value - found[:, 0])).any()
    return found


def test_what_is_served_ends_where_failures_may_begin(comparison: Comparison) -> None:
    with drawing():
        [drawn] = whiskers(arms(comparison, EN).axes[0])
    assert np.sort(drawn) == pytest.approx(100 - ends(comparison, "failure")[:, ::-1])


def test_rates_have_their_own_intervals(comparison: Comparison) -> None:
    with drawing():
        drawn = whiskers(rates(comparison, EN).axes[0])
    for found, measure in zip(drawn, MARKS, strict=True):
        assert np.sort(found) == pytest.approx(ends(comparison, measure))
