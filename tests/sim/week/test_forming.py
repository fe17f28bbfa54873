"""Opportunities and forming: who starts, who is asked, who joins, what is set aside."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special
from small import held, live, made, one_of, project_with, small, tie_all

from sim.base.equations import logistic
from sim.base.luck import Luck, Process
from sim.base.vocabulary import End, Role, Stage
from sim.rules.partners import coverage, need_of, pledge_of, size_of, targets, trust_in
from sim.state.world import capacity_per_size, with_room
from sim.week.forming import opportunities
from sim.week.lifecycle import join
from sim.week.panels import hold_panel
from sim.week.partners import ask_partners, return_excess, stock

AMOUNTS = arrays(float, 4, elements=st.floats(0.0, 20.0))
EAGER = {"forming.benefit": 100.0, "organisations.commercial_pull": 0.0}
IN_ORDER = np.arange(6)
LUCK = Luck(0, 0)


def size(u: float, spread: float) -> float:
    return size_of(u, spread, spread**2 / 2)


def ask(model, project) -> None:
    """The project asks a few organisations; nobody else does."""
    ask_partners(model.world, np.array([project.row]))


def test_sizes_are_lognormal_with_mean_one():
    assert size(0.975, 0.4) == pytest.approx(math.exp(0.4 * 1.959963984540054 - 0.08))
    grid = (np.arange(20_000) + 0.5) / 20_000
    assert np.mean([size(u, 0.4) for u in grid]) == pytest.approx(1.0, abs=1e-3)
    assert size(0.2, 0.0) == 1.0
    assert math.log(size(0.1, 0.4)) == pytest.approx(0.4 * special.ndtri(0.1) - 0.08)


def test_a_pledge_is_what_is_missing_up_to_a_share_of_stock_and_the_room():
    missing, free = np.array([4.0, 1.0, 0.0, 2.0]), np.array([6.0, 10.0, 5.0, 2.0])
    assert pledge_of(missing, free, 0.5, 100.0).tolist() == [3.0, 1.0, 0.0, 1.0]
    assert pledge_of(missing, free, 0.5, 2.5).tolist() == [1.5, 0.5, 0.0, 0.5]


@given(AMOUNTS, AMOUNTS, st.floats(0.0, 1.0), st.floats(0.001, 30.0))
def test_a_pledge_never_exceeds_stock_share_gap_or_room(missing, free, share, room):
    pledge = pledge_of(missing, free, share, room)
    assert (pledge >= 0.0).all()
    assert (pledge <= np.minimum(missing, share * free) + 1e-12).all()
    assert pledge.sum() <= room + 1e-9


@pytest.mark.parametrize("share, size, expected", [
    (0.08, 1.0, 1), (0.5, 1.0, 3), (0.5, 1.5, 4), (0.0, 1.0, 1), (1.0, 9.0, 6),
])  # fmt: skip
def test_number_of_target_buildings_of_six(share, size, expected):
    assert targets(share, 6, size) == expected


def test_need_is_scope_times_mix_times_size():
    table = np.arange(24.0).reshape(6, 4)
    scope = np.array([0.5, 0.5, 0, 0, 0, 0])
    assert need_of(scope, table, 2.0).tolist() == [4.0, 6.0, 8.0, 10.0]


def test_capacity_makes_potential_supply_the_ratio_asked_for():
    rules = small(
        {
            "community.households": 1000,
            "community.arrival_rate": 0.02,
            "community.supply_ratio": 1.5,
            "organisations.opportunity_rate": 0.05,
        }
    )
    # 1.5 x 20 arrivals a week over 10 x .05 starts a week
    assert capacity_per_size(rules, 10) == pytest.approx(60.0)
    assert capacity_per_size(rules, 0) == 0.0


def test_trust_in_a_project_is_the_tie_to_its_initiator_or_a_member_at_a_discount():
    trust = np.zeros((4, 4))
    trust[2, 0], trust[2, 1], trust[3, 1], trust[0, 1] = 0.3, 0.9, 0.4, 0.6
    found = trust_in(trust, np.array([0, 1]), 0, 0.5)
    assert found.tolist() == [0.6, 0.0, 0.45, 0.2]


def test_coverage_is_what_each_could_set_aside():
    free = np.array([[4.0, 0.0], [20.0, 20.0]])
    assert coverage(np.array([3.0, 5.0]), free, 0.5, 6.0).tolist() == [2.0, 6.0]


def test_opportunities_come_by_luck_alone_and_their_size_too():
    model = made({"organisations.opportunity_rate": 0.4, "organisations.size_spread": 0.3})
    opportunities(model.world)
    codes = model.world.organisations.code
    draws = LUCK.uniforms(Process.OPPORTUNITY, codes, 0)
    assert [p.initiator for p in model.projects] == np.flatnonzero(draws < 0.4).tolist()
    for p in model.projects:
        luck = LUCK.uniform(Process.PROJECT_SIZE, int(codes[p.initiator]), 0)
        assert p.size == pytest.approx(math.exp(0.3 * special.ndtri(luck) - 0.045))
        assert p.need == pytest.approx(p.scope @ model.world.needs * p.size)
        assert p.stage is Stage.FORMING and p.members == [p.initiator]


def test_over_its_limit_of_open_projects_an_opportunity_is_blocked():
    changes = {"organisations.opportunity_rate": 1.0, "organisations.open_limit": 1}
    model = made(changes)
    opportunities(model.world)
    assert set(model.result().projects["end"]) == {End.OPEN}
    model.simulation.world = with_room(model.world)
    model.world.now["week"] = 1
    opportunities(model.world)
    told = model.result().projects
    second = told["end"][told["start_week"] == 1]
    assert set(second) == {End.BLOCKED} and len(second) == len(model.organisations)
    assert (model.world.standing.open == 1).all()


def test_only_those_with_a_tie_and_something_to_give_are_asked():
    model = made({**EAGER, "forming.asks_per_week": 64})
    a, b, c = (one_of(model, r) for r in (Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER))
    model.world.ties.trust[:] = 0.0
    model.world.ties.trust[[b, c], a] = 1.0
    model.world.standing.free[c] = 0.0
    project = project_with(model, [a], pledged=False)
    ask(model, project)
    assert np.flatnonzero(project.invited).tolist() == sorted([a, b]) and project.members == [a, b]
    assert project.sectors == 0b011


def test_who_is_asked_joins_with_the_logistic_of_its_utility():
    model = made({"forming.asks_per_week": 64, "forming.benefit": 1.0})
    tie_all(model, 0.4)
    a, rules, what = one_of(model, Role.STREET_OFFICE), small().forming, model.world.organisations
    project = project_with(model, [a], pledged=False)
    room = rules.max_share * project.need.sum()
    could = coverage(project.need, model.world.standing.free, rules.reserve_share, room)
    times, joined = [], []
    for c, organisation in enumerate(model.organisations):
        if c == a:
            continue
        luck = LUCK.uniform(Process.ASK, project.code, 0, organisation.code)
        seat = 1.0 if what.sector[c] == 0 else rules.complement
        times.append((-math.log(luck) / (0.4 * could[c] * seat), c))
    for _, c in sorted(times):
        worth = 1.0 + what.pull[c] * (project.scope @ what.commercial)
        aligned = 1.0 - np.abs(what.goals[c] - project.scope).sum() / 2
        utility = worth * aligned * 0.4 - rules.private_cost * could[c]
        utility -= rules.transaction_rate * (1 + len(joined))
        if LUCK.uniform(Process.JOIN, project.code, 0, int(what.code[c])) < logistic(utility):
            joined.append(c)
    ask(model, project)
    assert joined and project.members == [a, *joined]


def test_nobody_is_asked_twice():
    model = made({**EAGER, "forming.benefit": 0.0, "forming.private_cost": 1.0})
    tie_all(model, 0.5)
    project = project_with(model, [0], pledged=False)
    for week in range(30):
        model.world.now["week"] = week
        before = project.invited.copy()
        ask(model, project)
        assert project.invited[before].all()
        assert project.invited.sum() > before.sum() or before.all()


def test_reserving_moves_free_stock_and_keeps_the_sum():
    model = made()
    project = project_with(model, [0, 9], pledged=False)
    model.world.standing.free += 100.0
    before = held(model)
    for _ in range(3):
        stock(model.world)
    assert held(model) == pytest.approx(before)
    assert project.reserved.sum() > 0.0 and np.array_equal(project.reserved, project.pledged)
    limit = small().forming.max_share * project.need.sum()
    assert (project.pledged.sum(axis=1) <= limit + 1e-9).all()


def test_after_a_smaller_scope_the_excess_returns_pro_rata():
    model = made()
    project = project_with(model, [0, 9])
    free = model.world.standing.free.copy()
    project.need = project.need / 2.0
    return_excess(model.world, project.row)
    assert project.pledged.sum(axis=0) == pytest.approx(project.need)
    gained = (model.world.standing.free - free)[[0, 9]]
    assert gained == pytest.approx(np.tile(project.need / 2.0, (2, 1)))


@pytest.mark.parametrize("partner, formed", [(Role.VENDOR, True), (Role.STREET_OFFICE, False)])
def test_covered_by_two_sectors_it_is_formed_by_one_it_goes_alone(partner, formed):
    model = made()
    project = project_with(model, [0, one_of(model, partner)])
    project.formed_week = -1
    live(model, project)
    assert project.stage is Stage.SIGN_OFF
    assert (project.formed_week == model.week) is formed
    assert np.array_equal(project.owed, project.pledged)


def test_who_pledged_nothing_is_no_member_of_what_forms():
    model = made()
    vendor, idle = one_of(model, Role.VENDOR), one_of(model, Role.DESIGNER)
    project = project_with(model, [0, vendor])
    join(model.world, project.row, idle)
    assert project.sectors == 0b111
    live(model, project)
    assert project.members == [0, vendor]
    assert project.sectors == 0b011


def test_without_cover_it_waits_for_its_deadline_and_then_ends_without_partner():
    model = made({"forming.deadline": 3})
    project = project_with(model, [0], pledged=False)
    for week in range(3):
        model.world.now["week"] = week
        live(model, project)
        assert project.end is End.OPEN
    model.world.now["week"] = 3
    live(model, project)
    assert project.end is End.NO_PARTNER
    assert model.world.standing.open[0] == 0 and not project.reserved.any()


def test_a_panel_replaces_part_of_what_was_sensed_by_a_sample_of_real_needs():
    model = made({"forming.panel_size": 10_000, "forming.panel_weight": 1.0,
                  "organisations.responsiveness": 1.0})  # fmt: skip
    project = project_with(model, [one_of(model, Role.VENDOR)], pledged=False)
    waiting = model.world.voices.open
    waiting[:] = 0.0
    waiting[:, 2] = 3.0
    waiting[:, 5] = 1.0
    hold_panel(model.world, project.row, IN_ORDER)
    assert project.sampled
    assert project.sample == pytest.approx([0, 0, 0.75, 0, 0, 0.25], abs=0.02)
    assert project.scope == pytest.approx(project.sample)
    assert project.need == pytest.approx(project.scope @ model.world.needs)


def test_a_panels_error_falls_with_its_size():
    def error(size: int) -> float:
        model = made({"forming.panel_size": size})
        project = project_with(model, [0], pledged=False)
        model.world.voices.open[:] = truth = np.array([0.3, 0.3, 0.2, 0.1, 0.1, 0.0])
        found = []
        for week in range(200):  # each week has luck of its own
            model.world.now["week"] = week
            hold_panel(model.world, project.row, IN_ORDER)
            found.append(0.5 * np.abs(project.sample - truth).sum())
        return float(np.mean(found))

    assert error(160) < 0.4 * error(10)  # as one over the root: 1/4


def test_a_panel_among_the_content_leaves_scope_to_what_was_sensed():
    model = made()
    project = project_with(model, [0], pledged=False)
    model.world.voices.open[:] = 0.0
    hold_panel(model.world, project.row, IN_ORDER)
    assert project.sampled and np.array_equal(project.sample, project.sensed)
