"""How a parameter is declared: default, range, unit, source tag and label."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SOURCES = {
    "S": "founding paper: Xing, Zhang, Tang 2022, 城市学刊 2022(1)",
    "L": "other literature",
    "F": "public source found",
    "M": "recalled, to be checked",
    "D": "derived from tagged values",
    "A": "assumed",
    "C": "calibrated on patterns without a coordinator",
}


class Group(BaseModel):
    """A frozen group of parameters: unknown keys, wrong types, NaN and infinities are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def parameter(
    default: Any, low: float | None, high: float | None, unit: str, source: str, en: str
) -> Any:
    """A scalar parameter; ``low`` and ``high`` are both allowed values."""
    return Field(
        default=default,
        ge=low,
        le=high,
        description=en,
        json_schema_extra={"unit": unit, "source": source},
    )


def choice(default: Any, unit: str, source: str, en: str) -> Any:
    """A parameter without numeric range: a switch, a name, or a vector whose items have ranges."""
    return Field(
        default=default,
        description=en,
        json_schema_extra={"unit": unit, "source": source},
    )


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


NonNegative = Annotated[float, Field(ge=0.0, le=1e6)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Signed = Annotated[float, Field(ge=-1.0, le=1.0)]
AnyReal = Annotated[float, Field(ge=-1e6, le=1e6)]

ToTuple = BeforeValidator(_as_tuple)
PerSector = Annotated[tuple[NonNegative, NonNegative, NonNegative], ToTuple]
SharePerSector = Annotated[tuple[Share, Share, Share], ToTuple]
SignedPerSector = Annotated[tuple[Signed, Signed, Signed], ToTuple]
RealPerSector = Annotated[tuple[AnyReal, AnyReal, AnyReal], ToTuple]
PerGroup = Annotated[tuple[NonNegative, NonNegative, NonNegative], ToTuple]
SharePerGroup = Annotated[tuple[Share, Share, Share], ToTuple]
PerResource = Annotated[tuple[NonNegative, NonNegative, NonNegative, NonNegative], ToTuple]
PerCategory = Annotated[
    tuple[NonNegative, NonNegative, NonNegative, NonNegative, NonNegative, NonNegative], ToTuple
]

LEAST_SUM = 1e-12
"""What weights must sum to more than: below it, normalising them has no meaning."""


Weights = tuple[float | tuple[float, ...], ...]


def _not_all_zero(weights: Weights) -> Weights:
    if not _total(weights) > LEAST_SUM:
        raise ValueError("all are 0; one of them at least must be above 0")
    return weights


def _total(weights: Weights) -> float:
    return sum(_total(each) if isinstance(each, tuple) else each for each in weights)


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} is there twice; each must be there once")
    return names


SomePositive = AfterValidator(_not_all_zero)
"""For weights used as shares of their sum: all 0, they would be NaN, or uniform unasked."""
EachOnce = AfterValidator(_each_once)
"""For an order: what is there twice would leave something else out."""
GroupMix = Annotated[SharePerGroup, SomePositive]
CategoryMix = Annotated[PerCategory, SomePositive]
