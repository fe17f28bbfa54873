"""What is varied: lists, ranges and intervals, read from ``name=values``."""

import math
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from hydra.core.override_parser.types import (
    ChoiceSweep,
    Glob,
    IntervalSweep,
    Override,
    Quote,
    QuotedString,
    RangeSweep,
    Sweep,
)

from experiments.base.describe import describe_field, kind
from experiments.base.errors import InputError
from experiments.base.settings import CHOICES, EXPERIMENT, Settings
from experiments.config.compose import names_one_file, parsed

ONE_FOR_ALL = (EXPERIMENT, *(name for name in Settings.model_fields if name != "seed"))
"""What can't differ between the cells of a sweep."""
MOST_CELLS = 100_000
LOG = "log"
NUMBERS = ("integer", "number")
Scalar = int | float
_SPREAD = re.compile(r"(tag\([^()]*,\s*)?(range|interval)\(")
"""A range or an interval as it is written; in a function, such as sort, its ends would move."""


@dataclass(frozen=True)
class Axis:
    """A parameter, setting or configuration group with the values it takes; one: it is fixed."""

    key: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Interval:
    """A parameter that a design spreads over [low, high], evenly or (log) in its logarithm.

    whole: only whole numbers are taken, and low and high are two; never with log.
    """

    key: str
    low: float
    high: float
    log: bool
    whole: bool


def read_axis(text: str) -> Axis | Interval:
    """``name=value``, ``name=a,b``, ``name=range(start,stop,step)`` or ``name=interval(low,high)``.

    InputError for an unknown name, what has no values, and what can't be varied.
    """
    override = parsed(text)
    key, value = override.key_or_group, override.value()
    check_key(key)
    if isinstance(value, RangeSweep | IntervalSweep) and not _SPREAD.match(text.partition("=")[2]):
        raise InputError(f"{text}: nothing is done to a range or an interval; write it alone")
    if isinstance(value, IntervalSweep):
        return _interval(text, key, value)
    values = _values(text, override)
    if not values:
        raise InputError(f"{text}: an empty range; there is no value from start up to stop")
    twice = repeated(values)
    if twice is not None:
        raise InputError(f"{text}: {written(values[twice])} is there twice; give each value once")
    if key in ONE_FOR_ALL and isinstance(value, Sweep):
        raise InputError(f"{text}: {key} is the same for the whole sweep; give one value")
    check_options(key, values)
    return Axis(key, values)


def repeated(values: Iterable[Any]) -> int | None:
    """The place of the first value that was there before; None where each is there once."""
    seen: set[Hashable] = set()
    for place, value in enumerate(values):
        known = _hashable(value)
        if known in seen:
            return place
        seen.add(known)
    return None


def _hashable(value: Any) -> Hashable:
    """Equal for what is run alike: 1 and 1.0 are, 1 and true aren't."""
    if isinstance(value, dict):
        return frozenset((key, _hashable(each)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_hashable, value))
    plain = isinstance(value, str | int | float)
    return (isinstance(value, bool), value if plain else repr(value))


def check_key(key: str) -> None:
    """InputError unless this is a parameter, a setting or a configuration group."""
    if key not in CHOICES:
        describe_field(key)


def check_options(key: str, values: Iterable[Any]) -> None:
    """InputError unless each value of a configuration group can be the name of a file."""
    if key in CHOICES:
        for value in values:
            if not names_one_file(value):
                raise InputError(f"{key} = {value}: must be the name of one file, without .yaml")


def read_axes(texts: Iterable[str]) -> list[Axis | Interval]:
    """Each by ``read_axis``. InputError where a name is there twice."""
    found: dict[str, Axis | Interval] = {}
    for text in texts:
        axis = read_axis(text)
        if axis.key in found:
            raise InputError(f"{text}: {axis.key} is given twice; write {axis.key}=a,b")
        found[axis.key] = axis
    return list(found.values())


def written(value: Any) -> str:
    """A value as Hydra reads it: ``read_axis`` of it gives the value again."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if names_one_file(value) and _is_text(value) else _quoted(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(written, value))}]"
    return repr(value)


@cache
def _is_text(value: str) -> bool:
    try:
        return isinstance(parsed(f"name={value}").value(), str)
    except InputError:  # letters that Hydra's grammar takes in quotes alone, such as Chinese
        return False


def _quoted(value: str) -> str:
    return QuotedString(value, Quote.single).with_quotes()


def _values(text: str, override: Override) -> tuple[Any, ...]:
    value = override.value()
    if isinstance(value, ChoiceSweep | RangeSweep) and value.shuffle:
        raise InputError(f"{text}: shuffled by nobody's seed; give the values in order")
    if isinstance(value, RangeSweep):
        return tuple(_range(text, value))
    if isinstance(value, ChoiceSweep):
        return tuple(_unquoted(each) for each in value.list)
    if isinstance(value, Sweep | Glob):
        raise InputError(f"{text}: write the values one by one, as in name=a,b")
    return (value,)


def _unquoted(value: Any) -> Any:
    if isinstance(value, QuotedString):
        return value.text
    if isinstance(value, list):
        return [_unquoted(each) for each in value]
    return value


def _range(text: str, given: RangeSweep) -> list[Scalar]:
    """From start up to, and without, stop; in decimals, so that .3 is not .30000000000000004."""
    parts = [0 if part is None else part for part in (given.start, given.stop, given.step)]
    start, stop, step = (Decimal(repr(part)) for part in parts)
    if not (all(map(math.isfinite, parts)) and step != 0):
        raise InputError(f"{text}: needs finite numbers, and a step that isn't 0")
    number = max(0, math.ceil((stop - start) / step))
    if number > MOST_CELLS:  # counted, for to list them would take all memory there is
        raise InputError(f"{text}: over {MOST_CELLS} values; a sweep has at most as many cells")
    whole = all(isinstance(part, int) for part in parts)
    exact = (start + i * step for i in range(number))
    return [int(each) if whole else float(each) for each in exact]


def _interval(text: str, key: str, given: IntervalSweep) -> Interval:
    if key in CHOICES or key in ONE_FOR_ALL or kind(key) not in NUMBERS:
        raise InputError(f"{text}: only a parameter that is one number has an interval")
    low, high = float(given.start or 0), float(given.end or 0)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError(f"{text}: an empty interval; must be interval(low,high) with low < high")
    if given.tags - {LOG}:
        raise InputError(f"{text}: the one known tag is {LOG}")
    if LOG in given.tags and low <= 0:
        raise InputError(f"{text}: has no logarithm at {given.start}; low must be over 0")
    whole = kind(key) == "integer"
    if whole and (LOG in given.tags or not (low.is_integer() and high.is_integer())):
        raise InputError(
            f"{text}: {key} takes whole numbers; must be interval(low,high) of two, without a tag"
        )
    return Interval(key, low, high, LOG in given.tags, whole)
