"""Into Hydra and out again: a sweep's job in the hands of Hydra's sweeper."""

from collections.abc import Sequence
from pathlib import Path

import hydra
from hydra.core.global_hydra import GlobalHydra

from experiments.base.errors import InputError
from experiments.config.compose import (
    CONFIGS,
    HYDRA_VERSION,
    parsed,
    refusals,
    refuse_twice,
    register_settings,
    search_path,
)
from experiments.run.sweep.axes import read_axes
from experiments.run.sweep.job import Job
from experiments.run.sweep.plan import added
from experiments.run.sweep.plugins import register
from experiments.run.sweep.settings import KEYS

PRIMARY = "sweep"
LAUNCHER = ("hydra/launcher", "hydra.launcher.")


def start(job: Job, overrides: Sequence[str], config_dir: Path | None) -> None:
    """Sweep; afterwards ``job.plan`` is what was planned, None if it was only foretold.

    overrides: axes, settings of the sweep, and the launcher with its settings. InputError, one
    line, for anything wrong, before anything is run or written.
    """
    arguments = [_argument(text) for text in overrides]
    read_axes(text for text in arguments if not text.startswith("hydra"))
    refuse_twice(arguments)
    register_settings()
    register()
    words = [*map(_word, arguments), *search_path(config_dir, arguments)]
    with refusals(), hydra.initialize_config_module(CONFIGS, version_base=HYDRA_VERSION):
        engine = GlobalHydra.instance().hydra
        assert engine is not None
        engine.multirun(PRIMARY, job, words)


def _argument(text: str) -> str:
    """An override as Hydra has it: settings of the sweep are its sweeper's."""
    key = parsed(text).key_or_group
    if key in KEYS:
        return f"hydra.sweeper.{text}"
    if key.startswith("hydra") and not key.startswith(LAUNCHER):
        raise InputError(f"{text}: of hydra, only hydra/launcher and hydra.launcher are given here")
    return text


def _word(argument: str) -> str:
    """As Hydra takes it."""
    key = argument.partition("=")[0]
    return argument if key.startswith("hydra") else f"{added(key)}{argument}"
