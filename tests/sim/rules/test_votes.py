"""Who must sign and who is asked, how residents lean and vote, and what a majority is."""

import math

import numpy as np
import pytest
from formulas import OPEN, group, not_as_by_hand
from hypothesis import given
from hypothesis import strategies as st

from sim.base.vocabulary import Consent
from sim.rules.votes import (
    CIVIL_AFFAIRS,
    FINANCE,
    HOUSING,
    URBAN_MANAGEMENT,
    Ballot,
    approval_logit,
    departments_for,
    double_majority,
    has_voted,
    must_ask,
    sign_off_probability,
    two_thirds_no_objection,
)


@pytest.mark.parametrize("voted, yes, area_voted, area_yes, passes", [
    (10, 6, 500, 300, True),
    (9, 9, 500, 500, False),  # households short of quorum
    (10, 10, 499, 499, False),  # area short of quorum
    (10, 5, 500, 300, False),  # half isn't over half
    (10, 6, 500, 250, False),
])  # fmt: skip
def test_double_majority_counts_households_and_area(voted, yes, area_voted, area_yes, passes):
    ballot = Ballot(20, voted, yes, 1000, area_voted, area_yes, 4)
    assert double_majority(ballot, 0.5) is passes


@pytest.mark.parametrize("yes, area_yes, objections, passes", [
    (8, 800, 0, True), (7, 900, 0, False), (9, 799, 0, False), (12, 1200, 1, False),
])  # fmt: skip
def test_lifts_need_two_thirds_of_all_owners_and_no_objection(yes, area_yes, objections, passes):
    ballot = Ballot(12, 12, yes, 1200, 1200, area_yes, objections)
    assert two_thirds_no_objection(ballot) is passes


@pytest.mark.parametrize("scope, size, expected", [
    ([1, 0, 0, 0, 0, 0], 1.0, [CIVIL_AFFAIRS]),
    ([0.3, 0.3, 0.2, 0.2, 0, 0], 1.0, [HOUSING, CIVIL_AFFAIRS]),
    ([0, 0, 0.5, 0.5, 0, 0], 1.0, [URBAN_MANAGEMENT]),
    ([0, 0.5, 0, 0, 0, 0.5], 1.5, [HOUSING, FINANCE]),
    ([0.2, 0.16, 0.16, 0.16, 0.16, 0.16], 1.49, [CIVIL_AFFAIRS]),
])  # fmt: skip
def test_departments_sign_by_content_and_size(scope, size, expected):
    signing = departments_for(np.array(scope, float), size, 0.22)
    assert [d for d in range(signing.bit_length()) if signing >> d & 1] == expected


def test_residents_are_asked_about_what_matters_and_has_a_rule():
    none, majority = Consent.NONE, Consent.DOUBLE_MAJORITY
    rules = (none, Consent.TWO_THIRDS_NO_OBJECTION, majority, none, none, majority)
    scope = (0.3, 0.25, 0.2, 0.05, 0.0, 0.2)

    def asked(relevance: float) -> list[int]:
        return [k for k in range(6) if must_ask(rules[k], scope[k], relevance)]

    assert asked(0.2) == [1, 2, 5]
    assert asked(0.25) == [1]


@pytest.mark.parametrize("luck, voted", [(0.7839, True), (0.7841, False)])
def test_turnout_over_weeks_takes_one_uniform(luck, voted):  # weekly .4: 1 - .6**3 = .784
    rules = group("consent", turnout=0.3, turnout_participation=0.2, canvass_weeks=3)
    assert has_voted(rules, luck, 0.5) == voted


@given(OPEN, st.floats(1.0, 50.0))
def test_the_whistle_never_slows_a_signature(hazard, factor):
    unaided = sign_off_probability(hazard, factor, False)
    assert unaided - 1e-12 <= sign_off_probability(hazard, factor, True) <= 1.0


HAND = {
    "signing unaided": (sign_off_probability, (0.15, 2.0, False), 0.15),
    "signing with the whistle": (sign_off_probability, (0.15, 2.0, True), 1 - 0.85 * 0.85),
    "consent": (
        # 1.2 - .3 + ln 3 + 1.5*.2 + .6 + 1*.4
        approval_logit,
        (
            group(
                "consent", approval=1.2, shift_trust=1.5, shift_panel=0.6, shift_compensation=1.0
            ),
            0.75,
            -0.3,
            0.7,
            1.0,
            0.4,
        ),
        2.2 + math.log(3.0),
    ),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}
