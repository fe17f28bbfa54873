"""What the figures of a comparison show, in words and numbers: from the tables that are drawn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import FLOWS, IMBALANCES
from experiments.figures.icons import icons_data
from experiments.figures.style import runs_text
from experiments.figures.weeks import EFFORT, WEEKLY, survival_data
from experiments.words.speech import Speaker
from sim.measure.records import ENDS

PRIMARY = ("breakdown", "failure")
SERVED = ("completed", "solo")


def listed(parts: Iterable[str], say: Speaker) -> str:
    """Parts of a sentence one after the other."""
    return say("alt.list").join(parts)


def interval(row: Mapping[str, Any], say: Speaker, scale: float = 1.0, sign: bool = False) -> str:
    """``value (low to high)`` with one decimal."""
    parts = {name: say.number(row[name], 1, scale, sign) for name in ("value", "low", "high")}
    return say("alt.interval", **parts)


def _about(comparison: Comparison, say: Speaker) -> dict[str, str]:
    runs, treated = runs_text(comparison, say), say.arm(comparison.treated)
    return {"runs": runs, "treated": treated}


def _by_arm(names: Sequence[str], say: Speaker, say_of: Callable[[str], str]) -> str:
    return listed((say_of(name) for name in names), say)


def icons(comparison: Comparison, say: Speaker) -> str:
    """How many marks of each kind each arm has."""
    table = icons_data(comparison).set_index(["arm", "what"])["icons"]

    def of(arm: str) -> str:
        each = (
            say("alt.value", arm=say(f"icon.{what}"), value=count)
            for what, count in table[arm].items()
        )
        what = say("alt.and").join(each)
        return say("alt.arm", arm=say.arm(arm), what=what)

    about = _about(comparison, say)
    return say("alt.icons", arms=_by_arm(comparison.names, say, of), **about)


def ends(comparison: Comparison, say: Speaker) -> str:
    """The bars of ends."""
    table = comparison.ends.set_index(["arm", "end"])["per_100"]
    levels = comparison.levels.set_index(["arm", "measure"])["value"]

    def of(arm: str) -> str:
        rest = {end: table[arm, end] for end in ENDS if end not in SERVED}
        worst = max(rest, key=lambda end: rest[end])
        return say(
            "alt.ends.arm",
            arm=say.arm(arm),
            broken=say.number(levels[arm, "breakdown"], 0, PER_HUNDRED),
            worst=say(f"end.{worst}"),
            share=say.number(rest[worst], 0),
            **{end: say.number(table[arm, end], 0) for end in SERVED},
        )

    arms = _by_arm(comparison.names, say, of)
    return say("alt.ends", arms=arms, **_about(comparison, say))


def rates(comparison: Comparison, say: Speaker) -> str:
    """The points of both rates."""
    rows = comparison.levels.set_index(["arm", "measure"])

    def of(arm: str) -> str:
        both = {name: interval(rows.loc[(arm, name)], say, PER_HUNDRED) for name in PRIMARY}
        return say("alt.rates.arm", arm=say.arm(arm), **both)

    arms = _by_arm(comparison.names, say, of)
    return say("alt.rates", arms=arms, **_about(comparison, say))


def survival(comparison: Comparison, say: Speaker) -> str:
    """Where the curves of survival end."""
    week = comparison.weeks - 1
    table = survival_data(comparison).rename(columns={"percent": "value"})
    last = table[table["week"] == week].set_index("arm")

    def of(arm: str) -> str:
        return say("alt.arm", arm=say.arm(arm), what=interval(last.loc[arm], say))

    arms = _by_arm(comparison.names, say, of)
    return say("alt.survival", arms=arms, week=week, **_about(comparison, say))


def imbalances(comparison: Comparison, say: Speaker) -> str:
    """Where the curves of the imbalances end."""
    return _weeks(comparison, IMBALANCES, 1, say)


def weekly(comparison: Comparison, say: Speaker) -> str:
    """Where the weekly curves end."""
    return _weeks(comparison, WEEKLY, 2, say)


def effort(comparison: Comparison, say: Speaker) -> str:
    """Where the curves of effort end."""
    return _weeks(comparison, EFFORT, 2, say)


def _weeks(comparison: Comparison, measures: Sequence[str], digits: int, say: Speaker) -> str:
    week = comparison.weeks - 1
    table = comparison.bands[comparison.bands["week"] == week]
    medians = table.set_index(["measure", "arm"])["median"]

    def values(measure: str) -> str:
        each = (
            say("alt.value", arm=say.arm(arm), value=say.number(median, digits))
            for arm, median in medians[measure].loc[comparison.names].items()
        )
        arms = say("alt.and").join(each)
        return say("alt.weeks.part", measure=say(f"measure.{measure}"), arms=arms)

    words = say("alt.and").join(say(f"measure.{each}") for each in measures)
    parts = listed(map(values, measures), say)
    about = _about(comparison, say)
    return say("alt.weeks", measures=words, week=week, parts=parts, **about)


def resources(comparison: Comparison, say: Speaker) -> str:
    """The totals of each flow."""
    table = comparison.levels.set_index(["measure", "arm"])

    def of(flow: str) -> str:
        each = (
            say(
                "alt.value",
                arm=say.arm(arm),
                value=interval(table.loc[(flow, arm)], say),
            )
            for arm in comparison.names
        )
        arms = say("alt.and").join(each)
        return say("alt.weeks.part", measure=say(f"measure.{flow}"), arms=arms)

    parts = listed(map(of, FLOWS), say)
    return say("alt.resources", parts=parts, **_about(comparison, say))
