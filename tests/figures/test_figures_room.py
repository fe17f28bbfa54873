"""Every text of every figure has room: wide and narrow, in both languages, with long names."""

import numpy as np
import pytest
from material import full_material
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from experiments.figures import FIGURES, Material, draw
from experiments.figures.style import drawing, fold
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

OVERLAP = 1.0
"""Pixels that neighbouring labels may share."""
NAMES = ("none", "placebo", "blind_hub", "blind_pool", "equal_means", "party")
LONG = (
    "a_hub_of_the_district_with_two_mechanisms",
    "没有协调者但由街道办事处牵头的方案",
    "party",
)


@pytest.fixture(scope="module")
def material() -> Material:
    return full_material(NAMES, "party")


@pytest.fixture(scope="module")
def long_names() -> Material:
    return full_material(LONG, LONG[0], replicates=4)


def drawn_texts(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> dict[Text, Bbox]:
    """Texts that are really drawn (no ticks out of view), with their boxes in pixels."""
    drawn: list[Text] = []
    draw = Text.draw

    def noted(self: Text, renderer: RendererBase) -> None:
        drawn.append(self)
        draw(self, renderer)

    monkeypatch.setattr(Text, "draw", noted)
    figure.draw_without_rendering()  # laid out and gone through, but for pixels
    texts = {text for text in drawn if text.get_visible() and text.get_text().strip()}
    return {text: text.get_window_extent() for text in texts}


def overlapping(boxes: list[Bbox]) -> list[list[int]]:
    """Pairs of boxes that share more than OVERLAP in width and in height."""
    low, high = (np.array([getattr(box, end) for box in boxes]) for end in ("min", "max"))
    shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    return np.argwhere(np.triu(shared.min(axis=2) > OVERLAP, 1)).tolist()


def within(box: Bbox, page: Bbox) -> bool:
    """Whether a box lies on the page."""
    return bool((box.min >= page.min).all() and (box.max <= page.max).all())


def misplaced(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Texts that lie on another or leave the picture; drawing warns of a missing glyph."""
    with drawing():
        boxes = drawn_texts(figure, monkeypatch)
    page = figure.bbox.padded(OVERLAP)
    outside: list[object] = [t.get_text() for t, box in boxes.items() if not within(box, page)]
    texts = [text.get_text() for text in boxes]
    together = [(texts[one], texts[other]) for one, other in overlapping([*boxes.values()])]
    assert len(boxes) > 3
    return outside + together


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("narrow", [False, True])
def test_no_text_lies_on_another_or_leaves_the_picture(
    name: str, lang: str, narrow: bool, material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert misplaced(draw(name, material, speak(lang), narrow), monkeypatch) == []


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("lang, narrow", [("en", False), *((lang, True) for lang in LANGUAGES)])
def test_long_names_of_arms_find_room(
    name: str, lang: str, narrow: bool, long_names: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert misplaced(draw(name, long_names, speak(lang), narrow), monkeypatch) == []


def test_boxes_that_share_room_are_found() -> None:
    apart, shared, touching = (30.0, 0.0, 40.0, 9.0), (8.0, 8.0, 20.0, 20.0), (9.5, -9.0, 15.0, 9.5)
    boxes = [Bbox.from_extents(*each) for each in ((0.0, 0.0, 10.0, 10.0), apart, shared, touching)]
    assert overlapping(boxes) == [[0, 2], [2, 3]]


def test_text_is_folded_where_a_line_may_break() -> None:
    assert fold("blind hub of the street", 10) == "blind hub\nof the\nstreet"
    assert fold("a_hub_of_two", 6) == "a_hub_\nof_two"
    assert fold("没有空转的方案，", 8) == "没有空转\n的方案，"
    assert fold("short", 10) == "short"
