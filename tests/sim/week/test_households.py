"""The compiled household week agrees to the bit with a plain one, and its rules are as said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import PARTY, made, project_with, small

from sim.base.luck import Process, uniform
from sim.base.vocabulary import End
from sim.state.population import NO_NEED
from sim.week.completion import serve
from sim.week.residents import GINI_BINS, gini_of_histogram, update_residents
from sim.week.voice import (
    LONGEST_WAIT,
    age_needs,
    category_of,
    find_most_urgent,
    needs_and_voice,
    urgency,
)
from tests.reference.luck import Luck
from tests.reference.week import live_a_week
from tests.reference.world import World
from tests.support.reference_set_up import set_up_of

WEEKS = 25
BUSY = {  # a slate of projects: some complete, some break
    **PARTY, "slate.enabled": True, "organisations.opportunity_rate": 0.15,
    "community.arrival_rate": 0.35, "community.member_share": 0.2, "community.supply_ratio": 1.0,
    "measures.late_after": 3, "forming.target_share": 0.5, "forming.benefit": 9.0,
    "network.within_sector": 0.9, "network.cross_sector": 0.9, "sign_off.hazard": 0.4,
    "consent.approval": 3.0, "negotiation.tolerance": 0.3, "negotiation.confidence": 0.8,
    "negotiation.step": 0.25, "negotiation.pull_back": 0.03, "delivery.weeks": 3,
    "delivery.slack": 1, "organisations.honouring_mean": 0.65,
    "coordinator.resident_mobilisation": 0.05,
}  # fmt: skip
GROUPS = ("households", "satisfaction", "participation")
SUMS = {
    "trust": "trust", "members": "members", "of_members": "member_participation",
    "active": "active", "of_active": "active_participation",
}  # fmt: skip


def plain_world(seed: int, replicate: int) -> World:
    """The same run with one object a household."""
    parameters = small(BUSY)
    given = set_up_of(parameters, seed, replicate)
    return World(parameters, Luck(seed, replicate), given)


def assert_same_state(residents, plain: World) -> None:
    for name in ("participation", "satisfaction", "trust"):
        slow = [getattr(home, name) for home in plain.households]
        assert getattr(residents, name).tolist() == slow, name
    waits = [[home.waits.get(k, NO_NEED) for home in plain.households] for k in range(6)]
    assert residents.waiting.tolist() == waits


def assert_same_seen(voices, plain: World) -> None:
    area, seen = plain.areas[0], plain.areas[0].residence
    assert voices.voiced.tolist() == [building.voiced for building in plain.buildings]
    assert voices.open.tolist() == [building.open for building in plain.buildings]
    assert (voices.late[0].tolist(), voices.arrived[0].tolist()) == (area.late, area.arrived)
    assert voices.groups[0].tolist() == [getattr(seen, name) for name in GROUPS]
    for ours, theirs in SUMS.items():
        assert voices.sums[ours][0] == getattr(seen, theirs), ours
    assert (voices.gini[0], voices.satisfaction[0]) == (seen.gini, area.satisfaction)


@pytest.mark.parametrize("seed, replicate", [(0, 0), (0, 3), (2**32 - 1, 1)])
def test_the_compiled_week_agrees_to_the_bit_with_one_object_a_household(seed, replicate):
    model, plain = made(BUSY, replicate, seed, speaking=False), plain_world(seed, replicate)
    for _ in range(WEEKS):
        model.simulation.step()
        live_a_week(plain)
        assert_same_seen(model.world.voices, plain)
        assert_same_state(model.world.residents, plain)
    record = model.result()
    ends = record.projects["end"].tolist()
    assert record.projects["served"].sum() > 50 and record.weekly["under_parking"].sum() > 50.0
    assert ends.count(End.COMPLETED) > 10 and ends.count(End.FREE_RIDING) > 10
    assert record.weekly["late_parking"].sum() > 30
    assert (model.world.residents.waiting != NO_NEED).any()


def test_the_weeks_tallies_are_cleared_after_residents_changed():
    world = made(BUSY).world
    residents, broken = world.residents, world.voices.broken
    residents.served[3], residents.left_out[4], broken[0] = 2, 1, 1.0
    update_residents(world)
    assert not any(tally.any() for tally in (residents.served, residents.left_out, broken))


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


def test_needs_age_by_a_week_up_to_the_longest_wait():
    row = np.array([NO_NEED, 0, 7, LONGEST_WAIT, LONGEST_WAIT - 1, NO_NEED], np.int16)
    age_needs(row)
    assert row.tolist() == [NO_NEED, 1, 8, LONGEST_WAIT, LONGEST_WAIT, NO_NEED]


def test_the_most_urgent_need_has_waited_longest_and_no_two_are_equal():
    waits = np.array([[2, 7], [-1, 7], [9, -1], [8, 3], [-1, 7], [0, -1]], np.int16)
    most = np.full(2, urgency(NO_NEED, 0), np.int32)
    for k in range(6):
        find_most_urgent(waits[k], k, most)
    assert most.tolist() == [urgency(9, 2), urgency(7, 0)]
    assert len({urgency(w, k) for w in range(-1, 5) for k in range(6)}) == 36
    assert urgency(NO_NEED, 0) < urgency(0, 5) and urgency(LONGEST_WAIT, 0) < 2**31


def test_a_category_comes_by_inverse_distribution_function():
    edges = np.cumsum([0.36, 0.26, 0.04, 0.12, 0.12, 0.10])
    draws = (0.0, 0.35, 0.36, 0.6199, 0.63, 0.77, 0.79, 0.9, 0.9999999)
    assert [category_of(u, edges) for u in draws] == [0, 0, 1, 1, 2, 3, 4, 5, 5]


def gini(values: list[float]) -> float:
    """By mean absolute difference; values put into the middle of their bins."""
    middle = np.array([(min(GINI_BINS - 1, int(v * GINI_BINS)) + 0.5) / GINI_BINS for v in values])
    return float(np.abs(middle[:, None] - middle[None, :]).mean() / (2.0 * middle.mean()))


def test_gini_is_zero_for_equals_and_two_thirds_for_one_rich_in_three():
    assert gini_of_histogram(np.array([0.0, 5.0])) == pytest.approx(0.0)
    counts = np.zeros(1024)
    counts[0], counts[1023] = 2, 1  # mean difference over twice the mean, about 2/3
    assert gini_of_histogram(counts) == pytest.approx(gini([0.0, 0.0, 1.0]), rel=1e-12)
    assert gini_of_histogram(counts) == pytest.approx(2.0 / 3.0, abs=2e-3)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40))
def test_gini_of_counts_is_the_mean_difference_over_twice_the_mean(values):
    counts = np.zeros(GINI_BINS)
    for value in values:
        counts[min(GINI_BINS - 1, int(value * GINI_BINS))] += 1
    assert gini_of_histogram(counts) == pytest.approx(gini(values), rel=1e-9, abs=1e-12)


def test_who_is_not_heard_less_participation_less_voice():
    world = made({"community.arrival_rate": 1.0}).world
    voices, residents = world.voices, world.residents
    residents.participation[:] = 0.0
    world.now["week"] = 1
    needs_and_voice(world)
    assert voices.open.sum() > 0 and voices.voiced.sum() == 0
    residents.participation[:] = 1.0
    world.now["week"] = 2
    needs_and_voice(world)
    pressing = (residents.waiting != NO_NEED).any(axis=0).sum()
    assert voices.voiced.sum() >= pressing
