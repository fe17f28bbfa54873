"""Completing: what was of use in the end, to whom, and how the project is judged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import made, project_with
from stages import FAITHFUL, underway

from sim.base.luck import Process, uniform
from sim.base.vocabulary import End
from sim.state.population import NO_NEED
from sim.week.completion import complete, serve

CARE = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


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


def waiting_table(*rows: dict[int, int]) -> np.ndarray:
    table = np.full((6, len(rows)), NO_NEED, np.int16)
    for i, row in enumerate(rows):
        for k, weeks in row.items():
            table[k, i] = weeks
    return table


@pytest.fixture(scope="module")
def place():
    """A community of one group, and a project that goes everywhere."""
    model = made()
    model.world.people.group[:] = 0
    return model.world, project_with(model, [0, 9])


def served(place, table: np.ndarray, category: int, supply: float, code: int = 0):
    """Serve the first households, who wait as the table says; nobody else waits."""
    world, project = place
    residents, size = world.residents, table.shape[1]
    residents.waiting[:] = NO_NEED
    residents.waiting[:, :size] = table
    residents.served[:], residents.left_out[:], world.voices.served_group[:] = 0, 0, 0
    project.code = code
    result = tuple(serve(world, project.row, category, supply))
    table[:] = residents.waiting[:, :size]
    assert not residents.served[size:].any() and not residents.left_out[size:].any()
    now, out = residents.served[:size].tolist(), residents.left_out[:size].tolist()
    return result, now, out, world.voices.served_group.tolist()


def code_with_luck(world, category: int, low: float, high: float) -> int:
    """A project's code whose luck for its last need is between two numbers."""
    for code in range(10_000):
        if (
            low
            < uniform(world.luck, Process.LAST_NEED, code, category, world.now["week"], 0)
            < high
        ):
            return code
    raise AssertionError("no such code")


def test_the_longest_waiting_are_served_first_and_the_rest_is_left_out(place):
    table = waiting_table({2: 1}, {2: 9}, {2: 4}, {0: 50})
    result, now, out, groups = served(place, table, 2, 2.0)
    assert result == (3, 2, 13.0)
    assert (now, out, groups) == ([0, 1, 1, 0], [1, 0, 0, 0], [2, 0, 0])
    assert table[2].tolist() == [1, NO_NEED, NO_NEED, NO_NEED] and table[0, 3] == 50


@pytest.mark.parametrize("low, high, amount", [(0.24, 0.25, 3), (0.25, 0.26, 2)])
def test_the_last_fraction_is_served_with_its_probability(place, low, high, amount):
    code = code_with_luck(place[0], 1, low, high)
    result, *_ = served(place, waiting_table(*[{1: 3}] * 5), 1, 2.25, code)
    assert result == (5, amount, 3.0 * amount)


def test_supply_without_demand_serves_nobody_and_slights_nobody(place):
    result, now, out, _ = served(place, waiting_table({0: 1}, {}), 3, 4.0)
    assert (result, now, out) == ((0, 0, 0.0), [0, 0], [0, 0])


@given(
    st.lists(st.integers(-1, 60), min_size=1, max_size=30),
    st.floats(0.0, 40.0),
    st.integers(0, 100_000),
)
def test_served_never_exceeds_demand_nor_supply_rounded_up(place, weeks, supply, code):
    table = waiting_table(*[{} if w == NO_NEED else {4: w} for w in weeks])
    (demand, amount, waited), now, out, _ = served(place, table, 4, supply, code)
    assert demand == sum(w >= 0 for w in weeks)
    assert min(demand, int(supply)) <= amount <= min(demand, int(supply) + 1)
    assert amount == sum(now) and amount + sum(out) == demand
    assert (table[4] >= 0).sum() == demand - amount
    assert waited == sum(sorted((w for w in weeks if w >= 0), reverse=True)[:amount])


def test_who_lives_where_a_project_does_not_come_is_neither_served_nor_left_out(place):
    world, project = place
    kept = project.entrance.copy()
    project.entrance[-1] = False
    last = range(world.places.entrance[-2], world.places.entrance[-1])
    table = waiting_table(*[{4: 3}] * len(world.people.group))
    (demand, amount, _), now, out, _ = served(place, table, 4, 1000.0)
    project.entrance = kept
    assert len(last) > 0 and demand == amount == len(now) - len(last)
    assert not any(now[i] or out[i] for i in last)
