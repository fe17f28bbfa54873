"""Delivering: instalments kept or broken, time running out, and what was of use in the end."""

import numpy as np
import pytest
from small import (
    held,
    hub,
    live,
    made,
    pay_week,
    project_with,
)
from stages import FAITHFUL, underway

from sim.base.luck import Process, uniform
from sim.base.vocabulary import LABOUR, End, Paid, Stage
from sim.rules.honouring import honour_probability, temptation
from sim.week.delivery import back_up, start_delivery

FAITHLESS = {**FAITHFUL, "delivery.alignment": -20.0}


def deliver(model, project, weeks: int = 1) -> None:
    for _ in range(weeks):
        if project.stage is Stage.DELIVERING:
            live(model, project)
        model.world.now["week"] += 1


def test_who_keeps_every_instalment_is_done_when_enough_is_in():
    model, project = underway({**FAITHFUL, "delivery.completeness": 0.95, "delivery.weeks": 8})
    deliver(model, project, 7)
    assert project.stage is Stage.DELIVERING and project.sunk == pytest.approx(project.need * 7 / 8)
    deliver(model, project)
    assert project.end not in (End.FREE_RIDING, End.OPEN)
    assert (project.kept[project.members] == 8).all()


def test_who_breaks_every_instalment_free_rides_till_time_is_out():
    model, project = underway({**FAITHLESS, "delivery.weeks": 3, "delivery.slack": 2})
    free = model.world.standing.free.copy()
    need = project.need.sum()
    deliver(model, project, 5)
    assert project.stage is Stage.DELIVERING
    deliver(model, project)
    assert project.end is End.FREE_RIDING and project.kept.sum() == 0
    assert (model.world.standing.free - free).sum() == pytest.approx(need)  # all came back


def test_each_instalment_is_kept_by_its_own_luck_and_chance():
    changes = {"delivery.weeks": 8}
    for week in range(12):
        model, project = underway(changes, aligned=False)
        model.world.now["week"] = week
        world = model.world
        rules, standing = world.rules["delivery"], world.standing
        expected = []
        for c in project.members:
            due = project.need.sum() / 2 / 8
            stock = standing.free[c].sum() + project.reserved[c].sum()
            aligned = 1 - 0.5 * np.abs(world.organisations.goals[c] - project.scope).sum()
            chance = honour_probability(
                rules, standing.honouring[c], 0.5, aligned, float(rules["peers_neutral"]), 0.0,
                temptation(rules, due, stock, 0.0), 0.0,
            )  # fmt: skip
            code = int(world.organisations.code[c])
            luck = uniform(world.luck, Process.HONOUR, project.code, code, week, 0)
            expected.append(luck < chance)
        done, _ = pay_week(model, project)
        assert done.tolist() == [Paid.KEPT if kept else Paid.BROKEN for kept in expected]


def test_peers_record_is_that_of_the_others():
    def kept_by_first(record: float) -> int:
        count = 0
        for week in range(150):
            model, project = underway({"delivery.peers": 5.0}, aligned=False)
            model.world.now["week"] = week
            other = project.members[1]
            project.asked[other], project.kept[other] = 10.0, 10.0 * record
            count += int(pay_week(model, project)[0][0] == Paid.KEPT)
        return count

    assert kept_by_first(1.0) > kept_by_first(0.0) + 50


def test_a_broken_instalment_returns_to_free_stock_and_stays_owed():
    model, project = underway({**FAITHLESS, "delivery.weeks": 4})
    j = project.members[1]
    free, owed = model.world.standing.free[j].copy(), project.owed[j].copy()
    deliver(model, project)
    assert model.world.standing.free[j] - free == pytest.approx(owed / 4)
    assert np.array_equal(project.owed[j], owed)
    assert project.reserved[j] == pytest.approx(owed * 3 / 4)
    assert project.asked[j] == 1.0 and project.kept[j] == 0.0


def late(labour: float):
    """A member that holds nothing aside any more, and in its free stock this much labour."""
    model, project = underway({**FAITHFUL, "delivery.weeks": 4})
    j = project.members[1]
    model.world.standing.free[j] += project.reserved[j]
    project.reserved[j] = 0.0
    model.world.standing.free[j, LABOUR] = labour
    deliver(model, project)
    return model, project, j


def test_a_late_instalment_comes_from_free_stock():
    model, project, j = late(5.0)
    due = project.pledged[j] / 4
    assert model.world.standing.free[j, LABOUR] == pytest.approx(5.0 - due[LABOUR])
    assert project.owed[j] == pytest.approx(project.pledged[j] * 3 / 4)
    assert project.given[j] == pytest.approx(due.sum()) and project.kept[j] == 1.0


def test_an_instalment_that_stock_cannot_cover_in_full_is_broken():
    model, project, j = late(0.1)
    assert model.world.standing.free[j, LABOUR] == 0.1 and project.kept[j] == 0.0
    assert np.array_equal(project.owed[j], project.pledged[j]) and project.given[j] == 0.0


def test_who_owes_nothing_is_not_asked():
    model, project = underway(FAITHFUL)
    j = project.members[1]
    project.owed[j] = 0.0
    done, _ = pay_week(model, project)
    assert done[1] == Paid.NOT_DUE and project.asked[j] == 0.0


def test_what_came_from_the_pool_is_in_hand_at_once():
    model = made()
    project = project_with(model, [0, 9])
    project.pooled[:] = [1.0, 2.0, 0.0, 0.0]
    start_delivery(model.world, project.row)
    assert project.sunk.tolist() == [1.0, 2.0, 0.0, 0.0] and not project.pooled.any()


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
