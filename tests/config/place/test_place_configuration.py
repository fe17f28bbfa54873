"""A community's configuration file is judged before anything computes it, by check and by use."""

from pathlib import Path

import pytest
from place_folders import CONFIGURATION, found

from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.compose import compose
from experiments.words.speech import speak


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
