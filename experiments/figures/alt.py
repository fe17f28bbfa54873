"""What the figures of a comparison show, in words and numbers: from the tables that are drawn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import FLOWS, IMBALANCES
from experiments.figures.icons import icons_data
from experiments.figures.style import runs_text
from experiments.figures.weeks import WEEKLY, survival_data
from experiments.words import arm_label, say
from experiments.words.text_table import number
from sim.measure.records import ENDS

PRIMARY = ("breakdown", "failure")
SERVED = ("completed", "solo")


def listed(parts: Iterable[str], lang: str) -> str:
    """Parts of a sentence one after the other."""
    return say("alt.list", lang).join(parts)


def interval(row: Mapping[str, Any], lang: str, scale: float = 1.0, sign: bool = False) -> str:
    """``value (low to high)`` with one decimal."""
    parts = {name: number(row[name], 1, scale, sign) for name in ("value", "low", "high")}
    return say("alt.interval", lang, **parts)


def _about(comparison: Comparison, name: str, lang: str) -> dict[str, str]:
    runs, treated = runs_text(comparison, name, lang), arm_label(comparison.treated, lang)
    return {"runs": runs, "treated": treated}


def _by_arm(names: Sequence[str], lang: str, say_of: Callable[[str], str]) -> str:
    return listed((say_of(name) for name in names), lang)


def icons(comparison: Comparison, lang: str) -> str:
    """How many marks of each kind each arm has."""
    table = icons_data(comparison).set_index(["arm", "what"])["icons"]

    def of(arm: str) -> str:
        each = (
            say("alt.value", lang, arm=say(f"icon.{what}", lang), value=count)
            for what, count in table[arm].items()
        )
        what = say("alt.and", lang).join(each)
        return say("alt.arm", lang, arm=arm_label(arm, lang), what=what)

    about = _about(comparison, "icons", lang)
    return say("alt.icons", lang, arms=_by_arm(comparison.names, lang, of), **about)


def ends(comparison: Comparison, lang: str) -> str:
    """The bars of ends."""
    table = comparison.ends.set_index(["arm", "end"])["per_100"]
    levels = comparison.levels.set_index(["arm", "measure"])["value"]

    def of(arm: str) -> str:
        rest = {end: table[arm, end] for end in ENDS if end not in SERVED}
        worst = max(rest, key=lambda end: rest[end])
        return say(
            "alt.ends.arm",
            lang,
            arm=arm_label(arm, lang),
            broken=number(levels[arm, "breakdown"], 0, PER_HUNDRED),
            worst=say(f"end.{worst}", lang),
            share=number(rest[worst], 0),
            **{end: number(table[arm, end], 0) for end in SERVED},
        )

    arms = _by_arm(comparison.names, lang, of)
    return say("alt.ends", lang, arms=arms, **_about(comparison, "ends", lang))


def rates(comparison: Comparison, lang: str) -> str:
    """The points of both rates."""
    table = comparison.levels
    arms = _both_rates(table, "arm", "rates", comparison.names, lang, sign=False)
    return say("alt.rates", lang, arms=arms, **_about(comparison, "rates", lang))


def differences(comparison: Comparison, lang: str) -> str:
    """The differences against each comparator."""
    table, names = comparison.differences, comparison.comparators
    arms = _both_rates(table, "comparator", "differences", names, lang, sign=True)
    return say("alt.differences", lang, arms=arms, **_about(comparison, "differences", lang))


def _both_rates(
    table: pd.DataFrame, who: str, figure: str, names: Sequence[str], lang: str, sign: bool
) -> str:
    rows = table.set_index([who, "measure"])

    def of(arm: str) -> str:
        both = {name: interval(rows.loc[(arm, name)], lang, PER_HUNDRED, sign) for name in PRIMARY}
        return say(f"alt.{figure}.arm", lang, arm=arm_label(arm, lang), **both)

    return _by_arm(names, lang, of)


def survival(comparison: Comparison, lang: str) -> str:
    """Where the curves of survival end."""
    week = comparison.weeks - 1
    table = survival_data(comparison).rename(columns={"percent": "value"})
    last = table[table["week"] == week].set_index("arm")

    def of(arm: str) -> str:
        return say("alt.arm", lang, arm=arm_label(arm, lang), what=interval(last.loc[arm], lang))

    arms = _by_arm(comparison.names, lang, of)
    return say("alt.survival", lang, arms=arms, week=week, **_about(comparison, "survival", lang))


def imbalances(comparison: Comparison, lang: str) -> str:
    """Where the curves of the imbalances end."""
    return _weeks(comparison, "imbalances", IMBALANCES, 1, lang)


def weekly(comparison: Comparison, lang: str) -> str:
    """Where the weekly curves end."""
    return _weeks(comparison, "weekly", WEEKLY, 2, lang)


def _weeks(
    comparison: Comparison, name: str, measures: Sequence[str], digits: int, lang: str
) -> str:
    week = comparison.weeks - 1
    table = comparison.bands[comparison.bands["week"] == week]
    medians = table.set_index(["measure", "arm"])["median"]

    def values(measure: str) -> str:
        each = (
            say("alt.value", lang, arm=arm_label(arm, lang), value=number(median, digits))
            for arm, median in medians[measure].loc[comparison.names].items()
        )
        arms = say("alt.and", lang).join(each)
        return say("alt.weeks.part", lang, measure=say(f"measure.{measure}", lang), arms=arms)

    words = say("alt.and", lang).join(say(f"measure.{each}", lang) for each in measures)
    parts = listed(map(values, measures), lang)
    about = _about(comparison, name, lang)
    return say("alt.weeks", lang, measures=words, week=week, parts=parts, **about)


def resources(comparison: Comparison, lang: str) -> str:
    """The totals of each flow."""
    table = comparison.levels.set_index(["measure", "arm"])

    def of(flow: str) -> str:
        each = (
            say(
                "alt.value",
                lang,
                arm=arm_label(arm, lang),
                value=interval(table.loc[(flow, arm)], lang),
            )
            for arm in comparison.names
        )
        arms = say("alt.and", lang).join(each)
        return say("alt.weeks.part", lang, measure=say(f"measure.{flow}", lang), arms=arms)

    parts = listed(map(of, FLOWS), lang)
    return say("alt.resources", lang, parts=parts, **_about(comparison, "resources", lang))
