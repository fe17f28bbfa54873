"""Chinese shows on a machine without any font of its own."""

import io
import warnings
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure

from experiments.base.describe import describe_field, field_paths
from experiments.base.font_subset import cut, gb2312
from experiments.base.fonts import FAMILY, FONT_FILE, use_fonts
from experiments.words.catalogue import LANGUAGES, catalogue
from sim.measure.records import HISTORY_OUTPUTS, PROJECT_OUTPUTS, RUN_OUTPUTS, WEEKLY_OUTPUTS

LARGEST_FONT = 4_000_000  # bytes
PLOTTED = "−–—…·×±²≤≥≈→←↑↓∞√∑Δλσηδφψκμεηρ（），：；。、“”‘’％"


@pytest.fixture
def fonts() -> object:
    """The shipped fonts in use; matplotlib's settings as before afterwards."""
    with matplotlib.rc_context():
        use_fonts()
        yield


def known(font_file: Path) -> set[str]:
    return {chr(point) for point in TTFont(font_file).getBestCmap()}


def test_every_character_of_gb2312_has_a_glyph() -> None:
    characters = list(gb2312())
    assert len(characters) == 6763 + 682
    assert set(characters) <= known(FONT_FILE)


def test_ascii_latin_and_what_figures_write_have_glyphs() -> None:
    ascii_and_latin = {chr(point) for point in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    assert ascii_and_latin | set(PLOTTED) <= known(FONT_FILE)


def test_the_font_is_small_and_carries_its_licence() -> None:
    assert FONT_FILE.stat().st_size < LARGEST_FONT
    assert "SIL OPEN FONT LICENSE" in (FONT_FILE.parent / "OFL.txt").read_text()
    assert "SIL Open Font License" in TTFont(FONT_FILE)["name"].getDebugName(13)


def test_the_shipped_font_is_what_the_script_cuts(tmp_path: Path) -> None:
    """Cutting a cut font changes nothing, unless the script asks for other glyphs or tables."""
    cut(FONT_FILE, tmp_path / "again.ttf")
    assert (tmp_path / "again.ttf").read_bytes() == FONT_FILE.read_bytes()


def test_every_message_label_and_unit_has_glyphs() -> None:
    fields = [describe_field(path) for path in field_paths()]
    outputs = (*PROJECT_OUTPUTS, *HISTORY_OUTPUTS, *WEEKLY_OUTPUTS, *RUN_OUTPUTS)
    texts = [text for each in (*outputs, *fields) for text in (each.en, each.unit)]
    for lang in LANGUAGES:
        texts += [text for entry in catalogue(lang).entries.values() for text in entry.said]
    assert set("".join(texts)) - {"\n"} <= known(FONT_FILE)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_figure_with_chinese_saves_without_a_missing_glyph(fonts: object, kind: str) -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([-1.0, 1.0], [-0.5, 0.5], label="党建引领 party")
    axes.set_title("合作破坏率（每个项目机会）−5%，95% 区间：越位、错位、缺位")
    axes.legend()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(io.BytesIO(), format=kind)


def test_the_shipped_font_comes_first_and_only_once(fonts: object) -> None:
    use_fonts()
    assert matplotlib.rcParams["font.family"] == ["sans-serif"]
    assert matplotlib.rcParams["font.sans-serif"][0] == FAMILY
    assert matplotlib.rcParams["font.sans-serif"].count(FAMILY) == 1
    found = matplotlib.font_manager.findfont(FAMILY)
    assert Path(found) == FONT_FILE
