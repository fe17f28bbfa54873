"""What all figures share: colours that colour-blind readers tell apart, fonts, titles, legends.

Colours are those of Okabe & Ito (2008). No meaning rests on colour alone: bars carry hatches,
lines and points differ in style, so that a grey print says the same.

A figure is drawn for one of two widths: WIDE for a screen or a page, NARROW for a telephone, where
panels that stand side by side in the wide one stand one under the other.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.analysis.compare import Comparison
from experiments.base.fonts import use_fonts
from experiments.words.speech import Speaker
from experiments.words.text_table import display_width

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
LIGHT_GREY, GREY, DARK_GREY, WHITE = "#D9D9D9", "#8C8C8C", "#333333", "#FFFFFF"
WIDE, NARROW = 9.0, 4.5
"""Inches. NARROW shown on 390 pixels keeps its letters at about nine tenths of their size."""
COLUMN = 1.7
"""Inches: the least that a column of panels needs in a wide figure."""
TITLE_SIZE, SMALL = 11, 9
LETTERS_PER_INCH = 12.0
"""Half-width letters of 10 points that an inch holds for sure."""
LABEL_LETTERS = 22
"""Half-width letters after which the name of an arm goes on in a new line."""
LEGEND_ENTRY = 6
"""Half-width letters that a legend's symbol and its gaps take."""
EDGE: dict[str, Any] = {"edgecolor": DARK_GREY, "linewidth": 0.5}
_NOT_FIRST = "，。；：、）”’%,.;:)"
_SETTINGS: dict[Any, Any] = {
    "font.size": 10,
    "figure.titlesize": TITLE_SIZE,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "coprod",
    "svg.fonttype": "path",
    "figure.constrained_layout.use": True,
}


@contextmanager
def drawing(width: float = WIDE) -> Iterator[None]:
    """Fonts and settings of figures ``width`` inches wide, taken back afterwards."""
    with rc_context():
        use_fonts()
        matplotlib.rcParams.update(_SETTINGS)
        matplotlib.rcParams["figure.figsize"] = (width, width)
        yield


def is_narrow() -> bool:
    """Whether what is drawn now is for a narrow page."""
    return page_width() < WIDE


def page_width() -> float:
    """Inches across what is drawn now."""
    return float(matplotlib.rcParams["figure.figsize"][0])


def canvas(rows: int, columns: int, height: float, **options: Any) -> tuple[Figure, list[Axes]]:
    """A figure ``height`` inches high and its axes, row by row."""
    width = page_width() if is_narrow() else max(WIDE, COLUMN * columns)
    figure = Figure(figsize=(width, height))
    axes: Any = figure.subplots(rows, columns, squeeze=False, **options)
    return figure, list(axes.ravel())


def side_by_side(panels: int) -> tuple[int, int]:
    """Rows and columns of ``panels``: one row, or one column on a narrow page."""
    return (panels, 1) if is_narrow() else (1, panels)


def title(figure: Figure, text: str) -> None:
    """The subject in the first line, then n and what shows the uncertainty, at the left."""
    letters = round(figure.get_figwidth() * LETTERS_PER_INCH * 10 / TITLE_SIZE)
    lines = [fold(line, letters) for line in text.split("\n")]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", linespacing=1.3)


def comparison_title(
    figure: Figure, comparison: Comparison, name: str, say: Speaker, **values: object
) -> None:
    """``title`` of a figure of a comparison, with its number of runs."""
    runs, treated = runs_text(comparison, name, say), say.arm(comparison.treated)
    title(figure, say(f"figure.{name}.title", runs=runs, treated=treated, **values))


def runs_text(comparison: Comparison, name: str, say: Speaker) -> str:
    """Number of replicates, or of pairs for the differences; a range where arms differ."""
    pairs = name == "differences"
    counts = comparison.differences["pairs"] if pairs else comparison.arms["runs"]
    return count_range(int(counts.min()), int(counts.max()), say)


def count_range(low: int, high: int, say: Speaker) -> str:
    """One number, or ``low to high``."""
    return str(low) if low == high else say("figure.runs_range", low=low, high=high)


def arm_axis(panels: Sequence[Axes], names: Sequence[str], say: Speaker) -> None:
    """Arms down the left of panels that share their y axis, the first on top."""
    panels[0].set_yticks(range(len(names)), [short_label(name, say) for name in names])
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    for axes in panels:
        axes.tick_params(axis="y", length=0)


def short_label(arm: str, say: Speaker) -> str:
    """An arm's name in lines short enough to stand beside an axis or above a panel."""
    return fold(say.arm(arm), LABEL_LETTERS)


def fold_beside_arms(text: str) -> str:
    """``text`` in lines that fit under a panel of a narrow page with long names of arms beside."""
    beside = LABEL_LETTERS / LETTERS_PER_INCH if is_narrow() else 0.0
    columns = 1 if is_narrow() else 2
    return fold(text, round((page_width() / columns - beside) * LETTERS_PER_INCH))


def legend(
    figure: Figure, handles: Sequence[Any], labels: Sequence[str], most: int | None = None
) -> None:
    """A legend under the figure, in as many columns as the page holds, ``most`` at most."""
    widest = max(display_width(line) for label in labels for line in label.split("\n"))
    fit = int(figure.get_figwidth() * LETTERS_PER_INCH / (widest + LEGEND_ENTRY))
    columns = max(1, min(fit, len(labels), most or len(labels)))
    artists: list[Artist] = list(handles)
    figure.legend(artists, labels, loc="outside lower center", ncols=columns)


def fold(text: str, letters: int) -> str:
    """``text`` in lines of at most ``letters`` half-width letters, broken where one may."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and display_width(line + piece.rstrip()) > letters:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> Iterator[str]:
    """What a line break may not part: words with what follows them, and single Han characters."""
    piece = ""
    for i, char in enumerate(text):
        piece += char
        after = text[i + 1 : i + 2]
        wide = unicodedata.east_asian_width(char) in "WF" or (
            after != "" and unicodedata.east_asian_width(after) in "WF"
        )
        if (char in " _-/" or wide) and after not in _NOT_FIRST and char not in "（“‘(":
            yield piece
            piece = ""
    yield piece
