"""Settings in which the coordinator could harm, and whether the headline's sign holds.

Arms, and the experiments made of them, are declared in ``configs/honesty.yaml``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from matplotlib.figure import Figure
from pydantic import Field

from experiments.analysis.answer import PRIMARY
from experiments.analysis.pairing import arm_of, refuse_unpaired
from experiments.analysis.spread import differences
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.compose import Composed
from experiments.document.blocks import Prose, Table
from experiments.document.cells import ends, per_100, rate, words
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.studies.declared import (
    Setting,
    Size,
    Text,
    Words,
    chosen,
    read_declared,
    refuse_taken,
    refuse_unknown,
    set_by,
    specs_of,
)
from experiments.studies.drawn import Drawn
from experiments.studies.honesty_figure import honesty
from experiments.studies.protocol import Plan
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT, Definition, after
from sim.parameters.fields import Group

STUDY = "honesty"
DECLARATION = CONFIGS / "honesty.yaml"
HEADLINE, SIGN = "headline", "sign"
COLUMNS = ("experiment", "reference", "failure", "breakdown", "finding", "finding_breakdown")
HELPS, HARMS, WITHIN, LOWER, HIGHER, LOWER_WITHIN, HIGHER_WITHIN, UNCLEAR = (
    "helps", "harms", "within", "lower", "higher", "lower_within", "higher_within", "unclear",
)  # fmt: skip
KEPT, TURNED, NO_SIGN = "kept", "turned", "no_sign"


class Experiment(Group):
    """Treated less reference. after: first start week of the opportunities judged."""

    rule: Literal["headline", "shown", "sign"]
    treated: Text
    reference: Text
    after: Annotated[int, Field(ge=0)] | None = None
    name: Words
    says: Words

    def label(self, say: Speaker) -> str:
        """What it is in a few words, with the week from which it is judged."""
        name = self.name.said(say)
        return name if self.after is None else say("honesty.after", name=name, week=self.after)


class Declaration(Size):
    """All that was declared before any of it was run."""

    arms: dict[str, Setting]
    experiments: dict[str, Experiment]

    def only(self, names: Sequence[str]) -> dict[str, Experiment]:
        """The experiments named, in the order declared; all where none is named.

        Where one asks whether the headline's sign holds, the headline is among them.
        """
        wanted = set(chosen("experiments", self.experiments, names))
        asked = any(self.experiments[name].rule == SIGN for name in wanted)
        return {
            name: each
            for name, each in self.experiments.items()
            if name in wanted or (asked and each.rule == HEADLINE)
        }

    def arms_of(self, experiments: Mapping[str, Experiment]) -> dict[str, Setting]:
        """The arms that these experiments need, in the order declared."""
        used = {arm for each in experiments.values() for arm in (each.treated, each.reference)}
        return {name: arm for name, arm in self.arms.items() if name in used}


def read_declaration(path: Path = DECLARATION) -> Declaration:
    """The declaration in ``path``. InputError, one line, where it is not allowed."""
    declared = read_declared(path, Declaration)
    for name, each in declared.experiments.items():
        arms = (each.treated, each.reference)
        refuse_unknown(f"{path}: experiments.{name}", arms, declared.arms)
    headlines = [n for n, each in declared.experiments.items() if each.rule == HEADLINE]
    if len(headlines) != 1:
        raise InputError(f"{path}: experiments: one with rule: {HEADLINE} is needed")
    return declared


@dataclass(frozen=True)
class Judged(Drawn):
    """differences: as ``differ`` gives them."""

    differences: pd.DataFrame
    experiments: Mapping[str, Experiment]
    community: str
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {STUDY: self.differences}

    def figure(self, say: Speaker) -> Figure:
        labels = {name: each.label(say) for name, each in self.experiments.items()}
        rules = [each.rule for each in self.experiments.values()]
        return honesty(self.differences, labels, rules, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        told = [*self.failed(say), self.rule(say), say("note.conditional")]
        return [self.table(say), *map(Prose, told)]

    def heading(self, say: Speaker) -> str:
        """What is shown, where, over how many pairs."""
        pairs = sorted({int(n) for n in self.differences["pairs"]})
        told = str(pairs[0]) if len(pairs) == 1 else f"{pairs[0]}–{pairs[-1]}"
        community = say.known(f"community.{self.community}", self.community)
        return say("honesty.title", community=community, pairs=told)

    def rule(self, say: Speaker) -> str:
        """By what rule a finding is told."""
        return say("honesty.rule", number=len(self.differences))

    def table(self, say: Speaker) -> Table:
        """A row an experiment."""
        rows = [self._row(name, each, say) for name, each in self.experiments.items()]
        return Table(self.heading(say), words(say, "honesty.header", COLUMNS), rows)

    def _row(self, name: str, experiment: Experiment, say: Speaker) -> list[str]:
        mine = self.differences[self.differences["experiment"] == name].set_index("measure")
        failure, breakdown = (mine.loc[measure].to_dict() for measure in ("failure", "breakdown"))
        return [
            experiment.label(say),
            per_100(failure["control"], say),
            *(rate(row, say, sign=True) for row in (failure, breakdown)),
            *(say(f"honesty.finding.{row['finding']}") for row in (failure, breakdown)),
        ]

    def failed(self, say: Speaker) -> Iterator[str]:
        """A line for each difference that failed runs leave open, with its bounds."""
        table = self.differences
        for row in table[table["failed"] > 0].to_dict("records"):
            yield say(
                "honesty.failed", name=self.experiments[row["experiment"]].label(say),
                failed=row["failed"], measure=say(f"measure.{row['measure']}"),
                **ends(row, say, sign=True),
            )  # fmt: skip


def study(
    overrides: list[str], config_dir: Path | None = None, names: Sequence[str] = ()
) -> Plan[Judged]:
    """The experiments named, all where none is."""
    declared = read_declaration()
    experiments = declared.only(names)
    arms = compose_arms(declared, experiments, overrides, config_dir)
    wanted = next(iter(arms.values()))

    def judge(cells: list[Cell]) -> Judged:
        by_arm = dict(zip(arms, cells, strict=True))
        table = differ(experiments, by_arm, wanted.replicates)
        return Judged(table, experiments, wanted.community)

    return Plan(wanted.name, wanted, specs_of(arms), judge)


def compose_arms(
    declared: Declaration,
    experiments: Mapping[str, Experiment],
    overrides: list[str],
    config_dir: Path | None,
) -> dict[str, Composed]:
    """Each needed arm's configuration; the declared community, seed and size unless overridden.

    InputError for what the arms set themselves.
    """
    refuse_taken(overrides, set_by(declared.arms), "the declared arms")
    return declared.compose(STUDY, declared.arms_of(experiments), overrides, config_dir)


def differ(
    experiments: Mapping[str, Experiment], cells: Mapping[str, Cell], replicates: int
) -> pd.DataFrame:
    """A row for each experiment and primary measure: arms' shares, difference, interval, finding.

    Columns as ``experiments.analysis.spread.differences`` has them, and: experiment, rule, after;
    dependence (mean share of interaction through mediators, treated arm); finding: what ``size``
    says of the interval; for rule ``sign`` whether the headline's sign is kept, turned,
    unclear here, or no_sign.
    """
    arms = {name: arm_of(cell, replicates, weekly=False) for name, cell in cells.items()}
    rows: list[dict[str, Any]] = []
    for name, each in experiments.items():
        refuse_unpaired(each.treated, cells[each.treated], each.reference, cells[each.reference])
        pair = arms[each.treated], arms[each.reference]
        table = differences([pair], _definition(each, cells[each.treated]))
        mine = table[table["measure"].isin(PRIMARY)].drop(columns="point")
        about = {"experiment": name, "rule": each.rule, "after": each.after}
        about |= {"treated_arm": each.treated, "reference_arm": each.reference}
        dependence = float(arms[each.treated].runs["dependence"].mean())
        rows += [about | row | {"dependence": dependence} for row in mine.to_dict("records")]
    found = pd.DataFrame(rows)
    return found.assign(finding=[_finding(row, rows) for row in rows])


def _definition(experiment: Experiment, cell: Cell) -> Definition:
    last = cell.parameters.horizon - DEFAULT.followed
    if experiment.after is not None and experiment.after > last:
        raise InputError(f"after = {experiment.after}: must be a week in [0, {last}]")
    return DEFAULT if experiment.after is None else after(experiment.after)


def _finding(row: Mapping[str, Any], rows: list[dict[str, Any]]) -> str:
    if row["rule"] != SIGN:
        return size(row["low"], row["high"])
    headline = next(
        each for each in rows if each["rule"] == HEADLINE and each["measure"] == row["measure"]
    )
    return sign(row["low"], row["high"], headline["verdict"])


def size(low: float, high: float) -> str:
    """Where a difference's whole interval lies: beyond the smallest effect of interest (helps,
    harms), within it (lower_within, higher_within, or across 0: within), beyond 0 only (lower,
    higher), or none of these (unclear)."""
    if high <= -SMALLEST_EFFECT:
        return HELPS
    if low >= SMALLEST_EFFECT:
        return HARMS
    small = low > -SMALLEST_EFFECT and high < SMALLEST_EFFECT
    if high < 0.0:
        return LOWER_WITHIN if small else LOWER
    if low > 0.0:
        return HIGHER_WITHIN if small else HIGHER
    return WITHIN if small else UNCLEAR


def sign(low: float, high: float, headline: int) -> str:
    """Whether an interval lies on the headline's side of 0.

    headline: -1 or 1 where its own interval leaves 0 out, else 0: then there is no sign to hold.
    """
    if headline == 0:
        return NO_SIGN
    verdict = int(low > 0.0) - int(high < 0.0)
    return UNCLEAR if verdict == 0 else KEPT if verdict == headline else TURNED
