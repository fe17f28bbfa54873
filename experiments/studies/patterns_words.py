"""Verdicts as a table for a terminal, and the numbers that the figure shows beside its rows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.estimates import PER_HUNDRED
from experiments.studies.patterns_judge import VERDICTS
from experiments.studies.patterns_measures import SHARES
from experiments.words.speech import Speaker
from experiments.words.text_table import number, text_table

COLUMNS = (
    "pattern", "expected", "median", "monte_carlo", "spread", "share", "against", "unit", "verdict",
)  # fmt: skip
DIGITS = 1


def scale_of(row: Mapping[str, Any]) -> float:
    """Shares are shown per 100, weeks and funds as they are."""
    return PER_HUNDRED if row["measure"] in SHARES else 1.0


def unit_of(row: Mapping[str, Any], say: Speaker) -> str:
    """The unit in which a row is shown."""
    key = "share" if row["measure"] in SHARES else row["measure"]
    return say(f"pattern_unit.{key}")


def expected(row: Mapping[str, Any]) -> str:
    """The expected range, such as ``> 0`` or ``> -5``."""
    scale = scale_of(row)
    ends = (("> ", row["least"]), ("< ", row["most"]))
    return ", ".join(f"{sign}{scale * end:g}" for sign, end in ends if np.isfinite(end))


def heading(summary: pd.DataFrame, replicates: int, say: Speaker) -> str:
    """How many are met, over how many points and replicates."""
    counts = {name: int((summary["verdict"] == name).sum()) for name in VERDICTS}
    points = int((summary["points"] + summary["unknown"]).max())
    return say("patterns.title", points=points, replicates=replicates, **counts)


def verdict_table(summary: pd.DataFrame, replicates: int, say: Speaker) -> str:
    """Title and one line a pattern."""
    header = [say(f"patterns.header.{name}") for name in COLUMNS]
    rows = [_cells(row, say) for row in summary.to_dict("records")]
    return text_table(heading(summary, replicates, say), header, rows)


def _cells(row: Mapping[str, Any], say: Speaker) -> list[str]:
    return [
        name_of(row, say),
        expected(row),
        shown(row, "median"),
        f"[{shown(row, 'mc_low')}, {shown(row, 'mc_high')}]",
        f"[{shown(row, 'low')}, {shown(row, 'high')}]",
        f"{number(row['share'], 0, PER_HUNDRED)}%",
        f"{number(row['clear_against'], 0, PER_HUNDRED)}%",
        unit_of(row, say),
        verdict_of(row, say),
    ]


def name_of(row: Mapping[str, Any], say: Speaker) -> str:
    """What a row is about, in a few words."""
    return say(f"pattern.{row['pattern']}")


def verdict_of(row: Mapping[str, Any], say: Speaker) -> str:
    """Met, not met or undecided."""
    return say(f"pattern_verdict.{row['verdict']}")


def shown(row: Mapping[str, Any], name: str) -> str:
    """A number of the row in the unit shown, with its sign."""
    return number(row[name], DIGITS, scale_of(row), sign=True)
