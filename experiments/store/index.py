"""The index of a study as JSON: each cell's labels, and the parameters in which cells differ.

The parameters of the first cell are told in full, as ``base``; of every cell those values that
differ between any two, by their path: ``network.cross_sector``, ``coordinator.reach[0]``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from experiments.base.nested import Steps, at, differing, leaves
from experiments.store.identity import FORMAT, SCHEMA, hash_of
from sim import MODEL_VERSION

IDENTITY = ("cell", "seed", "arm", "community")
KEYS = (*IDENTITY, "replicates")
STEP = re.compile(r"\.|\[(\d+)\]\.?")
Json = dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """A cell as it is listed: hash, seed, arm, community, replicates asked for and input
    files, if any; and its parameters."""

    labels: Mapping[str, Any]
    parameters: Json

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it one of its own: a cell may be listed under the names of two arms."""
        return tuple(self.labels[key] for key in IDENTITY)


def encode(cells: Sequence[Listed]) -> Json:
    """The content of the index."""
    base = cells[0].parameters if cells else {}
    entries = [
        {**cell.labels, "parameters": values}
        for cell, values in zip(cells, varying(cells), strict=True)
    ]
    versions = {"format": FORMAT, "schema": SCHEMA, "model_version": MODEL_VERSION}
    return {**versions, "base": base, "cells": entries}


def varying(cells: Sequence[Listed]) -> list[Json]:
    """Of each cell the parameters, by path, in which any two of the cells differ."""
    base = cells[0].parameters if cells else {}
    differ = {path for cell in cells for path in differing(base, cell.parameters)}
    names = {path: _name(path) for path in leaves(base) if path in differ}
    return [{name: at(cell.parameters, path) for path, name in names.items()} for cell in cells]


def decode(content: Any) -> list[Listed]:
    """The cells listed in an index. ValueError, KeyError, TypeError, AttributeError or IndexError
    if damaged, a cell is there twice, or its hash isn't that of its seed, inputs and parameters."""
    cells = [
        _sound(Listed(checked_labels(entry), _overlaid(content["base"], entry["parameters"])))
        for entry in content["cells"]
    ]
    if len({cell.key for cell in cells}) < len(cells):
        raise ValueError("a cell is there twice")
    return cells


def of_manifest(manifest: Json) -> Listed:
    """A cell as its manifest tells of it."""
    return Listed(checked_labels(manifest), manifest["parameters"])


def checked_labels(entry: Json) -> Json:
    """What an entry or a manifest calls a cell. KeyError or TypeError unless of the right types."""
    named = {key: entry[key] for key in KEYS}
    inputs = entry.get("inputs") or {}
    texts = [named["cell"], named["arm"], named["community"], *inputs, *inputs.values()]
    asked = named["replicates"]
    numbers = [named["seed"], *([] if asked is None else [asked])]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("names and checksums are texts")
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        raise TypeError("seed and replicates are whole numbers")
    return named | ({"inputs": inputs} if inputs else {})


def _sound(listed: Listed) -> Listed:
    if hash_of(listed.labels, listed.parameters) != listed.labels["cell"]:
        raise ValueError(f"{listed.labels['cell']} has other parameters, inputs or seed")
    return listed


def _name(path: Steps) -> str:
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


@cache  # names are few, and each is asked for once a cell
def _path(name: str) -> Steps:
    """``coordinator.reach[0]`` as its steps."""
    steps = (step for step in STEP.split(name) if step)
    return tuple(int(step) if step.isdecimal() else step for step in steps)


def _overlaid(base: Json, values: Json) -> Json:
    """``base`` with other values; shares what is equal."""
    content = base
    for name, value in values.items():
        content = _with(content, _path(name), value)
    return content


def _with(content: Any, path: Steps, value: Any) -> Any:
    if not path:
        return value
    changed = content.copy()
    changed[path[0]] = _with(content[path[0]], path[1:], value)
    return changed
