"""The declaration in ``configs/patterns.yaml``: arms, expected ranges, and the rule of verdict."""

from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.calibrated import read_settings
from experiments.studies.declared import Count, Seed, Setting, Share, Text, chosen, read_declared
from experiments.studies.patterns_measures import MEASURES
from sim.parameters.fields import Group

DECLARATION = CONFIGS / "patterns.yaml"


class Rule(Group):
    """share, against: of points; what they mean is said in ``configs/patterns.yaml``."""

    share: Share
    against: Share


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
    seed: Seed
    replicates: Count
    verdict: Rule
    arms: dict[str, Setting]
    patterns: dict[str, Pattern]

    def only(self, names: list[str]) -> dict[str, Pattern]:
        """The patterns named, in the order declared; all where none is named."""
        return {name: self.patterns[name] for name in chosen("patterns", self.patterns, names)}

    def set_by_arms(self) -> set[str]:
        """Parameters that some arm sets."""
        return {path for arm in self.arms.values() for path in arm.set}


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
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
