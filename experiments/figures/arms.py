"""All arms by effect: what came of 100 opportunities in each, in five groups, one bar an arm."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from experiments.analysis.answer import answer_of
from experiments.analysis.answer_numbers import DIGITS
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.verdict import OPEN, together
from experiments.figures import style
from experiments.figures.alt import listed
from experiments.figures.bars import BAR, write_numbers
from experiments.figures.findings import points
from experiments.figures.style import (
    EDGE,
    arm_axis,
    by_effect,
    canvas,
    comparison_title,
    is_narrow,
    legend,
    row_height,
    runs_text,
)
from experiments.words.speech import Speaker

PARTS = {
    "completed": (style.BLUE, ""),
    "solo": (style.SKY, "//"),
    "never": (style.WHITE, ""),
    "other": (style.LIGHT_GREY, ".."),
    "breakdown": (style.VERMILION, "xx"),
}
"""Five groups of ends: service; never begun together; ended otherwise or open; broken."""
NEVER = ("blocked", "vacant", "no_partner")
HEIGHTS = {False: (1.5, 0.34), True: (2.6, 0.5)}
"""Inches of title, axis and legend, and of an arm's bar and its gap; on a narrow page?"""
WHISKER_AT, BESIDE = 0.26, 101.0
"""Under the middle of a bar, in bars; where words stand beside it, per 100."""
WHISKER: dict[str, Any] = {"fmt": "none", "ecolor": style.BLACK, "capsize": 2, "elinewidth": 1.2}
HALO = 3.5
"""Points of white around a whisker."""
WORDS: dict[str, Any] = {"va": "center", "size": style.SMALL}


def arms_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, part), the reference first, then best first: per_100; those of an arm add up to
    100. failure, low, high: of the arm, per 100."""
    level = comparison.levels.set_index(["arm", "measure"])
    ends = comparison.ends.set_index(["arm", "end"])["per_100"]
    rows = []
    for arm in by_effect(comparison):
        share = PER_HUNDRED * level.loc[arm, "value"].astype(float)
        never = float(sum(ends[arm, end] for end in NEVER))
        parts = {name: share[name] for name in ("completed", "solo", "breakdown")}
        parts |= {"never": never, "other": max(0.0, share["failure"] - share["breakdown"] - never)}
        ends_of = {end: PER_HUNDRED * level.loc[(arm, "failure"), end] for end in ("low", "high")}
        about = {"arm": arm, "failure": share["failure"], **ends_of}
        rows += [about | {"part": name, "per_100": parts[name]} for name in PARTS]
    columns = ["arm", "part", "per_100", "failure", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def arms(comparison: Comparison, say: Speaker) -> Figure:
    """Stacked bars with their numbers: the reference, then the other arms, best first."""
    names, data = by_effect(comparison), arms_data(comparison)
    table = data.pivot(index="arm", columns="part", values="per_100").loc[names]
    rest, row = HEIGHTS[is_narrow()]
    figure, (axes,) = canvas(1, 1, rest + row_height(row, names, say) * len(names))
    left = np.zeros(len(names))
    for part, (colour, hatch) in PARTS.items():
        width = table[part].to_numpy()
        label = say(f"figure.arms.{part}")
        axes.barh(names, width, BAR, left, color=colour, hatch=hatch, label=label, **EDGE)
        write_numbers(axes, width, left, say, DIGITS)
        left = left + width
    _served(axes, data.drop_duplicates("arm"))
    arm_axis([axes], names, say)
    axes.set_xlim(0, PER_HUNDRED)
    axes.set_xlabel(say("figure.ends.x"))
    if not is_narrow():
        _verdicts(axes, comparison, names, say)
    legend(figure, *axes.get_legend_handles_labels())
    comparison_title(figure, comparison, "arms", say)
    return figure


def _served(axes: Axes, rows: pd.DataFrame) -> None:
    """Intervals of failures, drawn where service ends."""
    spread = [rows["high"] - rows["failure"], rows["failure"] - rows["low"]]
    where = np.arange(len(rows)) + WHISKER_AT
    drawn = axes.errorbar(PER_HUNDRED - rows["failure"], where, xerr=spread, **WHISKER)
    for part in (*drawn.lines[1], *drawn.lines[2]):
        part.set_path_effects([withStroke(linewidth=HALO, foreground=style.WHITE)])


def _verdicts(axes: Axes, comparison: Comparison, names: list[str], say: Speaker) -> None:
    """What each arm is to residents against the reference, beside its bar."""
    found = answer_of(comparison)
    for i, arm in enumerate(names):
        text = say("figure.reference")
        if arm != comparison.reference:
            told = found is not None and arm in found.effects
            kind = together(found.effects[arm].values()) if told and found else OPEN
            text = say(f"four.residents.{kind}", points=points(say))
        axes.text(BESIDE, i, text, **WORDS)


def arms_alt(comparison: Comparison, say: Speaker) -> str:
    """Every number drawn, arm by arm."""
    table = arms_data(comparison).set_index(["arm", "part"])["per_100"]

    def of(arm: str) -> str:
        parts = (
            say("alt.value", arm=say(f"figure.arms.{part}"), value=say.number(share, DIGITS))
            for part, share in table[arm].items()
        )
        return say("alt.arm", arm=say.arm(arm), what=say("alt.and").join(parts))

    told = listed((of(arm) for arm in by_effect(comparison)), say)
    return say("alt.arms", arms=told, runs=runs_text(comparison, say))
