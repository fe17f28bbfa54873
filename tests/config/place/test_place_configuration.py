"""A community's configuration file is judged before anything computes it, by check and by use."""

import re
from pathlib import Path
from typing import Any

import pytest
from place_folders import CONFIGURATION, found
from pydantic import ValidationError

from experiments.base.describe import describe_field
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.compose import compose
from experiments.config.place.check import check_place
from experiments.config.place.refusal import reasons, refusal
from experiments.words.speech import speak
from sim.parameters import Parameters


@pytest.mark.parametrize(
    "text, what",
    [
        ("place: .\ncommunity: {yuan_per_unit: -1}", "configuration"),
        ("place: .\nnobody: 1", "configuration"),
        ("place: .\n1: {2: 3}", "configuration"),
        ("place: .\ncommunity: {1: 2}", "configuration"),
        ("place: ../..", "outside"),
        ("place: /etc", "outside"),
        ("place: nowhere", "no_tables_folder"),
        ("place: " + "x" * 5000, "no_tables_folder"),
        ('place: "a\\0b"', "no_tables_folder"),
        ("a: &a [1]\nb: *a", "yaml_alias"),
        ("place: !!python/object/apply:os.system ['true']", "yaml_alias"),
        ("[" * 20_000, "yaml_deep"),
        ("- 1", "yaml_entries"),
        ("a: [", "not_yaml"),
        ("", "yaml_entries"),
        ("place: .\nplace: .", "not_yaml"),
        ("place: 3", "tables_folder"),
        ("place: .\ncoordinator:", "yaml_group"),
        ("place: .\nprocesses: 7", "yaml_setting"),
        ("place: .\narrangement: party", "yaml_setting"),
        ("place: .\ndefaults: [village]", "yaml_defaults"),
        ("place: .\ncommunity: {floor_area: '${oc.env:HOME}'}", "yaml_computed"),
        ("place: ${oc.env:HOME}", "yaml_computed"),
        ("place: .\ncommunity: {owner_shares: 3}", "configuration"),
        ("".join(f"{' ' * i}a:\n" for i in range(150)), "yaml_deep"),
        ("a: " + "9" * 5000, "not_yaml"),
        ('place: .\nname: "\\udcff"', "yaml_setting"),
        ("x" * 100_000, "too_big"),
    ],
)
def test_a_configuration_is_read_and_never_executed(tmp_path: Path, text: str, what: str) -> None:
    problems = found(tmp_path, {"community/mine.yaml": f"# @package _global_\n{text}"})
    assert ("community/mine.yaml", what) in [(each.file, each.what) for each in problems]


@pytest.mark.parametrize(
    "data, line",
    [
        (
            b"\xef\xbb\xbf" + CONFIGURATION.encode(),
            "begins with a byte order mark, behind which the first line isn't seen;"
            " save it as UTF-8 without",
        ),
        (
            f"{CONFIGURATION}# 表格\n".encode("gb18030"),
            "not in UTF-8; save it as UTF-8 without a byte order mark",
        ),
        (
            b"place: .\nforming: {panel_size: 8}\n",
            "the line “# @package _global_” is missing, without which place isn't read;"
            " make it the first",
        ),
        (
            b"# @package _global_\nplace: .\ncommunity:\n",
            "community is empty; give a value under it, or take the line away",
        ),
        (
            b"# @package _global_\nplace: .\ncommunity: {flor_area: 50}\n",
            "refused: community.flor_area: unknown; did you mean community.floor_area or"
            " community.floor_area_spread?",
        ),
    ],
)
def test_the_same_line_refuses_a_configuration_when_checked_and_when_run(
    tmp_path: Path, data: bytes, line: str
) -> None:
    problems = found(tmp_path, {"community/mine.yaml": data})
    assert len(problems) == 1
    told = problems[0].said(speak("en"))
    assert told.startswith("community/mine.yaml")
    assert told.endswith(f": {line}")
    with pytest.raises(InputError) as refused:
        compose(["community=mine"], tmp_path)
    assert str(refused.value) == f"{tmp_path}: {told}"


