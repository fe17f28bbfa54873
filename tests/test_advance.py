"""Step 6 as one pass: the same as project by project, and turns are taken where they come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sim.advance import advance
from sim.projects import Stage
from sim.requests import by_rank
from small import STRONG, live, made, one_of, project_with, stepped

from sim import advance as advance_module
from sim import delivery
from sim.base.vocabulary import Act, Role

BUSY = {"organisations.opportunity_rate": 0.15, "forming.benefit": 6.0}


def before_step_six(changes, weeks):
    """A model some weeks old, in the middle of a week."""
    model = stepped({**BUSY, **changes}, weeks)
    model.needs_and_voice()
    model.income()
    model.opportunities()
    model.requests()
    return model


@pytest.mark.parametrize("changes", [{}, STRONG, {"areas": 2}], ids=["none", "hub", "areas"])
@pytest.mark.parametrize("weeks", [6, 15, 24])
def test_one_pass_is_the_same_as_one_project_after_another(changes, weeks):
    whole, apart = (before_step_six(changes, weeks) for _ in range(2))
    order = whole._in_lot_order()
    stages = {whole.tables.at(row).stage for row in order}
    assert len(order) > 3 and len(stages) > 1
    advance(whole, order)
    for row in order:
        advance(apart, np.array([row]))
    for name in whole.tables._kinds:
        one, other = (getattr(model.tables, name) for model in (whole, apart))
        assert np.array_equal(one, other, equal_nan=True), name
    for name in ("free", "gained", "honouring"):
        assert np.array_equal(getattr(whole.bodies, name), getattr(apart.bodies, name)), name
    assert whole.diary.transaction_cost == apart.diary.transaction_cost
    assert [p.end for p in whole.history] == [p.end for p in apart.history]


def test_a_quiet_week_asks_nothing_of_python(monkeypatch):
    model = made({"delivery.weeks": 8})
    project = project_with(model, [0, one_of(model, Role.VENDOR)])
    delivery.begin(model, project)
    turns = []
    monkeypatch.setitem(
        advance_module.TAKE_TURN, Stage.DELIVERING, lambda *_: turns.append(model.week)
    )
    live(model, project)
    assert turns == [] and project.asked.sum() == 2.0
    model.week += 8 + model.parameters.delivery.slack
    live(model, project)
    assert turns == [model.week]


def test_an_ended_project_lives_no_week():
    model = made()
    project = project_with(model, [0, 9])
    project.stage = Stage.ENDED
    with pytest.raises(ValueError, match="ended"):
        live(model, project)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.floats(0, 1)), max_size=30))
def test_requests_are_ordered_as_by_a_sort_on_rank_waiting_and_luck(asked):
    act = np.array([a for a, _, _ in asked], np.int64)
    waited = np.array([w for _, w, _ in asked], np.int64)
    luck = np.array([u for _, _, u in asked], float)
    rank = np.array([3, 1, 4, 0, 5, 2, 7, 6])
    assert len(rank) == len(Act)
    order = np.empty(len(asked), np.int64)
    by_rank(act, waited, luck, rank, order)
    plain = sorted(range(len(asked)), key=lambda i: (rank[act[i]], -waited[i], luck[i]))
    assert order.tolist() == plain
