"""What arms are to residents: paired differences by measure, each with its verdict. Of every arm
from the reference, and from the treated one."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from experiments.analysis.answer import Found, answer_of
from experiments.analysis.answer_numbers import DIGITS
from experiments.analysis.compare import Comparison
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.analysis.verdict import HARM, HELP, HELPFUL, MEASURES, OPEN, RULED_OUT
from experiments.figures import style
from experiments.figures.findings import points
from experiments.figures.intervals import POINT
from experiments.figures.looks import look_of
from experiments.figures.style import (
    arm_axis,
    by_effect,
    canvas,
    comparison_title,
    count_range,
    fold_beside_arms,
    legend,
    row_height,
    side_by_side,
)
from experiments.words.speech import Speaker

HELPS, HARMS = "#DCEBF5", "#FBE7D8"
"""Ground of the side that helps residents, and of the one that harms them."""
REST, HEAD, ROW = 1.6, 0.7, 0.36
"""Inches around all panels, around each, and of an arm in it."""
MARGIN, ABOVE = 1.15, 0.16
"""Of an axis over what is drawn; of a number over its line, in rows."""
CLEAR = (HELP, HARM)
TURNED = {HELP: HARM, HARM: HELP}
GROUND = style.LIGHT_GREY
HOLLOW = {OPEN: style.WHITE, RULED_OUT: style.GREY}
"""How a mark is filled that is no finding of help or harm."""


def residents_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure), by effect: the arm less the reference, with interval, per 100; what that
    is to residents; and pairs."""
    found = answer_of(comparison)
    kinds = {} if found is None else found.effects
    return _judged(comparison.effects, kinds, by_effect(comparison))


def differences_data(comparison: Comparison) -> pd.DataFrame:
    """Rows (arm, measure), by effect: the arm less the treated one, as in ``residents_data``."""
    found = answer_of(comparison)
    kinds = {} if found is None else found.rivals
    table = comparison.differences.rename(columns={"comparator": "arm"})
    rows = _judged(table, kinds, by_effect(comparison))
    turned = {"value": -rows["value"], "low": -rows["high"], "high": -rows["low"]}
    return rows.assign(**turned, residents=rows["residents"].replace(TURNED))


def _judged(table: pd.DataFrame, kinds: Mapping[str, Found], order: list[str]) -> pd.DataFrame:
    table = table[table["measure"].isin(MEASURES)]
    own = [kinds[row.arm][row.measure] if kinds else OPEN for row in table.itertuples()]
    numbers = PER_HUNDRED * table[["value", "low", "high"]].astype(float)
    rows = table[["arm", "measure"]].join(numbers).assign(residents=own, pairs=table["pairs"])
    return rows.sort_values("arm", key=lambda arms: arms.map(order.index), kind="stable")


def residents(comparison: Comparison, say: Speaker) -> Figure:
    """Every arm less the reference."""
    names = by_effect(comparison)
    figure, panels = _panels(residents_data(comparison), names, "residents", say)
    for axes in panels:
        axes.plot(0, 0, "|", color=look_of(names[0]).colour, markersize=14, markeredgewidth=3)
    _title(figure, comparison, residents_data(comparison), "residents", say)
    return figure


def differences(comparison: Comparison, say: Speaker) -> Figure:
    """Every other arm less the treated one."""
    names = [arm for arm in by_effect(comparison) if arm != comparison.treated]
    figure, _ = _panels(differences_data(comparison), names, "differences", say)
    _title(figure, comparison, differences_data(comparison), "differences", say)
    return figure


def _title(
    figure: Figure, comparison: Comparison, table: pd.DataFrame, name: str, say: Speaker
) -> None:
    pairs = count_range(int(table["pairs"].min()), int(table["pairs"].max()), say)
    reference = say.arm(comparison.reference)
    comparison_title(figure, comparison, name, say, pairs=pairs, reference=reference)


def _panels(
    table: pd.DataFrame, names: list[str], key: str, say: Speaker
) -> tuple[Figure, list[Axes]]:
    """A panel a measure, a row an arm; the side that helps residents is told and shaded."""
    rows, columns = side_by_side(len(MEASURES))
    height = REST + rows * (HEAD + row_height(ROW, names, say) * len(names))
    figure, panels = canvas(rows, columns, height, sharey=True)
    reach = MARGIN * max(PER_HUNDRED * SMALLEST_EFFECT, _widest(table))
    for axes, measure in zip(panels, MEASURES, strict=True):
        _sides(axes, measure, reach, say)
        for row in table[table["measure"] == measure].itertuples():
            _point(axes, row, names.index(row.arm), reach, say)
        axes.set_title(say(f"measure.{measure}"))
    arm_axis(panels, names, say)
    _explain(figure, say)
    return figure, panels


