"""What validation refused: each value with its place and what is allowed, in any language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from experiments.base.describe import node_of, show, unknown
from experiments.base.errors import InputError
from experiments.words.speech import EN, Message, Sayable, Speaker

SHOWN = 3
"""Reasons in a line."""
LONGEST = 250
"""Characters of what was refused, so that the line with its place is under 300."""
RULES = {
    "all_zero": re.compile(r"all are 0; one of them at least must be above 0"),
    "twice": re.compile(r"(?P<found>.+) is there twice; each must be there once"),
    "area": re.compile(
        r"(?P<found>.+): must be one of the areas, 0 to (?P<last>\d+), or -1 for all"
    ),
    "one_area": re.compile(r"(?P<found>.+): a community with tables of its own is 1 area"),
    "tables": re.compile(
        r"(?P<found>.+): the community's own tables say (?P<expected>.+); leave it out"
    ),
}
"""Rules over several values, told by the model in English; ``place.rule.NAME`` says the same."""


class RefusedError(InputError):
    """Values that aren't allowed; why: each of them, to be said in any language."""

    def __init__(self, line: str, why: Sayable) -> None:
        super().__init__(line)
        self.why = why

    def __reduce__(self) -> tuple[Any, ...]:
        return RefusedError, (str(self), self.why)


class Together(NamedTuple):
    """Reasons in one line."""

    parts: tuple[Sayable, ...]

    def said(self, say: Speaker) -> str:
        """All of them."""
        return say("place.semicolon").join(part.said(say) for part in self.parts)


def refused_values(errors: Sequence[ErrorDetails]) -> RefusedError:
    """The error that says so, in one line."""
    return RefusedError(refusal(errors), Together(tuple(reasons(errors))))


def refusal(errors: Sequence[ErrorDetails]) -> str:
    """What validation refused, in one line: the first few errors with value and allowed range."""
    told = [reason.said(EN) for reason in reasons(errors)]
    lines: list[str] = []
    for line in told[:SHOWN]:
        if lines and len("; ".join([*lines, line])) > LONGEST:
            break
        lines.append(line)
    more = len(told) - len(lines)
    return "; ".join([*lines, f"and {more} more"] if more else lines)


def reasons(errors: Iterable[ErrorDetails]) -> list[Message]:
    """Why each value was refused."""
    return [_reason(error) for error in errors]


def _reason(error: ErrorDetails) -> Message:
    names = [part for part in error["loc"] if isinstance(part, str)]
    places = [part for part in error["loc"] if isinstance(part, int)]
    path = ".".join(names)
    if error["type"] == "extra_forbidden":
        return _unknown(path)
    if error["type"] == "value_error":  # a rule over several values; "Value error, " comes first
        rule = _rule(error["msg"].partition(", ")[2])
        return Message(
            "place.refused.rule", {"path": placed(path, places) or PARAMETERS, "rule": rule}
        )
    if error["type"] == "missing":  # a list too short: its input is the list, not the item
        places = places[:-1]
    node = node_of(path, places)
    allowed = may_be(node) if node else Message("place.may.group")
    found = {"path": placed(path, places), "found": show(error["input"]), "allowed": allowed}
    return Message("place.refused.value", found)


def placed(path: str, places: Iterable[int]) -> str:
    """``coordinator.reach[0]``."""
    return path + "".join(f"[{place}]" for place in places)


PARAMETERS = Message("place.refused.parameters")


def _unknown(path: str) -> Message:
    found = unknown(path)
    if found.group:
        return Message("place.refused.group", {"path": found.path, "others": found.others})
    if found.meant:
        meant = Alternatives(found.meant)
        return Message("place.refused.meant", {"path": found.path, "meant": meant})
    of = found.of or Message("place.refused.configuration")
    values = {"path": found.path, "of": of, "others": found.others}
    return Message("place.refused.unknown", values)


class Alternatives(NamedTuple):
    """Names of which one was meant."""

    names: tuple[str, ...]

    def said(self, say: Speaker) -> str:
        """All of them in a line."""
        return say("place.or").join(self.names)


def _rule(text: str) -> str | Message:
    """A rule's text; as a message where it is one of the model's."""
    for name, pattern in RULES.items():
        if found := pattern.fullmatch(text):
            return Message(f"place.rule.{name}", found.groupdict())
    return text


def may_be(node: Mapping[str, Any]) -> Sayable | str:
    """What a node of the schema allows."""
    if "enum" in node:
        return Message("place.may.choice", {"names": ", ".join(node["enum"])})
    if node["type"] == "array":
        items = node["prefixItems"]
        return Message("place.may.list", {"items": len(items), "each": may_be(items[0])})
    if node["type"] == "string":
        return str(node["allowed"])
    if node["type"] == "boolean":
        return Message("place.may.flag")
    low, high = f"{node['minimum']:.15g}", f"{node['maximum']:.15g}"
    kind = "whole" if node["type"] == "integer" else "number"
    return Message(f"place.may.{kind}", {"low": low, "high": high})
