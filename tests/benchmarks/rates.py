"""What moves residents, for the ways of living a week that stand beside the model's."""

from typing import Any

from sim.rules.households import Rates, rates_of
from sim.state.world import World
from sim.week.residents import mobilisation

_mobilisation: Any = mobilisation  # compiled functions carry no annotations
_rates_of: Any = rates_of


def usual_rates(world: World) -> Rates:
    """Residents' rates where no shock strikes and nobody mobilises. Dear: once a simulation."""
    residents: Any = world.rules["residents"]
    rates: Rates = _rates_of(residents, residents["contagion"], 0.0)
    return rates


def mobilised(rates: Rates, world: World) -> tuple[Rates, float]:
    """The rates with this week's mobilisation, and the floor of party members."""
    rise, floor = _mobilisation(world)
    return rates._replace(rise=rise), floor
