"""What is said given the case: the answer or its refusal, and all that it stands on."""

from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.base.describe import describe_field
from experiments.document.blocks import Bullets, Prose, Table
from experiments.document.cells import per_100, rate, words
from experiments.document.terminal import Told
from experiments.studies.case_analysis import ESTIMANDS, THIS, Answer, mirrored
from experiments.studies.case_facts import Fact
from experiments.studies.population_points import rule_name
from experiments.studies.ranges import label
from experiments.words.speech import MISSING, Speaker

FACTS = ("fact", "declared", "met", "met_widest", "source")
LADDER = ("tolerance", "estimand", "effective", "breakdown", "failure")
LEFT_OUT = ("fact", "effective", "breakdown", "failure")
LEVELS = ("rule", "level", "prior", "posterior")
RANGES = ("parameter", "prior", "posterior", "narrowed")
PREDICTIONS = ("prediction", "prior", "posterior")
PAIRS = ("fact", "and", "met", "independent")
NOTES = ("calibrates", "held", "selection", "measures")
DIGITS = 2
"""Decimals of what is measured."""
SIGNIFICANT = 3
Facts = Mapping[str, Fact]


def document(
    answer: Answer, facts: Facts, near: pd.DataFrame, heading: str, say: Speaker
) -> list[Told]:
    """near: as ``Answer.nearest``, with the measure of each fact."""
    shown = answer.shown
    told: list[Told] = [Prose(heading), Prose(sentence(answer, say), "lead")]
    told.append(Prose(say(f"case.mirror.{mirrored(answer.ladder, answer.mirror)}")))
    told += [Bullets([say(f"case.note.{name}") for name in NOTES])]
    told += [_facts(answer, facts, say), _ladder(answer, say)]
    if answer.refused:
        told += [_pairs(answer, facts, say), _nearest(near, facts, say)]
    told += [_left_out(answer, facts, shown, say), _mirror(answer, say)]
    told += [_predictions(answer, shown, say), _levels(answer, shown, say)]
    return [*told, _parameters(answer, shown, say), Prose(say("note.conditional"))]


def failures(number: int, say: Speaker) -> list[Told]:
    """Of runs that failed, if any."""
    return [Prose(say("case.failed_runs", number=number))] if number else []


def sentence(answer: Answer, say: Speaker) -> str:
    """The answer at the tightest tolerance at which there is one, or that there is none."""
    at = answer.ladder[answer.ladder["tolerance"] == answer.shown].set_index("estimand")
    size = say.number(float(at["effective"].iloc[0]), 0)
    tolerance = say("case.times", factor=f"{answer.shown:g}")
    if not at["published"].all():
        return say("case.refused", tolerance=tolerance, size=size)
    failure = at[at["measure"] == "failure"]
    values = {name: rate(failure.loc[name], say, sign=True) for name in ESTIMANDS}
    return say("case.answer", tolerance=tolerance, size=size, **values)


def _times(tolerance: float, say: Speaker) -> str:
    return say("case.times", factor=f"{tolerance:g}")


def _facts(answer: Answer, facts: Facts, say: Speaker) -> Table:
    """Each fact, where it is declared to lie, and how many particles meet it."""
    alone = answer.conflicts[answer.conflicts["one"] == answer.conflicts["other"]]
    shares = alone.set_index(["tolerance", "one"])["share"]
    tightest, widest = alone["tolerance"].min(), alone["tolerance"].max()
    rows = [
        [fact.name.said(say), _declared(fact, say), per_100(shares[tightest, name], say),
         per_100(shares[widest, name], say), fact.source.said(say)]
        for name, fact in facts.items()
    ]  # fmt: skip
    header = [
        *words(say, "case.header", FACTS[:2]), *(_met(t, say) for t in (tightest, widest)),
        say("case.header.source"),
    ]  # fmt: skip
    return Table(say("case.facts"), header, rows)


def _met(tolerance: float, say: Speaker) -> str:
    return say("case.header.met", tolerance=_times(tolerance, say))


def _declared(fact: Fact, say: Speaker) -> str:
    """Where a fact lies within one tolerance, with its unit."""
    low, high = (_plain(end, say) for end in fact.ends(1.0))
    unit = fact.unit.said(say)
    if MISSING in (low, high):
        kind = "least" if high == MISSING else "most"
        return say(f"case.end.{kind}", low=low, high=high, unit=unit)
    return say("case.ends", low=low, high=high, unit=unit)


def _ladder(answer: Answer, say: Speaker) -> Table:
    """The prior, then each tolerance with its estimands."""
    rows = [["", say("case.estimand.prior"), "", *_both(answer.prior, say)]]
    for tolerance, rung in answer.ladder.groupby("tolerance", sort=True):
        rows += _rungs(float(str(tolerance)), rung, say)
    return Table(say("case.ladder"), words(say, "case.header", LADDER), rows)


def _rungs(tolerance: float, rung: pd.DataFrame, say: Speaker) -> list[list[str]]:
    return [
        [
            _times(tolerance, say),
            say(f"case.estimand.{estimand}"),
            _size(own, say),
            *_both(own, say),
        ]
        for estimand, own in rung.groupby("estimand", sort=False)
    ]


