"""The declaration of a lab in ``configs/lab/NAME.yaml``: arms, measures, claims and its card."""

import re
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import yaml
from pydantic import Field, ValidationError

from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS, LARGEST_SEED
from experiments.studies.labs.measures import MEASURES
from experiments.words.speech import Speaker
from sim.parameters.fields import Group

FOLDER = CONFIGS / "lab"
MOST_MEASURES = 4
"""Panels of a lab's figure."""
_FOLDED = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
Words = Annotated[str, Field(min_length=1)]


class Said(Group):
    """The same words in English and in Chinese."""

    en: Words
    zh: Words

    def in_(self, say: Speaker) -> str:
        """The words in ``lang``, on one line; a line break between Chinese is no space."""
        return _FOLDED.sub("", " ".join(str(getattr(self, say.lang)).split()))


class LabArm(Said):
    """An arm: its name in words, an arrangement, and what is changed in it by dotted name."""

    arrangement: Words
    set: dict[str, Any] = Field(default_factory=dict)


class Claim(Said):
    """Something to notice: the signed sum of arms lies between least and most, its interval too.

    seen: False for what one might expect and the model doesn't show; the range then says so.
    """

    measure: Words
    contrast: Annotated[dict[str, int], Field(min_length=1)]
    least: float | None = None
    most: float | None = None
    seen: bool = True

    @property
    def ends(self) -> tuple[float, float]:
        """The range, without its ends; infinite where it has none."""
        low = -np.inf if self.least is None else self.least
        return low, np.inf if self.most is None else self.most


class Trial(Said):
    """Something to try: a command and what to look for."""

    command: Words


class Card(Group):
    """The prose of a card; what to do, notice and not see comes from the declaration."""

    what: Said
    how: Said
    predict: Annotated[list[Said], Field(min_length=1)]
    trials: Annotated[list[Trial], Field(min_length=1)]
    extend: Said
    references: Annotated[list[Words], Field(min_length=1)]


class Lab(Group):
    """One lab. set: what is changed in every arm. measures: what table and figure show."""

    title: Said
    community: Words = "village"
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)]
    replicates: Annotated[int, Field(ge=2)]
    set: dict[str, Any] = Field(default_factory=dict)
    arms: Annotated[dict[str, LabArm], Field(min_length=2)]
    measures: Annotated[list[Words], Field(min_length=1, max_length=MOST_MEASURES)]
    claims: Annotated[dict[str, Claim], Field(min_length=1)]
    card: Card

    def noticed(self, seen: bool) -> list[Claim]:
        """Claims of what is seen, or of what isn't."""
        return [claim for claim in self.claims.values() if claim.seen == seen]


def lab_names(folder: Path = FOLDER) -> list[str]:
    """All labs, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def read_lab(name: str, folder: Path = FOLDER) -> Lab:
    """The lab ``name``. InputError, one line, where there is none or it is not allowed."""
    path = folder / f"{name}.yaml"
    if name not in lab_names(folder):
        raise InputError(f"lab = {name}: must be one of {offered(name, lab_names(folder))}")
    try:
        lab = Lab.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}: {where}: {first['msg']}") from error
    _check(path, lab)
    return lab


def _check(path: Path, lab: Lab) -> None:
    used = {claim.measure for claim in lab.claims.values()} | set(lab.measures)
    unknown = sorted(used - set(MEASURES))
    if unknown:
        known = ", ".join(MEASURES)
        raise InputError(f"{path}: measure = {unknown[0]}: must be one of {known}")
    for name, claim in lab.claims.items():
        strange = sorted(set(claim.contrast) - set(lab.arms))
        if strange:
            raise InputError(f"{path}: claims.{name}: contrast: {', '.join(strange)}: no such arm")
        if not claim.ends[0] < claim.ends[1] or claim.ends == (-np.inf, np.inf):
            raise InputError(f"{path}: claims.{name}: least, most: one at least, and least < most")
