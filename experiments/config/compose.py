"""From configuration files and overrides to validated parameters: the one place that knows Hydra.

Hydra composes the files that are chosen; what is given besides is put upon that, and both upon the
schema's defaults. pydantic checks values only then, and so stays the one source of defaults, types
and ranges.
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import hydra
import yaml
from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, OverrideType
from hydra.errors import HydraException, MissingConfigException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from experiments.base.describe import describe_field, offered, show
from experiments.base.errors import InputError
from experiments.base.settings import CONFIG_GROUPS, EXPERIMENT, Settings
from experiments.config.hub import has_hub, refuse_given_hub
from experiments.config.place.check import refuse_chosen
from experiments.config.place.configuration import TABLES_KEY
from experiments.config.place.refusal import refused_values
from experiments.config.place.use import furnished
from sim.measure.breakdown import DEFAULT
from sim.parameters import Coordinator, Parameters
from sim.parameters.fields import Group

CONFIGS = "configs"
HYDRA_VERSION = "1.3"
HYDRA = "hydra"
_PRIMARY = "config"
_OPTION = re.compile(r"[\w-]+")
_ALONE = threading.RLock()
"""Held while Hydra composes or parses: its state is one for the whole process."""
LEAST_HORIZON = DEFAULT.first_week + DEFAULT.followed
"""Weeks from which on there is an opportunity that can be followed."""
MOST_KEPT = 256
"""Configurations that are kept as composed."""
NO_SHOCK = "none"
"""The option of the group shock that leaves an arm as it is."""


Configuration = tuple[dict[str, Any], dict[str, str]]
"""Values by name, and the option chosen for each group."""


class Files(NamedTuple):
    """What files say. values: by name, nested; of what they don't say there is nothing. chosen: the
    option of each group. search_path: Hydra's."""

    values: dict[str, Any]
    chosen: dict[str, str]
    search_path: list[str]


@dataclass(frozen=True)
class Composed:
    """One cell as configured: the model's parameters, the study's settings, the files chosen."""

    parameters: Parameters
    seed: int
    replicates: int
    processes: int
    name: str
    arrangement: str
    community: str
    shock: str

    @property
    def arm(self) -> str:
        """Name of the arm: the arrangement, and the shock that strikes it where there is one."""
        return self.arrangement if self.shock == NO_SHOCK else f"{self.arrangement}+{self.shock}"


def compose(overrides: list[str], config_dir: Path | None = None) -> Composed:
    """Compose ``configs/`` with ``overrides`` such as ``community=village`` or ``seed=1``.

    Options of a group are also looked for in ``config_dir``. Raises InputError, one line, for
    anything unknown, malformed, of the wrong type or out of range, given twice, for a horizon that
    leaves nothing to tell, and where an arm without a hub is given one. Any number of threads may
    compose at the same time.
    """
    refuse_twice(overrides)
    for text in overrides:
        _check_override(text)
    found = _composed(overrides, config_dir)
    refuse_short(found.parameters)
    if has_hub(found.parameters.coordinator):
        own = own_coordinator(found.arrangement, config_dir)
        refuse_given_hub(found.arrangement, own, found.parameters.coordinator)
    return found


def refuse_twice(overrides: Sequence[str]) -> None:
    """InputError where a name is given more than one value: none of them is meant more."""
    names = [text.partition("=")[0] for text in overrides]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{name}: given twice; give one value")


def refuse_short(parameters: Parameters) -> None:
    """InputError where no opportunity could be followed, so that nothing could be told."""
    if parameters.horizon < LEAST_HORIZON:
        raise InputError(
            f"horizon = {parameters.horizon}: must be {LEAST_HORIZON} or more, for opportunities"
            f" from week {DEFAULT.first_week} on are followed for {DEFAULT.followed} weeks"
        )


def own_coordinator(arrangement: str, config_dir: Path | None = None) -> Coordinator:
    """The coordinator of an arrangement as its file has it, with nothing else said."""
    own = config_dir is not None and (config_dir / "arrangement" / f"{arrangement}.yaml").exists()
    choices = [f"arrangement={arrangement}"]
    return of_files(choices, config_dir if own else None).parameters.coordinator


def of_files(choices: Sequence[str], config_dir: Path | None = None) -> Composed:
    """What the files say that are chosen, such as ``arrangement=party``, and nothing else."""
    return _composed([*choices], config_dir)


def _composed(overrides: list[str], config_dir: Path | None) -> Composed:
    if config_dir is None:
        return _shipped(tuple(overrides))
    choices, given = _told_apart(overrides)
    with refusals():
        files = files_of(_config([*choices, *search_path(config_dir, overrides)]))
        return validated(*filled(files, given))


@lru_cache(MOST_KEPT)
def _shipped(overrides: tuple[str, ...]) -> Composed:
    """Of the project's own files the same are composed once: they don't change meanwhile."""
    choices, given = _told_apart(overrides)
    with refusals():
        return validated(*filled(_of_groups(tuple(choices)), given))


@lru_cache(MOST_KEPT)
def _of_groups(choices: tuple[str, ...]) -> Files:
    return files_of(_config([*choices]))


