"""What became of opportunities, as tables: by arm, and by end."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from experiments.analysis.estimates import interval
from experiments.analysis.outcomes import RATES
from experiments.analysis.statistics import ratio_interval
from experiments.document.blocks import Table
from experiments.document.cells import rate, words
from experiments.words.speech import Speaker
from sim.measure.breakdown import broken_per_formed
from sim.measure.records import ENDS

Share = Mapping[str, float]
"""value, low and high."""


class Rates(NamedTuple):
    """An arm: its opportunities, the share of them that each of RATES has, broken per formed."""

    arm: str
    opportunities: int
    shares: Mapping[str, Share]
    broken_per_formed: float


def shares_of(counts: pd.DataFrame, names: Iterable[str]) -> dict[str, Share]:
    """Shares of opportunities, as ``opportunity_counts`` counts them, with their intervals."""
    units = counts["opportunities"]
    return {name: interval(ratio_interval(counts[name], units)) for name in names}


def rates_of(arm: str, counts: pd.DataFrame) -> Rates:
    """Of an arm's counts, as ``opportunity_counts`` gives them."""
    total = counts[["opportunities", "breakdown", "formed"]].sum().astype(int)
    broken = broken_per_formed(total["breakdown"], total["formed"])
    return Rates(arm, total["opportunities"], shares_of(counts, RATES), broken)


def rates_table(caption: str, rows: Sequence[Rates], say: Speaker) -> Table:
    """A row an arm: opportunities, and what became of 100 of them."""
    header = [
        *words(say, "column", ("arm", "opportunities")),
        *words(say, "measure", RATES),
        say("column.broken_per_formed"),
    ]
    cells = [
        [
            say.arm(row.arm),
            str(row.opportunities),
            *(rate(row.shares[name], say) for name in RATES),
            say.number(row.broken_per_formed, 2),
        ]
        for row in rows
    ]
    return Table(caption, header, cells)


def ends_table(caption: str, columns: Mapping[str, Mapping[str, str]], say: Speaker) -> Table:
    """A row an end; columns: by name, what stands in them of each end."""
    rows = [[say(f"end.{end}"), *(column[end] for column in columns.values())] for end in ENDS]
    return Table(caption, [say("column.end"), *columns], rows)
