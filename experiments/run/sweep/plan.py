"""Every cell of a sweep, validated before the first is run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf
from pydantic import ValidationError

from experiments.base.errors import InputError
from experiments.base.settings import CHOICES, CONFIG_GROUPS, Settings
from experiments.config.arms import FIXED_BY_ARM
from experiments.config.compose import (
    Composed,
    Configuration,
    Files,
    files_of,
    refuse_short,
    validated,
)
from experiments.config.hub import HUB, has_hub, refuse_given_hub
from experiments.config.place.refusal import refusal
from experiments.run.sweep.axes import MOST_CELLS, Axis, Interval, read_axes, written
from experiments.run.sweep.designs import sample
from experiments.run.sweep.points import Point, read_points
from experiments.run.sweep.settings import SweepSettings
from experiments.store import Cell, Study
from sim.parameters import Coordinator, Parameters

ARM = "arrangement"
ADDED = "++"
Load = Callable[[Point], Configuration]
"""What is composed where this is given."""


@dataclass(frozen=True)
class Planned:
    """One cell under one arm at one point.

    values: what is varied, without the arm. given: all that was given of it, by name.
    """

    cell: Cell
    values: dict[str, Any]
    given: dict[str, Any]

    @property
    def overrides(self) -> list[str]:
        """What Hydra composes this cell from."""
        return as_overrides(self.given)

    @property
    def arm(self) -> str:
        """Name of the arrangement."""
        return self.cell.arm


@dataclass(frozen=True)
class Plan:
    """A sweep: its rows by point, arms of a point beside each other, and what holds for all.

    distinct: the first row of each cell; others with the same numbers are not run again.
    """

    study: Study
    rows: tuple[Planned, ...]
    arms: int
    replicates: int
    processes: int
    settings: SweepSettings
    axes: tuple[Axis | Interval, ...]
    distinct: tuple[Planned, ...] = field(init=False)

    def __post_init__(self) -> None:
        first = {row.cell.hash: row for row in reversed(self.rows)}
        order = dict.fromkeys(row.cell.hash for row in self.rows)
        object.__setattr__(self, "distinct", tuple(first[key] for key in order))

    @property
    def cells(self) -> list[Cell]:
        """Each cell once, in order."""
        return [row.cell for row in self.distinct]

    @property
    def spared(self) -> dict[str, list[str]]:
        """Arm -> what is said of the coordinator and leaves it as it is, for it has no hub."""
        said = dict.fromkeys([*(axis.key for axis in self.axes), *self.rows[0].values])
        return {
            row.arm: [key for key in said if key.startswith(HUB) and key not in row.given]
            for row in self.rows[: self.arms]
        }

    def points(self) -> Iterator[tuple[Planned, ...]]:
        """The arms of each point: paired by replicate, for they share their luck."""
        for start in range(0, len(self.rows), self.arms):
            yield self.rows[start : start + self.arms]


@dataclass(frozen=True)
class _Base:
    """A composition: the configuration files chosen, with what is fixed."""

    composed: Composed
    values: dict[str, Any]


def make_plan(arguments: Sequence[str], settings: SweepSettings, load: Load, out: Path) -> Plan:
    """The sweep of these axes and settings. InputError, one line, for anything that is wrong.

    arguments: ``name=values``; they replace axes of the same name in ``settings.params``.
    """
    axes = _axes(arguments, settings)
    fixed = {axis.key: axis for axis in axes if isinstance(axis, Axis) and len(axis.values) == 1}
    varied = [axis for axis in axes if axis.key not in fixed]
    maker = _Maker(fixed, load, out)
    lists = _lists(varied, settings, set(fixed))
    rows = maker.rows(lists)
    composed = maker.first.composed
    study, arms = Study(out / composed.name), len(lists[-1])
    number, processes = composed.replicates, composed.processes
    return Plan(study, tuple(rows), arms, number, processes, settings, tuple(axes))


def _axes(arguments: Sequence[str], settings: SweepSettings) -> list[Axis | Interval]:
    given = read_axes(arguments)
    keys = {axis.key for axis in given}
    declared = read_axes(f"{key}={_text(value)}" for key, value in settings.params.items())
    return [*(axis for axis in declared if axis.key not in keys), *given]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else written(value)


def _lists(
    varied: Sequence[Axis | Interval], settings: SweepSettings, fixed: set[str]
) -> list[list[Point]]:
    """What is crossed: points, the design, each axis; last, so beside each other, the arms."""
    points = read_points(settings.points)
    _check_names(points[0], varied, fixed)
    intervals = [axis for axis in varied if isinstance(axis, Interval)]
    lists = [points, _design(intervals, settings)]
    grid = [axis for axis in varied if isinstance(axis, Axis)]
    for axis in sorted(grid, key=lambda axis: axis.key == ARM):
        lists.append([{axis.key: value} for value in axis.values])
    if not any(axis.key == ARM for axis in grid):
        lists.append([{}])
    return lists


def _check_names(point: Point, varied: Sequence[Axis | Interval], fixed: set[str]) -> None:
    for key in point:
        if key == ARM:
            raise InputError(f"points: {ARM} pairs the arms of each point; say {ARM}=none,party")
        if key in fixed | {axis.key for axis in varied}:
            raise InputError(f"points: {key} is given twice, also as {key}=...")


def _design(intervals: Sequence[Interval], settings: SweepSettings) -> list[Point]:
    if intervals and settings.samples is None:
        raise InputError(f"{intervals[0].key}: of an interval, say how many points: samples=N")
    if settings.samples is not None and not intervals:
        raise InputError("samples: no axis is an interval; write name=interval(low,high)")
    return sample(intervals, settings.design, settings.samples or 0, settings.design_seed)


class _Maker:
    """Makes rows from what is fixed and what is varied, one composition by group choices."""

    def __init__(self, fixed: Mapping[str, Axis], load: Load, out: Path) -> None:
        self.fixed = {key: axis.values[0] for key, axis in fixed.items()}
        self.load, self.out = load, out
        self.bases: dict[tuple[str, ...], _Base] = {}
        self.own: dict[str, Coordinator] = {}
        self.several = False

    @property
    def first(self) -> _Base:
        """Any of the compositions: what holds for the whole study is the same in all."""
        return next(iter(self.bases.values()))

    def rows(self, lists: list[list[Point]]) -> list[Planned]:
        number = prod(map(len, lists))
        if number > MOST_CELLS:
            raise InputError(f"{number} cells: at most {MOST_CELLS} in a sweep")
        self.several = len(lists[-1]) > 1
        self._check_arms([point[ARM] for point in lists[-1] if point], lists)
        made: dict[str, Cell] = {}
        rows = []
        for place, parts in enumerate(product(*lists), 1):
            values = {key: value for part in parts for key, value in part.items()}
            row = self._row(values, f"cell {place} of {number}")
            known = made.setdefault(row.cell.hash, row.cell)
            shared = replace(row.cell, parameters=known.parameters)
            rows.append(replace(row, cell=shared))
        return rows

    def _row(self, values: Point, place: str) -> Planned:
        arm = values.get(ARM)
        kept = {key: value for key, value in values.items() if not self._idle(key, arm)}
        fixed = {key: value for key, value in self.fixed.items() if not self._idle(key, arm)}
        base = self._base(fixed, {key: kept[key] for key in CONFIG_GROUPS if key in kept})
        try:
            parameters, seed = _edited(base, kept)
        except ValidationError as error:
            shown = ", ".join(f"{key}={written(value)}" for key, value in values.items())
            reason = refusal(error.errors(include_url=False))
            raise InputError(f"{place} ({shown}): {reason}") from error
        composed = base.composed
        refuse_short(parameters)
        if has_hub(parameters.coordinator):
            own = self._own(composed.arrangement)
            refuse_given_hub(composed.arrangement, own, parameters.coordinator)
        study = Study(self.out / composed.name)
        cell = study.plan_cell(parameters, seed, composed.arrangement, composed.community)
        labels = {key: value for key, value in values.items() if key != ARM}
        return Planned(cell, labels, {**fixed, **kept})

    def _idle(self, key: str, arm: str | None) -> bool:
        """Whether this leaves the arm as it is: the coordinator's, where others have a hub."""
        mine = self.several and arm is not None and key.startswith(HUB)
        return mine and not has_hub(self._own(str(arm)))

    def _own(self, arm: str) -> Coordinator:
        """The coordinator of an arm as its file has it, with nothing else said."""
        if arm not in self.own:
            own = validated(*self.load({ARM: arm}))
            self.own[arm] = own.parameters.coordinator
        return self.own[arm]

    def _check_arms(self, arms: list[str], lists: list[list[Point]]) -> None:
        """Refuse a value that would make two hubs alike which it is there to tell apart."""
        given = [key for axis in lists for key in axis[0]] + list(self.fixed)
        telling = [key for key in given if f"{key}=" in FIXED_BY_ARM]
        if telling and sum(has_hub(self._own(arm)) for arm in arms) > 1:
            raise InputError(
                f"{telling[0]}: tells the arms apart; vary it under one arm with a hub"
            )

    def _base(self, fixed: Point, choices: Point) -> _Base:
        key = tuple(choices.values())
        if key not in self.bases:
            values, chosen = self.load({**fixed, **choices})
            self.bases[key] = _Base(validated(values, chosen), values)
        return self.bases[key]


