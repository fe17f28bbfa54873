"""The table of practices names what exists, in both languages, and in the tested direction."""

import ast
import re
from functools import cache

from direction_outcomes import Direction
from directions import TABLE
from root import ROOT

from experiments.base.describe import field_paths

TEXTS = {
    lang: (ROOT / "docs" / name).read_text(encoding="utf-8")
    for lang, name in (("en", "practices.md"), ("zh", "practices.zh.md"))
}
ROW = re.compile(
    r"^\| ([^|]+) \| ([^|]+) \| `([\w.]+)` \| ([^|]+) \| ([^|]+) "
    r"\| `(\w+)`, `(sim/[\w/]+\.py)` \| `(\w+)`, `(tests/[\w/]+\.py)` \|$",
    re.MULTILINE,
)
ROWS = {lang: ROW.findall(text) for lang, text in TEXTS.items()}
TURNS = {"up": "调高", "down": "调低"}
FOUNDING = (
    "whistle and department response", "five-party linkage", "40-member deliberation group",
    "joint meeting for major, committee for daily matters", "two-tier platform",
    "members' work team", "covenant", "survey", "immersive observation",
    "plan changes in progress", "satisfaction as yardstick", "trial before purchase",
    "free idle space", "rule waiver for use of space", "expansion to further districts",
    "public, semi-public, commercial operation", "practice station", "online channels",
    "co-managers",
)  # fmt: skip
LEVER = {case.path: case for case in TABLE}


@cache
def defined(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_practice_of_the_paper_has_a_row() -> None:
    _, *lines = TEXTS["en"].partition("| --- ")[2].splitlines()
    assert len(ROWS["en"]) == sum(line.startswith("| ") for line in lines)
    assert set(FOUNDING) <= {row[0] for row in ROWS["en"]}


def is_sound(row: tuple[str, ...]) -> bool:
    """Does a row name an existing parameter, rule and test, in both languages?"""
    _, chinese, parameter, turn, _, rule, rule_file, test, test_file = row
    named = re.search("[一-鿿]", chinese) and parameter in field_paths() and turn in TURNS
    there = rule in defined(rule_file) and test in defined(test_file)
    return bool(named and there and test.startswith("test_"))


def test_rows_name_existing_parameters_rules_and_tests() -> None:
    assert [row for row in ROWS["en"] if not is_sound(row)] == []


def test_each_parameter_is_turned_alone_in_the_table_of_directions() -> None:
    assert [row for row in ROWS["en"] if not isinstance(LEVER.get(row[2]), Direction)] == []


def test_both_languages_hold_the_same_rows() -> None:
    for english, chinese in zip(ROWS["en"], ROWS["zh"], strict=True):
        assert (chinese[1], chinese[0]) == english[:2]
        assert chinese[3] == TURNS[english[3]]
        assert chinese[2] == english[2] and chinese[5:] == english[5:]
