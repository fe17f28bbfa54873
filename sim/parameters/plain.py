"""Parameters as plain numbers, group by group and name by name, for compiled functions.

One record of fixed type: ``rules.delivery.trust`` reads in a compiled function as in Python. Words
are their codes: consent rules those of ``Consent``, priorities those of ``Act``, contested rules
those of their levels.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import BaseModel

from sim.base.vocabulary import CONTESTED, Act, Consent
from sim.parameters import Parameters

_CODES = {
    **{act.name.lower(): int(act) for act in Act},
    **{rule.name.lower(): int(rule) for rule in Consent},
    **{level.name.lower(): int(level) for rule in CONTESTED for level in rule},
}
_LEFT_OUT = "place"


def _items(group: BaseModel) -> list[tuple[str, Any]]:
    names = type(group).model_fields
    return [(name, getattr(group, name)) for name in names if name != _LEFT_OUT]


def _kind(value: Any) -> Any:
    """Numpy's type of a value: a group is a record of its own."""
    if isinstance(value, BaseModel):
        return np.dtype([(n, *_kind_and_shape(each)) for n, each in _items(value)], align=True)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return np.int64
    return type(value)


def _kind_and_shape(value: Any) -> tuple[Any, tuple[int, ...]]:
    shape = []
    while isinstance(value, tuple):
        shape.append(len(value))
        value = value[0]
    return _kind(value), tuple(shape)


def _coded(value: Any) -> Any:
    """A value as a record takes it."""
    if isinstance(value, BaseModel):
        return tuple(_coded(each) for _, each in _items(value))
    if isinstance(value, tuple):
        return [_coded(each) for each in value]
    return _CODES[value] if isinstance(value, str) else value


RULES: np.dtype[np.void] = _kind(Parameters())
"""The type of all parameters; it is the same for every configuration."""


@lru_cache(maxsize=8)
def plain(parameters: Parameters) -> np.void:
    """The record of a configuration; replicates of one share it, for nobody writes into it."""
    record: np.void = np.array([_coded(parameters)], RULES)[0]
    return record
