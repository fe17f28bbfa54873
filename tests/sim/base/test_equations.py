"""Numbered formulas that several rules share."""

import math

import numpy as np
import pytest
from formulas import POINTS, RATE, SHARE, WEIGHTS, not_as_by_hand
from hypothesis import given

from sim.base import equations as eq


def test_distance_is_half_the_l1_distance_and_alignment_its_complement():
    x, y = np.array([0.5, 0.3, 0.2, 0, 0, 0]), np.array([0.2, 0.3, 0.1, 0.4, 0, 0])
    assert eq.distance(x, y) == pytest.approx(0.4, rel=1e-12)
    assert eq.alignment(x, y) == pytest.approx(0.6, rel=1e-12)


def test_normalise_gives_shares_and_the_uniform_point_for_nothing():
    assert eq.normalise(np.array([1.0, 3.0])).tolist() == [0.25, 0.75]
    assert eq.normalise(np.zeros(4)).tolist() == [0.25] * 4


def test_blend_weighs_the_second():
    assert eq.blend(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 0.7) == pytest.approx([0.3, 0.7])


def test_a_race_without_weight_is_never_won():
    assert eq.race(0.5, 0.0) == math.inf


@given(POINTS, POINTS)
def test_distance_is_a_metric_value_in_zero_one(x, y):
    assert 0.0 <= eq.distance(x, y) <= 1.0 + 1e-12
    assert eq.distance(x, y) == eq.distance(y, x)
    assert eq.distance(x, x) == 0.0


@given(WEIGHTS)
def test_normalise_gives_a_simplex_point(x):
    assert eq.normalise(x).sum() == pytest.approx(1.0)
    assert (eq.normalise(x) >= 0.0).all()


@given(SHARE, RATE)
def test_rise_and_fall_stay_shares(x, rate):
    assert x <= eq.rise(x, rate) <= 1.0 + 1e-15
    assert 0.0 <= eq.fall(x, rate) <= x


HAND = {
    "logistic": (eq.logistic, (math.log(3.0),), 0.75),
    "logit": (eq.logit, (0.75,), math.log(3.0)),
    "rise": (eq.rise, (0.6, 0.1), 0.64),
    "fall": (eq.fall, (0.6, 0.1), 0.54),
    "race": (eq.race, (0.5, 2.0), 0.5 * math.log(2.0)),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}
