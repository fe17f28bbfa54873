"""The headline: the treated arm against others over all that was not known (docs/version3.md).

Communities are accepted points of calibration, by weight; contested rules are crossed, all levels
alike; the coordinator is drawn from its declared ranges. ``configs/population.yaml`` declares it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.accepted import accepted_points
from experiments.config.calibrated import at, read_settings
from experiments.config.compose import Composed
from experiments.config.emulated import Emulated
from experiments.document.terminal import Told
from experiments.store import Cell, Spec
from experiments.studies import population_analysis as analysis
from experiments.studies import population_text as text
from experiments.studies import population_variance as variance
from experiments.studies.declared import Count, Setting, Size, read_declared, refuse_taken
from experiments.studies.population_figure import population
from experiments.studies.population_points import (
    HUB,
    Points,
    dimensions,
    group_columns,
    points_of,
    unit_points,
)
from experiments.studies.protocol import Findings, Plan
from experiments.studies.ranges import Range, check_ranges, placed
from experiments.words.speech import Speaker
from sim.parameters import Parameters
from sim.parameters.fields import Group, ToTuple

STUDY = "population"
DECLARATION = CONFIGS / "population.yaml"
REFERENCE, TREATED = "none", "party"


class Extent(Group):
    """points: at which the treated arm and the reference run; compared: the first of them, at which
    the other arms run too."""

    points: Count
    compared: Count


class Declaration(Size):
    """The population, and how much of it is run."""

    arms: Annotated[tuple[str, ...], ToTuple]
    halves: Count
    short: Extent
    whole: Extent
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


def specs_of(ground: Ground, compared: int) -> list[Spec]:
    """Cells, named by arm and point: of the reference and the treated arm at all points, then of
    the others at the first."""
    total = len(ground.points.accepted)
    found = []
    for arm, wanted in ground.arms.items():
        last = total if arm in (REFERENCE, TREATED) else min(compared, total)
        found += [
            Spec(parameters_at(ground, arm, number), wanted.seed, f"{arm}-{number:04d}",
                 wanted.community, wanted.replicates)
            for number in range(last)
        ]  # fmt: skip
    return found


@dataclass(frozen=True)
class Population(Findings):
    """effects: of the treated arm against each other, as ``analysis.effects`` gives them. variance:
    what they hang on, as ``variance_table`` tells; empty in short."""

    ground: Ground
    effects: pd.DataFrame
    variance: pd.DataFrame
    name = STUDY

    @cached_property
    def answer(self) -> analysis.Answer:
        """What the effects come to."""
        points, declared = self.ground.points, self.ground.declared
        coordinates = points.coordinates(read_settings(), declared.hub)
        seed = self.ground.arms[TREATED].seed
        return analysis.answer(
            self.effects, coordinates, points.rules, declared.emulator, declared.margins, seed
        )

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        points = self.ground.points
        design = points.rules.join(points.community).join(points.hub)
        design.insert(0, "accepted", points.accepted)
        answer = self.answer
        return {
            "population-points": answer.points.join(design, on="point"),
            "population-shares": answer.shares,
            "population-margins": answer.margins,
            "population-levels": answer.levels,
            "population-arms": answer.arms,
            **({} if self.variance.empty else {"population-variance": self.variance}),
        }

    def figure(self, say: Speaker) -> Figure:
        return population(self.answer, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        order = [arm for arm in self.ground.declared.arms if arm != TREATED]
        return text.document(self.answer, self.heading(say), order, self.variance, say)

    def heading(self, say: Speaker) -> str:
        """What is asked, of which community, over how many points."""
        wanted = self.ground.arms[TREATED]
        return say(
            "population.title", number=len(self.ground.points.accepted),
            community=say.known(f"community.{wanted.community}", wanted.community),
            treated=say.arm(TREATED), reference=say.arm(REFERENCE), replicates=wanted.replicates,
        )  # fmt: skip


def study(
    overrides: list[str], config_dir: Path | None = None, whole: bool = False
) -> Plan[Population]:
    """The headline in short, or the whole of it."""
    declared = read_declaration()
    settings = read_settings()
    refuse_taken(
        overrides, {"arrangement", *declared.hub, *settings.columns}, "the declared population"
    )
    settings_of = {arm: Setting(arrangement=arm) for arm in declared.arms}
    arms = declared.compose(STUDY, settings_of, overrides, config_dir)
    extent = declared.whole if whole else declared.short
    wanted = arms[TREATED]
    ground = ground_of(declared, arms, extent.points, wanted.seed)
    specs = specs_of(ground, extent.compared)
    apart = Variance(declared, arms, wanted.seed) if whole else None

    def judge(cells: Sequence[Cell]) -> Population:
        found = analysis.effects(cells[: len(specs)], TREATED, wanted.replicates)
        hangs = apart.table(cells[len(specs) :]) if apart else pd.DataFrame()
        return Population(ground, found, hangs)

    return Plan(wanted.name, wanted, [*specs, *(apart.specs if apart else [])], judge)


class Variance:
    """Runs behind the shares of variance, and what they come to."""

    def __init__(self, declared: Declaration, arms: dict[str, Composed], seed: int) -> None:
        settings, accepted = read_settings(), accepted_points()
        columns = group_columns(settings, declared.hub)
        number = dimensions(settings, declared.hub)
        self.seed, self.points = seed, declared.halves
        self.drawn = variance.samples(columns, number, declared.halves, seed)
        self.grounds = {
            name: Ground(declared, arms, points_of(unit, settings, accepted, declared.hub))
            for name, unit in self.drawn.unit.items()
        }

    @cached_property
    def keys(self) -> list[tuple[str, str, int]]:
        """Sample, arm and point of each cell. Other values of a coordinator change nothing without
        one, so that the reference of that sample is the first's."""
        return [
            (name, arm, number)
            for name in variance.RUN
            for arm in (TREATED, REFERENCE)
            if (name, arm) != (HUB, REFERENCE)
            for number in range(self.points)
        ]

    @property
    def specs(self) -> list[Spec]:
        """In the order of keys; the dummy's are those of the first sample with other luck."""
        found = []
        for name, arm, number in self.keys:
            ground = self.grounds[name]
            wanted = ground.arms[arm]
            seed = wanted.seed + 1 if name == variance.DUMMY else wanted.seed
            parameters = parameters_at(ground, arm, number)
            label = f"{name}-{arm}-{number:04d}"
            found.append(Spec(parameters, seed, label, wanted.community, variance.HALVES))
        return found

    def table(self, cells: Sequence[Cell]) -> pd.DataFrame:
        """As ``variance_table`` gives it; cells: of specs, in their order."""
        by_key = dict(zip(self.keys, cells, strict=True))
        pairs = {
            name: [
                variance.pair_of(by_key[name, TREATED, n], by_key[reference, REFERENCE, n])
                for n in range(self.points)
            ]
            for name in variance.RUN
            for reference in [variance.A if name == HUB else name]
        }
        return variance.variance_table(pairs, self.drawn, self.seed)
