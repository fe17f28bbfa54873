"""Where the hub lowers failure, and where it raises it; declared in configs/discover.yaml.

A box is sought over the probability, by an emulator, that the expected difference is beyond the
smallest effect that matters, and judged on other points with other luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.base.settings import CONFIGS
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.document.terminal import Told
from experiments.store import Cell, Spec
from experiments.studies import discover_text as text
from experiments.studies import population_analysis as analysis
from experiments.studies.declared import (
    Count,
    Setting,
    Share,
    Size,
    read_declared,
    refuse_taken,
)
from experiments.studies.discover_analysis import Discovered, Sample, discovered
from experiments.studies.discover_figure import discovery
from experiments.studies.drawn import Drawn
from experiments.studies.population_ground import (
    REFERENCE,
    TREATED,
    Ground,
    ground_of,
    parameters_at,
    read_declaration,
    refuse_one_half,
    seed_at,
    taken,
)
from experiments.studies.protocol import Plan
from experiments.words.speech import Speaker

STUDY = "discover"
DECLARATION = CONFIGS / "discover.yaml"
SOUGHT, JUDGED = "sought", "judged"
ARMS = (TREATED, REFERENCE)


class Declaration(Size):
    """sought, judged: points. limits, least, peel: of a box; see ``boxes.How``. permutations: of
    the sought points' probabilities. leaves: of the tree."""

    sought: Count
    judged: Count
    limits: Count
    least: Share
    peel: Share
    permutations: Count
    leaves: Count


@dataclass(frozen=True)
class Discovery(Drawn):
    """discovered: boxes, and what they hold on other points."""

    discovered: Discovered
    community: str
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {f"{STUDY}-{name}": table for name, table in self.discovered._asdict().items()}

    def figure(self, say: Speaker) -> Figure:
        return discovery(self.discovered, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        return text.document(self.discovered, self.heading(say), say)

    def heading(self, say: Speaker) -> str:
        """Of which community, over how many points."""
        community = say.known(f"community.{self.community}", self.community)
        points = self.discovered.boxes.iloc[0]
        return say("discover.title", community=community,
                   sought=int(points["sought"]), judged=int(points["judged"]))  # fmt: skip


def study(
    overrides: list[str], config_dir: Path | None = None, points: int | None = None
) -> Plan[Discovery]:
    """Both arms at points among which a box is sought, as many as declared unless said, and at
    others on which it is judged."""
    declared = read_declared(DECLARATION, Declaration)
    if points is not None:
        few = max(points * declared.judged // declared.sought, 1)
        declared = declared.model_copy(update={SOUGHT: points, JUDGED: few})
    population = read_declaration()
    refuse_taken(overrides, taken(population), "the declared population")
    pair = {arm: Setting(arrangement=arm) for arm in (REFERENCE, TREATED)}
    arms = declared.compose(STUDY, pair, overrides, config_dir)
    wanted = arms[TREATED]
    refuse_one_half(wanted)
    sizes = {SOUGHT: declared.sought, JUDGED: declared.judged}
    grounds = {
        part: ground_of(population, arms, size, seed)
        for (part, size), seed in zip(sizes.items(), seeds(wanted), strict=True)
    }
    specs = [spec for part in grounds for spec in _specs(part, grounds[part])]

    def judge(cells: Sequence[Cell]) -> Discovery:
        first = len(ARMS) * declared.sought
        parts = {SOUGHT: cells[:first], JUDGED: cells[first:]}
        samples = {part: sample(grounds[part], own, part) for part, own in parts.items()}
        found = discovered(samples[SOUGHT], samples[JUDGED], declared, wanted.seed)
        return Discovery(found, wanted.community)

    return Plan(wanted.name, wanted, specs, judge)


def seeds(wanted: Composed) -> tuple[int, int]:
    """Of points and luck, where a box is sought and where it is judged."""
    return wanted.seed, wanted.seed + 1


def _specs(part: str, ground: Ground) -> list[Spec]:
    wanted = ground.arms[TREATED]
    seed = dict(zip((SOUGHT, JUDGED), seeds(wanted), strict=True))[part]
    return [
        Spec(parameters_at(ground, arm, number), seed_at(seed, number),
             f"{part}-{arm}-{number:04d}", wanted.community, wanted.replicates)
        for arm in ARMS
        for number in range(len(ground.points.accepted))
    ]  # fmt: skip


def sample(ground: Ground, cells: Sequence[Cell], part: str) -> Sample:
    """What is believed of the effect at a part's points, and what is at them."""
    wanted, points = ground.arms[TREATED], ground.points
    seen = analysis.effects(cells, f"{part}-{TREATED}", wanted.replicates)
    at = points.coordinates(read_settings(), ground.declared.hub)
    how = analysis.How(ground.declared.emulator, ground.declared.margins, wanted.seed)
    known = analysis.believed(seen.assign(against=REFERENCE), at, how)
    here = points.design.drop(columns="accepted").iloc[known.numbers].reset_index(drop=True)
    return Sample(here, known.halves[text.SHOWN], known.draws[text.SHOWN], known.failed)
