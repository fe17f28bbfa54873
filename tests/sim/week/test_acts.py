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
from sim.week.learning import learn
from sim.week.partners import ask_partners
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
