"""What the coordinator's mobilisation and resources do, with and without information."""

import numpy as np
import pytest
from small import (
    held,
    hub,
    hub_does,
    introduced,
    invite_only,
    missing,
)

from sim.base.equations import distance
from sim.base.vocabulary import EXPERTISE, FUNDS, LABOUR, SPACE, Act, Stage
from sim.rules.partners import coverage
from sim.state.projects import NOT_ASKED
from sim.week.learning import learn
from sim.week.partners import ask_partners
from sim.week.requests import attention
from sim.week.scopes import own_scope


def test_an_introduction_makes_a_stranger_reachable_and_tied():
    model, project = hub({"forming.asks_per_week": 64, "forming.benefit": 100.0}, trust=0.0)
    project.members = project.members[:1]
    invite_only(project, project.members)
    project.sectors = 1
    assert hub_does(model, project, Act.INTRODUCTION)
    ((chosen, tie),) = introduced(project).items()
    rules = model.parameters
    assert tie == pytest.approx(rules.forming.introduced_tie * 1.3)
    room = rules.forming.max_share * project.need.sum()
    could = coverage(missing(project), model.world.standing.free, rules.forming.reserve_share, room)
    worth = could * np.where(model.world.organisations.sector == 0, 1.0, rules.forming.complement)
    worth[project.members[0]] = 0.0
    assert chosen == int(np.argmax(worth))  # informed: who could cover most
    ask_partners(model.world, np.array([project.row]))
    assert project.members == [project.members[0], chosen]
    learn(model.world)
    assert model.world.ties.trust[chosen, project.members[0]] == pytest.approx(tie)


def test_no_introduction_of_who_is_known_better_already():
    model, project = hub(trust=0.9)
    assert not hub_does(model, project, Act.INTRODUCTION)


def test_an_introduction_never_makes_a_tie_above_one():
    changes = {"forming.introduced_tie": 1.0, "coordinator.legitimacy": (1.0, 1.0, 1.0)}
    model, project = hub(changes, trust=0.0)
    assert hub_does(model, project, Act.INTRODUCTION)
    assert project.introduced.max() <= 1.0


def test_a_hub_that_is_distrusted_introduces_weakly():
    def tie(legitimacy: float) -> float:
        changes = {"coordinator.legitimacy": (legitimacy,) * 3}
        model, project = hub(changes, trust=0.0)
        hub_does(model, project, Act.INTRODUCTION)
        return project.introduced.max()

    assert tie(-0.5) == pytest.approx(tie(0.5) / 3.0)


def test_uninformed_introductions_are_by_lot():
    chosen = set()
    for week in range(20):
        model, project = hub({"coordinator.informed": False}, trust=0.0)
        model.world.now["week"] = week
        hub_does(model, project, Act.INTRODUCTION)
        chosen |= set(introduced(project))
    assert len(chosen) > 5


def waiting_for(model, k: int) -> None:
    model.world.voices.open[:] = 0.0
    model.world.voices.open[:, k] = 5.0


def test_a_panel_moves_scope_toward_real_need_and_a_blind_one_elsewhere():
    def far(informed: bool) -> float:
        listening = {"organisations.responsiveness": 1.0, "forming.panel_weight": 1.0}
        model, project = hub({"coordinator.informed": informed, **listening})
        waiting_for(model, 4)
        project.scope = own_scope(model.world, project.initiator, project.sensed)
        before = distance(project.scope, np.eye(6)[4])
        hub_does(model, project, Act.PANEL)
        return float(distance(project.scope, np.eye(6)[4]) - before)

    assert far(informed=True) < -0.5
    assert far(informed=False) > 0.0


def test_a_transfer_moves_the_pool_to_the_gap_up_to_its_limit():
    model, project = hub({"coordinator.transfer_share": 0.25})
    model.world.hub.pool[:] = [100.0, 0.0, 0.5, 0.0]
    wanted = np.array([project.need[FUNDS], 0.0, 0.5, 0.0])
    limit = 0.25 * project.need.sum()
    expected = wanted * min(1.0, limit / wanted.sum())
    assert hub_does(model, project, Act.TRANSFER)
    assert project.pooled == pytest.approx(expected)
    assert model.coordinator.pool == pytest.approx([100.0, 0, 0.5, 0] - expected)
    assert missing(project) == pytest.approx(project.need - expected)


def test_without_pool_or_gap_there_is_no_transfer():
    model, project = hub()
    model.world.hub.pool[:] = 0.0
    assert not hub_does(model, project, Act.TRANSFER)
    model.world.hub.pool[:] = 5.0
    project.need = np.zeros(4)
    assert not hub_does(model, project, Act.TRANSFER)


