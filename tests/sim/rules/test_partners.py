"""What a partner senses, wants and is worth, and who may be asked."""

import math

import numpy as np
import pytest
from formulas import POINTS, SHARE
from hypothesis import given

from sim.rules.partners import join_utility, scope_of, sector_bits, sensed


def test_sectors_present_are_a_bit_mask():
    sectors = np.array([0, 1, 2, 2])
    assert sector_bits(np.array([0, 3]), sectors) == 0b101
    assert sector_bits(np.zeros(0, np.int64), sectors) == 0


def test_sensing_multiplies_voices_by_lognormal_noise_and_normalises():
    found = sensed(np.array([2.0, 1.0, 0.0]), np.array([0.0, 1.0, 5.0]), math.log(2.0))
    assert found == pytest.approx([0.5, 0.5, 0.0], rel=1e-12)


def test_scope_is_the_geometric_blend_of_sensed_need_and_goals():
    need, goals = np.array([0.8, 0.2]), np.array([0.2, 0.8])
    assert scope_of(need, goals, 0.5) == pytest.approx([0.5, 0.5], rel=1e-12)
    assert scope_of(need, goals, 1.0) == pytest.approx(need, rel=1e-12)
    assert scope_of(need, goals, 0.0) == pytest.approx(goals, rel=1e-12)
    # .8**.75 * .2**.25 against .2**.75 * .8**.25 is 2 to 1
    assert scope_of(need, goals, 0.75) == pytest.approx([2 / 3, 1 / 3], rel=1e-12)


def test_join_utility_takes_an_alignment_and_trust_of_zero():
    assert join_utility(3.0, 0.0, 0.6, 0.0, 5.0, 0.0, 3) == 0.0


@given(POINTS, POINTS, SHARE)
def test_scope_stays_on_the_simplex(need, goals, responsiveness):
    scope = scope_of(need, goals, responsiveness)
    assert scope.sum() == pytest.approx(1.0)
    assert (scope >= 0.0).all()


def test_join_utility_is_benefit_less_private_cost_and_links():
    assert join_utility(3.0, 0.5, 0.6, 0.06, 5.0, 0.012, 3) == pytest.approx(0.9 - 0.3 - 0.036)
