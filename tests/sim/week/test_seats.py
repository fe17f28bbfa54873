"""Seats that are left are filled: when, by whom, and what a newcomer brings."""

from collections import Counter

import numpy as np
import pytest
from small import EVERYWHERE, PARTY, made, one_of, project_with, record_of, tie_all

from sim.base.luck import Process, uniform
from sim.base.vocabulary import End, Role
from sim.rules.shocks import forgotten
from sim.state.ties import NEVER
from sim.week.forming import opportunities
from sim.week.income import income
from sim.week.lifecycle import add, leave
from sim.week.seats import fill_seats

SOON = {"organisations.entry_rate": 1.0}
LEAVING = {"organisations.return_floor": (0.5, 0.5, 0.5), "organisations.patience": 3}


def left(changes=None, role=Role.VENDOR, **how):
    """A model in week 7 after somebody left, and the seat."""
    model = made(changes, **how)
    seat = one_of(model, role)
    leave(model.world, seat)
    model.world.now["week"] = 7
    return model, seat


def test_a_seat_is_filled_in_the_weeks_that_its_own_luck_says():
    rate = 0.3
    model, seat = left({"organisations.entry_rate": rate})
    code, weeks = int(model.world.organisations.code[seat]), range(7, 60)
    draws = [uniform(model.world.luck, Process.ENTRY, code, 0, week, 0) for week in weeks]
    first = next(week for week, draw in zip(weeks, draws, strict=True) if draw < rate)
    for week in range(7, first + 1):
        assert not model.world.standing.present[seat]
        model.world.now["week"] = week
        fill_seats(model.world)
    assert model.world.standing.present[seat]


def test_an_entry_rate_of_0_fills_none_and_operators_of_property_stay_away():
    model, seat = left({"organisations.entry_rate": 0.0})
    fill_seats(model.world)
    assert not model.world.standing.present[seat]
    for returns in (False, True):
        model, seat = left({**SOON, "organisations.firms_return": returns}, Role.LEAD_ENTERPRISE)
        fill_seats(model.world)
        assert bool(model.world.standing.present[seat]) is returns


def test_a_newcomer_is_another_with_goals_and_honouring_of_its_seat_and_week():
    model, seat = left(SOON)
    before = model.world.organisations.goals.copy()
    fill_seats(model.world)
    goals = model.world.organisations.goals
    assert not np.allclose(goals[seat], before[seat]) and goals[seat].sum() == pytest.approx(1.0)
    others = np.arange(len(goals)) != seat
    assert np.array_equal(goals[others], before[others])
    again, _ = left(SOON)
    fill_seats(again.world)
    assert np.array_equal(again.world.organisations.goals, goals)
    again.world.standing.present[seat] = False
    again.world.now["week"] = 8
    fill_seats(again.world)
    assert not np.allclose(again.world.organisations.goals[seat], goals[seat])
    assert model.world.standing.honouring[seat] == model.world.organisations.honouring[seat]


def test_a_newcomer_brings_no_stock_and_remembers_nothing():
    model, seat = left(SOON)
    standing = model.world.standing
    standing.exposure[seat] = standing.returns[seat] = 0.5
    standing.under[seat], standing.placed[seat] = 20, True
    fill_seats(model.world)
    assert not standing.free[seat].any() and standing.open[seat] == 0
    assert standing.exposure[seat] == standing.returns[seat] == standing.under[seat] == 0
    assert not standing.place[seat].any() and not standing.placed[seat].any()
    code = int(model.world.organisations.code[seat])
    expected = uniform(model.world.luck, Process.FIRST_ATTENTION, code, 0, 7, 0)
    assert standing.attention[seat] == expected


def test_a_project_tells_how_long_its_initiators_seat_was_held_by_the_same():
    model, seat = left(SOON)
    other = next(c for c in range(len(model.world.standing.present)) if c != seat)

    def tenure(c: int, week: int) -> int:
        model.world.now["week"] = week
        return int(model.world.projects.life[add(model.world, 0, c, 1, 1.0)]["tenure"])

    assert tenure(seat, 7) == -1
    fill_seats(model.world)
    assert [tenure(seat, 7), tenure(seat, 12), tenure(other, 12)] == [0, 5, 12]


