"""Organisations: who exists, what they hold and want, and each sector's own rules."""

import numpy as np
import pytest
from small import NOBODY, made, one_of

from sim.agents.organisations import Administration, Firm, SocialOrganisation
from sim.base.equations import normalise
from sim.base.luck import Process, uniform
from sim.base.vocabulary import Role
from sim.parameters import Parameters


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


def test_at_heterogeneity_0_everybody_wants_the_same_and_never_less_than_nothing():
    goals = made({"organisations.heterogeneity": 0.0}).world.organisations.goals
    assert goals == pytest.approx(np.tile(goals[0], (len(goals), 1)), abs=1e-15)
    means = [normalise(np.array(each)) for each in Parameters().organisations.goals]
    common = normalise(np.exp(np.mean(np.log(means), axis=0)))
    assert goals[0] == pytest.approx(common)
    for heterogeneity in (1.0, 20.0):
        goals = made({"organisations.heterogeneity": heterogeneity}).world.organisations.goals
        assert (goals >= 0.0).all() and goals.sum(axis=1) == pytest.approx(np.ones(len(goals)))


def test_ones_own_goals_spread_around_the_sectors_mean_in_log_shares():
    changes = {**NOBODY, "organisations.vendors": 64, "organisations.heterogeneity": 1.0,
               "organisations.goal_spread": 0.3}  # fmt: skip
    goals = made(changes).world.organisations.goals
    mean = np.log(normalise(np.array(Parameters().organisations.goals[1])))
    away = np.log(goals) - mean
    away -= away.mean(axis=1)[:, None]  # shares tell logarithms up to a constant
    expected = np.zeros(6)
    assert away.mean(axis=0) == pytest.approx(expected, abs=0.12)
    assert away.std(axis=0) == pytest.approx(np.full(6, 0.3 * np.sqrt(5 / 6)), rel=0.3)


def test_honouring_has_mean_and_spread_and_stays_inside_its_range():
    changes = {**NOBODY, "organisations.vendors": 64, "organisations.honouring_spread": 0.1}
    honouring = made(changes).world.standing.honouring
    mean = made(changes).parameters.organisations.honouring_mean
    assert honouring.mean() == pytest.approx(mean, abs=0.04)
    assert honouring.std() == pytest.approx(0.1, abs=0.03)
    wild = made({**changes, "organisations.honouring_spread": 0.5}).world.standing.honouring
    assert wild.min() >= 0.02 and wild.max() <= 0.98


def test_what_is_left_of_an_act_before_the_first_week_is_each_ones_own_luck():
    world = made().world
    code = world.organisations.code
    expected = [uniform(world.luck, Process.FIRST_ATTENTION, each, 0, 0, 0) for each in code]
    assert world.standing.attention.tolist() == expected
    hubs = {float(made(replicate=r).world.hub.now["left"]) for r in range(5)}
    assert len(hubs) == 5 and all(0.0 < left < 1.0 for left in hubs)
