"""Against which comparators the effect remains, and every arm by itself."""

from dataclasses import replace

from experiments.analysis.answer import Answer, answer_of
from experiments.analysis.compare import Comparison, difference
from experiments.document.blocks import Block, Bullets, Fold, Prose, Section, Table
from experiments.document.cells import rate, words
from experiments.document.comparison import rates
from experiments.document.links import csv_download
from experiments.document.rates import ends_table
from experiments.report.answer import smallest
from experiments.words.speech import EN, MISSING, Speaker
from sim.measure.records import ENDS

MEASURES = ("breakdown", "failure", "completed")


def comparators_section(comparison: Comparison, say: Speaker) -> Section:
    """A row a comparator: differences, the finding, and whether it is surely small."""
    treated = say.arm(comparison.treated)
    lead = Prose(say("report.against.lead", treated=treated))
    blocks: list[Block] = [lead, _differences(comparison, say)]
    about = [_about(name, say) for name in comparison.comparators if _known(name)]
    if about:
        blocks.append(Bullets(about))
    ends = _ends(comparison, say)
    download = csv_download("rates", comparison.levels, say)
    caption = say("report.rates.caption")
    table = replace(rates(comparison, say), caption=caption, download=download)
    blocks += [table, Fold(ends.caption, [ends])]
    return Section("comparators", say("report.section.comparators"), blocks)


def _ends(comparison: Comparison, say: Speaker) -> Table:
    """Every end by arm, per 100 opportunities."""
    table = comparison.ends.set_index(["end", "arm"]).rename(columns={"per_100": "value"})
    columns = {
        say.arm(arm): {end: say.bracketed(table.loc[(end, arm)], 1) for end in ENDS}
        for arm in comparison.names
    }
    download = csv_download("ends", comparison.ends, say)
    return replace(ends_table(say("report.ends.caption"), columns, say), download=download)


def _known(arm: str) -> bool:
    return EN.knows(f"arm_about.{arm}")


def _about(arm: str, say: Speaker) -> str:
    values = {"arm": say.arm(arm), "about": say(f"arm_about.{arm}")}
    return say("report.against.about", **values)


def _finding(comparison: Comparison, found: Answer | None, arm: str, say: Speaker) -> str:
    """Which of the two does more for residents, by its name."""
    if found is None:
        return MISSING
    names = {"treated": say.arm(comparison.treated), "comparator": say.arm(arm)}
    return say(f"report.finding.{found.against(arm)}", points=smallest(say), **names)


def _differences(comparison: Comparison, say: Speaker) -> Table:
    answer = answer_of(comparison)
    rows = []
    for name in comparison.comparators:
        found = {measure: difference(comparison, name, measure) for measure in MEASURES}
        small = "yes" if found["failure"]["equivalent"] is True else "not_shown"
        rows.append(
            [
                say.arm(name),
                *(rate(row, say, sign=True) for row in found.values()),
                _finding(comparison, answer, name, say),
                say(f"report.{small}"),
            ]
        )
    header = [
        say("column.comparator"),
        *words(say, "measure", MEASURES),
        say("report.column.finding"),
        say("report.column.small", points=smallest(say)),
    ]
    caption = say("report.against.caption", treated=say.arm(comparison.treated))
    download = csv_download("differences", comparison.differences, say)
    return Table(caption, header, rows, download=download)
