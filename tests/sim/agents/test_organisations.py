"""Organisations: who exists, what they hold and want, and each sector's own rules."""

import numpy as np
import pytest
from small import NOBODY, Row, made, one_of, project_with

from sim.agents.organisations import Administration, Firm, SocialOrganisation
from sim.base.equations import normalise
from sim.base.luck import Process, uniform
from sim.base.normal import normal
from sim.base.vocabulary import Role
from sim.rules.partners import scope_of
from sim.week.forming import propose
from sim.week.partners import Offer, appeal_of, utility
from sim.week.scopes import own_scope

NEED = np.array([0.5, 0.2, 0.1, 0.1, 0.1, 0.0])


def by_code(model, values: np.ndarray) -> dict[int, list]:
    codes = model.world.organisations.code
    return {int(c): np.asarray(v).tolist() for c, v in zip(codes, values, strict=True)}


@pytest.mark.parametrize("role", ["vendors", "designers", "social_organisations"])
def test_one_organisation_more_changes_nobody_elses_set_up(role):
    few = made(speaking=False)
    count = getattr(few.parameters.organisations, role)
    many = made({f"organisations.{role}": count + 1}, speaking=False)
    assert len(many.organisations) == len(few.organisations) + 1
    for table, name in [
        ("organisations", "goals"), ("standing", "honouring"), ("standing", "free"),
        ("organisations", "income"),
    ]:  # fmt: skip
        before, after = (by_code(m, getattr(getattr(m.world, table), name)) for m in (few, many))
        assert before == {code: after[code] for code in before}, name
    same = np.isin(many.world.organisations.code, few.world.organisations.code)
    assert np.array_equal(many.world.ties.trust[np.ix_(same, same)], few.world.ties.trust)
    reached = by_code(many, many.world.hub.reached)
    assert by_code(few, few.world.hub.reached).items() <= reached.items()


def test_roles_have_their_sector_class_name_and_code():
    model = made()
    for role, kind, name in [
        (Role.STREET_OFFICE, Administration, "street_office_1"),
        (Role.VENDOR, Firm, "vendor_1"),
        (Role.DESIGNER, SocialOrganisation, "designer_1"),
    ]:
        organisation = model.organisations[one_of(model, role)]
        assert type(organisation) is kind and organisation.name == name
        assert organisation.code == 64 * role


def test_first_stocks_are_weeks_of_income_by_sector():
    changes = {"organisations.income_factor": 0.5, "organisations.initial_weeks": 4.0}
    model = made(changes, speaking=False)
    table = np.array(model.parameters.organisations.income)
    j = one_of(model, Role.VENDOR)
    assert model.world.organisations.income[j] == pytest.approx(0.5 * table[1])
    assert model.world.standing.free[j] == pytest.approx(2.0 * table[1])


def test_goals_are_dirichlet_around_the_sectors_mean():
    changes = {**NOBODY, "organisations.vendors": 64, "organisations.goal_concentration": 40.0}
    model = made(changes)
    mean = normalise(np.array(model.parameters.organisations.goals[1]))
    assert model.world.organisations.goals.sum(axis=1) == pytest.approx(np.ones(64))
    assert model.world.organisations.goals.mean(axis=0) == pytest.approx(mean, abs=0.03)
    spread = np.sqrt(mean * (1 - mean) / 41.0)  # variance m(1 - m) / (concentration + 1)
    assert model.world.organisations.goals.std(axis=0) == pytest.approx(spread, rel=0.35)


def test_honouring_has_mean_and_spread_and_stays_inside_its_range():
    changes = {**NOBODY, "organisations.vendors": 64, "organisations.honouring_spread": 0.1}
    honouring = made(changes).world.standing.honouring
    mean = made(changes).parameters.organisations.honouring_mean
    assert honouring.mean() == pytest.approx(mean, abs=0.04)
    assert honouring.std() == pytest.approx(0.1, abs=0.03)
    wild = made({**changes, "organisations.honouring_spread": 0.5}).world.standing.honouring
    assert wild.min() >= 0.02 and wild.max() <= 0.98


def voice(model, voiced) -> np.ndarray:
    """This is all that is voiced, and in one building."""
    model.world.voices.voiced[:] = 0.0
    model.world.voices.voiced[3] = voiced
    return np.asarray(voiced)


def test_sensing_without_noise_is_what_was_voiced():
    model = made({"organisations.sensing_noise": 0.0})
    voiced = voice(model, [6.0, 3.0, 1.0, 0.0, 0.0, 0.0])
    assert model.organisations[0].sense() == pytest.approx(voiced / 10.0)


def test_sensing_noise_is_keyed_by_organisation_week_and_category():
    model = made({"organisations.sensing_noise": 0.5})
    organisation = model.organisations[3]
    noise = [
        normal(uniform(model.world.luck, Process.SENSING, organisation.code, k, model.week, 0))
        for k in range(6)
    ]
    voice(model, np.ones(6))
    assert organisation.sense() == pytest.approx(normalise(np.exp(0.5 * np.array(noise))))


def test_where_nobody_speaks_an_organisation_senses_its_own_goals():
    model = made()
    voice(model, np.zeros(6))
    assert np.array_equal(model.organisations[0].sense(), model.organisations[0].goals)


def test_administrations_bend_a_scope_toward_what_shows():
    model = made({"organisations.visible_bias": 0.25})
    office = model.organisations[one_of(model, Role.STREET_OFFICE)]
    rules = model.parameters.organisations
    plain = scope_of(NEED, office.goals, rules.responsiveness)
    shows = np.array(rules.visible_output) / sum(rules.visible_output)
    assert own_scope(model.world, office.index, NEED) == pytest.approx(0.75 * plain + 0.25 * shows)


def test_firms_propose_plainly_and_find_revenue_appealing():
    model = made({"organisations.commercial_pull": 2.0})
    vendor = model.organisations[one_of(model, Role.VENDOR)]
    rho = model.parameters.organisations.responsiveness
    scope = own_scope(model.world, vendor.index, NEED)
    assert scope == pytest.approx(scope_of(NEED, vendor.goals, rho))
    bears = np.array(model.parameters.organisations.commercial_scope)
    assert appeal_of(model.world, vendor.index, NEED) == pytest.approx(2.0 * float(NEED @ bears))
    assert appeal_of(model.world, 0, NEED) == 0.0


def test_social_organisations_drift_from_those_they_represent():
    model = made({"organisations.mission_drift": 0.4, "organisations.responsiveness": 1.0})
    team = model.organisations[one_of(model, Role.VOLUNTEER_TEAM)]
    assert own_scope(model.world, team.index, NEED) == pytest.approx(0.6 * NEED + 0.4 * team.goals)


def test_utility_is_benefit_less_cost_less_links():
    model = made({"forming.benefit": 4.0, "organisations.commercial_pull": 0.0})
    rules, organisation = model.parameters.forming, model.organisations[2]
    aligned = 1.0 - 0.5 * np.abs(organisation.goals - NEED).sum()
    expected = 4.0 * 1.5 * aligned * 0.6 - rules.private_cost * 2.0 - rules.transaction_rate * 3
    project = project_with(model, [0, 9, 12], NEED, size=1.5)
    offer = Offer(trust=0.6, pledge=2.0, tie=0.0)
    assert utility(model.world, project.row, organisation.index, offer) == pytest.approx(expected)


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
