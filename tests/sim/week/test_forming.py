"""Opportunities and forming: who starts, who is asked, who joins, what is set aside."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special
from small import Row, live, made, one_of, project_with, small

from sim.base.luck import Luck, Process
from sim.base.vocabulary import End, Role, Stage
from sim.rules.partners import coverage, need_of, pledge_of, size_of, targets, trust_in
from sim.state.world import capacity_per_size, with_room
from sim.week.forming import opportunities, propose
from sim.week.lifecycle import join

AMOUNTS = arrays(float, 4, elements=st.floats(0.0, 20.0))
LUCK = Luck(0, 0)


def size(u: float, spread: float) -> float:
    return size_of(u, spread, spread**2 / 2)


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


NEED = np.array([0.5, 0.2, 0.1, 0.1, 0.1, 0.0])


def places_proposed(responsiveness: float, cried_out: list[int]) -> list[list[int]]:
    """Where one organisation's small projects go, one after another, as a building cries out."""
    model = made({"organisations.responsiveness": responsiveness})
    found = []
    for building in cried_out:
        model.world.voices.voiced[:] = 0.0
        model.world.voices.voiced[building] = 1e9
        would = model.organisations[0].choose_place(NEED, 1)
        found.append(Row(model, propose(model.world, 0, 0, 0.1)).buildings)
        assert found[-1] == would
    return found


def test_a_repeated_place_takes_buildings_by_the_new_size():
    model = made({"organisations.responsiveness": 0.0})  # always the last place again
    first = model.organisations[0].choose_place(NEED, 3)
    model.world.standing.place[0, first], model.world.standing.placed[0, 0] = True, True
    assert set(model.organisations[0].choose_place(NEED, 2)) < set(first)
    assert model.organisations[0].choose_place(NEED, 3) == first
    larger = model.organisations[0].choose_place(NEED, 5)
    assert set(larger) > set(first) and len(larger) == 5


def test_places_are_where_demand_is_sensed_and_path_dependence_repeats_them():
    assert places_proposed(1.0, [4, 1]) == [[4], [1]]
    assert places_proposed(0.0, [2, 5]) == [[2], [2]]


def test_a_place_is_drawn_with_odds_as_one_plus_demand():
    model = made({"organisations.responsiveness": 1.0})
    model.world.voices.voiced[:] = 0.0
    model.world.voices.voiced[0, 0] = 10.0
    found = []
    for week in range(400):
        model.world.now["week"] = week
        found += model.organisations[0].choose_place(np.eye(6)[0], 1)
    # odds 11 to 1 for each of five others: 11/16
    assert np.mean(np.array(found) == 0) == pytest.approx(11 / 16, abs=0.07)
