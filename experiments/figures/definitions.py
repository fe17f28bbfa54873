"""Does the finding stand when breakdown is defined otherwise? Heat maps over the definitions."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.analysis.definitions import COLLAPSE, survival_of_verdict
from experiments.analysis.estimates import PER_HUNDRED
from experiments.analysis.verdict import VERDICTS
from experiments.figures import style
from experiments.figures.heat import colour_bar, explain, heat, scale_of
from experiments.figures.style import count_range, fold, is_narrow, page_width, title
from experiments.words.speech import Speaker

RATES = ("breakdown", "failure")
ENDS_LETTERS = 20
WIDE_HEIGHT, NARROW_PANEL = 6.6, 2.6


@dataclass(frozen=True)
class DefinitionMap:
    """table: what ``experiments.analysis.definitions.definitions`` gave for these two arms."""

    treated: str
    reference: str
    table: pd.DataFrame


def definitions(found: DefinitionMap, say: Speaker) -> Figure:
    """Breakdown and failure over H and the ends that count; collapse over its three settings."""
    table = definitions_data(found)
    signs = list(dict.fromkeys(table["indicators"].dropna()))
    figure, rates, collapses = _canvas(len(signs))
    norms = [
        scale_of(table.loc[(table["measure"] == COLLAPSE) == side, "value"]) for side in (0, 1)
    ]
    ways, durations = (list(table[name].dropna().unique()) for name in ("ends", "duration"))
    for axes, measure in zip(rates, RATES, strict=True):
        rows = table[table["measure"] == measure]
        _panel(axes, rows, ("followed", "ends"), ways, norms[0], say)
        axes.set_title(say(f"measure.{measure}"))
    for axes, number in zip(collapses, signs, strict=True):
        rows = table[(table["measure"] == COLLAPSE) & (table["indicators"] == number)]
        _panel(axes, rows, ("theta", "duration"), durations, norms[1], say)
        axes.set_title(say("figure.definitions.signs", number=say.number(number, 0)))
    _tell_once(rates)
    _tell_once(collapses)
    colour_bar(figure, rates, norms[0], say("figure.definitions.rates"))
    colour_bar(figure, collapses, norms[1], say("figure.definitions.collapse"))
    explain(figure, say, declared=True)
    title(figure, _title(found, say))
    return figure


def _canvas(signs: int) -> tuple[Figure, list[Axes], list[Axes]]:
    if is_narrow():
        panels = len(RATES) + signs
        figure = Figure(figsize=(page_width(), 2.5 + NARROW_PANEL * panels))
        column: Any = figure.subplots(panels, 1, squeeze=False)
        axes = list(column.ravel())
        return figure, axes[: len(RATES)], axes[len(RATES) :]
    figure = Figure(figsize=(style.WIDE, WIDE_HEIGHT))
    grid = figure.add_gridspec(2, len(RATES) * signs)
    top = [figure.add_subplot(grid[0, signs * i : signs * (i + 1)]) for i in range(len(RATES))]
    width = len(RATES)
    below = [figure.add_subplot(grid[1, width * i : width * (i + 1)]) for i in range(signs)]
    return figure, top, below


def _panel(
    axes: Axes, rows: pd.DataFrame, columns: tuple[str, str], y: list[Any], norm: Any, say: Speaker
) -> None:
    rows = rows.rename(columns=dict(zip(columns, ("x", "y"), strict=True)))
    x = list(dict.fromkeys(rows["x"]))
    heat(axes, rows, x, y, norm)
    for each in rows[rows["declared"].astype(bool)].itertuples():
        corner = (x.index(each.x) - 0.5, y.index(each.y) - 0.5)
        axes.add_patch(
            Rectangle(
                corner,
                1,
                1,
                fill=False,
                edgecolor=style.BLACK,
                linewidth=2.2,
                clip_on=False,
                zorder=3,
            )
        )
    axes.set_xlabel(say(f"figure.definitions.{columns[0]}"))
    axes.set_ylabel(say(f"figure.definitions.{columns[1]}"))
    if columns[1] == "ends":
        axes.set_yticks(range(len(y)), [ends_label(name, say) for name in y])


def ends_label(name: str, say: Speaker) -> str:
    """A way to count ends, in words."""
    return fold(say(f"counting.{name}"), ENDS_LETTERS)


def _tell_once(panels: list[Axes]) -> None:
    """The y axis, which all panels of a row share, is told once."""
    if not is_narrow():
        for axes in panels[1:]:
            axes.set_ylabel("")
            axes.set_yticklabels([])


def _title(found: DefinitionMap, say: Speaker) -> str:
    pairs = found.table["pairs"]
    return say(
        "figure.definitions.title",
        treated=say.arm(found.treated),
        reference=say.arm(found.reference),
        runs=count_range(int(pairs.min()), int(pairs.max()), say),
    )


def definitions_data(found: DefinitionMap) -> pd.DataFrame:
    """The table, with levels and differences per 100 opportunities, or per 100 weeks (collapse)."""
    columns = ["treated", "reference", "value", "low", "high"]
    return found.table.assign(**{name: PER_HUNDRED * found.table[name] for name in columns})


def definitions_finding(found: DefinitionMap, say: Speaker) -> str:
    """Under how many definitions of failure what was found stands, and under how many it turns."""
    survived = survival_of_verdict(found.table).set_index("measure")
    row = survived.loc["failure"]
    return say(
        f"figure.definitions.{VERDICTS[int(row['verdict'])]}",
        same=int(row["same_verdict"]),
        opposite=int(row["opposite"]),
        definitions=int(row["definitions"]),
        treated=say.arm(found.treated),
        reference=say.arm(found.reference),
    )


def definitions_alt(found: DefinitionMap, say: Speaker) -> str:
    """Under how many definitions the declared finding stands, by measure."""
    survived = survival_of_verdict(found.table)
    parts = [
        say(
            "alt.definitions.part",
            measure=say(f"measure.{row.measure}"),
            verdict=say(f"verdict.{VERDICTS[row.verdict]}"),
            same=row.same_verdict,
            opposite=row.opposite,
            number=row.definitions,
        )
        for row in survived.itertuples()
    ]
    names = {"treated": found.treated, "reference": found.reference}
    labels = {key: say.arm(name) for key, name in names.items()}
    return say("alt.definitions", parts=say("alt.list").join(parts), **labels)
