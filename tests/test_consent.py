"""Sign-off by departments and consent by residents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from sim.consent import Ballot
from sim.projects import Stage
from small import live, made, project_with, votes

from sim import consent
from sim.base.luck import Process
from sim.base.vocabulary import FUNDS, End

LIFTS = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
PARKING = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
CARE = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
SURE = {"consent.turnout": 1.0, "consent.approval": 10.0, "sign_off.hazard": 1.0}
VETO = {**SURE, "consent.approval": -10.0, "consent.climate": 0.0, "consent.objection": 0.0}


def papers(changes, scope, size=1.0, replicate=0):
    model = made(changes, replicate)
    project = project_with(model, [0, 9], scope, size)
    consent.begin(model, project)
    return model, project


def advance(model, project, weeks: int) -> None:
    for _ in range(weeks):
        if project.stage is Stage.SIGN_OFF:
            live(model, project)
        model.week += 1


@pytest.mark.parametrize("voted, yes, area_voted, area_yes, passes", [
    (10, 6, 500, 300, True),
    (9, 9, 500, 500, False),  # households short of quorum
    (10, 10, 499, 499, False),  # area short of quorum
    (10, 5, 500, 300, False),  # half isn't over half
    (10, 6, 500, 250, False),
])  # fmt: skip
def test_double_majority_counts_households_and_area(voted, yes, area_voted, area_yes, passes):
    ballot = Ballot(20, voted, yes, 1000, area_voted, area_yes, 4)
    assert ballot.double_majority(0.5) is passes


@pytest.mark.parametrize("yes, area_yes, objections, passes", [
    (8, 800, 0, True), (7, 900, 0, False), (9, 799, 0, False), (12, 1200, 1, False),
])  # fmt: skip
def test_lifts_need_two_thirds_of_all_owners_and_no_objection(yes, area_yes, objections, passes):
    ballot = Ballot(12, 12, yes, 1200, 1200, area_yes, objections)
    assert ballot.two_thirds_no_objection() is passes


@pytest.mark.parametrize("scope, size, expected", [
    ([1, 0, 0, 0, 0, 0], 1.0, [consent.CIVIL_AFFAIRS]),
    ([0.3, 0.3, 0.2, 0.2, 0, 0], 1.0, [consent.HOUSING, consent.CIVIL_AFFAIRS]),
    ([0, 0, 0.5, 0.5, 0, 0], 1.0, [consent.URBAN_MANAGEMENT]),
    ([0, 0.5, 0, 0, 0, 0.5], 1.5, [consent.HOUSING, consent.FINANCE]),
    ([0.2, 0.16, 0.16, 0.16, 0.16, 0.16], 1.49, [consent.CIVIL_AFFAIRS]),
])  # fmt: skip
def test_departments_sign_by_content_and_size(scope, size, expected):
    assert consent.departments_for(np.array(scope, float), size, 0.22) == expected


def test_residents_are_asked_about_what_matters_and_has_a_rule():
    majority = "double_majority"
    rules = ("none", "two_thirds_no_objection", majority, "none", "none", majority)
    scope = np.array([0.3, 0.25, 0.2, 0.05, 0.0, 0.2])
    assert consent.categories_to_ask(scope, rules, 0.2) == [1, 2, 5]
    assert consent.categories_to_ask(scope, rules, 0.25) == [1]


RANGES = st.lists(st.integers(0, 60), min_size=0, max_size=10, unique=True).map(sorted)


def ranges(edges: list[int]) -> np.ndarray:
    """Disjoint ranges in order, from sorted edges."""
    return np.array(edges[: len(edges) // 2 * 2], np.int64).reshape(-1, 2)


@given(RANGES, RANGES)
def test_common_rows_are_those_in_both_lists_in_order(one, other):
    these, those = ranges(one), ranges(other)
    found = consent.common_rows(these, those)
    rows = [{i for low, high in table for i in range(low, high)} for table in (these, those, found)]
    assert rows[2] == rows[0] & rows[1]
    assert (found[:, 0] < found[:, 1]).all() and (found[1:, 0] >= found[:-1, 1]).all()


def test_each_department_signs_by_its_own_weekly_luck():
    model, project = papers({"sign_off.hazard": 0.3}, CARE)
    model.week = project.start_week = project.stage_start = 7  # luck goes by the project's age
    draws = [
        model.luck.uniform(Process.SIGN_OFF, project.code, age, consent.CIVIL_AFFAIRS)
        for age in range(40)
    ]
    first = next(age for age, u in enumerate(draws) if u < 0.3)
    advance(model, project, first)
    assert project.signatures == [consent.CIVIL_AFFAIRS]
    advance(model, project, 1)
    assert project.signatures == [] and project.stage is Stage.NEGOTIATING


def test_without_signatures_in_time_it_ends():
    model, project = papers({"sign_off.hazard": 0.0, "sign_off.deadline": 4}, CARE)
    advance(model, project, 4)
    assert project.end is None
    advance(model, project, 1)
    assert project.end is End.SIGN_OFF


def test_the_whistle_multiplies_the_speed():
    model, project = papers({"sign_off.hazard": 0.1, "sign_off.whistle_factor": 5.0}, CARE)
    luck = model.luck.uniform(Process.SIGN_OFF, project.code, 0, consent.CIVIL_AFFAIRS)
    project.help.whistled = True
    live(model, project)
    assert (not project.signatures) is (luck < 1 - 0.9**5)


def test_without_a_rule_nobody_is_asked():
    model, project = papers({"sign_off.hazard": 1.0}, CARE)
    assert not project.consent_due
    advance(model, project, 1)
    assert project.stage is Stage.NEGOTIATING and len(project.places) == 6


def test_canvassing_takes_its_weeks_and_a_yes_keeps_all_places():
    model, project = papers({**SURE, "consent.canvass_weeks": 3}, PARKING)
    advance(model, project, 3)
    assert project.stage is Stage.SIGN_OFF and project.consent_due
    advance(model, project, 1)
    assert project.stage is Stage.NEGOTIATING and len(project.places) == 6


@pytest.mark.parametrize("scope", [PARKING, LIFTS])
def test_a_refusal_everywhere_is_the_residents_veto(scope):
    model, project = papers({**VETO, "community.owner_shares": (1.0, 1.0, 1.0)}, scope)
    advance(model, project, 10)
    assert project.end is End.RESIDENT_VETO and len(project.places) == 0


def test_one_building_that_refuses_drops_out_and_the_rest_goes_on(monkeypatch):
    everyone = {**SURE, "community.owner_shares": (1.0, 1.0, 1.0)}
    model, project = papers(everyone, PARKING)
    group = model.resident_groups[2]
    monkeypatch.setattr(group, "climate", lambda category: -50.0)
    advance(model, project, 10)
    assert project.stage is Stage.NEGOTIATING
    first = model.people.population.first
    assert [first[2], first[3]] not in project.places.tolist() and len(project.places) == 5


def test_one_objection_drops_one_entrance_not_the_building():
    changes = {
        **SURE, "community.households_per_entrance": 5, "consent.climate": 0.0,
        "community.owner_shares": (1.0, 1.0, 1.0), "consent.objection": 2.0,
        "consent.approval": 3.0,
    }  # fmt: skip
    model, project = papers(changes, LIFTS)
    people, luck = model.people.population, model.luck
    views = np.array([special.logit(luck.uniform(Process.LEANING, i, 0, 1)) for i in range(60)])
    shifted = 3.0 + views + model.parameters.consent.shift_trust * (people.trust - 0.5)
    lost = (shifted < 1.0) & (shifted < 0)
    blocks = [range(a, a + 5) for a in range(0, 60, 5)]
    fine = [
        [b[0], b[-1] + 1]
        for b in blocks
        if not lost[list(b)].any()
        and (shifted[list(b)] >= 0).sum() >= 5 * 2 / 3
        and people.floor_area[list(b)][shifted[list(b)] >= 0].sum()
        >= people.floor_area[list(b)].sum() * 2 / 3
    ]
    advance(model, project, 10)
    assert 0 < len(fine) < 12 and project.places.tolist() == fine


def test_a_building_of_renters_has_nobody_to_ask():
    model, project = papers({**VETO, "community.owner_shares": (0.0, 0.0, 0.0)}, LIFTS)
    advance(model, project, 10)
    assert project.stage is Stage.NEGOTIATING


def vote(changes, deliberated=False, trust=0.5, paid=0.0, week=0):
    model, project = papers({"community.households": 600, **changes}, PARKING)
    model.people.population.trust[:] = trust
    project.start_week = week
    project.sample = np.ones(6) / 6 if deliberated else None
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
    group = model.resident_groups[0]
    first = votes(model, project, 2)[group.building]
    project.code += 65536 * 30
    again = votes(model, project, 2)[group.building]
    assert first.voted == again.voted and first.yes == again.yes


def test_climate_is_a_buildings_own_and_lasting():
    model = made({"consent.climate": 2.0})
    group = model.resident_groups[3]
    luck = model.luck.uniform(Process.CLIMATE, 3, 0, 2)
    assert group.climate(2) == pytest.approx(2.0 * special.ndtri(luck))
    model.week = 40
    assert group.climate(2) == pytest.approx(2.0 * special.ndtri(luck))


def test_a_resident_groups_voice_is_its_building():
    model = made({"community.arrival_rate": 1.0})
    assert np.array_equal(model.resident_groups[1].voice, model.voices.voiced[1])


def test_compensation_is_paid_as_far_as_funds_go():
    model, project = papers({"consent.compensation": 3.0}, PARKING, size=2.0)
    model.bodies.free[0, FUNDS] = 10.0
    assert consent.compensate(model, project) == pytest.approx(3.0)
    assert model.bodies.free[0, FUNDS] == pytest.approx(4.0)
    assert consent.compensate(model, project) == pytest.approx(2.0)
    assert model.bodies.free[0, FUNDS] == 0.0 and model.accounts.spent[FUNDS] == pytest.approx(10.0)
