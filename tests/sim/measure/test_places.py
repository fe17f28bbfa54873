"""Where each output stands in a row."""

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS
from sim.measure.places import AREA_AT, AT
from sim.measure.records import (
    AREA_COLUMNS,
    COLUMNS,
)


def test_outputs_of_a_kind_stand_side_by_side_from_the_place_of_the_first():
    kinds = 0
    for names in (CATEGORIES, GROUPS, ACTS, RESOURCES, SECTORS):
        for places, columns in ((AT, COLUMNS), (AREA_AT, AREA_COLUMNS)):
            for stem in (c.removesuffix(names[0]) for c in columns if c.endswith("_" + names[0])):
                first = getattr(places, f"{stem}each")
                assert columns[first : first + len(names)] == tuple(stem + n for n in names)
                kinds += 1
    assert kinds == 6 + 3 + 3 + 5 + 3 + 6
