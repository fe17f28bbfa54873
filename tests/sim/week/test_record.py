"""The diary's weekly table: every declared output has its column, and rows are filled rightly."""

from collections.abc import Iterator

import numpy as np
import pytest
from small import made, stepped

from sim.base.kernel import Kernel, kernel
from sim.base.vocabulary import CATEGORIES
from sim.measure.records import (
    AREA_OUTPUTS,
    DIARY_OUTPUTS,
)
from sim.week import areas, diary
from sim.week.record import write_area, write_week


@pytest.fixture(scope="module")
def world():
    """The small community's."""
    return made().world


@kernel
def write_now(row, world):
    """As from within the week: called from here, what closes over others is compiled each time."""
    write_week(row, world)


@kernel
def write_area_now(row, world, area):
    write_area(row, world, area)


def written(write, outputs, *of) -> dict[str, float]:
    """A row that nothing was written of yet, as it is written now, by name."""
    row = np.full(len(outputs), 99.0)
    write(row, *of)
    return {output.name: value for output, value in zip(outputs, row.tolist(), strict=True)}


def computed(outputs, measures, *of) -> dict[str, float]:
    """Each output by the function of its name."""
    found = {}
    for name, family in dict.fromkeys((o.measure, o.family) for o in outputs):
        values = getattr(measures, f"{name}_each" if family else name)(*of)
        members = [o.name for o in outputs if (o.measure, o.family) == (name, family)]
        found |= dict(zip(members, np.atleast_1d(values).tolist(), strict=True))
    return {output.name: found[output.name] for output in outputs}


def test_every_output_is_what_the_function_of_its_name_tells_and_stands_in_its_column():
    world = stepped({"areas": 2}, 30).world
    world.diary.served[:], world.diary.over[:] = np.arange(6.0), 2.0
    of_week = computed(DIARY_OUTPUTS, diary, world)
    np.testing.assert_equal(written(write_now, DIARY_OUTPUTS, world), of_week)
    assert (of_week["served"], of_week["served_parking"]) == (15.0, 2.0)
    of_area = computed(AREA_OUTPUTS, areas, world, 1)
    np.testing.assert_equal(written(write_area_now, AREA_OUTPUTS, world, 1), of_area)
    assert (of_area["area"], of_area["week"]) == (1.0, 30.0)


def test_needs_are_told_by_category_and_voices_in_all(world):
    world.voices.voiced[:], world.voices.open[:] = 0.0, 0.0
    world.voices.voiced[:2, :2] = [[1.0, 0.0], [2.0, 3.0]]
    world.voices.open[:2, :2] = [[4.0, 5.0], [6.0, 7.0]]
    told = written(write_now, DIARY_OUTPUTS, world)
    assert told["voiced"] == 6.0
    assert [told[f"waiting_{name}"] for name in CATEGORIES] == [10.0, 12.0, 0.0, 0.0, 0.0, 0.0]


def made_by(write: Kernel) -> Iterator[Kernel]:
    """It, and all that were made with it."""
    yield write
    for cell in write.py_func.__closure__ or ():
        if isinstance(cell.cell_contents, Kernel) and cell.cell_contents.py_func.__closure__:
            yield from made_by(cell.cell_contents)


@pytest.mark.parametrize("write", [write_week, write_area])
def test_kernels_made_in_a_loop_have_names_of_their_own(write):
    """By a name alone the linker knows them, also where one was compiled by another process."""
    names = [each.py_func.__qualname__ for each in made_by(write)]
    assert len(names) > 10 and len(set(names)) == len(names)
