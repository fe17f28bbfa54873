"""What the headline says: a sentence, shares and range, level by level, and the other arms."""

import pandas as pd

from experiments.analysis import crossed
from experiments.analysis.answer import PRIMARY
from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.terminal import Told
from experiments.studies.population_analysis import BOTH, LEVEL, Answer, clear_of, verdict
from experiments.studies.population_points import rule_name
from experiments.studies.population_variance import DUMMY, above_dummy
from experiments.words.speech import Speaker

SHARES = ("measure", "median", "range", "lowers", "raises")
MARGINS = ("margin", "lowers", "raises")
LEVELS = ("rule", "level", "points", "median", "lowers", "raises")
ARMS = ("against", "points", "breakdown", "failure")
SHARED = ("first", "total")
VARIANCE = ("measure", "group", *SHARED)
SHOWN = "failure"
"""The measure of which every level and margin is told; tables hold both."""


def document(
    answer: Answer, heading: str, order: list[str], variance: pd.DataFrame, say: Speaker
) -> list[Told]:
    """order: of the arms that the treated one is held against. variance: may be empty."""
    told: list[Told] = [Prose(heading), Prose(sentence(answer, say)), _shares(answer, say)]
    told += [_margins(answer, say), _levels(answer, say), _arms(answer, say)]
    told += [Prose(_clear(answer, order, say)), _variance(variance, say)]
    if answer.failed:
        told.append(Prose(say("population.failed", number=answer.failed)))
    return [*told, Prose(say("population.note", within=_within(answer, say)))]


def sentence(answer: Answer, say: Speaker) -> str:
    """The one sentence."""
    found = verdict(answer)
    both = answer.shares.set_index("measure").loc[BOTH]
    names = say("population.and").join(rule_name(rule, say) for rule in found.rules)
    shares = {name: per_100(both[name], say, 0) for name in ("lowers", "raises")}
    return say(f"population.verdict.{found.kind}", rules=names, **shares)


def _shares(answer: Answer, say: Speaker) -> Table:
    rows = []
    for row in answer.shares.to_dict("records"):
        single = row["measure"] in PRIMARY
        label = say(f"measure.{row['measure']}") if single else say("population.both")
        middle = [_with_error(row, "median", say), _range(row, say)] if single else ["", ""]
        rows.append([label, *middle, *(_share(row, side, say) for side in ("lowers", "raises"))])
    return Table(say("population.shares"), words(say, "population.header", SHARES), rows)


def _with_error(row: dict[str, float], name: str, say: Speaker) -> str:
    value, error = row[name], LEVEL * row[f"{name}_error"]
    ends = {"value": value, "low": value - error, "high": value + error}
    return say.bracketed(ends, 1, 100.0, True)


def _range(row: dict[str, float], say: Speaker) -> str:
    low, high = (per_100(row[end], say, sign=True) for end in ("low", "high"))
    return say("population.range", low=low, high=high)


def _share(row: dict[str, float], side: str, say: Speaker) -> str:
    error = say.number(row[f"{side}_error"], 0, 100.0)
    return say("population.share", share=per_100(row[side], say, 0), error=error)


def _margins(answer: Answer, say: Speaker) -> Table:
    own = answer.margins[answer.margins["measure"] == SHOWN]
    rows = [
        [say.number(row["margin"], 0), *(per_100(row[side], say, 0) for side in MARGINS[1:])]
        for row in own.to_dict("records")
    ]
    header = words(say, "population.header", MARGINS)
    return Table(say("population.margins", measure=say(f"measure.{SHOWN}")), header, rows)


def _levels(answer: Answer, say: Speaker) -> Table:
    own = answer.levels[answer.levels["measure"] == SHOWN]
    rows = [
        [rule_name(row["rule"], say), say(f"token.{row['level']}"), f"{row['n']:.0f}",
         _with_error(row, "median", say), *(per_100(row[side], say, 0) for side in LEVELS[4:])]
        for row in own.to_dict("records")
    ]  # fmt: skip
    header = words(say, "population.header", LEVELS)
    return Table(say("population.levels", measure=say(f"measure.{SHOWN}")), header, rows)


def _arms(answer: Answer, say: Speaker) -> Table:
    rows = []
    for arm, part in answer.arms.groupby("against", sort=False):
        by_measure = part.set_index("measure")
        told = (say.bracketed(by_measure.loc[name], 1, 100.0, True) for name in PRIMARY)
        rows.append([say.arm(str(arm)), f"{part['n'].max()}", *told])
    return Table(say("population.arms"), words(say, "population.header", ARMS), rows)


def _clear(answer: Answer, order: list[str], say: Speaker) -> str:
    shown = clear_of(answer.arms, order)
    if not shown:
        return say("population.clear_of_none", first=say.arm(order[0]))
    return say("population.clear_of", arms=say("population.and").join(map(say.arm, shown)))


def _variance(table: pd.DataFrame, say: Speaker) -> Told:
    """Shares of the variance of f by group, those above the dummy only, and luck beside."""
    if table.empty:
        return Prose(say("population.variance_later"))
    parts = table[table["kind"].isin(SHARED)].groupby(["measure", "name"], sort=False)
    told = {*above_dummy(table), *((measure, DUMMY) for measure in PRIMARY)}
    rows = [
        [say(f"measure.{measure}"), say(f"population.group.{name}"), *_shared(part, say)]
        for (measure, name), part in parts
        if (measure, name) in told
    ]
    heading = say("population.variance", **_spreads(table, say))
    return Table(heading, words(say, "population.header", VARIANCE), rows)


def _shared(part: pd.DataFrame, say: Speaker) -> list[str]:
    by_kind = part.set_index("kind")
    return [rate(by_kind.loc[kind], say, 0) for kind in SHARED]


def _spreads(table: pd.DataFrame, say: Speaker) -> dict[str, str]:
    """Standard deviations, of f and of one pair at a point, of failure, per 100."""
    own = table[table["measure"] == SHOWN].set_index("kind")["value"]
    kinds = {"spread": crossed.VARIANCE, "luck": crossed.LUCK}
    return {n: say.number(max(float(own[k]), 0.0) ** 0.5, 1, 100.0) for n, k in kinds.items()}


def _within(answer: Answer, say: Speaker) -> str:
    single: pd.Series = answer.shares.set_index("measure")["within"]
    return say("population.and").join(per_100(single[name], say, 0) for name in PRIMARY)
