"""Projects put at a stage by hand, and what they ask for."""

import numpy as np
from hypothesis import strategies as st
from small import made, one_of, project_with, tie_all

from sim.base.vocabulary import Role, Stage
from sim.week.delivery import start_delivery
from sim.week.income import income
from sim.week.negotiation import start_negotiation
from sim.week.requests import Requests

ROLES = (Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER)
FAITHFUL = {"delivery.trust": 0.0, "delivery.alignment": 20.0, "delivery.peers": 0.0,
            "delivery.temptation": 0.0}  # fmt: skip
IDLE = {"organisations.attention": 0.0}
ABLE = {"organisations.attention": 2.0}
ASKED = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.floats(0, 1)), max_size=30)


def leaving():
    model = made()
    return model, project_with(model, [one_of(model, r) for r in ROLES])


def underway(changes, scope=None, roles=(Role.STREET_OFFICE, Role.VENDOR), size=1.0, aligned=True):
    """A project that starts delivering; ``aligned``: members want just this scope."""
    model = made(changes)
    tie_all(model, 0.5)
    members = [one_of(model, role) for role in roles]
    project = project_with(model, members, scope, size)
    if aligned:
        model.world.organisations.goals[members] = project.scope
    start_delivery(model.world, project.row)
    return model, project


def at(stage: Stage, changes=None, roles=(Role.STREET_OFFICE, Role.VENDOR)):
    model = made(changes)
    tie_all(model, 0.5)
    income(model.world)
    project = project_with(model, [one_of(model, r) for r in roles], pledged=stage > Stage.FORMING)
    project.stage = stage
    if stage is Stage.NEGOTIATING:
        start_negotiation(model.world, project.row)
    if stage is Stage.SIGN_OFF:
        project.signing = 0b1
    return model, project


def requests_of(asked) -> Requests:
    act, waited, luck = (np.array([each[i] for each in asked]) for i in range(3))
    row = np.zeros(len(asked), np.int64)
    return Requests(
        row, act.astype(np.int64), waited.astype(np.int64), luck.astype(float),
        np.zeros(len(asked)), np.ones(len(asked), bool),
    )  # fmt: skip
