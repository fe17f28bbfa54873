"""Figures show what the tables hold, in words of one language, without text upon text."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from fabricated import fabricated_arm
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from experiments.compare import Comparison, compare
from experiments.figures import FIGURES, Material, bars, draw, draw_all, intervals, weeks
from experiments.figures.style import drawing
from experiments.messages import LANGUAGES, arm_label, say
from sim.records import ENDS

OVERLAP = 1.0
"""Pixels that neighbouring labels may share."""


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    names = ("none", "placebo", "blind_hub", "blind_pool", "equal_means", "party")
    shares = (0.35, 0.35, 0.3, 0.3, 0.25, 0.2)
    arms = [
        fabricated_arm(name, share, replicates=8, seed=i)
        for i, (name, share) in enumerate(zip(names, shares, strict=True))
    ]
    return compare(arms)


def drawn_texts(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> dict[Text, Bbox]:
    """Texts that are really drawn (no ticks out of view), with their boxes in pixels."""
    drawn: list[Text] = []
    draw = Text.draw

    def noted(self: Text, renderer: RendererBase) -> None:
        drawn.append(self)
        draw(self, renderer)

    monkeypatch.setattr(Text, "draw", noted)
    FigureCanvasAgg(figure).draw()
    texts = {text for text in drawn if text.get_visible() and text.get_text().strip()}
    return {text: text.get_window_extent() for text in texts}


def overlap(one: Bbox, other: Bbox) -> float:
    """The lesser of the overlaps in width and height, in pixels; negative when apart."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    return min(wide, min(one.y1, other.y1) - max(one.y0, other.y0))


def within(box: Bbox, page: Bbox) -> bool:
    """Whether a box lies on the page."""
    return bool((box.min >= page.min).all() and (box.max <= page.max).all())


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_lies_on_another_or_leaves_the_picture(
    name: str, lang: str, comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = draw(name, Material(comparison), lang)
    with drawing():
        boxes = drawn_texts(figure, monkeypatch)
    page = figure.bbox.padded(OVERLAP)
    outside = [t.get_text() for t, box in boxes.items() if not within(box, page)]
    together = [
        (one.get_text(), other.get_text())
        for one, other in combinations(boxes, 2)
        if overlap(boxes[one], boxes[other]) > OVERLAP
    ]
    assert len(boxes) > len(comparison.comparators)
    assert (outside, together) == ([], [])


@pytest.mark.parametrize("name", FIGURES)
def test_a_title_states_how_many_runs_and_what_shows_the_uncertainty(
    name: str, comparison: Comparison
) -> None:
    english, chinese = (draw(name, Material(comparison), lang) for lang in LANGUAGES)
    assert "8 " in english.get_suptitle() and "%" in english.get_suptitle()
    assert "重复8次" in chinese.get_suptitle() and "%" in chinese.get_suptitle()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_of_ends_are_the_counts_and_fill_100(comparison: Comparison, lang: str) -> None:
    with drawing():
        figure = bars.ends(comparison, lang)
    parts = figure.axes[0].containers
    labels = {part.get_label(): [bar.get_width() for bar in part] for part in parts}
    assert set(labels) == {say(f"end.{end}", lang) for end in ENDS}
    table = comparison.ends.set_index(["end", "arm"])["per_100"]
    expected = [table["goal_conflict", arm] for arm in comparison.names]
    assert labels[say("end.goal_conflict", lang)] == pytest.approx(expected)
    np.testing.assert_allclose(np.sum(list(labels.values()), axis=0), 100)


def test_no_two_ends_look_alike_without_colour() -> None:
    styles = list(bars.END_STYLES.values())
    grey = {
        (round(sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 60), hatch)
        for colour, hatch in styles
    }
    assert len(set(styles)) == len(grey) == len(ENDS)


def test_points_are_the_differences_and_hollow_where_unclear(comparison: Comparison) -> None:
    with drawing():
        figure = intervals.differences(comparison, "en")
    for axes, measure in zip(figure.axes, ("breakdown", "failure"), strict=True):
        table = comparison.differences
        rows = table[table["measure"] == measure]
        points = [part.lines[0] for part in axes.containers]
        assert [p.get_xdata()[0] for p in points] == pytest.approx(list(100 * rows["value"]))
        hollow = [p.get_markerfacecolor() == "#FFFFFF" for p in points]
        assert hollow == [verdict == 0 for verdict in rows["verdict"]]
        low, high = axes.get_xlim()
        assert low == -high and low <= 100 * rows["low"].min()


def test_arms_stand_in_the_order_given_the_first_on_top(comparison: Comparison) -> None:
    with drawing():
        axes = intervals.rates(comparison, "zh").axes[0]
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == [arm_label(name, "zh") for name in comparison.names]
    bottom, top = axes.get_ylim()
    assert bottom > top


def test_each_panel_sets_the_treated_arm_beside_its_comparator(comparison: Comparison) -> None:
    with drawing():
        figure = weeks.weekly(comparison, "en")
    panels = np.array(figure.axes).reshape(len(weeks.WEEKLY), len(comparison.comparators))
    table = comparison.bands.set_index(["arm", "measure"])["median"]
    for panel, other in zip(panels[1], comparison.comparators, strict=True):
        middles = [line for line in panel.lines if line.get_linewidth() > 1]
        for line, arm in zip(middles, ("party", other), strict=True):
            np.testing.assert_array_equal(line.get_ydata(), table[arm, "satisfaction"])


def test_resources_of_a_bar_add_up_to_the_level(comparison: Comparison) -> None:
    with drawing():
        panel = bars.resources(comparison, "en").axes[2]
    widths = [[bar.get_width() for bar in part] for part in panel.containers[:4]]
    levels = comparison.levels.set_index(["measure", "arm"])["value"]
    expected = [levels["lost", arm] for arm in comparison.names]
    assert np.sum(widths, axis=0) == pytest.approx(expected)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_figures_are_written_as_png_and_svg_the_same_each_time(
    comparison: Comparison, lang: str, tmp_path: Path
) -> None:
    small = compare([fabricated_arm(name, replicates=3) for name in ("none", "party")])
    first = draw_all(Material(small), tmp_path / "a", lang)
    second = draw_all(Material(small), tmp_path / "b", lang)
    assert [path.name for path in first] == [
        f"{name}.{lang}.{kind}" for name in FIGURES for kind in ("png", "svg")
    ]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))


def test_drawing_leaves_settings_as_they_were() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    with drawing():
        assert matplotlib.rcParams["font.sans-serif"][0] == "Noto Sans SC"
    assert dict(matplotlib.rcParams) == before
