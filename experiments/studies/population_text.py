"""What the headline says: a sentence, shares and range, level by level, and the other arms."""

from collections.abc import Iterator

import pandas as pd

from experiments.analysis import crossed
from experiments.analysis.answer import PRIMARY
from experiments.document.blocks import Prose, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.terminal import Told
from experiments.studies.population_analysis import Answer
from experiments.studies.population_ground import TREATED, Ground
from experiments.studies.population_points import rule_name
from experiments.studies.population_variance import DUMMY, above_dummy
from experiments.studies.population_verdict import BOTH, LEVEL, Clear, clear_of, verdict
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT

SHARES = ("measure", "median", "range", "lowers", "raises")
MARGINS = ("margin", "lowers", "raises")
LEVELS = ("rule", "level", "points", "median", "lowers", "raises")
CONDITIONS = ("condition", *LEVELS[2:])
WEIGHTS = ("rule", "level", "equal", "weight", "kind")
EXTREMES = ("cell", "least", "most")
ARMS = ("against", "points", "breakdown", "failure")
SHARED = ("first", "total", "shapley")
VARIANCE = ("measure", "group", *SHARED)
FIRST = DEFAULT.first_week
SHOWN = "failure"
"""The measure of which every level and margin is told; tables hold both."""


def document(
    answer: Answer, heading: str, ground: Ground, checked: pd.DataFrame, say: Speaker
) -> list[Told]:
    """checked: may be empty."""
    declared, rules = ground.declared, ground.points.rules
    order = [arm for arm in declared.arms if arm != TREATED]
    clear = clear_of(answer.arms, order)
    told: list[Told] = [Prose(heading), Prose(sentence(answer, say))]
    if clear.better:
        told.append(Prose(_better(answer, clear.better, say)))
    told.append(_shares(answer, say))
    told += [
        _conditions(answer, declared.late.start, say),
        _margins(answer, say),
        _levels(answer, say),
    ]
    told += [
        _weights(answer, say),
        _extremes(answer, rules, checked, declared.checked.replicates, say),
    ]
    told.append(_arms(answer, say))
    told += map(Prose, _clear(clear, order[0], say))
    if len(checked):
        told.append(Prose(_checked(checked, declared.checked.replicates, say)))
    if answer.failed:
        told.append(Prose(say("population.failed", number=answer.failed)))
    return told


def sentence(answer: Answer, say: Speaker) -> str:
    """The one sentence."""
    found = verdict(answer.shares, answer.levels)
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


def _conditions(answer: Answer, start: int, say: Speaker) -> Table:
    """The population, and parts of it."""
    whole, weeks = answer.shares.assign(condition="all"), {"start": start, "first": FIRST}
    rows = [
        [say(f"population.condition.{row['condition']}", **weeks), f"{row['n']:.0f}",
         _with_error(row, "median", say), *(_share(row, side, say) for side in LEVELS[4:])]
        for row in pd.concat([whole, answer.conditions]).to_dict("records")
        if row["measure"] == SHOWN
    ]  # fmt: skip
    header = words(say, "population.header", CONDITIONS)
    return Table(say("population.conditions", measure=say(f"measure.{SHOWN}")), header, rows)


def _weights(answer: Answer, say: Speaker) -> Told:
    """Levels of which another weight gives another sentence over all of them together."""
    usual = say(f"population.kind.{answer.usual}")
    found = answer.weights[answer.weights["weight"].notna()]
    if found.empty:
        return Prose(say("population.no_weight", kind=usual))
    rows = [
        [rule_name(row["rule"], say), say(f"token.{row['level']}"),
         *(say.number(row[each], 0, 100.0) for each in ("equal", "weight")),
         say(f"population.kind.{row['kind']}")]
        for row in found.to_dict("records")
    ]  # fmt: skip
    header = words(say, "population.header", WEIGHTS)
    return Table(say("population.weights", kind=usual), header, rows)


