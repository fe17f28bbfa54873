"""Experiments declared in ``configs/`` before they are run: reading them, and composing arms."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
import yaml
from pydantic import Field, ValidationError

from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.settings import LARGEST_SEED
from experiments.config.alike import for_arm
from experiments.config.compose import Composed, compose
from experiments.store import Spec
from experiments.words.speech import Speaker
from sim.parameters.fields import Group

Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Declared = TypeVar("Declared", bound=Group)
_FOLDED = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


class Setting(Group):
    """An arm: an arrangement, and the parameters that are changed in it, by dotted name."""

    arrangement: Text
    set: dict[str, Any] = Field(default_factory=dict)


class Words(Group):
    """A text in both languages."""

    en: Text
    zh: Text

    def said(self, say: Speaker) -> str:
        """The text on one line; a line break between Chinese is no space."""
        return _FOLDED.sub("", " ".join(str(getattr(self, say.lang, self.en)).split()))


class Ends(Group):
    """A range without its ends: (least, most), one of them at least."""

    least: float | None = None
    most: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The range, infinite where it has no end."""
        low = -np.inf if self.least is None else self.least
        return low, np.inf if self.most is None else self.most

    def check_ends(self, where: str) -> None:
        """InputError where all is inside of it, or nothing."""
        if self.ends == (-np.inf, np.inf):
            raise InputError(f"{where}: least, most: one at least is needed to refute it")
        if not self.ends[0] < self.ends[1]:
            raise InputError(f"{where}: least, most: must be least < most")


class Size(Group):
    """Where an experiment is run, and how often, unless it is said otherwise."""

    community: Text
    seed: Seed
    replicates: Count

    def compose(
        self,
        study: str,
        arms: Mapping[str, Setting],
        overrides: Sequence[str],
        config_dir: Path | None,
    ) -> dict[str, Composed]:
        """Each arm's configuration, in ``study`` and of this size unless overridden.

        What is said of the coordinator holds for arms that have one.
        """
        given = {override.partition("=")[0] for override in overrides}
        usual = {key: getattr(self, key) for key in Size.model_fields} | {"name": study}
        usual = {key: value for key, value in usual.items() if key not in given}
        every = [*overrides_of(usual), *overrides]
        return {
            name: compose(
                [*for_arm(arm.arrangement, every, config_dir), *overrides_of(arm.set)], config_dir
            )
            for name, arm in arms.items()
        }


def read_declared(path: Path, kind: type[Declared]) -> Declared:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    try:
        return kind.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}: {where} = {first['input']!r}: {first['msg']}") from error


def chosen(kind: str, declared: Collection[str], names: Collection[str]) -> list[str]:
    """Those named, in the order declared; all where none is. InputError for an unknown one."""
    for name in names:
        if name not in declared:
            raise InputError(f"{kind} = {name}: no such one; there are: {offered(name, declared)}")
    return [name for name in declared if not names or name in names]


def refuse_unknown(where: str, arms: Collection[str], declared: Collection[str]) -> None:
    """InputError for an arm that isn't declared."""
    unknown = sorted(set(arms) - set(declared))
    if unknown:
        raise InputError(f"{where}: {', '.join(unknown)}: no such arm")


def refuse_taken(overrides: Collection[str], taken: Collection[str], who: str) -> None:
    """InputError where an override sets what ``who`` sets itself."""
    given = {override.partition("=")[0] for override in overrides} & set(taken)
    if given:
        raise InputError(f"{', '.join(sorted(given))}: set by {who}")


def refuse_short(arms: Collection[Composed], weeks: int, who: str) -> None:
    """InputError where an arm's horizon leaves ``who`` nothing to be seen in."""
    shortest = min(arm.parameters.horizon for arm in arms)
    if shortest < weeks:
        raise InputError(f"horizon = {shortest}: must be {weeks} or more for {who}")


def set_by(arms: Mapping[str, Setting]) -> set[str]:
    """What tells arms apart: the arrangement, and parameters that some arm sets."""
    return {"arrangement"} | {path for arm in arms.values() for path in arm.set}


def overrides_of(values: Mapping[str, object]) -> list[str]:
    """Values by name, as they are said on a command line."""
    return [f"{name}={_said(value)}" for name, value in values.items()]


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def specs_of(arms: Mapping[str, Composed]) -> list[Spec]:
    """A cell for each arm."""
    return [
        Spec(each.parameters, each.seed, arm, each.community, each.replicates)
        for arm, each in arms.items()
    ]
