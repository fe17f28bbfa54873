"""What is chosen on the page: kept in its address, refused where wrong, told as a command."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from experiments.app.choices import Choices, are_arms, arrangements, is_cell, is_name, options, read
from experiments.app.controls import ARM_GROUPS, chosen
from experiments.app.defaults import slider_values
from experiments.app.form import arm_groups
from experiments.app.sliders import SLIDERS, shown
from experiments.base.describe import _nodes
from experiments.config.alike import composed_alike
from experiments.config.arms import FIXED_BY_ARM, split_arms
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

CHANGED = Choices(
    lang="zh",
    tab="library",
    community="sanhe_nanli",
    arms=("none", "equal_means", "party"),
    replicates=50,
    seed=7,
    values=(("coordinator.attention", 12.0), ("horizon", 208.0)),
    study="page-village-00ff",
    opened=("first/none", "second/party"),
    watched=3,
    watched_arm="placebo",
)


def test_an_address_brings_back_every_choice() -> None:
    assert read("?" + CHANGED.query(), "en") == CHANGED
    assert read(Choices().query(), "en") == Choices()


@pytest.mark.parametrize(
    "query",
    [
        "study=../../etc", "study=..", "open=../x/none", "open=a/../../b", "open=/a/b",
        "community=../village", "community=nowhere", "arms=none", "arms=none,none",
        "arms=none,party,placebo,blind_hub,blind_pool", "arms=none,nobody", "tab=admin", "lang=fr",
        "replicates=many", "seed=-1", "set=coordinator.attention:61", "set=sim.secret:1",
        "set=horizon:104.5", "with=nobody", "watch=x", "set=coordinator.attention:nan",
    ],
)  # fmt: skip
def test_what_an_address_may_not_say_is_left_out(query: str) -> None:
    assert read(query, "en") == Choices()


def test_numbers_beyond_what_the_page_runs_are_brought_inside() -> None:
    assert read("replicates=100000", "en").replicates == 200
    assert read("replicates=1", "en").replicates == 2


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "/a", "a b", "-a", ".a", "a" * 65, "a\n"])
def test_a_study_cannot_be_named_out_of_its_folder(name: str) -> None:
    assert not is_name(name)
    assert not is_cell(f"{name}/none")


def test_the_command_composes_to_what_the_page_runs() -> None:
    words = shlex.split(CHANGED.command(Path("results")))
    assert words[:2] == ["coprod", "compare"] and "--out" not in words
    assert words[words.index("--study") + 1] == CHANGED.name
    given = words[2 : words.index("--study")]
    assert given == CHANGED.overrides
    arms, overrides = split_arms(given)
    composed, _ = composed_alike(arms, overrides, None)
    assert tuple(c.arm for c in composed) == CHANGED.arms
    assert [c.parameters.coordinator.attention for c in composed] == [0.0, 12.0, 12.0]
    assert {(c.seed, c.replicates, c.parameters.horizon, c.community) for c in composed} == {
        (7, 50, 208, "sanhe_nanli")
    }
    assert "--out" in CHANGED.command(Path("elsewhere"))


def test_more_replicates_go_into_the_same_study_and_other_choices_into_another() -> None:
    first = Choices()
    assert replace(first, replicates=100, lang="zh", tab="watch").name == first.name
    others = [
        replace(first, seed=1),
        replace(first, community="sanhe_nanli"),
        replace(first, arms=("none", "placebo")),
        first.turned("coordinator.attention", 12.0),
    ]
    assert len({each.name for each in (first, *others)}) == 5
    assert all(is_name(each.name) for each in others)


def test_sliders_lie_in_the_schemas_ranges_and_tell_no_arms_apart() -> None:
    for path, slider in SLIDERS.items():
        node = _nodes()[path]
        assert node["minimum"] <= slider.low < slider.high <= node["maximum"], path
        assert not f"{path}=".startswith(FIXED_BY_ARM)
        steps = (slider.high - slider.low) / slider.step
        assert steps == pytest.approx(round(steps)), path


@pytest.mark.parametrize("community", options("community"))
def test_every_slider_can_show_what_each_community_has(community: str) -> None:
    for path, value in slider_values(community, ("none", "party")).items():
        assert SLIDERS[path].low <= value <= SLIDERS[path].high, path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slider_is_labelled_with_unit_and_range_and_its_source_stands_apart(lang: str) -> None:
    told = shown(SLIDERS["coordinator.attention"], 24.0, False, speak(lang))
    assert told["label"] == {"en": "attention before formalism (B)", "zh": "注意力总量（B）"}[lang]
    assert told["unit"] == {"en": "acts per week", "zh": "次行动/周"}[lang]
    assert "60" in told["hint"] and "[" not in told["hint"]
    assert "[A]" in told["origin"] and told["origin"].endswith("coordinator.attention")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_slider_shows_a_unit_that_tells_nothing(lang: str) -> None:
    told = {path: shown(slider, slider.low, False, speak(lang)) for path, slider in SLIDERS.items()}
    formalism = told["coordinator.formalism"]
    assert (formalism["percent"], formalism["unit"]) == (True, "")
    assert formalism["hint"].startswith("0%") and formalism["hint"].endswith("100%")
    units = {each["unit"] for each in told.values()}
    empty = ("share", "probability", "ratio", "factor", "log units")
    assert not units & {speak(lang)(f"parameter_unit.{unit}") for unit in empty}


def test_a_control_that_says_something_wrong_changes_nothing() -> None:
    first = Choices()
    wrong = [
        {"key": "community", "value": "../x"},
        {"key": "arm", "value": ["nobody", True]},
        {"key": "arm", "value": "none"},
        {"key": "arm", "value": [["none"], True]},
        {"key": "replicates", "value": "20"},
        {"key": "coordinator.attention", "value": 1e9},
        {"key": "sim", "value": 1},
        {"key": ["arm"], "value": [[]]},
        {},
    ]
    assert chosen(first, "community") == first  # type: ignore[arg-type]
    assert all(chosen(first, each) == first for each in wrong)
    pair = chosen(first, {"key": "arm", "value": ["equal_means", False]})
    assert pair.arms == ("none", "party")
    assert chosen(pair, {"key": "arm", "value": ["none", False]}).arms == ("party",)
    more = pair
    for name in ("placebo", "blind_hub", "blind_pool"):
        more = chosen(more, {"key": "arm", "value": [name, True]})
    assert more.arms == ("none", "blind_hub", "placebo", "party")
    assert not are_arms(("party",))
    turned = chosen(first, {"key": "coordinator.attention", "value": 12})
    assert turned.values == (("coordinator.attention", 12),)
    assert chosen(turned, {"key": "coordinator.attention", "value": None}) == first


def test_the_page_offers_what_the_catalogue_names() -> None:
    assert {"none", "party", "equal_means"} <= set(arrangements()) <= set(options("arrangement"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_arrangement_is_in_one_group_with_its_name_and_what_it_is(lang: str) -> None:
    grouped = [name for names in ARM_GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(arrangements())
    shown = [arm for group in arm_groups(("none", "party"), speak(lang)) for arm in group["arms"]]
    assert [arm["name"] for arm in shown if arm["chosen"]] == ["none", "party"]
    assert [arm["name"] for arm in shown][:3] == ["none", "party", "equal_means"]
    for arm in shown:
        as_in_results = speak(lang).arm(arm["name"])
        assert arm["label"].rstrip(")）").endswith(as_in_results)
        assert arm["label"] != as_in_results
    assert (
        len({arm["about"] for arm in shown}) == len({arm["label"] for arm in shown}) == len(shown)
    )
