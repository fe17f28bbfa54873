"""Where households live: entrances, areas, and what a building tends to think."""

import numpy as np
import pytest
from own_place import households
from scipy import special
from small import made, small, stepped

from sim.base.luck import Luck, Process, uniform
from sim.state.community import places_of, silence
from sim.state.settled import settled


def test_climate_is_a_buildings_own_and_lasting():
    changes = {"consent.climate": 2.0}
    world = made(changes).world
    luck = uniform(world.luck, Process.CLIMATE, 3, 2, 0, 0)
    assert world.places.climate[3, 2] == pytest.approx(2.0 * special.ndtri(luck))
    later = stepped(changes, weeks=40).world
    assert np.array_equal(later.places.climate, world.places.climate)


def test_entrances_begin_where_their_number_changes_and_an_empty_building_has_one():
    rules = small()
    table = households(entrance=[0, 0, 1, 4, 5])
    population = settled(table, rules.community, rules.residents, Luck(0, 0))
    places = places_of(population, rules, made().world.organisations, Luck(0, 0))
    assert places.entrance_of.tolist() == [0, 2, 3, 5]
    assert places.entrance.tolist() == [0, 2, 3, 3, 4, 5]
    assert places.floor_area == pytest.approx([population.floor_area.sum(dtype=float)])


def test_each_groups_needs_add_up_to_one_by_category():
    mix = ((1.0, 1.0, 2.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0, 5.0), (1.0,) * 6)
    edges = made({"community.needs_mix": mix}).world.people.edges
    assert edges[0].tolist() == [0.25, 0.5, 1.0, 1.0, 1.0, 1.0]
    assert edges[1].tolist() == [0.0] * 5 + [1.0]
    assert edges[2] == pytest.approx(np.arange(1, 7) / 6)


def test_who_works_elsewhere_is_not_there_and_the_shared_are_everywhere():
    world = made({"areas": 2}).world
    who, elsewhere = world.organisations, world.places.elsewhere
    assert not elsewhere[:, who.shared].any()
    own = ~who.shared
    assert np.array_equal(elsewhere[0, own], who.area[own] == 1)
    assert np.array_equal(elsewhere[1, own], who.area[own] == 0)
    assert world.places.area.tolist() == [0, 6, 12]


def test_before_the_first_week_nobody_needs_anything():
    voices = silence(3, 2, 0.7)
    assert voices.voiced.shape == voices.open.shape == (3, 6) and len(voices.sums) == 2
    assert voices.satisfaction.tolist() == [0.7, 0.7]
    counts = (voices.voiced, voices.open, voices.late, voices.arrived, voices.groups, voices.broken)
    assert not any(count.any() for count in counts)
