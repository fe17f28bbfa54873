"""Organisations: who exists, what they hold and want, and each sector's own rules."""

import numpy as np
import pytest
from sim.organisations import Administration, Firm, SocialOrganisation
from small import NOBODY, made, one_of

from sim.base.equations import normal, normalise, scope_of
from sim.base.luck import Process
from sim.base.vocabulary import Role

NEED = np.array([0.5, 0.2, 0.1, 0.1, 0.1, 0.0])


def by_code(model, values: np.ndarray) -> dict[int, list]:
    return {int(c): np.asarray(v).tolist() for c, v in zip(model.bodies.code, values, strict=True)}


@pytest.mark.parametrize("role", ["vendors", "designers", "social_organisations"])
def test_one_organisation_more_changes_nobody_elses_set_up(role):
    few = made(speaking=False)
    count = getattr(few.parameters.organisations, role)
    many = made({f"organisations.{role}": count + 1}, speaking=False)
    assert many.bodies.size == few.bodies.size + 1
    for name in ("goals", "honouring", "free", "income"):
        before, after = (by_code(m, getattr(m.bodies, name)) for m in (few, many))
        assert before == {code: after[code] for code in before}, name
    same = np.isin(many.bodies.code, few.bodies.code)
    assert np.array_equal(many.ties.trust[np.ix_(same, same)], few.ties.trust)
    reached = by_code(many, many.coordinator.reached)
    assert by_code(few, few.coordinator.reached).items() <= reached.items()


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
    assert model.bodies.income[j] == pytest.approx(0.5 * table[1])
    assert model.bodies.free[j] == pytest.approx(2.0 * table[1])


def test_goals_are_dirichlet_around_the_sectors_mean():
    changes = {**NOBODY, "organisations.vendors": 64, "organisations.goal_concentration": 40.0}
    model = made(changes)
    mean = normalise(np.array(model.parameters.organisations.goals[1]))
    assert model.bodies.goals.sum(axis=1) == pytest.approx(np.ones(64))
    assert model.bodies.goals.mean(axis=0) == pytest.approx(mean, abs=0.03)
    spread = np.sqrt(mean * (1 - mean) / 41.0)  # variance m(1 - m) / (concentration + 1)
    assert model.bodies.goals.std(axis=0) == pytest.approx(spread, rel=0.35)


def test_honouring_has_mean_and_spread_and_stays_inside_its_range():
    changes = {**NOBODY, "organisations.vendors": 64, "organisations.honouring_spread": 0.1}
    honouring = made(changes).bodies.honouring
    mean = made(changes).parameters.organisations.honouring_mean
    assert honouring.mean() == pytest.approx(mean, abs=0.04)
    assert honouring.std() == pytest.approx(0.1, abs=0.03)
    wild = made({**changes, "organisations.honouring_spread": 0.5}).bodies.honouring
    assert wild.min() >= 0.02 and wild.max() <= 0.98


def test_sensing_without_noise_is_what_was_voiced():
    organisation = made({"organisations.sensing_noise": 0.0}).organisations[0]
    voiced = np.array([6.0, 3.0, 1.0, 0.0, 0.0, 0.0])
    assert organisation.sense(voiced) == pytest.approx(voiced / 10.0)


def test_sensing_noise_is_keyed_by_organisation_week_and_category():
    model = made({"organisations.sensing_noise": 0.5})
    organisation = model.organisations[3]
    noise = [
        normal(model.luck.uniform(Process.SENSING, organisation.code, model.week, k))
        for k in range(6)
    ]
    assert organisation.sense(np.ones(6)) == pytest.approx(normalise(np.exp(0.5 * np.array(noise))))


def test_where_nobody_speaks_an_organisation_senses_its_own_goals():
    organisation = made().organisations[0]
    assert np.array_equal(organisation.sense(np.zeros(6)), organisation.goals)


def test_administrations_bend_a_scope_toward_what_shows():
    model = made({"organisations.visible_bias": 0.25})
    office = model.organisations[one_of(model, Role.STREET_OFFICE)]
    rules = model.parameters.organisations
    plain = scope_of(NEED, office.goals, rules.responsiveness)
    shows = np.array(rules.visible_output) / sum(rules.visible_output)
    assert office.propose_scope(NEED) == pytest.approx(0.75 * plain + 0.25 * shows)


def test_firms_propose_plainly_and_find_revenue_appealing():
    model = made({"organisations.commercial_pull": 2.0})
    vendor = model.organisations[one_of(model, Role.VENDOR)]
    rho = model.parameters.organisations.responsiveness
    assert vendor.propose_scope(NEED) == pytest.approx(scope_of(NEED, vendor.goals, rho))
    bears = np.array(model.parameters.organisations.commercial_scope)
    assert vendor.appeal(NEED) == pytest.approx(2.0 * float(NEED @ bears))
    assert model.organisations[0].appeal(NEED) == 0.0


def test_social_organisations_drift_from_those_they_represent():
    model = made({"organisations.mission_drift": 0.4, "organisations.responsiveness": 1.0})
    team = model.organisations[one_of(model, Role.VOLUNTEER_TEAM)]
    assert team.propose_scope(NEED) == pytest.approx(0.6 * NEED + 0.4 * team.goals)


def test_utility_is_benefit_less_cost_less_links():
    model = made({"forming.benefit": 4.0, "organisations.commercial_pull": 0.0})
    rules, organisation = model.parameters.forming, model.organisations[2]
    aligned = 1.0 - 0.5 * np.abs(organisation.goals - NEED).sum()
    expected = 4.0 * 1.5 * aligned * 0.6 - rules.private_cost * 2.0 - rules.transaction_rate * 3
    assert organisation.utility(NEED, 1.5, 0.6, 2.0, 3) == pytest.approx(expected)


def test_places_are_where_demand_is_sensed_and_path_dependence_repeats_them():
    model = made({"organisations.responsiveness": 1.0})
    organisation = model.organisations[0]
    model.voices.voiced[:] = 0.0
    model.voices.voiced[4] = 1e9
    assert organisation.choose_place(NEED, 1).tolist() == [4]
    model.voices.voiced[4], model.voices.voiced[1] = 0.0, 1e9
    assert organisation.choose_place(NEED, 1).tolist() == [1]
    stubborn = made({"organisations.responsiveness": 0.0})
    stubborn.voices.voiced[2] = 1e9
    assert stubborn.organisations[0].choose_place(NEED, 1).tolist() == [2]
    stubborn.voices.voiced[2], stubborn.voices.voiced[5] = 0.0, 1e9
    assert stubborn.organisations[0].choose_place(NEED, 1).tolist() == [2]


def test_a_place_is_drawn_with_odds_as_one_plus_demand():
    model = made({"organisations.responsiveness": 1.0})
    model.voices.voiced[:] = 0.0
    model.voices.voiced[0, 0] = 10.0
    found = []
    for model.week in range(400):
        found.append(int(model.organisations[0].choose_place(np.eye(6)[0], 1)[0]))
    # odds 11 to 1 for each of five others: 11/16
    assert np.mean(np.array(found) == 0) == pytest.approx(11 / 16, abs=0.07)
