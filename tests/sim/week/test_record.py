"""The diary's weekly table: every declared output has its column, and rows are filled rightly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import made

from sim.measure.places import AT
from sim.measure.records import (
    COLUMNS,
)
from sim.week.record import write_needs, write_organisations, write_residents

ORGANISATIONS = 23


def row() -> np.ndarray:
    """A week that nothing is written of yet."""
    return np.full(len(COLUMNS), 99.0)


@pytest.fixture(scope="module")
def world():
    """The small community's."""
    return made().world


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
