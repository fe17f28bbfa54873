"""Step 6 as one pass: the same as project by project; and in what order requests are taken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import STRONG, live, made, project_with, stepped

from sim.base.order import ordered_by
from sim.base.struct import Struct
from sim.base.vocabulary import Act, Stage
from sim.week.acts import hub_order
from sim.week.peers import HUB_ONLY, PEER_ORDER, peer_order
from sim.week.requests import Requests
from sim.week.schedule import WEEK, advance_projects, papers

BUSY = {"organisations.opportunity_rate": 0.15, "forming.benefit": 6.0}
ASKED = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.floats(0, 1)), max_size=30)


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


def requests_of(asked) -> Requests:
    act, waited, luck = (np.array([each[i] for each in asked]) for i in range(3))
    row = np.zeros(len(asked), np.int64)
    return Requests(
        row, act.astype(np.int64), waited.astype(np.int64), luck.astype(float), np.zeros(len(asked))
    )


@given(ASKED)
def test_an_order_is_as_by_a_sort_on_rank_waiting_and_luck(asked):
    rank = np.array([3, 1, 4, 0, 5, 2, 7, 6])
    assert len(rank) == len(Act)
    keys = np.array([[rank[a], -w, u] for a, w, u in asked], float).reshape(-1, 3).T
    plain = sorted(range(len(asked)), key=lambda i: (rank[asked[i][0]], -asked[i][1], asked[i][2]))
    assert ordered_by(np.ascontiguousarray(keys)).tolist() == plain


@given(ASKED)
def test_organisations_take_requests_by_act_then_longest_waiting_then_luck(asked):
    rank = {int(act): place for place, act in enumerate((*PEER_ORDER, *HUB_ONLY))}
    plain = sorted(range(len(asked)), key=lambda i: (rank[asked[i][0]], -asked[i][1], asked[i][2]))
    assert peer_order(requests_of(asked)).tolist() == plain


@pytest.fixture(scope="module")
def led():
    """A model with a strong hub, and a project."""
    model = made(STRONG)
    project_with(model, [0, 9])
    return model


@given(ASKED)
def test_a_hub_takes_requests_by_its_priorities_then_longest_waiting_then_luck(led, asked):
    names = led.parameters.coordinator.priorities
    rank = {int(Act[name.upper()]): place for place, name in enumerate(names)}
    plain = sorted(range(len(asked)), key=lambda i: (rank[asked[i][0]], -asked[i][1], asked[i][2]))
    assert hub_order(led.world, requests_of(asked)).tolist() == plain
