"""Rows of the projects' tables: all that is in them, and one given back."""

import numpy as np

from sim.base.vocabulary import End
from sim.week.lifecycle import end, forget_ended

TABLES = ("projects", "plans", "members")
NOT_BY_ROW = ("live", "ended", "bygone", "free", "order", "count", "history")


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


def given_back(model, project, how: End = End.FREE_RIDING) -> int:
    """A project ends, and two weeks' ends later its row is free."""
    end(model.world, project.row, how)
    for _ in range(2):
        forget_ended(model.world)
    free = model.world.projects.free[: model.world.projects.count["free"]]
    assert free[-1] == project.row
    return project.row
