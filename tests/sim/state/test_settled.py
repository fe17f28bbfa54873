"""Set-up from tables: what they say is taken, what they leave out is drawn by own luck."""

import numpy as np
from own_place import households
from small import small

from sim.base.luck import Luck, Process
from sim.parameters.place import UNKNOWN, OpenNeeds, Place
from sim.state.population import NO_NEED
from sim.state.settled import neighbour_orders, open_at_start, settled

LUCK = Luck(3, 4)


def people(changes=None, **said):
    rules = small(changes)
    return settled(households(**said), rules.community, rules.residents, LUCK)


def test_what_the_table_says_is_taken():
    found = people(
        owner=[1, 0, UNKNOWN, 1, 0], member=[0, 1, 0, 1, UNKNOWN], entrance=[0, 1, 1, 0, 0],
        floor_area=[50.0, np.nan, 70.5, 10.0, 20.0], participation=[0.1, 0.9, np.nan, 1.0, 0.0],
    )  # fmt: skip
    assert found.owner[[0, 1, 3, 4]].tolist() == [1, 0, 1, 0]
    assert found.member[:4].tolist() == [0, 1, 0, 1]
    assert found.entrance.tolist() == [0, 1, 1, 0, 0]
    assert found.floor_area[[0, 2, 3, 4]].tolist() == [50.0, 70.5, 10.0, 20.0]
    taken = np.array([0.1, 0.9, 1.0, 0.0], np.float32)
    assert np.array_equal(found.baseline[[0, 1, 3, 4]], taken)
    assert np.array_equal(found.participation, found.baseline)
    assert found.first.tolist() == [0, 3, 3, 5] and found.group.tolist() == [0, 1, 2, 0, 0]


def test_owners_and_members_are_drawn_by_the_luck_of_each_households_key():
    keys = households().key
    shares = np.array([0.2, 0.5, 0.8])[households().group]
    found = people({"community.owner_shares": (0.2, 0.5, 0.8), "community.member_share": 0.4})
    assert found.owner.tolist() == (LUCK.uniforms(Process.OWNER, keys, 0) < shares).tolist()
    assert found.member.tolist() == (LUCK.uniforms(Process.MEMBER, keys, 0) < 0.4).tolist()


def test_what_is_said_of_one_household_changes_nobody_elses_draw():
    drawn, told = people(), people(floor_area=[99.0] + [np.nan] * 4, owner=[1] + [UNKNOWN] * 4)
    for name in ("owner", "member", "floor_area", "baseline", "tie_to"):
        one, other = getattr(drawn, name), getattr(told, name)
        assert np.array_equal(one[1:], other[1:]), name
    assert told.floor_area[0] == 99.0 != drawn.floor_area[0]


def test_entrances_have_so_many_households_in_the_order_of_a_building():
    assert people({"community.households_per_entrance": 2}).entrance.tolist() == [0, 0, 1, 0, 0]


def test_participation_is_at_most_one_and_rises_with_the_factors():
    none, many = ({"residents.group_factors": (f,) * 3} for f in (0.0, 1000.0))
    assert not people(none).baseline.any() and (people(many).baseline == 1.0).all()


def opened(group: int, number: int, weeks: int = 6, category: int = 2):
    found = people()
    entry = (np.array([value]) for value in (0, group, category, number, weeks))
    open_at_start(found, OpenNeeds(*entry), LUCK)
    return found.waiting


def test_needs_open_at_the_start_wait_where_and_with_whom_they_were_said_to():
    waiting = opened(UNKNOWN, 2)
    lots = LUCK.uniforms(Process.OPEN_NEED, households().key[:3], 0, np.full(3, 2))
    assert np.flatnonzero(waiting[2] == 6).tolist() == sorted(np.argsort(lots)[:2].tolist())
    waiting[2] = NO_NEED
    assert (waiting == NO_NEED).all()
    of_group = opened(1, 2)
    assert np.flatnonzero(of_group[2] != NO_NEED).tolist() == [1]


def test_a_household_has_one_open_need_of_a_category():
    found = people()
    entries = ([0, 0], [UNKNOWN, UNKNOWN], [4, 4], [2, 2], [9, 5])
    open_at_start(found, OpenNeeds(*(np.array(each) for each in entries)), LUCK)
    assert sorted(found.waiting[4].tolist()) == [NO_NEED, NO_NEED, 5, 9, 9]


def test_neighbours_stand_in_the_order_said_or_in_one_drawn_by_key():
    inside = [2, 0, 1, 1, 0]
    rules = small().model_copy(update={"place": Place(households=households(inside=inside))})
    said, drawn = neighbour_orders(rules, LUCK)
    assert said.tolist() == inside
    expected = LUCK.uniforms(Process.NEIGHBOURS, households().key, 0, np.ones(5, np.int64))
    assert np.array_equal(drawn, expected)
