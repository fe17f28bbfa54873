"""A mediator is taken only where a round is expected to be cheaper with one."""

import numpy as np
import pytest
from small import STRONG, one_of
from stages import ROLES, at

from sim.base.equations import distance
from sim.base.vocabulary import Act, Role, Stage
from sim.week.acts import would_change
from sim.week.mediation import cost_of_a_link_each, is_cheaper
from sim.week.requests import attention

RATE = {"forming.transaction_rate": 0.1, "negotiation.disagreement": 2.0}


def test_a_link_costs_more_the_farther_ones_goals_are_from_where_all_stand():
    model, project = at(Stage.NEGOTIATING, RATE, ROLES)
    goals, who = model.world.organisations.goals, project.members
    mean = goals[who].mean(axis=0)
    expected = sum(0.1 * (1 + 2.0 * distance(goals[c], mean)) for c in who)
    assert cost_of_a_link_each(model.world, project.row) == pytest.approx(expected)


def test_a_busy_mediator_is_not_taken_and_two_members_need_none():
    model, project = at(Stage.NEGOTIATING, {**RATE, "network.attention_price": 0.3}, ROLES)
    # K = 1: mediated (1 + load) + .3 against 2
    assert is_cheaper(model.world, project.row, 1.0, 0.6)
    assert not is_cheaper(model.world, project.row, 1.0, 0.8)
    pair = at(Stage.NEGOTIATING, RATE)[1]
    assert not is_cheaper(pair._simulation.world, pair.row, 1.0, 0.0)


def test_a_hub_doesnt_mediate_where_its_load_would_make_it_dearer():
    model, project = at(Stage.NEGOTIATING, {**STRONG, **RATE}, ROLES)
    supply = float(model.world.hub.now["supply"])
    assert would_change(model.world, project.row, Act.MEDIATION)
    model.world.diary.hub[Act.MEDIATION] = supply  # with this one, more than a case an act
    assert not would_change(model.world, project.row, Act.MEDIATION)


def test_who_has_little_attention_at_hand_mediates_for_nobody_it_would_cost_more():
    model, project = at(Stage.NEGOTIATING, {**RATE, "organisations.attention": 0.0}, ROLES)
    broker = one_of(model, Role.RESIDENTS_COMMITTEE)
    for at_hand, taken in ((1.0, False), (4.0, True)):
        model.world.standing.attention[:] = 0.0
        model.world.standing.attention[broker] = at_hand  # loads 1 and 1/4, against 2 links
        attention(model.world)
        assert np.isnan(project.help["congestion"]) != taken
