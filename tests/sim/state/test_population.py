"""Who lives where and who knows whom; one household more changes nobody else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small

from sim.base.luck import Luck
from sim.state.population import NO_NEED, build_population


def population(changes=None, seed=0, replicate=0):
    rules = small(changes)
    return build_population(rules.community, rules.residents, Luck(seed, replicate))


def neighbours(people, i: int) -> list[int]:
    return people.tie_to[people.tie_start[i] : people.tie_start[i + 1]].tolist()


MANY = {"community.households": 20_000, "community.buildings": 100}


@pytest.mark.parametrize("attribute", ["group", "owner", "member", "baseline"])
@pytest.mark.parametrize("more", [1, 40])
def test_one_household_more_changes_nobody_elses_attributes(attribute, more):
    few = getattr(population(), attribute)
    many = getattr(population({"community.households": 60 + more}), attribute)
    assert np.array_equal(few, many[:60])


def test_floor_areas_are_kept_too_when_a_household_joins():
    few, many = population(), population({"community.households": 61})
    assert np.array_equal(few.floor_area, many.floor_area[:60])


def test_shares_of_groups_owners_and_members_are_those_asked_for():
    people = population(MANY)
    shares = np.bincount(people.group) / people.size
    assert shares == pytest.approx([0.396, 0.370, 0.234], abs=0.015)
    owners = [people.owner[people.group == g].mean() for g in range(3)]
    assert owners == pytest.approx(small().community.owner_shares, abs=0.02)
    assert people.member.mean() == pytest.approx(small().community.member_share, abs=0.01)


def test_floor_area_has_the_mean_and_spread_asked_for():
    area = population({**MANY, "community.floor_area_spread": 0.5}).floor_area.astype(float)
    assert area.mean() == pytest.approx(small().community.floor_area, rel=0.02)
    assert np.log(area).std() == pytest.approx(0.5, rel=0.03)


def test_first_participation_is_beta_times_group_and_member_factors():
    changes = {**MANY, "residents.group_factors": (1.0, 0.5, 1.0), "residents.member_factor": 1.0}
    people = population(changes)
    r = small().residents
    mean = r.participation_alpha / (r.participation_alpha + r.participation_beta)
    by_group = [people.baseline[people.group == g].mean() for g in range(3)]
    assert by_group == pytest.approx([mean, mean / 2, mean], rel=0.04)
    assert people.baseline.max() <= 1.0
    assert np.array_equal(people.participation, people.baseline)


def test_factors_above_one_never_lift_participation_over_one():
    assert population({"residents.group_factors": (50.0, 50.0, 50.0)}).baseline.max() == 1.0


@given(st.integers(1, 200), st.integers(1, 60), st.integers(1, 20))
def test_buildings_are_even_and_entrances_of_fixed_size(households, buildings, entrance):
    people = population(
        {
            "community.households": households,
            "community.buildings": buildings,
            "community.households_per_entrance": entrance,
        }
    )
    sizes = np.diff(people.first)
    assert len(sizes) == min(households, buildings)
    assert sizes.sum() == households and sizes.min() >= 1 and sizes.max() - sizes.min() <= 1
    for b, (start, stop) in enumerate(zip(people.first[:-1], people.first[1:], strict=True)):
        assert (people.building[start:stop] == b).all()
        expected = [i // entrance for i in range(stop - start)]
        assert people.entrance[start:stop].tolist() == expected


@given(st.integers(1, 60), st.integers(0, 12), st.integers(0, 12))
def test_ties_are_symmetric_single_and_never_to_oneself(households, inside, outside):
    people = population(
        {
            "community.households": households,
            "community.ties_in_building": inside,
            "community.ties_outside": outside,
        }
    )
    for i in range(people.size):
        known = neighbours(people, i)
        assert i not in known and len(known) == len(set(known))
        assert len(known) <= 2 * (inside // 2) + 2 * (outside // 2)
        assert all(i in neighbours(people, j) for j in known)


def test_ties_inside_stay_in_the_building():
    people = population({"community.ties_outside": 0, "community.ties_in_building": 4})
    for i in range(people.size):
        assert len(neighbours(people, i)) == 4
        assert {people.building[j] for j in neighbours(people, i)} == {people.building[i]}


def test_nobody_has_a_need_before_the_first_week():
    assert (population().waiting == NO_NEED).all()


def test_seeds_and_replicates_give_other_people():
    groups = [population(seed=s, replicate=r).group.tobytes() for s, r in [(0, 0), (1, 0), (0, 1)]]
    assert len(set(groups)) == 3
