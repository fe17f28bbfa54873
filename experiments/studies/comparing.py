"""A comparison told in four lines, with what is stored beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.analysis.answer import nothing_followed
from experiments.analysis.notes import notes
from experiments.document.blocks import Bullets, Heading, Prose
from experiments.document.comparison import comparison_tables
from experiments.document.four_lines import Asked, four_lines, standings
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.store.named import chosen
from experiments.studies import headline
from experiments.studies.beside import asked
from experiments.studies.headline import Compared
from experiments.studies.protocol import Plan
from experiments.words.speech import Speaker


@dataclass(frozen=True)
class Answered(Compared):
    """A comparison as a question that has an answer."""

    asked: Asked

    def document(self, say: Speaker) -> list[Told]:
        lines, tables = four_lines(self.asked, say), comparison_tables(self.comparison, say)
        if nothing_followed(self.comparison):
            return [lines, *tables]
        return [
            lines,
            standings(self.asked, say),
            *tables,
            Heading(say("four.methods")),
            Bullets(notes(self.comparison, say)),
            Prose(say("note.conditional")),
        ]


def study(
    overrides: list[str],
    config_dir: Path | None = None,
    week: int | None = None,
    equal_means: bool = False,
) -> Plan[Answered]:
    """The plan of ``headline.study``, answered."""
    plan = headline.study(overrides, config_dir, week, equal_means)
    return Plan(
        plan.name,
        plan.wanted,
        plan.specs,
        lambda cells: _answered(plan.judge(cells), cells),
        plan.weekly,
        plan.opened,
        plan.spared,
    )


def stored(out: Path, names: list[str], week: int | None = None) -> Answered:
    """Stored cells compared as ``headline.stored`` does, answered."""
    return _answered(headline.stored(out, names, week), list(chosen(out, names).values()))


def _answered(found: Compared, cells: Sequence[Cell]) -> Answered:
    return Answered(found.comparison, asked(found.comparison, cells))
