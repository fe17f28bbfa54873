"""Who comes to hold a seat: goals and honouring by hand."""

import math

import numpy as np
import pytest
from formulas import not_as_by_hand

from sim.base.vocabulary import Role
from sim.state.seats import common_of, goals_from, honouring_from, may_be_filled

LOGS = np.log([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75], [0.25, 0.25, 0.5]])
STILL = np.zeros(3)


def test_what_sectors_have_in_common_is_the_mean_of_their_log_shares():
    # (.5 .125 .25)^(1/3) = .25, (.25 .125 .25)^(1/3), (.25 .75 .5)^(1/3)
    expected = [math.log(0.25), math.log(0.0078125) / 3, math.log(0.09375) / 3]
    assert common_of(LOGS) == pytest.approx(np.array(expected))


def test_goals_lie_between_what_all_have_in_common_and_the_sectors_own_and_beyond():
    common = np.exp(common_of(LOGS))
    assert goals_from(LOGS, 1, 0.0, 1.0, np.ones(3)) == pytest.approx(common / common.sum())
    assert goals_from(LOGS, 1, 1.0, 1.0, STILL) == pytest.approx(np.array([0.125, 0.125, 0.75]))
    half = np.sqrt(common * np.array([0.125, 0.125, 0.75]))
    assert goals_from(LOGS, 1, 0.5, 1.0, STILL) == pytest.approx(half / half.sum())


def test_ones_own_deviation_counts_by_heterogeneity_and_spread():
    own = np.array([1.0, 0.0, 0.0])
    weights = np.array([0.5 * math.exp(0.4), 0.25, 0.25])
    assert goals_from(LOGS, 0, 1.0, 0.4, own) == pytest.approx(weights / weights.sum())
    far = goals_from(LOGS, 0, 20.0, 5.0, np.array([6.0, -6.0, 0.0]))
    assert far == pytest.approx(np.array([1.0, 0.0, 0.0])) and (far >= 0.0).all()


HAND = {
    "honouring": (honouring_from, (0.7, 0.1, -1.5), 0.55),
    "honouring off 1": (honouring_from, (0.9, 0.1, 3.0), 0.98),
    "honouring off 0": (honouring_from, (0.1, 0.1, -3.0), 0.02),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}


def test_firms_that_operate_property_are_replaced_where_the_scenario_says_so():
    refused = {role for role in Role if not may_be_filled(int(role), False)}
    assert refused == {Role.LEAD_ENTERPRISE, Role.PROPERTY_COMPANY}
    assert all(may_be_filled(int(role), True) for role in Role)