def _size(rows: pd.DataFrame, say: Speaker) -> str:
    return say.number(float(rows["effective"].iloc[0]), 0)


def _both(rows: pd.DataFrame, say: Speaker) -> list[str]:
    """Effects on both measures with 95% intervals; what is refused says so."""
    by_measure = rows.set_index("measure")
    return [
        rate(by_measure.loc[name], say, sign=True)
        if by_measure.loc[name, "published"]
        else say("case.refused_here")
        for name in PRIMARY
    ]


def _left_out(answer: Answer, facts: Facts, tolerance: float, say: Speaker) -> Table:
    table = answer.left_out
    own = table[(table["tolerance"] == tolerance) & (table["estimand"] == THIS)]
    rows = [
        [facts[str(name)].name.said(say), _size(part, say), *_both(part, say)]
        for name, part in own.groupby("fact", sort=False)
    ]
    caption = say("case.left_out", tolerance=_times(tolerance, say))
    return Table(caption, words(say, "case.header", LEFT_OUT), rows)


def _mirror(answer: Answer, say: Speaker) -> Table:
    rows = [
        row
        for tolerance, rung in answer.mirror.groupby("tolerance", sort=True)
        for row in _rungs(float(str(tolerance)), rung, say)
    ]
    return Table(say("case.mirror"), words(say, "case.header", LADDER), rows)


def _pairs(answer: Answer, facts: Facts, say: Speaker) -> Table:
    """Pairs of facts at the widest tolerance, those that meet least often together first."""
    widest = answer.conflicts["tolerance"].max()
    table = answer.conflicts[answer.conflicts["tolerance"] == widest]
    table = table[table["one"] != table["other"]].sort_values("share", kind="stable")
    rows = [
        [facts[row["one"]].name.said(say), facts[row["other"]].name.said(say),
         per_100(row["share"], say), per_100(row["independent"], say)]
        for row in table.to_dict("records")
    ]  # fmt: skip
    first, other, _, alone = PAIRS
    header = [*words(say, "case.header", (first, other)), _met(widest, say)]
    header.append(say(f"case.header.{alone}"))
    return Table(say("case.pairs"), header, rows)


def _nearest(near: pd.DataFrame, facts: Facts, say: Speaker) -> Table:
    rows = [
        [str(number), str(int(row["unmet"])),
         *(_plain(float(row[name]), say) for name in facts)]
        for number, row in zip(near.index, near.to_dict("records"), strict=True)
    ]  # fmt: skip
    names = [fact.name.said(say) for fact in facts.values()]
    header = [*words(say, "case.header", ("particle", "unmet")), *names]
    return Table(say("case.nearest", number=len(near)), header, rows)


def _at(table: pd.DataFrame, tolerance: float) -> list[dict[str, float]]:
    rows: list[dict[str, float]] = table[table["tolerance"] == tolerance].to_dict("records")
    return rows


def _levels(answer: Answer, tolerance: float, say: Speaker) -> Table:
    rows = [
        [rule_name(str(row["rule"]), say), say(f"token.{row['level']}"),
         *(per_100(row[name], say) for name in ("prior", "share"))]
        for row in _at(answer.levels, tolerance)
    ]  # fmt: skip
    caption = say("case.levels", tolerance=_times(tolerance, say))
    return Table(caption, words(say, "case.header", LEVELS), rows)


def _parameters(answer: Answer, tolerance: float, say: Speaker) -> Table:
    rows = [
        [_named(str(row["name"]), say), *_ranges(row, say), per_100(row["narrowed"], say, 0)]
        for row in _at(answer.parameters, tolerance)
    ]
    caption = say("case.parameters", tolerance=_times(tolerance, say))
    return Table(caption, words(say, "case.header", RANGES), rows)


def _named(path: str, say: Speaker) -> str:
    field = describe_field(".".join(path.split(".")[:2]))
    return label(path, say) if path != field.path else say.parameter(path, field.en)


def _predictions(answer: Answer, tolerance: float, say: Speaker) -> Table:
    rows = [
        [say(f"case.prediction.{row['name']}"), *_ranges(row, say)]
        for row in _at(answer.predictions, tolerance)
    ]
    caption = say("case.predictions", tolerance=_times(tolerance, say))
    return Table(caption, words(say, "case.header", PREDICTIONS), rows)


def _ranges(row: Mapping[str, float], say: Speaker) -> list[str]:
    """Median and 90% range, prior and posterior."""
    return [_range([row[f"{stem}{end}"] for end in ("median", "lowest", "highest")], say)
            for stem in ("prior_", "")]  # fmt: skip


def _range(values: Sequence[float], say: Speaker) -> str:
    middle, low, high = (_significant(value, say) for value in values)
    return say("case.range", middle=middle, low=low, high=high)


def _plain(value: float, say: Speaker) -> str:
    """What is measured, a whole number as such."""
    return say.number(value, 0 if value.is_integer() else DIGITS)


def _significant(value: float, say: Speaker) -> str:
    """To so many significant digits."""
    if pd.isna(value):
        return MISSING
    shown = f"{value:#.{SIGNIFICANT}g}"
    return say.number(float(shown), len(shown.partition(".")[2]))
