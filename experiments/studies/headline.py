"""The arms of a community with the same luck, compared with each other."""

from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from experiments import figures
from experiments.analysis.answer import plain_answer
from experiments.analysis.compare import Comparison
from experiments.analysis.pairing import compare_cells
from experiments.base.errors import InputError
from experiments.config.alike import composed_alike, with_equal_means
from experiments.config.arms import ARMS, TREATED, split_arms
from experiments.config.study_name import named_after
from experiments.document.blocks import Prose
from experiments.document.comparison import comparison_tables
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.store.named import chosen
from experiments.studies.declared import specs_of
from experiments.studies.protocol import Findings, Plan
from experiments.words.speech import Speaker
from sim.measure.breakdown import DEFAULT, Definition, after


@dataclass(frozen=True)
class Compared(Findings):
    """Everything that is told of a comparison."""

    comparison: Comparison
    folder = "comparison"

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        parts = {each.name: getattr(self.comparison, each.name) for each in fields(Comparison)}
        return {f"comparison_{n}": t for n, t in parts.items() if isinstance(t, pd.DataFrame)}

    def draw(self, folder: Path, say: Speaker) -> bool:
        return bool(figures.draw_all(figures.Material(self.comparison), folder, say))

    def document(self, say: Speaker) -> list[Told]:
        told = plain_answer(self.comparison, say)
        answer = [Prose(text) for text in (told.sentence, *told.lines())]
        return [*answer, *comparison_tables(self.comparison, say)]


def study(
    overrides: list[str],
    config_dir: Path | None = None,
    week: int | None = None,
    equal_means: bool = False,
) -> Plan[Compared]:
    """All arms, or those of ``arms=a,b``; judged on what starts in ``week`` or later.

    equal_means: every hub has the budget of the treated one. InputError for anything wrong.
    """
    names, others = split_arms(overrides)
    arms, spared = composed_alike(names, others, config_dir)
    arms = with_equal_means(arms) if equal_means else arms
    definition = followed_after(week, arms[0].parameters.horizon)
    name = named_after(arms, overrides, ARMS, config_dir)

    def judge(cells: list[Cell]) -> Compared:
        by_arm = {cell.arm: cell for cell in cells}
        treated = TREATED if TREATED in by_arm else cells[-1].arm
        return Compared(compare_cells(by_arm, treated, arms[0].replicates, definition))

    specs = specs_of({each.arrangement: each for each in arms})
    return Plan(name, arms[0], specs, judge, weekly="runs", spared=spared)


def stored(out: Path, names: list[str], week: int | None = None) -> Compared:
    """Stored cells, of one study under ``out`` or several: the last with each other one."""
    cells = chosen(out, names)
    definition = followed_after(week, next(iter(cells.values())).parameters.horizon)
    return Compared(compare_cells(cells, treated=list(cells)[-1], definition=definition))


def followed_after(week: int | None, horizon: int) -> Definition:
    """The definition whose cohort starts in ``week`` at the earliest; as declared where None."""
    last = horizon - DEFAULT.followed
    if week is not None and not 0 <= week <= last:
        raise InputError(
            f"--after {week}: must be a week in [0, {last}], for an opportunity is followed"
            f" {DEFAULT.followed} of {horizon} weeks"
        )
    return DEFAULT if week is None else after(week)
