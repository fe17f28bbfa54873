"""What moves residents, for the ways of living a week that stand beside the model's."""

from typing import Any

from sim.rules.households import Rates, rates_of
from sim.state.world import World
from sim.week.residents import mobilisation

_mobilisation: Any = mobilisation  # compiled functions carry no annotations
_rates_of: Any = rates_of


def rates_now(world: World) -> tuple[Rates, float]:
    """Residents' rates this week, where no shock strikes, and the floor of party members."""
    rise, floor = _mobilisation(world)
    residents: Any = world.rules["residents"]
    return _rates_of(residents, residents["contagion"], rise), floor
