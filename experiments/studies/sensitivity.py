"""What the effect hangs on, one factor at a time; declared in configs/sensitivity.yaml.

First every factor is moved alone at few points; those that move the effect most go on to indices of
variance, with all others together and a dummy, the same points with other luck, beside them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.answer import PRIMARY
from experiments.analysis.cell_counts import counts_of
from experiments.base.settings import CONFIGS
from experiments.config.compose import Composed
from experiments.document.terminal import Told
from experiments.store import Spec
from experiments.studies import sensitivity_text as text
from experiments.studies.declared import Count, Setting, Size, read_declared, refuse_taken
from experiments.studies.drawn import Drawn
from experiments.studies.population_ground import (
    HALVES,
    REFERENCE,
    TREATED,
    Ground,
    parameters_at,
    read_declaration,
    refuse_one_half,
    seed_at,
    taken,
)
from experiments.studies.population_variance import DUMMY, A, B
from experiments.studies.protocol import Work
from experiments.studies.sensitivity_analysis import Rates, indices, screening, strongest
from experiments.studies.sensitivity_design import (
    Factor,
    Floats,
    Space,
    box_space,
    moved,
    population_space,
    two_samples,
)
from experiments.studies.sensitivity_figure import sensitivity
from experiments.words.speech import Speaker

STUDY = "sensitivity"
BOX = "sensitivity_box"
DECLARATION = CONFIGS / "sensitivity.yaml"
REST = "rest"
"""All factors that didn't go on, moved together."""


class Declaration(Size):
    """screened: points at which every factor is moved; kept: factors that go on; points: of each of
    the two samples behind their indices."""

    screened: Count
    kept: Count
    points: Count


class Key(NamedTuple):
    """A cell: sample, arm and point."""

    sample: str
    arm: str
    point: int


@dataclass(frozen=True)
class Sensitivity(Drawn):
    """screened, indices: as ``sensitivity_analysis`` gives them. factors: how many there are; box:
    whether the community's parameters are moved alone."""

    screened: pd.DataFrame
    indices: pd.DataFrame
    community: str
    factors: int
    box: bool

    @property
    def name(self) -> str:  # type: ignore[override]
        """Of its files."""
        return BOX if self.box else STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        tables = {"screening": self.screened, "indices": self.indices}
        return {f"{self.name}-{name}": table for name, table in tables.items()}

    def figure(self, say: Speaker) -> Figure:
        return sensitivity(self.screened, self.indices, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        return text.document(self.screened, self.indices, self.heading(say), self.box, say)

    def heading(self, say: Speaker) -> str:
        """Of which community, over how many factors."""
        community = say.known(f"community.{self.community}", self.community)
        return say("sensitivity.title", community=community, factors=self.factors)


@dataclass(frozen=True)
class Screened:
    """The study: a screening, then indices of what it found."""

    declared: Declaration
    ground: Ground
    space: Space
    box: bool

    @property
    def wanted(self) -> Composed:
        """How its cells are run."""
        return self.ground.arms[TREATED]

    @property
    def name(self) -> str:
        """Of the study."""
        return self.wanted.name

    def conduct(self, work: Work) -> Sensitivity:
        """Screen, choose, and run what the indices need."""
        every = {factor.name: [factor] for factor in self.space.factors}
        a, b = two_samples(self.space, self.declared.points, self.wanted.seed)
        few = min(self.declared.screened, len(a))
        seen = self._rates(work, {A: a[:few]}, every, a[:few], b[:few])
        named: dict[str, Factor | None] = {name: own[0] for name, own in every.items()}
        screened = screening(seen.pop(A), seen, named | {DUMMY: None}, b - a)
        kept = strongest(screened, list(every), self.declared.kept)
        groups = {name: every[name] for name in kept}
        groups[REST] = [own[0] for name, own in every.items() if name not in kept]
        seen = self._rates(work, {A: a, B: b}, groups, a, b)
        found = indices(seen.pop(A), seen.pop(B), seen, self.wanted.seed)
        return Sensitivity(screened, found, self.wanted.community, len(every), self.box)

    def _rates(
        self,
        work: Work,
        plain: Mapping[str, Floats],
        groups: Mapping[str, Sequence[Factor]],
        a: Floats,
        b: Floats,
    ) -> dict[str, Rates]:
        """Rates of the samples, of A with each group from B, and of the dummy."""
        unit = {**plain, **{name: moved(a, b, own) for name, own in groups.items()}, DUMMY: a}
        everywhere = {name for name, own in groups.items() if any(f.everywhere for f in own)}
        references = {name for name in unit if name in everywhere or name not in groups}
        keys = list(_keys(unit, references))
        cells = work.study.open_study(list(self._specs(unit, keys)))
        work.run(cells, self.wanted)
        counts = counts_of(cells, self.wanted.replicates)
        halves = (_halves(counts[cell.hash]) for cell in cells)
        seen = dict(zip(keys, halves, strict=True))
        return {
            name: Rates(
                _by_measure(seen, name, TREATED, len(a)),
                _by_measure(seen, name if name in references else A, REFERENCE, len(a)),
            )
            for name in unit
        }

    def _specs(self, unit: Mapping[str, Floats], keys: Sequence[Key]) -> Iterator[Spec]:
        """The dummy's are those of the first sample with other luck."""
        grounds = {n: self.ground._replace(points=self.space.points(at)) for n, at in unit.items()}
        for sample, arm, point in keys:
            wanted = self.ground.arms[arm]
            seed = seed_at(wanted.seed, point, sample == DUMMY)
            parameters = parameters_at(grounds[sample], arm, point)
            label = f"{sample}-{arm}-{point:04d}"
            yield Spec(parameters, seed, label, wanted.community, wanted.replicates)


def _halves(counts: pd.DataFrame) -> dict[str, list[float]]:
    """Rates of a cell by measure, with each half of luck."""
    halves = [counts[counts.index % HALVES == half].sum() for half in range(HALVES)]
    return {
        measure: [_rate(half[measure], half["opportunities"]) for half in halves]
        for measure in PRIMARY
    }


def _rate(events: float, units: float) -> float:
    return float(events / units) if units > 0 else float("nan")


def _keys(unit: Mapping[str, Floats], references: set[str]) -> Iterator[Key]:
    for sample, at in unit.items():
        for arm in (TREATED, REFERENCE):
            if arm == TREATED or sample in references:
                yield from (Key(sample, arm, point) for point in range(len(at)))


def _by_measure(
    seen: Mapping[Key, Mapping[str, list[float]]], sample: str, arm: str, points: int
) -> dict[str, Floats]:
    return {
        measure: np.array([seen[Key(sample, arm, n)][measure] for n in range(points)])
        for measure in PRIMARY
    }


def study(
    overrides: list[str],
    config_dir: Path | None = None,
    box: bool = False,
    points: int | None = None,
) -> Screened:
    """Over the population, or over single parameters of the community in their box; of so many
    points, as many as declared unless said."""
    declared = read_declared(DECLARATION, Declaration)
    if points is not None:
        declared = declared.model_copy(update={"points": points})
    population = read_declaration()
    refuse_taken(overrides, taken(population), "the declared population")
    pair = {arm: Setting(arrangement=arm) for arm in (REFERENCE, TREATED)}
    arms = declared.compose(BOX if box else STUDY, pair, overrides, config_dir)
    wanted = arms[TREATED]
    refuse_one_half(wanted)
    space = (box_space if box else population_space)(population)
    start, _ = two_samples(space, declared.points, wanted.seed)
    return Screened(declared, Ground(population, arms, space.points(start)), space, box)
