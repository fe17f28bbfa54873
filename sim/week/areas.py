"""What is written down of a week in one area: each measure that is told by area is the function of
its name here, of the world and the area's number; of a family ``FAMILY_each``, by category.
"""

from sim.base.kernel import kernel
from sim.base.sums import total
from sim.week.hub import public, waiting_in


@kernel
def area(world, number):
    """Which area."""
    return number


@kernel
def week(world, number):
    """Which week."""
    return world.now.week


@kernel
def arrived_each(world, number):
    """Needs that arose."""
    return world.voices.arrived[number]


@kernel
def waiting_each(world, number):
    """Needs that wait."""
    return waiting_in(world, number)


@kernel
def late_each(world, number):
    """Needs that have waited too long."""
    return world.voices.late[number]


@kernel
def served_each(world, number):
    """Needs served."""
    return world.diary.flows[0, number]


@kernel
def over_each(world, number):
    """What was supplied and met no need."""
    return world.diary.flows[1, number]


@kernel
def under_each(world, number):
    """What projects would have had to supply besides, where they worked."""
    return world.diary.flows[2, number]


@kernel
def satisfaction(world, number):
    """Mean satisfaction of households."""
    return world.voices.satisfaction[number]


@kernel
def participation(world, number):
    """Mean participation of households."""
    groups = world.voices.groups[number]
    return total(groups[2]) / total(groups[0])


@kernel
def voiced(world, number):
    """Needs voiced, of all categories."""
    return total(public(world, number))


@kernel
def resident_trust(world, number):
    """Mean trust of households."""
    return world.voices.sums[number].trust / total(world.voices.groups[number, 0])


@kernel
def firm_balance(world, number):
    """What operators of property earn."""
    return world.market.balance[number]


@kernel
def collection(world, number):
    """Share of households that pay the fee."""
    return world.market.collection[number]
