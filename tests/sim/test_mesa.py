"""The model as a Mesa user's script would use it."""

import re
from typing import Any, ClassVar

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector
from root import ROOT
from small import PARTY, SMALL, small

from sim.agents.coordinator import Coordinator
from sim.agents.organisations import Administration, Firm, Organisation, SocialOrganisation
from sim.agents.project import Project
from sim.agents.residents import ResidentGroup
from sim.base.vocabulary import MARKET, RESOURCES, End, Role, Stage
from sim.measure.records import COLUMNS, RunId
from sim.model import CoProductionModel
from sim.parameters import Parameters
from sim.simulation import run

BUSY = {
    **SMALL, **PARTY, "horizon": 30, "community.arrival_rate": 0.2,
    "organisations.opportunity_rate": 0.2, "forming.benefit": 9.0,
    "network.within_sector": 0.9, "network.cross_sector": 0.9, "sign_off.hazard": 0.9,
    "consent.approval": 5.0, "negotiation.tolerance": 0.5, "delivery.weeks": 8,
}  # fmt: skip
"""A small community with many projects under way."""


def busy(**more: Any) -> CoProductionModel:
    return CoProductionModel(**{**BUSY, **more})


def lived(weeks: int, **more: Any) -> CoProductionModel:
    model = busy(**more)
    for _ in range(weeks):
        model.step()
    return model


# -- how it is made -------------------------------------------------------------------------------


def test_a_model_is_made_with_nothing_said():
    model = CoProductionModel()
    assert isinstance(model, mesa.Model)
    assert model.parameters == Parameters() and model.week == model.steps == 0


def test_a_model_is_made_from_parameters_and_changes_by_dotted_name():
    own = small({"coordinator.mobilisation": 0.5})
    model = CoProductionModel(own, seed=3, replicate=2, **{"coordinator.attention": 24.0})
    assert model.parameters.coordinator.attention == 24.0
    assert model.parameters.coordinator.mobilisation == 0.5
    assert own.coordinator.attention == 0.0
    assert model.result().id == RunId(3, 2)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"coordinator.atention": 1.0}, "coordinator.atention: no such parameter"),
        ({"width": 10}, "width: no such parameter"),
        ({"coordinator.attention": -1.0}, "coordinator.attention = -1.0: .* or equal to 0"),
        ({"horizon": "long"}, "horizon = 'long': Input should be a valid integer"),
        ({"shock.area": 2}, r"shock.area = 2: must be one of the areas, 0 to 0, or -1 for all"),
        ({"replicate": -1}, r"replicate = -1: must be in \[0, 4294967295\]"),
        ({"seed": -1}, r"seed = -1: must be in \[0, 4294967295\]"),
    ],
)
def test_what_is_not_allowed_is_refused_in_one_line(said, line):
    with pytest.raises(ValueError) as refused:
        CoProductionModel(**said)
    assert re.fullmatch(line, str(refused.value))


# -- how it goes on -------------------------------------------------------------------------------


def test_a_step_is_a_week():
    model = busy()
    model.step()
    assert model.week == model.steps == 1 and model.running


def test_a_model_runs_to_its_horizon_and_no_further():
    model = busy()
    model.run_model()
    assert model.week == model.steps == 30 and not model.running
    model.run_model()
    assert model.week == 30
    with pytest.raises(ValueError, match=r"^week 30: the run ends at its horizon$"):
        model.step()


def test_a_model_stepped_is_the_run():
    model = busy(replicate=1)
    model.run_model()
    bare, record = run(model.parameters, RunId(0, 1)), model.result()
    np.testing.assert_equal(bare.weekly, record.weekly)
    np.testing.assert_equal(bare.projects, record.projects)


def test_drawing_from_mesas_generators_changes_nothing():
    model, other = busy(), busy()
    for _ in range(10):
        model.random.random(), model.rng.random()
        model.agents.shuffle(inplace=True)
        model.step(), other.step()
    assert np.array_equal(model.world.diary.table, other.world.diary.table, equal_nan=True)


# -- its agents -----------------------------------------------------------------------------------


def test_agents_are_organisations_buildings_and_a_coordinator():
    model = busy()
    kinds = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    sectors = np.bincount(model.world.organisations.sector)
    assert kinds == {
        Administration: sectors[0], Firm: sectors[1], SocialOrganisation: sectors[2],
        ResidentGroup: 6, Coordinator: 1,
    }  # fmt: skip
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)


