"""The declaration in ``configs/patterns.yaml``: arms, expected ranges, and the rule of verdict."""

from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import yaml
from pydantic import Field, ValidationError

from experiments.calibration.design import CONFIGS, read_settings
from experiments.errors import InputError
from experiments.patterns.measures import MEASURES
from experiments.settings import LARGEST_SEED
from sim.parameters.fields import Group

DECLARATION = CONFIGS / "patterns.yaml"
Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Rule(Group):
    """share, against: of points; what they mean is said in ``configs/patterns.yaml``."""

    share: Share
    against: Share


class Setting(Group):
    """An arm: an arrangement, and the parameters that are changed in it, by dotted name."""

    arrangement: Text
    set: dict[str, Any] = Field(default_factory=dict)


class Pattern(Group):
    """One pattern. contrast: sign by arm. among: which points, all unless said.

    The expected range is (least, most), without its ends; in the unit of the measure.
    """

    measure: Text
    contrast: Annotated[dict[str, int], Field(min_length=1)]
    among: Literal["all", "dependent"] = "all"
    least: float | None = None
    most: float | None = None
    source: Text
    says: Text
    refuted: Text

    @property
    def ends(self) -> tuple[float, float]:
        """The expected range, infinite where it has no end."""
        low = -np.inf if self.least is None else self.least
        return low, np.inf if self.most is None else self.most


class Declaration(Group):
    """All that was declared before any pattern was run."""

    community: Text
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)]
    replicates: Annotated[int, Field(ge=1)]
    verdict: Rule
    arms: dict[str, Setting]
    patterns: dict[str, Pattern]

    def only(self, names: list[str]) -> dict[str, Pattern]:
        """The patterns named, in the order declared; all where none is named."""
        for name in names:
            if name not in self.patterns:
                known = ", ".join(self.patterns)
                raise InputError(f"patterns = {name}: no such pattern; there are: {known}")
        return {name: each for name, each in self.patterns.items() if not names or name in names}

    def set_by_arms(self) -> set[str]:
        """Parameters that some arm sets."""
        return {path for arm in self.arms.values() for path in arm.set}


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    try:
        declared = Declaration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}: {where} = {first['input']!r}: {first['msg']}") from error
    for name, pattern in declared.patterns.items():
        _check(f"{path}: patterns.{name}", pattern, declared)
    clash = declared.set_by_arms() & set(read_settings().paths)
    if clash:
        raise InputError(f"{path}: arms: {', '.join(sorted(clash))}: set by the accepted points")
    return declared


def _check(where: str, pattern: Pattern, declared: Declaration) -> None:
    if pattern.measure not in MEASURES:
        known = ", ".join(MEASURES)
        raise InputError(f"{where}: measure = {pattern.measure}: must be one of {known}")
    unknown = sorted(set(pattern.contrast) - set(declared.arms))
    if unknown:
        raise InputError(f"{where}: contrast: {', '.join(unknown)}: no such arm")
    if pattern.least is None and pattern.most is None:
        raise InputError(f"{where}: least, most: one at least is needed; nothing could refute it")
    if not pattern.ends[0] < pattern.ends[1]:
        raise InputError(f"{where}: least, most: must be least < most")
