"""How far a coordinator is trusted, sector by sector."""

import pytest
from formulas import RATE, SHARE, not_as_by_hand
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.legitimacy import after_backlash, learn_legitimacy, next_trailing


@given(st.floats(-1, 1), st.booleans(), SHARE, RATE)
def test_legitimacy_stays_within_one(legitimacy, done, trailing, gain):
    assert -1.0 <= learn_legitimacy(legitimacy, float(done), trailing, gain) <= 1.0


HAND = {
    "legitimacy": (learn_legitimacy, (0.3, 1.0, 0.4, 0.05), 0.33),
    "legitimacy at its floor": (learn_legitimacy, (-0.99, 0.0, 1.0, 0.5), -1.0),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}


def test_the_trailing_rate_takes_a_tenth_of_each_outcome_and_backlash_ends_at_its_least():
    assert next_trailing(0.5, 1.0) == pytest.approx(0.55)
    assert next_trailing(0.5, 0.0) == pytest.approx(0.45)
    assert after_backlash(0.3, 0.1, 2) == pytest.approx(0.1)
    assert after_backlash(0.3, 0.1, 0) == 0.3 and after_backlash(-0.5, 0.4, 3) == -1.0
