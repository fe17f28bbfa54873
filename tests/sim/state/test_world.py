"""The world grows where projects need more room."""

import pytest
from project_rows import by_row
from small import made, one_of, project_with

from sim.base.vocabulary import Role
from sim.state.world import with_room
from sim.week.record import add_up_holdings


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
