"""Sign-off by departments and consent by residents."""

import numpy as np
import pytest
from scipy import special
from small import (
    live,
    made,
    project_with,
    votes,
)

from sim.base.luck import Process, uniform
from sim.base.vocabulary import FUNDS, End, Stage
from sim.rules.votes import (
    CIVIL_AFFAIRS,
)
from sim.week.sign_off import canvass, compensate, departments_sign, start_sign_off

LIFTS = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
PARKING = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
CARE = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
SURE = {"consent.turnout": 1.0, "consent.approval": 10.0, "sign_off.hazard": 1.0}
VETO = {**SURE, "consent.approval": -10.0, "consent.climate": 0.0, "consent.objection": 0.0}


def papers(changes, scope, size=1.0, replicate=0):
    model = made(changes, replicate)
    project = project_with(model, [0, 9], scope, size)
    start_sign_off(model.world, project.row)
    return model, project


def live_papers(model, project) -> None:
    """A week of departments and of canvassers."""
    departments_sign(model.world)
    live(model, project)


def advance(model, project, weeks: int) -> None:
    for _ in range(weeks):
        if project.stage is Stage.SIGN_OFF:
            live_papers(model, project)
        model.world.now["week"] += 1


def stays(scope, replicate: int) -> np.ndarray:
    """Entrances that stay in a project where opinions differ between buildings and doors."""
    changes = {
        "community.households_per_entrance": 5, "community.owner_shares": (1.0, 1.0, 1.0),
        "consent.turnout": 1.0, "consent.climate": 1.5, "consent.approval": 1.5,
        "consent.objection": 6.0,
    }  # fmt: skip
    model, project = papers(changes, scope, replicate=replicate)
    canvass(model.world, project.row)
    return project.entrance & (project.end is not End.RESIDENT_VETO)


def test_who_stays_is_who_agrees_to_every_category_that_is_asked_about():
    is_telling = []
    for replicate in range(5):
        lifts, parking = stays(LIFTS, replicate), stays(PARKING, replicate)
        both = stays((np.array(LIFTS) + np.array(PARKING)) / 2, replicate)
        assert np.array_equal(both, lifts & parking)
        is_telling.append(0 < both.sum() < min(lifts.sum(), parking.sum()))
    assert any(is_telling)  # neither question alone decides


def test_each_department_signs_by_its_own_weekly_luck():
    model, project = papers({"sign_off.hazard": 0.3}, CARE)
    model.world.now["week"] = project.start_week = project.stage_start = 7  # luck goes by age
    draws = [
        uniform(model.world.luck, Process.SIGN_OFF, project.code, CIVIL_AFFAIRS, age, 0)
        for age in range(40)
    ]
    first = next(age for age, u in enumerate(draws) if u < 0.3)
    advance(model, project, first)
    assert project.signatures == [CIVIL_AFFAIRS]
    advance(model, project, 1)
    assert project.signatures == [] and project.stage is Stage.NEGOTIATING


def test_without_signatures_in_time_it_ends():
    model, project = papers({"sign_off.hazard": 0.0, "sign_off.deadline": 4}, CARE)
    advance(model, project, 4)
    assert project.end is End.OPEN
    advance(model, project, 1)
    assert project.end is End.SIGN_OFF


def test_the_whistle_multiplies_the_speed():
    model, project = papers({"sign_off.hazard": 0.1, "sign_off.whistle_factor": 5.0}, CARE)
    luck = uniform(model.world.luck, Process.SIGN_OFF, project.code, CIVIL_AFFAIRS, 0, 0)
    project.whistled = True
    live_papers(model, project)
    assert (not project.signatures) is (luck < 1 - 0.9**5)


def test_without_a_rule_nobody_is_asked():
    model, project = papers({"sign_off.hazard": 1.0}, CARE)
    assert not project.consent_due
    advance(model, project, 1)
    assert project.stage is Stage.NEGOTIATING and project.buildings == list(range(6))


def test_canvassing_takes_its_weeks_and_a_yes_keeps_all_places():
    model, project = papers({**SURE, "consent.canvass_weeks": 3}, PARKING)
    advance(model, project, 3)
    assert project.stage is Stage.SIGN_OFF and project.consent_due
    advance(model, project, 1)
    assert project.stage is Stage.NEGOTIATING and project.buildings == list(range(6))


@pytest.mark.parametrize("scope", [PARKING, LIFTS])
def test_a_refusal_everywhere_is_the_residents_veto(scope):
    model, project = papers({**VETO, "community.owner_shares": (1.0, 1.0, 1.0)}, scope)
    advance(model, project, 10)
    assert project.end is End.RESIDENT_VETO
    assert model.world.voices.broken.tolist() == [1.0] * 6  # all who were asked see it break


