"""What the coordinator's mobilisation and resources do, with and without information."""

import numpy as np
import pytest
from sim.projects import Stage
from small import hub, introduced, invite_only, live, made, missing, project_with

from sim import consent, delivery, forming
from sim.base.equations import distance
from sim.base.vocabulary import EXPERTISE, FUNDS, LABOUR, SPACE, Act

# -- mobilisation ----------------------------------------------------------------------------------


def test_an_introduction_makes_a_stranger_reachable_and_tied():
    model, project = hub({"forming.asks_per_week": 64, "forming.benefit": 100.0}, trust=0.0)
    project.members = project.members[:1]
    invite_only(project, project.members)
    project.sectors = 1
    assert model.coordinator.act(project, Act.INTRODUCTION)
    ((chosen, tie),) = introduced(project).items()
    rules = model.parameters
    assert tie == pytest.approx(rules.forming.introduced_tie * 1.3)
    room = rules.forming.max_share * project.need.sum()
    could = forming.coverage(missing(project), model.bodies.free, rules.forming.reserve_share, room)
    worth = could * np.where(model.bodies.sector == 0, 1.0, rules.forming.complement)
    worth[project.members[0]] = 0.0
    assert chosen == int(np.argmax(worth))  # informed: who could cover most
    forming.ask_partners(model, [project])
    assert project.members == [project.members[0], chosen]
    model.learn()
    assert model.ties.trust[chosen, project.members[0]] == pytest.approx(tie)


def test_no_introduction_of_who_is_known_better_already():
    model, project = hub(trust=0.9)
    assert not model.coordinator.act(project, Act.INTRODUCTION)


def test_an_introduction_never_makes_a_tie_above_one():
    changes = {"forming.introduced_tie": 1.0, "coordinator.legitimacy": (1.0, 1.0, 1.0)}
    model, project = hub(changes, trust=0.0)
    assert model.coordinator.act(project, Act.INTRODUCTION)
    assert project.help.introduced.max() <= 1.0


def test_a_hub_that_is_distrusted_introduces_weakly():
    def tie(legitimacy: float) -> float:
        changes = {"coordinator.legitimacy": (legitimacy,) * 3}
        model, project = hub(changes, trust=0.0)
        model.coordinator.act(project, Act.INTRODUCTION)
        return project.help.introduced.max()

    assert tie(-0.5) == pytest.approx(tie(0.5) / 3.0)


def test_uninformed_introductions_are_by_lot():
    chosen = set()
    for week in range(20):
        model, project = hub({"coordinator.informed": False}, trust=0.0)
        model.week = week
        model.coordinator.act(project, Act.INTRODUCTION)
        chosen |= set(introduced(project))
    assert len(chosen) > 5


def waiting_for(model, k: int) -> None:
    model.voices.open[:] = 0.0
    model.voices.open[:, k] = 5.0


def test_a_panel_moves_scope_toward_real_need_and_a_blind_one_elsewhere():
    def far(informed: bool) -> float:
        listening = {"organisations.responsiveness": 1.0, "forming.panel_weight": 1.0}
        model, project = hub({"coordinator.informed": informed, **listening})
        waiting_for(model, 4)
        project.scope = model.organisations[project.initiator].propose_scope(project.sensed)
        before = distance(project.scope, np.eye(6)[4])
        model.coordinator.act(project, Act.PANEL)
        return float(distance(project.scope, np.eye(6)[4]) - before)

    assert far(informed=True) < -0.5
    assert far(informed=False) > 0.0


def test_the_permutation_is_one_cycle_that_leaves_no_category_in_place():
    for replicate in range(20):
        order = made(replicate=replicate).coordinator.permutation
        assert sorted(order) == list(range(6))
        place, seen = 0, []
        for _ in range(6):
            place = int(order[place])
            seen.append(place)
        assert sorted(seen) == list(range(6))


def test_the_backstop_fills_broken_labour_from_the_payers():
    model, project = hub(stage=Stage.DELIVERING)
    project.help.backstopped = True
    member = project.members[1]
    owed = project.owed[member, LABOUR]
    bodies, payers = model.bodies, model.bodies.sector == 0
    before, held = bodies.free[:, LABOUR].copy(), model.held()
    delivery._backstop(model, project, np.array([0.0, 0.25, 0.0]))
    assert project.sunk[LABOUR] == pytest.approx(0.25)
    assert project.owed[member, LABOUR] == pytest.approx(owed - 0.25)
    given = before - bodies.free[:, LABOUR]
    assert given[payers] == pytest.approx(0.25 * before[payers] / before[payers].sum())
    assert not given[~payers].any() and model.held() == pytest.approx(held)


def test_the_backstop_gives_no_more_labour_than_payers_have():
    model, _ = hub()
    model.bodies.free[:, LABOUR] = 0.0
    assert model.coordinator.take_labour(1.0) == 0.0
    model.bodies.free[0, LABOUR] = 0.4
    assert model.coordinator.take_labour(1.0) == pytest.approx(0.4)


