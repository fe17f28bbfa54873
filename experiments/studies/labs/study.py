"""A lab as a study: its arms with the same luck, their levels, and whether its claims hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.estimates import interval
from experiments.analysis.pairing import arm_of
from experiments.base.documents import document
from experiments.config.compose import Composed
from experiments.document.blocks import Bullets, Heading, Prose, Table
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.studies.declared import (
    overrides_of,
    refuse_short,
    refuse_taken,
    set_by,
    specs_of,
)
from experiments.studies.drawn import Drawn
from experiments.studies.labs.card import card_file
from experiments.studies.labs.declared import Claim, Lab, read_lab
from experiments.studies.labs.figure import lab_figure
from experiments.studies.labs.measures import MEASURES
from experiments.studies.labs.words import bracketed, contrast_text, measure_label, unit_of
from experiments.studies.patterns_judge import Totals, at_point
from experiments.studies.protocol import Plan
from experiments.words.speech import Speaker

LEAST_WEEKS = 156
"""Labs are declared for this horizon; a shorter one leaves some measure nothing to see."""


@dataclass(frozen=True)
class Found(Drawn):
    """levels: arm, measure, value, low, high. claims: one row each; holds: its whole interval
    lies in the declared range. replicates: that ran in every arm."""

    lab_name: str
    lab: Lab
    levels: pd.DataFrame
    claims: pd.DataFrame
    replicates: int
    name = "lab"

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {"lab-levels": self.levels, "lab-claims": self.claims}

    def figure(self, say: Speaker) -> Figure:
        arms = {name: arm.said(say) for name, arm in self.lab.arms.items()}
        return lab_figure(self.levels, arms, self._heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        notes = [
            say("lab.conditional"),
            say("lab.one_point", page=document(card_file("headline", say))),
            say("lab.read", card=document(f"labs/{card_file(self.lab_name, say)}")),
        ]
        return [*self.table(say), *self.notice(say), *map(Prose, notes)]

    def _heading(self, say: Speaker) -> str:
        return say("lab.heading", title=self.lab.title.said(say), runs=self.replicates)

    def table(self, say: Speaker) -> list[Told]:
        """Arms down, measures across by number, with their names below."""
        levels = self.levels.set_index(["arm", "measure"])
        numbered = dict(enumerate(self.lab.measures, 1))
        rows = [
            [arm.said(say), *(bracketed(m, levels.loc[(name, m)], say) for m in numbered.values())]
            for name, arm in self.lab.arms.items()
        ]
        header = [say("lab.arm"), *(f"({i})" for i in numbered)]
        legend = [
            say("lab.legend", number=i, measure=measure_label(measure, say))
            for i, measure in numbered.items()
        ]
        return [Table(self._heading(say), header, rows), Bullets(legend)]

    def notice(self, say: Speaker) -> list[Told]:
        """Every claim with its numbers of this run, and whether it holds in it."""
        told: list[Told] = [Heading(say("lab.notice")), Bullets(self._claims(True, say))]
        if self.lab.noticed(False):
            told += [Heading(say("lab.unseen")), Bullets(self._claims(False, say))]
        return told

    def _claims(self, seen: bool, say: Speaker) -> list[str]:
        rows = self.claims.set_index("claim")
        asked = {key: claim for key, claim in self.lab.claims.items() if claim.seen == seen}
        return [_claim(self.lab, claim, rows.loc[key], say) for key, claim in asked.items()]


def study(name: str, overrides: Sequence[str] = (), config_dir: Path | None = None) -> Plan[Found]:
    """The lab ``name``. InputError for anything wrong."""
    lab = read_lab(name)
    arms = compose_arms(name, lab, overrides, config_dir)
    wanted = next(iter(arms.values()))

    def judge(cells: list[Cell]) -> Found:
        return judged(name, lab, cells, wanted.replicates)

    return Plan(wanted.name, wanted, specs_of(arms), judge, weekly="runs")


def compose_arms(
    name: str, lab: Lab, overrides: Sequence[str] = (), config_dir: Path | None = None
) -> dict[str, Composed]:
    """Each arm's configuration; what the lab declares, unless overridden.

    InputError for what the lab's arms set themselves, and for a horizon that is too short.
    """
    refuse_taken(overrides, set_by(lab.arms) | set(lab.set), f"the lab {name}")
    every = [*overrides, *overrides_of(lab.set)]
    arms = lab.compose(f"lab-{name}", lab.arms, every, config_dir)
    refuse_short(arms.values(), LEAST_WEEKS, "the labs")
    return arms


def judged(name: str, lab: Lab, cells: Sequence[Cell], replicates: int) -> Found:
    """Levels and claims from stored cells, one for each arm in the order declared."""
    arms = {arm: arm_of(cell, replicates) for arm, cell in zip(lab.arms, cells, strict=True)}
    used = dict.fromkeys([*lab.measures, *(claim.measure for claim in lab.claims.values())])
    totals = {m: {name: MEASURES[m].of(arm) for name, arm in arms.items()} for m in used}
    both = set.intersection(*(set(arm.replicates.tolist()) for arm in arms.values()))
    claims = [
        {"claim": key, **_claim_row(claim, totals[claim.measure])}
        for key, claim in lab.claims.items()
    ]
    levels = [_level_row(arm, m, totals[m][arm]) for m in lab.measures for arm in lab.arms]
    return Found(name, lab, pd.DataFrame(levels), pd.DataFrame(claims), len(both))


def _level_row(arm: str, measure: str, totals: pd.DataFrame) -> dict[str, object]:
    found = at_point({arm: totals}, {arm: 1}, np.nan).estimate
    return {"arm": arm, "measure": measure, **interval(found)}


def _claim_row(claim: Claim, totals: Totals) -> dict[str, object]:
    found = at_point(totals, claim.contrast, np.nan).estimate
    low, high = claim.ends
    holds = bool(low < found.low and found.high < high)
    return {
        "measure": claim.measure, **interval(found), "least": low, "most": high,
        "seen": claim.seen, "holds": holds,
    }  # fmt: skip


def _claim(lab: Lab, claim: Claim, row: pd.Series, say: Speaker) -> str:
    mark, verdict = "?", "lab.fails"
    if row["holds"]:
        mark, verdict = ("+", "lab.holds") if claim.seen else ("-", "lab.absent")
    measured = say(
        "lab.measured", contrast=contrast_text(lab, claim, say), verdict=say(verdict),
        numbers=bracketed(claim.measure, row, say, sign=True), unit=unit_of(claim.measure, say),
    )  # fmt: skip
    return f"{mark} {claim.said(say)}\n  {measured}"
