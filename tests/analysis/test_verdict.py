"""One rule says what a difference is to residents, whichever measure it is of."""

import pandas as pd
import pytest

from experiments.analysis.verdict import MEASURES, judged, small, together

FELL = {
    "verdict": -1,
    "finding": "lower",
    "equivalent": False,
    "bound_low": -0.2,
    "bound_high": -0.1,
}
ROSE = {"verdict": 1, "finding": "higher", "equivalent": False, "bound_low": 0.1, "bound_high": 0.2}
NEAR = {"verdict": 0, "finding": "equivalent", "bound_low": -0.01, "bound_high": 0.01}
WIDE = {"verdict": 0, "finding": "undecided", "bound_low": -0.1, "bound_high": 0.1}


@pytest.mark.parametrize("measure", MEASURES)
def test_a_fall_helps_and_a_rise_harms_but_of_what_is_completed(measure: str) -> None:
    good, bad = (ROSE, FELL) if measure == "completed" else (FELL, ROSE)
    assert judged(good, measure, False) == "help" and judged(bad, measure, False) == "harm"


@pytest.mark.parametrize("measure", MEASURES)
def test_ruled_out_and_not_settled_are_two_findings(measure: str) -> None:
    assert judged(NEAR, measure, False) == "ruled_out"
    assert judged(WIDE, measure, False) == "open"


@pytest.mark.parametrize(
    ("row", "turned"),
    [
        (FELL, {"bound_high": 0.0}),
        (ROSE, {"bound_low": -0.001}),
        (NEAR, {"bound_high": 0.05}),
        (NEAR, {"bound_low": -0.06}),
    ],
)
def test_what_failed_runs_could_turn_is_not_settled(
    row: dict[str, object], turned: dict[str, float]
) -> None:
    assert judged(row | turned, "failure", failed=True) == "open"
    assert judged(row | turned, "failure", failed=False) != "open"
    assert judged(row, "failure", failed=True) == judged(row, "failure", failed=False)


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (("help", "help", "harm"), "mixed"),
        (("help", "ruled_out", "open"), "help"),
        (("open", "harm", "ruled_out"), "harm"),
        (("ruled_out", "ruled_out", "ruled_out"), "ruled_out"),
        (("ruled_out", "ruled_out", "open"), "open"),
        (("open", "open", "open"), "open"),
    ],
)
def test_measures_together_are_no_clearer_than_the_least_clear(
    found: tuple[str, ...], kind: str
) -> None:
    assert together(found) == kind


def test_a_clear_difference_may_be_surely_small() -> None:
    assert small(pd.Series(FELL | {"equivalent": True})) and not small(FELL)
    assert not small(NEAR | {"equivalent": True})
