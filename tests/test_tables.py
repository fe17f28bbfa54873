"""Projects' state side by side: rows given out, grown, given back and given out again."""

import numpy as np
import pytest
from sim.projects import COUNTS, KEPT_VIEWS, Stage
from sim.tables import NO_WEEK, NOT_ASKED, Tables
from small import made, one_of, project_with

from sim import tables as tables_module
from sim.base.vocabulary import End, Role


def several(count: int):
    model = made()
    first = one_of(model, Role.VENDOR)
    projects = []
    for model.week in range(count):
        projects.append(project_with(model, [0, first], size=1.0 + model.week))
    return model, projects


def test_growing_leaves_every_project_its_own_row(monkeypatch):
    monkeypatch.setattr(tables_module, "FIRST_ROWS", 1)
    model, projects = several(9)
    assert len({p.row for p in projects}) == 9 and len(model.tables.live) >= 9
    for number, project in enumerate(projects):
        assert model.tables.at(project.row) is project
        assert model.tables.size[project.row] == project.size == 1.0 + number
        project.need[:] = number
        assert (model.tables.need[project.row] == number).all()
    assert [float(p.need[0]) for p in projects] == list(range(9))


def test_compiled_functions_see_the_tables_after_they_grew(monkeypatch):
    monkeypatch.setattr(tables_module, "FIRST_ROWS", 1)
    model, projects = several(5)
    before = model.held()
    projects[-1].reserved[0, 0] += 7.0
    assert model.held()[0] == pytest.approx(before[0] + 7.0)


def test_a_row_given_back_dirty_is_as_new_for_the_next():
    model, (project,) = several(1)
    row = project.row
    clean = {name: getattr(Tables(model.bodies.size), name)[0] for name in model.tables._kinds}
    for name in model.tables._kinds:
        getattr(model.tables, name)[row] = 1
    project.let_go()
    model.tables._free = [row]
    assert model.tables.take(project) == row
    for name, values in clean.items():
        found = getattr(model.tables, name)[row]
        if name in ("waits", "met_week", "paid_week"):
            assert (found == {"waits": NOT_ASKED}.get(name, NO_WEEK)).all()
        elif name == "congestion":
            assert np.isnan(found)
        else:
            assert np.array_equal(found, values), name


def test_an_ended_project_keeps_what_is_told_of_it_and_reaches_no_row():
    model, (project, other) = several(2)
    project.rounds, project.hub_acts, project.transaction_cost = 3, 2, 1.5
    project.paid[0] = 4.0
    model.end(project, End.FREE_RIDING)
    row = project.row
    project.let_go()
    model.tables._free = [row]
    newcomer = project_with(model, [0, 9])
    assert newcomer.row == row
    newcomer.rounds = 8
    assert (project.rounds, project.hub_acts, project.transaction_cost) == (3, 2, 1.5)
    assert project.paid[0] == 4.0 and project.end is End.FREE_RIDING
    with pytest.raises(AttributeError):
        project.rounds = 5
    with pytest.raises(AttributeError):
        project.stage = Stage.FORMING
    with pytest.raises(AttributeError):
        assert project.help.whistled
    assert newcomer.rounds == 8 and other.rounds == 0
    assert set(COUNTS) == {"rounds", "mediated", "hub_acts", "transaction_cost"}
    assert set(KEPT_VIEWS) < set(Tables.views)
