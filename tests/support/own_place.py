"""Tables of a community by hand: five households in three buildings, nothing else said."""

from typing import Any

import numpy as np

from sim.parameters.place import UNKNOWN, HouseholdTable

SIZE = 5
TYPES = {
    "group": np.int8, "owner": np.int8, "member": np.int8, "building": np.int32,
    "entrance": np.int32, "floor_area": np.float32, "participation": np.float32,
}  # fmt: skip


def households(**said: Any) -> HouseholdTable:
    """Three in the first building, none in the second, two in the third; but for what is said."""
    unknown = np.full(SIZE, UNKNOWN)
    unsaid: dict[str, Any] = {
        "key": [7, 3, 9, 1, 4], "building_key": [70, 71, 72], "building": [0, 0, 0, 2, 2],
        "entrance": unknown, "group": [0, 1, 2, 0, 0], "owner": unknown, "member": unknown,
        "floor_area": [np.nan] * SIZE, "participation": [np.nan] * SIZE,
        "inside": unknown, "across": unknown,
    }  # fmt: skip
    columns = {
        name: np.asarray(value, TYPES.get(name, np.int64))
        for name, value in (unsaid | said).items()
    }
    return HouseholdTable(building_names=("A", "B", "C"), **columns)
