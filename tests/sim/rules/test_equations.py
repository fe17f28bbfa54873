"""Every numbered formula against numbers worked out by hand, and the bounds it must keep."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special

from sim.base import equations as eq
from sim.base.normal import normal, polynomial
from sim.parameters.plain import RULES
from sim.rules.acts import congestion
from sim.rules.honouring import honour_probability, reciprocate, temptation, watching
from sim.rules.households import (
    Rates,
    participation,
    resident_trust,
    satisfaction,
    voice_probability,
)
from sim.rules.legitimacy import learn_legitimacy
from sim.rules.market import collection
from sim.rules.partners import join_utility, scope_of, sensed
from sim.rules.supply import misplaced
from sim.rules.talks import links, round_cost, rounds_left
from sim.rules.votes import approval_logit, has_voted, sign_off_probability

SHARE = st.floats(0.0, 1.0)
RATE = st.floats(0.0, 1.0)
OPEN = st.floats(0.001, 0.999)
WEIGHTS = arrays(float, 6, elements=st.floats(0.0, 100.0))
POINTS = WEIGHTS.filter(lambda w: w.sum() > 1e-6).map(lambda w: w / w.sum())
NEAR = dict(rel=1e-12)


def group(name: str, **values: float) -> np.void:
    """A group of parameters of which only these are read: the others are 0."""
    record = np.zeros(1, RULES[name])[0]
    for each, value in values.items():
        record[each] = value
    return record


def rates(**values: float) -> Rates:
    """Residents' rates of which only these aren't 0; weeks of waiting count up to the third."""
    return Rates(**{**dict.fromkeys(Rates._fields, 0.0), "cap": 3.0, **values})


def moved(contagion, habit, discouragement, encouragement, slight, rise) -> Rates:
    """The rates of participation."""
    return rates(
        contagion=contagion, habit=habit, discouragement=discouragement,
        encouragement=encouragement, slight=slight, rise=rise,
    )  # fmt: skip


def content(rest, recovery, relief, strain, cap=3.0) -> Rates:
    """The rates of satisfaction."""
    return rates(rest=rest, recovery=recovery, relief=relief, strain=strain, cap=cap)


HONOUR = group("delivery", trust=2.0, alignment=2.0, peers=3.0, peers_neutral=0.6, monitoring=1.0,
               temptation=1.0, crowding_out=0.1)  # fmt: skip


def honour(propensity, trust, aligned, peers, watched, exposure, due, stock):
    """Chance to honour an instalment of which nothing would be collected anyway."""
    seen = watching(HONOUR, watched, exposure)
    tempted = temptation(HONOUR, due, stock, 0.0)
    return honour_probability(HONOUR, propensity, trust, aligned, peers, seen, tempted, 0.0)


HAND = {
    "logistic": (eq.logistic, (math.log(3.0),), 0.75),
    "logit": (eq.logit, (0.75,), math.log(3.0)),
    "participation: everything at once": (
        # .5 + .04(.7-.5) + .03(.4-.5) - .01*.5*2/3 + .05*1 - .02*1 + .01*.5
        participation,
        (0.5, 0.7, 0.4, 2.0, 1.0, 1.0, moved(0.04, 0.03, 0.01, 0.05, 0.02, 0.01)),
        0.5 + 0.008 - 0.003 - 1.0 / 300.0 + 0.05 - 0.02 + 0.005,
    ),
    "participation: waiting counts up to the cap": (
        participation,
        (0.5, 0.5, 0.5, 6.0, 0.0, 0.0, moved(0.1, 0.1, 0.2, 0.1, 0.1, 0.0)),
        0.4,
    ),
    "satisfaction": (
        # .6 + .02(.7-.6) + .2*2*.4 - .03*.6*1/2
        satisfaction,
        (0.6, 1.0, 2.0, content(0.7, 0.02, 0.2, 0.03, cap=2.0)),
        0.6 + 0.002 + 0.16 - 0.009,
    ),
    "resident trust": (
        resident_trust,
        (0.5, 1.0, 2.0, rates(trust_gain=0.05, trust_break=0.02)),
        0.5 + 0.025 - 0.02,
    ),
    "voice of the most pressing need": (voice_probability, (0.4, True, 0.3), 0.4),
    "voice of another need": (voice_probability, (0.4, False, 0.3), 0.28),
    "join utility": (join_utility, (3.0, 0.5, 0.6, 0.06, 5.0, 0.012, 3), 0.9 - 0.3 - 0.036),
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
    "links among peers": (links, (5, False, 9.0), 4.0),
    "links under a mediator": (links, (5, True, 0.25), 1.25),
    "round cost": (round_cost, (0.01, 3.0, 2.0, 0.25), 0.045),
    "rounds left: .4 to .1 by quarters": (rounds_left, (0.4, 0.1, 0.25), 5.0),
    "rounds left: agreed": (rounds_left, (0.1, 0.15, 0.25), 1.0),
    "rounds left: nobody moves": (rounds_left, (0.9, 0.15, 0.0), 1.0),
    "honouring, watched": (
        # logit .5 + 2*.1 + 2*.3 + 3*.2 + 1 - 1*.5
        honour,
        (0.5, 0.6, 0.8, 0.8, True, 0.4, 1.0, 2.0),
        1.0 / (1.0 + math.exp(-1.9)),
    ),
    "honouring, once watched": (
        honour,
        (0.5, 0.5, 0.5, 0.6, False, 0.4, 1.0, 2.0),
        1.0 / (1.0 + math.exp(0.54)),
    ),
    "honouring with nothing in stock": (
        honour,
        (0.5, 0.5, 0.5, 0.6, False, 0.0, 1.0, 0.0),
        1.0 / (1.0 + math.exp(1.0)),
    ),
    "rise": (eq.rise, (0.6, 0.1), 0.64),
    "fall": (eq.fall, (0.6, 0.1), 0.54),
    "reciprocity": (reciprocate, (0.6, 0.5, 0.2, 0.1), 0.6 + 0.2 * (0.45 - 0.6)),
    "legitimacy": (learn_legitimacy, (0.3, 1.0, 0.4, 0.05), 0.33),
    "legitimacy at its floor": (learn_legitimacy, (-0.99, 0.0, 1.0, 0.5), -1.0),
    "collection": (
        collection,
        (group("market", collection_base=0.8, collection_slope=0.5), 0.6, 0.7, 0.1),
        0.65,
    ),
    "misplaced": (misplaced, (3.0, 2.0), 2.0),
    "congestion": (congestion, (6.0, 24.0), 0.25),
    "congestion without attention": (congestion, (6.0, 0.0), 0.0),
    "race": (eq.race, (0.5, 2.0), 0.5 * math.log(2.0)),
}


@pytest.mark.parametrize("name", HAND)
def test_formula_gives_what_was_worked_out_by_hand(name):
    formula, arguments, expected = HAND[name]
    assert formula(*arguments) == pytest.approx(expected, **NEAR)


def test_distance_is_half_the_l1_distance_and_alignment_its_complement():
    x, y = np.array([0.5, 0.3, 0.2, 0, 0, 0]), np.array([0.2, 0.3, 0.1, 0.4, 0, 0])
    assert eq.distance(x, y) == pytest.approx(0.4, **NEAR)
    assert eq.alignment(x, y) == pytest.approx(0.6, **NEAR)


def test_normalise_gives_shares_and_the_uniform_point_for_nothing():
    assert eq.normalise(np.array([1.0, 3.0])).tolist() == [0.25, 0.75]
    assert eq.normalise(np.zeros(4)).tolist() == [0.25] * 4


def test_sensing_multiplies_voices_by_lognormal_noise_and_normalises():
    found = sensed(np.array([2.0, 1.0, 0.0]), np.array([0.0, 1.0, 5.0]), math.log(2.0))
    assert found == pytest.approx([0.5, 0.5, 0.0], **NEAR)


def test_scope_is_the_geometric_blend_of_sensed_need_and_goals():
    need, goals = np.array([0.8, 0.2]), np.array([0.2, 0.8])
    assert scope_of(need, goals, 0.5) == pytest.approx([0.5, 0.5], **NEAR)
    assert scope_of(need, goals, 1.0) == pytest.approx(need, **NEAR)
    assert scope_of(need, goals, 0.0) == pytest.approx(goals, **NEAR)
    # .8**.75 * .2**.25 against .2**.75 * .8**.25 is 2 to 1
    assert scope_of(need, goals, 0.75) == pytest.approx([2 / 3, 1 / 3], **NEAR)


def test_blend_weighs_the_second():
    assert eq.blend(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 0.7) == pytest.approx([0.3, 0.7])


@pytest.mark.parametrize("luck, voted", [(0.7839, True), (0.7841, False)])
def test_turnout_over_weeks_takes_one_uniform(luck, voted):  # weekly .4: 1 - .6**3 = .784
    rules = group("consent", turnout=0.3, turnout_participation=0.2, canvass_weeks=3)
    assert has_voted(rules, luck, 0.5) == voted


def test_join_utility_takes_an_alignment_and_trust_of_zero():
    assert join_utility(3.0, 0.0, 0.6, 0.0, 5.0, 0.0, 3) == 0.0


def test_polynomial_is_horners_rule_from_the_highest_power():
    assert polynomial((2.0, -3.0, 5.0), 4.0) == 2 * 16 - 3 * 4 + 5


@given(st.floats(2.0**-33, 1.0 - 2.0**-33))
def test_normal_quantile_agrees_with_an_independent_implementation(u):
    assert normal(u) == pytest.approx(float(special.ndtri(u)), rel=1e-12, abs=1e-14)


def test_normal_quantile_knows_the_tables_and_is_odd():
    assert normal(0.975) == pytest.approx(1.959963984540054, rel=1e-14)
    assert normal(0.5) == 0.0
    for u in (0.3, 1e-4, 1e-10, 2.0**-33):
        assert normal(u) == pytest.approx(float(special.ndtri(u)), rel=1e-13)
    assert normal(0.25) == -normal(0.75)


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


@given(POINTS, POINTS, SHARE)
def test_scope_stays_on_the_simplex(need, goals, responsiveness):
    scope = scope_of(need, goals, responsiveness)
    assert scope.sum() == pytest.approx(1.0)
    assert (scope >= 0.0).all()


@given(SHARE, SHARE, SHARE, st.integers(0, 6), st.integers(0, 6), st.integers(0, 1),
       RATE, RATE, RATE, RATE, RATE, RATE)  # fmt: skip
def test_participation_stays_a_share(p, around, base, waiting, served, left, a, b, c, d, e, f):
    new = participation(p, around, base, waiting, served, left, moved(a, b, c, d, e, f))
    assert 0.0 <= new <= 1.0


@given(SHARE, SHARE, st.integers(0, 6), st.integers(0, 6), RATE, RATE, RATE)
def test_satisfaction_stays_a_share(s, rest, waiting, served, a, b, c):
    assert 0.0 <= satisfaction(s, waiting, served, content(rest, a, b, c)) <= 1.0


@given(SHARE, st.integers(0, 6), st.integers(0, 9), RATE, RATE)
def test_residents_trust_stays_a_share(t, served, broken, gain, loss):
    own = rates(trust_gain=gain, trust_break=loss)
    assert 0.0 <= resident_trust(t, served, broken, own) <= 1.0


@given(OPEN, SHARE, SHARE, SHARE, st.booleans(), SHARE, st.floats(0, 50), st.floats(0, 50))
def test_honouring_is_a_probability_that_watching_raises(x, t, a, peers, watched, used, due, stock):
    chance = honour(x, t, a, peers, watched, used, due, stock)
    assert 0.0 < chance < 1.0
    assert honour(x, t, a, peers, True, used, due, stock) >= chance


@given(st.floats(-1, 1), st.booleans(), SHARE, RATE)
def test_legitimacy_stays_within_one(legitimacy, done, trailing, gain):
    assert -1.0 <= learn_legitimacy(legitimacy, float(done), trailing, gain) <= 1.0


@given(SHARE, RATE)
def test_rise_and_fall_stay_shares(x, rate):
    assert x <= eq.rise(x, rate) <= 1.0 + 1e-15
    assert 0.0 <= eq.fall(x, rate) <= x


@given(st.floats(0.0, 1.0), SHARE, SHARE)
def test_at_least_one_round_is_expected(farthest, tolerance, step):
    assert rounds_left(farthest, tolerance, step) >= 1.0


@given(OPEN, st.floats(1.0, 50.0))
def test_the_whistle_never_slows_a_signature(hazard, factor):
    unaided = sign_off_probability(hazard, factor, False)
    assert unaided - 1e-12 <= sign_off_probability(hazard, factor, True) <= 1.0


@given(SHARE, st.floats(0, 5), SHARE, SHARE, SHARE)
def test_collection_is_a_share(base, slope, satisfied, rest, doubt):
    rules = group("market", collection_base=base, collection_slope=slope)
    assert 0.0 <= collection(rules, satisfied, rest, doubt) <= 1.0
