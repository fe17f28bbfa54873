"""What is run to tell mechanisms and acts apart; declared in configs/mechanisms.yaml."""

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
from experiments.document.terminal import Told
from experiments.store import Cell, Spec
from experiments.studies import mechanisms_text as text
from experiments.studies.declared import Count, Setting, Size, read_declared, refuse_taken
from experiments.studies.drawn import Drawn
from experiments.studies.mechanisms_analysis import factorial, shares
from experiments.studies.mechanisms_design import (
    ACTS,
    MECHANISMS,
    Combination,
    act_combinations,
    label_of,
    mechanism_combinations,
    with_acts,
    with_mechanisms,
)
from experiments.studies.mechanisms_figure import mechanisms
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
from experiments.studies.protocol import Plan
from experiments.words.speech import Speaker
from sim.measure.records import ENDS

STUDY = "mechanisms"
DECLARATION = CONFIGS / "mechanisms.yaml"
MEASURES = (*PRIMARY, *ENDS)


class Declaration(Size):
    """points: of the headline's population at which every combination is run."""

    points: Count


class Key(NamedTuple):
    """A cell: what is switched (``mechanism`` or ``act``), what of it is on (None: no hub), and
    its point."""

    kind: str
    on: Combination | None
    point: int


@dataclass(frozen=True)
class Mechanisms(Drawn):
    """shapley: shares of the four mechanisms. main: effects of mechanisms and of acts, and of their
    pairs. Both by measure; of is ``mechanism`` or ``act``. left_out: points without all runs."""

    shapley: pd.DataFrame
    main: pd.DataFrame
    community: str
    points: int
    left_out: int
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {"mechanisms-shapley": self.shapley, "mechanisms-effects": self.main}

    def figure(self, say: Speaker) -> Figure:
        return mechanisms(self.shapley, self.main, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        return text.document(self.shapley, self.main, self.heading(say), self.left_out, say)

    def heading(self, say: Speaker) -> str:
        """Of which community, over how many points."""
        community = say.known(f"community.{self.community}", self.community)
        return say("mechanisms.title", community=community, points=self.points)


def study(overrides: list[str], config_dir: Path | None = None) -> Plan[Mechanisms]:
    """All combinations at every point."""
    declared = read_declared(DECLARATION, Declaration)
    population = read_declaration()
    refuse_taken(overrides, taken(population), "the declared population")
    pair = {arm: Setting(arrangement=arm) for arm in (REFERENCE, TREATED)}
    arms = declared.compose(STUDY, pair, overrides, config_dir)
    wanted = arms[TREATED]
    ground = ground_of(population, arms, declared.points, wanted.seed)
    keys = list(_keys(declared.points))
    specs = [_spec(ground, key) for key in keys]

    def judge(cells: Sequence[Cell]) -> Mechanisms:
        counts = counts_of(cells, wanted.replicates)
        seen = {key: counts[cell.hash] for key, cell in zip(keys, cells, strict=True)}
        return judged(seen, wanted.community, declared.points)

    return Plan(wanted.name, wanted, specs, judge)


def _keys(points: int) -> Iterator[Key]:
    for point in range(points):
        yield Key("mechanism", None, point)
        for on in mechanism_combinations():
            yield Key("mechanism", on, point)
        for on in act_combinations():
            if on != frozenset(ACTS):  # the same run as with all mechanisms
                yield Key("act", on, point)


def _spec(ground: Ground, key: Key) -> Spec:
    arm = REFERENCE if key.on is None else TREATED
    parameters, wanted = parameters_at(ground, arm, key.point), ground.arms[arm]
    name = arm
    if key.on is not None:
        switch, of = (with_mechanisms, MECHANISMS) if key.kind == "mechanism" else (with_acts, ACTS)
        parameters, name = switch(parameters, key.on), f"{key.kind}-{label_of(key.on, of)}"
    label = f"{name}-{key.point:03d}"
    seed = seed_at(wanted.seed, key.point)
    return Spec(parameters, seed, label, wanted.community, wanted.replicates)


def judged(seen: Mapping[Key, pd.DataFrame], community: str, points: int) -> Mechanisms:
    """What the counts of every cell come to; a point without all its runs is left out."""
    lacking = {key.point for key, counts in seen.items() if counts.empty}
    whole = [number for number in range(points) if number not in lacking]
    shapley, main = [], []
    for measure in MEASURES:
        mechanism = rates_of(seen, measure, "mechanism", whole)
        acts = rates_of(seen, measure, "act", whole)
        acts[frozenset(ACTS)] = mechanism[frozenset(MECHANISMS)]
        shapley.append(shares(mechanism, MECHANISMS).assign(measure=measure))
        for of, names, rates in (("mechanism", MECHANISMS, mechanism), ("act", ACTS, acts)):
            main.append(factorial(rates, names).assign(of=of, measure=measure))
    both = [pd.concat(parts, ignore_index=True) for parts in (shapley, main)]
    return Mechanisms(both[0], both[1], community, len(whole), points - len(whole))


def rates_of(
    seen: Mapping[Key, pd.DataFrame], measure: str, kind: str, points: Sequence[int]
) -> dict[Combination | None, np.ndarray]:
    """Rate of a measure by combination, at each of ``points``."""
    found: dict[Combination | None, dict[int, float]] = {}
    wanted = set(points)
    for key, counts in seen.items():
        if key.kind == kind and key.point in wanted:
            rate = counts[measure].sum() / counts["opportunities"].sum()
            found.setdefault(key.on, {})[key.point] = float(rate)
    return {on: np.array([by_point[n] for n in points]) for on, by_point in found.items()}
