"""Every parameter that a user may turn moves an outcome the expected way."""

import numpy as np
import pytest
from direction_outcomes import Direction
from directions import TABLE
from pydantic import BaseModel

from sim.parameters import Parameters


def paths(group: type[BaseModel] = Parameters, prefix: str = "") -> list[str]:
    """Dotted names of all parameters of the schema."""
    found = []
    for name, field in group.model_fields.items():
        if field.exclude:  # tables of a community's own, no parameter
            continue
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += paths(inner, f"{prefix}{name}.")
        else:
            found.append(prefix + name)
    return found


def mean_change(case: Direction) -> float:
    """Outcome at the high less that at the low value, over paired replicates."""
    found = [
        case.outcome({**case.base, case.path: case.high}, r)
        - case.outcome({**case.base, case.path: case.low}, r)
        for r in range(case.replicates)
    ]
    return float(np.mean(found))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.path)
def test_parameter_moves_its_outcome_the_expected_way(case):
    assert case.sign * mean_change(case) > 0.0


def test_every_parameter_has_a_direction():
    assert sorted(case.path for case in TABLE) == sorted(paths())
