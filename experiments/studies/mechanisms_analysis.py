"""Pure: main effects, interactions and Shapley shares of what can be on or off in a hub.

v(S): rate per opportunity with the combination S, the mean over points and halves of luck. Points
are the units over which intervals are drawn: each has all combinations with the same luck.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.crossed import shapley
from experiments.analysis.estimates import interval
from experiments.analysis.statistics import mean_interval
from experiments.studies.mechanisms_design import Combination

Floats = NDArray[np.float64]
BEING_THERE, TOGETHER = "being_there", "together"
"""v(no mechanism) less no hub: money and attention alone. v(all) less v(none of them)."""
Rates = Mapping[Combination | None, Floats]
"""By combination, and None for no hub: rate at each point, (points,)."""


def shares(rates: Rates, names: Sequence[str]) -> pd.DataFrame:
    """Shapley shares of v(all) - v(none) by name, their sum, and what being there does: a row each,
    with value and 95% interval (low, high) over points."""
    every, none = rates[frozenset(names)], rates[frozenset()]
    parts = shapley(names, lambda some: rates[some])
    return _rows({**parts, TOGETHER: every - none, BEING_THERE: none - rates[None]})


def factorial(rates: Rates, names: Sequence[str]) -> pd.DataFrame:
    """Main effect of each name and interaction of each pair: mean rate where the product of their
    signs (on +, off -) is +, less that where it is -. Rows as ``shares``; kind ``main``, or
    ``pair`` (name: both, joined by +)."""
    run = [some for some in rates if some is not None]
    seen = np.array([rates[some] for some in run])
    signs = {name: np.array([1.0 if name in some else -1.0 for some in run]) for name in names}
    pairs = {f"{one}+{other}": signs[one] * signs[other] for one, other in combinations(names, 2)}
    parts = [
        _rows({name: sign @ seen * 2.0 / len(run) for name, sign in contrasts.items()})
        for contrasts in (signs, pairs)
    ]
    return pd.concat([parts[0].assign(kind="main"), parts[1].assign(kind="pair")])


def _rows(effects: Mapping[str, Floats]) -> pd.DataFrame:
    rows = [{"name": name, **interval(mean_interval(each))} for name, each in effects.items()]
    return pd.DataFrame(rows)
