"""docs/parameters.md and its twins: ``python -m experiments.config.parameter_table`` writes."""

import json
from itertools import groupby
from typing import Any

from experiments.base.describe import describe_field, field_paths, node_of
from experiments.base.settings import Settings
from experiments.config.place.refusal import may_be
from experiments.words.catalogue import LANGUAGES, SOURCE
from experiments.words.markdown import (
    document,
    languages,
    markdown_table,
    named,
    titled,
    write_document,
)
from experiments.words.speech import EN, Speaker, speak
from sim.base.vocabulary import CATEGORIES, GROUPS, RESOURCES, SECTORS
from sim.parameters import SOURCES, Parameters

NAME = "parameters"
ORDERS = {
    "category": ("service", CATEGORIES),
    "resource": ("resource", RESOURCES),
    "group": ("group", GROUPS),
    "sector": ("sector", SECTORS),
}
"""What lists have a value of -> the kind of its names, and their order."""
TOP = "top"


def documents() -> dict[str, str]:
    """The document in every language, by its file's name."""
    return {document(NAME, say): render(say) for say in map(speak, LANGUAGES)}


def render(say: Speaker = EN) -> str:
    """The whole document."""
    about = titled(say("document.parameters.about"), NAME, say)
    sections = [_section(group, list(paths), say) for group, paths in groupby(_paths(), _group_of)]
    return "\n".join([about, _sources(say), _orders(say), *sections])


def _paths() -> list[str]:
    return [path for path in field_paths() if path not in Settings.model_fields]


def _group_of(path: str) -> str:
    return path.rpartition(".")[0] or TOP


def _columns(say: Speaker, *names: str) -> list[str]:
    return [say(f"document.column.{name}") for name in names]


def _sources(say: Speaker) -> str:
    def meaning(tag: str) -> str:
        if say.lang == SOURCE:
            return SOURCES[tag]
        return say(f"report.source.{tag}").removeprefix(f"[{tag}] ")

    rows = [(f"`{tag}`", meaning(tag)) for tag in SOURCES]
    table = markdown_table(_columns(say, "tag", "meaning"), rows)
    return f"## {say('document.parameters.sources')}\n\n{table}\n"


def _orders(say: Speaker) -> str:
    rows = [
        (
            say(f"document.list.{what}"),
            say("list.separator").join(named(kind, name, say) for name in names),
        )
        for what, (kind, names) in ORDERS.items()
    ]
    table = markdown_table(_columns(say, "list", "order"), rows)
    return f"## {say('document.parameters.orders')}\n\n{table}\n"


def _section(group: str, paths: list[str], say: Speaker) -> str:
    """The parameters of a group. What a group is for is told where it is declared, in English."""
    own = Parameters if group == TOP else Parameters.model_fields[group].annotation
    name = say("document.parameters.top") if group == TOP else named("parameter_group", group, say)
    about = [f"{own.__doc__}\n"] if say.lang == SOURCE else []
    header = _columns(say, "parameter", "default", "allowed", "unit", "source")
    header += [each("language.name") for each in languages(say)]
    table = markdown_table(header, [_row(path, say) for path in paths])
    return "\n".join([f"## {name}\n", *about, f"{table}\n"])


def _row(path: str, say: Speaker) -> list[str]:
    field, node = describe_field(path), node_of(path)
    assert node is not None  # a path of the schema
    return [
        f"`{path}`",
        json.dumps(default_of(path), ensure_ascii=False),
        str(say.spoken(may_be(node))),
        field.unit if say.lang == SOURCE else say(f"parameter_unit.{field.unit}"),
        f"`{field.source}`",
        *(each.parameter(path, field.en) for each in languages(say)),
    ]


def default_of(path: str) -> Any:
    """The value of a parameter unless a file of ``configs/`` or a user says another."""
    value: Any = Parameters()
    for name in path.split("."):
        value = getattr(value, name)
    return value


if __name__ == "__main__":
    for file, text in documents().items():
        write_document(file, text)
