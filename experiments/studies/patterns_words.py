"""Verdicts as a table for a terminal, and the numbers that the figure shows beside its rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.studies.patterns_judge import VERDICTS
from experiments.studies.patterns_measures import SHARES
from experiments.words import say
from experiments.words.text_table import number, text_table

COLUMNS = (
    "pattern", "expected", "median", "monte_carlo", "spread", "share", "against", "unit", "verdict",
)  # fmt: skip
DIGITS = 1


def scale_of(row: Mapping[str, Any]) -> float:
    """Shares are shown per 100, weeks and funds as they are."""
    return PER_HUNDRED if row["measure"] in SHARES else 1.0


def unit_of(row: Mapping[str, Any], lang: str) -> str:
    """The unit in which a row is shown."""
    key = "share" if row["measure"] in SHARES else row["measure"]
    return say(f"pattern_unit.{key}", lang)


def expected(row: Mapping[str, Any]) -> str:
    """The expected range, such as ``> 0`` or ``> -5``."""
    scale = scale_of(row)
    ends = (("> ", row["least"]), ("< ", row["most"]))
    return ", ".join(f"{sign}{scale * end:g}" for sign, end in ends if np.isfinite(end))


def heading(summary: pd.DataFrame, replicates: int, lang: str) -> str:
    """How many are met, over how many points and replicates."""
    counts = {name: int((summary["verdict"] == name).sum()) for name in VERDICTS}
    points = int((summary["points"] + summary["unknown"]).max())
    return say("patterns.title", lang, points=points, replicates=replicates, **counts)


def verdict_table(summary: pd.DataFrame, replicates: int, lang: str) -> str:
    """Title and one line a pattern."""
    header = [say(f"patterns.header.{name}", lang) for name in COLUMNS]
    rows = [_cells(row, lang) for row in summary.to_dict("records")]
    return text_table(heading(summary, replicates, lang), header, rows)


def _cells(row: Mapping[str, Any], lang: str) -> list[str]:
    return [
        name_of(row, lang),
        expected(row),
        shown(row, "median"),
        f"[{shown(row, 'mc_low')}, {shown(row, 'mc_high')}]",
        f"[{shown(row, 'low')}, {shown(row, 'high')}]",
        f"{number(row['share'], 0, PER_HUNDRED)}%",
        f"{number(row['clear_against'], 0, PER_HUNDRED)}%",
        unit_of(row, lang),
        verdict_of(row, lang),
    ]


def name_of(row: Mapping[str, Any], lang: str) -> str:
    """What a row is about, in a few words."""
    return say(f"pattern.{row['pattern']}", lang)


def verdict_of(row: Mapping[str, Any], lang: str) -> str:
    """Met, not met or undecided."""
    return say(f"pattern_verdict.{row['verdict']}", lang)


def shown(row: Mapping[str, Any], name: str) -> str:
    """A number of the row in the unit shown, with its sign."""
    return number(row[name], DIGITS, scale_of(row), sign=True)