def test_members_lead_by_example_and_residents_are_persuaded_by_legitimacy():
    model, _ = hub({"coordinator.mobilisation": 0.5, "coordinator.member_floor": 0.6,
                    "coordinator.resident_mobilisation": 0.02,
                    "coordinator.reach": (1.0, 1.0, 0.5)})  # fmt: skip
    mobilisation = model.coordinator.mobilisation()
    assert mobilisation.rise == pytest.approx(0.5 * 0.3 * 0.5 * 0.02)
    assert mobilisation.floor == pytest.approx(0.3)
    model.coordinator.legitimacy[2] = -0.4
    assert model.coordinator.mobilisation().rise == 0.0
    people = model.people.population
    people.participation[:] = 0.0
    model.update_residents()
    assert people.participation[people.member == 1].min() == pytest.approx(0.3)


# -- resources -------------------------------------------------------------------------------------


def test_slack_flows_to_the_pool_but_space_stays():
    changes = {"coordinator.slack_weeks": 4.0, "coordinator.pool_rate": 0.5,
               "coordinator.resources": 0.6, "coordinator.attention_cost": 0.0}  # fmt: skip
    model, _ = hub(changes)
    bodies, pool = model.bodies, model.coordinator.pool
    bodies.free[:] = 10.0 * bodies.income
    pool[:] = 0.0
    bodies.present[2] = False
    model.coordinator._fill_pool()
    slack = 6.0 * bodies.income
    slack[2] = 0.0
    slack[:, SPACE] = 0.0
    assert pool == pytest.approx(0.3 * slack.sum(axis=0))
    assert bodies.free == pytest.approx(10.0 * bodies.income - 0.3 * slack)


def test_labour_and_expertise_perish_in_the_pool_as_anywhere():
    model, _ = hub({"organisations.perish_rate": 0.1})
    model.coordinator.pool[:] = 5.0
    model.accounts.open_week()
    model.coordinator._perish()
    assert model.coordinator.pool.tolist() == [5.0, 4.5, 4.5, 5.0]
    assert model.accounts.lost.tolist() == [0.0, 0.5, 0.5, 0.0]


def test_a_transfer_moves_the_pool_to_the_gap_up_to_its_limit():
    model, project = hub({"coordinator.transfer_share": 0.25})
    model.coordinator.pool[:] = [100.0, 0.0, 0.5, 0.0]
    wanted = np.array([project.need[FUNDS], 0.0, 0.5, 0.0])
    limit = 0.25 * project.need.sum()
    expected = wanted * min(1.0, limit / wanted.sum())
    assert model.coordinator.act(project, Act.TRANSFER)
    assert project.pooled == pytest.approx(expected)
    assert model.coordinator.pool == pytest.approx([100.0, 0, 0.5, 0] - expected)
    assert missing(project) == pytest.approx(project.need - expected)


def test_without_pool_or_gap_there_is_no_transfer():
    model, project = hub()
    model.coordinator.pool[:] = 0.0
    assert not model.coordinator.act(project, Act.TRANSFER)
    model.coordinator.pool[:] = 5.0
    project.need = np.zeros(4)
    assert not model.coordinator.act(project, Act.TRANSFER)


def test_an_uninformed_transfer_moves_one_resource_by_lot_and_loses_nothing():
    moved = set()
    for week in range(12):
        model, project = hub({"coordinator.informed": False})
        model.week = week
        project.need = np.array([4.0, 0.0, 0.0, 0.0])
        model.coordinator.pool[:] = 3.0
        held = model.held()
        model.coordinator.act(project, Act.TRANSFER)
        moved |= set(np.flatnonzero(model.coordinator.pool < 3.0))
        assert not project.pooled[[LABOUR, EXPERTISE, SPACE]].any()
        assert model.held() == pytest.approx(held)
    assert len(moved) > 1


def test_the_whistle_speeds_signing():
    def weeks(whistled: bool) -> float:
        found = []
        for replicate in range(40):
            model = made({"sign_off.hazard": 0.1}, replicate)
            project = project_with(model, [0, 9], np.eye(6)[0])
            consent.begin(model, project)
            for _ in range(15):
                if project.stage is Stage.SIGN_OFF:
                    project.help.whistled = whistled
                    live(model, project)
                    model.week += 1
            found.append(model.week)
        return float(np.mean(found))

    assert weeks(True) < weeks(False) - 1.5


def test_before_its_start_and_after_its_end_it_holds_nothing():
    model, _ = hub({"coordinator.end_week": 5})
    model.coordinator.pool[:] = [2.3, 0.0, 0.0, 4.6]
    model.bodies.present[4] = False
    free = model.bodies.free.copy()
    model.week = 5
    model.coordinator.begin_week()
    assert not model.coordinator.pool.any()
    gained = model.bodies.free - free
    share = np.array([2.3, 0.0, 0.0, 4.6]) / (model.bodies.size - 1)
    assert gained[model.bodies.present] == pytest.approx(np.tile(share, (model.bodies.size - 1, 1)))
    assert not gained[4].any()
