"""What is written down of a week, measure by measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import made

from sim.week import diary

ORGANISATIONS = 23


@pytest.fixture(scope="module")
def world():
    """The small community's."""
    return made().world


def test_the_mean_of_nobody_is_nothing(world):
    world.voices.groups[0] = [[4.0, 0.0, 2.0], [3.0, 0.0, 1.0], [1.0, 0.0, 2.0]]
    for name in ("members", "of_members", "active", "of_active"):
        world.voices.sums[name][0] = 0.0
    assert diary.satisfaction_each(world).tolist() == [0.75, 0.0, 0.5]
    assert diary.participation_each(world).tolist() == [0.25, 0.0, 1.0]
    assert (diary.satisfaction(world), diary.participation(world)) == (4.0 / 6.0, 0.5)
    assert diary.participation_members(world) == diary.participation_depth(world) == 0.0


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
    present, honouring = diary.present_each(world), diary.honouring_each(world)
    for s in range(3):
        here = standing.honouring[standing.present & (sector == s)]
        assert present[s] == len(here)
        assert honouring[s] == pytest.approx(here.mean() if len(here) else 0.0)
    vacant = [1 - standing.present[sector == s].mean() for s in set(sector.tolist())]
    assert diary.vacant(world) == pytest.approx(max(vacant))