def as_overrides(given: Point) -> list[str]:
    """As Hydra reads them: of the model's parameters it knows none that no file tells of."""
    return [f"{added(key)}{key}={written(value)}" for key, value in given.items()]


def added(key: str) -> str:
    """What stands before the name of a parameter for Hydra, which would refuse it otherwise."""
    return "" if key in (*CHOICES, *Settings.model_fields) else ADDED


def files_composed(config: DictConfig) -> Files:
    """What was composed of files. InputError where one computes a value from another, which an
    axis may change."""
    mine = OmegaConf.masked_copy(config, [str(key) for key in config if key != "hydra"])
    if "${" in OmegaConf.to_yaml(mine):
        raise InputError("a configuration file computes a value (${...}): in a sweep give it")
    return files_of(config)


def _edited(base: _Base, values: Point) -> tuple[Parameters, int]:
    """The base's parameters and seed with these values; untouched groups are shared."""
    content: dict[str, Any] = {
        name: getattr(base.composed.parameters, name) for name in Parameters.model_fields
    }
    seed = base.composed.seed
    edited: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        group, _, name = key.partition(".")
        if name:
            edited.setdefault(group, dict(base.values[group]))[name] = value
        elif key == "seed":
            seed = Settings.model_validate({"seed": value}).seed
        elif key not in CHOICES:
            content[key] = value
    return Parameters.model_validate(content | edited), seed
