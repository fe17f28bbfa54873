"""What became of one cell's opportunities, as two short tables."""

import pandas as pd

from experiments.analysis import statistics as st
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import RATES, Arm, opportunity_counts
from experiments.store import Cell
from experiments.words.speech import Speaker
from experiments.words.text_table import number, text_table
from sim.measure.breakdown import DEFAULT
from sim.measure.records import ENDS

DIGITS = 1


def summary(cell: Cell, arm: Arm, say: Speaker) -> str:
    """Breakdown, failure and every end, per 100 opportunities of the cohort."""
    counts = opportunity_counts(arm, DEFAULT)
    if counts["opportunities"].sum() == 0:
        values = {"weeks": cell.parameters.horizon, "followed": DEFAULT.followed}
        return say("headline.nothing", **values)
    return f"{_rates(say.arm(cell.arm), counts, say)}\n{_ends(counts, say)}"


def _rates(label: str, counts: pd.DataFrame, say: Speaker) -> str:
    header = [say("column.arm"), *(say(f"measure.{rate}") for rate in RATES)]
    row = [label, *(_rate(counts, rate) for rate in RATES)]
    return text_table(say("table.rates"), header, [row])


def _rate(counts: pd.DataFrame, rate: str) -> str:
    estimate = st.ratio_interval(counts[rate], counts["opportunities"])
    value, low, high = (
        number(part, DIGITS, PER_HUNDRED) for part in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} [{low}, {high}]"


def _ends(counts: pd.DataFrame, say: Speaker) -> str:
    header = [say("column.end"), say("column.share")]
    rows = [[say(f"end.{end}"), _share(counts, end)] for end in ENDS]
    return text_table(say("table.ends"), header, rows)


def _share(counts: pd.DataFrame, end: str) -> str:
    return number(st.ratio_of_totals(counts[end], counts["opportunities"]), DIGITS, PER_HUNDRED)
