"""Step 9: the accounts must balance, and the week is written down."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from sim.base.kernel import kernel, part
from sim.base.sums import total
from sim.measure.network import live_shape
from sim.measure.records import AREA_OUTPUTS, DIARY_OUTPUTS, Output
from sim.week import areas, diary
from sim.week.lifecycle import forget_ended

Writer = Callable[..., Any]


@kernel
def record(world):
    """9: the week goes into the diary, and the accounts must balance.

    Tells whether rows for projects are short: fewer are free than may start in the week to come.
    """
    close_accounts(world)
    survey(world)
    write_week(world.diary.table[world.now.week], world)
    write_areas(world)
    clear_tallies(world)
    forget_ended(world)
    world.now.week += 1
    return world.projects.count.free < world.projects.count.most


# -- accounts -------------------------------------------------------------------------------------


@kernel
def add_up_holdings(world):
    """All stocks by resource: what organisations hold freely, the pool, and what projects under way
    have reserved, hold from the pool or have sunk; into the accounts (R,)."""
    held, free, projects = world.accounts.held, world.standing.free, world.projects
    plans, reserved = world.plans, world.members.reserved
    for r in range(len(held)):
        held[r] = total(free[:, r]) + world.hub.pool[r]
        for p in projects.live[: projects.count.live]:
            aside = total(reserved[p, :, r])
            held[r] += aside + plans.pooled[p, r] + plans.sunk[p, r]


@part
def close_accounts(world):
    """What is held must be what was held, plus what entered, less what was spent and lost."""
    accounts = world.accounts
    add_up_holdings(world)
    for r in range(len(accounts.held)):
        flow = accounts.entered[r] - accounts.spent[r] - accounts.lost[r]
        accounts.balance[r] += flow
        error = abs(accounts.balance[r] - accounts.held[r])
        accounts.check.error = max(accounts.check.error, error)


# -- the week's rows ------------------------------------------------------------------------------


@part
def survey(world):
    """Live ties are looked at once, for all that is told of them."""
    since = world.now.week - world.rules.measures.live_window
    present, sector = world.standing.present, world.organisations.sector
    largest, joined = live_shape(world.ties.last_kept, since, present, sector)
    world.diary.tally.largest, world.diary.tally.joined = largest, joined


@kernel
def _nothing(row, *of):
    """Write nothing."""


@kernel
def _put(row, place, value):
    row[place] = value


@kernel
def _put_each(row, first, values):
    for i in range(len(values)):
        row[first + i] = values[i]


def _all(places: list[tuple[Writer, Writer, int]]) -> Writer:
    """What puts measures in their places. By halves: all one after another would be compiled one
    inside another."""
    if not places:
        return _nothing
    half = len(places) // 2
    before, after = _all(places[:half]), _all(places[half + 1 :])
    put, measure, place = places[half]

    def write(row, *of):
        before(row, *of)
        put(row, place, measure(*of))
        after(row, *of)

    # A name of its own: of two kernels of one name, one kept on disk and one compiled now, the
    # linker may take either for the other.
    write.__qualname__ = f"write_around_{measure.__name__}"
    return kernel(write)


def writer(outputs: tuple[Output, ...], measures: ModuleType) -> Writer:
    """What writes a row of these outputs: each is the function of its name among the measures, and
    a family's stand side by side from its first on."""
    places: dict[tuple[str, str], int] = {}
    for place, output in enumerate(outputs):
        places.setdefault((output.family, output.measure), place)
    return _all([
        (_put_each, getattr(measures, f"{name}_each"), place) if family
        else (_put, getattr(measures, name), place)
        for (family, name), place in places.items()
    ])  # fmt: skip


write_week = writer(DIARY_OUTPUTS, diary)
"""Writes the row of a week, of the world."""
write_area = writer(AREA_OUTPUTS, areas)
"""The same of one area, of the world and the area's number."""


@part
def write_areas(world):
    """The week of each area, where there are several."""
    for area in range(len(world.diary.areas)):
        if world.diary.areas.shape[1] > 0:
            write_area(world.diary.areas[area, world.now.week], world, area)


@part
def clear_tallies(world):
    """The next week is counted from nothing."""
    diary = world.diary
    for tally in (diary.asked, diary.hub, diary.peer, diary.served, diary.over, diary.under):
        tally[:] = 0.0
    diary.flows[:] = 0.0
    counted = diary.tally
    counted.waited = counted.hub_served = counted.transaction_cost = counted.used = 0.0
    world.voices.served_group[:] = 0
