"""Stacked bars: the ends of 100 opportunities, and resources entering, spent and lost."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.compare import Comparison
from experiments.analysis.outcomes import FLOWS
from experiments.figures import style
from experiments.figures.findings import arms_of, nothing
from experiments.figures.style import (
    EDGE,
    arm_axis,
    by_effect,
    canvas,
    comparison_title,
    is_narrow,
    legend,
    row_height,
    side_by_side,
)
from experiments.words.speech import Speaker
from sim.base.vocabulary import RESOURCES, SERVICE

END_STYLES = {
    "completed": (style.BLUE, ""),
    "solo": (style.SKY, "//"),
    "unneeded": (style.YELLOW, ".."),
    "open": (style.WHITE, ""),
    "blocked": (style.LIGHT_GREY, "xx"),
    "vacant": (style.LIGHT_GREY, "--"),
    "no_partner": (style.GREY, ""),
    "sign_off": (style.PURPLE, "||"),
    "resident_veto": (style.PURPLE, "++"),
    "transaction_cost": (style.ORANGE, ""),
    "goal_conflict": (style.ORANGE, "oo"),
    "free_riding": (style.VERMILION, "--"),
    "exit": (style.VERMILION, "\\\\"),
    "value_disorder": (style.BLACK, ""),
}
"""Service, then what never formed or is open, then what formed and broke."""
RESOURCE_STYLES = (
    (style.BLUE, ""),
    (style.ORANGE, "//"),
    (style.SKY, "\\\\"),
    (style.GREEN, "xx"),
)
BAR = 0.7
ENDS_REST = {False: 2.4, True: 4.0}
"""Inches of title, axis and the legend of all ends; on a narrow page?"""
SERVED = tuple(end.name.lower() for end in SERVICE)
NUMBER_FROM = 3.0
"""Ends per 100 from which a part of the bar is wide enough for its number."""


def ends(comparison: Comparison, say: Speaker) -> Figure:
    """The ends of 100 opportunities, one bar an arm."""
    names = by_effect(comparison)
    table = comparison.ends.pivot(index="arm", columns="end", values="per_100").loc[names]
    figure, (axes,) = canvas(
        1, 1, ENDS_REST[is_narrow()] + row_height(0.45, names, say) * len(names)
    )
    left = np.zeros(len(names))
    for end, (colour, hatch) in END_STYLES.items():
        width = table[end].to_numpy()
        label = say(f"end.{end}")
        axes.barh(names, width, BAR, left, color=colour, hatch=hatch, label=label, **EDGE)
        write_numbers(axes, width, left, say)
        left = left + width
    arm_axis([axes], names, say)
    axes.set_xlim(0, 100)
    axes.set_xlabel(say("figure.ends.x"))
    legend(figure, *axes.get_legend_handles_labels(), most=5)
    comparison_title(figure, comparison, "ends", say, widest=widest(comparison.ends, say))
    return figure


def ends_finding(comparison: Comparison, say: Speaker) -> str:
    """The commonest end without a service in both arms of the question."""
    table = comparison.ends[~comparison.ends["end"].isin(SERVED)]
    told = {}
    for side, arm in (("treated", comparison.treated), ("reference", comparison.reference)):
        rows = table[table["arm"] == arm].set_index("end")["per_100"]
        if rows.isna().any():
            return nothing(comparison, say)
        told[f"{side}_end"] = say(f"end.{rows.idxmax()}")
        told[f"{side}_share"] = say.number(rows.max(), 0)
    return say("figure.ends.finding", **arms_of(comparison, say), **told)


def widest(rows: pd.DataFrame, say: Speaker) -> str:
    """Half the widest interval of the parts that are there (per_100, low, high), in points."""
    seen = rows[rows["per_100"] > 0]
    half = (seen["high"] - seen["low"]).max() / 2
    return say.number(half, 1)


def ends_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, end): count, per_100 with its interval."""
    return comparison.ends


def write_numbers(
    axes: Axes, width: np.ndarray, left: np.ndarray, say: Speaker, digits: int = 0
) -> None:
    """Its number in each part of a bar that is wide enough for one."""
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    for i in np.flatnonzero(width >= NUMBER_FROM):
        middle = left[i] + width[i] / 2
        text = say.number(width[i], digits)
        axes.text(middle, float(i), text, ha="center", va="center", size=8, bbox=box)


def resources(comparison: Comparison, say: Speaker) -> Figure:
    """Resources entering, spent and lost, funds a week, stacked by kind."""
    names = by_effect(comparison)
    rows, columns = side_by_side(len(FLOWS))
    height = 1.4 + rows * (0.6 + 0.4 * len(names))
    figure, panels = canvas(rows, columns, height, sharex=True, sharey=True)
    for axes, flow in zip(panels, FLOWS, strict=True):
        _stack(axes, comparison.resources[comparison.resources["flow"] == flow], names, say)
        _whisker(axes, comparison.levels[comparison.levels["measure"] == flow], names)
        axes.set_title(say(f"measure.{flow}"))
    arm_axis(panels, names, say)
    panels[-1 if rows > 1 else 1].set_xlabel(say("figure.resources.x"))
    legend(figure, *panels[0].get_legend_handles_labels())
    comparison_title(figure, comparison, "resources", say)
    return figure


def resources_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, flow, resource): mean funds a week; the resource ``all`` has an interval."""
    total = comparison.levels[comparison.levels["measure"].isin(FLOWS)]
    total = total.rename(columns={"measure": "flow"}).assign(resource="all")
    columns = ["arm", "flow", "resource", "value", "low", "high"]
    return pd.concat([comparison.resources, total]).reindex(columns=columns)


def _stack(axes: Axes, table: pd.DataFrame, names: list[str], say: Speaker) -> None:
    values = table.pivot(index="arm", columns="resource", values="value").loc[names]
    left = np.zeros(len(names))
    for resource, (colour, hatch) in zip(RESOURCES, RESOURCE_STYLES, strict=True):
        width = values[resource].to_numpy()
        label = say(f"resource.{resource}")
        axes.barh(names, width, BAR, left, color=colour, hatch=hatch, label=label, **EDGE)
        left = left + width


def _whisker(axes: Axes, table: pd.DataFrame, names: list[str]) -> None:
    rows = table.set_index("arm").loc[names]
    spread = [rows["value"] - rows["low"], rows["high"] - rows["value"]]
    axes.errorbar(rows["value"], names, xerr=spread, fmt="none", ecolor="black", capsize=3)