def test_an_uninformed_transfer_moves_one_resource_by_lot_and_loses_nothing():
    moved = set()
    for week in range(12):
        model, project = hub({"coordinator.informed": False})
        model.world.now["week"] = week
        project.need = np.array([4.0, 0.0, 0.0, 0.0])
        model.world.hub.pool[:] = 3.0
        before = held(model)
        hub_does(model, project, Act.TRANSFER)
        moved |= set(np.flatnonzero(model.coordinator.pool < 3.0))
        assert not project.pooled[[LABOUR, EXPERTISE, SPACE]].any()
        assert held(model) == pytest.approx(before)
    assert len(moved) > 1


def test_it_watches_those_it_reaches():
    model, project = hub(stage=Stage.DELIVERING)
    model.world.hub.reached[project.members[1]] = False
    hub_does(model, project, Act.MONITORING)
    assert project.watched[project.members].tolist() == [True, False, True]


PARTLY = {"coordinator.reach": (1.0, 0.0, 0.0)}


def watched_by(rule: str, attention_of_members: float, **changes):
    """Who of three members is watched, and what peers did, where the hub reaches the first."""
    model, project = hub(
        {**PARTLY, "structure.watching": rule, "coordinator.enforcement": 0.5, **changes},
        Stage.DELIVERING,
    )
    model.world.standing.attention[:] = 0.0
    model.world.standing.attention[project.members] = attention_of_members
    attention(model.world)
    peers = int(model.world.diary.peer[Act.MONITORING])
    enforced = project.enforced[project.members] > 0.0
    return project.watched[project.members].tolist(), peers, enforced.tolist()


def test_watching_by_a_hub_is_all_there_is_or_beside_the_members_own_or_brings_theirs():
    first = [True, False, False]
    assert watched_by("left_to_hub", 5.0) == (first, 0, first)
    assert watched_by("union", 5.0) == ([True] * 3, 1, first)
    assert watched_by("union", 0.0) == (first, 0, first)
    assert watched_by("crowds_in", 0.0) == ([True] * 3, 0, first)


def test_union_watching_never_watches_fewer_than_members_alone_would():
    for at_hand in (0.0, 1.0, 5.0):
        alone = watched_by("union", at_hand, **{"coordinator.share_monitoring": 0.0})[0]
        both = watched_by("union", at_hand)[0]
        assert all(b or not a for a, b in zip(alone, both, strict=True))


def test_what_a_transfer_leaves_missing_stays_asked_for_with_its_waiting_time():
    model, project = hub({"coordinator.transfer_share": 0.25})
    model.world.now["week"] = 1
    project.sampled = True
    waits = model.world.projects.waits[project.row]
    waits[Act.TRANSFER] = 6
    model.world.hub.pool[:] = project.need  # all that is needed, of which a quarter may go
    attention(model.world)
    assert project.pooled.sum() == pytest.approx(0.25 * project.need.sum())
    assert waits[Act.TRANSFER] == 7 and model.world.diary.hub[Act.TRANSFER] == 1
    model, project = hub({"coordinator.transfer_share": 1.0})
    model.world.now["week"] = 1
    model.world.hub.pool[:] = project.need
    attention(model.world)
    assert model.world.projects.waits[project.row, Act.TRANSFER] == NOT_ASKED


def test_an_empty_pool_an_empty_stock_and_nobody_to_introduce_are_no_acts():
    model, project = hub({}, trust=1.0)  # all are trusted as much without an introduction
    model.world.now["week"] = 1
    model.world.hub.pool[:] = 0.0
    left = model.coordinator.attention
    for act in (Act.TRANSFER, Act.INTRODUCTION):
        assert not hub_does(model, project, act)
    attention(model.world)
    acts = model.world.diary.hub
    assert acts[Act.TRANSFER] == acts[Act.INTRODUCTION] == 0
    assert model.coordinator.attention == left - acts.sum()
    model, project = hub({}, Stage.DELIVERING)
    model.world.standing.free[:, LABOUR] = 0.0
    assert not hub_does(model, project, Act.BACKSTOP)
    payer = int(np.flatnonzero(model.world.hub.pays > 0.0)[0])
    model.world.standing.free[payer, LABOUR] = 1.0
    assert hub_does(model, project, Act.BACKSTOP)


@pytest.mark.parametrize("rule, line, guides", [
    ("noticed", 1.0, False), ("noticed", 0.6, True), ("ignored", 1.0, True), ("repels", 1.0, True),
])  # fmt: skip
def test_a_hub_guides_whom_it_thinks_it_moves_or_where_it_draws_a_red_line(rule, line, guides):
    changes = {"structure.negative_legitimacy": rule, "coordinator.red_line": line}
    model, project = hub(changes, Stage.NEGOTIATING)
    model.world.hub.legitimacy[:] = -0.4
    assert hub_does(model, project, Act.GUIDANCE) is guides
    model.world.hub.legitimacy[:] = 0.0
    assert hub_does(model, project, Act.GUIDANCE) is (line < 1.0)
