"""The model as a Mesa user's script would use it."""

import re
import warnings
from typing import Any

import mesa
import numpy as np
import pytest
from as_agents import BUSY, busy, lived
from mesa.datacollection import DataCollector
from root import ROOT
from small import small

from sim.agents.coordinator import Coordinator
from sim.agents.organisations import Administration, Firm, Organisation, SocialOrganisation
from sim.agents.residents import ResidentGroup
from sim.base.vocabulary import MARKET, Role
from sim.measure.records import COLUMNS, RunId
from sim.model import CoProductionModel
from sim.parameters import Parameters
from sim.simulation import run


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
        agenttype_reporters={Organisation: {"honouring": "honouring", "stock": "stock"}},
    )
    stocks = []
    for _ in range(4):
        model.step()
        stocks.append(model.organisations[2].stock)
    of_model = model.datacollector.get_model_vars_dataframe()
    assert of_model["week"].tolist() == [1, 2, 3, 4] and of_model["under_way"].iloc[-1] > 0
    of_agents = model.datacollector.get_agenttype_vars_dataframe(Organisation).xs(
        3, level="AgentID"
    )
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
    with warnings.catch_warnings():  # newer Mesa would rather have it called rng=[None] * 3
        warnings.simplefilter("ignore", DeprecationWarning)
        rows = mesa.batch_run(CoProductionModel, BUSY_ONCE, iterations=3, display_progress=False)
    told = [{n: v for n, v in row.items() if n not in ("RunId", "iteration")} for row in rows]
    assert len(told) == 3
    np.testing.assert_equal(told[1:], told[:-1])
    assert "`iterations` of" in (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")


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


def test_who_comes_to_a_seat_has_a_number_that_nobody_had():
    model = busy()
    had = {agent.unique_id for agent in model.agents}
    model.organisations[3].remove()
    model._follow_seats()
    model.world.standing.present[3] = True
    model._follow_seats()
    assert model.organisations[3].unique_id not in had
    assert model.organisations[3] in model.agents and model.organisations[3].index == 3
