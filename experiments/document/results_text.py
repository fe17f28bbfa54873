"""A comparison in words and aligned tables. What is found is said as it is, help, null or harm."""

from collections.abc import Sequence

import pandas as pd

from experiments.analysis.answer import difference, plain_answer
from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import COSTS, FLOWS, IMBALANCES, LEVELS, RATES
from experiments.words.speech import Speaker
from experiments.words.text_table import bracketed, number, text_table
from sim.measure.breakdown import COMPOSITE
from sim.measure.records import ENDS

STATES_SHOWN = ("satisfaction", "participation", "resident_trust", "tie_trust")


def level(comparison: Comparison, arm: str, measure: str) -> pd.Series:
    """The row of one arm's level."""
    table = comparison.levels
    return table[(table["arm"] == arm) & (table["measure"] == measure)].iloc[0]


def render_text(comparison: Comparison, say: Speaker) -> str:
    """The plain answer and every table, ready to print."""
    tables = [
        _rates(comparison, say),
        _differences(comparison, say),
        _ends(comparison, say),
        _collapse(comparison, say),
        _collapse_differences(comparison, say),
        _signs(comparison, say),
        _levels(comparison, say, "imbalances", IMBALANCES, 1),
        _levels(comparison, say, "states", STATES_SHOWN, 3),
        _levels(comparison, say, "resources", (*FLOWS, *COSTS), 2),
        _level_differences(comparison, say),
    ]
    return "\n\n".join([plain_answer(comparison, say).text, *tables]) + "\n"


def _rate(row: pd.Series, sign: bool = False) -> str:
    return bracketed(row, 1, PER_HUNDRED, sign)


def _title(comparison: Comparison, key: str, say: Speaker) -> str:
    return say(
        f"table.{key}",
        treated=say.arm(comparison.treated),
        reference=say.arm(comparison.reference),
        weeks=comparison.weeks,
        first=comparison.definition.first_week,
    )


def _columns(say: Speaker, *names: str) -> list[str]:
    return [say(f"column.{name}") for name in names]


def _measures(say: Speaker, names: Sequence[str]) -> list[str]:
    return [say(f"measure.{name}") for name in names]


def _rates(comparison: Comparison, say: Speaker) -> str:
    header = [*_columns(say, "arm", "opportunities"), *_measures(say, RATES)]
    header += _columns(say, "broken_per_formed")
    rows = [
        [
            say.arm(arm.arm),
            str(arm.opportunities),
            *(_rate(level(comparison, arm.arm, rate)) for rate in RATES),
            number(arm.broken_per_formed, 2),
        ]
        for arm in comparison.arms.itertuples()
    ]
    return text_table(_title(comparison, "rates", say), header, rows)


def _differences(comparison: Comparison, say: Speaker) -> str:
    header = [
        *_columns(say, "comparator"),
        *_measures(say, RATES),
        *_columns(say, "correlation"),
    ]
    rows = [
        [
            say.arm(name),
            *(_rate(difference(comparison, name, rate), True) for rate in RATES),
            number(difference(comparison, name, "failure")["correlation"], 2),
        ]
        for name in comparison.comparators
    ]
    return text_table(_title(comparison, "differences", say), header, rows)


def _ends(comparison: Comparison, say: Speaker) -> str:
    table = comparison.ends.set_index(["end", "arm"])["per_100"]
    header = [*_columns(say, "end"), *(say.arm(name) for name in comparison.names)]
    rows = [
        [say(f"end.{end}"), *(number(table[end, arm], 1) for arm in comparison.names)]
        for end in ENDS
    ]
    return text_table(_title(comparison, "ends", say), header, rows)


def _collapse(comparison: Comparison, say: Speaker) -> str:
    table = comparison.collapse
    rows = [
        [
            say.arm(row["arm"]),
            f"{row['collapsed']}/{row['runs']}",
            _rate(row),
            str(row["recovered"]),
        ]
        for _, row in table[table["sign"] == COMPOSITE].iterrows()
    ]
    header = _columns(say, "arm", "collapsed", "share", "recovered")
    return text_table(_title(comparison, "collapse", say), header, rows)


def _collapse_differences(comparison: Comparison, say: Speaker) -> str:
    cells = ("saved", "harmed", "both", "neither")
    table = comparison.collapse_differences
    rows = [
        [
            say.arm(row["comparator"]),
            *(str(row[cell]) for cell in cells),
            number(row["p"], 3),
            _rate(row, True),
            _weeks(row),
        ]
        for _, row in table[table["sign"] == COMPOSITE].iterrows()
    ]
    header = _columns(say, "comparator", *cells, "p", "difference", "weeks_gained")
    return text_table(_title(comparison, "collapse_differences", say), header, rows)


def _weeks(row: pd.Series) -> str:
    names = {"weeks_gained": "value", "weeks_low": "low", "weeks_high": "high"}
    return bracketed(row[list(names)].rename(names), 1, sign=True)


def _signs(comparison: Comparison, say: Speaker) -> str:
    table = comparison.collapse.set_index(["sign", "arm"])["value"]
    header = [*_columns(say, "sign"), *(say.arm(name) for name in comparison.names)]
    rows = [
        [
            say(f"sign.{sign}"),
            *(number(table[sign, arm], 0, PER_HUNDRED) for arm in comparison.names),
        ]
        for sign in COLLAPSES
    ]
    return text_table(_title(comparison, "signs", say), header, rows)


def _levels(
    comparison: Comparison, say: Speaker, key: str, measures: Sequence[str], digits: int
) -> str:
    header = [*_columns(say, "arm"), *_measures(say, measures)]
    rows = [
        [
            say.arm(name),
            *(bracketed(level(comparison, name, each), digits) for each in measures),
        ]
        for name in comparison.names
    ]
    return text_table(_title(comparison, key, say), header, rows)


def _level_differences(comparison: Comparison, say: Speaker) -> str:
    reference = comparison.reference
    rows = [
        [
            say(f"measure.{name}"),
            bracketed(difference(comparison, reference, name), 3, sign=True),
        ]
        for name in LEVELS
    ]
    header = _columns(say, "measure", "difference_value")
    return text_table(_title(comparison, "level_differences", say), header, rows)
