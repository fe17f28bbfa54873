"""The diary's weekly table: every declared output has its column, and rows are filled rightly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import made

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS
from sim.measure.places import AREA_AT, AT
from sim.measure.records import (
    AREA_COLUMNS,
    AREA_OUTPUTS,
    COLUMNS,
    HISTORY_OUTPUTS,
    WEEKLY_OUTPUTS,
)
from sim.week.income import open_week
from sim.week.record import close_accounts, write_needs, write_organisations, write_residents

ORGANISATIONS = 23


def row() -> np.ndarray:
    """A week that nothing is written of yet."""
    return np.full(len(COLUMNS), 99.0)


@pytest.fixture(scope="module")
def world():
    """The small community's."""
    return made().world


def test_every_declared_output_has_a_column_of_its_own():
    declared = {output.name for output in (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS)}
    assert set(COLUMNS) == declared and len(COLUMNS) == len(declared)
    assert set(AREA_COLUMNS) == {output.name for output in AREA_OUTPUTS}
    assert [getattr(AT, name) for name in COLUMNS] == list(range(len(COLUMNS)))
    assert [getattr(AREA_AT, name) for name in AREA_COLUMNS] == list(range(len(AREA_COLUMNS)))


def test_outputs_of_a_kind_stand_side_by_side_from_the_place_of_the_first():
    kinds = 0
    for names in (CATEGORIES, GROUPS, ACTS, RESOURCES, SECTORS):
        for places, columns in ((AT, COLUMNS), (AREA_AT, AREA_COLUMNS)):
            for stem in (c.removesuffix(names[0]) for c in columns if c.endswith("_" + names[0])):
                first = getattr(places, f"{stem}each")
                assert columns[first : first + len(names)] == tuple(stem + n for n in names)
                kinds += 1
    assert kinds == 6 + 3 + 3 + 5 + 3 + 6


def test_needs_are_told_by_category_and_voices_in_all(world):
    world.voices.voiced[:], world.voices.open[:] = 0.0, 0.0
    world.voices.voiced[:2, :2] = [[1.0, 0.0], [2.0, 3.0]]
    world.voices.open[:2, :2] = [[4.0, 5.0], [6.0, 7.0]]
    told = row()
    write_needs(world, told)
    assert told[AT.voiced] == 6.0
    assert told[AT.waiting_each : AT.waiting_each + 3].tolist() == [10.0, 12.0, 0.0]


def test_the_mean_of_nobody_is_nothing(world):
    world.voices.groups[0] = [[4.0, 0.0, 2.0], [3.0, 0.0, 1.0], [1.0, 0.0, 2.0]]
    for name in ("members", "of_members", "active", "of_active"):
        world.voices.sums[name][0] = 0.0
    told = row()
    write_residents(world, told)
    assert told[AT.satisfaction_each : AT.satisfaction_each + 3].tolist() == [0.75, 0.0, 0.5]
    assert told[AT.participation_each : AT.participation_each + 3].tolist() == [0.25, 0.0, 1.0]
    assert (told[AT.satisfaction], told[AT.participation]) == (4.0 / 6.0, 0.5)
    assert told[AT.participation_members] == told[AT.participation_depth] == 0.0


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.booleans(), st.floats(0.0, 1.0)),
        min_size=ORGANISATIONS, max_size=ORGANISATIONS,
    )
)  # fmt: skip
def test_sectors_are_told_by_who_is_present(world, organisations):
    sector, standing = world.organisations.sector, world.standing
    sector[:] = [s for s, _, _ in organisations]
    standing.present[:] = [here for _, here, _ in organisations]
    standing.honouring[:] = [x for _, _, x in organisations]
    told = row()
    write_organisations(world, told)
    for s in range(3):
        here = standing.honouring[standing.present & (sector == s)]
        assert told[AT.present_each + s] == len(here)
        mean = here.mean() if len(here) else 0.0
        assert told[AT.honouring_each + s] == pytest.approx(mean)
    seen = {s for s, here, _ in organisations if here}
    assert told[AT.sectors_present] == sum(1 << s for s in seen)


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
