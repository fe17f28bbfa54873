"""Each shock does what it says, from its week on, and nothing before."""

import numpy as np
import pytest
from sim.forming import ask_partners
from sim.state.network import NEVER, build_ties
from small import (
    PARTY,
    STRONG,
    live,
    made,
    one_of,
    project_with,
    record_of,
    stepped,
    tables,
    tie_all,
)

from sim import shocks
from sim.base.vocabulary import ADMINISTRATIVE, FUNDS, LABOUR, Act, End, Role
from sim.parameters import Shock
from sim.state.population import NO_NEED

WEEK, WEEKS = 25, 10
BUSY = {**PARTY, "organisations.opportunity_rate": 0.2, "horizon": 50}
KINDS = {
    "coordinator_removed": True, "budget_cut": 0.9, "staff_turnover": 0.7, "firm_leaves": True,
    "demand_surge": 2.0, "agenda_captured": 1.0, "legitimacy_scandal": 0.9, "lockdown": 0.8,
    "pledges_broken": 0.9,
}  # fmt: skip


def struck(week: int = WEEK, weeks: int = WEEKS, **sizes):
    """Changes that declare a shock."""
    timing = {"shock.start_week": week, "shock.duration": weeks}
    return {**timing, **{f"shock.{kind}": size for kind, size in sizes.items()}}


def at_week(week: int, changes):
    """A model with a strong hub that is told the week."""
    model = made({**STRONG, **changes})
    model.week = week
    return model


# -- the twin --------------------------------------------------------------------------------------


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
    shock = Shock(start_week=5, duration=3)
    assert [week for week in range(12) if shocks.lasts(shock, week)] == [5, 6, 7]


# -- while it lasts --------------------------------------------------------------------------------


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
    income = np.arange(1.0, 13.0).reshape(3, 4)
    sector = np.array([ADMINISTRATIVE, 1, 2])
    cut = shocks.incomes(income, sector, Shock(start_week=4, duration=2, budget_cut=0.75), 4)
    expected = income.copy()
    expected[0, FUNDS] = 0.25
    assert np.array_equal(cut, expected)
    assert income[0, FUNDS] == 1.0
    assert shocks.incomes(income, sector, Shock(start_week=4, duration=2, budget_cut=0.75), 6) is (
        income
    )


def test_the_budgets_that_enter_are_those_cut():
    calm, cut = (
        stepped({"market.fee": 0.0, "market.space_area": 0.0, **changes}, weeks=3)
        for changes in ({}, struck(week=2, budget_cut=1.0))
    )
    public = calm.bodies.income[calm.bodies.sector == ADMINISTRATIVE, FUNDS].sum()
    lost = calm.accounts.entered - cut.accounts.entered
    assert lost[FUNDS] == pytest.approx(public)
    assert np.all(lost[LABOUR:] == 0.0)


def test_a_surge_multiplies_arrivals_and_never_beyond_one_a_week():
    shock = Shock(start_week=0, duration=1, demand_surge=1.5)
    assert shocks.arrival_rate(0.1, shock, 0) == pytest.approx(0.25)
    assert shocks.arrival_rate(0.9, shock, 0) == 1.0
    assert shocks.arrival_rate(0.1, shock, 1) == 0.1


def test_a_surge_adds_needs_and_takes_none_away():
    often = {"community.arrival_rate": 0.2}
    calm, surge = (
        stepped({**often, **changes}, weeks=1) for changes in ({}, struck(week=0, demand_surge=3.0))
    )
    waits, waits_too = (m.people.population.waiting != NO_NEED for m in (calm, surge))
    assert not (waits & ~waits_too).any()
    assert surge.voices.arrived.sum() > 2 * calm.voices.arrived.sum() > 0


def test_a_captured_agenda_is_what_guidance_asks_for_while_it_lasts():
    agenda = {"coordinator.agenda": (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)}
    changes = {**agenda, **struck(week=0, weeks=2, agenda_captured=1.0)}
    model = at_week(1, changes)
    project = project_with(model, [0, 8, 14])
    assert model.coordinator.target(project) == pytest.approx([0, 0, 0, 0, 0, 1])
    model.week = 2
    assert model.coordinator.target(project)[5] < 1.0


def test_capture_never_makes_an_agenda_weaker():
    shock = Shock(start_week=0, duration=1, agenda_captured=0.2)
    assert shocks.agenda_bias(0.6, shock, 0) == 0.6
    assert shocks.agenda_bias(0.1, shock, 0) == 0.2


def test_a_full_lockdown_reaches_nobody_and_leaves_them_to_be_asked_later():
    model = at_week(3, struck(week=3, weeks=1, lockdown=1.0))
    tie_all(model, 0.9)
    project = project_with(model, [one_of(model, Role.STREET_OFFICE)], pledged=False)
    project.invited[:] = False
    ask_partners(model, [project])
    assert not project.invited.any() and len(project.members) == 1
    model.week = 4
    ask_partners(model, [project])
    assert project.invited.sum() == model.parameters.forming.asks_per_week


def test_a_lockdown_lets_through_the_share_it_says():
    model = at_week(3, struck(week=0, weeks=2000, lockdown=0.7))
    everybody, through = range(model.bodies.size), 0
    project = project_with(model, [0])
    for model.week in range(400):
        through += sum(shocks.reaches(model, project, c) for c in everybody)
    share = through / (400 * model.bodies.size)
    assert share == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / (400 * model.bodies.size)))


