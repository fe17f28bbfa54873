"""Where every unit goes: balances, and what a week starts with."""

from small import made

from sim.base.vocabulary import CATEGORIES, Act
from sim.measure.records import AREA_COLUMNS, COLUMNS
from sim.state.accounts import empty_diary, first_accounts, first_market
from sim.week.income import open_week
from sim.week.record import close_accounts


def holding(world, amounts: list[float]) -> None:
    """This is all that anybody has."""
    world.standing.free[:] = 0.0
    world.standing.free[0] = amounts
    close_accounts(world)


def test_the_accounts_carry_their_balance_and_remember_their_largest_error():
    world = made().world
    accounts = world.accounts
    accounts.balance[:] = 10.0
    open_week(world)
    accounts.entered[0], accounts.spent[0], accounts.lost[1] = 5.0, 2.0, 3.0
    holding(world, [13.0, 7.0, 10.0, 10.0])
    assert accounts.check["error"] == 0.0
    open_week(world)
    holding(world, [13.0, 7.5, 10.0, 9.0])
    open_week(world)
    holding(world, [13.0, 7.0, 10.0, 10.0])
    assert accounts.check["error"] == 1.0


def test_closing_tells_how_far_what_is_held_is_from_the_balance():
    world = made().world
    accounts = world.accounts
    accounts.balance[:] = [10.0, 4.0, 0.0, 0.0]
    accounts.entered[:2], accounts.spent[:2], accounts.lost[:2] = [1.0, 2.0], [3.0, 0.0], 0.5
    holding(world, [7.5, 5.75, 0.0, 0.0])
    assert accounts.check["error"] == 0.25
    assert accounts.balance[:2].tolist() == [7.5, 5.5]


def test_a_week_by_area_is_kept_only_where_there_are_several():
    alone, three = empty_diary(10, 1), empty_diary(10, 3)
    assert alone.table.shape == three.table.shape == (10, len(COLUMNS))
    assert alone.areas.size == 0 and three.areas.shape == (3, 10, len(AREA_COLUMNS))
    assert three.flows.shape == (3, 3, len(CATEGORIES)) and len(three.hub) == len(Act)


def test_nothing_has_moved_and_no_two_columns_are_one_array():
    for struct in (first_accounts(), first_market(2), empty_diary(2, 2)):
        arrays = [array for name in struct.fields if (array := getattr(struct, name)).shape]
        assert not any(array.any() for array in arrays)
        assert len({array.ctypes.data for array in arrays if array.size}) == len(
            [array for array in arrays if array.size]
        )
