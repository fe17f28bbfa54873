"""Projects' state side by side: rows given out, grown, given back and given out again."""

import numpy as np
import pytest
from small import made, one_of, project_with

from sim.base.vocabulary import End, Role
from sim.state.world import with_room
from sim.week.history import tell_open
from sim.week.lifecycle import end, forget_ended
from sim.week.record import add_up_holdings

TABLES = ("projects", "plans", "members")
NOT_BY_ROW = ("live", "ended", "bygone", "free", "order", "count", "history")
UNTIL_SAID = {"members.who", "members.paid", "members.tied"}
"""What nobody reads of a project before it is written: who, beyond how many they are."""


def by_row(world) -> dict[str, np.ndarray]:
    """All that there is of projects, by row; records value by value, without their padding."""
    found = {}
    for table in TABLES:
        for name in getattr(world, table).fields:
            column = getattr(getattr(world, table), name)
            if name in NOT_BY_ROW:
                continue
            if column.dtype.names is None:
                found[f"{table}.{name}"] = column
            else:
                found |= {f"{table}.{name}.{part}": column[part] for part in column.dtype.names}
    return found


@pytest.fixture
def _one_row(monkeypatch):
    """A world begins with room for a project alone."""
    monkeypatch.setattr("sim.state.world.FIRST_ROWS", 1)


def several(count: int):
    """A model without opportunities of its own, and projects that began one a week."""
    model = made({"organisations.opportunity_rate": 0.0})
    model.world.projects.count["most"] = 1
    first, projects = one_of(model, Role.VENDOR), []
    for week in range(count):
        model.world.now["week"] = week
        model.simulation.world = with_room(model.world)
        projects.append(project_with(model, [0, first], size=1.0 + week))
    return model, projects


@pytest.mark.usefixtures("_one_row")
def test_growing_leaves_every_project_its_own_row():
    model, projects = several(9)
    world = model.world
    assert len({p.row for p in projects}) == 9 and len(world.projects.life) == 16
    assert world.projects.live[:9].tolist() == [p.row for p in projects]
    for number, project in enumerate(projects):
        assert world.projects.life["size"][project.row] == project.size == 1.0 + number
        assert project.number == number
        project.need[:] = number
        assert (world.plans.need[project.row] == number).all()
    assert [float(p.need[0]) for p in projects] == list(range(9))
    free = world.projects.free[: world.projects.count["free"]]
    assert sorted([*free.tolist(), *(p.row for p in projects)]) == list(range(16))


@pytest.mark.usefixtures("_one_row")
def test_growing_keeps_all_that_was_in_every_row_and_the_history():
    model, _ = several(4)
    for number, table in enumerate(by_row(model.world).values()):
        table[:] = 1 + number
    world = model.world
    before = {name: table.copy() for name, table in by_row(world).items()}
    grown = with_room(world)
    for name, table in by_row(grown).items():
        assert len(table) == 8 and table[:4].tobytes() == before[name].tobytes(), name
        assert not table[4:].any(), name
    assert grown.projects.history is world.projects.history
    assert grown.projects.count["started"] == 4
    assert with_room(grown) is grown


@pytest.mark.usefixtures("_one_row")
def test_compiled_functions_see_the_tables_after_they_grew():
    model, projects = several(5)
    add_up_holdings(model.world)
    before = model.world.accounts.held.copy()
    projects[-1].reserved[0, 0] += 7.0
    add_up_holdings(model.world)
    assert model.world.accounts.held[0] == pytest.approx(before[0] + 7.0)


def given_back(model, project, how: End = End.FREE_RIDING) -> int:
    """A project ends, and two weeks' ends later its row is free."""
    end(model.world, project.row, how)
    for _ in range(2):
        forget_ended(model.world)
    free = model.world.projects.free[: model.world.projects.count["free"]]
    assert free[-1] == project.row
    return project.row


def test_a_row_given_back_dirty_is_as_new_for_the_next():
    clean, dirty = made(), made()
    row = given_back(dirty, project_with(dirty, [0, 9]))
    for table in by_row(dirty.world).values():
        table[row] = 1
    one, other = (project_with(m, [0, 9], size=2.0, pledged=False) for m in (clean, dirty))
    assert other.row == row
    assert (one.number, other.number) == (0, 1)
    dirty.world.projects.life["number"][row] = 0
    fresh, reused = by_row(clean.world), by_row(dirty.world)
    for name in fresh.keys() - UNTIL_SAID:
        found, expected = reused[name][row], fresh[name][one.row]
        assert np.array_equal(found, expected, equal_nan=True), name
    assert dirty.world.members.who[row, :2].tolist() == [0, 9]


def test_an_ended_project_keeps_what_is_told_of_it_and_its_face_reaches_no_row():
    model = made()
    project, other = project_with(model, [0, 9]), project_with(model, [1, 9])
    project.rounds, project.hub_acts, project.transaction_cost = 3, 2, 1.5
    row = given_back(model, project)
    assert [p.number for p in model.projects] == [other.number]
    newcomer = project_with(model, [2, 9, 10])
    assert newcomer.row == row
    newcomer.rounds = 8
    tell_open(model.world)
    told = model.world.projects.history[[project.number, newcomer.number]]
    assert told["rounds"].tolist() == [3, 8] and told["hub_acts"].tolist() == [2, 0]
    assert told["transaction_cost"].tolist() == [1.5, 0.0]
    assert told["end"].tolist() == [End.FREE_RIDING, End.OPEN]
    for read in ("rounds", "stage", "members", "buildings", "need", "row"):
        with pytest.raises(ValueError, match="project 0: it ended and its row is another's"):
            getattr(project, read)
    assert newcomer.rounds == 8 and other.rounds == 0


def test_rows_of_ended_projects_are_given_back_so_that_none_is_lost():
    model = made({"organisations.opportunity_rate": 0.08, "areas": 2}, speaking=False)
    for _ in range(60):
        model.simulation.step()
        projects = model.world.projects
        held = [
            row
            for name in ("live", "bygone", "free")
            for row in getattr(projects, name)[: projects.count[name]].tolist()
        ]
        assert projects.count["ended"] == 0
        assert sorted(held) == list(range(len(projects.life)))
    assert projects.count["started"] > 2 * len(projects.life)
