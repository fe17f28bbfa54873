"""What the diary keeps area by area, where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.projects import total
from sim.records import AREA_OUTPUTS
from sim.vocabulary import CATEGORIES

if TYPE_CHECKING:
    from sim.areas import Area
    from sim.model import CoProductionModel

FLOWS = ("served", "over", "under")
_K = len(CATEGORIES)


class AreaDiary:
    """Weekly measures of each area: ``table`` (areas, weeks, outputs); nothing of a single one."""

    def __init__(self, horizon: int, areas: int) -> None:
        self.areas = areas
        weeks = horizon if areas > 1 else 0
        self.table = np.zeros((areas, weeks, len(AREA_OUTPUTS)))
        self.flows = np.zeros((len(FLOWS), areas, _K))

    def note_service(self, area: int, k: int, served: int, over: float, under: float) -> None:
        """Count a service of category ``k`` in an area."""
        if self.areas > 1:
            self.flows[:, area, k] += served, over, under

    def write(self, model: CoProductionModel) -> None:
        """Write this week's row of each area."""
        if self.areas == 1:
            return
        for area in model.areas:
            self.table[area.number, model.week] = self._row(model, area)
        self.flows[:] = 0.0

    def _row(self, model: CoProductionModel, area: Area) -> NDArray[np.float64]:
        a, voices, seen = area.number, area.voices, area.residence
        households = total(seen.households)
        served, over, under = self.flows[:, a]
        single = (
            area.satisfaction,
            total(seen.participation) / households,
            voices.voiced.sum(),
            seen.trust / households,
            model.operator.balance[a],
            model.operator.collection[a],
        )
        waiting = voices.open.sum(axis=0)
        blocks = (voices.arrived, waiting, voices.late, served, over, under)
        return np.concatenate([(a, model.week), *blocks, single])

    def columns(self, weeks: int) -> dict[str, NDArray[np.generic]]:
        """One array (areas x weeks,) for each of AREA_OUTPUTS, area by area."""
        if self.areas == 1:
            return {}
        rows = self.table[:, :weeks].reshape(-1, len(AREA_OUTPUTS))
        return {o.name: rows[:, i].astype(o.dtype) for i, o in enumerate(AREA_OUTPUTS)}
