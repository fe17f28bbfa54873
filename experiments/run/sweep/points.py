"""Points given one by one: paired columns from a CSV file, or a list on the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from experiments.base.errors import InputError
from experiments.config.place.content import (
    EXCEL,
    UnreadableError,
    read_bytes,
)
from experiments.config.place.raw import (
    raw_of,
)
from experiments.run.sweep.axes import ONE_FOR_ALL, check_key, check_options, repeated
from experiments.words.speech import EN

Point = dict[str, Any]


def read_points(given: str | Sequence[Point] | None) -> list[Point]:
    """Points, each a value by key; one without any where none are given.

    given: the path of a CSV file whose columns are names of parameters and whose rows are points,
    or the points themselves. InputError for anything that isn't so, with its place.
    """
    if given is None:
        return [{}]
    if isinstance(given, str):
        return _checked(given, _read_csv(Path(given)))
    return _checked("points", list(given))


def _checked(name: str, points: list[Point]) -> list[Point]:
    if not points or not points[0]:
        raise InputError(f"{name}: no points; one at least")
    for number, point in enumerate(points, 1):
        if point.keys() != points[0].keys():
            raise InputError(f"{name}, point {number}: not the same names as in the first point")
        for key, value in point.items():
            check_options(key, [value])
    twice = repeated(points)
    if twice is not None:
        raise InputError(f"{name}, point {twice + 1}: the same as an earlier one; give each once")
    for key in points[0]:
        check_key(key)
        if key in ONE_FOR_ALL:
            raise InputError(f"{name}: {key} is the same for the whole sweep")
    return points


def _read_csv(path: Path) -> list[Point]:
    """Commas, semicolons or tabs between; UTF-8 or GB18030; empty columns at the end are none."""
    if path.suffix.lower() in EXCEL:
        raise InputError(f"points = {path}: must be a CSV file")
    try:
        raw = raw_of(path, read_bytes(path))
    except UnreadableError as error:
        raise InputError(f"points: {error.problem.said(EN)}") from error
    header = raw.header
    if "" in header:
        raise InputError(f"{path}: column {header.index('') + 1} has values but no name")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise InputError(f"{path}: column {', '.join(twice)} is there twice")
    return [_point(path, number, header, row) for number, (_, row) in enumerate(raw.rows, 1)]


def _point(path: Path, number: int, header: list[str], row: list[str]) -> Point:
    """A row's values by column. InputError unless there are as many, but for empty ends."""
    used = len(header) if not any(row[len(header) :]) else len(row)
    if len(row[:used]) != len(header):
        found = len(row[:used])
        raise InputError(f"{path}, point {number}: {found} values, {len(header)} columns")
    return dict(zip(header, map(_value, row[:used]), strict=True))


def _value(text: str) -> Any:
    """A number, truth or list where the text is one, else the text."""
    text = text.strip()
    for read in (int, float, _list_or_truth):
        try:
            return read(text)
        except (ValueError, yaml.YAMLError):
            continue
    return text


def _list_or_truth(text: str) -> Any:
    if text.startswith("[") or text in ("true", "false"):
        return yaml.safe_load(text)
    raise ValueError(text)
