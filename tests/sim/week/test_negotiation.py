"""Negotiating: bounded confidence, guidance as one voice more, its costs, leaving, agreement."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from small import held, live, made, one_of, project_with, tie_all

from sim.base.vocabulary import EXPERTISE, FUNDS, LABOUR, SPACE, End, Role, Stage
from sim.parameters.plain import RULES
from sim.rules.talks import farthest, mean_position, negotiation_round, remaining_benefit
from sim.week.learning import learn
from sim.week.negotiation import start_negotiation
from sim.week.partners import covered

FREE = {"forming.transaction_rate": 0.0}
POINT = arrays(float, 3, elements=st.floats(0.01, 1.0)).map(lambda w: w / w.sum())
SILENT = np.zeros(3)


def one_round(positions, goals=None, trust=1.0, stranger=0.1, target=SILENT, pull=None,
              confidence=0.55, step=0.25, pull_back=0.0):  # fmt: skip
    positions, target = np.array(positions, float), np.array(target, float)
    size = len(positions)
    trust = np.full((size, size), trust) if np.isscalar(trust) else np.array(trust, float)
    pull = np.zeros(size) if pull is None else np.array(pull, float)
    goals = positions if goals is None else np.array(goals, float)
    rules = np.zeros(1, RULES["negotiation"])[0]
    rules["confidence"], rules["step"], rules["pull_back"] = confidence, step, pull_back
    return negotiation_round(positions, goals, trust, stranger, target, pull, rules)


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


def table(changes, goals=None, trust=0.6, roles=(Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER)):
    """A negotiation about to start among three sectors."""
    model = made(changes)
    tie_all(model, trust)
    members = [one_of(model, role) for role in roles]
    if goals is not None:
        model.world.organisations.goals[members] = goals
    project = project_with(model, members)
    start_negotiation(model.world, project.row)
    return model, project


ALIKE = [[0.3, 0.3, 0.1, 0.1, 0.1, 0.1]] * 3
APART = np.eye(6)[:3]


def test_who_agrees_at_once_goes_to_delivery_with_the_mean_as_scope():
    model, project = table(FREE, ALIKE)
    live(model, project)
    assert project.stage is Stage.DELIVERING and project.rounds == 1
    assert project.scope == pytest.approx(ALIKE[0])


def test_goals_beyond_everybodys_confidence_end_as_goal_conflict_at_the_round_limit():
    model, project = table({**FREE, "negotiation.rounds": 3, "negotiation.confidence": 0.5,
                            "forming.private_cost": 0.0}, APART)  # fmt: skip
    for _ in range(3):
        assert project.end is End.OPEN
        live(model, project)
    assert project.end is End.GOAL_CONFLICT and project.rounds == 3


def test_a_round_costs_links_and_distance_in_labour_first():
    model, project = table({"forming.transaction_rate": 0.1, "negotiation.disagreement": 2.0,
                            "forming.benefit": 1e2, "negotiation.pull_back": 0.0},
                           ALIKE)  # fmt: skip
    first = project.members[0]
    model.world.organisations.goals[first] = [0.1, 0.5, 0.1, 0.1, 0.1, 0.1]
    model.world.standing.free[first] = [5.0, 0.05, 1.0, 1.0]
    live(model, project)
    assert project.mean == pytest.approx(ALIKE[0])
    due = 0.1 * 2 * (1 + 2 * 0.2)
    assert model.world.standing.free[first, LABOUR] == 0.0
    assert model.world.standing.free[first, FUNDS] == pytest.approx(5.0 - (due - 0.05))
    assert model.world.standing.free[first, [EXPERTISE, SPACE]].tolist() == [1.0, 1.0]
    assert project.transaction_cost == pytest.approx(due + 2 * 0.2)
    assert model.world.standing.gained[first] == pytest.approx(-due)


def test_unpaid_time_counts_as_cost_though_no_stock_is_left():
    model, project = table({"forming.transaction_rate": 0.1}, ALIKE)
    model.world.standing.free[:] = 0.0
    live(model, project)
    assert project.transaction_cost == pytest.approx(3 * 0.2)
    assert not model.world.accounts.spent.any()


def test_mediation_replaces_pairs_by_spokes_repairs_ties_and_is_charged():
    def cost(congestion):
        model, project = table({"forming.transaction_rate": 0.1}, ALIKE)
        project.congestion = congestion
        live(model, project)
        repaired = model.world.ties.trust[project.members[0], project.members[1]]
        learn(model.world)
        repaired = model.world.ties.trust[project.members[0], project.members[1]] > repaired
        return project.transaction_cost, project.mediated, repaired, model

    peers, *_, repaired = cost(np.nan)[:3]
    assert not repaired
    mediated, rounds, repaired, model = cost(0.25)
    price = model.parameters.network.attention_price
    assert peers == pytest.approx(3 * 0.1 * 2)
    assert mediated == pytest.approx(3 * 0.1 * 1.25 + price)
    assert rounds == 1 and repaired


def test_who_expects_to_pay_more_than_to_gain_leaves_and_without_initiator_it_ends():
    model, project = table({"forming.transaction_rate": 5.0}, APART)
    live(model, project)
    assert project.end is End.TRANSACTION_COST


def left_by_the_last(changes, goals=ALIKE):
    """Only the designer sees no benefit; the others gladly stay; all still apart."""
    model, project = table({"forming.benefit": 1.0, "organisations.commercial_pull": 0.0,
                            "negotiation.tolerance": 0.0, **changes}, goals)  # fmt: skip
    loner = project.members[2]
    model.world.ties.trust[loner] = 0.0
    model.world.organisations.goals[project.members[1]] = [0.2, 0.4, 0.1, 0.1, 0.1, 0.1]
    project.positions[project.members] = model.world.organisations.goals[project.members]
    live(model, project)
    return model, project, loner


CHEAP = {"forming.transaction_rate": 0.0, "forming.private_cost": 0.0001}


def test_one_who_leaves_takes_back_what_it_set_aside_and_is_to_be_replaced():
    model, project, loner = left_by_the_last(CHEAP)
    assert loner not in project.members and project.end is End.OPEN
    assert project.replacing
    assert model.world.standing.free[loner].sum() > 0 and not project.pledged[loner].any()
    assert project.sectors == 0b011


def test_a_replacement_that_covers_continues_the_talks():
    model, project, loner = left_by_the_last({**CHEAP, "forming.asks_per_week": 64})
    model.world.standing.free += 50.0
    model.world.rules["forming"]["benefit"] = 1e4  # everybody gladly joins
    model.world.now["week"] += 1
    live(model, project)
    assert project.end is End.OPEN and not project.replacing and covered(model.world, project.row)
    assert loner not in project.members and len(project.members) > 2
    newcomer = project.members[-1]
    assert project.positions[newcomer].sum() == pytest.approx(1.0)
    assert np.array_equal(project.owed, project.pledged)


def test_without_replacement_the_project_ends_by_transaction_cost():
    model, project, _ = left_by_the_last(CHEAP)
    model.world.ties.trust[:] = 0.0
    model.world.now["week"] += 1
    live(model, project)
    assert project.end is End.TRANSACTION_COST


def test_a_stock_ledger_survives_leaving_and_replacing():
    model, project, _ = left_by_the_last(CHEAP)
    before = held(model)
    model.world.now["week"] += 1
    live(model, project)
    assert held(model) + model.world.accounts.spent == pytest.approx(before)
