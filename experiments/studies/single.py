"""One arm by itself: how its opportunities ended."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.analysis.outcomes import RATES, Arm, opportunity_counts
from experiments.analysis.pairing import arm_of
from experiments.config.compose import compose
from experiments.config.study_name import named_after
from experiments.document.blocks import Prose
from experiments.document.cells import per_100
from experiments.document.four_lines import one_arm
from experiments.document.rates import ends_table, rates_of, rates_table, shares_of
from experiments.document.terminal import Told
from experiments.store import Cell, Study
from experiments.store.cell import Weekly
from experiments.studies.declared import specs_of
from experiments.studies.protocol import Findings, Plan
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT
from sim.measure.records import ENDS


@dataclass(frozen=True)
class Ended(Findings):
    """A cell and its runs."""

    cell: Cell
    arm: Arm

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """None: the store has all of it."""
        return {}

    def document(self, say: Speaker) -> list[Told]:
        cell, runs = self.cell, len(self.arm.replicates)
        values = {"arm": cell.arm, "runs": runs, "seed": cell.seed, "folder": cell.folder}
        return [Prose(say("command.stored", **values)), *(self._ends(say) if runs else [])]

    def _ends(self, say: Speaker) -> list[Told]:
        """Per 100 opportunities of the cohort."""
        counts = opportunity_counts(self.arm, DEFAULT)
        if counts["opportunities"].sum() == 0:
            weeks = self.cell.parameters.horizon
            return [Prose(say("headline.nothing", weeks=weeks, followed=DEFAULT.followed))]
        shares = {e: per_100(share["value"], say) for e, share in shares_of(counts, ENDS).items()}
        columns = {say("column.share"): shares}
        rates = rates_table(say("table.rates"), [rates_of(self.cell.arm, counts)], say)
        lines = one_arm(self.cell.arm, shares_of(counts, RATES), say)
        return [lines, rates, ends_table(say("table.ends"), columns, say)]


def study(
    overrides: list[str], config_dir: Path | None = None, weekly: Weekly = "runs"
) -> Plan[Ended]:
    """The one cell that is configured."""
    wanted = compose(overrides, config_dir)
    name = named_after([wanted], overrides, config_dir=config_dir)

    def judge(cells: list[Cell]) -> Ended:
        return Ended(cells[0], arm_of(cells[0], wanted.replicates))

    return Plan(name, wanted, specs_of({wanted.arm: wanted}), judge, weekly, Study.open_cells)
