"""Step 6 as one pass: the same as project by project; and in what order requests are taken."""

import numpy as np
import pytest
from small import NEEDY, STRONG, live, made, project_with, stepped

from sim.base.struct import Struct
from sim.base.vocabulary import Stage
from sim.week.forming import opportunities
from sim.week.schedule import WEEK, advance_projects, draw_lots, papers

BUSY = {"organisations.opportunity_rate": 0.15, "forming.benefit": 6.0}


def before_step_six(changes, weeks):
    """A model some weeks old, in the middle of a week."""
    model = stepped({**BUSY, **changes}, weeks)
    for part in WEEK[: WEEK.index(papers) + 1]:
        part(model.world)
    return model


def contents(values, path: str = "") -> dict[str, bytes]:
    """All values of a struct or record, and of those in it, to the bit, without padding."""
    kinds = None if isinstance(values, Struct) else values.dtype.names
    if not isinstance(values, Struct) and kinds is None:
        return {path: np.asarray(values).tobytes()}
    found = {}
    for name in kinds or values.fields:
        value = values[name] if kinds else getattr(values, name)
        found |= contents(value, f"{path}.{name}")
    return found


@pytest.mark.parametrize("changes", [{}, STRONG, {"areas": 2}], ids=["none", "hub", "areas"])
@pytest.mark.parametrize("weeks", [6, 15, 24])
def test_one_pass_is_the_same_as_one_project_after_another(changes, weeks):
    whole, apart = (before_step_six(changes, weeks).world for _ in range(2))
    count = int(whole.projects.count["lived"])
    order = whole.projects.order[:count].tolist()
    stages = set(whole.projects.life["stage"][order])
    assert len(order) > 3 and len(stages) > 1
    before = contents(whole)
    assert before == contents(apart)
    advance_projects(whole)
    for row in order:
        apart.projects.order[0], apart.projects.count["lived"] = row, 1
        advance_projects(apart)
    apart.projects.order[:count], apart.projects.count["lived"] = order, count
    once, after_another = contents(whole), contents(apart)
    assert [name for name in once if once[name] != after_another[name]] == []
    assert once != before


def test_an_ended_project_lives_no_week():
    model = made()
    project = project_with(model, [0, 9])
    project.stage = Stage.ENDED
    model.world.projects.order[0], model.world.projects.count["lived"] = project.row, 1
    before = contents(model.world)
    live(model, project)
    assert contents(model.world) == before


def test_the_week_runs_in_its_declared_order(monkeypatch):
    order = (
        "needs_and_voice", "income", "opportunities", "attention", "partners", "stock", "papers",
        "advance_projects", "update_residents", "learn", "exits", "record",
    )  # fmt: skip
    called = []
    model = made(speaking=False)

    def noted(part):
        return lambda world: (called.append(part.__name__), part(world))

    monkeypatch.setattr("sim.simulation.WEEK", tuple(noted(part) for part in WEEK))
    model.step()
    assert tuple(called) == order and model.week == 1


def test_luck_of_the_lot_orders_projects_not_their_place_in_the_list():
    world = made({**NEEDY, "organisations.opportunity_rate": 0.9}).world
    opportunities(world)
    draw_lots(world)
    live = int(world.projects.count["live"])
    order = world.projects.order[:live].copy()
    assert world.projects.count["lived"] == live > 10
    assert sorted(order) == sorted(world.projects.live[:live])
    assert order.tolist() != world.projects.live[:live].tolist()
    world.projects.live[:live] = world.projects.live[:live][::-1].copy()
    draw_lots(world)
    assert world.projects.order[:live].tolist() == order.tolist()
