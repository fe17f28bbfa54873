"""Declared ranges of parameters, and points in them over the accepted set."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError, model_validator

from experiments.base.describe import describe_field
from experiments.base.errors import InputError
from experiments.config.calibrated import read_settings
from experiments.config.hub import HUB
from experiments.config.place.refusal import refusal
from experiments.words.speech import Speaker
from sim.base.vocabulary import SECTORS
from sim.parameters import Parameters
from sim.parameters.fields import Group

DIGITS = 6
"""Significant digits of a sampled value."""
ACCEPTED = "accepted"
"""Number of a point's accepted point."""
Value = int | float
Values = Mapping[str, Value]


class Range(Group):
    """[low, high], spread evenly or (log) in its logarithm; whole: whole numbers only."""

    low: float
    high: float
    log: bool = False
    whole: bool = False

    @model_validator(mode="after")
    def _check(self) -> "Range":
        if not self.low < self.high:
            raise ValueError("must be low < high")
        if self.log and (self.whole or self.low <= 0.0):
            raise ValueError("log: must be above 0, and not whole")
        if self.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ValueError("whole: low and high must be whole numbers")
        return self

    def at(self, unit: float) -> Value:
        """The value at a share of the range in [0, 1)."""
        if self.whole:
            return int(self.low + np.floor(unit * (self.high - self.low + 1)))
        low, high = (np.log(x) if self.log else x for x in (self.low, self.high))
        value = low + unit * (high - low)
        return self.rounded(float(np.exp(value) if self.log else value))

    def rounded(self, value: float) -> float:
        """A value to so many digits that it can be read and typed, inside the range."""
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)


def check_ranges(ranges: Mapping[str, Range], where: str) -> None:
    """InputError for what calibration set, an unknown parameter, or an end it doesn't allow."""
    taken = sorted({_field(name) for name in ranges} & set(read_settings().paths))
    if taken:
        raise InputError(f"{where}: {', '.join(taken)}: set by the accepted points")
    for name, each in ranges.items():
        describe_field(_field(name))
        for value in (each.low, each.high):
            try:
                placed(Parameters(), {name: int(value) if each.whole else value})
            except InputError as error:
                raise InputError(f"{where}: {error}") from error


def placed(base: Parameters, values: Values, hub: bool = True) -> Parameters:
    """``base`` with values by name; those of the coordinator only where there is a ``hub``.

    A sector's name after a parameter is its part of a list. InputError for what is not allowed.
    """
    content: dict[str, Any] = base.model_dump() | {"place": base.place}
    for name, value in values.items():
        if hub or not name.startswith(HUB):
            _put(content, name, value)
    try:
        return Parameters.model_validate(content)
    except ValidationError as error:
        raise InputError(refusal(error.errors(include_url=False))) from error


def _put(content: dict[str, Any], name: str, value: Value) -> None:
    group, field, *part = name.split(".")
    if part:
        if part[0] not in SECTORS or not isinstance(content[group][field], tuple):
            raise InputError(f"{name}: must end in one of {', '.join(SECTORS)}, of a list of them")
        whole = list(content[group][field])
        whole[SECTORS.index(part[0])] = float(value)
        content[group][field] = tuple(whole)
    else:
        content[group][field] = value


def _field(name: str) -> str:
    """The parameter that ``name`` is, or is part of."""
    return ".".join(name.split(".")[:2])


def label(name: str, say: Speaker) -> str:
    """A varied parameter as readers know it, with its sector where it is a part."""
    field = describe_field(_field(name))
    part = name.removeprefix(_field(name)).removeprefix(".")
    text = say.parameter(field.path, field.en)
    if not part:
        return text
    return say("harm.part", name=text, sector=say(f"sector.{part}"))


def hypercube(
    ranges: Mapping[str, Range], accepted: int, points: int, seed: int
) -> list[dict[str, Value]]:
    """A Latin hypercube over the ranges; accepted points are dealt out evenly, in random order.

    Each point is a value by name, and the number of its accepted point under ``ACCEPTED``.
    """
    from scipy.stats import qmc

    luck = np.random.default_rng(seed)
    unit: NDArray[np.float64] = qmc.LatinHypercube(len(ranges), rng=luck).random(points)
    dealt = luck.permutation(np.arange(points) % accepted)
    return [
        {ACCEPTED: int(number)}
        | {name: each.at(float(u)) for (name, each), u in zip(ranges.items(), row, strict=True)}
        for number, row in zip(dealt, unit, strict=True)
    ]


def arms_at(
    point: Values, treated: Sequence[Parameters], reference: Sequence[Parameters]
) -> tuple[Parameters, Parameters]:
    """Both arms at a point; treated, reference: the arms at each accepted point."""
    number = int(point[ACCEPTED])
    values = {name: value for name, value in point.items() if name != ACCEPTED}
    return placed(treated[number], values), placed(reference[number], values, hub=False)
