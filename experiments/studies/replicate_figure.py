"""Published results as curves of the model's own functions, with what was published beside them."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from experiments.analysis.estimates import PER_HUNDRED
from experiments.figures import style
from experiments.figures.style import canvas, fold, is_narrow, title
from experiments.studies.replicate_declared import CONFLICT, COOPERATION, FORUM, RESULTS, THRESHOLD
from experiments.words.speech import Speaker

HEIGHT, MARGIN = 3.4, 1.2
"""Inches."""
LETTERS = 50
"""Half-width letters of an axis' name in one line."""
BAND = 0.2
TOP = 103.0
APART = 0.05
"""Marks of confidence on its axis."""
LEGENDS: dict[str, Any] = {THRESHOLD: "lower right", CONFLICT: "upper right", FORUM: "lower right",
           COOPERATION: "lower left"}  # fmt: skip
LINES: tuple[dict[str, Any], ...] = (
    {"color": style.BLACK, "marker": "o", "linestyle": "-"},
    {"color": style.VERMILION, "marker": "s", "linestyle": "--"},
    {"color": style.BLUE, "marker": "^", "linestyle": ":"},
)
"""Of a panel's lines in their order."""
PUBLISHED: dict[str, Any] = {"color": style.GREY, "linewidth": 1.5, "zorder": 0}
FORTUNATO = 0.2
"""Threshold for many members."""
ENDOWMENT, GROUP = 20.0, 80.0
FIRST, INTERCEPT, SLOPE = 11.947847, 0.815997, 0.865409
"""Conditional co-operators' first contribution of 20, and their answer to the others' average."""
OBSERVED = {1: 53.0, 5: 58.9, 10: 59.5, 15: 60.3, 20: 62.7}
"""Of 80, by round: groups of all kinds that faced disasters."""


def replicate(curves: pd.DataFrame, heading: str, say: Speaker) -> Figure:
    """A panel a result; the published value or curve is grey."""
    rows, columns = (len(RESULTS), 1) if is_narrow() else (2, 2)
    figure, panels = canvas(rows, columns, MARGIN + HEIGHT * rows)
    for axes, result in zip(panels, RESULTS, strict=True):
        own = curves[curves["result"] == result]
        for number, (line, part) in enumerate(own.groupby("line", sort=False)):
            _line(axes, part, say.known(f"replicate.line.{result}.{line}", str(line)), number)
        _published(axes, result, say)
        axes.set_title(fold(say(f"replicate.result.{result}"), LETTERS))
        axes.set_xlabel(fold(say(f"replicate.axis.x.{result}"), LETTERS))
        axes.set_ylabel(fold(say(f"replicate.axis.y.{result}"), LETTERS))
        axes.legend(loc=LEGENDS[result], fontsize="small")
        axes.set_ylim(0.0, TOP)
        _ticks(axes, result, own)
    title(figure, heading)
    return figure


def _ticks(axes: Axes, result: str, own: pd.DataFrame) -> None:
    """At what was run; doublings are as far apart as one another."""
    if result == CONFLICT:
        axes.set_xscale("log")
        axes.minorticks_off()
    if result in (CONFLICT, FORUM):
        axes.set_xticks(at := sorted(set(own["x"])), [f"{each:g}" for each in at])
    if result == COOPERATION:
        axes.set_xticks(list(OBSERVED))
    if result == THRESHOLD:
        axes.xaxis.set_major_locator(MultipleLocator(APART))


def _line(axes: Axes, part: pd.DataFrame, label: str, number: int) -> None:
    value, low, high = (PER_HUNDRED * part[key] for key in ("value", "low", "high"))
    how = LINES[number % len(LINES)]
    axes.plot(part["x"], value, label=label, markersize=4, **how)
    axes.fill_between(part["x"], low, high, color=how["color"], alpha=BAND, linewidth=0)


def _published(axes: Axes, result: str, say: Speaker) -> None:
    if result == THRESHOLD:
        axes.axvline(FORTUNATO, label=say("replicate.published.threshold"), **PUBLISHED)
    if result == COOPERATION:
        rounds = np.arange(1, max(OBSERVED) + 1)
        profile = [FIRST]
        while len(profile) < len(rounds):
            profile.append(INTERCEPT + SLOPE * profile[-1])
        axes.plot(
            rounds, PER_HUNDRED * np.array(profile) / ENDOWMENT, linestyle="-.",
            label=say("replicate.published.profile"), **PUBLISHED,
        )  # fmt: skip
        axes.plot(
            list(OBSERVED), [PER_HUNDRED * each / GROUP for each in OBSERVED.values()], marker="D",
            label=say("replicate.published.observed"), **PUBLISHED,
        )  # fmt: skip
