"""Where every unit goes: balances, and what a week starts with."""

from small import made

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
