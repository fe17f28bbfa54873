"""Several areas: what each has of its own, what they share, and what spreads through it."""

import numpy as np
import pytest
from small import PARTY, STRONG, made, one_of, project_with, record_of, small, stepped

from sim.base.vocabulary import (
    ADMINISTRATIVE,
    AREA_CODES,
    CATEGORIES,
    FUNDS,
    LABOUR,
    MOST_AREAS,
    SHARED_ROLES,
    Act,
    Role,
    Stage,
)
from sim.measure.records import RunRecord
from sim.rules.shocks import struck
from sim.state.organisations import scale_of_shared, strangers
from sim.week.coordinator import take_labour
from sim.week.forming import opportunities
from sim.week.hub import estimate
from sim.week.income import income
from sim.week.lifecycle import leave
from sim.week.market import settle
from sim.week.partners import is_reached
from sim.week.peers import ask_peers
from sim.week.requests import Requests
from sim.week.residents import gini_of_all, gini_of_histogram

BUSY = {"organisations.opportunity_rate": 0.08}
APART = {**BUSY, "organisations.shared": False}
TIMING = {"shock.start_week": 10, "shock.duration": 50}
STRIKES = {
    "demand_surge": 5.0,
    "budget_cut": 1.0,
    "staff_turnover": 1.0,
    "lockdown": 1.0,
    "pledges_broken": 1.0,
}
R = range(3)


def in_area(record: RunRecord, area: int) -> dict[str, np.ndarray]:
    """The opportunities of one area."""
    mine = record.projects["area"] == area
    return {name: column[mine] for name, column in record.projects.items()}


def same(first: dict[str, np.ndarray], second: dict[str, np.ndarray], *but: str) -> bool:
    """Are these columns equal to the bit?"""
    assert first.keys() == second.keys()
    return all(first[n].tobytes() == second[n].tobytes() for n in first if n not in but)


@pytest.mark.parametrize("changes", [{}, {"slate.enabled": True}], ids=["opportunities", "slate"])
def test_with_nothing_shared_area_0_is_the_single_area_to_the_bit(changes):
    alone, beside = record_of({**APART, **changes}), record_of({**APART, **changes, "areas": 3})
    assert len(alone.projects["area"]) > 50
    assert same(in_area(beside, 0), alone.projects)
    first = beside.areas["area"] == 0
    for name, column in beside.areas.items():
        if name in alone.weekly:
            assert column[first].tobytes() == alone.weekly[name].tobytes(), name


def test_areas_differ_by_luck_and_the_number_of_areas_changes_nobodys_luck():
    two, four = record_of({**APART, "areas": 2}), record_of({**APART, "areas": 4})
    for area in (0, 1):
        assert same(in_area(two, area), in_area(four, area))
    assert not np.array_equal(in_area(two, 0)["size"], in_area(two, 1)["size"])


def test_shared_or_not_area_0_draws_the_needs_and_opportunities_of_a_single_area():
    alone, shared = record_of(BUSY), record_of({**BUSY, "areas": 3})
    mine = in_area(shared, 0)
    for name in ("initiator", "start_week", "size"):
        assert np.array_equal(mine[name], alone.projects[name]), name
    first = shared.areas["area"] == 0
    for name in CATEGORIES:  # until anything is served
        assert shared.areas[f"arrived_{name}"][first][0] == alone.weekly[f"arrived_{name}"][0]


