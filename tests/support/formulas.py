"""Parameters for formulas worked out by hand, and numbers for bounds they must keep."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.parameters.plain import RULES

SHARE = st.floats(0.0, 1.0)
RATE = st.floats(0.0, 1.0)
OPEN = st.floats(0.001, 0.999)
WEIGHTS = arrays(float, 6, elements=st.floats(0.0, 100.0))
POINTS = WEIGHTS.filter(lambda w: w.sum() > 1e-6).map(lambda w: w / w.sum())


def group(name: str, **values: float) -> np.void:
    """A group of parameters of which only these are read: the others are 0."""
    record = np.zeros(1, RULES[name])[0]
    for each, value in values.items():
        record[each] = value
    return record


def not_as_by_hand(table: Mapping[str, tuple[Callable[..., Any], tuple[Any, ...], float]]) -> dict:
    """What a table of (formula, arguments, value by hand) has wrong: name -> (given, by hand)."""
    given = {name: formula(*arguments) for name, (formula, arguments, _) in table.items()}
    return {
        name: (value, table[name][2])
        for name, value in given.items()
        if value != pytest.approx(table[name][2], rel=1e-12)
    }