def test_agents_are_selected_aggregated_and_grouped():
    model = lived(5)
    firms = model.agents.select(agent_type=Firm)
    honouring = model.world.standing.honouring[model.world.organisations.sector == MARKET]
    assert firms.agg("honouring", max) == honouring.max()
    assert firms.get("name")[0] == "lead_enterprise_1"
    willing = firms.select(lambda firm: firm.honouring > 0.5)
    assert len(willing) == (honouring > 0.5).sum()
    organisations = model.agents.select(agent_type=Organisation)
    by_role = organisations.groupby("role").count()
    assert by_role[Role.VENDOR] == model.parameters.organisations.vendors
    assert sum(by_role.values()) == len(model.organisations)
    people = model.agents_by_type[ResidentGroup]
    assert sum(people.get("households")) == 60


def test_what_agents_are_is_read_from_the_world():
    model = lived(8)
    world = model.world
    for j, agent in enumerate(model.organisations):
        assert agent.code == world.organisations.code[j] and agent.present
        assert np.array_equal(agent.goals, world.organisations.goals[j])
        assert np.array_equal(agent.stock, world.standing.free[j])
        assert np.array_equal(agent.ties, world.ties.trust[j])
        assert agent.attention == world.standing.attention[j]
        under_way = [p for p in model.projects if p.end == End.OPEN and j in p.members]
        assert [p.number for p in agent.projects] == [p.number for p in under_way]
    hub = model.coordinator
    assert hub.active and hub.supply == pytest.approx(24.0 * 0.8) and hub.lead is None
    assert np.array_equal(hub.legitimacy, world.hub.legitimacy)
    groups = model.resident_groups
    assert np.array_equal([group.voice for group in groups], world.voices.voiced)
    assert all((g.waiting >= g.voice).all() for g in groups)
    assert groups[0].trust == pytest.approx(world.residents.trust[groups[0].rows].mean())


def test_what_is_read_stays_as_it_was_and_cannot_be_written_to():
    model = lived(3)
    agent = model.organisations[0]
    stock = agent.stock
    before = stock.copy()
    model.step()
    assert np.array_equal(stock, before) and not np.array_equal(agent.stock, before)
    for values in (stock, agent.goals, agent.ties, model.coordinator.pool):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1.0
    with pytest.raises(AttributeError):
        agent.honouring = 1.0


def test_who_is_no_member_has_no_seat_to_decide_from():
    model = lived(8)
    project = next(p for p in model.projects if p.end == End.OPEN)
    stranger = next(o for o in model.organisations if o.index not in project.members)
    for ask in (stranger.pays, stranger.gives_up, stranger.position_after_round):
        with pytest.raises(ValueError, match=f"^{stranger.name}: not a member of project"):
            ask(project)


# -- data, batches --------------------------------------------------------------------------------


def test_every_output_of_every_week_is_collected():
    model = busy()
    model.run_model()
    table = model.datacollector.get_model_vars_dataframe()
    assert tuple(table.columns) == COLUMNS
    assert np.array_equal(table.to_numpy(), model.world.diary.table, equal_nan=True)


def test_a_data_collector_of_ones_own_is_the_one_used():
    model = busy()
    model.datacollector = DataCollector(
        model_reporters={"under_way": lambda m: len(m.projects), "week": "week"},
        agent_reporters={"honouring": "honouring", "stock": "stock"},
    )
    stocks = []
    for _ in range(4):
        model.step()
        stocks.append(model.organisations[2].stock)
    of_model = model.datacollector.get_model_vars_dataframe()
    assert of_model["week"].tolist() == [1, 2, 3, 4] and of_model["under_way"].iloc[-1] > 0
    of_agents = model.datacollector.get_agent_vars_dataframe().xs(3, level="AgentID")
    assert np.array_equal(np.stack(of_agents["stock"]), stocks)
    assert len(np.unique(np.stack(stocks), axis=0)) == 4


def collected(**more: Any) -> list[tuple[float, ...]]:
    """What every run of a batch gave in its last week."""
    rows = mesa.batch_run(CoProductionModel, {**BUSY_ONCE, **more}, display_progress=False)
    return [tuple(row[name] for name in ("voiced", "held_funds", "tie_trust")) for row in rows]


BUSY_ONCE = {name: [value] for name, value in BUSY.items()}
"""One value each: Mesa would take a vector for values to vary."""


def test_a_batch_over_replicates_gives_different_runs():
    runs = collected(replicate=range(3))
    assert len(runs) == len(set(runs)) == 3


