"""Simulations of any number of households, warmed up, and ways to run their household weeks."""

from pathlib import Path

from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import Simulation
from sim.week.residents import update_residents
from sim.week.voice import needs_and_voice
from tests.benchmarks.c_week import CWeek, compile_week
from tests.benchmarks.plain_mesa import PlainModel

HOUSEHOLDS_PER_BUILDING = 84
"""As in Jinsong north: 3,605 households in 43 buildings."""
WARM_UP = 26
"""Weeks before timing, so that needs wait as they do in a run."""


def of_size(parameters: Parameters, households: int, **changes: object) -> Parameters:
    """These parameters with another number of households, in buildings of the usual size."""
    buildings = max(1, households // HOUSEHOLDS_PER_BUILDING)
    size = {"households": households, "buildings": buildings}
    community = parameters.community.model_copy(update=size)
    return parameters.model_copy(update={"community": community, **changes})


def household_week(simulation: Simulation) -> None:
    """One week of the households alone, as the model runs it."""
    world = simulation.world
    needs_and_voice(world)
    update_residents(world)
    world.now["week"] += 1


def warm(parameters: Parameters) -> Simulation:
    """A simulation whose households have lived some weeks; nobody serves or mobilises them."""
    simulation = Simulation(parameters, RunId(0, 0))
    for _ in range(WARM_UP):
        household_week(simulation)
    return simulation


class InC:
    """The same households in C."""

    def __init__(self, simulation: Simulation, folder: Path) -> None:
        self._week = simulation.week
        self.c = CWeek(simulation, compile_week(folder))

    def run_week(self) -> None:
        """One week of the households alone."""
        self.c.needs_and_voice(self._week)
        self.c.update_residents()
        self._week += 1


def plain_of(simulation: Simulation) -> PlainModel:
    """The same households as one Mesa agent each."""
    plain = PlainModel(simulation.parameters, simulation.run_id)
    plain.copy_households(simulation.world)
    return plain


def plain_week(plain: PlainModel) -> None:
    """One week of plain households alone."""
    world = plain.simulation.world
    plain.needs_and_voice(world)
    plain.update_residents(world)
