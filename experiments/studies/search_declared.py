"""The declarations in ``configs/search/``: what is looked for, where, and with how much effort."""

from pathlib import Path
from typing import Literal

from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.compose import names_one_file
from experiments.studies.declared import Count, Seed, Text, read_declared
from experiments.studies.harm_space import Range, check_ranges
from experiments.studies.harm_space import read_declaration as read_harm
from sim.parameters.fields import Group

FOLDER = "search"
RAISES = "raises"


class Declaration(Group):
    """direction: of the paired difference of failure, treated - reference, that is looked for.

    ranges: those of the harm map unless given. startup: trials by lot before the sampler learns.
    finalists: best trials that are run again, ``fresh_replicates`` times with ``fresh_seed``.
    """

    community: Text
    direction: Literal["raises", "lowers"]
    treated: Text
    reference: Text
    seed: Seed
    trials: Count
    batch: Count
    startup: Count
    replicates: Count
    finalists: Count
    fresh_seed: Seed
    fresh_replicates: Count
    ranges: dict[str, Range] | None = None

    @property
    def ground(self) -> dict[str, Range]:
        """The ranges that are searched."""
        return read_harm().ranges if self.ranges is None else self.ranges


def read_declaration(name: str, config_dir: Path | None) -> Declaration:
    """The search ``name`` in ``search/`` of ``config_dir``, or of ``configs/``.

    InputError, one line, for an unknown one or what is not allowed in it.
    """
    places = [CONFIGS / FOLDER] if config_dir is None else [config_dir / FOLDER, CONFIGS / FOLDER]
    files = {file.stem: file for place in places[::-1] for file in sorted(place.glob("*.yaml"))}
    if not names_one_file(name) or name not in files:
        raise InputError(f"experiment = {name}: must be one of {offered(name, sorted(files))}")
    path = files[name]
    declared = read_declared(path, Declaration)
    if declared.ranges is not None:
        check_ranges(declared.ranges, f"{path}: ranges")
    return declared
