"""Response curves along swept parameters, by arm and of the paired difference; and a tornado."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.figures.heat import tick
from experiments.figures.intervals import MARKS, POINT
from experiments.figures.looks import Look, look_of
from experiments.figures.phase import parameter_label, parameter_words
from experiments.figures.responses_table import DIFFERENCE, MEASURES, Responses
from experiments.figures.style import canvas, count_range, fold, legend, title
from experiments.words.speech import Speaker

SHOWN = "failure"
MOST_CURVES, MOST_BARS = 4, 14
"""Parameters shown, those along which the difference moves most."""
HEIGHT, ROW, NARROW_ROW, MARGIN = 2.5, 0.5, 0.9, 1.9
"""Inches."""
BAND = 0.2
ASIDE, TICKS = 0.12, 4
"""Room beside points, as a share of an axis; steps along it."""
LETTERS = 40
PAIRED = Look(style.BLACK, "d", "-.")


def responses(found: Responses, say: Speaker) -> Figure:
    """Above failure by arm, below the difference; a column a parameter."""
    shown = strongest(found, MOST_CURVES)
    rows = 1 if found.reference is None else 2
    narrow = style.is_narrow()
    shape = (rows * len(shown), 1) if narrow else (rows, len(shown))
    figure, panels = canvas(*shape, MARGIN + HEIGHT * shape[0])
    for i, name in enumerate(shown):
        own = found.table[found.table["parameter"] == name]
        mine = panels[rows * i : rows * (i + 1)] if narrow else panels[i :: len(shown)]
        _levels(mine[0], own, found, say)
        if rows > 1:
            _differences(mine[1], own, say)
        width = figure.get_figwidth() / shape[1]
        mine[-1].set_xlabel(parameter_label(name, say, width - MARGIN / 3))
        if i == 0 or narrow:
            mine[0].set_ylabel(say("figure.responses.level"))
            mine[-1].set_ylabel(_axis(found, say))
    handles = [axes.get_legend_handles_labels() for axes in panels[: rows * len(shown)]]
    legend(figure, *_once(handles))
    title(figure, _title(found, "responses", len(shown), say))
    return figure


def _once(handles: Sequence[tuple[list[Any], list[str]]]) -> tuple[list[Any], list[str]]:
    by_label = {
        text: mark for marks, texts in handles for mark, text in zip(marks, texts, strict=True)
    }
    return list(by_label.values()), list(by_label)


def _levels(axes: Axes, own: pd.DataFrame, found: Responses, say: Speaker) -> None:
    arms = [arm for arm in (found.treated, found.reference) if arm is not None]
    for arm in arms:
        rows = own[(own["line"] == arm) & (own["measure"] == SHOWN)]
        _curve(axes, rows, look_of(arm), say.arm(arm))
    axes.set_ylim(bottom=0)


def _differences(axes: Axes, own: pd.DataFrame, say: Speaker) -> None:
    axes.axhline(0.0, color=style.BLACK, linewidth=1)
    rows = own[(own["line"] == DIFFERENCE) & (own["measure"] == SHOWN)]
    _curve(axes, rows, PAIRED, say("figure.responses.paired"))


def _curve(axes: Axes, rows: pd.DataFrame, look: Look, label: str) -> None:
    rows = rows.sort_values("group")
    words = not pd.api.types.is_numeric_dtype(pd.Series(rows["x"].tolist()))
    x = rows["group"].to_numpy() if words else rows["x"].to_numpy(np.float64)
    axes.fill_between(x, rows["low"], rows["high"], color=look.colour, alpha=BAND, linewidth=0)
    line: dict[str, Any] = {"color": look.colour, "linestyle": look.line, "marker": look.marker}
    axes.plot(x, rows["value"], label=label, **line)
    if words:
        axes.set_xticks(x, [fold(str(each), LETTERS // 3) for each in rows["x"]])


def strongest(found: Responses, most: int) -> list[str]:
    """Parameters by how far the difference, or the only arm's level, moves along them."""
    line = found.treated if found.reference is None else DIFFERENCE
    own = found.table[(found.table["line"] == line) & (found.table["measure"] == SHOWN)]
    spread = own.groupby("parameter", sort=False)["value"].agg(lambda v: v.max() - v.min())
    return list(spread.sort_values(ascending=False, kind="stable").index[:most])


def _title(found: Responses, name: str, shown: int, say: Speaker) -> str:
    points = found.table.groupby(["parameter", "line", "measure"])["points"].sum().max()
    return say(
        f"figure.{name}.title", points=int(points), shown=shown,
        number=found.table["parameter"].nunique(), runs=count_range(*found.runs, say),
    )  # fmt: skip


def responses_finding(found: Responses, say: Speaker) -> str:
    """Along which parameter the difference, or the only arm's level, moves most."""
    line = found.treated if found.reference is None else DIFFERENCE
    (name,) = strongest(found, 1)
    own = _of(found, name, line)
    first, last = own.iloc[0], own.iloc[-1]
    values = {
        "name": parameter_words(name, say),
        "first": tick(first["x"]),
        "last": tick(last["x"]),
    }
    signed = found.reference is not None
    ends = {
        end: say.number(row["value"], 1, sign=signed)
        for end, row in (("from_", first), ("to", last))
    }
    key = "figure.responses.alone" if found.reference is None else "figure.responses.finding"
    arms = {"treated": say.arm(found.treated)}
    if found.reference is not None:
        arms["reference"] = say.arm(found.reference)
    return say(key, **values, **ends, **arms)


