"""What organisations do for each other, in which order, and who may."""

import numpy as np
import pytest
from hypothesis import given
from small import (
    introduced,
    invite_only,
    one_of,
    tie_all,
)
from stages import ABLE, ASKED, IDLE, ROLES, at, requests_of

from sim.base.vocabulary import (
    Act,
    Role,
    Stage,
)
from sim.week.peers import HUB_ONLY, PEER_ORDER, peer_order
from sim.week.requests import attention


@given(ASKED)
def test_organisations_take_requests_by_act_then_longest_waiting_then_luck(asked):
    rank = {int(act): place for place, act in enumerate((*PEER_ORDER, *HUB_ONLY))}
    plain = sorted(range(len(asked)), key=lambda i: (rank[asked[i][0]], -asked[i][1], asked[i][2]))
    assert peer_order(requests_of(asked)).tolist() == plain


def test_organisations_order_their_help_the_same_whatever_the_hubs_priorities():
    order = ("backstop", "panel", "whistle", "transfer", "introduction", "monitoring", "guidance",
             "mediation")  # fmt: skip
    helped = []
    for changes in ({}, {"coordinator.priorities": order}):
        model, project = at(Stage.FORMING, {**IDLE, **changes})
        model.world.now["week"] = 1
        model.world.standing.attention[project.initiator] = 1.0
        tie_all(model, 0.33)
        attention(model.world)
        helped.append(model.world.diary.peer.tolist())
    assert helped[0] == helped[1] and sum(helped[0]) == 1


def test_only_members_watch_and_then_all_are_watched():
    model, project = at(Stage.DELIVERING, ABLE)
    before = model.world.standing.attention.copy()
    attention(model.world)
    assert project.watched.all()
    assert set(np.flatnonzero(before - model.world.standing.attention)) <= set(project.members)
    model.world.standing.attention[project.members] = 0.0
    attention(model.world)
    assert not project.watched.any()


def test_anyone_with_ties_to_all_members_may_mediate_and_nobody_else():
    model, project = at(Stage.NEGOTIATING, ABLE, ROLES)
    model.world.ties.trust[:] = 0.0
    attention(model.world)
    assert np.isnan(project.help["congestion"])
    broker = one_of(model, Role.DESIGNER)
    threshold = model.parameters.network.acquainted
    model.world.ties.trust[broker, project.members] = threshold + 0.01
    before = model.world.standing.attention.copy()
    attention(model.world)
    assert np.flatnonzero(before - model.world.standing.attention).tolist() == [broker]
    assert project.help["congestion"] == pytest.approx(1.0 / before[broker])  # one case on its acts
    assert project.hub_acts == 0 and not project.help["mediated_by_hub"]


def test_who_introduces_knows_the_initiator_and_brings_its_own_acquaintance():
    model, project = at(Stage.FORMING, ABLE)
    model.world.now["week"] = 1
    project.sampled = True
    a, broker, far = project.members[0], one_of(model, Role.DESIGNER), one_of(model, Role.VENDOR, 2)
    project.members = [a]
    invite_only(project, [a])
    model.world.ties.trust[:] = 0.0
    model.world.ties.trust[broker, a] = model.world.ties.trust[far, broker] = 0.9
    model.world.standing.free[far] = 100.0
    attention(model.world)
    assert far not in introduced(project)  # the broker doesn't know it
    model.world.ties.trust[broker, far] = 0.9
    attention(model.world)
    assert introduced(project) == {far: model.parameters.forming.introduced_tie}
    assert model.world.diary.peer[Act.INTRODUCTION] == 1


def test_what_only_a_hub_can_do_nobody_else_does():
    model, project = at(Stage.NEGOTIATING, ABLE)
    attention(model.world)
    assert not project.help["guided"] and model.world.diary.asked[Act.GUIDANCE] == 1
    assert model.world.diary.peer[Act.GUIDANCE] == 0