def _told_apart(overrides: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Overrides that choose files, and what is given besides, by name."""
    known = [parsed(text) for text in overrides]
    choices = [each.input_line or "" for each in known if each.key_or_group in CONFIG_GROUPS]
    given = {each.key_or_group: each.value() for each in known}
    return choices, {key: given[key] for key in given if key not in CONFIG_GROUPS}


def _config(overrides: list[str]) -> DictConfig:
    """What Hydra makes of these, for one caller at a time, whatever thread it is in."""
    with _ALONE:
        register_settings()
        with hydra.initialize_config_module(CONFIGS, version_base=HYDRA_VERSION):
            return hydra.compose(_PRIMARY, overrides, return_hydra_config=True)


def _check_override(text: str) -> None:
    override = parsed(text)
    key = override.key_or_group
    if override.is_sweep_override():
        raise InputError(f"{text}: one value is allowed, a list is written {key}=[a,b]")
    if key == EXPERIMENT:
        raise InputError(f"{text}: a ready study is run by coprod sweep {EXPERIMENT}=NAME")
    if key.startswith(HYDRA):
        raise InputError(f"{text}: nothing of hydra is set here; results go where --out says")
    if key not in CONFIG_GROUPS:
        describe_field(key)
    elif not names_one_file(override.value()):
        raise InputError(f"{text}: must be the name of one file in {key}/, without .yaml")


def names_one_file(option: object) -> bool:
    """Whether this can be the choice of a group."""
    return isinstance(option, str) and _OPTION.fullmatch(option) is not None


def parsed(text: str) -> Override:
    """``name=value`` as Hydra understands it. InputError for any other form."""
    override = _understood(text)
    key = override.key_or_group
    if override.type in (OverrideType.ADD, OverrideType.FORCE_ADD):
        raise InputError(f"{text}: every name is there already; write {text.lstrip('+')}")
    if override.type is OverrideType.DEL:
        raise InputError(f"{text}: nothing is taken out; give {key} another value, {key}=VALUE")
    if override.type is not OverrideType.CHANGE or override.package is not None:
        raise InputError(f"{text}: only name=value is allowed")
    return override


def _understood(text: str) -> Override:
    try:
        with _ALONE:
            return OverridesParser.create().parse_override(text)
    except HydraException as error:
        raise InputError(
            f"{show(text)}: not understood; write name=value, name=[a,b] for a list, "
            "name='text' for text beyond plain words"
        ) from error


def search_path(config_dir: Path | None, overrides: Sequence[str]) -> list[str]:
    """The override by which Hydra also looks into ``config_dir``.

    InputError where a file there that these overrides choose isn't plain: Hydra would compute it
    before anything could be judged.
    """
    if config_dir is None:
        return []
    if not config_dir.is_dir():
        raise InputError(f"{config_dir}: no such folder of configurations")
    refuse_chosen(config_dir, overrides)
    quoted = str(config_dir.resolve()).replace("\\", "\\\\").replace('"', '\\"')
    return [f'hydra.searchpath=["file://{quoted}"]']


@cache
def register_settings() -> None:
    """Give Hydra the settings, first in the defaults list of ``configs/``."""
    ConfigStore.instance().store(name="settings", node=Settings().model_dump())


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what Hydra refuses into one line for the user."""
    try:
        yield
    except MissingConfigException as error:
        raise InputError(_missing(error)) from error
    except (HydraException, OmegaConfBaseException, yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"configuration refused: {' '.join(str(error).split())}") from error


def files_of(config: DictConfig) -> Files:
    """What Hydra composed of files."""
    found = list(config.hydra.searchpath or ())
    chosen = {group: str(config.hydra.runtime.choices[group]) for group in CONFIG_GROUPS}
    mine = OmegaConf.masked_copy(config, [str(key) for key in config if key != HYDRA])
    values: Any = OmegaConf.to_container(mine, resolve=True, throw_on_missing=True)
    return Files(values, chosen, found)


def filled(files: Files, given: Mapping[str, Any]) -> Configuration:
    """All values: what is given, over what the files say, over the schema's defaults; with the
    community's own tables where it has some."""
    nested: dict[str, Any] = {}
    for key, value in given.items():
        group, _, name = key.partition(".")
        nested[group] = {**nested.get(group, {}), name: value} if name else value
    values = _upon(with_defaults(files.values), nested)
    return furnished(values, files.search_path), files.chosen


def with_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by name over the schema's; what it doesn't know stays, to be refused."""
    return _upon(_defaults(), values)


def _upon(under: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values over others, group by group."""
    found = {**under}
    for name, value in values.items():
        known = found.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            value = {**known, **value}
        found[name] = value
    return found


@cache
def _defaults() -> dict[str, Any]:
    return {**Settings().model_dump(), **Parameters().model_dump(), TABLES_KEY: ""}


def _missing(error: MissingConfigException) -> str:
    group, _, option = str(error.missing_cfg_file).rpartition("/")
    return f"{group} = {option}: must be one of {offered(option, error.options or ())}"


def validated(values: dict[str, Any], chosen: dict[str, Any]) -> Composed:
    """Values as ``plain`` gives them, checked: InputError, one line, for what isn't allowed."""
    settings = {name: values[name] for name in Settings.model_fields if name in values}
    parameters = {name: value for name, value in values.items() if name not in settings}
    errors: list[ErrorDetails] = []
    study = _checked(Settings, settings, errors)
    model = _checked(Parameters, parameters, errors)
    if errors:
        raise refused_values(errors)
    return Composed(model, **study.model_dump(), **chosen)


def _checked(model: type[Group], values: dict[str, Any], errors: list[ErrorDetails]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors.extend(error.errors(include_url=False))
        return None
