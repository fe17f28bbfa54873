"""Figures show what the tables hold, in words of one language."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fabricated import fabricated_arm
from material import full_material
from matplotlib.figure import Figure
from root import ROOT

from experiments.analysis.compare import Comparison, compare
from experiments.analysis.verdict import MEASURES
from experiments.base.errors import InputError
from experiments.figures import (
    FIGURES,
    Material,
    alt_text,
    bars,
    draw,
    draw_all,
    figure_bytes,
    figure_data,
    figure_finding,
    given,
    groups,
    icons,
    intervals,
    network,
    weeks,
)
from experiments.figures.arms import arms_data
from experiments.figures.groups import groups_of
from experiments.figures.icons import whole
from experiments.figures.labels import apart
from experiments.figures.looks import LOOKS, look_of
from experiments.figures.style import by_effect, drawing, short_label
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import Speaker, speak
from sim.base.vocabulary import End
from sim.measure.records import ENDS

ARRANGEMENTS = ROOT / "configs" / "arrangement"
NAMES = ("none", "placebo", "blind_hub", "blind_pool", "equal_means", "party")


@pytest.fixture(scope="module")
def material() -> Material:
    return full_material(NAMES, "party")


@pytest.fixture(scope="module")
def two_arms() -> Material:
    return full_material(NAMES[:2], NAMES[1])


@pytest.fixture(scope="module")
def comparison(material: Material) -> Comparison:
    assert material.comparison is not None
    return material.comparison


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "network"])
def test_a_title_states_how_many_runs_and_what_shows_the_uncertainty(
    name: str, material: Material
) -> None:
    english, chinese = (draw(name, material, speak(lang)) for lang in LANGUAGES)
    assert "8 " in basis_of(english) and "%" in basis_of(english)
    assert "重复8次" in basis_of(chinese) and "%" in basis_of(chinese)


def basis_of(figure: Figure) -> str:
    """What stands under a figure's title."""
    return figure.texts[-1].get_text()


@pytest.mark.parametrize("name", FIGURES)
def test_a_title_is_the_finding_and_can_be_left_to_the_page(name: str, material: Material) -> None:
    say = speak("en")
    found = figure_finding(name, material, say)
    headed, bare = (draw(name, material, say, headed=each) for each in (True, False))
    assert headed.get_suptitle().replace("\n", " ") == found and found[0].isupper()
    assert bare.get_suptitle() == basis_of(headed) and len(found) > 20


def test_the_network_says_that_it_is_one_pair_without_uncertainty(material: Material) -> None:
    told = basis_of(draw("network", material, speak("en"))).replace("\n", " ")
    assert "without measure of uncertainty" in told


@pytest.mark.parametrize("name", FIGURES)
def test_words_tell_numbers_of_the_table_in_both_languages(name: str, material: Material) -> None:
    english, chinese = (alt_text(name, material, speak(lang)) for lang in LANGUAGES)
    told, chinese_told = (
        sorted(number for number in re.findall(r"\d+(?:\.\d+)?", text) if number != "100")  # 百
        for text in (english, chinese)
    )
    assert told == chinese_told and len(told) > 5 and "nan" not in english
    assert not re.search("[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_can_be_drawn_from_its_part_alone_and_is_refused_without(
    name: str, material: Material
) -> None:
    part = FIGURES[name].part
    alone = Material(**{part: getattr(material, part)})
    assert name in given(alone) and not figure_data(name, alone).empty
    with pytest.raises(InputError, match=f"^figure = {name}: {part} is not given"):
        draw(name, Material(), speak("en"))


def test_what_is_unknown_is_refused_in_one_line(material: Material) -> None:
    with pytest.raises(InputError, match=r"^figure = pie: must be one of arms, residents, "):
        draw("pie", material, speak("en"))
    with pytest.raises(InputError, match=r"^format = gif: must be one of png, svg$"):
        figure_bytes("ends", material, speak("en"), "gif")


