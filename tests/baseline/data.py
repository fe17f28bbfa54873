"""The two files: what is run and what came out, one case a line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent
CASES_FILE = FOLDER / "cases.json"
DIGESTS_FILE = FOLDER / "digests.json"
Changes = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A run: dotted ``changes`` from the list's own base, and the community's tables if any.

    name: kind/what. readable: totals are kept beside the digests.
    """

    name: str
    seed: int
    replicate: int
    changes: Changes
    place: str | None = None
    readable: bool = False

    @property
    def kind(self) -> str:
        return self.name.partition("/")[0]


@dataclass(frozen=True)
class Cases:
    """base: every parameter by dotted name; places: own communities by name, as ``frozen``."""

    base: Changes
    places: dict[str, Any]
    cases: list[Case]


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted names as a tree of groups."""
    tree: dict[str, Any] = {}
    for path, value in flat.items():
        *groups, name = path.split(".")
        node = tree
        for group in groups:
            node = node.setdefault(group, {})
        node[name] = value
    return tree


def dotted(tree: Mapping[str, Any], before: str = "") -> Changes:
    """A tree of groups as dotted names."""
    found: Changes = {}
    for name, value in tree.items():
        inner = isinstance(value, Mapping)
        found |= dotted(value, f"{before}{name}.") if inner else {f"{before}{name}": value}
    return found


def frozen(value: Any) -> Any:
    """Arrays, tables and tuples as JSON; nan is null."""
    if isinstance(value, np.ndarray):
        empty = value.dtype.kind == "f" and np.isnan(value).any()
        values = np.where(np.isnan(value), None, value.astype(object)) if empty else value
        return {"dtype": value.dtype.str, "values": values.tolist()}
    if is_dataclass(value):
        return {field.name: frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): frozen(each) for name, each in value.items()}
    return [frozen(each) for each in value] if isinstance(value, list | tuple) else value


def thawed(value: Any) -> Any:
    """The arrays, mappings and tuples that ``frozen`` was given; tables as mappings."""
    if isinstance(value, Mapping):
        if "dtype" in value:
            return np.array(value["values"], value["dtype"])
        return {name: thawed(each) for name, each in value.items()}
    return tuple(thawed(each) for each in value) if isinstance(value, list) else value


def read_cases() -> Cases:
    """The list as committed."""
    stored = json.loads(CASES_FILE.read_text(encoding="utf-8"))
    columns = stored["columns"]
    return Cases(
        stored["base"], stored["places"], [_case(line, columns) for line in stored["cases"]]
    )


def _case(line: dict[str, Any], columns: list[str]) -> Case:
    point = line.pop("point", None)
    if point is not None:
        line["changes"] = dict(zip(columns, point, strict=True))
    return Case(**line)


def write_cases(cases: Cases, points: str) -> None:
    """Store the list; cases of the kind ``points`` differ in so much that names are told once."""
    moved = {name for case in cases.cases if case.kind == points for name in case.changes}
    columns = [name for name in cases.base if name in moved]
    lines = [
        _line(case, [case.changes.get(name, cases.base[name]) for name in columns])
        if case.kind == points
        else _line(case)
        for case in cases.cases
    ]
    parts = {
        "base": _block("{}", _entries(cases.base)),
        "places": _block("{}", _entries(cases.places)),
        "columns": _compact(columns),
        "cases": _block("[]", (_compact(line) for line in lines)),
    }
    CASES_FILE.write_text(_file(parts), encoding="utf-8")


def _line(case: Case, point: list[Any] | None = None) -> dict[str, Any]:
    line: dict[str, Any] = {"name": case.name, "seed": case.seed, "replicate": case.replicate}
    line |= {"changes": case.changes} if point is None else {"point": point}
    line |= {} if case.place is None else {"place": case.place}
    return line | ({"readable": True} if case.readable else {})


def read_outcomes() -> tuple[str, dict[str, Any]]:
    """The version of the model that gave them, and every case's outcome by name."""
    stored = json.loads(DIGESTS_FILE.read_text(encoding="utf-8"))
    return stored["model_version"], stored["cases"]


def write_outcomes(version: str, outcomes: Mapping[str, Any]) -> None:
    """Store what came out."""
    parts = {"model_version": _compact(version), "cases": _block("{}", _entries(outcomes))}
    DIGESTS_FILE.write_text(_file(parts), encoding="utf-8")


def _file(parts: Mapping[str, str]) -> str:
    return "{\n" + ",\n".join(f"{_compact(name)}:{text}" for name, text in parts.items()) + "\n}\n"


def _block(brackets: str, lines: Iterator[str]) -> str:
    return brackets[0] + "\n" + ",\n".join(lines) + "\n" + brackets[1]


def _entries(mapping: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_compact(name)}:{_compact(value)}" for name, value in mapping.items())


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
