"""The compiled household week agrees to the bit with a plain one, and its rules are as said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_households import Household, Village, gini
from sim.households import Mobilisation, gini_of_histogram, serve
from sim.voice import LONGEST_WAIT, age_needs, category_of, find_most_urgent, urgency
from small import made

from sim.base.luck import Process, process_word
from sim.state.population import NO_NEED

WEEKS = 25
BUSY = {"community.arrival_rate": 0.35, "community.member_share": 0.2, "measures.late_after": 3}
SUMS = ("households", "satisfaction", "participation")


def village_of(model) -> Village:
    people = model.people.population
    households = [
        Household(
            i, int(people.building[i]), int(people.group[i]), bool(people.member[i]),
            float(people.baseline[i]), float(people.participation[i]),
            float(people.satisfaction[i]), float(people.trust[i]),
            people.tie_to[people.tie_start[i] : people.tie_start[i + 1]].tolist(),
        )
        for i in range(people.size)
    ]  # fmt: skip
    return Village(households, model.parameters, model.luck.seed, model.luck.replicate)


def serve_both(model, village: Village, week: int) -> None:
    """Two projects of the week serve two categories in two ranges of rows."""
    people = model.people
    for project, (k, supply) in enumerate([(week % 6, 2.3), ((week + 1) % 6, 7.0)]):
        places = np.array([[0, 20], [33, 50]]) if project else np.array([[10, 40]])
        rows = [i for a, b in places for i in range(a, b)]
        last = model.luck.uniform(Process.LAST_NEED, 77 + project, week, k)
        fast = serve(
            people.population.waiting, places, people.population.key, k, supply,
            people.population.group,
            people.served_now, people.left_out, people.served_group, week,
            process_word(Process.SERVE, 0), last, *model.luck.key,
        )  # fmt: skip
        assert fast == village.serve(rows, k, supply, week, last)


def assert_same_state(model, village: Village) -> None:
    people = model.people.population
    for name in ("participation", "satisfaction", "trust"):
        slow = [getattr(h, name) for h in village.households]
        assert getattr(people, name).tolist() == slow, name
    waits = [[h.waits.get(k, NO_NEED) for h in village.households] for k in range(6)]
    assert people.waiting.tolist() == waits


def assert_same_seen(fast, slow: dict) -> None:
    for name in ("households", "members", "active"):
        assert np.array_equal(getattr(fast, name), slow[name]), name
    for name in ("satisfaction", "participation", "trust", "member_participation", "gini"):
        assert np.allclose(getattr(fast, name), slow[name], rtol=1e-12, atol=0.0), name
    assert fast.active_participation == pytest.approx(slow["active_participation"], rel=1e-12)


@pytest.mark.parametrize("seed, replicate", [(0, 0), (0, 3), (2**32 - 1, 1)])
def test_the_compiled_week_agrees_to_the_bit_with_one_object_a_household(seed, replicate):
    model = made(BUSY, replicate, seed, speaking=False)
    village = village_of(model)
    for week in range(WEEKS):
        model.week = week
        model.needs_and_voice()
        plain = village.needs_and_voice(week)
        for fast, slow in zip(model.voices, plain, strict=True):
            assert np.array_equal(fast, slow)
        serve_both(model, village, week)
        broken = [float((week + b) % 3 == 0) for b in range(6)]
        model.people.broken[:] = broken
        seen = model.people.update_residents(model._rates, Mobilisation(0.01, 0.4))
        assert_same_seen(seen, village.residents_week(broken, 0.01, 0.4))
        assert_same_state(model, village)
    assert (model.people.population.waiting != NO_NEED).any()


def test_the_weeks_tallies_are_cleared_after_residents_changed():
    model = made(BUSY)
    model.people.served_now[3], model.people.left_out[4], model.people.broken[0] = 2, 1, 1.0
    model.update_residents()
    tallies = (model.people.served_now, model.people.left_out, model.people.broken)
    assert not any(tally.any() for tally in tallies)


def waiting_table(*rows: dict[int, int]) -> np.ndarray:
    table = np.full((6, len(rows)), NO_NEED, np.int16)
    for i, row in enumerate(rows):
        for k, weeks in row.items():
            table[k, i] = weeks
    return table


def served(table: np.ndarray, category: int, supply: float, last: float = 0.999):
    size = table.shape[1]
    now, out = np.zeros(size, np.int8), np.zeros(size, np.int8)
    groups = np.zeros(3, np.int64)
    result = serve(
        table, np.array([[0, size]]), np.arange(size), category, supply, np.zeros(size, np.int8),
        now, out, groups, 5, process_word(Process.SERVE, 0), last, np.uint32(1), np.uint32(2),
    )  # fmt: skip
    return result, now.tolist(), out.tolist(), groups.tolist()


def test_the_longest_waiting_are_served_first_and_the_rest_is_left_out():
    table = waiting_table({2: 1}, {2: 9}, {2: 4}, {0: 50})
    result, now, out, groups = served(table, 2, 2.0)
    assert result == (3, 2, 13.0)
    assert (now, out, groups) == ([0, 1, 1, 0], [1, 0, 0, 0], [2, 0, 0])
    assert table[2].tolist() == [1, NO_NEED, NO_NEED, NO_NEED] and table[0, 3] == 50


@pytest.mark.parametrize("last, amount", [(0.24, 3), (0.26, 2)])
def test_the_last_fraction_is_served_with_its_probability(last, amount):
    result, *_ = served(waiting_table(*[{1: 3}] * 5), 1, 2.25, last)
    assert result == (5, amount, 3.0 * amount)


def test_supply_without_demand_serves_nobody_and_slights_nobody():
    result, now, out, _ = served(waiting_table({0: 1}, {}), 3, 4.0)
    assert (result, now, out) == ((0, 0, 0.0), [0, 0], [0, 0])


@given(
    st.lists(st.integers(-1, 60), min_size=1, max_size=30),
    st.floats(0.0, 40.0),
    st.floats(0.001, 0.999),
)
def test_served_never_exceeds_demand_nor_supply_rounded_up(weeks, supply, last):
    table = waiting_table(*[{} if w == NO_NEED else {4: w} for w in weeks])
    (demand, amount, waited), now, out, _ = served(table, 4, supply, last)
    assert demand == sum(w >= 0 for w in weeks)
    assert min(demand, int(supply)) <= amount <= min(demand, int(supply) + 1)
    assert amount == sum(now) and amount + sum(out) == demand
    assert (table[4] >= 0).sum() == demand - amount
    assert waited == sum(sorted((w for w in weeks if w >= 0), reverse=True)[:amount])


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


def test_gini_is_zero_for_equals_and_two_thirds_for_one_rich_in_three():
    assert gini_of_histogram(np.array([0.0, 5.0])) == pytest.approx(0.0)
    counts = np.zeros(1024)
    counts[0], counts[1023] = 2, 1  # mean difference over twice the mean, about 2/3
    assert gini_of_histogram(counts) == pytest.approx(gini([0.0, 0.0, 1.0]), rel=1e-12)
    assert gini_of_histogram(counts) == pytest.approx(2.0 / 3.0, abs=2e-3)


def test_who_is_not_heard_less_participation_less_voice():
    model = made({"community.arrival_rate": 1.0})
    model.people.population.participation[:] = 0.0
    model.week = 1
    model.needs_and_voice()
    assert model.voices.open.sum() > 0 and model.voices.voiced.sum() == 0
    model.people.population.participation[:] = 1.0
    model.week = 2
    model.needs_and_voice()
    pressing = (model.people.population.waiting != NO_NEED).any(axis=0).sum()
    assert model.voices.voiced.sum() >= pressing
