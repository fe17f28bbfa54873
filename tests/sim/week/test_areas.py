"""What is written down of a week in one area."""

import numpy as np
import pytest
from small import record_of

from sim.base.vocabulary import (
    CATEGORIES,
)

BUSY = {"organisations.opportunity_rate": 0.08}


def test_measures_by_area_add_up_to_those_of_the_run():
    record = record_of({**BUSY, "areas": 3})
    for stem in ("arrived", "waiting", "late", "served", "over", "under"):
        for name in CATEGORIES:
            parts = record.areas[f"{stem}_{name}"].reshape(3, -1).astype(float)
            assert parts.sum(axis=0) == pytest.approx(record.weekly[f"{stem}_{name}"], rel=1e-5)
    assert record.areas["area"].tolist() == np.repeat([0, 1, 2], 60).tolist()
    assert record.areas["week"].tolist() == list(range(60)) * 3
    for name in ("satisfaction", "participation", "resident_trust"):
        mean = record.areas[name].reshape(3, -1).mean(axis=0)
        assert mean == pytest.approx(record.weekly[name], rel=1e-5)
    assert set(record.projects["area"]) == {0, 1, 2}
    assert record_of(BUSY).areas == {}
