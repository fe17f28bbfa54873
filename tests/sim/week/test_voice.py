"""Needs arrive, age and are voiced."""

import numpy as np
from small import made

from sim.state.population import NO_NEED
from sim.week.voice import (
    LONGEST_WAIT,
    age_needs,
    category_of,
    find_most_urgent,
    needs_and_voice,
    urgency,
)


def test_needs_age_by_a_week_up_to_the_longest_wait():
    row = np.array([NO_NEED, 0, 7, LONGEST_WAIT, LONGEST_WAIT - 1, NO_NEED], np.int16)
    age_needs(row)
    assert row.tolist() == [NO_NEED, 1, 8, LONGEST_WAIT, LONGEST_WAIT, NO_NEED]


def test_the_most_urgent_need_has_waited_longest_and_no_two_are_equal():
    waits = np.array([[2, 7], [-1, 7], [9, -1], [8, 3], [-1, 7], [0, -1]], np.int16)
    most = np.full(2, urgency(NO_NEED, 0), np.int32)
    for k in range(6):
        find_most_urgent(waits[k], k, most)
    assert most.tolist() == [urgency(9, 2), urgency(7, 0)]
    assert len({urgency(w, k) for w in range(-1, 5) for k in range(6)}) == 36
    assert urgency(NO_NEED, 0) < urgency(0, 5) and urgency(LONGEST_WAIT, 0) < 2**31


def test_a_category_comes_by_inverse_distribution_function():
    edges = np.cumsum([0.36, 0.26, 0.04, 0.12, 0.12, 0.10])
    draws = (0.0, 0.35, 0.36, 0.6199, 0.63, 0.77, 0.79, 0.9, 0.9999999)
    assert [category_of(u, edges) for u in draws] == [0, 0, 1, 1, 2, 3, 4, 5, 5]


def test_who_is_not_heard_less_participation_less_voice():
    world = made({"community.arrival_rate": 1.0}).world
    voices, residents = world.voices, world.residents
    residents.participation[:] = 0.0
    world.now["week"] = 1
    needs_and_voice(world)
    assert voices.open.sum() > 0 and voices.voiced.sum() == 0
    residents.participation[:] = 1.0
    world.now["week"] = 2
    needs_and_voice(world)
    pressing = (residents.waiting != NO_NEED).any(axis=0).sum()
    assert voices.voiced.sum() >= pressing
