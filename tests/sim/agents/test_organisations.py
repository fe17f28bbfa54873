"""Organisations as agents: their seats in projects, and what their removal leaves."""

import numpy as np
import pytest
from as_agents import lived

from sim.agents.organisations import Firm, Organisation
from sim.agents.project import Project
from sim.base.vocabulary import RESOURCES, End, Stage
from sim.measure.records import COLUMNS
from sim.model import CoProductionModel


def test_who_is_no_member_has_no_seat_to_decide_from():
    model = lived(8)
    project = next(p for p in model.projects if p.end == End.OPEN)
    stranger = next(o for o in model.organisations if o.index not in project.members)
    for ask in (stranger.pays, stranger.gives_up, stranger.position_after_round):
        with pytest.raises(ValueError, match=f"^{stranger.name}: not a member of project"):
            ask(project)


def partner_at_work(model: CoProductionModel) -> tuple[Organisation, Project]:
    """The last to join a project that has sunk something; weeks go by until there is one."""
    while True:
        for project in model.projects:
            if project.stage == Stage.DELIVERING and project.sunk.any():
                return model.organisations[project.members[-1]], project
        model.step()


def column(model: CoProductionModel, stem: str) -> np.ndarray:
    """Weekly values by resource, (weeks, R)."""
    places = [COLUMNS.index(f"{stem}_{name}") for name in RESOURCES]
    return model.world.diary.table[: model.week, places]


def test_who_is_removed_leaves_the_community_and_ends_what_it_was_part_of():
    model = lived(15)
    agent, project = partner_at_work(model)
    members = project.members
    formed = [p for p in agent.projects if p.stage > Stage.FORMING or p.initiator == agent.index]
    forming = [p for p in agent.projects if p.number not in [f.number for f in formed]]
    agent.remove()
    assert not agent.present and not agent.stock.any() and agent.projects == []
    assert agent not in model.agents and agent not in model.agents_by_type[type(agent)]
    assert [p.end for p in formed] == [End.EXIT] * len(formed) and project.members == members
    assert all(p.end == End.OPEN and agent.index not in p.members for p in forming)
    agent.remove()
    assert len(model.agents.select(agent_type=Organisation)) == len(model.organisations) - 1


def test_accounts_balance_after_a_removal_and_later_weeks_run():
    model = lived(15)
    for _ in range(2):
        agent, project = partner_at_work(model)
        lost, week = agent.stock + project.sunk, model.week
        agent.remove()
        model.step()
        assert (column(model, "lost")[week] >= lost - 1e-9).all()
    model.run_model()
    flow = column(model, "entered") - column(model, "spent") - column(model, "lost")
    assert np.diff(column(model, "held"), axis=0) == pytest.approx(flow[1:], abs=1e-6)
    assert model.week == 30 and model.result().run["imbalance_of_accounts"] < 1e-6
    assert (column(model, "held")[-1] > 0.0).any()


def test_weeks_go_by_when_everybody_was_removed():
    model = lived(10, **{"organisations.entry_rate": 0.0})
    for agent in model.organisations:
        agent.remove()
    model.run_model()
    assert model.projects and all(project.end == End.VACANT for project in model.projects)
    assert not model.graph().nodes["vendor_1"]["present"]
    assert column(model, "held")[-1] == pytest.approx(column(model, "pool")[-1], abs=1e-9)
    assert model.result().run["imbalance_of_accounts"] < 1e-6


def test_who_leaves_in_a_week_is_no_agent_afterwards():
    unhappy = {"organisations.patience": 3, "organisations.return_floor": (-9.0, 9.0, -9.0)}
    model = lived(10, **unhappy)
    gone = [agent for agent in model.organisations if not agent.present]
    assert gone and all(isinstance(agent, Firm) for agent in gone)
    assert not set(gone) & set(model.agents)
