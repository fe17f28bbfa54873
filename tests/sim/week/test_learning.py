"""Ties, honouring and legitimacy learn from what was seen; who gains too little leaves."""

import numpy as np
import pytest
from small import (
    hand_made,
    learn_week,
    made,
    met_with_a_mediator,
    one_of,
    project_with,
    saw,
    small,
    tie_all,
)
from stages import ROLES, leaving

from sim.base.vocabulary import End, Paid, Role, Stage
from sim.state.ties import first_ties
from sim.week.learning import has_had_enough, let_ties_decay
from sim.week.lifecycle import end
from sim.week.negotiation import start_negotiation
from sim.week.partners import appeal_of, set_aside

ALL_STAGES = 0b1111
STILL = {"network.retention": 1.0}


def ended(how: End, changes=None, trust=0.4, formed=True):
    """A project of three sectors that came to an end this week."""
    model = made({**STILL, **(changes or {})})
    tie_all(model, trust)
    project = project_with(model, [one_of(model, r) for r in ROLES])
    project.formed_week = 0 if formed else -1
    end(model.world, project.row, how)
    return model, project


def test_ties_decay_each_week():
    model = made({"network.retention": 0.9})
    before = model.world.ties.trust.copy()
    learn_week(model)
    assert model.world.ties.trust == pytest.approx(0.9 * before)


def test_a_week_of_instalments_reaches_ties_through_the_own_share():
    model = made({**STILL, "network.kept_pledge": 0.1})
    tie_all(model, 0.5)
    project = project_with(model, [one_of(model, r) for r in ROLES])
    project.rounds, project.mediated = 4, 1
    saw(model, project, [Paid.KEPT, Paid.NOT_DUE, Paid.NOT_DUE])
    learn_week(model)
    a, b, _ = project.members
    assert model.world.ties.trust[b, a] == pytest.approx(0.5 + 0.1 * 0.75 * 0.5)
    assert model.world.ties.trust[a, b] == 0.5


def test_a_mediator_repairs_existing_ties_only():
    model = made({**STILL, "network.repair": 0.1})
    tie_all(model, 0.5)
    project = project_with(model, [one_of(model, r) for r in ROLES])
    a, b, c = project.members
    model.world.ties.trust[a, b] = 0.0
    met_with_a_mediator(model, project)
    learn_week(model)
    assert model.world.ties.trust[a, b] == 0.0 and model.world.ties.trust[a, c] == pytest.approx(
        0.55
    )


def test_success_grows_ties_closes_triangles_and_lifts_honour():
    changes = {"network.success": 0.1, "network.closure": 0.35, "delivery.success_lift": 0.2,
               "delivery.reciprocity": 0.0}  # fmt: skip
    model, project = ended(End.COMPLETED, changes)
    a, b, c = project.members
    model.world.ties.trust[a, b], project.tied[a, b] = 0.0, False
    honour = model.world.standing.honouring.copy()
    learn_week(model)
    assert model.world.ties.trust[a, b] == 0.35  # a stranger when all was pledged
    assert model.world.ties.trust[a, c] == pytest.approx(0.4 + 0.1 * 0.6)
    outsider = one_of(model, Role.DESIGNER, 1)
    assert model.world.ties.trust[a, outsider] == 0.4
    expected = np.minimum(0.98, honour[[a, b, c]] + 0.2 * (1 - honour[[a, b, c]]))
    assert model.world.standing.honouring[[a, b, c]] == pytest.approx(expected)


def test_dependence_members_own_ties_grow_by_what_did_not_go_through_a_hub():
    model, project = ended(End.COMPLETED, {"network.success": 0.1, "network.closure": 0.8})
    project.rounds, project.mediated = 4, 3
    a, b, c = project.members
    model.world.ties.trust[a, c], project.tied[a, c] = 0.0, False
    learn_week(model)
    assert model.world.ties.trust[a, b] == pytest.approx(0.4 + 0.025 * 0.6)
    assert model.world.ties.trust[a, c] == pytest.approx(0.2)


@pytest.mark.parametrize("how", [End.GOAL_CONFLICT, End.UNNEEDED, End.SOLO, End.FREE_RIDING])
def test_without_success_no_tie_grows(how):
    model, _ = ended(how, {"network.success": 0.5, "network.closure": 0.9})
    before = model.world.ties.trust.copy()
    learn_week(model)
    assert np.array_equal(model.world.ties.trust, before)


def test_honouring_moves_toward_a_little_less_than_partners_did():
    changes = {"delivery.reciprocity": 0.5, "delivery.imperfection": 0.1}
    model, project = ended(End.FREE_RIDING, changes)
    a, b, c = project.members
    project.asked[[a, b]], project.kept[a], project.kept[b] = 10.0, 8.0, 2.0
    model.world.standing.honouring[[a, b, c]] = 0.6
    learn_week(model)
    assert model.world.standing.honouring[[a, b, c]] == pytest.approx(
        [0.6 + 0.5 * (0.18 - 0.6), 0.6 + 0.5 * (0.72 - 0.6), 0.6]
    )


