"""Opportunities and forming: who starts, who is asked, who joins, what is set aside."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special
from sim.projects import Stage
from small import live, made, one_of, project_with, small, tie_all

from sim import forming
from sim.base.equations import logistic
from sim.base.luck import Process
from sim.base.vocabulary import End, Role
from sim.model import capacity_per_size

AMOUNTS = arrays(float, 4, elements=st.floats(0.0, 20.0))
EAGER = {"forming.benefit": 100.0, "organisations.commercial_pull": 0.0}


def test_sizes_are_lognormal_with_mean_one():
    assert forming.size_of(0.975, 0.4) == pytest.approx(math.exp(0.4 * 1.959963984540054 - 0.08))
    grid = (np.arange(20_000) + 0.5) / 20_000
    assert np.mean([forming.size_of(u, 0.4) for u in grid]) == pytest.approx(1.0, abs=1e-3)
    assert forming.size_of(0.2, 0.0) == 1.0
    assert math.log(forming.size_of(0.1, 0.4)) == pytest.approx(0.4 * special.ndtri(0.1) - 0.08)


def test_a_pledge_is_what_is_missing_up_to_a_share_of_stock_and_the_room():
    missing, free = np.array([4.0, 1.0, 0.0, 2.0]), np.array([6.0, 10.0, 5.0, 2.0])
    assert forming.pledge_of(missing, free, 0.5, 100.0).tolist() == [3.0, 1.0, 0.0, 1.0]
    assert forming.pledge_of(missing, free, 0.5, 2.5).tolist() == [1.5, 0.5, 0.0, 0.5]


@given(AMOUNTS, AMOUNTS, st.floats(0.0, 1.0), st.floats(0.001, 30.0))
def test_a_pledge_never_exceeds_stock_share_gap_or_room(missing, free, share, room):
    pledge = forming.pledge_of(missing, free, share, room)
    assert (pledge >= 0.0).all()
    assert (pledge <= np.minimum(missing, share * free) + 1e-12).all()
    assert pledge.sum() <= room + 1e-9


@pytest.mark.parametrize("share, size, expected", [
    (0.08, 1.0, 1), (0.5, 1.0, 3), (0.5, 1.5, 4), (0.0, 1.0, 1), (1.0, 9.0, 6),
])  # fmt: skip
def test_number_of_target_buildings_of_six(share, size, expected):
    assert forming.targets(made({"forming.target_share": share}), size) == expected


def test_need_is_scope_times_mix_times_size():
    table = np.arange(24.0).reshape(6, 4)
    scope = np.array([0.5, 0.5, 0, 0, 0, 0])
    assert forming.need_of(scope, table, 2.0).tolist() == [4.0, 6.0, 8.0, 10.0]


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
    found = forming.trust_in(trust, np.array([0, 1]), 0, 0.5)
    assert found.tolist() == [0.6, 0.0, 0.45, 0.2]


def test_coverage_is_what_each_could_set_aside():
    free = np.array([[4.0, 0.0], [20.0, 20.0]])
    assert forming.coverage(np.array([3.0, 5.0]), free, 0.5, 6.0).tolist() == [2.0, 6.0]


def test_opportunities_come_by_luck_alone_and_their_size_too():
    model = made({"organisations.opportunity_rate": 0.4, "organisations.size_spread": 0.3})
    forming.start_opportunities(model)
    draws = model.luck.uniforms(Process.OPPORTUNITY, model.bodies.code, 0)
    assert [p.initiator for p in model.projects] == np.flatnonzero(draws < 0.4).tolist()
    for p in model.projects:
        luck = model.luck.uniform(Process.PROJECT_SIZE, int(model.bodies.code[p.initiator]), 0)
        assert p.size == pytest.approx(math.exp(0.3 * special.ndtri(luck) - 0.045))
        assert p.need == pytest.approx(p.scope @ model.needs_table * p.size)
        assert p.stage is Stage.FORMING and p.members == [p.initiator]


def test_over_its_limit_of_open_projects_an_opportunity_is_blocked():
    changes = {"organisations.opportunity_rate": 1.0, "organisations.open_limit": 1}
    model = made(changes)
    forming.start_opportunities(model)
    assert {p.end for p in model.history} == {None}
    model.week = 1
    forming.start_opportunities(model)
    second = [p for p in model.history if p.start_week == 1]
    assert {p.end for p in second} == {End.BLOCKED} and len(second) == model.bodies.size
    assert (model.bodies.open_projects == 1).all()


def test_only_those_with_a_tie_and_something_to_give_are_asked():
    model = made({**EAGER, "forming.asks_per_week": 64})
    a, b, c = (one_of(model, r) for r in (Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER))
    model.ties.trust[:] = 0.0
    model.ties.trust[[b, c], a] = 1.0
    model.bodies.free[c] = 0.0
    project = project_with(model, [a], pledged=False)
    forming.ask_partners(model, [project])
    assert np.flatnonzero(project.invited).tolist() == sorted([a, b]) and project.members == [a, b]
    assert project.sectors == 0b011


def test_who_is_asked_joins_with_the_logistic_of_its_utility():
    model = made({"forming.asks_per_week": 64, "forming.benefit": 1.0})
    tie_all(model, 0.4)
    a = one_of(model, Role.STREET_OFFICE)
    project = project_with(model, [a], pledged=False)
    could = forming.coverage(
        project.need, model.bodies.free, small().forming.reserve_share,
        small().forming.max_share * project.need.sum(),
    )  # fmt: skip
    times, joined = [], []
    for c, organisation in enumerate(model.organisations):
        if c == a:
            continue
        luck = model.luck.uniform(Process.ASK, project.code, 0, organisation.code)
        seat = 1.0 if model.bodies.sector[c] == 0 else small().forming.complement
        times.append((-math.log(luck) / (0.4 * could[c] * seat), c))
    for _, c in sorted(times):
        organisation = model.organisations[c]
        utility = organisation.utility(project.scope, 1.0, 0.4, could[c], 1 + len(joined))
        if model.luck.uniform(Process.JOIN, project.code, 0, organisation.code) < logistic(utility):
            joined.append(c)
    forming.ask_partners(model, [project])
    assert joined and project.members == [a, *joined]


def test_nobody_is_asked_twice():
    model = made({**EAGER, "forming.benefit": 0.0, "forming.private_cost": 1.0})
    tie_all(model, 0.5)
    project = project_with(model, [0], pledged=False)
    for week in range(30):
        model.week = week
        before = project.invited.copy()
        forming.ask_partners(model, [project])
        assert project.invited[before].all()
        assert project.invited.sum() > before.sum() or before.all()


def test_reserving_moves_free_stock_and_keeps_the_sum():
    model = made()
    project = project_with(model, [0, 9], pledged=False)
    model.bodies.free += 100.0
    before = model.held()
    for _ in range(3):
        forming.request_stock(model, [project])
    assert model.held() == pytest.approx(before)
    assert project.reserved.sum() > 0.0 and np.array_equal(project.reserved, project.pledged)
    limit = small().forming.max_share * project.need.sum()
    assert (project.pledged.sum(axis=1) <= limit + 1e-9).all()


def test_after_a_smaller_scope_the_excess_returns_pro_rata():
    model = made()
    project = project_with(model, [0, 9])
    free = model.bodies.free.copy()
    project.need = project.need / 2.0
    forming.return_excess(model, project)
    assert project.pledged.sum(axis=0) == pytest.approx(project.need)
    assert (model.bodies.free - free)[[0, 9]] == pytest.approx(np.tile(project.need / 2.0, (2, 1)))


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
    project.join(idle)
    project.sectors |= 0b100
    live(model, project)
    assert project.members == [0, vendor]
    assert project.sectors == 0b011


def test_without_cover_it_waits_for_its_deadline_and_then_ends_without_partner():
    model = made({"forming.deadline": 3})
    project = project_with(model, [0], pledged=False)
    for model.week in range(3):
        live(model, project)
        assert project.end is None
    model.week = 3
    live(model, project)
    assert project.end is End.NO_PARTNER
    assert model.bodies.open_projects[0] == 0 and not project.reserved.any()


def test_a_panel_replaces_part_of_what_was_sensed_by_a_sample_of_real_needs():
    model = made({"forming.panel_size": 10_000, "forming.panel_weight": 1.0,
                  "organisations.responsiveness": 1.0})  # fmt: skip
    project = project_with(model, [one_of(model, Role.VENDOR)], pledged=False)
    model.voices.open[:] = 0.0
    model.voices.open[:, 2] = 3.0
    model.voices.open[:, 5] = 1.0
    model.hold_panel(project, np.arange(6))
    assert project.sample == pytest.approx([0, 0, 0.75, 0, 0, 0.25], abs=0.02)
    assert project.scope == pytest.approx(project.sample)
    assert project.need == pytest.approx(project.scope @ model.needs_table)


def test_a_panels_error_falls_with_its_size():
    def error(size: int) -> float:
        model = made({"forming.panel_size": size})
        model.voices.open[:] = truth = np.array([0.3, 0.3, 0.2, 0.1, 0.1, 0.0])
        found = []
        for model.week in range(200):
            project = project_with(model, [0], pledged=False)
            model.hold_panel(project, np.arange(6))
            found.append(0.5 * np.abs(project.sample - truth).sum())
        return float(np.mean(found))

    assert error(160) < 0.4 * error(10)  # as one over the root: 1/4


def test_a_panel_among_the_content_leaves_scope_to_what_was_sensed():
    model = made()
    project = project_with(model, [0], pledged=False)
    model.voices.open[:] = 0.0
    model.hold_panel(project, np.arange(6))
    assert np.array_equal(project.sample, project.sensed)
