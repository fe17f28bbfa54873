"""Whether the finding survives when breakdown is defined otherwise."""

from collections.abc import Sequence

from experiments.analysis.answer import PRIMARY
from experiments.analysis.compare import Comparison
from experiments.analysis.notes import notes
from experiments.document.blocks import Block, Bullets, Fold, Picture, Prose, Section, Table
from experiments.document.cells import rate
from experiments.document.links import csv_download, named
from experiments.words.speech import Speaker


def definitions_section(
    comparison: Comparison, pictures: Sequence[Picture], say: Speaker
) -> Section:
    """What the other definitions say: in words, as ``pictures``, and as a table."""
    told = notes(comparison, say, "definitions")
    blocks: list[Block] = [Prose(say("report.definitions.lead"))]
    if told:
        blocks.append(Bullets(told))
    blocks += pictures
    blocks.append(Fold(say("report.definitions.fold"), [_table(comparison, say)]))
    return Section("definitions", say("report.section.definitions"), blocks)


def _table(comparison: Comparison, say: Speaker) -> Table:
    found = comparison.definitions
    rates = found[found["measure"].isin(PRIMARY)]
    weeks = sorted({int(followed) for followed in rates["followed"]})
    by_place = rates.set_index(["measure", "ends", "followed"])
    rows = [
        [
            say(f"measure.{measure}"),
            named("counting", ends, say),
            *(rate(by_place.loc[(measure, ends, followed)], say, sign=True) for followed in weeks),
        ]
        for measure, ends in dict.fromkeys(zip(rates["measure"], rates["ends"], strict=True))
    ]
    header = [
        say("column.measure"),
        say("report.column.definition"),
        *(say("report.definitions.weeks", followed=followed) for followed in weeks),
    ]
    names = {
        "treated": say.arm(comparison.treated),
        "reference": say.arm(comparison.reference),
    }
    caption = say("report.definitions.caption", **names)
    return Table(caption, header, rows, download=csv_download("definitions", found, say))
