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
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.analysis.answer import best_first
from experiments.analysis.compare import Comparison
from experiments.base.fonts import use_fonts
from experiments.figures.looks import look_of
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
TITLE_SIZE, BASIS_SIZE, SMALL = 11, 9.5, 9
PAD = 0.05
"""Inches over and under a title."""
LETTERS_PER_INCH = 12.0
"""Half-width letters of 10 points that an inch holds for sure."""
LABEL_LETTERS = 22
"""Half-width letters after which the name of an arm goes on in a new line."""
LABEL_LINE = 0.225
"""Inches of a line of an arm's name beside an axis."""
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
    """Lines above a figure, at the left: n, and what shows the uncertainty."""
    letters = round(figure.get_figwidth() * LETTERS_PER_INCH * 10 / TITLE_SIZE)
    lines = [fold(line, letters) for line in text.split("\n")]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", linespacing=1.3)


def head(figure: Figure, finding: str) -> None:
    """What a figure concludes, as its title; the title that it had stands under it, in grey."""
    basis, height = figure.get_suptitle(), figure.get_figheight()
    title(figure, finding)
    heading: Any = figure.suptitle(figure.get_suptitle(), x=0.01, ha="left", linespacing=1.3)
    below = figure.text(
        0.01, 1.0, basis, va="top", size=BASIS_SIZE, color=DARK_GREY, linespacing=1.25
    )
    surface: Any = FigureCanvasAgg(figure)
    renderer = surface.get_renderer()
    high, low = (
        each.get_window_extent(renderer).height / figure.dpi + PAD for each in (heading, below)
    )
    below.set_y(1.0 - (high + PAD / 2) / height)
    below.set_in_layout(False)
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.0, 0.0, 1.0, 1.0 - low / height))


def comparison_title(
    figure: Figure, comparison: Comparison, name: str, say: Speaker, **values: object
) -> None:
    """``title`` of a figure of a comparison: its number of runs, and what shows the uncertainty."""
    runs, treated = runs_text(comparison, say), say.arm(comparison.treated)
    title(figure, say(f"figure.{name}.title", runs=runs, treated=treated, **values))


def runs_text(comparison: Comparison, say: Speaker) -> str:
    """Number of replicates; a range where arms differ."""
    counts = comparison.arms["runs"]
    return count_range(int(counts.min()), int(counts.max()), say)


def count_range(low: int, high: int, say: Speaker) -> str:
    """One number, or ``low to high``."""
    return str(low) if low == high else say("figure.runs_range", low=low, high=high)


def by_effect(comparison: Comparison) -> list[str]:
    """The reference first, then the other arms, the one with the fewest failures first."""
    reference = comparison.reference
    return [reference, *(arm for arm in best_first(comparison) if arm != reference)]


def arm_axis(panels: Sequence[Axes], names: Sequence[str], say: Speaker) -> None:
    """Arms down the left of panels that share their y axis, the first on top."""
    panels[0].set_yticks(range(len(names)), [short_label(name, say) for name in names])
    panels[0].set_ylim(len(names) - 0.5, -0.5)
    for axes in panels:
        axes.tick_params(axis="y", length=0)
    for label, name in zip(panels[0].get_yticklabels(), names, strict=True):
        label.set_color(look_of(name).ink)


def row_height(least: float, names: Sequence[str], say: Speaker) -> float:
    """Inches of an arm's row in which its name has room, ``least`` at least."""
    return max(least, *(LABEL_LINE * (short_label(name, say).count("\n") + 1) for name in names))


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
