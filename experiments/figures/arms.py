"""All arms, best first: what came of 100 opportunities in each, one bar an arm."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis.answer import best_first
from experiments.analysis.answer_numbers import DIGITS
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.alt import listed
from experiments.figures.bars import BAR, write_numbers
from experiments.figures.style import (
    EDGE,
    arm_axis,
    canvas,
    comparison_title,
    is_narrow,
    legend,
    runs_text,
)
from experiments.words.speech import Speaker

PARTS = {
    "completed": (style.BLUE, ""),
    "solo": (style.SKY, "//"),
    "other": (style.LIGHT_GREY, ""),
    "breakdown": (style.VERMILION, "xx"),
}
"""Service, then failure: without a breakdown, and by one."""
HEIGHTS = {False: (1.5, 0.34), True: (2.6, 0.5)}
"""Inches of title, axis and legend, and of an arm's bar and its gap; on a narrow page?"""


def arms_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, part), best first: per_100; those of an arm add up to 100."""
    level = comparison.levels.set_index(["arm", "measure"])["value"]
    rows = []
    for arm in best_first(comparison):
        shares = {name: level[arm, name] for name in PARTS if name != "other"}
        shares["other"] = level[arm, "failure"] - level[arm, "breakdown"]
        rows += [
            {"arm": arm, "part": name, "per_100": PER_HUNDRED * shares[name]} for name in PARTS
        ]
    return pd.DataFrame(rows)


def arms(comparison: Comparison, say: Speaker) -> Figure:
    """Stacked bars with their numbers, the arm with the fewest failures on top."""
    names = list(best_first(comparison))
    table = arms_data(comparison).pivot(index="arm", columns="part", values="per_100").loc[names]
    rest, row = HEIGHTS[is_narrow()]
    figure, (axes,) = canvas(1, 1, rest + row * len(names))
    left = np.zeros(len(names))
    for part, (colour, hatch) in PARTS.items():
        width = table[part].to_numpy()
        label = say(f"figure.arms.{part}")
        axes.barh(names, width, BAR, left, color=colour, hatch=hatch, label=label, **EDGE)
        write_numbers(axes, width, left, say, DIGITS)
        left = left + width
    arm_axis([axes], names, say)
    axes.set_xlim(0, 100)
    axes.set_xlabel(say("figure.ends.x"))
    legend(figure, *axes.get_legend_handles_labels())
    comparison_title(figure, comparison, "arms", say, widest=_widest(comparison, say))
    return figure


def _widest(comparison: Comparison, say: Speaker) -> str:
    """Half the widest interval of an arm's failures, in points."""
    rows = comparison.levels[comparison.levels["measure"] == "failure"]
    return say.number((rows["high"] - rows["low"]).max() / 2, DIGITS, PER_HUNDRED)


def arms_alt(comparison: Comparison, say: Speaker) -> str:
    """Every number drawn, arm by arm."""
    table = arms_data(comparison).set_index(["arm", "part"])["per_100"]

    def of(arm: str) -> str:
        parts = (
            say("alt.value", arm=say(f"figure.arms.{part}"), value=say.number(share, DIGITS))
            for part, share in table[arm].items()
        )
        return say("alt.arm", arm=say.arm(arm), what=say("alt.and").join(parts))

    told = listed((of(arm) for arm in best_first(comparison)), say)
    return say("alt.arms", arms=told, runs=runs_text(comparison, "arms", say))
