"""Experiments declared in ``configs/`` before they are run: reading them, and composing arms."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import Field, ValidationError

from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.settings import LARGEST_SEED
from experiments.config.arms import for_arm
from experiments.config.compose import Composed, compose
from experiments.words.speech import Speaker
from sim.parameters.fields import Group

Text = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Declared = TypeVar("Declared", bound=Group)


class Setting(Group):
    """An arm: an arrangement, and the parameters that are changed in it, by dotted name."""

    arrangement: Text
    set: dict[str, Any] = Field(default_factory=dict)


class Words(Group):
    """A text in both languages."""

    en: Text
    zh: Text

    def said(self, say: Speaker) -> str:
        """The text in the language."""
        return str(getattr(self, say.lang))


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


def refuse_taken(overrides: Collection[str], taken: Collection[str], who: str) -> None:
    """InputError where an override sets what ``who`` sets itself."""
    given = {override.partition("=")[0] for override in overrides} & set(taken)
    if given:
        raise InputError(f"{', '.join(sorted(given))}: set by {who}")


def with_usual(usual: Mapping[str, object], overrides: list[str]) -> list[str]:
    """Declared community, seed and size, unless overridden, and the overrides."""
    given = {override.partition("=")[0] for override in overrides}
    return [f"{key}={value}" for key, value in usual.items() if key not in given] + overrides


def composed_arms(
    arms: Mapping[str, Setting], overrides: list[str], config_dir: Path | None
) -> dict[str, Composed]:
    """Each arm's configuration: what is said of the coordinator holds for those that have one."""
    return {
        name: compose(
            [
                *for_arm(arm.arrangement, overrides, config_dir),
                *(f"{path}={_written(value)}" for path, value in arm.set.items()),
            ],
            config_dir,
        )
        for name, arm in arms.items()
    }


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
