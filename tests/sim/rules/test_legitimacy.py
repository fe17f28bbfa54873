"""How far a coordinator is trusted, sector by sector."""

import pytest
from formulas import RATE, SHARE, not_as_by_hand
from hypothesis import given
from hypothesis import strategies as st

from sim.base.vocabulary import Distrust, LegitimacyOverTime
from sim.rules.legitimacy import (
    after_a_week,
    after_backlash,
    fall_factor,
    is_guided,
    learn_legitimacy,
    next_trailing,
    weight_of_guidance,
)


@given(st.floats(-1, 1), st.booleans(), SHARE, RATE, st.sampled_from((1.0, 2.0)))
def test_legitimacy_stays_within_one(legitimacy, done, trailing, gain, falls):
    assert -1.0 <= learn_legitimacy(legitimacy, float(done), trailing, gain, falls) <= 1.0


HAND = {
    "legitimacy": (learn_legitimacy, (0.3, 1.0, 0.4, 0.05, 2.0), 0.33),
    "legitimacy at its floor": (learn_legitimacy, (-0.99, 0.0, 1.0, 0.5, 1.0), -1.0),
    "legitimacy lost": (learn_legitimacy, (0.3, 0.0, 0.4, 0.05, 1.0), 0.28),
    "legitimacy lost twice as fast": (learn_legitimacy, (0.3, 0.0, 0.4, 0.05, 2.0), 0.26),
    "legitimacy returns": (after_a_week, (LegitimacyOverTime.RETURNS, 0.5, -0.1, 0.02), 0.488),
    "legitimacy lasts": (after_a_week, (LegitimacyOverTime.LASTS, 0.5, -0.1, 0.02), 0.5),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}


def test_the_trailing_rate_takes_a_tenth_of_each_outcome_and_backlash_ends_at_its_least():
    assert next_trailing(0.5, 1.0) == pytest.approx(0.55)
    assert next_trailing(0.5, 0.0) == pytest.approx(0.45)
    assert after_backlash(0.3, 0.1, 2) == pytest.approx(0.1)
    assert after_backlash(0.3, 0.1, 0) == 0.3 and after_backlash(-0.5, 0.4, 3) == -1.0


def test_only_where_it_falls_faster_do_losses_count_twice():
    factors = [fall_factor(int(rule)) for rule in LegitimacyOverTime]
    assert factors == [1.0, 1.0, 2.0]


def test_guidance_of_a_distrusted_hub_repels_or_weighs_nothing():
    assert [weight_of_guidance(int(rule), -0.4) for rule in Distrust] == [0.0, 0.0, -0.4]
    assert [weight_of_guidance(int(rule), 0.4) for rule in Distrust] == [0.4] * 3


def test_only_a_hub_that_notices_distrust_stops_guiding():
    assert [is_guided(int(rule), -0.4) for rule in Distrust] == [False, True, True]
    assert [is_guided(int(rule), 0.0) for rule in Distrust] == [False] * 3
    assert [is_guided(int(rule), 0.4) for rule in Distrust] == [True] * 3
