"""Communities with tables of their own: the example of ``coprod init``, a drawn one, parts."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.config.place.columns import TABLES
from experiments.config.place.example import YUAN_PER_UNIT, example_tables, other_form
from experiments.config.place.read import read_place
from experiments.config.place.write import as_csv, community_at_start, tables_of
from experiments.words.speech import speak
from sim.parameters import Parameters
from sim.parameters.place import Place
from tests.baseline.data import Changes, frozen, nested
from tests.baseline.material import SMALL, base

EXAMPLE = {"community.yuan_per_unit": YUAN_PER_UNIT, "forming.panel_size": 10, "horizon": 60}
PARTS = {
    "example": ("buildings", "organisations", "ties", "needs", "open_needs"),
    "example_buildings": ("buildings",),
    "example_organisations": ("organisations",),
    "example_without_ties": ("buildings", "organisations", "needs", "open_needs"),
    "example_needs": ("buildings", "needs", "open_needs"),
}
"""Which tables of the example each has."""
DRAWN = ("households", "organisations", "ties", "needs")


@cache
def places() -> dict[str, Place]:
    """Every community by name."""
    example = {
        table.key: as_csv(table, rows, speak("en"))
        for table, rows in example_tables(speak("en")).items()
    }
    found = {name: _place(example, parts) for name, parts in PARTS.items()}
    table, rows = other_form(speak("en"))
    found["example_one_by_one"] = _place(
        {table.key: as_csv(table, rows, speak("en"))}, (table.key,)
    )
    parameters = Parameters.model_validate(nested(base() | SMALL))
    of_key = {table.key: table for table in TABLES}
    drawn = tables_of(community_at_start(parameters, 3, 4), parameters)
    texts = {key: as_csv(of_key[key], rows, speak("en")) for key, rows in drawn.items()}
    found["drawn"] = _place(texts, texts)
    found["drawn_households"] = _place(texts, ("households",))
    return found


def _place(tables: Mapping[str, bytes], keys: Iterable[str]) -> Place:
    of_key = {table.key: table for table in TABLES}
    with TemporaryDirectory() as folder:
        for key in keys:
            (Path(folder) / f"{of_key[key].names[0]}.csv").write_bytes(tables[key])
        place, problems = read_place(Path(folder))
    assert not problems, problems
    return place


def stored(place: Place) -> Changes:
    """A place as the list keeps it."""
    return {name: value for name, value in frozen(place).items() if name != "texts"}


def beside(name: str) -> Changes:
    """The parameters that go with a community's tables."""
    small = SMALL if name.startswith("drawn") else EXAMPLE
    return small | frozen(places()[name].fixed)
