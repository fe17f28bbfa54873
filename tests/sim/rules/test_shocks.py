"""Each shock does what it says, from its week on, and nothing before."""

import numpy as np
import pytest
from small import (
    NOBODY,
    live,
    made,
    one_of,
    project_with,
    record_of,
    stepped,
    tables,
    tie_all,
)
from striking import BUSY, WEEK, WEEKS, at_week, struck

from sim.base.vocabulary import ADMINISTRATIVE, FUNDS, Act, Role
from sim.parameters import Parameters, Shock
from sim.parameters.plain import plain
from sim.rules.shocks import after_scandal, agenda_bias, arrival_rate, contagion, lasts, spared
from sim.rules.shocks import struck as concerns
from sim.state.population import NO_NEED
from sim.week.delivery import start_delivery
from sim.week.hub import target
from sim.week.income import income, income_of, replace_staff
from sim.week.partners import ask_partners, is_reached

KINDS = {
    "coordinator_removed": True, "budget_cut": 0.9, "staff_turnover": 0.7, "firm_leaves": True,
    "demand_surge": 2.0, "agenda_captured": 1.0, "legitimacy_scandal": 0.9, "lockdown": 0.8,
    "pledges_broken": 0.9,
}  # fmt: skip


def shock_of(**sizes) -> np.void:
    """A shock as compiled functions take it."""
    return plain(Parameters(shock=Shock(**sizes)))["shock"]


@pytest.mark.parametrize("kind", KINDS)
def test_until_its_week_a_shocked_run_is_its_twin_to_the_bit_and_not_after(kind):
    calm, shocked = (
        tables(record_of({**BUSY, **changes})) for changes in ({}, struck(**{kind: KINDS[kind]}))
    )
    weekly = [name for name in calm if not name.startswith("project.")]
    for name in weekly:
        assert calm[name][:WEEK].tobytes() == shocked[name][:WEEK].tobytes(), name
    assert any(calm[name].tobytes() != shocked[name].tobytes() for name in weekly)
    over = calm["project.end_week"]
    before = (over >= 0) & (over < WEEK)
    assert before.any()
    started = calm["project.start_week"] < WEEK
    for name in (name for name in calm if name.startswith("project.")):
        early = shocked[name][shocked["project.start_week"] < WEEK]
        assert calm[name][started][before[started]].tobytes() == early[before[started]].tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_shock_in_the_week_after_the_last_changes_nothing(kind):
    late = record_of({**BUSY, **struck(week=BUSY["horizon"], **{kind: KINDS[kind]})})
    calm, shocked = tables(record_of(BUSY)), tables(late)
    assert all(calm[name].tobytes() == shocked[name].tobytes() for name in calm)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_vanishes_in_a_shock(kind):
    record = record_of({**BUSY, **struck(**{kind: KINDS[kind]})})
    assert record.run["imbalance_of_accounts"] < 1e-6


def test_opportunities_are_the_same_whatever_strikes():
    everything = record_of({**BUSY, **struck(**KINDS)})
    calm = record_of(BUSY)
    for name in ("initiator", "start_week", "size"):
        assert np.array_equal(calm.projects[name], everything.projects[name])


def test_a_shock_lasts_from_its_week_for_its_duration():
    shock = shock_of(start_week=5, duration=3)
    assert [week for week in range(12) if lasts(shock, week)] == [5, 6, 7]


def test_the_coordinator_is_gone_while_removed_and_comes_back():
    weekly = record_of({**BUSY, **struck(coordinator_removed=True)}).weekly
    acts = sum(weekly[f"hub_{act.name.lower()}"] for act in Act)
    cost = weekly["coordination_cost"]
    gone = slice(WEEK, WEEK + WEEKS)
    assert acts[gone].sum() == cost[gone].sum() == 0.0
    assert acts[:WEEK].sum() > 0 and cost[:WEEK].min() > 0.0
    assert acts[WEEK + WEEKS :].sum() > 0 and cost[WEEK + WEEKS :].min() > 0.0


def test_removal_without_a_coordinator_removes_nothing():
    calm, struck_none = (
        tables(record_of({"organisations.opportunity_rate": 0.1, **changes}))
        for changes in ({}, struck(coordinator_removed=True))
    )
    assert all(calm[name].tobytes() == struck_none[name].tobytes() for name in calm)


def test_a_budget_cut_takes_its_share_of_administrations_funds_alone():
    world = at_week(4, struck(week=4, weeks=2, budget_cut=0.75)).world
    who = world.organisations
    assert set(who.sector[[0, 8, 14]]) == {0, 1, 2} and who.sector[0] == ADMINISTRATIVE
    who.income[[0, 8, 14]] = np.arange(1.0, 13.0).reshape(3, 4)

    def incomes():
        return np.array([[income_of(world, c, r) for r in range(4)] for c in (0, 8, 14)])

    expected = who.income[[0, 8, 14]].copy()
    expected[0, FUNDS] = 0.25
    assert np.array_equal(incomes(), expected)
    assert who.income[0, FUNDS] == 1.0
    world.now["week"] = 6
    assert np.array_equal(incomes(), who.income[[0, 8, 14]])


def test_a_surge_multiplies_arrivals_and_never_beyond_one_a_week():
    shock = shock_of(start_week=0, duration=1, demand_surge=1.5)
    assert arrival_rate(0.1, shock, 0, 0) == pytest.approx(0.25)
    assert arrival_rate(0.9, shock, 0, 0) == 1.0
    assert arrival_rate(0.1, shock, 1, 0) == 0.1


