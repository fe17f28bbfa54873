"""docs/parameters.md; ``python -m experiments.config.parameter_table`` writes it."""

import json
from itertools import groupby
from typing import Any

from experiments.base.describe import describe_field, field_paths
from experiments.base.settings import Settings
from experiments.words.markdown import markdown_table, write_document
from experiments.words.speech import speak
from sim.base.vocabulary import CATEGORIES, GROUPS, RESOURCES, SECTORS
from sim.parameters import SOURCES, Parameters

DOCUMENT = "parameters.md"
HEADER = ("parameter", "default", "allowed", "unit", "source", "English", "中文")
ORDERS = {"category": CATEGORIES, "resource": RESOURCES, "group": GROUPS, "sector": SECTORS}
TOP = "top level"
INTRODUCTION = """# Parameters

Generated from the schema in `sim/parameters/` by `python -m experiments.config.parameter_table`; a
test fails when it is out of date. Defaults are the schema's; a community or an arrangement in
`configs/` may replace some of them. Any value can be set: `coprod run NAME=VALUE`.

Weights that are used as shares of their sum (`community.group_shares`, each row of
`community.needs_mix` and `organisations.goals`, `organisations.visible_output`,
`coordinator.agenda`) can't all be 0, nor can the whole of `forming.needs`; `coordinator.priorities`
has each act once. A study needs a `horizon` of 66 weeks or more: opportunities from week 26 on are
followed for 40 weeks.
"""


def render() -> str:
    """The whole document."""
    sections = [_section(group, list(paths)) for group, paths in groupby(_paths(), _group_of)]
    return "\n".join([INTRODUCTION, _sources(), _orders(), *sections])


def _paths() -> list[str]:
    return [path for path in field_paths() if path not in Settings.model_fields]


def _group_of(path: str) -> str:
    return path.rpartition(".")[0] or TOP


def _sources() -> str:
    rows = [(f"`{tag}`", meaning) for tag, meaning in SOURCES.items()]
    return f"## Sources\n\n{markdown_table(('tag', 'meaning'), rows)}\n"


def _orders() -> str:
    rows = [(what, ", ".join(names)) for what, names in ORDERS.items()]
    return f"## Order within lists\n\n{markdown_table(('one value a', 'in this order'), rows)}\n"


def _section(group: str, paths: list[str]) -> str:
    about = Parameters if group == TOP else Parameters.model_fields[group].annotation
    rows = [_row(path) for path in paths]
    return f"## {group}\n\n{about.__doc__}\n\n{markdown_table(HEADER, rows)}\n"


def _row(path: str) -> tuple[str, ...]:
    field = describe_field(path)
    default = json.dumps(default_of(path), ensure_ascii=False)
    unit, source = field.unit, f"`{field.source}`"
    return (
        f"`{path}`",
        default,
        field.allowed,
        unit,
        source,
        field.en,
        speak("zh").parameter(path, field.en),
    )


def default_of(path: str) -> Any:
    """The value of a parameter unless a file of ``configs/`` or a user says another."""
    value: Any = Parameters()
    for name in path.split("."):
        value = getattr(value, name)
    return value


if __name__ == "__main__":
    write_document(DOCUMENT, render())
