"""The declared calibration: parameters and their ranges, and a community at a point of them."""

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from experiments.base.describe import describe_field
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS, LARGEST_SEED
from experiments.config.compose import compose
from experiments.config.place.refusal import refusal
from sim.parameters import Parameters
from sim.parameters.fields import Group, ToTuple

SETTINGS = CONFIGS / "calibration.yaml"
HETEROGENEITY = "organisations.heterogeneity"
DOUBLED = 2.0
NEVER_CALIBRATED = ("coordinator", "shock", "slate", "measures")

Count = Annotated[int, Field(ge=1, le=100_000)]
Floats = NDArray[np.float64]
Range = Annotated[tuple[float, float], ToTuple]


class Narrowing(Group):
    """Moving toward the accepted set where it is small; see ``configs/calibration.yaml``."""

    least: Count
    steps: Annotated[int, Field(ge=0, le=100)]
    points: Count
    parents: Annotated[int, Field(ge=2, le=100_000)]
    kernel: Annotated[float, Field(gt=0.0, le=10.0)]


class Size(Group):
    """How much is run. horizon in weeks; doubled: replicates with heterogeneity doubled."""

    points: Annotated[int, Field(ge=2, le=1_000_000)]
    replicates: Count
    doubled: Count
    horizon: Count
    households: Count
    narrowing: Narrowing


class Bounds(Group):
    """A pattern is met inside [least, most]; ``scale`` outside is a violation of 1."""

    least: float | None = None
    most: float | None = None
    scale: Annotated[float, Field(gt=0.0)]

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds, infinite where there is none."""
        low = -np.inf if self.least is None else self.least
        return low, np.inf if self.most is None else self.most


class Settings(Group):
    """The declared calibration, as in ``configs/calibration.yaml``."""

    community: str
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)]
    full: Size
    short: Size
    parameters: dict[str, Range]
    patterns: dict[str, Bounds]

    @property
    def paths(self) -> list[str]:
        """Calibrated parameters, dotted, in the order declared."""
        return list(self.parameters)

    @property
    def low(self) -> Floats:
        """Lower ends of the ranges, (parameters,)."""
        return np.array([low for low, _ in self.parameters.values()], np.float64)

    @property
    def high(self) -> Floats:
        """Upper ends of the ranges, (parameters,)."""
        return np.array([high for _, high in self.parameters.values()], np.float64)


def read_settings(path: Path = SETTINGS) -> Settings:
    """The settings in ``path``. InputError, one line, where they are not allowed."""
    try:
        settings = Settings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise InputError(f"{path}: {_first(error)}") from error
    check(settings)
    return settings


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, found['loc']))} = {found['input']!r}: {found['msg']}"


def check(settings: Settings) -> None:
    """InputError for a seed of comparisons, an unknown parameter, a wrong range."""
    comparisons = compose([]).seed
    if settings.seed == comparisons:
        raise InputError(f"seed = {settings.seed}: that of comparisons; must be another one")
    if HETEROGENEITY not in settings.parameters:
        raise InputError(f"parameters: {HETEROGENEITY}: missing; a pattern doubles it")
    for path, (low, high) in settings.parameters.items():
        _check_range(path, low, high)
    base = community(settings, settings.full)
    for corner in (settings.low, settings.high):
        at(base, settings.paths, corner, DOUBLED)


def _check_range(path: str, low: float, high: float) -> None:
    allowed = describe_field(path).allowed
    if path.partition(".")[0] in NEVER_CALIBRATED:
        raise InputError(f"{path}: never calibrated; only parameters of the community are")
    if not low < high:
        raise InputError(f"{path} = [{low}, {high}]: must be low < high, each {allowed}")


def community(settings: Settings, size: Size) -> Parameters:
    """The community without a coordinator in which all points are run."""
    return compose(
        [
            f"community={settings.community}",
            "arrangement=none",
            f"horizon={size.horizon}",
            f"community.households={size.households}",
        ]
    ).parameters


def at(base: Parameters, paths: list[str], point: Floats, heterogeneity: float = 1.0) -> Parameters:
    """``base`` with the values of a point (parameters,), its heterogeneity times a factor."""
    content: dict[str, Any] = {**base.model_dump(), "place": base.place}
    for path, value in zip(paths, point, strict=True):
        group, _, name = path.partition(".")
        content[group][name] = float(value) * (heterogeneity if path == HETEROGENEITY else 1.0)
    try:
        return Parameters.model_validate(content)
    except ValidationError as error:
        raise InputError(refusal(error.errors(include_url=False))) from error