def test_a_surge_adds_needs_and_takes_none_away():
    often = {"community.arrival_rate": 0.2}
    calm, surge = (
        stepped({**often, **changes}, weeks=1) for changes in ({}, struck(week=0, demand_surge=3.0))
    )
    waits, waits_too = (m.world.residents.waiting != NO_NEED for m in (calm, surge))
    assert not (waits & ~waits_too).any()
    assert surge.world.voices.arrived.sum() > 2 * calm.world.voices.arrived.sum() > 0


def test_a_captured_agenda_is_what_guidance_asks_for_while_it_lasts():
    agenda = {"coordinator.agenda": (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)}
    changes = {**agenda, **struck(week=0, weeks=2, agenda_captured=1.0)}
    model = at_week(1, changes)
    project = project_with(model, [0, 8, 14])
    assert target(model.world, project.row) == pytest.approx([0, 0, 0, 0, 0, 1])
    model.world.now["week"] = 2
    assert target(model.world, project.row)[5] < 1.0


def test_capture_never_makes_an_agenda_weaker():
    shock = shock_of(start_week=0, duration=1, agenda_captured=0.2)
    assert agenda_bias(0.6, shock, 0) == 0.6
    assert agenda_bias(0.1, shock, 0) == 0.2


def test_a_full_lockdown_reaches_nobody_and_leaves_them_to_be_asked_later():
    model = at_week(3, struck(week=3, weeks=1, lockdown=1.0))
    tie_all(model, 0.9)
    project = project_with(model, [one_of(model, Role.STREET_OFFICE)], pledged=False)
    project.invited[:] = False
    ask_partners(model.world, np.array([project.row]))
    assert not project.invited.any() and len(project.members) == 1
    model.world.now["week"] = 4
    ask_partners(model.world, np.array([project.row]))
    assert project.invited.sum() == model.parameters.forming.asks_per_week


def test_a_lockdown_lets_through_the_share_it_says():
    model = at_week(3, struck(week=0, weeks=2000, lockdown=0.7))
    everybody, through = range(len(model.organisations)), 0
    project = project_with(model, [0])
    for week in range(400):
        model.world.now["week"] = week
        through += sum(is_reached(model.world, project.row, c) for c in everybody)
    asked = 400 * len(everybody)
    assert through / asked == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / asked))


def test_a_full_lockdown_ends_neighbours_influence():
    shock = shock_of(start_week=0, duration=1, lockdown=1.0)
    assert contagion(0.5, shock, 0, 0) == 0.0
    assert contagion(0.5, shock, 1, 0) == 0.5
    alone = stepped({"residents.contagion": 0.0}, weeks=1)
    locked = stepped({"residents.contagion": 0.5, **struck(week=0, weeks=1, lockdown=1.0)}, weeks=1)
    mixing = stepped({"residents.contagion": 0.5}, weeks=1)
    p = [m.world.residents.participation for m in (alone, locked, mixing)]
    assert np.array_equal(p[0], p[1]) and not np.array_equal(p[0], p[2])


def test_a_scandal_lowers_legitimacy_once_and_not_below_its_least():
    lowered = [after_scandal(legitimacy, 0.9) for legitimacy in (0.3, -0.5, 1.0)]
    assert lowered == pytest.approx([-0.6, -1.0, 0.1])
    model = at_week(7, {"coordinator.legitimacy": (0.5, 0.4, 0.3),
                        **struck(week=7, legitimacy_scandal=0.5)})  # fmt: skip
    income(model.world)
    assert model.world.hub.legitimacy == pytest.approx([0.0, -0.1, -0.2])
    model.world.now["week"] = 8
    income(model.world)
    assert model.world.hub.legitimacy == pytest.approx([0.0, -0.1, -0.2])


def test_forgetting_takes_earned_trust_both_ways_and_gives_none():
    world = made({**NOBODY, "organisations.vendors": 3}).world
    world.ties.trust[:] = [[0.0, 0.8, 0.2], [0.6, 0.0, 0.9], [0.1, 0.7, 0.0]]
    world.ties.first[:] = [[0.0, 0.3, 0.5], [0.3, 0.0, 0.4], [0.5, 0.4, 0.0]]
    replace_staff(world, np.array([True, False, False]))
    assert np.array_equal(world.ties.trust, [[0.0, 0.3, 0.2], [0.3, 0.0, 0.9], [0.1, 0.7, 0.0]])


def test_broken_pledges_leave_the_chance_to_honour_its_share_while_they_last():
    shock = shock_of(start_week=3, duration=2, pledges_broken=0.75)
    assert [spared(shock, week, 0) for week in (2, 3, 4, 5)] == [1.0, 0.25, 0.25, 1.0]


def test_when_all_pledges_are_broken_nobody_pays():
    model = made(struck(week=0, pledges_broken=1.0), speaking=False)
    project = project_with(model, [0, 12, 20])
    start_delivery(model.world, project.row)
    live(model, project)
    assert project.asked[project.members].tolist() == [1.0] * 3
    assert not project.kept.any() and not project.sunk.any()


@pytest.mark.parametrize(
    ("struck_area", "own", "shared", "expected"),
    [(-1, 0, True, True), (-1, 1, False, True), (1, 1, False, True), (1, 0, False, False),
     (1, 1, True, False), (0, 0, True, False)],
)  # fmt: skip
def test_of_one_area_a_shock_strikes_its_own_organisations_and_none_that_areas_share(
    struck_area, own, shared, expected
):
    rules = plain(Parameters(areas=2, shock=Shock(area=struck_area)))
    assert concerns(rules["shock"], own, shared) == expected
