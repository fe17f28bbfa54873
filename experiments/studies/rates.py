"""Base rates: failure by supply against demand, by calendar year, and by tenure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pandas as pd
from matplotlib.figure import Figure
from pydantic import Field

from experiments.analysis.answer import PRIMARY
from experiments.analysis.base_rates import UNKNOWN, YEAR, by_class, tenures, years
from experiments.analysis.outcomes import Arm
from experiments.analysis.pairing import arm_of
from experiments.base.settings import CONFIGS
from experiments.document.blocks import Prose, Table
from experiments.document.cells import rate, words
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.studies.declared import Count, Setting, Size, read_declared, refuse_taken, specs_of
from experiments.studies.drawn import Drawn
from experiments.studies.protocol import Plan
from experiments.studies.rates_figure import rates
from experiments.words.speech import Speaker
from sim.parameters.fields import ToTuple

STUDY = "rates"
DECLARATION = CONFIGS / "rates.yaml"
SUPPLY, HORIZON = "community.supply_ratio", "horizon"
BY = ("supply", "year", "tenure")
"""What rates are told by; a panel and a table each."""
Increasing = Annotated[tuple[float, ...], ToTuple, Field(min_length=1)]


class Declaration(Size):
    """What is run: every arm at each supply over the usual horizon, and at the usual supply over
    the long one. tenure, from_year: in years."""

    arms: Annotated[tuple[str, ...], ToTuple]
    supply: Increasing
    long: Count
    tenure: Increasing
    from_year: Count


@dataclass(frozen=True)
class Rates(Drawn):
    """table: a row an arm, ``by``, class and measure, with value, low, high and opportunities."""

    table: pd.DataFrame
    declared: Declaration
    community: str
    replicates: int
    name = STUDY

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {STUDY: self.table}

    def figure(self, say: Speaker) -> Figure:
        return rates(self.table, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        return [
            Prose(self.heading(say)),
            *(self._part(by, say) for by in BY),
            Prose(say("rates.note", year=self.declared.from_year)),
        ]

    def _part(self, by: str, say: Speaker) -> Table:
        own = self.table[self.table["by"] == by]
        header = [say(f"rates.by.{by}"), *words(say, "column", ("arm", "opportunities")),
                  *words(say, "measure", PRIMARY)]  # fmt: skip
        rows = []
        for (label, arm), part in own.groupby(["class", "arm"], sort=False):
            shares = part.set_index("measure")
            told = [rate(shares.loc[name].to_dict(), say) for name in PRIMARY]
            units = f"{part['opportunities'].iloc[0]}"
            rows.append([label_of(by, str(label), say), say.arm(str(arm)), units, *told])
        return Table(say("rates.caption", by=say(f"rates.by.{by}")), header, rows)

    def heading(self, say: Speaker) -> str:
        """Of which community, and how often it was run."""
        community = say.known(f"community.{self.community}", self.community)
        return say("rates.title", community=community, replicates=self.replicates)


def label_of(by: str, label: str, say: Speaker) -> str:
    """A class as readers know it."""
    return say("rates.vacant") if label == UNKNOWN else say(f"rates.class.{by}", label=label)


def study(overrides: list[str], config_dir: Path | None = None) -> Plan[Rates]:
    """All base rates declared."""
    declared = read_declared(DECLARATION, Declaration)
    refuse_taken(overrides, {"arrangement", SUPPLY, HORIZON}, str(DECLARATION))
    keys = [(arm, supply) for arm in declared.arms for supply in (*declared.supply, None)]
    changes = [
        {HORIZON: declared.long} if supply is None else {SUPPLY: supply} for _, supply in keys
    ]
    settings = {
        f"{arm}-{'long' if supply is None else supply}": Setting(arrangement=arm, set=change)
        for (arm, supply), change in zip(keys, changes, strict=True)
    }
    cells = declared.compose(STUDY, settings, overrides, config_dir)
    wanted = next(iter(cells.values()))

    def judge(found: Sequence[Cell]) -> Rates:
        seen = [arm_of(cell, wanted.replicates, weekly=False) for cell in found]
        table = told(dict(zip(keys, seen, strict=True)), declared)
        return Rates(table, declared, wanted.community, wanted.replicates)

    return Plan(wanted.name, wanted, specs_of(cells), judge)


def told(seen: dict[tuple[str, float | None], Arm], declared: Declaration) -> pd.DataFrame:
    """Every base rate; seen: by arm and supply, of the long runs None."""
    parts = []
    for (name, supply), arm in seen.items():
        if supply is None:
            from_week = round((declared.from_year - 1) * YEAR)
            classes = tenures(arm, declared.tenure, from_week)
            found = [("year", by_class(arm, years(arm))), ("tenure", by_class(arm, classes))]
        else:
            everywhere = pd.Series(f"{supply:g}", index=arm.projects.index)
            found = [("supply", by_class(arm, everywhere))]
        parts += [table.assign(by=by, arm=name) for by, table in found]
    table = pd.concat(parts, ignore_index=True)
    order = {by: number for number, by in enumerate(BY)}
    return table.sort_values("by", key=lambda each: each.map(order), kind="stable")
