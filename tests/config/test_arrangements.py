"""Arrangements are files: declared values, named, explained, and nothing else tells arms apart."""

import re
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from root import ROOT
from small import differing

from experiments.analysis.pairing import flat
from experiments.base.errors import InputError
from experiments.config.alike import MEANS, for_arm, with_equal_means
from experiments.config.compose import Composed, compose
from experiments.document.blocks import Fold, Table
from experiments.report.parameters import differing_section
from experiments.report.subject import COMPARISON, Subject
from experiments.store import Spec, Study
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak
from sim.measure.records import RunId
from sim.simulation import run

FILES = {path.stem: path for path in sorted((ROOT / "configs/arrangement").glob("*.yaml"))}
RIVALS = (
    "party", "npo_hub", "government_hub", "firm_hub", "rotating_lead", "top_down", "outsourcing",
    "project_system", "three_society", "self_organisation",
)  # fmt: skip
DOCUMENTS = {
    lang: (ROOT / "docs" / name).read_text(encoding="utf-8")
    for lang, name in (("en", "arrangements.md"), ("zh", "arrangements.zh.md"))
}
ROW = re.compile(r"^\| `(\w+)` (\S+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
HEAD = re.compile(
    r"# @package _global_\n# [一-鿿]+ .{20,}\.\n# Source: .{10,}\.\n# Distinguished by: .{10,}\.\n"
)
SHORT = {"horizon": 30}


def declared(name: str) -> set[str]:
    """What an arrangement's file says, what it is made from included, by dotted name."""
    content = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    bases = [base for base in content.pop("defaults", []) if base != "_self_"]
    values = {f"{group}.{key}" for group, inner in content.items() for key in inner}
    return values.union(*(declared(base) for base in bases))


@cache
def arm(name: str) -> Composed:
    return compose(["community=village", f"arrangement={name}"])


def values(name: str) -> dict[str, Any]:
    return flat(arm(name).parameters)


def varied(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {path for path in one if one[path] != other[path]}


# -- the files -------------------------------------------------------------------------------------


def test_a_file_says_what_it_stands_for_its_source_and_what_distinguishes_it() -> None:
    texts = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
    assert [name for name, text in texts.items() if not HEAD.match(text)] == []
    assert [line for text in texts.values() for line in text.splitlines() if len(line) > 110] == []


def test_each_value_of_a_rival_carries_a_source_tag() -> None:
    for name in RIVALS:
        lines = FILES[name].read_text(encoding="utf-8").splitlines()
        said = [line for line in lines if line.startswith("  ") and ":" in line]
        assert said, name
        assert [line for line in said if not re.search(r" # [SLFMDA]( |$)", line)] == []


def test_no_two_arrangements_are_the_same() -> None:
    for one, other in combinations(FILES, 2):
        assert varied(values(one), values(other)), (one, other)


def test_an_arrangement_declares_all_that_it_changes_and_only_the_coordinator() -> None:
    for name in FILES:
        assert varied(values("none"), values(name)) <= declared(name), name
        assert all(path.startswith("coordinator.") for path in declared(name)), name


def test_two_arrangements_differ_only_in_what_their_files_declare() -> None:
    for one, other in combinations(FILES, 2):
        allowed = declared(one) | declared(other)
        assert varied(values(one), values(other)) <= allowed, (one, other)


def test_an_arrangement_has_a_name_of_its_own_in_both_languages() -> None:
    chinese = {name: speak("zh").arm(name) for name in FILES}
    lacking = [name for name in FILES if not EN.knows(f"arm.{name}")]
    assert lacking + [n for n, text in chinese.items() if not re.search("[一-鿿]", text)] == []


# -- names tell nothing ----------------------------------------------------------------------------


def renamed(folder: Path, name: str) -> Composed:
    """The same arrangement under another name, from a user's folder."""
    (folder / "arrangement").mkdir()
    text = FILES[name].read_text(encoding="utf-8")
    (folder / "arrangement" / "another.yaml").write_text(text, encoding="utf-8")
    return compose(["community=village", "arrangement=another"], folder)


@pytest.mark.parametrize("name", ["rotating_lead", "outsourcing"])
def test_hubs_of_equal_values_and_different_names_give_identical_numbers(
    name: str, tmp_path: Path
) -> None:
    other = renamed(tmp_path, name)
    assert (other.arrangement, other.parameters) == ("another", arm(name).parameters)
    pair = [c.parameters.model_copy(update=SHORT) for c in (arm(name), other)]
    assert not differing(*(run(each, RunId(0, 1)) for each in pair))
    bare = arm("none").parameters.model_copy(update=SHORT)
    assert differing(run(pair[0], RunId(0, 1)), run(bare, RunId(0, 1)))


# -- what the report lists -------------------------------------------------------------------------


def test_a_report_of_all_arms_lists_every_difference_and_no_more(tmp_path: Path) -> None:
    specs = [Spec(c.parameters, 0, name, "village", 1) for name in FILES for c in [arm(name)]]
    subject = Subject("rivals", tuple(Study(tmp_path / "rivals").open_cells(specs)))
    assert subject.kind == COMPARISON
    pairs = combinations(FILES, 2)
    expected = set().union(*(varied(values(one), values(other)) for one, other in pairs))
    assert set(subject.differing) == expected
    for lang in LANGUAGES:
        _, table, behind = differing_section(subject, speak(lang)).blocks
        assert isinstance(table, Table) and isinstance(behind, Fold)
        (sources,) = behind.blocks
        assert isinstance(sources, Table)
        assert [row[-1] for row in sources.rows] == subject.differing
        for path, row in zip(subject.differing, table.rows, strict=True):
            shown = dict(zip(FILES, row[1 : 1 + len(FILES)], strict=True))
            for one, other in combinations(FILES, 2):
                same = values(one)[path] == values(other)[path]
                assert (shown[one] == shown[other]) is same, (path, one, other)


# -- equal means -----------------------------------------------------------------------------------


def test_equal_means_give_every_hub_the_partys_budget_and_leave_the_rest() -> None:
    own = [arm(name) for name in ("none", "self_organisation", "outsourcing", "party")]
    equal = with_equal_means(own)
    assert equal[0] == own[0] and equal[3] == own[3]
    budget = {f"coordinator.{name}" for name in MEANS}
    party = flat(own[3].parameters)
    for before, after in zip(own[1:3], equal[1:3], strict=True):
        old, new = flat(before.parameters), flat(after.parameters)
        assert varied(old, new) <= budget
        assert all(new[path] == party[path] for path in budget)
        assert (after.arm, after.seed, after.community) == (before.arm, before.seed, "village")


def test_without_the_party_the_last_arm_sets_the_means() -> None:
    equal = with_equal_means([arm("party"), arm("none")][::-1])
    assert equal[1].parameters.coordinator.attention == 24.0
    equal = with_equal_means([arm("npo_hub"), arm("outsourcing")])
    assert equal[0].parameters.coordinator.attention == 6.0


def test_means_of_nobody_cannot_be_given() -> None:
    with pytest.raises(InputError, match="--equal-means: none has no attention"):
        with_equal_means([arm("npo_hub"), arm("none")])


def test_equal_means_are_values_that_the_command_line_can_set() -> None:
    overrides = for_arm(
        "npo_hub", ["coordinator.attention=24", "coordinator.attention_cost=0.01"], None
    )
    by_hand = compose([*overrides, "community=village", "coordinator.co_managers=0"])
    assert with_equal_means([arm("npo_hub"), arm("party")])[0].parameters == by_hand.parameters


# -- the documents ---------------------------------------------------------------------------------


def test_the_documents_name_every_rival_by_what_its_file_declares() -> None:
    rows = {lang: ROW.findall(text) for lang, text in DOCUMENTS.items()}
    assert tuple(row[0] for row in rows["en"]) == RIVALS
    for english, chinese in zip(rows["en"], rows["zh"], strict=True):
        assert english[:2] == chinese[:2] and english[4] == chinese[4]
        name, label, _, _, parameters, acts = english
        assert label == speak("zh").text(f"arm.{name}")
        told = {f"coordinator.{each}" for each in re.findall(r"`(\w+)`", parameters)}
        assert told and told <= declared(name)
        assert float(acts.split()[0]) == arm(name).parameters.coordinator.attention
