"""Many cells as one tidy table: each treated cell with its partner, difference by difference.

Cells are read one after the other and only their counts are kept, so that memory doesn't grow with
the replicates of a sweep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments import statistics as st
from experiments.compare import REFERENCE, TREATED
from experiments.report.provenance import Tally
from experiments.report.reading import check_any_run, counts_of
from experiments.report.subject import Subject, arm_of, pairs_of
from experiments.store import Cell

PRIMARY = ("breakdown", "failure")
Row = dict[str, Any]


@dataclass(frozen=True)
class Space:
    """A study of many cells.

    differences: a row for each (comparator, point, measure), with value, low, high, error,
    verdict, bound_low, bound_high and pairs, in shares; ``point`` is the number of the treated
    cell in the study. levels: a row for each (cell, measure) with value, low, high.
    unpaired: treated cells without a partner, by comparator.
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
        return self.differences[self.differences["comparator"] == comparator]


COLUMNS = (
    "comparator", "point", "measure", "pairs", "value", "low", "high", "error", "verdict",
    "bound_low", "bound_high",
)  # fmt: skip


def space_of(subject: Subject) -> Space:
    """Read every cell of a study once. InputError where no run ended well."""
    read = {cell.hash: counts_of(cell) for cell in subject.cells}
    tallies = [read[cell.hash][1] for cell in subject.cells]
    check_any_run(list(subject.cells), tallies)
    arms = list(dict.fromkeys(arm_of(cell) for cell in subject.cells))
    treated = TREATED if TREATED in arms else arms[-1]
    number = {cell.hash: i for i, cell in enumerate(subject.cells)}
    rows: list[Row] = []
    unpaired = {}
    for comparator in (arm for arm in arms if arm != treated):
        pairs = pairs_of(subject.cells, treated, comparator)
        found = [row for mine, other in pairs for row in _difference(mine, other, read)]
        rows += [{"comparator": comparator, "point": number[r.pop("cell")]} | r for r in found]
        mine = sum(arm_of(cell) == treated for cell in subject.cells)
        unpaired[comparator] = mine - len(found) // len(PRIMARY)
    differences = pd.DataFrame(rows, columns=list(COLUMNS))
    levels = pd.DataFrame([row for cell in subject.cells for row in _levels(cell, read)])
    return Space(arms, treated, differences, levels, tallies, unpaired)


Read = dict[str, tuple[pd.DataFrame, Tally]]


def _difference(mine: Cell, other: Cell, read: Read) -> Iterator[Row]:
    """Both differences at one point; nothing where no pair of runs ended well."""
    one, two = read[mine.hash][0], read[other.hash][0]
    both = one.index.intersection(two.index)
    a, b = one.loc[both], two.loc[both]
    if min(a["opportunities"].sum(), b["opportunities"].sum()) == 0:
        return
    for name in PRIMARY:
        found = st.ratio_difference(a[name], a["opportunities"], b[name], b["opportunities"])
        mine_bounds, other_bounds = (
            st.worst_case(counts[name], counts["opportunities"], tally.failed)
            for counts, tally in (read[mine.hash], read[other.hash])
        )
        yield {
            "cell": mine.hash, "measure": name, "pairs": len(both), "value": found.value,
            "low": found.low, "high": found.high, "error": found.error, "verdict": found.verdict,
            "bound_low": mine_bounds[0] - other_bounds[1],
            "bound_high": mine_bounds[1] - other_bounds[0],
        }  # fmt: skip


def _levels(cell: Cell, read: Read) -> Iterator[Row]:
    counts, _ = read[cell.hash]
    for name in PRIMARY:
        found = st.ratio_interval(counts[name], counts["opportunities"])
        bounds = {"value": found.value, "low": found.low, "high": found.high}
        yield {"cell": cell.hash, "arm": arm_of(cell), "measure": name} | bounds