@pytest.mark.parametrize("name, form", [*((name, "svg") for name in FIGURES), ("ends", "png")])
def test_the_same_material_gives_the_same_bytes_without_date_or_maker(
    name: str, form: str, two_arms: Material
) -> None:
    first = figure_bytes(name, two_arms, speak("zh"), form)
    assert figure_bytes(name, two_arms, speak("zh"), form) == first
    assert not any(word in first for word in (b"matplotlib v", b"dc:date", b"Matplotlib version"))
    assert b"<text" not in first  # text of an SVG is paths: no font is needed to show it


def test_icons_are_whole_and_add_up_to_100(material: Material, comparison: Comparison) -> None:
    table = figure_data("icons", material)
    sums = table.groupby("arm")[["per_100", "icons"]].sum()
    assert (sums["icons"] == 100).all()
    np.testing.assert_allclose(sums["per_100"], 100)
    assert (table["icons"] - table["per_100"]).abs().max() < 1
    figure = draw("icons", material, speak("en"))
    for axes, arm in zip(figure.axes, by_effect(comparison), strict=False):
        drawn = [len(line.get_xdata()) for line in axes.lines]
        assert drawn == list(table.loc[table["arm"] == arm, "icons"])


def test_largest_remainders_are_rounded_up() -> None:
    assert list(whole(np.array([33.4, 33.3, 33.3, 0.0]))) == [34, 33, 33, 0]
    assert list(whole(np.array([0.5, 0.5, 99.0, 0.0]))) == [1, 0, 99, 0]


def test_areas_of_incidence_pile_up_to_what_has_ended(material: Material) -> None:
    table = figure_data("incidence", material)
    axes = draw("incidence", material, speak("en")).axes[0]
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in axes.collections]
    ended = table[(table["arm"] == "none") & (table["end"] != "open")]
    last = ended[ended["weeks_since_start"] == ended["weeks_since_start"].max()]
    assert tops[-1] == pytest.approx(last["per_100"].sum())
    assert tops[0] == pytest.approx(last.set_index("end")["per_100"]["completed"])


def test_needs_served_are_per_100_households_and_year() -> None:
    arm = fabricated_arm("none", replicates=3)
    households = {"elderly": 50.0, "young_renter": 200.0, "other": 100.0}
    table = groups_of([arm], {"none": households}, "none").table.set_index(["measure", "group"])
    weeks = arm.weekly[arm.weekly["week"] >= 26]
    for group, number in households.items():
        mean = weeks[f"served_group_{group}"].mean()
        expected = mean * 52 * 100 / number
        assert table.loc[("served_rate", group), "value"] == pytest.approx(expected)
        assert table.loc[("satisfaction", group), "value"] == pytest.approx(
            weeks[f"satisfaction_{group}"].mean()
        )


@pytest.mark.parametrize("looks", [groups.LOOKS, network.LOOKS, intervals.MARKS, icons.MARKS])
def test_marks_of_one_figure_differ_in_shape_or_in_lightness(looks: dict[str, object]) -> None:
    def seen(look: object) -> tuple[object, ...]:
        colour, marker = (
            (look["markerfacecolor"], look["marker"]) if isinstance(look, dict) else look[:2]
        )
        return marker, round(lightness(colour) / 0.2)

    assert len({seen(look) for look in looks.values()}) == len(looks)


