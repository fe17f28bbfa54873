"""Several areas: what each has of its own, what they share, and what spreads through it."""

import numpy as np
import pytest
from small import PARTY, differing, made, one_of, project_with, record_of, small, stepped

from sim import shocks
from sim.organisations import scale_of_shared
from sim.records import RunRecord
from sim.vocabulary import AREA_CODES, CATEGORIES, FUNDS, MOST_AREAS, End, Role

BUSY = {"organisations.opportunity_rate": 0.08}
APART = {**BUSY, "organisations.shared": False}
SURGE = {"shock.start_week": 10, "shock.duration": 40, "shock.demand_surge": 10.0}


def in_area(record: RunRecord, area: int) -> dict[str, np.ndarray]:
    """The opportunities of one area."""
    mine = record.projects["area"] == area
    return {name: column[mine] for name, column in record.projects.items()}


def same(first: dict[str, np.ndarray], second: dict[str, np.ndarray], *but: str) -> bool:
    """Are these columns equal to the bit?"""
    assert first.keys() == second.keys()
    return all(first[n].tobytes() == second[n].tobytes() for n in first if n not in but)


# -- areas beside each other -----------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"slate.enabled": True}], ids=["opportunities", "slate"])
def test_with_nothing_shared_area_0_is_the_single_area_to_the_bit(changes):
    alone, beside = record_of({**APART, **changes}), record_of({**APART, **changes, "areas": 3})
    assert len(alone.projects["area"]) > 50
    assert same(in_area(beside, 0), alone.projects)
    first = beside.areas["area"] == 0
    for name, column in beside.areas.items():
        if name in alone.weekly:
            assert column[first].tobytes() == alone.weekly[name].tobytes(), name