def _extremes(
    answer: Answer, rules: pd.DataFrame, checked: pd.DataFrame, replicates: int, say: Speaker
) -> Table:
    """The points with the least and the largest expected difference, and their rules."""
    mean = answer.points[f"{SHOWN}_mean"]
    ends = answer.points.loc[[mean.idxmin(), mean.idxmax()]]
    rows = [[say("population.expected"), *(_expected(row, say) for row in ends.to_dict("records"))]]
    if len(checked):
        own = checked[checked["measure"] == SHOWN].set_index("point")
        seen = [say.bracketed(_bracket(own, number), 1, 100.0, True) for number in ends["point"]]
        rows.append([say("population.seen", replicates=replicates), *seen])
    for rule in rules:
        levels = rules.loc[ends["point"], rule]
        rows.append([rule_name(rule, say), *(say(f"token.{level}") for level in levels)])
    header = words(say, "population.header", EXTREMES)
    return Table(say("population.extremes", measure=say(f"measure.{SHOWN}")), header, rows)


def _expected(row: dict[str, float], say: Speaker) -> str:
    both = {"x": row[f"{SHOWN}_mean"], "x_error": row[f"{SHOWN}_spread"]}
    return _with_error(both, "x", say)


def _bracket(own: pd.DataFrame, number: int) -> dict[str, float]:
    row = own.loc[number]
    return {"value": row["seen"], "low": row["low"], "high": row["high"]}


def _checked(table: pd.DataFrame, replicates: int, say: Speaker) -> str:
    """How what was expected stands to what much luck of its own shows."""
    own = table[table["measure"] == SHOWN]
    apart = own["seen"] - own["expected"]
    error, spread = apart.mean(), apart.std(ddof=1) / len(own) ** 0.5
    return say(
        "population.checked", replicates=replicates, points=len(own),
        within=int((own["apart"].abs() <= WITHIN).sum()),
        difference=say.bracketed(
            {"value": error, "low": error - LEVEL * spread, "high": error + LEVEL * spread},
            1, 100.0, True,
        ),
    )  # fmt: skip


WITHIN = 2.0
"""Standard errors."""


def _arms(answer: Answer, say: Speaker) -> Table:
    rows = []
    for arm, part in answer.arms.groupby("against", sort=False):
        by_measure = part.set_index("measure")
        told = (say.bracketed(by_measure.loc[name], 1, 100.0, True) for name in PRIMARY)
        rows.append([say.arm(str(arm)), f"{part['n'].max()}", *told])
    return Table(say("population.arms"), words(say, "population.header", ARMS), rows)


def _better(answer: Answer, better: list[str], say: Speaker) -> str:
    """Arms that do better than the treated one, with how much fewer fail."""
    own = answer.arms[answer.arms["measure"] == SHOWN].set_index("against")
    named = [
        say("population.better_by", arm=say.arm(arm), fewer=per_100(own.loc[arm, "value"], say))
        for arm in better
    ]
    return say("population.better", arms=say("population.and").join(named))


def _clear(clear: Clear, first: str, say: Speaker) -> Iterator[str]:
    if not clear.shown:
        yield say("population.clear_of_none", first=say.arm(first))
        return
    yield say("population.clear_of", arms=say("population.and").join(map(say.arm, clear.shown)))
    if clear.other_way is not None:
        yield say("population.other_way", arm=say.arm(clear.other_way))


def variance(table: pd.DataFrame, say: Speaker) -> Told:
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
    return [rate(by_kind.loc[kind], say, 0) if kind in by_kind.index else "" for kind in SHARED]


def _spreads(table: pd.DataFrame, say: Speaker) -> dict[str, str]:
    """Standard deviations, of f and of one pair at a point, of failure, per 100."""
    own = table[table["measure"] == SHOWN].set_index("kind")["value"]
    kinds = {"spread": crossed.VARIANCE, "luck": crossed.LUCK}
    return {n: say.number(max(float(own[k]), 0.0) ** 0.5, 1, 100.0) for n, k in kinds.items()}


def note(answer: Answer, say: Speaker) -> Prose:
    """What all of it is conditional on, and how good its emulator is."""
    single: pd.Series = answer.shares.set_index("measure")["within"]
    within = say("population.and").join(per_100(single[name], say, 0) for name in PRIMARY)
    return Prose(say("population.note", within=within))
