"""Into Hydra and out again: ``hydra.main`` around a sweep's job."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hydra

from experiments.base.errors import InputError
from experiments.config.compose import (
    CONFIGS,
    HYDRA_VERSION,
    parsed,
    refusals,
    refuse_twice,
    register_schema,
    search_path,
)
from experiments.run.sweep.axes import read_axes
from experiments.run.sweep.job import Job
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
    register_schema()
    register()
    main = hydra.main(f"pkg://{CONFIGS}", PRIMARY, version_base=HYDRA_VERSION)(job)
    words = ["--multirun", *arguments, *search_path(config_dir, arguments)]
    with refusals(), _command_line(words), _help_as_text():
        main()


def _argument(text: str) -> str:
    """An override as Hydra has it: settings of the sweep are its sweeper's."""
    key = parsed(text).key_or_group
    if key in KEYS:
        return f"hydra.sweeper.{text}"
    if key.startswith("hydra") and not key.startswith(LAUNCHER):
        raise InputError(f"{text}: of hydra, only hydra/launcher and hydra.launcher are given here")
    return text


@contextmanager
def _command_line(arguments: list[str]) -> Iterator[None]:
    """``hydra.main`` reads the command line itself."""
    whole = sys.argv
    sys.argv = [whole[0], *arguments]
    try:
        yield
    finally:
        sys.argv = whole


@contextmanager
def _help_as_text() -> Iterator[None]:
    """From Python 3.14 on an option's help must be text as soon as it is declared; one of Hydra's
    is an object that becomes text when it is shown, which it never is here (hydra#3121)."""
    plain = ArgumentParser.add_argument

    def add_argument(parser: ArgumentParser, *names: Any, **settings: Any) -> Any:
        if not isinstance(settings.get("help"), str):
            settings["help"] = None
        return plain(parser, *names, **settings)

    ArgumentParser.add_argument = add_argument  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        ArgumentParser.add_argument = plain  # type: ignore[method-assign]