def responses_data(found: Responses) -> pd.DataFrame:
    """All rows, of the parameters that aren't shown too."""
    return found.table


def responses_alt(found: Responses, say: Speaker) -> str:
    """Of each parameter shown the lowest and the highest group."""
    line = found.treated if found.reference is None else DIFFERENCE
    parts = []
    for name in strongest(found, MOST_CURVES):
        own = _of(found, name, line)
        first, last = own.iloc[0], own.iloc[-1]
        values = {"name": parameter_words(name, say), "first": first["x"], "last": last["x"]}
        ends = {"from_": say.number(first["value"], 1), "to": say.number(last["value"], 1)}
        parts.append(say("alt.responses.part", **values, **ends))
    what = say("figure.responses.level" if found.reference is None else "figure.responses.paired")
    return say("alt.responses", what=what, parts=say("alt.list").join(parts))


def _of(found: Responses, name: str, line: str, measure: str = SHOWN) -> pd.DataFrame:
    table = found.table
    own = (table["parameter"] == name) & (table["line"] == line) & (table["measure"] == measure)
    return table[own].sort_values("group")


def effects(found: Responses, say: Speaker) -> Figure:
    """The difference at every point, or the only arm's level, against each parameter."""
    shown = strongest(found, MOST_CURVES)
    one_arm = found.reference is None
    line, kind = (found.treated, "level") if one_arm else (DIFFERENCE, DIFFERENCE)
    rows = found.points[(found.points["line"] == line) & (found.points["measure"] == SHOWN)]
    shape = (len(shown), 1) if style.is_narrow() else (1, len(shown))
    figure, panels = canvas(*shape, MARGIN + HEIGHT * shape[0], sharey=shape[0] == 1)
    width = figure.get_figwidth() / shape[1]
    for axes, name in zip(panels, shown, strict=True):
        _scatter(axes, rows, name)
        axes.set_xlabel(parameter_label(name, say, width - MARGIN / 3))
    for axes in panels[:: 1 if shape[1] == 1 else len(panels)]:
        axes.set_ylabel(say(f"figure.responses.{kind}"))
    title(figure, _title(found, "effects", len(shown), say))
    return figure


def _scatter(axes: Axes, rows: pd.DataFrame, name: str) -> None:
    words = not pd.api.types.is_numeric_dtype(pd.Series(rows[name].tolist()))
    names = list(dict.fromkeys(map(str, rows[name]))) if words else []
    x = rows[name].map(str).map(names.index) if words else rows[name].astype(np.float64)
    value = rows["value"]
    spread = [(value - rows["low"]).clip(lower=0.0), (rows["high"] - value).clip(lower=0.0)]
    axes.axhline(0.0, color=style.BLACK, linewidth=1)
    axes.errorbar(
        x, value, yerr=spread, color=style.BLUE, ecolor=style.LIGHT_GREY, marker="o",
        linestyle="none", markersize=4, elinewidth=1,
    )  # fmt: skip
    axes.margins(x=ASIDE)
    if words:
        axes.set_xticks(range(len(names)), [fold(each, LETTERS // 3) for each in names])
    else:
        axes.locator_params(axis="x", nbins=TICKS)


def effects_data(found: Responses) -> pd.DataFrame:
    """All points."""
    return found.points


def tornado(found: Responses, say: Speaker) -> Figure:
    """The difference, or the only arm's level, where each parameter is lowest and highest."""
    shown = strongest(found, MOST_BARS)
    one_arm = found.reference is None
    line, kind = (found.treated, "level") if one_arm else (DIFFERENCE, "axis")
    narrow = style.is_narrow()
    letters, row = (LETTERS // 2, NARROW_ROW) if narrow else (LETTERS, ROW)
    rows, columns = style.side_by_side(len(MEASURES))
    figure, panels = canvas(rows, columns, MARGIN + rows * row * (len(shown) + 1), sharey=rows == 1)
    for axes, measure in zip(panels, MEASURES, strict=True):
        _bars(axes, [_of(found, name, line, measure) for name in shown], say)
        axes.set_title(say(f"measure.{measure}"))
        axes.set_xlabel(fold(say(f"figure.tornado.{kind}"), letters))
    names = [fold(parameter_words(name, say), letters) for name in shown]
    for axes in panels[:: 1 if rows > 1 else len(panels)]:
        axes.set_yticks(range(len(shown)), names)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
    legend(figure, *panels[0].get_legend_handles_labels())
    title(figure, _title(found, "tornado", len(shown), say))
    return figure


def _bars(axes: Axes, parts: Sequence[pd.DataFrame], say: Speaker) -> None:
    marks = zip(("low", "high"), (0, -1), MARKS.values(), strict=True)
    for end, at, (colour, marker, offset) in marks:
        rows = pd.DataFrame([part.iloc[at] for part in parts])
        value = rows["value"].to_numpy(np.float64)
        spread = [value - rows["low"].to_numpy(), rows["high"].to_numpy() - value]
        axes.errorbar(
            value, np.arange(len(rows)) + offset, xerr=np.clip(spread, 0.0, None), color=colour,
            marker=marker, label=say(f"figure.tornado.{end}"), **POINT,
        )  # fmt: skip
    axes.axvline(0.0, color=style.BLACK, linewidth=1)


def _axis(found: Responses, say: Speaker) -> str:
    one_arm = found.reference is None
    return say("figure.responses.level" if one_arm else "figure.responses.difference")


def tornado_alt(found: Responses, say: Speaker) -> str:
    """As the response curves say it, of all that are shown."""
    return responses_alt(found, say)