def lightness(colour: str) -> float:
    """Relative luminance of WCAG 2, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_of_ends_are_the_counts_and_fill_100(comparison: Comparison, lang: str) -> None:
    with drawing():
        figure = bars.ends(comparison, speak(lang))
    parts = figure.axes[0].containers
    labels = {part.get_label(): [bar.get_width() for bar in part] for part in parts}
    assert set(labels) == {speak(lang)(f"end.{end}") for end in ENDS}
    table = comparison.ends.set_index(["end", "arm"])["per_100"]
    expected = [table["goal_conflict", arm] for arm in by_effect(comparison)]
    assert labels[speak(lang)("end.goal_conflict")] == pytest.approx(expected)
    np.testing.assert_allclose(np.sum(list(labels.values()), axis=0), 100)


def test_no_two_ends_look_alike_without_colour() -> None:
    styles = list(bars.END_STYLES.values())
    grey = {
        (round(sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 60), hatch)
        for colour, hatch in styles
    }
    assert len(set(styles)) == len(grey) == len(ENDS)


@pytest.mark.parametrize("name, table", [("residents", "effects"), ("differences", "differences")])
def test_points_are_the_differences_and_filled_where_clear(
    name: str, table: str, comparison: Comparison
) -> None:
    found = getattr(comparison, table).rename(columns={"comparator": "arm"})
    sign = 1 if name == "residents" else -1
    figure = draw(name, Material(comparison), speak("en"))
    order = [arm for arm in by_effect(comparison) if arm in set(found["arm"])]
    for axes, measure in zip(figure.axes, MEASURES, strict=True):
        rows = found[found["measure"] == measure].set_index("arm").loc[order]
        points = [part.lines[0] for part in axes.containers]
        values = [p.get_xdata()[0] for p in points]
        assert values == pytest.approx(list(sign * 100 * rows["value"]))
        clear = [p.get_markerfacecolor() == p.get_color() for p in points]
        assert clear == [verdict != 0 for verdict in rows["verdict"]]
        low, high = axes.get_xlim()
        assert low == -high and low <= 100 * rows["low"].min()


def test_the_side_that_helps_residents_is_told_where_it_is(comparison: Comparison) -> None:
    axes = draw("residents", Material(comparison), speak("en")).axes
    told = {panel.get_title(): panel.get_xlabel() for panel in axes}
    assert told["failure"].startswith("← helps") and told["completed"].startswith("← harms")
    words = [text.get_text() for text in axes[0].texts]
    assert words and all(text[0] == "−" for text in words if text.endswith("helps"))


def test_arms_stand_by_effect_the_reference_first_and_their_parts_fill_100(
    comparison: Comparison,
) -> None:
    table = figure_data("arms", Material(comparison))
    failure = comparison.levels[comparison.levels["measure"] == "failure"].set_index("arm")["value"]
    order = list(dict.fromkeys(table["arm"]))
    assert order[0] == "none"
    assert order[1:] == sorted(set(comparison.names) - {"none"}, key=lambda arm: failure[arm])
    assert table.groupby("arm")["per_100"].sum().tolist() == pytest.approx([100.0] * len(order))
    for name in ("arms", "rates", "ends", "residents"):
        axes = draw(name, Material(comparison), speak("en")).axes[0]
        labels = [label.get_text() for label in axes.get_yticklabels()]
        assert labels == [short_label(arm, speak("en")) for arm in order], name
        assert axes.get_ylim()[0] > axes.get_ylim()[1]


def test_an_arm_has_its_colour_and_line_wherever_it_is_drawn(material: Material) -> None:
    say, look = speak("en"), look_of("party")
    for name in ("weekly", "imbalances", "effort", "survival"):
        lines = draw(name, material, say).axes[0].lines
        drawn = {(line.get_color(), line.get_linestyle()) for line in lines}
        assert (look.colour, look.line) in drawn
    for name in ("arms", "residents", "rates"):
        labels = draw(name, material, say).axes[0].get_yticklabels()
        assert {t.get_text(): t.get_color() for t in labels}["party hub"] == look.ink
    curve = draw("responses", material, say).axes[0].lines[0]
    marks = {c.get_label(): c.lines[0] for c in draw("groups", material, say).axes[0].containers}
    for each in (curve, marks["party hub"]):
        assert (each.get_color(), each.get_marker()) == (look.colour, look.marker)


def test_names_in_an_arm_s_colour_can_be_read() -> None:
    assert all(1.05 / (lightness(look.ink) + 0.05) > 4.5 for look in LOOKS.values())


def test_no_two_arms_look_alike() -> None:
    assert len({(look.colour, look.marker) for look in LOOKS.values()}) == len(LOOKS)
    assert {path.stem for path in ARRANGEMENTS.glob("*.yaml")} <= set(LOOKS)
    assert look_of("a_hub_of_mine") == look_of("a_hub_of_mine+drought")


def test_every_line_is_drawn_once_and_named_where_it_ends(comparison: Comparison) -> None:
    with drawing():
        figure = weeks.weekly(comparison, speak("en"))
    assert len(figure.axes) == len(weeks.WEEKLY)
    table = comparison.bands.set_index(["arm", "measure"])["median"]
    for panel, measure in zip(figure.axes, weeks.WEEKLY, strict=True):
        drawn = {line.get_color(): line.get_ydata() for line in panel.lines}
        assert len(panel.lines) == len(comparison.names)
        for arm in comparison.names:
            np.testing.assert_array_equal(drawn[look_of(arm).colour], table[arm, measure])
    names = [text.get_text() for panel in figure.axes for text in panel.texts]
    assert sorted(names) == sorted(short_label(arm, speak("en")) for arm in comparison.names)


def test_months_stand_under_weeks(comparison: Comparison) -> None:
    axes = draw("weekly", Material(comparison), speak("en")).axes[0]
    ticks = [label.get_text() for label in axes.get_xticklabels()]
    assert ticks[:3] == ["0\n0", "26\n6", "52\n12"] and axes.get_xlabel()


def test_that_all_arms_move_alike_is_said_where_they_do(comparison: Comparison) -> None:
    say, table = speak("en"), comparison.bands
    assert weeks.moved(comparison, "satisfaction", say) == say("figure.weekly.all_fall")
    mine = (table["arm"] == "party") & (table["measure"] == "satisfaction")
    still = replace(comparison, bands=table.assign(median=table["median"].mask(mine, 0.5)))
    assert weeks.moved(still, "satisfaction", say) == ""


def test_names_beside_lines_keep_apart_and_in_order() -> None:
    places = apart(np.array([0.5, 0.5, 0.52, 0.99]), np.full(4, 0.1))
    assert (np.diff(places) >= 0.1 - 1e-9).all() and places.max() <= 0.95 + 1e-9


def test_resources_of_a_bar_add_up_to_the_level(comparison: Comparison) -> None:
    with drawing():
        panel = bars.resources(comparison, speak("en")).axes[2]
    widths = [[bar.get_width() for bar in part] for part in panel.containers[:4]]
    levels = comparison.levels.set_index(["measure", "arm"])["value"]
    expected = [levels["lost", arm] for arm in by_effect(comparison)]
    assert np.sum(widths, axis=0) == pytest.approx(expected)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_figures_are_written_as_png_and_svg(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(name: str, material: Material, say: Speaker, form: str) -> bytes:
        return repr((name, form)).encode()

    monkeypatch.setattr("experiments.figures.figure_bytes", named)
    small = Material(compare([fabricated_arm(name, replicates=3) for name in ("none", "party")]))
    written = draw_all(small, tmp_path / "a", speak(lang))
    expected = [(name, form) for name in given(small) for form in ("png", "svg")]
    assert [path.name for path in written] == [f"{name}.{lang}.{form}" for name, form in expected]
    assert [path.read_text() for path in written] == [repr(pair) for pair in expected]


def test_drawing_leaves_settings_as_they_were() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    with drawing():
        assert matplotlib.rcParams["font.sans-serif"][0] == "Noto Sans SC"
    assert dict(matplotlib.rcParams) == before


def test_what_never_began_together_was_blocked_vacant_or_without_partner() -> None:
    arms = [fabricated_arm(name, replicates=3) for name in ("none", "party")]
    quiet = arms[0].projects["end"].to_numpy()
    arms[0].projects["end"] = np.where(quiet == End.BLOCKED, End.VACANT, quiet)
    found = compare(arms)
    parts = arms_data(found).set_index(["arm", "part"])["per_100"]
    ends = found.ends.set_index(["arm", "end"])["per_100"]
    assert ends["none", "vacant"] > 1 and ends["none", "blocked"] == 0
    for arm in ("none", "party"):
        never = sum(ends[arm, end] for end in ("blocked", "vacant", "no_partner"))
        assert parts[arm, "never"] == pytest.approx(never)
        assert parts[arm, "other"] == pytest.approx(ends[arm, "open"])
