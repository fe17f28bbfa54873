"""Many cells as one tidy table: each treated cell with its partner, difference by difference.

Cells are read one after the other and only their counts are kept, so that memory doesn't grow with
the replicates of a sweep.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.compare import REFERENCE, TREATED
from experiments.analysis.pairing import arm_name, arm_of, partners
from experiments.analysis.spread import landscape, tally
from experiments.report.reading import Tally, one_clear_line, tallied
from experiments.report.subject import Subject
from experiments.store import Cell

PRIMARY = ("breakdown", "failure")
Row = dict[str, Any]


@dataclass(frozen=True)
class Space:
    """A study of many cells.

    differences: what ``landscape`` gave against each ``comparator``, where a
    difference could be told; ``point`` is the number of the treated cell in the study; bound_low
    and bound_high hold with failed runs counted at best and at worst. levels: breakdown and
    failure of each cell where nothing could be compared, with value, low, high. unpaired: treated
    cells without a partner that has runs in common, by comparator.
    """

    arms: list[str]
    treated: str
    differences: pd.DataFrame
    levels: pd.DataFrame
    tallies: list[Tally]
    unpaired: dict[str, int]

    @property
    def comparators(self) -> list[str]:
        """Arms that the treated one is compared with; the headline's first."""
        others = [arm for arm in self.arms if arm != self.treated]
        return sorted(others, key=lambda arm: arm != REFERENCE)

    def against(self, comparator: str) -> pd.DataFrame:
        """Differences from one comparator."""
        mine = self.differences
        return mine[mine["comparator"] == comparator] if len(mine) else mine


def space_of(subject: Subject) -> Space:
    """Read every cell of a study. InputError where no run ended well."""
    tallies = tallied(subject.cells)
    arms = list(dict.fromkeys(arm_name(cell) for cell in subject.cells))
    treated = TREATED if TREATED in arms else arms[-1]
    others = [arm for arm in arms if arm != treated]
    by_hash = {cell.hash: each for cell, each in zip(subject.cells, tallies, strict=True)}
    parts, unpaired = [], {}
    for other in others:
        pairs = [
            (one, two)
            for one, two in partners(subject.cells, treated, other)
            if by_hash[one.hash].well & by_hash[two.hash].well
        ]
        mine = sum(arm_name(cell) == treated for cell in subject.cells)
        unpaired[other] = mine - len(pairs)
        if pairs:
            parts.append(_differences(subject, other, pairs))
    differences = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    levels = pd.DataFrame() if parts else pd.DataFrame(list(_levels(subject.cells)))
    return Space(arms, treated, differences, levels, tallies, unpaired)


def _differences(subject: Subject, other: str, pairs: Sequence[tuple[Cell, Cell]]) -> pd.DataFrame:
    number = {cell.hash: i for i, cell in enumerate(subject.cells)}
    with one_clear_line():
        table = landscape(pairs)
    table = table[table["value"].notna()].copy()
    table["point"] = table["cell"].map(number)
    table.insert(0, "comparator", other)
    return table


def _levels(cells: Sequence[Cell]) -> Iterator[Row]:
    for cell in cells:
        with one_clear_line():
            counts = tally(arm_of(cell, weekly=False)).counts
        for name in PRIMARY:
            found = st.ratio_interval(counts[name], counts["opportunities"])
            bounds = {"value": found.value, "low": found.low, "high": found.high}
            yield {"cell": cell.hash, "arm": arm_name(cell), "measure": name} | bounds
