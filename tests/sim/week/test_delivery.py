"""Delivering: instalments kept or broken, time running out, and what was of use in the end."""

import numpy as np
import pytest
from small import live, made, one_of, pay_week, project_with, tie_all

from sim.base.luck import Process, uniform
from sim.base.vocabulary import LABOUR, End, Paid, Role, Stage
from sim.rules.honouring import honour_probability, temptation
from sim.state.population import NO_NEED
from sim.week.completion import complete
from sim.week.delivery import start_delivery

FAITHFUL = {"delivery.trust": 0.0, "delivery.alignment": 20.0, "delivery.peers": 0.0,
            "delivery.temptation": 0.0}  # fmt: skip
FAITHLESS = {**FAITHFUL, "delivery.alignment": -20.0}
CARE = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def underway(changes, scope=None, roles=(Role.STREET_OFFICE, Role.VENDOR), size=1.0, aligned=True):
    """A project that starts delivering; ``aligned``: members want just this scope."""
    model = made(changes)
    tie_all(model, 0.5)
    members = [one_of(model, role) for role in roles]
    project = project_with(model, members, scope, size)
    if aligned:
        model.world.organisations.goals[members] = project.scope
    start_delivery(model.world, project.row)
    return model, project


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


def finished(waits: dict[int, list[int]], changes=None, scope=None, formed=True):
    """A project that completes in a community where these needs wait: category -> rows."""
    model, project = underway({**FAITHFUL, **(changes or {})}, scope)
    waiting = model.world.residents.waiting
    waiting[:] = NO_NEED
    for k, rows in waits.items():
        waiting[k, rows] = 5
    project.formed_week = 0 if formed else -1
    complete(model.world, project.row)
    return model, project


TEN = {"community.supply_ratio": 20.0}


def test_supply_is_capacity_times_size_times_scope_and_serves_what_waits():
    model, project = finished({0: list(range(60))}, TEN, CARE)
    assert project.supplied == pytest.approx(model.world.now["capacity"])
    assert 0 < project.served < 60 and project.over == 0.0 and project.misplaced == 0.0
    assert project.served in (
        int(model.world.now["capacity"]),
        int(model.world.now["capacity"]) + 1,
    )
    assert model.world.diary.served[0] == project.served
    assert model.world.diary.under[0] == pytest.approx(60 - model.world.now["capacity"])
    assert model.world.diary.tally["waited"] == 5.0 * project.served
    assert project.end is End.COMPLETED


def test_supply_where_nobody_waits_is_unneeded():
    model, project = finished({}, TEN, CARE)
    assert project.end is End.UNNEEDED
    assert project.over == pytest.approx(model.world.now["capacity"]) and project.misplaced == 0.0


def test_supply_of_the_wrong_kind_is_value_disorder():
    mixed = [0.9, 0.1, 0.0, 0.0, 0.0, 0.0]
    model, project = finished({1: list(range(60))}, TEN, mixed)
    over, under = 0.9 * model.world.now["capacity"], 60 - 0.1 * model.world.now["capacity"]
    assert project.over == pytest.approx(over)
    assert project.misplaced == pytest.approx(min(over, under))
    assert project.end is End.VALUE_DISORDER


def test_one_sectors_work_counts_as_solo():
    assert finished({0: list(range(60))}, TEN, CARE, formed=False)[1].end is End.SOLO


@pytest.mark.parametrize("gap, again", [(12, True), (13, False)])
def test_works_on_the_same_place_within_the_window_are_repeated_digging(gap, again):
    changes = {**FAITHFUL, "completion.digging_window": 12}
    model, first = underway(changes, CARE)
    complete(model.world, first.row)
    assert first.repeated is False
    model.world.now["week"] += gap
    second = project_with(model, [0, 9], CARE)
    complete(model.world, second.row)
    assert second.repeated is again
    other = project_with(model, [1, 9], np.eye(6)[3])
    complete(model.world, other.row)
    assert other.repeated is False


def test_services_leave_marks_on_who_was_served_and_who_was_left_out():
    model, project = finished({0: list(range(60))}, TEN, CARE)
    assert model.world.residents.served.sum() == project.served
    assert model.world.residents.left_out.sum() == 60 - project.served
    assert model.world.voices.served_group.sum() == project.served


def test_only_the_places_that_consented_are_served():
    by_threes = {"community.households_per_entrance": 3}
    model, project = underway({**FAITHFUL, **TEN, **by_threes}, CARE)
    model.world.residents.waiting[0] = 4
    project.entrance = np.arange(len(project.entrance)) == 0
    complete(model.world, project.row)
    assert project.served == 3
    assert (model.world.residents.waiting[0, 3:] == 4).all()
