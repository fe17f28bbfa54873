"""Models of any number of households, warmed up, and ways to run their household weeks."""

from pathlib import Path

from sim.households import UNMOBILISED

from sim.measure.records import RunId
from sim.model import CoProductionModel
from sim.parameters import Parameters
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


def household_week(model: CoProductionModel) -> None:
    """One week of the households alone, as the model runs it."""
    model.needs_and_voice()
    model.people.update_residents(model._rates, UNMOBILISED)
    model.week += 1


def warm_model(parameters: Parameters) -> CoProductionModel:
    """A model whose households have lived some weeks; nobody serves them."""
    model = CoProductionModel(parameters, RunId(0, 0))
    for _ in range(WARM_UP):
        household_week(model)
    return model


class InC:
    """The same households in C."""

    def __init__(self, model: CoProductionModel, folder: Path) -> None:
        self._week, self._rates = model.week, model._rates
        self.c = CWeek(model, compile_week(folder))

    def run_week(self) -> None:
        """One week of the households alone."""
        self.c.needs_and_voice(self._week)
        self.c.residents_week(self._rates, UNMOBILISED)
        self._week += 1


def plain_of(model: CoProductionModel) -> PlainModel:
    """The same households as one Mesa agent each."""
    plain = PlainModel(model.parameters, model.run_id)
    plain.copy_households(model)
    plain.week = model.week
    return plain


def plain_week(plain: PlainModel) -> None:
    """One week of plain households alone."""
    plain.needs_and_voice()
    plain.update_residents()
    plain.week += 1
