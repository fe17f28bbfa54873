"""Where outputs stand in the tables that a run writes, by name."""

from collections import namedtuple
from typing import Any

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS
from sim.measure.records import AREA_COLUMNS, COLUMNS

_FIRSTS = (CATEGORIES[0], GROUPS[0], ACTS[0], RESOURCES[0], SECTORS[0])


def _places(title: str, columns: tuple[str, ...]) -> Any:
    """The place of each output; of several side by side also of the first, as ``waiting_each``."""
    found = {}
    for place, name in enumerate(columns):
        found[name] = place
        for first in _FIRSTS:
            if name.endswith(f"_{first}"):
                found[f"{name.removesuffix(first)}each"] = place
    return namedtuple(title, found)(**found)


AT = _places("Places", COLUMNS)
"""Of the weekly table: ``AT.match``; ``AT.waiting_each`` is that of the first category."""
AREA_AT = _places("AreaPlaces", AREA_COLUMNS)
"""The same of areas."""
