"""What a unit of funds is worth in yuan, where that has a stated source."""

import re
from collections.abc import Sequence

from experiments.base.describe import describe_field
from experiments.base.settings import CONFIGS
from experiments.store import Cell
from sim.parameters import SOURCES, Parameters

PATH = "community.yuan_per_unit"
ASSUMED = "A"
_SET = re.compile(r"^ +yuan_per_unit: (?P<value>[\d.]+) # (?P<tag>\w)", re.MULTILINE)


def yuan_per_unit(cells: Sequence[Cell]) -> float | None:
    """Yuan of one unit of funds in these cells; None where they differ in it, and where its source
    is an assumption or isn't stated."""
    rates = {cell.parameters.community.yuan_per_unit for cell in cells}
    places = {cell.community for cell in cells}
    if len(rates) > 1 or len(places) > 1:
        return None
    (rate,), (place,) = rates, places
    return rate if source_of(place, rate) not in (None, ASSUMED) else None


def source_of(community: str, rate: float) -> str | None:
    """Tag of the source of a community's rate: as its file says, or the schema where the file
    leaves it as it is; None where the rate is another one, or the community isn't the project's."""
    file = CONFIGS / "community" / f"{community}.yaml"
    if not file.is_file():
        return None
    found = _SET.search(file.read_text(encoding="utf-8"))
    usual = Parameters().community.yuan_per_unit
    value, tag = (float(found["value"]), found["tag"]) if found else (usual, None)
    if rate != value:
        return None
    return tag if tag in SOURCES else describe_field(PATH).source