def test_households_of_all_areas_live_in_their_own_buildings_and_know_their_own_neighbours():
    world, alone = made({"areas": 3}).world, made().world
    people, places = world.people, world.places
    assert (len(people.group), len(places.key)) == (180, 18)
    home = np.arange(180) // 60
    building = np.repeat(np.arange(18), np.diff(places.first))
    assert np.array_equal(building // 6, home)
    knower = np.repeat(home, np.diff(people.tie_start))
    assert np.array_equal(home[people.tie_to], knower)
    for name in ("group", "baseline", "floor_area"):
        assert np.array_equal(getattr(people, name)[:60], getattr(alone.people, name))
    entrances = places.entrance[places.entrance <= 60]
    assert np.array_equal(entrances, alone.places.entrance)
    assert not np.array_equal(people.group[:60], people.group[60:120])
    assert world.voices.voiced.shape == (18, 6)


def test_departments_and_the_lead_enterprise_are_there_once_and_all_else_in_each_area():
    model = made({"areas": 3})
    who, size = model.world.organisations, len(model.organisations)
    roles = [Role(role) for role in who.role[who.shared]]
    assert roles == [Role.DEPARTMENT] * 5 + [Role.LEAD_ENTERPRISE]
    assert size == 6 + 3 * 17
    assert (~model.world.places.elsewhere).sum(axis=1).tolist() == [23, 23, 23]
    assert len(set(who.code)) == len(set(model.simulation.names())) == size
    assert np.array_equal(who.code[~who.shared] // AREA_CODES, who.area[~who.shared])
    apart = made({"areas": 3, "organisations.shared": False}).world.organisations
    assert len(apart.role) == 3 * 23 and not apart.shared.any()


def test_the_code_of_an_initiator_fits_its_column_in_the_last_area():
    most = {f"organisations.{name}": 64 for name in ("designers", "vendors")}
    code = made({"areas": MOST_AREAS, **most}, speaking=False).world.organisations.code
    assert code.max() < 2**15
    assert len(set(code)) == len(code)


@pytest.mark.parametrize("hub", [{}, PARTY], ids=["none", "party"])
def test_ties_and_members_stay_within_an_area_and_what_is_shared(hub):
    model = made({**BUSY, **hub, "areas": 3}, speaking=False)
    who, trust = model.world.organisations, model.world.ties.trust
    apart = strangers(who)
    assert apart.any() and not (trust[apart] > 0).any()
    met = 0
    for _ in range(40):
        model.simulation.step()
        for project in model.projects:
            members = project.members
            assert ((who.area[members] == project.area) | who.shared[members]).all()
            assert {b // 6 for b in project.buildings} == {project.area}
            met += len(members) > 1
    assert met > 50
    assert not (trust[apart] > 0).any()
    assert model.world.accounts.check["error"] < 1e-6


def test_nobody_from_another_area_helps_even_one_who_knows_all_members():
    model = made({"areas": 2, "organisations.street_offices": 0})
    world = model.world
    shared = np.flatnonzero(world.organisations.shared)[:3].tolist()
    project = project_with(model, shared)
    project.stage = Stage.NEGOTIATING
    stranger = int(np.flatnonzero(world.organisations.area == 1)[0])
    world.ties.trust[stranger, shared] = 0.9
    world.standing.attention[:] = 0.0
    world.standing.attention[stranger] = 5.0
    one, lot = np.zeros(1, np.int64), np.full(1, 0.5)
    asked = Requests(one + project.row, one + int(Act.MEDIATION), one, lot, lot, lot > 0)
    ask_peers(world, asked, np.ones(1, bool))
    assert np.isnan(project.help["congestion"])
    project.area = 1
    ask_peers(world, asked, np.ones(1, bool))
    assert not np.isnan(project.help["congestion"]) and world.standing.attention[stranger] == 4.0


def test_the_hub_takes_labour_for_a_backstop_from_the_area_and_the_shared_only():
    world = made({**STRONG, "areas": 2, "coordinator.payers": (1.0, 1.0, 1.0)}).world
    free, elsewhere = world.standing.free, world.places.elsewhere[1]
    before = free[:, LABOUR].copy()
    given = take_labour(world, 1.0, 1)
    took = before - free[:, LABOUR]
    assert given == 1.0 and took.sum() == pytest.approx(1.0)
    assert elsewhere.any() and not took[elsewhere].any()
    assert (took[~elsewhere] > 0).all()


def test_the_hub_estimates_the_need_of_each_area_from_that_areas_voices():
    world = made({**STRONG, "areas": 2, "coordinator.sensing_noise": 0.0}).world
    world.voices.voiced[:] = 0.0
    world.voices.voiced[:6, 2] = 3.0
    world.voices.voiced[6:, 4] = 1.0
    assert np.argmax(estimate(world, 7, 0)) == 2
    assert np.argmax(estimate(world, 7, 1)) == 4


@pytest.mark.parametrize("areas, growth, scale", [(1, 0.3, 1.0), (5, 1.0, 5.0), (5, 0.25, 2.0)])
def test_a_shared_organisation_grows_with_the_areas_by_its_declared_share(areas, growth, scale):
    assert scale_of_shared(areas, growth) == scale
    changes = {"areas": areas, "organisations.shared_growth": growth}
    one, many = made().world.organisations, made(changes).world.organisations
    for name in ("income", "attention", "open_limit", "return_floor"):
        grown = getattr(many, name)[:23] / getattr(one, name)
        expected = np.where(np.isin(one.role, SHARED_ROLES), scale, 1.0)
        assert grown == pytest.approx(
            expected if grown.ndim == 1 else expected[:, None] + 0 * grown
        )


def test_a_shared_department_starts_projects_in_every_area_and_counts_them_together():
    model = made({"areas": 3, "organisations.opportunity_rate": 1.0}, speaking=True)
    opportunities(model.world)
    department = one_of(model, Role.DEPARTMENT)
    mine = [p for p in model.projects if p.initiator == department]
    assert [p.area for p in mine] == [0, 1, 2]
    assert len({p.code for p in model.projects}) == len(model.projects) == 3 * 23
    assert model.world.standing.open[department] == 3


NO_INCOME = {"market.fee": 0.0, "market.space_area": 0.0, "market.variable_cost": 0.1}


@pytest.mark.parametrize("areas, cost", [(1, 0.4), (3, 0.2)])
def test_the_firms_fixed_cost_is_shared_by_the_areas_it_serves(areas, cost):
    model = made({**NO_INCOME, "market.fixed_cost": 0.3, "areas": areas})
    settle(model.world)
    assert model.world.market.balance == pytest.approx([-cost] * areas)
    lead = one_of(model, Role.LEAD_ENTERPRISE)
    assert model.world.standing.gained[lead] == pytest.approx(-areas * cost / 2)
    for number in range(areas):
        assert model.world.standing.gained[
            one_of(model, Role.PROPERTY_COMPANY, number)
        ] == pytest.approx(-cost / 2)


def test_without_its_lead_enterprise_each_area_bears_the_fixed_cost_alone():
    model = made({**NO_INCOME, "market.fixed_cost": 0.3, "areas": 3})
    leave(model.world, one_of(model, Role.LEAD_ENTERPRISE))
    settle(model.world)
    assert model.world.market.balance == pytest.approx([-0.4] * 3)
    apart = made({**NO_INCOME, "market.fixed_cost": 0.3, "areas": 3, "organisations.shared": False})
    settle(apart.world)
    assert apart.world.market.balance == pytest.approx([-0.4] * 3)


def test_each_area_pays_fees_as_content_as_its_own_residents_are():
    model = made({"areas": 2})
    model.world.voices.satisfaction[:] = 0.9, 0.3
    settle(model.world)
    assert model.world.market.collection[0] > model.world.market.collection[1]
    assert model.world.places.floor_area[0] != model.world.places.floor_area[1]


def test_with_more_areas_the_firm_loses_less_in_each():
    costly = {"market.fixed_cost": 2.0, "organisations.patience": 1000}
    loss = {}
    for areas in (1, 4):
        balance = record_of({**costly, "areas": areas}).weekly["firm_balance"]
        loss[areas] = -balance.sum(dtype=float) / areas
    saved = 60 * 2.0 * (1 - 1 / 4)  # of the fixed cost; fees differ a little with satisfaction
    assert loss[1] - loss[4] == pytest.approx(saved, rel=0.1)


def test_the_gini_of_several_areas_is_that_of_all_their_households():
    world = stepped({"areas": 2}, weeks=3).world
    p = world.residents.participation
    bins = np.bincount(np.minimum(1023, (p * 1024).astype(int)), minlength=1024).astype(float)
    assert gini_of_all(world) == pytest.approx(gini_of_histogram(bins))


def others(record: RunRecord, struck: int = 0) -> dict[str, np.ndarray]:
    """The opportunities of the areas that were not struck."""
    mine = record.projects["area"] != struck
    return {name: column[mine] for name, column in record.projects.items()}


@pytest.mark.parametrize("kind", STRIKES)
def test_a_shock_of_one_area_moves_others_through_what_they_share_and_by_nothing_else(kind):
    strike = {"areas": 2, "shock.area": 0, **TIMING, f"shock.{kind}": STRIKES[kind]}
    calm = {"areas": 2}
    apart = record_of({**APART, **strike}), record_of({**APART, **calm})
    assert not same(in_area(apart[0], 0), in_area(apart[1], 0))
    assert same(in_area(apart[0], 1), in_area(apart[1], 1))
    later = [record_of({**BUSY, **each}, replicate) for each in (strike, calm) for replicate in R]
    pairs = zip(later[: len(R)], later[len(R) :], strict=True)
    assert not all(same(others(one), others(other)) for one, other in pairs)


def test_a_shock_of_one_area_is_refused_where_there_is_no_such_area():
    with pytest.raises(ValueError, match=r"shock\.area = 2: must be one of the areas, 0 to 1"):
        small({"areas": 2, "shock.area": 2})


def test_a_lockdown_of_one_area_suspends_no_invitation_in_another():
    model = made({"areas": 2, "shock.area": 1, "shock.start_week": 0, "shock.lockdown": 1.0})
    project = project_with(model, [0])
    assert all(is_reached(model.world, project.row, c) for c in range(5))
    project.area = 1
    assert not any(is_reached(model.world, project.row, c) for c in range(5))


def test_a_budget_cut_of_one_area_leaves_the_departments_budget():
    world = made({"areas": 2, "shock.area": 1}).world
    who = world.organisations
    where = zip(who.area.tolist(), who.shared.tolist(), strict=True)
    mine = np.array([struck(world.rules["shock"], *each) for each in where])
    assert mine.sum() == 17 and not mine[who.shared].any()
    assert (who.area[mine] == 1).all()
    cut = made({"areas": 2, "shock.area": 1, "shock.budget_cut": 1.0, "shock.start_week": 0}).world
    income(cut)
    calm = made({"areas": 2}).world
    income(calm)
    less = cut.standing.free[:, FUNDS] < calm.standing.free[:, FUNDS]
    assert np.array_equal(less, mine & (who.sector == ADMINISTRATIVE))
