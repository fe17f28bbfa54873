"""Did all versions compute the same thing? Their results against the spread that luck alone gives.

The yardstick is coprod's way under other luck, itself tested to the bit against plain Python.
"""

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Any

import numpy as np

from . import coprod_way
from .worker import results
from .workload import Workload

REPLICATES = 30
LIMIT = 6.0
"""Standard deviations allowed: chance alone exceeds it twice in a million (t, 29 df)."""


class Disagreement(Exception):
    """A version computed something else. The message names it and the quantity."""


def expected(agents: int, steps: int) -> dict[str, tuple[float, float]]:
    """Centre and allowed distance of each result, from REPLICATES runs under other luck."""
    runs = [
        results(coprod_way.prepare(Workload(agents, steps, luck))())
        for luck in range(1, REPLICATES + 1)
    ]
    spans = {}
    for name in runs[0]:
        values = np.array([run[name] for run in runs])
        allowed = LIMIT * values.std(ddof=1) * sqrt(1.0 + 1.0 / REPLICATES)
        spans[name] = float(values.mean()), float(allowed)
    return spans


def check(lines: Iterable[Mapping[str, Any]], spans: Mapping[str, tuple[float, float]]) -> None:
    """Raise Disagreement on the first version whose results luck doesn't explain."""
    for line in lines:
        for name, (centre, allowed) in spans.items():
            if not abs(line[name] - centre) <= allowed:  # NaN disagrees too
                raise Disagreement(
                    f"{line['framework']}: {name} = {line[name]:.6f} at {line['agents']} agents; "
                    f"expected {centre:.6f} ± {allowed:.6f}"
                )
