"""A comparison as tables: what is found is shown as it is, help, null or harm."""

from collections.abc import Sequence

import pandas as pd

from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.compare import Comparison, difference
from experiments.analysis.outcomes import COSTS, FLOWS, IMBALANCES, LEVELS, RATES, STATES_SHOWN
from experiments.document.blocks import Table
from experiments.document.cells import per_100, rate, words
from experiments.document.rates import Rates, ends_table, rates_table
from experiments.words.speech import Speaker
from sim.measure.breakdown import COMPOSITE
from sim.measure.records import ENDS


def level(comparison: Comparison, arm: str, measure: str) -> pd.Series:
    """The row of one arm's level."""
    table = comparison.levels
    return table[(table["arm"] == arm) & (table["measure"] == measure)].iloc[0]


def comparison_tables(comparison: Comparison, say: Speaker) -> list[Table]:
    """Every table of a comparison."""
    return [
        rates(comparison, say),
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


def rates(comparison: Comparison, say: Speaker) -> Table:
    """What became of 100 opportunities in each arm."""
    rows = [
        Rates(
            arm.arm,
            arm.opportunities,
            {name: level(comparison, arm.arm, name) for name in RATES},
            arm.broken_per_formed,
        )
        for arm in comparison.arms.itertuples()
    ]
    return rates_table(_title(comparison, "rates", say), rows, say)


def _title(comparison: Comparison, key: str, say: Speaker) -> str:
    return say(
        f"table.{key}", treated=say.arm(comparison.treated),
        reference=say.arm(comparison.reference), weeks=comparison.weeks,
        first=comparison.definition.first_week, late=comparison.definition.collapse_from,
    )  # fmt: skip


def _differences(comparison: Comparison, say: Speaker) -> Table:
    header = [say("column.comparator"), *words(say, "measure", RATES), say("column.correlation")]
    rows = [
        [
            say.arm(name),
            *(rate(difference(comparison, name, measure), say, sign=True) for measure in RATES),
            say.number(difference(comparison, name, "failure")["correlation"], 2),
        ]
        for name in comparison.comparators
    ]
    return Table(_title(comparison, "differences", say), header, rows)


def _ends(comparison: Comparison, say: Speaker) -> Table:
    table = comparison.ends.set_index(["end", "arm"])["per_100"]
    columns = {
        say.arm(arm): {end: say.number(table[end, arm], 1) for end in ENDS}
        for arm in comparison.names
    }
    return ends_table(_title(comparison, "ends", say), columns, say)


def _collapse(comparison: Comparison, say: Speaker) -> Table:
    table = comparison.collapse
    rows = [
        [
            say.arm(row["arm"]),
            rate(row, say),
            f"{row['ever']}/{row['runs']}",
            rate(_named(row, "ever"), say),
            str(row["recovered"]),
        ]
        for _, row in table[table["sign"] == COMPOSITE].iterrows()
    ]
    header = words(say, "column", ("arm", "weeks_collapsed", "ever", "ever_share", "recovered"))
    return Table(_title(comparison, "collapse", say), header, rows)


def _collapse_differences(comparison: Comparison, say: Speaker) -> Table:
    cells = ("saved", "harmed", "both", "neither")
    table = comparison.collapse_differences
    rows = [
        [
            say.arm(row["comparator"]),
            rate(row, say, sign=True),
            *(str(row[cell]) for cell in cells),
            say.number(row["p"], 3),
            rate(_named(row, "ever"), say, sign=True),
            _weeks(row, say),
        ]
        for _, row in table[table["sign"] == COMPOSITE].iterrows()
    ]
    ever = (*cells, "p", "ever_difference", "weeks_gained")
    header = words(say, "column", ("comparator", "weeks_collapsed_difference", *ever))
    return Table(_title(comparison, "collapse_differences", say), header, rows)


def _weeks(row: pd.Series, say: Speaker) -> str:
    return say.bracketed(_named(row, "weeks", "gained"), 1, sign=True)


def _named(row: pd.Series, stem: str, value: str = "value") -> dict[str, float]:
    """An estimate among the columns of a row: ``<stem>_value``, ``<stem>_low``, ``<stem>_high``."""
    names = {"value": value, "low": "low", "high": "high"}
    return {name: row[f"{stem}_{ending}"] for name, ending in names.items()}


def _signs(comparison: Comparison, say: Speaker) -> Table:
    table = comparison.collapse.set_index(["sign", "arm"])["value"]
    header = [say("column.sign"), *map(say.arm, comparison.names)]
    rows = [
        [say(f"sign.{sign}"), *(per_100(table[sign, arm], say, 0) for arm in comparison.names)]
        for sign in COLLAPSES
    ]
    return Table(_title(comparison, "signs", say), header, rows)


def _levels(
    comparison: Comparison, say: Speaker, key: str, measures: Sequence[str], digits: int
) -> Table:
    header = [say("column.arm"), *words(say, "measure", measures)]
    rows = [
        [
            say.arm(name),
            *(say.bracketed(level(comparison, name, each), digits) for each in measures),
        ]
        for name in comparison.names
    ]
    return Table(_title(comparison, key, say), header, rows)


def _level_differences(comparison: Comparison, say: Speaker) -> Table:
    rows = [
        [
            say(f"measure.{name}"),
            say.bracketed(difference(comparison, comparison.reference, name), 3, sign=True),
        ]
        for name in LEVELS
    ]
    header = words(say, "column", ("measure", "difference_value"))
    return Table(_title(comparison, "level_differences", say), header, rows)