@pytest.mark.parametrize("text", ["a: &a {b: *a}", "${oc.env:SECRET}", "[" * 150 + "]" * 150])
def test_nothing_of_a_configuration_is_computed_before_it_is_judged(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRET", "quite-private")
    (tmp_path / "community").mkdir()
    configured = f"{CONFIGURATION}community:\n  floor_area: {text}\n"
    (tmp_path / "community/mine.yaml").write_text(configured)
    for command in ("run", "sweep", "compare"):
        assert main([command, "--config-dir", str(tmp_path), "community=mine"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "quite-private" not in said.err
    assert len(said.err.splitlines()) == 3
    assert all("community/mine.yaml, row 4: " in line for line in said.err.splitlines())


@pytest.mark.parametrize("group", ["arrangement", "shock"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("coordinator: &a {attention: *a}", "row 2: an anchor, alias or tag"),
        ("coordinator: {attention: 5, reach: '${oc.env:HOME}'}", "row 2: "),
        ("".join(f"{' ' * i}a:\n" for i in range(150)), "row "),
        ("- 1", ""),
    ],
)
def test_own_files_of_other_groups_compute_nothing(
    tmp_path: Path, group: str, text: str, told: str
) -> None:
    path = tmp_path / group / "mine.yaml"
    path.parent.mkdir()
    path.write_text(f"# @package _global_\n{text}")
    with pytest.raises(InputError) as refusal:
        compose(["community=village", f"{group}=mine"], tmp_path)
    line = str(refusal.value)
    assert f"{group}/mine.yaml" in line and told in line and "\n" not in line
    assert str(Path.home()) not in line.replace(str(tmp_path), "")


MANY = """processes: 2
forming: {panel_size: -1, chair: 2}
market:
community: {flor_area: 1, group_shares: [0, 0, 0]}
place: nowhere
"""


def test_every_problem_of_a_file_is_told_at_once_each_with_its_row(tmp_path: Path) -> None:
    problems = found(tmp_path, {"community/mine.yaml": f"# @package _global_\n{MANY}"})
    told = {(each.what, each.row) for each in problems}
    assert told == {
        ("yaml_setting", 2),
        ("configuration", 3),
        ("yaml_group", 4),
        ("configuration", 5),
        ("no_tables_folder", None),
    }
    assert len(problems) == 7
    with pytest.raises(InputError, match=r"; and 4 more") as refused:
        compose(["community=mine"], tmp_path)
    assert "\n" not in str(refused.value)


def test_every_alias_and_computed_value_is_told(tmp_path: Path) -> None:
    text = "a: &x 1\nb: *x\nc: ${oc.env:HOME}\n"
    problems = found(tmp_path, {"community/mine.yaml": text})
    rows = [(each.what, each.row) for each in problems]
    assert rows == [("yaml_alias", 1), ("yaml_alias", 2), ("yaml_computed", 3)]


def test_why_a_value_is_refused_is_told_in_the_reader_s_language(tmp_path: Path) -> None:
    text = f"# @package _global_\n{MANY}\nshock: {{area: 3}}\n"
    for problem in found(tmp_path, {"community/mine.yaml": text}):
        line = problem.said(speak("zh"))
        assert not any(word in line for word in ("must", "unknown", "did you", "all are", "number"))


ERRORS: list[dict[str, object]] = [
    {"community": {"flor_area": 1}},
    {"community": {"xyzzy": 1}},
    {"xyzzy": 1},
    {"coordinator": 1},
    {"coordinator": {"reach": [0.1]}},
    {"coordinator": {"reach": [0.1, 2.0, 0.1]}},
    {"horizon": "a"},
    {"horizon": 3.5},
    {"community": {"group_shares": [0, 0, 0]}},
    {"areas": 2, "shock": {"area": 3}},
]


@pytest.mark.parametrize("values", ERRORS)
def test_a_reason_is_said_in_both_languages_and_names_the_same_values(
    values: dict[str, object],
) -> None:
    with pytest.raises(ValidationError) as error:
        Parameters.model_validate(values)
    english, chinese = (
        [reason.said(speak(lang)) for reason in reasons(error.value.errors())]
        for lang in ("en", "zh")
    )
    assert english != chinese
    for one, other in zip(english, chinese, strict=True):
        names = re.findall(r"[a-z_]+\.[a-z_]+|\d+(?:\.\d+)?", one)
        assert all(name in other for name in names)
        assert not re.search(r"[a-z] [a-z]", other), other


@pytest.mark.parametrize("path", ["community.flor_area", "community.xyzzy", "community", "xyzzy"])
def test_an_unknown_name_is_told_alike_whether_it_is_in_a_file_or_given(path: str) -> None:
    error: Any = {"type": "extra_forbidden", "loc": tuple(path.split(".")), "msg": "", "input": 1}
    with pytest.raises(InputError) as refused:
        describe_field(path)
    assert refusal([error]) == str(refused.value)


def test_a_file_that_is_not_chosen_refuses_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "community/broken.yaml": "a: [",
        "community/good.yaml": "place: .",
    }
    assert found(tmp_path, {**files, "community/good.yaml": CONFIGURATION}) != []
    (tmp_path / "shock").mkdir()
    (tmp_path / "shock/odd.yaml").write_text("a: &a [*a]")
    assert compose(["community=good"], tmp_path).parameters.place is not None
    for chosen in ("community=broken", "shock=odd"):
        with pytest.raises(InputError, match="row 1"):
            compose(["community=good" if "shock" in chosen else "seed=1", chosen], tmp_path)


def test_what_a_chosen_file_s_defaults_may_name_is_judged_too(tmp_path: Path) -> None:
    (tmp_path / "arrangement").mkdir()
    first = "# @package _global_\ndefaults: [other, _self_]\n"
    (tmp_path / "arrangement/mine.yaml").write_text(first)
    (tmp_path / "arrangement/other.yaml").write_text("a: ${oc.env:HOME}")
    with pytest.raises(InputError, match=r"arrangement/other\.yaml, row 1"):
        compose(["community=village", "arrangement=mine"], tmp_path)


@pytest.mark.parametrize("group", ["community", "arrangement", "shock"])
def test_an_own_file_called_as_one_of_coprod_s_is_refused_not_passed_over(
    tmp_path: Path, group: str
) -> None:
    name = {"community": "village", "arrangement": "party", "shock": "budget_cut"}[group]
    (tmp_path / group).mkdir()
    (tmp_path / f"{group}/{name}.yaml").write_text("# @package _global_\nareas: 2\n")
    assert "taken" in [each.what for each in check_place(tmp_path)]
    for overrides in ([f"{group}={name}"], []):
        with pytest.raises(InputError, match="which would be read instead"):
            compose(overrides, tmp_path)
