"""Parameters of a study as tables: those that differ, and all of them, with unit and source."""

from collections import Counter
from itertools import groupby
from typing import Any

from experiments.base.describe import describe_field
from experiments.document.blocks import Block, Fold, Prose, Section, Table
from experiments.report.subject import SWEEP, Subject, plain
from experiments.words import MESSAGES, arm_label, say
from sim.parameters import SOURCES, Parameters

TOP = "top"
CHANGED = "*"
MOST_VALUES = 12
"""Values of a swept parameter that are listed; more are told by their range and number."""


def differing_section(subject: Subject, lang: str) -> Section:
    """The parameters in which the cells differ."""
    if not subject.differing:
        blocks: list[Block] = [Prose(say("report.differing.none", lang))]
    elif subject.kind == SWEEP:
        number = len(subject.differing)
        blocks = [
            Prose(say("report.differing.sweep", lang, number=number)),
            _swept(subject, lang),
        ]
    else:
        blocks = [Prose(say("report.differing.lead", lang)), _by_arm(subject, lang)]
    return Section("differing", say("report.section.differing", lang), blocks)


def parameters_section(subject: Subject, lang: str) -> Section:
    """Every parameter, by group; of the last cell where cells differ in it, and it says so."""
    counts = Counter(describe_field(path).source for path in subject.values[0])
    told = [f"{say(f'report.source.{tag}', lang)} {counts[tag]}" for tag in SOURCES if counts[tag]]
    listed = say("list.separator", lang).join(told)
    tables = [
        _group(subject, group, list(paths), lang)
        for group, paths in groupby(subject.values[0], group_of)
    ]
    fold = say("report.parameters.fold", lang, number=len(subject.values[0]))
    lead = Prose(say("report.parameters.lead", lang, counts=listed))
    return Section("parameters", say("report.section.parameters", lang), [lead, Fold(fold, tables)])


def assumed(subject: Subject) -> int:
    """How many parameters carry the tag of an assumption."""
    return sum(describe_field(path).source == "A" for path in subject.values[0])


def group_of(path: str) -> str:
    """The group of a parameter's path."""
    return path.rpartition(".")[0] or TOP


def label(path: str, lang: str) -> str:
    """A parameter as readers know it."""
    return str(getattr(describe_field(path), lang))


def shown(value: Any, lang: str) -> str:
    """A value as readers write it; lists of lists are set apart by semicolons."""
    if isinstance(value, bool | str):
        return _word(str(value).lower(), lang)
    if isinstance(value, list):
        inner = any(isinstance(item, list) for item in value)
        return ("; " if inner else ", ").join(shown(item, lang) for item in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _word(token: str, lang: str) -> str:
    key = f"token.{token}"
    return say(key, lang) if key in MESSAGES else token


def _origin(path: str, lang: str) -> tuple[str, str]:
    """Unit and source tag."""
    field = describe_field(path)
    unit = say(f"parameter_unit.{field.unit}", lang) if field.unit else ""
    return unit, say(f"report.source.{field.source}", lang)


def _columns(lang: str, *names: str) -> list[str]:
    return [say(f"report.column.{name}", lang) for name in names]


def _by_arm(subject: Subject, lang: str) -> Table:
    arms = [arm_label(cell.arm, lang) for cell in subject.cells]
    header = [
        *_columns(lang, "parameter"), *arms, *_columns(lang, "unit", "source", "name"),
    ]  # fmt: skip
    rows = [
        [
            label(path, lang),
            *(shown(values[path], lang) for values in subject.values),
            *_origin(path, lang),
            path,
        ]
        for path in subject.differing
    ]
    return Table(say("report.differing.caption", lang), header, rows, numeric=False)


def _swept(subject: Subject, lang: str) -> Table:
    header = _columns(lang, "parameter", "values", "unit", "source", "name")
    rows = [
        [label(path, lang), _values(subject, path, lang), *_origin(path, lang), path]
        for path in subject.differing
    ]
    return Table(say("report.swept.caption", lang), header, rows, numeric=False)


def _values(subject: Subject, path: str, lang: str) -> str:
    found = {shown(each[path], lang): each[path] for each in subject.values}
    if len(found) <= MOST_VALUES:
        return " | ".join(found)
    numbers = [value for value in found.values() if isinstance(value, int | float)]
    if len(numbers) < len(found):
        return say("report.values.many", lang, number=len(found))
    low, high = shown(min(numbers), lang), shown(max(numbers), lang)
    return say("report.values.range", lang, number=len(found), low=low, high=high)


def _group(subject: Subject, group: str, paths: list[str], lang: str) -> Table:
    defaults, values = plain(Parameters()), subject.values[-1]
    rows = []
    for path in paths:
        value = shown(values[path], lang)
        if path in subject.differing:
            value = say("report.parameters.several", lang)
        elif values[path] != defaults[path]:
            value = f"{value} {CHANGED}"
        rows.append([label(path, lang), value, *_origin(path, lang), path])
    caption = say(f"parameter_group.{group}", lang)
    header = _columns(lang, "parameter", "value", "unit", "source", "name")
    return Table(caption, header, rows, numeric=False)
