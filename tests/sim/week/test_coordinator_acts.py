"""What the coordinator's mobilisation and resources do, with and without information."""

import numpy as np
import pytest
from small import held, hub, hub_does, introduced, invite_only, live, made, missing, project_with

from sim.base.equations import distance
from sim.base.vocabulary import EXPERTISE, FUNDS, LABOUR, SPACE, Act, Stage
from sim.rules.partners import coverage
from sim.week.coordinator import (
    begin_coordinator_week,
    fill_pool,
    let_pool_perish,
    take_labour,
)
from sim.week.delivery import back_up
from sim.week.income import open_week
from sim.week.learning import learn
from sim.week.partners import ask_partners
from sim.week.residents import mobilisation, update_residents
from sim.week.scopes import own_scope
from sim.week.sign_off import departments_sign, start_sign_off

# -- mobilisation ----------------------------------------------------------------------------------


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


def test_the_permutation_is_one_cycle_that_leaves_no_category_in_place():
    for replicate in range(20):
        order = made(replicate=replicate).world.hub.permutation
        assert sorted(order) == list(range(6))
        place, seen = 0, []
        for _ in range(6):
            place = int(order[place])
            seen.append(place)
        assert sorted(seen) == list(range(6))


def test_the_backstop_fills_broken_labour_from_the_payers():
    model, project = hub(stage=Stage.DELIVERING)
    member = project.members[1]
    owed = project.owed[member, LABOUR]
    free, payers = model.world.standing.free, model.world.organisations.sector == 0
    before, all_there = free[:, LABOUR].copy(), held(model)
    project.broken[:3] = [0.0, 0.25, 0.0]
    back_up(model.world, project.row)
    assert project.sunk[LABOUR] == pytest.approx(0.25)
    assert project.owed[member, LABOUR] == pytest.approx(owed - 0.25)
    given = before - free[:, LABOUR]
    assert given[payers] == pytest.approx(0.25 * before[payers] / before[payers].sum())
    assert not given[~payers].any() and held(model) == pytest.approx(all_there)


def test_the_backstop_gives_no_more_labour_than_payers_have():
    model, _ = hub()
    model.world.standing.free[:, LABOUR] = 0.0
    assert take_labour(model.world, 1.0, 0) == 0.0
    model.world.standing.free[0, LABOUR] = 0.4
    assert take_labour(model.world, 1.0, 0) == pytest.approx(0.4)


def test_members_lead_by_example_and_residents_are_persuaded_by_legitimacy():
    model, _ = hub({"coordinator.mobilisation": 0.5, "coordinator.member_floor": 0.6,
                    "coordinator.resident_mobilisation": 0.02,
                    "coordinator.reach": (1.0, 1.0, 0.5)})  # fmt: skip
    rise, floor = mobilisation(model.world)
    assert rise == pytest.approx(0.5 * 0.3 * 0.5 * 0.02)
    assert floor == pytest.approx(0.3)
    model.world.hub.legitimacy[2] = -0.4
    assert mobilisation(model.world)[0] == 0.0
    participation = model.world.residents.participation
    participation[:] = 0.0
    update_residents(model.world)
    assert participation[model.world.people.member == 1].min() == pytest.approx(0.3)


# -- resources -------------------------------------------------------------------------------------


def test_slack_flows_to_the_pool_but_space_stays():
    changes = {"coordinator.slack_weeks": 4.0, "coordinator.pool_rate": 0.5,
               "coordinator.resources": 0.6, "coordinator.attention_cost": 0.0}  # fmt: skip
    model, _ = hub(changes)
    standing, income = model.world.standing, model.world.organisations.income
    pool = model.world.hub.pool
    standing.free[:] = 10.0 * income
    pool[:] = 0.0
    standing.present[2] = False
    fill_pool(model.world)
    slack = 6.0 * income
    slack[2] = 0.0
    slack[:, SPACE] = 0.0
    assert pool == pytest.approx(0.3 * slack.sum(axis=0))
    assert standing.free == pytest.approx(10.0 * income - 0.3 * slack)


def test_labour_and_expertise_perish_in_the_pool_as_anywhere():
    model, _ = hub({"organisations.perish_rate": 0.1})
    model.world.hub.pool[:] = 5.0
    open_week(model.world)
    let_pool_perish(model.world)
    assert model.coordinator.pool.tolist() == [5.0, 4.5, 4.5, 5.0]
    assert model.world.accounts.lost.tolist() == [0.0, 0.5, 0.5, 0.0]


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


def test_the_whistle_speeds_signing():
    def weeks(whistled: bool) -> float:
        found = []
        for replicate in range(40):
            model = made({"sign_off.hazard": 0.1}, replicate)
            project = project_with(model, [0, 9], np.eye(6)[0])
            start_sign_off(model.world, project.row)
            for _ in range(15):
                if project.stage is Stage.SIGN_OFF:
                    project.whistled = whistled
                    departments_sign(model.world)
                    live(model, project)
                    model.world.now["week"] += 1
            found.append(model.week)
        return float(np.mean(found))

    assert weeks(True) < weeks(False) - 1.5


def test_before_its_start_and_after_its_end_it_holds_nothing():
    model, _ = hub({"coordinator.end_week": 5})
    model.world.hub.pool[:] = [2.3, 0.0, 0.0, 4.6]
    standing, others = model.world.standing, len(model.organisations) - 1
    standing.present[4] = False
    free = standing.free.copy()
    model.world.now["week"] = 5
    begin_coordinator_week(model.world)
    assert not model.coordinator.pool.any()
    gained = standing.free - free
    share = np.array([2.3, 0.0, 0.0, 4.6]) / others
    assert gained[standing.present] == pytest.approx(np.tile(share, (others, 1)))
    assert not gained[4].any()
