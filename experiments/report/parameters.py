"""Parameters of a study as tables: those that differ, and all of them, with unit and source."""

from collections import Counter
from itertools import groupby
from typing import Any

from experiments.base.describe import describe_field
from experiments.document.blocks import Block, Fold, Prose, Section, Table
from experiments.report.subject import SWEEP, Subject, plain
from experiments.words.speech import Speaker
from sim.parameters import SOURCES, Parameters

TOP = "top"
CHANGED = "*"
MOST_VALUES = 12
"""Values of a swept parameter that are listed; more are told by their range and number."""
WORDS = ("switch", "rule", "order")
"""Units of values that are words, which say what they are."""


def differing_section(subject: Subject, say: Speaker) -> Section:
    """The parameters in which the cells differ."""
    if not subject.differing:
        blocks: list[Block] = [Prose(say("report.differing.none"))]
    elif subject.kind == SWEEP:
        number = len(subject.differing)
        blocks = [Prose(say("report.differing.sweep", number=number)), _swept(subject, say)]
    else:
        blocks = [Prose(say("report.differing.lead")), _by_arm(subject, say)]
    if subject.differing:
        blocks.append(_sources(subject, say))
    return Section("differing", say("report.section.differing"), blocks)


def parameters_section(subject: Subject, say: Speaker) -> Section:
    """Every parameter, by group; of the last cell where cells differ in it, and it says so."""
    counts = Counter(describe_field(path).source for path in subject.values[0])
    told = [f"{say(f'report.source.{tag}')} {counts[tag]}" for tag in SOURCES if counts[tag]]
    listed = say("list.separator").join(told)
    tables = [
        _group(subject, group, list(paths), say)
        for group, paths in groupby(subject.values[0], group_of)
    ]
    fold = say("report.parameters.fold", number=len(subject.values[0]))
    lead = Prose(say("report.parameters.lead", counts=listed))
    return Section("parameters", say("report.section.parameters"), [lead, Fold(fold, tables)])


def assumed(subject: Subject) -> int:
    """How many parameters carry the tag of an assumption."""
    return sum(describe_field(path).source == "A" for path in subject.values[0])


def group_of(path: str) -> str:
    """The group of a parameter's path."""
    return path.rpartition(".")[0] or TOP


def label(path: str, say: Speaker) -> str:
    """A parameter as readers know it."""
    about = describe_field(path)
    return say.parameter(path, about.en)


def shown(value: Any, say: Speaker) -> str:
    """A value as readers write it; lists of lists are set apart by semicolons."""
    if isinstance(value, bool | str):
        return _word(str(value).lower(), say)
    if isinstance(value, list):
        inner = any(isinstance(item, list) for item in value)
        return ("; " if inner else ", ").join(shown(item, say) for item in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _word(token: str, say: Speaker) -> str:
    return say.known(f"token.{token}", token)


def _unit(path: str, say: Speaker) -> str:
    unit = describe_field(path).unit
    return say(f"parameter_unit.{unit}") if unit and unit not in WORDS else ""


def _source(path: str, say: Speaker) -> str:
    return say(f"report.source.{describe_field(path).source}")


def _columns(say: Speaker, *names: str) -> list[str]:
    return [say(f"report.column.{name}") for name in names]


def _by_arm(subject: Subject, say: Speaker) -> Table:
    arms = [say.arm(cell.arm) for cell in subject.cells]
    header = [*_columns(say, "parameter"), *arms, *_columns(say, "unit")]
    rows = [
        [
            label(path, say),
            *(shown(values[path], say) for values in subject.values),
            _unit(path, say),
        ]
        for path in subject.differing
    ]
    return Table(say("report.differing.caption"), header, rows, numeric=False)


def _swept(subject: Subject, say: Speaker) -> Table:
    header = _columns(say, "parameter", "values", "unit")
    rows = [
        [label(path, say), _values(subject, path, say), _unit(path, say)]
        for path in subject.differing
    ]
    return Table(say("report.swept.caption"), header, rows, numeric=False)


def _sources(subject: Subject, say: Speaker) -> Fold:
    """Where defaults come from, and what the parameters are called in commands."""
    header = _columns(say, "parameter", "source", "name")
    rows = [[label(path, say), _source(path, say), path] for path in subject.differing]
    caption = say("report.sources.caption")
    return Fold(caption, [Table(caption, header, rows, numeric=False)])


def _values(subject: Subject, path: str, say: Speaker) -> str:
    found = {shown(each[path], say): each[path] for each in subject.values}
    if len(found) <= MOST_VALUES:
        return " | ".join(found)
    numbers = [value for value in found.values() if isinstance(value, int | float)]
    if len(numbers) < len(found):
        return say("report.values.many", number=len(found))
    low, high = shown(min(numbers), say), shown(max(numbers), say)
    return say("report.values.range", number=len(found), low=low, high=high)


def _group(subject: Subject, group: str, paths: list[str], say: Speaker) -> Table:
    defaults, values = plain(Parameters()), subject.values[-1]
    rows = []
    for path in paths:
        value = shown(values[path], say)
        if path in subject.differing:
            value = say("report.parameters.several")
        elif values[path] != defaults[path]:
            value = f"{value} {CHANGED}"
        rows.append([label(path, say), value, _unit(path, say), _source(path, say), path])
    caption = say(f"parameter_group.{group}")
    header = _columns(say, "parameter", "value", "unit", "source", "name")
    return Table(caption, header, rows, numeric=False)