def test_a_newcomers_ties_are_as_at_the_start_half_or_none():
    def ties(rule: str, **changes):
        model, seat = left({**SOON, "structure.newcomer_ties": rule, **changes})
        tie_all(model, 0.6)
        model.world.ties.last_kept[:] = 5
        fill_seats(model.world)
        kept = model.world.ties.last_kept
        assert (np.delete(kept[seat], seat) == NEVER).all() and kept[seat - 1, seat] == NEVER
        trust = model.world.ties.trust
        assert np.array_equal(trust[seat], trust[:, seat])
        assert np.array_equal(model.world.ties.first[seat], trust[seat])
        return np.delete(trust[seat], seat)

    assert not ties("no_ties").any()
    assert ties("half_of_leaver") == pytest.approx(np.full(22, 0.3))
    everybody = {"network.within_sector": 1.0, "network.cross_sector": 1.0}
    assert ((drawn := ties("as_at_start", **everybody)) > 0.0).all() and len(set(drawn)) > 15
    nobody = {"network.within_sector": 0.0, "network.cross_sector": 0.0}
    assert not ties("as_at_start", **nobody).any()


def test_a_newcomer_knows_nobody_whose_seat_is_vacant_and_nobody_it_never_meets():
    sure = {**SOON, "network.within_sector": 1.0, "network.cross_sector": 1.0, "areas": 2}
    model, seat = left(sure)
    empty = one_of(model, Role.LEAD_ENTERPRISE)
    leave(model.world, empty)
    fill_seats(model.world)
    trust, organisations = model.world.ties.trust[seat], model.world.organisations
    assert trust[empty] == 0.0
    elsewhere = (organisations.area == 1) & ~organisations.shared
    assert not trust[elsewhere].any() and trust[organisations.shared].sum() > 0.0


def test_drawn_weights_are_quantiles_of_the_beta_all_equally_likely():
    weights = made({"network.weight_alpha": 1.0, "network.weight_beta": 1.0}).world.ties.weights
    assert weights == pytest.approx((np.arange(1024) + 0.5) / 1024)


def test_a_newcomer_is_reached_by_its_own_luck_and_may_be_asked_by_who_asked_the_leaver():
    reached = Counter()
    for replicate in range(40):
        model, seat = left({**SOON, **PARTY, "coordinator.reach": (1.0, 0.5, 0.5)},
                           replicate=replicate)  # fmt: skip
        project = project_with(model, [0, 1])
        project.invited[seat] = True
        fill_seats(model.world)
        assert not project.invited[seat]
        reached[bool(model.world.hub.reached[seat])] += 1
    assert min(reached.values()) >= 10


def test_what_a_newcomer_brings_is_drawn_in_every_arm_alike():
    found = []
    for changes in ({}, {**PARTY, **EVERYWHERE}):
        model, seat = left({**SOON, **changes})
        fill_seats(model.world)
        world = model.world
        found.append((world.organisations.goals[seat].tolist(), world.standing.honouring[seat],
                      world.ties.trust[seat].tolist()))  # fmt: skip
    assert found[0] == found[1]


def test_opportunities_of_a_vacant_seat_end_so_and_are_there_whether_or_not_it_is_held():
    always = {"organisations.opportunity_rate": 1.0, "organisations.entry_rate": 0.0}
    model, seat = left(always)
    income(model.world)
    opportunities(model.world)
    history = model.world.projects.history[: len(model.organisations)]
    mine = history["initiator"] == model.world.organisations.code[seat]
    model.result()
    assert mine.sum() == 1 and history["end"][mine].tolist() == [End.VACANT]
    assert (history["formed_week"][mine] < 0).all()


def test_the_denominator_is_the_same_whoever_leaves():
    stayed, gone = record_of(), record_of({**LEAVING, "organisations.entry_rate": 0.1})
    for name in ("initiator", "start_week", "size"):
        assert np.array_equal(stayed.projects[name], gone.projects[name]), name
    ends = Counter(gone.projects["end"].tolist())
    assert ends[End.VACANT] > 10 and stayed.projects["end"].tolist().count(End.VACANT) == 0


def test_after_a_turnover_a_newcomers_ties_go_back_to_its_own_first_ones():
    assert forgotten(0.6, 0.3) == 0.3
    model, seat = left(SOON)
    fill_seats(model.world)
    first = model.world.ties.first[seat].copy()
    assert np.array_equal(first, model.world.ties.trust[seat])
