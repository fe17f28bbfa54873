"""Before a study: how many pairs of replicates it needs, from numbers given or stored pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, ValidationError

from experiments.analysis import power as of
from experiments.analysis import statistics as st
from experiments.analysis.cell_counts import counts_of
from experiments.analysis.compare import REFERENCE, TREATED
from experiments.analysis.pairing import matched, refuse_unpaired
from experiments.analysis.power import FEWEST, MOST, Pair, Share
from experiments.analysis.statistics import Floats
from experiments.base.errors import InputError
from experiments.store import Cell, Study
from experiments.store.named import stored_cell, study_folder
from experiments.studies import declared
from sim.parameters.fields import Group

FEWEST_STORED = 10
"""Stored pairs from which a spread is taken."""
UNITS = "opportunities"


class Given(Group):
    """What is said on the command line: shares, and ``replicates`` that are thought of."""

    rate: declared.Share | None = None
    other: declared.Share | None = None
    opportunities: Annotated[float, Field(ge=1.0)] | None = None
    overdispersion: Annotated[float, Field(ge=0.0)] | None = None
    correlation: Annotated[float, Field(ge=-1.0, le=1.0)] | None = None
    margin: Annotated[float, Field(gt=0.0, lt=1.0)] = st.SMALLEST_EFFECT
    replicates: Annotated[int, Field(ge=FEWEST, le=MOST)] | None = None
    measure: Literal["failure", "breakdown"] = "failure"


NEEDED = ("rate", "other", "opportunities")
"""Numbers that nothing stands for where there is no stored study."""


@dataclass(frozen=True)
class Assumed:
    """What a study is thought to be like.

    source: the arms of the stored pairs it is taken from, and how many; None where it isn't.
    """

    treated: Share
    control: Share
    opportunities: float
    correlation: float
    source: tuple[str, str, int] | None = None

    @property
    def difference(self) -> float:
        """Treated less control."""
        return self.treated.rate - self.control.rate

    @property
    def pair(self) -> Pair:
        """How a pair of its runs varies."""
        return of.pair_of(self.treated, self.control, self.correlation, self.opportunities)


def read_given(said: Mapping[str, str]) -> Given:
    """Numbers as they are said on a command line. InputError, one line, for what isn't allowed."""
    try:
        return Given.model_validate({name: _value(text) for name, text in said.items()})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise InputError(f"{name} = {said[name]}: {first['msg']}") from error


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def assumed(given: Given, stored: Assumed | None) -> Assumed:
    """What is given, and else what was stored; opportunities are independent, and arms are not
    correlated, where neither says otherwise. InputError where a rate is missing or no run could
    be so overdispersed."""
    if stored is None:
        missing = [name for name in NEEDED if getattr(given, name) is None]
        if missing:
            raise InputError(f"{', '.join(missing)}: must be given, or a stored study named")
        arm = Share(0.0, 1.0)
        stored = Assumed(arm, arm, 1.0, 0.0)
    found = replace(
        stored,
        treated=_with(stored.treated, given.rate, given.overdispersion),
        control=_with(stored.control, given.other, given.overdispersion),
        opportunities=_first(given.opportunities, stored.opportunities),
        correlation=_first(given.correlation, stored.correlation),
    )
    if given.overdispersion is not None and given.overdispersion > found.opportunities:
        raise InputError(
            f"overdispersion = {given.overdispersion:g}: must be in [0, {found.opportunities:g}];"
            " no run's share varies more than all or nothing of its opportunities"
        )
    return found


def _with(arm: Share, rate: float | None, overdispersion: float | None) -> Share:
    return Share(_first(rate, arm.rate), _first(overdispersion, arm.overdispersion))


def _first(one: float | None, other: float) -> float:
    return other if one is None else one


def stored_pair(out: Path, names: Sequence[str], measure: str) -> Assumed:
    """As the stored pairs of two cells were. names: STUDY, or two STUDY/CELL, treated first.

    InputError where there is no such pair of cells, or there are too few pairs of runs.
    """
    treated, control = _cells(out, names)
    refuse_unpaired(treated.arm, treated, control.arm, control)
    counts = counts_of([treated, control])
    mine, other = (counts[cell.hash][[UNITS, measure]] for cell in (treated, control))
    both = mine.index.intersection(other.index)
    if len(both) < FEWEST_STORED:
        raise InputError(
            f"{' '.join(names)}: {len(both)} stored pairs; must be {FEWEST_STORED} or more"
        )
    columns = [
        arm.loc[both, name].to_numpy(np.float64)
        for arm in (mine, other)
        for name in (measure, UNITS)
    ]
    return replace(as_seen(*columns), source=(treated.arm, control.arm, len(both)))


def _cells(out: Path, names: Sequence[str]) -> tuple[Cell, Cell]:
    if len(names) == 1:
        pairs = matched(Study(study_folder(out, names[0])).cells(), TREATED, REFERENCE)
        if len(pairs) == 1:
            return pairs[0]
        raise InputError(
            f"{names[0]}: has {len(pairs)} pairs of {TREATED} and {REFERENCE}; name two cells,"
            " STUDY/CELL STUDY/CELL"
        )
    if len(names) != 2:
        raise InputError(f"{' '.join(names)}: must be STUDY, or STUDY/CELL STUDY/CELL")
    one, two = (stored_cell(out, name) for name in names)
    return one, two


def as_seen(
    treated: Floats, treated_units: Floats, control: Floats, control_units: Floats
) -> Assumed:
    """Rates, spreads and correlation of counts of pairs of runs, (n,) each.

    All by the delete-one jackknife, as the interval's own error is: ``pair.deviation`` over the
    root of n is that error to rounding. InputError where an arm has no opportunity.
    """
    n = len(treated_units)
    if min(float(np.sum(treated_units)), float(np.sum(control_units))) == 0.0:
        raise InputError("the stored pairs: no opportunity was followed long enough")
    opportunities = min(float(np.mean(treated_units)), float(np.mean(control_units)))
    without = [
        st.leave_one_out(events, units)
        for events, units in ((treated, treated_units), (control, control_units))
    ]
    both = [st.jackknife_error(each) * np.sqrt(n) for each in without]
    apart = st.jackknife_error(without[0] - without[1]) * np.sqrt(n)
    arms = [
        _share(st.ratio_of_totals(events, units), deviation, opportunities)
        for events, units, deviation in (
            (treated, treated_units, both[0]),
            (control, control_units, both[1]),
        )
    ]
    product = 2.0 * both[0] * both[1]
    correlation = (both[0] ** 2 + both[1] ** 2 - apart**2) / product if product > 0 else 0.0
    return Assumed(arms[0], arms[1], opportunities, float(correlation))


def _share(rate: float, deviation: float, opportunities: float) -> Share:
    alone = Share(rate, 1.0).deviation(opportunities)
    return Share(rate, float(deviation / alone) ** 2 if alone > 0 else 1.0)
