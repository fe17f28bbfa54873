"""A round of talks: bounded confidence, guidance as one voice more, and what it costs."""

import numpy as np
import pytest
from formulas import SHARE, not_as_by_hand
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.parameters.plain import RULES
from sim.rules.talks import (
    farthest,
    links,
    mean_position,
    mediation_pays,
    negotiation_round,
    price_of_rounds,
    remaining_benefit,
    round_cost,
    rounds_left,
)

POINT = arrays(float, 3, elements=st.floats(0.01, 1.0)).map(lambda w: w / w.sum())
SILENT = np.zeros(3)


def one_round(positions, goals=None, trust=1.0, stranger=0.1, target=SILENT, pull=None,
              confidence=0.55, step=0.25, pull_back=0.0, reactance=0.0):  # fmt: skip
    positions, target = np.array(positions, float), np.array(target, float)
    size = len(positions)
    trust = np.full((size, size), trust) if np.isscalar(trust) else np.array(trust, float)
    pull = np.zeros(size) if pull is None else np.array(pull, float)
    goals = positions if goals is None else np.array(goals, float)
    rules = np.zeros(1, RULES["negotiation"])[0]
    rules["confidence"], rules["step"], rules["pull_back"] = confidence, step, pull_back
    return negotiation_round(positions, goals, trust, stranger, target, pull, reactance, rules)


def test_each_moves_by_mu_toward_the_others():
    new, _ = one_round([[0.6, 0.4, 0.0], [0.2, 0.4, 0.4]])
    assert new == pytest.approx(np.array([[0.5, 0.4, 0.1], [0.3, 0.4, 0.3]]))


def test_voices_beyond_epsilon_are_not_heard():
    far = [[1.0, 0.0, 0.0], [0.4, 0.6, 0.0]]
    assert np.array_equal(one_round(far, confidence=0.55)[0], np.array(far))
    assert one_round(far, confidence=0.61)[0][0] == pytest.approx([0.85, 0.15, 0.0])


def test_voices_weigh_as_trusted_and_a_stranger_a_little():
    trust = [[0, 0.9, 0.0], [0, 0, 0], [0, 0, 0]]
    new, _ = one_round([[0.4, 0.3, 0.3], [0.5, 0.2, 0.3], [0.3, 0.3, 0.4]], trust=trust)
    # mean heard by the first: (.9 [.5 .2 .3] + .1 [.3 .3 .4]) / 1 = [.48 .21 .31]
    assert new[0] == pytest.approx([0.42, 0.2775, 0.3025])


def test_positions_are_pulled_back_to_goals():
    new, _ = one_round([[0.5, 0.5, 0.0]], goals=[[1.0, 0.0, 0.0]], pull_back=0.1)
    assert new[0] == pytest.approx([0.55, 0.45, 0.0])


def test_guidance_is_one_voice_more_inside_epsilon():
    positions, target = [[0.6, 0.4, 0.0], [0.5, 0.5, 0.0]], [0.5, 0.3, 0.2]
    new, unmoved = one_round(positions, target=target, trust=0.3, pull=[0.1, 0.0])
    # (.3 [.5 .5 0] + .1 [.5 .3 .2]) / .4 = [.5 .45 .05]
    assert new[0] == pytest.approx([0.575, 0.4125, 0.0125])
    assert new[1] == pytest.approx([0.525, 0.475, 0.0]) and not unmoved.any()


def test_a_target_outside_epsilon_moves_nothing_and_is_noticed():
    positions, target = [[0.6, 0.4, 0.0], [0.6, 0.4, 0.0]], [0.0, 0.0, 1.0]
    new, unmoved = one_round(positions, target=target, pull=[0.9, 0.0])
    assert new == pytest.approx(np.array(positions))
    assert unmoved.tolist() == [True, False]


def test_negative_legitimacy_repels_inside_epsilon_only():
    new, unmoved = one_round([[0.5, 0.5, 0.0]], target=[0.6, 0.4, 0.0], pull=[-0.4], step=0.5)
    assert new[0] == pytest.approx([0.48, 0.52, 0.0]) and not unmoved.any()
    new, unmoved = one_round([[0.5, 0.5, 0.0]], target=[0.0, 0.0, 1.0], pull=[-0.4], step=0.5)
    assert new[0] == pytest.approx([0.5, 0.5, 0.0]) and unmoved.all()


