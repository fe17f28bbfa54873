"""The headline's ground: what is declared of it, and every arm's parameters at its points."""

from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np

from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.accepted import accepted_points
from experiments.config.calibrated import at, read_settings
from experiments.config.compose import Composed
from experiments.config.emulated import Emulated
from experiments.studies.declared import Count, Seed, Size, read_declared
from experiments.studies.population_points import LEVELS, Points, points_of, unit_points
from experiments.studies.ranges import Range, check_ranges, placed
from sim.parameters import Parameters
from sim.parameters.fields import Group, ToTuple

DECLARATION = CONFIGS / "population.yaml"
REFERENCE, TREATED = "none", "party"
HALVES = 2
"""Of luck: even and odd replicates."""


class Extent(Group):
    """points: at which the treated arm and the reference run; compared: the first of them, at which
    the other arms run too."""

    points: Count
    compared: Count


class Late(Group):
    """The same with a coordinator that comes late. points: the first of them; start: its week."""

    points: Count
    start: Count


class Checked(Group):
    """What the emulator says, held against many replicates with luck of their own."""

    points: Count
    replicates: Count
    seed: Seed


class Declaration(Size):
    """The population, and how much of it is run."""

    arms: Annotated[tuple[str, ...], ToTuple]
    halves: Count
    short: Extent
    whole: Extent
    late: Late
    checked: Checked
    margins: Annotated[tuple[float, ...], ToTuple]
    emulator: Emulated
    hub: dict[str, Range]


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    check_ranges(declared.hub, f"{path}: hub")
    for arm in (REFERENCE, TREATED):
        if arm not in declared.arms:
            raise InputError(f"{path}: arms: {arm}: missing")
    return declared


def taken(declared: Declaration) -> set[str]:
    """What the population sets: no command line may set it besides."""
    hub = {".".join(name.split(".")[:2]) for name in declared.hub}
    return {"arrangement", *hub, *declared.hub, *LEVELS, *read_settings().columns}


def refuse_one_half(wanted: Composed) -> None:
    """InputError for a size at which one half of luck has no run."""
    if wanted.replicates < HALVES:
        given = f"replicates = {wanted.replicates}"
        raise InputError(f"{given}: must be 2 or more, for two halves of luck")


class Ground(NamedTuple):
    """What is compared where: every arm as configured, and the population's points."""

    declared: Declaration
    arms: dict[str, Composed]
    points: Points


def ground_of(declared: Declaration, arms: dict[str, Composed], points: int, seed: int) -> Ground:
    """The first ``points`` points. InputError where nothing was accepted yet."""
    settings = read_settings()
    unit = unit_points(settings, declared.hub, points, seed)
    return Ground(declared, arms, points_of(unit, settings, accepted_points(), declared.hub))


def seed_at(seed: int, point: int, other: bool = False) -> int:
    """Seed of the runs at a point: points share no luck, so that what is told with an interval over
    points holds for other luck too. other: for the same point once more."""
    return int(np.random.SeedSequence([seed, point, int(other)]).generate_state(1)[0])


def parameters_at(ground: Ground, arm: str, number: int) -> Parameters:
    """An arm at a point. It is given the coordinator's values in all in which it stands as the
    treated arm does: what an arm differs by stays."""
    points, base = ground.points, ground.arms[arm].parameters
    treated = ground.arms[TREATED].parameters
    hub = {
        name: value
        for name, value in points.hub.iloc[number].to_dict().items()
        if arm != REFERENCE and _value(base, name) == _value(treated, name)
    }
    rules, community = (t.iloc[number].to_dict() for t in (points.rules, points.community))
    return placed(at(base, {**rules, **community}), hub)


def _value(parameters: Parameters, name: str) -> object:
    group, field = name.split(".")[:2]
    return getattr(getattr(parameters, group), field)
