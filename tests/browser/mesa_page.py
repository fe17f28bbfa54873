"""A page of Mesa's own over the model, as a user would write it: ``solara run`` this file."""

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.agents.organisations import Organisation
from sim.model import CoProductionModel

START = {"community.households": 60, "community.buildings": 6, "horizon": 30}


@solara.component
def Agents(model: CoProductionModel) -> None:
    """How many agents of each kind there are, and what the coordinator has."""
    update_counter.get()
    for kind, agents in model.agents_by_type.items():
        solara.Text(f"{kind.__name__}: {len(agents)}")
    organisations = model.agents.select(agent_type=Organisation)
    solara.Text(f"stocks: {sum(stock.sum() for stock in organisations.get('stock')):.6f}")
    solara.Text(f"attention: {model.parameters.coordinator.attention:g}")


page = SolaraViz(
    CoProductionModel(**START),
    components=[Agents],
    model_params={
        **START,
        "coordinator.attention": {
            "type": "SliderInt", "value": 0, "label": "attention", "min": 0, "max": 40, "step": 1,
        },
    },
    name="Co-production",
)  # fmt: skip