def test_one_building_that_refuses_drops_out_and_the_rest_goes_on():
    everyone = {**SURE, "community.owner_shares": (1.0, 1.0, 1.0)}
    model, project = papers(everyone, PARKING)
    model.world.places.climate[2] = -50.0
    advance(model, project, 10)
    assert project.stage is Stage.NEGOTIATING
    assert project.buildings == [0, 1, 3, 4, 5]


def test_one_objection_drops_one_entrance_not_the_building():
    changes = {
        **SURE, "community.households_per_entrance": 5, "consent.climate": 0.0,
        "community.owner_shares": (1.0, 1.0, 1.0), "consent.objection": 2.0,
        "consent.approval": 3.0,
    }  # fmt: skip
    model, project = papers(changes, LIFTS)
    world, luck = model.world, model.world.luck
    floor, trust = world.people.floor_area, world.residents.trust
    views = np.array([special.logit(uniform(luck, Process.LEANING, i, 1, 0, 0)) for i in range(60)])
    shifted = 3.0 + views + model.parameters.consent.shift_trust * (trust - 0.5)
    lost = (shifted < 1.0) & (shifted < 0)
    blocks = [range(a, a + 5) for a in range(0, 60, 5)]
    fine = [
        [b[0], b[-1] + 1]
        for b in blocks
        if not lost[list(b)].any()
        and (shifted[list(b)] >= 0).sum() >= 5 * 2 / 3
        and floor[list(b)][shifted[list(b)] >= 0].sum() >= floor[list(b)].sum() * 2 / 3
    ]
    advance(model, project, 10)
    first = world.places.entrance
    found = [[first[e], first[e + 1]] for e in np.flatnonzero(project.entrance)]
    assert 0 < len(fine) < 12 and found == fine


def test_a_building_of_renters_has_nobody_to_ask():
    model, project = papers({**VETO, "community.owner_shares": (0.0, 0.0, 0.0)}, LIFTS)
    advance(model, project, 10)
    assert project.stage is Stage.NEGOTIATING


def vote(changes, deliberated=False, trust=0.5, paid=0.0, week=0):
    model, project = papers({"community.households": 600, **changes}, PARKING)
    model.world.residents.trust[:] = trust
    project.start_week = week
    project.sampled = deliberated
    ballots = votes(model, project, 2, paid)
    return np.sum([[b.owners, b.voted, b.yes, b.objections] for b in ballots], axis=0)


HALF = {"consent.approval": 0.0, "consent.climate": 0.0, "consent.turnout": 1.0}


def test_votes_are_counted_among_owners_with_the_share_the_logit_says():
    owners, voted, yes, objections = vote({**HALF, "consent.objection": 2.0})
    assert owners == voted
    assert yes / voted == pytest.approx(0.5, abs=0.08)
    assert objections / voted == pytest.approx(special.expit(-2.0), abs=0.05)


def test_trust_deliberation_and_compensation_each_shift_consent():
    plain = vote(HALF)[2]
    assert vote(HALF, trust=1.0)[2] > plain > vote(HALF, trust=0.0)[2]
    assert vote(HALF, deliberated=True)[2] > plain
    assert vote(HALF, paid=1.0)[2] > plain


def test_turnout_follows_weeks_and_participation():
    few = {"consent.turnout": 0.1, "consent.turnout_participation": 0.0}
    owners, voted, *_ = vote({**few, "consent.canvass_weeks": 4})
    assert voted / owners == pytest.approx(1 - 0.9**4, abs=0.08)


def test_another_try_is_not_another_lottery():
    model, project = papers(HALF, PARKING)
    first = votes(model, project, 2)[0]
    project.code += 65536 * 30
    again = votes(model, project, 2)[0]
    assert first.voted == again.voted and first.yes == again.yes


def test_compensation_is_paid_as_far_as_funds_go():
    model, project = papers({"consent.compensation": 3.0}, PARKING, size=2.0)
    model.world.standing.free[0, FUNDS] = 10.0
    assert compensate(model.world, project.row) == pytest.approx(3.0)
    assert model.world.standing.free[0, FUNDS] == pytest.approx(4.0)
    assert compensate(model.world, project.row) == pytest.approx(2.0)
    assert model.world.standing.free[0, FUNDS] == 0.0 and model.world.accounts.spent[
        FUNDS
    ] == pytest.approx(10.0)


def test_the_whistle_speeds_signing():
    def weeks(whistled: bool) -> float:
        found = []
        for replicate in range(40):
            model = made({"sign_off.hazard": 0.1}, replicate)
            project = project_with(model, [0, 9], np.eye(6)[0])
            start_sign_off(model.world, project.row)
            for _ in range(15):
                if project.stage is Stage.SIGN_OFF:
                    project.whistled = whistled
                    departments_sign(model.world)
                    live(model, project)
                    model.world.now["week"] += 1
            found.append(model.week)
        return float(np.mean(found))

    assert weeks(True) < weeks(False) - 1.5