def test_guidance_beyond_epsilon_drives_away_by_a_share_of_its_weight_where_it_does():
    positions, far = [[0.5, 0.5, 0.0]], [0.0, 0.0, 1.0]
    new, unmoved = one_round(positions, target=far, pull=[0.4], step=0.5, reactance=0.5)
    # .5 + .5 (-.2) (0 - .5) = .55 each; 0 + .5 (-.2) 1 < 0 is 0
    assert new[0] == pytest.approx([0.5, 0.5, 0.0]) and unmoved.all()
    new, _ = one_round([[0.6, 0.3, 0.1]], target=far, pull=[0.4], step=0.5, reactance=0.5)
    assert new[0] == pytest.approx(np.array([0.66, 0.33, 0.01]))
    near = one_round([[0.6, 0.3, 0.1]], target=[0.5, 0.4, 0.1], pull=[0.4], reactance=1.0)[0]
    assert near == pytest.approx(
        one_round([[0.6, 0.3, 0.1]], target=[0.5, 0.4, 0.1], pull=[0.4])[0]
    )
    hated, _ = one_round([[0.6, 0.3, 0.1]], target=far, pull=[-0.4], reactance=1.0)
    assert hated[0] == pytest.approx([0.6, 0.3, 0.1])


@given(st.lists(POINT, min_size=1, max_size=6), POINT, st.floats(-1, 1), st.floats(0, 1),
       st.floats(0, 1), st.floats(0, 1))  # fmt: skip
def test_positions_stay_on_the_simplex(positions, target, pull, confidence, step, back):
    new, _ = one_round(positions, target=target, pull=[pull] * len(positions),
                       confidence=confidence, step=step, pull_back=back)  # fmt: skip
    assert (new >= 0.0).all() and new.sum(axis=1) == pytest.approx(np.ones(len(new)))


@given(st.lists(POINT, min_size=2, max_size=6), st.floats(0.05, 0.9))
def test_who_hears_all_alike_never_spreads_out(positions, step):
    spread = np.ptp(np.array(positions), axis=0)
    new, _ = one_round(positions, confidence=1.1, step=step)
    assert (np.ptp(new, axis=0) <= spread + 1e-12).all()


def test_mean_and_farthest_member():
    positions = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.5, 0.0], [0.5, 0.5, 0.0]])
    assert mean_position(positions).tolist() == [0.5, 0.5, 0.0]
    assert farthest(positions, mean_position(positions)) == 0.5


def test_remaining_benefit_is_benefit_less_the_cost_of_the_pledge():
    assert remaining_benefit(3.0, 0.5, 0.6, 0.1, 4.0) == pytest.approx(0.5)


@given(st.floats(0.0, 1.0), SHARE, SHARE)
def test_at_least_one_round_is_expected(farthest, tolerance, step):
    assert rounds_left(farthest, tolerance, step) >= 1.0


HAND = {
    "links among peers": (links, (5, False, 9.0), 4.0),
    "links under a mediator": (links, (5, True, 0.25), 1.25),
    "a mediator for three, at .1: .022 + .01 < .04": (mediation_pays, (0.02, 3, 0.1, 0.01), True),
    "a mediator for three, too busy": (mediation_pays, (0.02, 3, 0.6, 0.01), False),
    "a mediator for three, too dear": (mediation_pays, (0.02, 3, 0.1, 0.02), False),
    "two need no mediator": (mediation_pays, (10.0, 2, 0.0, 0.0), False),
    "rounds at .02, .04 and .06": (price_of_rounds, (0.06, 2.0, 0.06), 0.04),
    "a first round": (price_of_rounds, (0.0, 0.0, 0.06), 0.06),
    "round cost": (round_cost, (0.01, 3.0, 2.0, 0.25), 0.045),
    "rounds left: .4 to .1 by quarters": (rounds_left, (0.4, 0.1, 0.25), 5.0),
    "rounds left: agreed": (rounds_left, (0.1, 0.15, 0.25), 1.0),
    "rounds left: nobody moves": (rounds_left, (0.9, 0.15, 0.0), 1.0),
}


def test_formulas_give_what_was_worked_out_by_hand():
    assert not_as_by_hand(HAND) == {}
