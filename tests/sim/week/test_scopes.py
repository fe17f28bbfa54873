"""What an organisation senses, and how its sector bends what it proposes."""

import numpy as np
import pytest
from small import made, one_of

from sim.base.equations import normalise
from sim.base.luck import Process, uniform
from sim.base.normal import normal
from sim.base.vocabulary import Role
from sim.rules.partners import scope_of
from sim.week.partners import appeal_of
from sim.week.scopes import own_scope

NEED = np.array([0.5, 0.2, 0.1, 0.1, 0.1, 0.0])


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