def test_a_batch_over_a_dotted_name_gives_a_run_for_each_value():
    attention = [0.0, 24.0]
    rows = mesa.batch_run(
        CoProductionModel, {**BUSY_ONCE, "coordinator.attention": attention},
        data_collection_period=1, display_progress=False,
    )  # fmt: skip
    acts = {value: [] for value in attention}
    for row in rows:
        acts[row["coordinator.attention"]].append(row["hub_monitoring"])
    assert [len(weeks) for weeks in acts.values()] == [30, 30]
    assert sum(acts[0.0]) == 0.0 < sum(acts[24.0])


def test_iterations_of_a_batch_repeat_one_run_as_the_docs_say():
    rows = mesa.batch_run(CoProductionModel, BUSY_ONCE, iterations=3, display_progress=False)
    told = [{n: v for n, v in row.items() if n not in ("RunId", "iteration")} for row in rows]
    assert len(told) == 3
    np.testing.assert_equal(told[1:], told[:-1])
    assert "`iterations` of" in (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")


# -- who leaves -----------------------------------------------------------------------------------


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
    model = lived(10)
    for agent in model.organisations:
        agent.remove()
    model.run_model()
    assert model.projects and all(project.end == End.EXIT for project in model.projects)
    assert not model.graph().nodes["vendor_1"]["present"]
    assert column(model, "held")[-1] == pytest.approx(column(model, "pool")[-1], abs=1e-9)
    assert model.result().run["imbalance_of_accounts"] < 1e-6


def test_who_leaves_in_a_week_is_no_agent_afterwards():
    unhappy = {"organisations.patience": 3, "organisations.return_floor": (-9.0, 9.0, -9.0)}
    model = lived(10, **unhappy)
    gone = [agent for agent in model.organisations if not agent.present]
    assert gone and all(isinstance(agent, Firm) for agent in gone)
    assert not set(gone) & set(model.agents)


def test_residents_and_the_coordinator_are_not_removed():
    model = busy()
    with pytest.raises(ValueError, match=r"^building 2: residents are part of the place and stay$"):
        model.resident_groups[2].remove()
    with pytest.raises(ValueError, match=r"^the coordinator: set coordinator\.end_week, or .*$"):
        model.coordinator.remove()
    assert model.coordinator in model.agents and len(model.agents_by_type[ResidentGroup]) == 6


# -- subclasses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "name"),
    [
        (Firm, "joins"), (SocialOrganisation, "pays"), (Administration, "step"),
        (Coordinator, "target"), (ResidentGroup, "consents"), (Firm, "honouring"),
    ],
)  # fmt: skip
def test_a_subclass_that_overrides_is_refused(base, name):
    with pytest.raises(TypeError, match=f"^Mine.{name}: the week is compiled and would not ask it"):
        type("Mine", (base,), {name: lambda self, *of: True})
    mixin = type("Mixin", (), {name: lambda self, *of: True})
    with pytest.raises(TypeError, match=f"^Mine.{name}: the week is compiled and would not ask it"):
        type("Mine", (mixin, base), {})


class WatchfulFirm(Firm):
    """A firm that can be asked one thing more."""

    def is_rich(self) -> bool:
        return bool(self.stock.sum() > 1.0)


class MyModel(CoProductionModel):
    """A community of such firms."""

    organisation_classes: ClassVar = {
        **CoProductionModel.organisation_classes,
        MARKET: WatchfulFirm,
    }


def test_a_subclass_that_adds_a_query_is_asked_and_changes_nothing():
    mine, plain = MyModel(**BUSY), busy()
    mine.run_model(), plain.run_model()
    firms = mine.agents_by_type[WatchfulFirm]
    assert [firm.is_rich() for firm in firms] == [firm.stock.sum() > 1.0 for firm in firms]
    assert np.array_equal(mine.world.diary.table, plain.world.diary.table, equal_nan=True)


# -- the page of the docs -------------------------------------------------------------------------


def test_the_script_of_the_docs_runs_and_tells_what_it_says(capsys):
    text = (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(script.strip().splitlines()) <= 11
    known: dict[str, Any] = {}
    exec(compile(script, "docs/mesa.md", "exec"), known)
    assert known["model"].week == 52 and len(known["served"]) == 52
    assert [row["replicate"] for row in known["runs"]] == [0, 1, 2]
    assert len({row["voiced"] for row in known["runs"]}) > 1
    served, honouring, _ = capsys.readouterr().out.split()
    assert float(served) == known["model"].result().history["served"].sum()
    assert 0.0 < float(honouring) < 1.0
