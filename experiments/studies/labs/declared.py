"""The declaration of a lab in ``configs/lab/NAME.yaml``: arms, measures, claims and its card."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.studies.declared import (
    Ends,
    Setting,
    Size,
    Text,
    Words,
    read_declared,
    refuse_unknown,
)
from experiments.studies.labs.measures import MEASURES
from sim.parameters.fields import Group

FOLDER = CONFIGS / "lab"
MOST_MEASURES = 4
"""Panels of a lab's figure."""


class LabArm(Words, Setting):
    """An arm and its name in words."""


class Claim(Words, Ends):
    """Something to notice: the signed sum of arms lies inside the range, its interval too.

    seen: False for what one might expect and the model doesn't show; the range then says so.
    """

    measure: Text
    contrast: Annotated[dict[str, int], Field(min_length=1)]
    seen: bool = True


class Trial(Words):
    """Something to try: a command and what to look for."""

    command: Text


class Card(Group):
    """The prose of a card; what to do, notice and not see comes from the declaration."""

    what: Words
    how: Words
    predict: Annotated[list[Words], Field(min_length=1)]
    trials: Annotated[list[Trial], Field(min_length=1)]
    extend: Words
    references: Annotated[list[Text], Field(min_length=1)]


class Lab(Size):
    """One lab. set: what is changed in every arm. measures: what table and figure show."""

    title: Words
    community: Text = "village"
    replicates: Annotated[int, Field(ge=2)]
    set: dict[str, Any] = Field(default_factory=dict)
    arms: Annotated[dict[str, LabArm], Field(min_length=2)]
    measures: Annotated[list[Text], Field(min_length=1, max_length=MOST_MEASURES)]
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
    lab = read_declared(path, Lab)
    _check(path, lab)
    return lab


def _check(path: Path, lab: Lab) -> None:
    used = {claim.measure for claim in lab.claims.values()} | set(lab.measures)
    unknown = sorted(used - set(MEASURES))
    if unknown:
        known = ", ".join(MEASURES)
        raise InputError(f"{path}: measure = {unknown[0]}: must be one of {known}")
    for name, claim in lab.claims.items():
        refuse_unknown(f"{path}: claims.{name}: contrast", claim.contrast, lab.arms)
        claim.check_ends(f"{path}: claims.{name}")
