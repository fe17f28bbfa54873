"""A comparison in words and aligned tables. What is found is said as it is, help, null or harm."""

from collections.abc import Sequence

import pandas as pd

from experiments.analysis.answer import difference, plain_answer
from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import COSTS, FLOWS, IMBALANCES, LEVELS, RATES, STATES_SHOWN
from experiments.words import arm_label, say
from experiments.words.text_table import bracketed, number, text_table
from sim.measure.breakdown import COMPOSITE
from sim.measure.records import ENDS


def level(comparison: Comparison, arm: str, measure: str) -> pd.Series:
    """The row of one arm's level."""
    table = comparison.levels
    return table[(table["arm"] == arm) & (table["measure"] == measure)].iloc[0]


def render_text(comparison: Comparison, lang: str) -> str:
    """The plain answer and every table, ready to print."""
    tables = [
        _rates(comparison, lang),
        _differences(comparison, lang),
        _ends(comparison, lang),
        _collapse(comparison, lang),
        _collapse_differences(comparison, lang),
        _signs(comparison, lang),
        _levels(comparison, lang, "imbalances", IMBALANCES, 1),
        _levels(comparison, lang, "states", STATES_SHOWN, 3),
        _levels(comparison, lang, "resources", (*FLOWS, *COSTS), 2),
        _level_differences(comparison, lang),
    ]
    return "\n\n".join([plain_answer(comparison, lang).text, *tables]) + "\n"


def _rate(row: pd.Series, sign: bool = False) -> str:
    return bracketed(row, 1, PER_HUNDRED, sign)


def _title(comparison: Comparison, key: str, lang: str) -> str:
    return say(
        f"table.{key}",
        lang,
        treated=arm_label(comparison.treated, lang),
        reference=arm_label(comparison.reference, lang),
        weeks=comparison.weeks,
        first=comparison.definition.first_week,
    )


def _columns(lang: str, *names: str) -> list[str]:
    return [say(f"column.{name}", lang) for name in names]


def _measures(lang: str, names: Sequence[str]) -> list[str]:
    return [say(f"measure.{name}", lang) for name in names]


def _rates(comparison: Comparison, lang: str) -> str:
    header = [*_columns(lang, "arm", "opportunities"), *_measures(lang, RATES)]
    header += _columns(lang, "broken_per_formed")
    rows = [
        [
            arm_label(arm.arm, lang),
            str(arm.opportunities),
            *(_rate(level(comparison, arm.arm, rate)) for rate in RATES),
            number(arm.broken_per_formed, 2),
        ]
        for arm in comparison.arms.itertuples()
    ]
    return text_table(_title(comparison, "rates", lang), header, rows)


def _differences(comparison: Comparison, lang: str) -> str:
    header = [
        *_columns(lang, "comparator"),
        *_measures(lang, RATES),
        *_columns(lang, "correlation"),
    ]
    rows = [
        [
            arm_label(name, lang),
            *(_rate(difference(comparison, name, rate), True) for rate in RATES),
            number(difference(comparison, name, "failure")["correlation"], 2),
        ]
        for name in comparison.comparators
    ]
    return text_table(_title(comparison, "differences", lang), header, rows)


def _ends(comparison: Comparison, lang: str) -> str:
    table = comparison.ends.set_index(["end", "arm"])["per_100"]
    header = [*_columns(lang, "end"), *(arm_label(name, lang) for name in comparison.names)]
    rows = [
        [say(f"end.{end}", lang), *(number(table[end, arm], 1) for arm in comparison.names)]
        for end in ENDS
    ]
    return text_table(_title(comparison, "ends", lang), header, rows)


def _collapse(comparison: Comparison, lang: str) -> str:
    table = comparison.collapse
    rows = [
        [
            arm_label(row["arm"], lang),
            f"{row['collapsed']}/{row['runs']}",
            _rate(row),
            str(row["recovered"]),
        ]
        for _, row in table[table["sign"] == COMPOSITE].iterrows()
    ]
    header = _columns(lang, "arm", "collapsed", "share", "recovered")
    return text_table(_title(comparison, "collapse", lang), header, rows)


def _collapse_differences(comparison: Comparison, lang: str) -> str:
    cells = ("saved", "harmed", "both", "neither")
    table = comparison.collapse_differences
    rows = [
        [
            arm_label(row["comparator"], lang),
            *(str(row[cell]) for cell in cells),
            number(row["p"], 3),
            _rate(row, True),
            _weeks(row),
        ]
        for _, row in table[table["sign"] == COMPOSITE].iterrows()
    ]
    header = _columns(lang, "comparator", *cells, "p", "difference", "weeks_gained")
    return text_table(_title(comparison, "collapse_differences", lang), header, rows)


def _weeks(row: pd.Series) -> str:
    names = {"weeks_gained": "value", "weeks_low": "low", "weeks_high": "high"}
    return bracketed(row[list(names)].rename(names), 1, sign=True)


def _signs(comparison: Comparison, lang: str) -> str:
    table = comparison.collapse.set_index(["sign", "arm"])["value"]
    header = [*_columns(lang, "sign"), *(arm_label(name, lang) for name in comparison.names)]
    rows = [
        [
            say(f"sign.{sign}", lang),
            *(number(table[sign, arm], 0, PER_HUNDRED) for arm in comparison.names),
        ]
        for sign in COLLAPSES
    ]
    return text_table(_title(comparison, "signs", lang), header, rows)


def _levels(
    comparison: Comparison, lang: str, key: str, measures: Sequence[str], digits: int
) -> str:
    header = [*_columns(lang, "arm"), *_measures(lang, measures)]
    rows = [
        [
            arm_label(name, lang),
            *(bracketed(level(comparison, name, each), digits) for each in measures),
        ]
        for name in comparison.names
    ]
    return text_table(_title(comparison, key, lang), header, rows)


def _level_differences(comparison: Comparison, lang: str) -> str:
    reference = comparison.reference
    rows = [
        [
            say(f"measure.{name}", lang),
            bracketed(difference(comparison, reference, name), 3, sign=True),
        ]
        for name in LEVELS
    ]
    header = _columns(lang, "measure", "difference_value")
    return text_table(_title(comparison, "level_differences", lang), header, rows)
