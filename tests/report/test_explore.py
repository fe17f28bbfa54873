"""The explorer holds the store's numbers, the words that it asks for, and fetches nothing."""

import base64
import hashlib
import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from explorers import along_supply, held
from known import plan, planted_study
from report_studies import parameters, stored, sweep, two_arms

from experiments.analysis.explored import Axis
from experiments.analysis.pairing import partners
from experiments.analysis.spread import landscape
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.compose import compose
from experiments.document.explorer import CHARTS, VENDOR
from experiments.document.page import TEMPLATES
from experiments.report.explore import MOST_BYTES, explore, stops
from experiments.store import Study
from experiments.store.identity import effective
from experiments.studies.comparing import study as comparison
from experiments.studies.setting import command_of
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

MOST_CELLS = 3_000
"""Of the ready designs together."""


def test_its_numbers_are_the_stores_as_reports_tell_them(tmp_path: Path) -> None:
    study = sweep(tmp_path / "grid", [6.0, 12.0, 24.0], [0.3, 0.4, 0.5], replicates=3)
    cells = study.cells()
    table = landscape(partners(cells, "party", "none")).set_index(
        ["consent.turnout", "coordinator.attention", "measure"]
    )
    (place,) = held(explore([study], "en"))["places"]
    (pair,) = place["pairs"]
    values = [axis["values"] for axis in place["axes"]]
    assert [axis["name"] for axis in place["axes"]] == [
        "consent.turnout", "coordinator.attention",
    ]  # fmt: skip
    assert len(pair["settings"]) == 9
    en = speak("en")
    for setting in pair["settings"]:
        at = [of[number] for of, number in zip(values, setting["at"], strict=True)]
        for measure, (treated, reference, difference) in setting["numbers"].items():
            row = table.loc[(*at, measure)]
            assert treated[0] == float(en.number(row["treated"], 1, 100))
            assert reference[0] == float(en.number(row["control"], 1, 100))
            told = [float(en.number(row[name], 1, 100, True)) for name in ("value", "low", "high")]
            assert difference == told


@pytest.mark.parametrize("value", [-0.0004, 0.1234, -0.5, 1.0])
def test_every_language_writes_the_numbers_that_the_script_writes(value: float) -> None:
    written = {speak(lang).number(value, 1, 100, True) for lang in LANGUAGES}
    assert len(written) == 1


def test_the_script_asks_for_no_word_that_is_not_there(tmp_path: Path) -> None:
    data = held(explore([two_arms(tmp_path / "s")], "en"))
    script = (TEMPLATES / "explore.js").read_text("utf-8")
    page = (TEMPLATES / "explore.html.j2").read_text("utf-8")
    asked = set(re.findall(r'say\("([\w.]+)"[,)]', script))
    asked |= set(re.findall(r'data-(?:word|label)="([\w.]+)"', page))
    assert len(asked) > 30
    for lang in LANGUAGES:
        assert asked <= data["languages"][lang]["words"].keys()


def test_it_runs_its_own_scripts_and_fetches_nothing(tmp_path: Path) -> None:
    html = explore([two_arms(tmp_path / "s")], "en")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in allowed and "*" not in allowed
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
    page = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"\b(?:src|href)=", page)
    assert set(re.findall(r"url\((.{5})", page)) == {"data:"}
    assert len(html.encode()) < MOST_BYTES


def test_the_chart_library_is_the_one_that_was_released() -> None:
    sums = dict(
        reversed(line.split("  "))
        for line in (VENDOR / "checksums.sha256").read_text().splitlines()
    )
    there = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert sums.keys() == there - {"checksums.sha256"}
    assert {CHARTS, "LICENSE", "NOTICE"} <= sums.keys()
    for name, expected in sums.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == expected


def test_a_study_without_axes_has_arms_and_ends_only(tmp_path: Path) -> None:
    arms = {"none": [plan(50, 40)] * 4, "party": [plan(20, 60, solo=5)] * 4}
    planted_study(tmp_path / "s", arms)
    (place,) = held(explore([Study(tmp_path / "s")], "zh"))["places"]
    assert place["axes"] == []
    (setting,) = place["pairs"][0]["settings"]
    assert setting["ends"] == [[60, 5, 15, 20], [40, 0, 10, 50]]
    assert setting["verdicts"]["failure"] == "help"


def test_the_command_composes_the_very_cells(tmp_path: Path) -> None:
    set_to = ["horizon=104", "community.supply_ratio=1.25"]
    cells = [
        (arm, compose(["community=village", f"arrangement={arm}", *set_to]).parameters)
        for arm in ("none", "party")
    ]
    two = stored(tmp_path / "s", cells, replicates=2, seed=7).cells()
    command = command_of(two, ["community.supply_ratio"], 2)
    assert command == (
        'coprod compare community=village "arms=none,party" horizon=104 seed=7 replicates=2'
    )
    words = command.replace('"', "").split()[2:]
    specs = comparison([*words, "community.supply_ratio=1.25"]).specs
    assert [effective(spec.parameters) for spec in specs] == [cell.parameters for cell in two]


def test_no_command_is_shown_that_would_be_refused(tmp_path: Path) -> None:
    """These hubs differ from the files' in what tells arms apart, which no command sets."""
    cells = two_arms(tmp_path / "s").cells()
    assert command_of(cells, [], 4) is None


def test_a_slider_stops_at_each_computed_value_and_at_whole_numbers_where_asked() -> None:
    assert stops(Axis("a", (1, 3, 24)), True) == [1, 2, 3, 5, 7, 9, 11, 14, 16, 18, 20, 22, 24]
    assert stops(Axis("a", (0.5, 1.0)), True) == [
        0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0,
    ]  # fmt: skip
    assert stops(Axis("a", (0.5, 1.0)), False) == [0.5, 1.0]


def test_studies_together_hold_each_setting_once(tmp_path: Path) -> None:
    one, other = along_supply(tmp_path / "one"), along_supply(tmp_path / "other")
    (place,) = held(explore([one, other], "en"))["places"]
    assert len(place["pairs"][0]["settings"]) == 3


def test_one_arm_and_points_on_no_line_are_refused(tmp_path: Path) -> None:
    alone = stored(tmp_path / "alone", [("party", parameters("party"))])
    with pytest.raises(InputError, match="no two arms"):
        explore([alone], "en")
    cells = []
    for arm in ("none", "party"):
        for turnout, rounds in ((0.3, 110), (0.4, 120), (0.5, 130)):
            base = parameters(arm, horizon=rounds)
            consent = base.consent.model_copy(update={"turnout": turnout})
            cells.append((arm, base.model_copy(update={"consent": consent})))
    with pytest.raises(InputError, match="nothing to move along"):
        explore([stored(tmp_path / "scattered", cells)], "en")


def test_the_ready_designs_move_one_and_two_parameters_at_a_time() -> None:
    declared = yaml.safe_load((CONFIGS / "experiment/explore_village.yaml").read_text("utf-8"))
    sweeper = declared["hydra"]["sweeper"]
    points = sweeper["points"]
    start = points[0]
    moved = [frozenset(n for n in start if point[n] != start[n]) for point in points]
    assert max(map(len, moved)) == 2
    assert set(moved) == {frozenset(), *(frozenset({n}) for n in start)} | {
        frozenset(two) for two in combinations(start, 2)
    }
    arms = len(sweeper["params"]["arrangement"].split(","))
    assert 2 * arms * len(points) <= MOST_CELLS
