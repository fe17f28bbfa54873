"""The declared calibration: parameters, their ranges and sets, and a community at a point."""

from collections.abc import Mapping
from functools import cache
from itertools import product
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
from experiments.config.emulated import Emulated
from experiments.config.place.refusal import refusal
from sim.parameters import Parameters
from sim.parameters.fields import Group, ToTuple

SETTINGS = CONFIGS / "calibration.yaml"
HETEROGENEITY = "organisations.heterogeneity"
STRUCTURE = "structure."
DOUBLED = 2.0
NEVER_CALIBRATED = ("coordinator", "shock", "slate", "measures", "structure")

Count = Annotated[int, Field(ge=1, le=100_000)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Floats = NDArray[np.float64]
Range = Annotated[tuple[float, float], ToTuple]
Point = Mapping[str, float | str]
"""A value a calibrated parameter, and a level a rule of its set; by dotted names."""


class Repeated(Group):
    """How often a point is run: as is, and again with heterogeneity doubled, weeks each."""

    replicates: Count
    doubled: Annotated[int, Field(ge=0, le=100_000)]
    horizon: Count


class Last(Group):
    """The last points, run more often than the waves' are."""

    points: Count
    replicates: Count
    doubled: Count


class Stationary(Group):
    """Long runs of kept points."""

    replicates: Count
    horizon: Count


class Size(Group):
    """How much is run; see ``configs/calibration.yaml``."""

    waves: Annotated[tuple[Annotated[int, Field(ge=2, le=1_000_000)], ...], ToTuple]
    replicates: Count
    doubled: Count
    last: Last
    horizon: Count
    households: Count
    kept: Count
    draws: Annotated[int, Field(ge=1, le=10_000_000)]
    checked: Count
    stationary: Stationary

    @property
    def of_wave(self) -> Repeated:
        """How often a wave's points are run."""
        return Repeated(replicates=self.replicates, doubled=self.doubled, horizon=self.horizon)

    @property
    def of_last(self) -> Repeated:
        """How often the last points are run, and those that are checked."""
        last = self.last
        return Repeated(replicates=last.replicates, doubled=last.doubled, horizon=self.horizon)


class Bounds(Group):
    """A pattern is met inside [least, most]."""

    least: float | None = None
    most: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds, infinite where there is none."""
        low = -np.inf if self.least is None else self.least
        return low, np.inf if self.most is None else self.most


class Settings(Group):
    """The declared calibration, as in ``configs/calibration.yaml``."""

    community: str
    seed: Seed
    fresh_seed: Seed
    structure: dict[str, Annotated[tuple[str, ...], ToTuple]]
    full: Size
    short: Size
    emulator: Emulated
    may_be_met: Share
    likely_met: Share
    kept_at: Share
    just_rejected: Annotated[tuple[Share, Share], ToTuple]
    no_evidence: Share
    drift: Share
    parameters: dict[str, Range]
    patterns: dict[str, Bounds]

    @property
    def paths(self) -> list[str]:
        """Calibrated parameters, dotted, in the order declared."""
        return list(self.parameters)

    @property
    def rules(self) -> list[str]:
        """Contested rules that act without a coordinator, dotted, in the order declared."""
        return [STRUCTURE + name for name in self.structure]

    @property
    def columns(self) -> list[str]:
        """What a point has a value of: rules, then parameters."""
        return [*self.rules, *self.paths]

    @property
    def sets(self) -> list[dict[str, str]]:
        """Each combination of the rules' levels, by dotted names."""
        levels = product(*self.structure.values())
        return [dict(zip(self.rules, each, strict=True)) for each in levels]

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
        return _settings(path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error


@cache
def _settings(path: Path, text: str) -> Settings:
    """Checked once: that composes the community many times over."""
    try:
        settings = Settings.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise InputError(f"{path}: {_first(error)}") from error
    check(settings)
    return settings


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, found['loc']))} = {found['input']!r}: {found['msg']}"


def check(settings: Settings) -> None:
    """InputError for a seed of comparisons, an unknown parameter or level, a wrong range."""
    comparisons = compose([]).seed
    for name in ("seed", "fresh_seed"):
        seed = getattr(settings, name)
        if seed == comparisons:
            raise InputError(f"{name} = {seed}: that of comparisons; must be another one")
    if settings.seed == settings.fresh_seed:
        raise InputError(f"fresh_seed = {settings.seed}: must be another one than seed")
    if HETEROGENEITY not in settings.parameters:
        raise InputError(f"parameters: {HETEROGENEITY}: missing; a pattern doubles it")
    for path, (low, high) in settings.parameters.items():
        _check_range(path, low, high)
    base = community(settings, settings.full)
    for values in settings.sets:
        at(base, values)
    for corner in (settings.low, settings.high):
        at(base, dict(zip(settings.paths, corner.tolist(), strict=True)), DOUBLED)


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


def at(base: Parameters, point: Point, heterogeneity: float = 1.0) -> Parameters:
    """``base`` with the values of a point, its heterogeneity times a factor."""
    content: dict[str, Any] = {**base.model_dump(), "place": base.place}
    for path, value in point.items():
        group, _, name = path.partition(".")
        content[group][name] = value
    content["organisations"]["heterogeneity"] *= heterogeneity
    try:
        return Parameters.model_validate(content)
    except ValidationError as error:
        raise InputError(refusal(error.errors(include_url=False))) from error
