"""Against which comparators the effect remains, and every arm by itself."""

import pandas as pd

from experiments.analysis.answer import difference
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.outcomes import RATES
from experiments.document.blocks import Block, Bullets, Fold, Prose, Section, Table
from experiments.document.links import csv_download
from experiments.document.results_text import level
from experiments.report.answer import POINTS, verdict_words
from experiments.words import MESSAGES, arm_label, say
from experiments.words.text_table import bracketed
from sim.measure.records import ENDS

MEASURES = ("breakdown", "failure", "completed")


def comparators_section(comparison: Comparison, lang: str) -> Section:
    """A row a comparator: differences, the finding, and whether it is surely small."""
    treated = arm_label(comparison.treated, lang)
    lead = Prose(say("report.against.lead", lang, treated=treated))
    blocks: list[Block] = [lead, _differences(comparison, lang)]
    about = [_about(name, lang) for name in comparison.comparators if _known(name)]
    if about:
        blocks.append(Bullets(about))
    ends = _ends(comparison, lang)
    blocks += [_rates(comparison, lang), Fold(ends.caption, [ends])]
    return Section("comparators", say("report.section.comparators", lang), blocks)


def _ends(comparison: Comparison, lang: str) -> Table:
    """Every end by arm, per 100 opportunities."""
    table = comparison.ends.set_index(["end", "arm"]).rename(columns={"per_100": "value"})
    header = [say("column.end", lang), *(arm_label(name, lang) for name in comparison.names)]
    rows = [
        [
            say(f"end.{end}", lang),
            *(bracketed(table.loc[(end, arm)], 1) for arm in comparison.names),
        ]
        for end in ENDS
    ]
    download = csv_download("ends", comparison.ends, lang)
    return Table(say("report.ends.caption", lang), header, rows, download=download)


def _known(arm: str) -> bool:
    return f"arm_about.{arm}" in MESSAGES


def _about(arm: str, lang: str) -> str:
    values = {"arm": arm_label(arm, lang), "about": say(f"arm_about.{arm}", lang)}
    return say("report.against.about", lang, **values)


def _rate(row: pd.Series, sign: bool = False) -> str:
    return bracketed(row, 1, PER_HUNDRED, sign)


def _differences(comparison: Comparison, lang: str) -> Table:
    rows = []
    for name in comparison.comparators:
        found = {measure: difference(comparison, name, measure) for measure in MEASURES}
        small = "yes" if found["failure"]["equivalent"] is True else "not_shown"
        rows.append(
            [
                arm_label(name, lang),
                *(_rate(row, sign=True) for row in found.values()),
                verdict_words("failure", int(found["failure"]["verdict"]), lang),
                say(f"report.{small}", lang),
            ]
        )
    header = [
        say("column.comparator", lang),
        *(say(f"measure.{name}", lang) for name in MEASURES),
        say("report.column.finding", lang),
        say("report.column.small", lang, points=POINTS),
    ]
    caption = say("report.against.caption", lang, treated=arm_label(comparison.treated, lang))
    download = csv_download("differences", comparison.differences, lang)
    return Table(caption, header, rows, download=download)


def _rates(comparison: Comparison, lang: str) -> Table:
    header = [
        *(say(f"column.{name}", lang) for name in ("arm", "opportunities")),
        *(say(f"measure.{name}", lang) for name in RATES),
    ]
    rows = [
        [
            arm_label(arm.arm, lang),
            str(arm.opportunities),
            *(_rate(level(comparison, arm.arm, rate)) for rate in RATES),
        ]
        for arm in comparison.arms.itertuples()
    ]
    download = csv_download("rates", comparison.levels, lang)
    return Table(say("report.rates.caption", lang), header, rows, download=download)