def test_a_project_moves_the_rates_of_its_sectors_for_the_stages_that_it_reached():
    model, project = ended(End.COMPLETED)
    project.reached = ALL_STAGES
    learn_week(model)
    assert model.world.hub.trailing == pytest.approx(np.full((3, 4), 0.55))
    model, project = ended(End.NO_PARTNER, formed=False)
    project.members = project.members[:1]
    learn_week(model)
    assert model.world.hub.trailing == pytest.approx(
        np.array([[0.45, 0.5, 0.5, 0.5], [0.5] * 4, [0.5] * 4])
    )
    for how in (End.BLOCKED, End.VACANT):
        model, _ = ended(how, formed=False)
        learn_week(model)
        assert (model.world.hub.trailing == 0.5).all()


def test_a_service_by_one_sector_alone_is_a_success():
    model, project = ended(End.SOLO, formed=False)
    project.reached = 1 << Stage.FORMING | 1 << Stage.SIGN_OFF | 1 << Stage.DELIVERING
    learn_week(model)
    assert model.world.hub.trailing == pytest.approx(np.tile([0.55, 0.55, 0.5, 0.55], (3, 1)))


def paid(how: End, share: float):
    """Gains after an end at which each member had paid this share of its pledge."""
    model, project = ended(how, {"forming.private_cost": 0.1, "organisations.return_memory": 1})
    project.given = share * project.pledged.sum(axis=1)
    project.asked[project.members] = 8.0
    learn_week(model)
    return model, project


def test_what_was_paid_in_costs_members_privately_whatever_became_of_it():
    model, project = paid(End.FREE_RIDING, 0.25)
    expected = -0.1 * 0.25 * project.pledged.sum(axis=1)
    assert model.world.standing.returns == pytest.approx(expected)


@pytest.mark.parametrize("how", [End.COMPLETED, End.SOLO])
def test_a_service_is_worth_its_benefit_to_each_member(how):
    model, project = paid(how, 1.0)
    for c in project.members:
        cost = 0.1 * project.pledged[c].sum()
        aligned = 1 - 0.5 * np.abs(model.world.organisations.goals[c] - project.scope).sum()
        appeal = appeal_of(model.world, c, project.scope)
        worth = (model.parameters.forming.benefit + appeal) * aligned
        assert model.world.standing.returns[c] == pytest.approx(worth - cost)


def test_who_only_pledged_and_never_paid_bears_no_private_cost():
    model = made({"organisations.return_memory": 1, "forming.private_cost": 1.0})
    project = project_with(model, [0, 9], pledged=False)
    for c in project.members:
        model.world.standing.free[c] += 5.0
        model.world.accounts.entered += 5.0
        set_aside(model.world, project.row, c)
    assert project.pledged.sum() > 0
    end(model.world, project.row, End.NO_PARTNER)
    learn_week(model)
    assert model.world.standing.returns.tolist() == [0.0] * len(model.organisations)


def test_under_the_floor_past_its_patience_anyone_leaves():
    assert has_had_enough(np.array([25, 26, 27]), 26).tolist() == [False, False, True]
    changes = {"organisations.patience": 3, "organisations.return_floor": (0.5, -9.0, 0.5)}
    model = made(changes)
    for week in range(3):
        learn_week(model)
        assert model.world.standing.present.all() and model.world.standing.under.max() == week + 1
    learn_week(model)
    left = model.world.organisations.sector[~model.world.standing.present]
    assert (
        set(left) == {0, 2}
        and (model.world.organisations.sector[model.world.standing.present] == 1).all()
    )


def test_a_good_week_starts_patience_anew():
    model = made({"organisations.return_floor": (0.1, 0.1, 0.1), "organisations.return_memory": 1})
    learn_week(model)
    model.world.standing.gained[:] = 1.0
    learn_week(model)
    assert not model.world.standing.under.any()


def test_returns_are_remembered_over_their_memory():
    model = made({"organisations.return_memory": 4})
    model.world.standing.gained[0] = 2.0
    learn_week(model)
    assert model.world.standing.returns[0] == 0.5 and model.world.standing.gained[0] == 0.0
    learn_week(model)
    assert model.world.standing.returns[0] == pytest.approx(0.375)


def test_an_end_by_exit_teaches_too():
    model, project = leaving()
    start_negotiation(model.world, project.row)
    model.world.standing.under[project.members[1]] = 10_000
    model.world.standing.returns[:] = -100.0
    learn_week(model)
    assert project.end is End.EXIT
    reached = [0.45, 0.5, 0.45, 0.5]  # forming, then negotiating
    assert model.world.hub.trailing == pytest.approx(np.tile(reached, (3, 1)))


def test_decay_keeps_the_same_share_of_every_tie():
    ties = first_ties(hand_made({(0, 1): 0.8, (2, 3): 0.4}), small().network)
    let_ties_decay(ties, 0.5)
    assert (ties.trust[0, 1], ties.trust[2, 3], ties.trust.sum()) == pytest.approx((0.4, 0.2, 0.6))
