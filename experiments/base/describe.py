"""What each parameter and setting allows, in words, read from the schema."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from experiments.base.errors import InputError
from experiments.base.settings import CONFIG_GROUPS, Settings
from sim.parameters import Parameters

_SHOWN_NAMES = 3
_SHOWN_VALUE = 60
MOST_LETTERS = 120
"""Characters of names listed in a line."""
_Node = dict[str, Any]


@dataclass(frozen=True)
class Description:
    """One parameter or setting: what it allows, its unit, source tag and label."""

    path: str
    allowed: str
    unit: str
    source: str
    en: str


def describe_field(path: str) -> Description:
    """The description of ``path``, such as ``coordinator.reach``; InputError when unknown."""
    node = _nodes().get(path)
    if node is None:
        raise InputError(_told(unknown(path)))
    return Description(path, _allowed(node), node["unit"], node["source"], node["description"])


def kind(path: str) -> str:
    """What a known field holds, as JSON schema has it: integer, number, boolean, string, array."""
    return str(_nodes()[path].get("type", "string"))


def field_paths() -> tuple[str, ...]:
    """Every parameter and setting that can be given, in order of declaration."""
    return tuple(_nodes())


def show(value: Any) -> str:
    """A value as the user may have written it, on one line and not too long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN_VALUE else f"{text[:_SHOWN_VALUE]}..."


def listed(names: Iterable[str]) -> str:
    """Names in a line, as many as fit, and how many more there are."""
    known = list(names)
    shown, letters = 0, 0
    while shown < len(known) and (shown == 0 or letters + len(known[shown]) <= MOST_LETTERS):
        letters += len(known[shown]) + len(", ")
        shown += 1
    more = [f"and {len(known) - shown} more"] if shown < len(known) else []
    return ", ".join([*known[:shown], *more])


def offered(name: str, names: Iterable[str]) -> str:
    """The names there are, as many as fit, and those that ``name`` is near to."""
    known = list(names)
    close = difflib.get_close_matches(name, known)
    return listed(known) + (f"; did you mean {' or '.join(close)}?" if close else "")


@cache
def _nodes() -> dict[str, _Node]:
    """Field path -> its node in the JSON schema."""
    nodes: dict[str, _Node] = {}
    for model in (Settings, Parameters):
        schema = model.model_json_schema()
        _collect(schema, schema.get("$defs", {}), "", nodes)
    return nodes


def _collect(group: _Node, groups: _Node, prefix: str, nodes: dict[str, _Node]) -> None:
    for name, node in group["properties"].items():
        if "$ref" in node:
            inner = groups[node["$ref"].removeprefix("#/$defs/")]
            _collect(inner, groups, f"{prefix}{name}.", nodes)
        else:
            nodes[prefix + name] = node


class Unknown(NamedTuple):
    """A name that is none of the parameters' and settings'.

    group: whether it is that of a group. meant: what may have been meant. others: what is there,
    as many as fit; of: the group that has them, "" at the top.
    """

    path: str
    group: bool
    meant: tuple[str, ...]
    of: str
    others: str


def unknown(path: str) -> Unknown:
    """Why ``path`` is none of the parameters and settings, and what was meant or is allowed."""
    if path and _names(path):
        return Unknown(path, True, (), path, listed(_names(path)))
    path = path if len(path) <= _SHOWN_VALUE else f"{path[:_SHOWN_VALUE]}..."
    group, _, name = path.rpartition(".")
    group = group if _names(group) else ""
    close = difflib.get_close_matches(name, _names(group))
    meant = [known for known in field_paths() if known.endswith(f".{name}")][:_SHOWN_NAMES]
    meant += [f"{group}.{other}" if group else other for other in close]
    return Unknown(path, False, tuple(meant), group, listed(_names(group)))


def _told(found: Unknown) -> str:
    if found.group:
        return f"{found.path}: a group; give one of its values: {found.others}"
    if found.meant:
        return f"{found.path}: unknown; did you mean {' or '.join(found.meant)}?"
    return f"{found.path}: unknown; {found.of or 'configuration'} has {found.others}"


def node_of(path: str, places: Iterable[int] = ()) -> dict[str, Any] | None:
    """What the JSON schema says of a field, or of an item of its list; None for no field."""
    node = _nodes().get(path)
    for place in places:
        node = node["prefixItems"][place] if node else None
    return node


def _names(group: str) -> list[str]:
    """What can be given in ``group``; at the top: groups and settings."""
    if group:
        prefix = f"{group}."
        return [path.removeprefix(prefix) for path in field_paths() if path.startswith(prefix)]
    return list(dict.fromkeys([*CONFIG_GROUPS, *(p.partition(".")[0] for p in field_paths())]))


def _allowed(node: _Node) -> str:
    if "enum" in node:
        return f"one of {', '.join(node['enum'])}"
    if node["type"] == "array":
        items = node["prefixItems"]
        return f"a list of {len(items)}, each {_allowed(items[0])}"
    if node["type"] == "string":
        return str(node["allowed"])
    if node["type"] == "boolean":
        return "true or false"
    kind = "a whole number" if node["type"] == "integer" else "a number"
    return f"{kind} in [{node['minimum']:.15g}, {node['maximum']:.15g}]"
