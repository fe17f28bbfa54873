"""The headline: the treated arm against others over all that was not known (docs/version3.md).

Communities are accepted points of calibration, by weight; contested rules are crossed, all levels
alike; the coordinator is drawn from its declared ranges. ``configs/population.yaml`` declares it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.config.accepted import accepted_points
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.document.blocks import Prose
from experiments.document.terminal import Told
from experiments.store import Cell, Spec
from experiments.studies import population_analysis as analysis
from experiments.studies import population_text as text
from experiments.studies.beside import Beside
from experiments.studies.declared import Setting, refuse_taken
from experiments.studies.drawn import Drawn
from experiments.studies.population_figure import population
from experiments.studies.population_ground import (
    REFERENCE,
    TREATED,
    Ground,
    ground_of,
    parameters_at,
    read_declaration,
    seed_at,
    taken,
)
from experiments.studies.population_parts import ARMS, Check, Variance, late_effects, late_specs
from experiments.studies.protocol import Work
from experiments.words.speech import Speaker

STUDY = "population"


def specs_of(ground: Ground, compared: int) -> list[Spec]:
    """Cells, named by arm and point: of the reference and the treated arm at all points, then of
    the others at the first."""
    total = len(ground.points.accepted)
    found = []
    for arm, wanted in ground.arms.items():
        last = total if arm in (REFERENCE, TREATED) else min(compared, total)
        found += [
            Spec(parameters_at(ground, arm, number), seed_at(wanted.seed, number),
                 f"{arm}-{number:04d}", wanted.community, wanted.replicates)
            for number in range(last)
        ]  # fmt: skip
    return found


@dataclass(frozen=True)
class Population(Drawn):
    """answer: what the effects come to. Of the whole only, otherwise empty: variance, what the
    effect hangs on, as ``variance_table`` tells; checked, as ``Check.table``. beside: what other
    studies of the community say."""

    ground: Ground
    answer: analysis.Answer
    variance: pd.DataFrame = field(default_factory=pd.DataFrame)
    checked: pd.DataFrame = field(default_factory=pd.DataFrame)
    beside: Beside | None = None
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        answer = self.answer
        found = {
            "points": answer.points.join(self.ground.points.design, on="point"),
            "shares": answer.shares,
            "margins": answer.margins,
            "levels": answer.levels,
            "weights": answer.weights,
            "conditions": answer.conditions,
            "arms": answer.arms,
            "variance": self.variance,
            "checked": self.checked,
        }
        return {f"{STUDY}-{name}": table for name, table in found.items() if len(table)}

    def figure(self, say: Speaker) -> Figure:
        return population(self.answer, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        main = text.document(self.answer, self.heading(say), self.ground, self.checked, say)
        why = map(Prose, self.beside.why(say) if self.beside else [])
        return [*main, text.variance(self.variance, say), *why, text.note(self.answer, say)]

    def heading(self, say: Speaker) -> str:
        """What is asked, of which community, over how many points."""
        wanted = self.ground.arms[TREATED]
        return say(
            "population.title", number=len(self.ground.points.accepted),
            community=say.known(f"community.{wanted.community}", wanted.community),
            treated=say.arm(TREATED), reference=say.arm(REFERENCE), replicates=wanted.replicates,
        )  # fmt: skip


@dataclass(frozen=True)
class Headline:
    """The population, compared; apart: runs behind the shares of variance, of the whole only."""

    ground: Ground
    compared: int
    apart: Variance | None = None

    @property
    def wanted(self) -> Composed:
        """How its cells are run."""
        return self.ground.arms[TREATED]

    @property
    def name(self) -> str:
        """Of the study."""
        return self.wanted.name

    def conduct(self, work: Work) -> Population:
        """Run all points, and of the whole what belongs to it; then check what was expected."""
        ground, specs = self.ground, specs_of(self.ground, self.compared)
        apart = self.apart
        beside = Beside(work.study.path.parent, self.wanted.community, same_arms=True)
        if apart is None:
            return Population(ground, self.answer(self._run(work, specs)), beside=beside)
        late, hangs = late_specs(ground), apart.specs
        checked = ground.declared.checked
        runs = sum(_runs(part) for part in (specs, late, hangs))
        with work.counting(runs + len(ARMS) * checked.points * checked.replicates):
            main, *rest = (self._run(work, part) for part in (specs, late, hangs))
            found = self.answer(main, rest[0])
            check = Check(ground, found.points)
            seen = self._run(work, check.specs, checked.replicates)
        hang = apart.table(rest[1])
        return Population(ground, found, hang, check.table(seen), beside)

    def _run(self, work: Work, specs: Sequence[Spec], replicates: int | None = None) -> list[Cell]:
        cells = work.study.open_study(specs)
        work.run(cells, replace(self.wanted, replicates=replicates or self.wanted.replicates))
        return cells

    def answer(self, cells: Sequence[Cell], late: Sequence[Cell] = ()) -> analysis.Answer:
        """What the points' cells come to; late: those of a coordinator that comes late."""
        points, declared = self.ground.points, self.ground.declared
        how = analysis.How(declared.emulator, declared.margins, self.wanted.seed)
        at = points.coordinates(read_settings(), declared.hub)
        stationary = accepted_points()["stationary"].to_numpy(bool)[points.accepted]
        found = analysis.answer(
            analysis.effects(cells, TREATED, self.wanted.replicates), at, points.rules,
            {"stationary": stationary}, how,
        )  # fmt: skip
        if not late:
            return found
        again = analysis.believed(late_effects(self.ground, late), at, how)
        shares = analysis.condition("late", again.draws, how.luck())
        return found._replace(conditions=pd.concat([found.conditions, shares], ignore_index=True))


def _runs(specs: Sequence[Spec]) -> int:
    return sum(spec.replicates or 0 for spec in specs)


def study(overrides: list[str], config_dir: Path | None = None, whole: bool = False) -> Headline:
    """The headline in short, or the whole of it."""
    declared = read_declaration()
    refuse_taken(overrides, taken(declared), "the declared population")
    settings_of = {arm: Setting(arrangement=arm) for arm in declared.arms}
    arms = declared.compose(STUDY, settings_of, overrides, config_dir)
    extent, seed = (declared.whole if whole else declared.short), arms[TREATED].seed
    ground = ground_of(declared, arms, extent.points, seed)
    apart = Variance(declared, arms, seed) if whole else None
    return Headline(ground, extent.compared, apart)
