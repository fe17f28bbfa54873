"""Facts of the case, and how each is measured in a run: pure.

A fact declares where its measure lies and how far it may lie off: its tolerance. A deviation is
told in tolerances: 0 at the declared value, 1 at the end of the tolerance, infinite where no
tolerance would do or nothing could be measured.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field, model_validator

from experiments.studies.declared import Words
from sim.parameters.fields import Group, ToTuple

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Week = Annotated[int, Field(ge=0, le=10_000)]
Tolerance = Annotated[float, Field(ge=0.0)]
DIGITS = 9
"""Of a deviation: what rounding leaves beyond them is no deviation."""


class Seen(NamedTuple):
    """What was seen of a run, by week (weeks,) unless said.

    collection: share of households that pay the fee. balance: of the operators, in funds. operated:
    whether a firm operates. agreed: weeks in which residents agreed to a property firm, a number a
    vote. stopped: week of each lift that an objection stopped. paid: (weeks, 2), funds that members
    had paid into projects which ended in the week (or were open at the last): the market's, all.
    """

    collection: Floats
    balance: Floats
    operated: Flags
    agreed: NDArray[np.int64]
    stopped: NDArray[np.int64]
    paid: Floats


def collection(seen: Seen, first: int, last: int) -> float:
    """Mean share of households that pay."""
    return float(seen.collection[first:last].mean())


def balance(seen: Seen, first: int, last: int) -> float:
    """Mean balance of the operators in funds a week; nan where in some week there was none."""
    there = bool(seen.operated[first:last].all())
    return float(seen.balance[first:last].mean()) if there else float("nan")


def market_share(seen: Seen, first: int, last: int) -> float:
    """The market's share of the funds that members paid into projects; nan where none were."""
    market, total = seen.paid[first:last].sum(axis=0).tolist()
    return float(market / total) if total > 0.0 else float("nan")


def agreement(seen: Seen, first: int, last: int) -> float:
    """First week in which residents agreed to a property firm; nan where they didn't."""
    within = _within(seen.agreed, first, last)
    return float(within.min()) if len(within) else float("nan")


def stopped_lifts(seen: Seen, first: int, last: int) -> float:
    """How many lifts an objection stopped."""
    return float(len(_within(seen.stopped, first, last)))


def _within(weeks: NDArray[np.int64], first: int, last: int) -> NDArray[np.int64]:
    return weeks[(weeks >= first) & (weeks < last)]


MEASURES: Mapping[str, Callable[[Seen, int, int], float]] = {
    measure.__name__: measure
    for measure in (collection, balance, market_share, agreement, stopped_lifts)
}
"""Of what was seen, over the weeks from the first to the one before the last."""


class Window(NamedTuple):
    """What is measured, over which weeks: the first, and the first that isn't any more."""

    measure: str
    first: int
    last: int


class Fact(Group):
    """A fact, as in ``configs/case.yaml``; a side without a tolerance has no end."""

    measure: Literal["collection", "balance", "market_share", "agreement", "stopped_lifts"]
    weeks: Annotated[tuple[Week, Week], ToTuple]
    value: float
    below: Tolerance | None = None
    above: Tolerance | None = None
    name: Words
    unit: Words
    source: Words

    @model_validator(mode="after")
    def _check(self) -> "Fact":
        if not self.weeks[0] < self.weeks[1]:
            raise ValueError("weeks: must be first < last")
        return self

    @property
    def window(self) -> Window:
        """What is measured, and when."""
        return Window(self.measure, *self.weeks)

    def ends(self, tolerance: float) -> tuple[float, float]:
        """Where the measure may lie within so many tolerances."""
        low = -np.inf if self.below is None else self.value - tolerance * self.below
        return low, np.inf if self.above is None else self.value + tolerance * self.above


def measured(windows: Mapping[str, Window], seen: Seen) -> dict[str, float]:
    """Each fact's measure in a run."""
    return {
        name: MEASURES[each.measure](seen, each.first, each.last) for name, each in windows.items()
    }


def deviations(facts: Mapping[str, Fact], measures: pd.DataFrame) -> pd.DataFrame:
    """How far runs (rows) lie off each fact (columns), in its tolerances."""
    found = {name: deviation(fact, measures[name].to_numpy(float)) for name, fact in facts.items()}
    return pd.DataFrame(found, index=measures.index)


def deviation(fact: Fact, measure: Floats) -> Floats:
    """How far measures (n,) lie off a fact, in its tolerances."""
    off = measure - fact.value
    sides = np.where(off < 0.0, _tolerance(fact.below), _tolerance(fact.above))
    told = np.full(len(off), np.inf)
    ends = (sides > 0.0) & np.isfinite(sides)
    told[ends] = np.round(np.abs(off[ends]) / sides[ends], DIGITS)
    told[np.isinf(sides) | (off == 0.0)] = 0.0
    told[np.isnan(off)] = np.inf
    return told


def _tolerance(side: float | None) -> float:
    return np.inf if side is None else side