def test_a_full_lockdown_ends_neighbours_influence():
    changes = {"residents.contagion": 0.5, **struck(week=0, weeks=1, lockdown=1.0)}
    model = made(changes)
    shock = model.parameters.shock
    assert shocks.residents_rates(model._rates, shock, 0).contagion == 0.0
    assert shocks.residents_rates(model._rates, shock, 1) is model._rates
    alone = stepped({"residents.contagion": 0.0}, weeks=1)
    locked = stepped({"residents.contagion": 0.5, **struck(week=0, weeks=1, lockdown=1.0)}, weeks=1)
    mixing = stepped({"residents.contagion": 0.5}, weeks=1)
    p = [m.people.population.participation for m in (alone, locked, mixing)]
    assert np.array_equal(p[0], p[1]) and not np.array_equal(p[0], p[2])


# -- once ------------------------------------------------------------------------------------------


def test_the_lead_enterprise_leaves_with_what_it_was_part_of():
    model = at_week(7, struck(week=7, firm_leaves=True))
    firm = one_of(model, Role.LEAD_ENTERPRISE)
    mine, others = (
        project_with(model, [firm, 0, 14]),
        project_with(model, [one_of(model, Role.STREET_OFFICE), 15]),
    )
    model.income()
    assert not model.bodies.present[firm] and model.bodies.present.sum() == model.bodies.size - 1
    assert mine.end == End.EXIT and others.end is None
    assert model.bodies.free[firm].sum() == 0.0


def test_a_scandal_lowers_legitimacy_once_and_not_below_its_least():
    assert shocks.after_scandal(np.array([0.3, -0.5, 1.0]), 0.9) == pytest.approx([-0.6, -1.0, 0.1])
    model = at_week(7, {"coordinator.legitimacy": (0.5, 0.4, 0.3),
                        **struck(week=7, legitimacy_scandal=0.5)})  # fmt: skip
    model.income()
    assert model.coordinator.legitimacy == pytest.approx([0.0, -0.1, -0.2])
    model.week = 8
    model.income()
    assert model.coordinator.legitimacy == pytest.approx([0.0, -0.1, -0.2])


def test_forgetting_takes_earned_trust_both_ways_and_gives_none():
    now = np.array([[0.0, 0.8, 0.2], [0.6, 0.0, 0.9], [0.1, 0.7, 0.0]])
    start = np.array([[0.0, 0.3, 0.5], [0.3, 0.0, 0.4], [0.5, 0.4, 0.0]])
    found = shocks.forgotten(now, start, np.array([True, False, False]))
    assert np.array_equal(found, [[0.0, 0.3, 0.2], [0.3, 0.0, 0.9], [0.1, 0.7, 0.0]])


def test_new_staff_starts_as_the_first_did_and_old_staff_stays():
    model, first = stepped(BUSY, weeks=30), made(BUSY)
    model.bodies.honouring *= 0.5
    model.ties.last_kept[:] = 20
    replaced = np.zeros(model.bodies.size, bool)
    replaced[::2] = True
    honouring, trust = model.bodies.honouring.copy(), model.ties.trust.copy()
    start = build_ties(model.parameters.network, model.bodies.code, model.bodies.sector, model.luck)
    model.bodies.exposure[:] = 0.5
    shocks.replace_staff(model, replaced)
    assert np.array_equal(model.bodies.honouring[replaced], first.bodies.honouring[replaced])
    assert np.array_equal(model.bodies.honouring[~replaced], honouring[~replaced])
    assert np.array_equal(model.bodies.exposure, np.where(replaced, 0.0, 0.5))
    kept = np.ix_(~replaced, ~replaced)
    assert np.array_equal(model.ties.trust[kept], trust[kept])
    assert (model.ties.trust[replaced] <= start.trust[replaced]).all()
    assert (model.ties.trust[:, replaced] <= start.trust[:, replaced]).all()
    assert (model.ties.last_kept[replaced] == NEVER).all()
    assert (model.ties.last_kept[:, replaced] == NEVER).all()
    assert (model.ties.last_kept[kept] == 20).all()


def test_turnover_strikes_about_its_share_by_luck_of_its_own(monkeypatch):
    seen = []
    monkeypatch.setattr(shocks, "replace_staff", lambda model, replaced: seen.append(replaced))
    for replicate in range(60):
        model = made(struck(week=0, staff_turnover=0.4), replicate)
        shocks.strike(model)
    shares = np.concatenate(seen)
    assert shares.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / len(shares)))
    assert not np.array_equal(seen[0], seen[1])


def test_broken_pledges_leave_the_chance_to_honour_its_share_while_they_last():
    shock = Shock(start_week=3, duration=2, pledges_broken=0.75)
    assert [shocks.spared(shock, week, 0) for week in (2, 3, 4, 5)] == [1.0, 0.25, 0.25, 1.0]


def test_when_all_pledges_are_broken_nobody_pays():
    model = made(struck(week=0, pledges_broken=1.0), speaking=False)
    project = project_with(model, [0, 12, 20])
    model.start_delivery(project)
    live(model, project)
    assert project.asked[project.who].tolist() == [1.0] * 3
    assert not project.kept.any() and not project.sunk.any()
