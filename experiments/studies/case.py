"""Given the case: what the hub did in Jinsong, by all that the model leaves open about it.

Jinsong is known only as it was, with the hub. Particles (a community, a hub, contested rules, luck)
are drawn from the headline's population and weighed by facts of the case, in the arm with the hub
alone. ``configs/case.yaml`` declares the facts, their tolerances, and how much is run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated

import pandas as pd
from matplotlib.figure import Figure
from pydantic import Field

from experiments.base.errors import InputError
from experiments.base.files import checksum, write_atomically
from experiments.base.settings import CONFIGS
from experiments.config.accepted import accepted_points
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.document.page import render
from experiments.document.terminal import Told
from experiments.figures.style import drawing
from experiments.store import input_checksums
from experiments.studies import case_analysis as analysis
from experiments.studies import case_text as text
from experiments.studies import population_ground as population
from experiments.studies.case_facts import Fact, deviations
from experiments.studies.case_figure import case
from experiments.studies.case_page import page_of
from experiments.studies.case_runs import (
    ERROR,
    Place,
    Stage,
    Wanted,
    open_place,
    run_particles,
)
from experiments.studies.case_watch import PREDICTED
from experiments.studies.declared import (
    Count,
    Seed,
    Setting,
    Share,
    Size,
    read_declared,
    refuse_short,
    refuse_taken,
)
from experiments.studies.drawn import Drawn
from experiments.studies.population_ground import REFERENCE, TREATED, Ground
from experiments.studies.population_points import points_of, unit_points
from experiments.studies.protocol import Work
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak
from sim.parameters.fields import Group, ToTuple

STUDY = "case"
DECLARATION = CONFIGS / "case.yaml"
MOST_PARTICLES = 1_000_000
Tolerances = Annotated[tuple[Annotated[float, Field(gt=0.0)], ...], ToTuple, Field(min_length=1)]


class Extent(Group):
    """How many particles."""

    particles: Count


class Declaration(Size):
    """The facts, how far they may be off, when an effect is refused, and how much is run."""

    fresh_seed: Seed
    horizon: Count
    short: Extent
    whole: Extent
    tolerances: Tolerances
    least_effective: Count
    largest_weight: Share
    nearest: Count
    facts: Annotated[dict[str, Fact], Field(min_length=2)]

    @property
    def widest(self) -> float:
        """The tolerance beyond which nothing counts."""
        return max(self.tolerances)

    @property
    def refusal(self) -> analysis.Refusal:
        """When an effect is published."""
        return analysis.Refusal(self.least_effective, self.largest_weight)

    @property
    def last_week(self) -> int:
        """The first week that no fact needs."""
        return max(fact.weeks[1] for fact in self.facts.values())


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    if declared.seed == declared.fresh_seed:
        seed = declared.fresh_seed
        raise InputError(f"{path}: fresh_seed = {seed}: must be another one than seed")
    return declared


@dataclass(frozen=True)
class Case(Drawn):
    """Particles as they ran, a row each by number, as ``run_particles`` gives them.

    treated, reference: with their own luck; fresh_treated, fresh_reference: those that were run
    again with fresh luck.
    """

    declared: Declaration
    ground: Ground
    treated: pd.DataFrame
    reference: pd.DataFrame
    fresh_treated: pd.DataFrame
    fresh_reference: pd.DataFrame
    name = STUDY

    @cached_property
    def deviations(self) -> pd.DataFrame:
        """Of the treated arm, which is weighed, from each fact."""
        return deviations(self.declared.facts, self.treated)

    @cached_property
    def effects(self) -> analysis.Effects:
        """Of each particle, with its own luck and with fresh luck."""
        this = analysis.differences(self.treated, self.reference)
        places = analysis.differences(self.fresh_treated, self.fresh_reference)
        return analysis.Effects(this, places.reindex(this.index))

    @cached_property
    def answer(self) -> analysis.Answer:
        """What the particles come to."""
        declared, points = self.declared, self.ground.points
        particles = analysis.Particles(
            self.deviations, deviations(declared.facts, self.reference), self.effects,
            points.rules, points.hub.join(points.community), self.treated[list(PREDICTED)],
        )  # fmt: skip
        return analysis.answer(particles, declared.tolerances, declared.refusal, declared.nearest)

    @cached_property
    def failed(self) -> int:
        """Runs that failed."""
        tables = (self.treated, self.reference, self.fresh_treated, self.fresh_reference)
        return sum(int((table[ERROR] != "").sum()) for table in tables)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        design, answer = self.ground.points.design, self.answer
        return {
            "case-particles": self._particles().join(design).reset_index(),
            "case-ladder": pd.concat([answer.prior, answer.ladder], ignore_index=True),
            "case-mirror": answer.mirror,
            "case-left-out": answer.left_out,
            "case-conflicts": answer.conflicts,
            "case-nearest": self._near().join(design).reset_index(),
            "case-levels": answer.levels,
            "case-parameters": answer.parameters,
            "case-predictions": answer.predictions,
        }

    def _particles(self) -> pd.DataFrame:
        """A row a particle: outcomes, measures and deviations of the treated arm, both effects."""
        this, places = self.effects
        off = self.deviations.add_prefix("off_")
        return self.treated.join([off, this.add_prefix("this_"), places.add_prefix("places_")])

    def _near(self) -> pd.DataFrame:
        """The particles nearest to all facts, with what was measured in them."""
        return self.answer.nearest.join(self.treated[list(self.declared.facts)])

    def figure(self, say: Speaker) -> Figure:
        return case(self.answer, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        facts = self.declared.facts
        told = text.document(self.answer, facts, self._near(), self.heading(say), say)
        return [*told, *text.failures(self.failed, say)]

    def draw(self, folder: Path, say: Speaker) -> bool:
        """The figure, and all of it as one HTML file, ``case.html``."""
        with drawing():
            pages = [
                page_of(self.document(each), self.heading(each), self.figure(each), each)
                for each in map(speak, LANGUAGES)
            ]
        write_atomically(folder / f"{self.name}.html", render(pages, say.lang).encode())
        return super().draw(folder, say)

    def heading(self, say: Speaker) -> str:
        """What is asked, of which community, over how many particles."""
        wanted, number = self.ground.arms[TREATED], len(self.treated)
        return say(
            "case.title", number=number, whole=self.declared.whole.particles,
            community=say.known(f"community.{wanted.community}", wanted.community),
            treated=say.arm(TREATED), reference=say.arm(REFERENCE),
        )  # fmt: skip


@dataclass(frozen=True)
class Conditioned:
    """A case as it is asked for; ``hashed``: all that determines its particles."""

    declared: Declaration
    ground: Ground
    hashed: Mapping[str, object]

    @property
    def wanted(self) -> Composed:
        """The treated arm, by which the study is named and run."""
        return self.ground.arms[TREATED]

    @property
    def name(self) -> str:
        """Name of the study."""
        return self.wanted.name

    def conduct(self, work: Work) -> Case:
        """Run every particle in both arms, and those that may count again with fresh luck.

        InputError where no run of the treated arm ended well.
        """
        declared, seed = self.declared, self.wanted.seed
        windows = {name: fact.window for name, fact in declared.facts.items()}
        place = open_place(work.study.path, self.hashed, windows, self.wanted.processes, work.say)
        every = range(len(self.ground.points.accepted))
        treated, reference = self._run(place, "own", seed, every)
        if (treated[ERROR] != "").all():
            raise InputError(f"{place.folder}: no run ended well: {treated[ERROR].iloc[0]}")
        again = followed(declared, treated, reference)
        fresh = self._run(place, "fresh", declared.fresh_seed, again)
        found = Case(declared, self.ground, treated, reference, *fresh)
        if found.failed:
            work.outcome.elsewhere.append(work.say("case.failed_runs", number=found.failed))
        return found

    def _run(
        self, place: Place, luck: str, seed: int, numbers: Sequence[int]
    ) -> list[pd.DataFrame]:
        """Particles in both arms, the treated one first."""
        wanted = [
            Wanted(
                Stage(f"{arm}-{luck}", seed),
                partial(population.parameters_at, self.ground, arm),
                numbers,
            )
            for arm in (TREATED, REFERENCE)
        ]
        return run_particles(place, place.say(f"case.progress.{luck}"), wanted)


def followed(declared: Declaration, treated: pd.DataFrame, reference: pd.DataFrame) -> list[int]:
    """Numbers of the particles that are run again with fresh luck: those that lie within the widest
    tolerance of all facts but one at most, for each is left out in turn; and those of which the
    reference meets all, for the mirror."""
    unmet, mirror = (
        (deviations(declared.facts, table) > declared.widest).sum(axis=1)
        for table in (treated, reference)
    )
    wanted = (unmet <= 1) | (mirror == 0)
    return [int(number) for number in treated.index[wanted]]


def study(
    overrides: list[str],
    config_dir: Path | None = None,
    whole: bool = False,
    particles: int | None = None,
) -> Conditioned:
    """The case with so many particles; as many as declared, in short or as a whole, unless said.

    InputError for what isn't allowed, or where nothing was accepted yet.
    """
    declared, ranges = read_declaration(), population.read_declaration()
    number = _extent(declared, whole, particles)
    arms = _arms(declared, ranges, overrides, config_dir)
    wanted, settings, accepted = arms[TREATED], read_settings(), accepted_points()
    unit = unit_points(settings, ranges.hub, number, wanted.seed)
    points = points_of(unit, settings, accepted, ranges.hub)
    hashed = {
        "arms": {arm: each.parameters.model_dump(mode="json") for arm, each in arms.items()},
        "inputs": dict(input_checksums(wanted.parameters)),
        "seeds": [wanted.seed, declared.fresh_seed],
        "accepted": checksum(accepted.to_csv(index=False).encode()),
        "hub": {name: each.model_dump() for name, each in ranges.hub.items()},
        "sets": settings.columns,
    }
    return Conditioned(declared, Ground(ranges, arms, points), hashed)


def _extent(declared: Declaration, whole: bool, particles: int | None) -> int:
    """How many particles. InputError where that is said twice, or they are too many."""
    if particles is None:
        return (declared.whole if whole else declared.short).particles
    if whole:
        raise InputError(f"particles = {particles}: --whole says how many")
    if particles > MOST_PARTICLES:
        raise InputError(f"particles = {particles}: must be at most {MOST_PARTICLES}")
    return particles


def _arms(
    declared: Declaration,
    ranges: population.Declaration,
    overrides: list[str],
    config_dir: Path | None,
) -> dict[str, Composed]:
    """Both arms as configured, long enough for every fact."""
    taken = population.taken(ranges) | {"replicates"}
    refuse_taken(overrides, taken, "the declared population")
    given = {override.partition("=")[0] for override in overrides}
    usual = [] if "horizon" in given else [f"horizon={declared.horizon}"]
    settings_of = {arm: Setting(arrangement=arm) for arm in (REFERENCE, TREATED)}
    arms = declared.compose(STUDY, settings_of, [*overrides, *usual], config_dir)
    refuse_short(arms.values(), declared.last_week, "all facts to be seen")
    if arms[TREATED].seed == declared.fresh_seed:
        seed = declared.fresh_seed
        raise InputError(f"seed = {seed}: that of the fresh runs; must be another one")
    return arms