def _widest(table: pd.DataFrame) -> float:
    known = table[["value", "low", "high"]].abs().to_numpy()
    return float(np.nanmax(known)) if np.isfinite(known).any() else 0.0


def _sides(axes: Axes, measure: str, reach: float, say: Speaker) -> None:
    """Which side helps residents, and the zone of effects too small to matter."""
    fewer_helps = HELPFUL.get(measure, -1) < 0
    left, right = (HELPS, HARMS) if fewer_helps else (HARMS, HELPS)
    zone = PER_HUNDRED * SMALLEST_EFFECT
    for low, high, colour in ((-reach, 0, left), (0, reach, right), (-zone, zone, GROUND)):
        axes.axvspan(low, high, color=colour, zorder=0, linewidth=0)
    axes.axvline(0, color=style.BLACK, linewidth=1)
    axes.set_xlim(-reach, reach)
    side = "fewer" if fewer_helps else "more"
    axes.set_xlabel(fold_beside_arms(say(f"figure.residents.{side}")), size=style.SMALL)


def _point(axes: Axes, row: Any, place: int, reach: float, say: Speaker) -> None:
    """A mark with its interval; its number, and what it is to residents, above."""
    if not np.isfinite(row.value):
        return
    look, clear = look_of(row.arm), row.residents in CLEAR
    spread = np.nan_to_num([[row.value - row.low], [row.high - row.value]])
    fill = look.colour if clear else HOLLOW[row.residents]
    mark: dict[str, Any] = {"color": look.colour, "marker": look.marker, "markerfacecolor": fill}
    axes.errorbar(row.value, place, xerr=spread, **mark, **POINT)
    text = say.number(row.value, DIGITS, sign=True).replace("-", "\N{MINUS SIGN}")
    if clear:
        text = f"{text} {say(f'four.residents.{row.residents}')}"
    side = "left" if row.value < -reach / 2 else "right" if row.value > reach / 2 else "center"
    where = np.clip(row.value, -0.98 * reach, 0.98 * reach)
    halo = [withStroke(linewidth=2, foreground=style.WHITE)]
    axes.text(where, place - ABOVE, text, ha=side, va="bottom", size=8, path_effects=halo)


def _explain(figure: Figure, say: Speaker) -> None:
    """What fills of marks say, and the zone."""
    fills = {"clear": style.BLACK, **HOLLOW}
    marks = [
        Line2D([], [], color=style.BLACK, marker="o", linestyle="none", markerfacecolor=fill)
        for fill in fills.values()
    ]
    labels = [say("figure.differences.clear")]
    labels += [say(f"four.residents.{kind}", points=points(say)) for kind in HOLLOW]
    zone = Line2D([], [], color=GROUND, marker="s", linestyle="none", markersize=11)
    legend(figure, [*marks, zone], [*labels, say("figure.differences.zone")])


def residents_alt(comparison: Comparison, say: Speaker) -> str:
    """Every arm less the reference, with interval and verdict."""
    table = residents_data(comparison)
    return say("alt.residents", arms=_told(table, say), reference=say.arm(comparison.reference))


def differences_alt(comparison: Comparison, say: Speaker) -> str:
    """Every other arm less the treated one, with interval and verdict."""
    table = differences_data(comparison)
    return say("alt.differences", arms=_told(table, say), treated=say.arm(comparison.treated))


def _told(table: pd.DataFrame, say: Speaker) -> str:
    arms = (
        say("alt.arm", arm=say.arm(arm), what=say("alt.and").join(_parts(rows, say)))
        for arm, rows in table.groupby("arm", sort=False)
    )
    return say("alt.list").join(arms)


def _parts(rows: pd.DataFrame, say: Speaker) -> list[str]:
    return [
        say(
            "alt.residents.part",
            measure=say(f"measure.{row.measure}"),
            verdict=say(f"four.residents.{row.residents}", points=points(say)),
            value=say.number(row.value, DIGITS, sign=True),
            low=say.number(row.low, DIGITS, sign=True),
            high=say.number(row.high, DIGITS, sign=True),
        )
        for row in rows.itertuples()
    ]
