"""From ``coprod init`` to stored results of a community of one's own."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from root import ROOT

from experiments.analysis.pairing import matched
from experiments.base.errors import InputError
from experiments.commands.cli import main
from experiments.config.calibrated import at
from experiments.config.compose import compose
from experiments.config.place.check import check_place
from experiments.config.place.columns import TABLES
from experiments.config.place.write import community_at_start
from experiments.figures.place import picture
from experiments.run.replay import replay
from experiments.run.runner import run_cells
from experiments.run.sweep.job import silent
from experiments.store import Study, input_checksums
from experiments.words.speech import speak
from sim.parameters import Coordinator

DOCS = ROOT / "docs"
SHORT = ["community=mine", "horizon=66"]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The example community."""
    assert main(["init", str(tmp_path / "mine")]) == 0
    return tmp_path / "mine"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_init_writes_has_no_problems_and_can_be_used(tmp_path: Path, lang: str) -> None:
    assert main(["init", str(tmp_path / "mine"), "--lang", lang]) == 0
    assert check_place(tmp_path / "mine") == []
    composed = compose(SHORT, tmp_path / "mine")
    assert composed.community == "mine"
    assert (composed.parameters.community.households, composed.parameters.community.buildings) == (
        181, 4,
    )  # fmt: skip
    place = composed.parameters.place
    assert place is not None and place.households is not None
    assert place.households.counts.tolist() == [78, 52, 51]


def test_the_example_is_the_same_community_in_both_languages_but_for_names(tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        main(["init", str(tmp_path / f"in_{lang}"), "--lang", lang])
    both = [compose([f"community=in_{lang}"], tmp_path / f"in_{lang}") for lang in ("en", "zh")]
    one, other = (each.parameters.place for each in both)
    assert one is not None and other is not None and one.fixed == other.fixed
    assert one.texts["needs"] == other.texts["needs"]


@pytest.mark.parametrize("name", ["mine", "a b", "../1st", "社区", "village"])
def test_init_never_writes_over_anything_nor_under_a_name_it_cannot_use(
    mine: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in mine.parent.rglob("*") if path.is_file()}
    assert main(["init", str(mine.parent / name)]) == 2
    assert "coprod: " in capsys.readouterr().err
    after = {path: path.read_bytes() for path in mine.parent.rglob("*") if path.is_file()}
    assert after == before


def test_check_tells_every_problem_in_the_language_and_draws_nothing(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (mine / "ties.csv").read_text(encoding="utf-8-sig")
    (mine / "ties.csv").write_text(rows.replace("0.6", "6").replace("Street office", "Street"))
    assert main(["check", str(mine), "--lang", "zh"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "ties.csv，第2行，“trust”列：“6”；只能是0至1的数"
    assert "ties.csv，第3行，“to”列：组织表中没有“Street”" in lines
    assert lines[-1].endswith(f"共{len(lines) - 1}个问题；未绘图")
    assert not list(mine.glob("*.png"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_check_draws_a_good_community(
    mine: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(mine), "--lang", lang]) == 0
    told = capsys.readouterr().out
    assert "181" in told and "14" in told and "33" in told
    data = (mine / f"mine.{lang}.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    parameters = compose(SHORT, mine).parameters
    again = picture(community_at_start(parameters, 0, 0), parameters, "mine", speak(lang))
    assert compose(SHORT, mine).seed == 0 and again == data


def test_the_picture_says_what_no_table_gives_and_draws_names_without_glyphs(mine: Path) -> None:
    for name in ("buildings", "open_needs", "ties"):
        (mine / f"{name}.csv").unlink()
    text = (mine / "organisations.csv").read_text(encoding="utf-8-sig")
    (mine / "organisations.csv").write_text(text.replace("Helping hands", "\u0e01\u0e02"))
    parameters = compose(SHORT, mine).parameters
    community = community_at_start(parameters, 0, 0)
    assert picture(community, parameters, "mine", speak("en")) != picture(
        community, parameters.model_copy(update={"place": None}), "mine", speak("en")
    )


def stored(folder: Path, out: Path, replicates: int = 2) -> Study:
    """A study of the community with some replicates in it."""
    composed = compose(SHORT, folder)
    study = Study(out)
    cell = study.open_cell(composed.parameters, 0, "none", "mine", replicates=replicates)
    outcome = run_cells([cell], replicates, 1, silent)
    assert outcome.ran == replicates and not outcome.failed
    return study


def test_a_stored_run_is_run_again_from_the_study_alone(mine: Path, tmp_path: Path) -> None:
    study = stored(mine, tmp_path / "study")
    shutil.rmtree(mine)
    moved = tmp_path / "elsewhere"
    study.path.rename(moved)
    cell = Study(moved).cell("none")
    assert cell.parameters.place is not None
    assert replay(cell, 1, tmp_path / "replay").differing == []


def test_the_same_command_goes_on_and_runs_only_what_is_missing(mine: Path, tmp_path: Path) -> None:
    stored(mine, tmp_path / "study", 2)
    composed = compose(SHORT, mine)
    cell = Study(tmp_path / "study").open_cell(composed.parameters, 0, "none", "mine")
    assert run_cells([cell], 3, 1, silent).ran == 1


def test_another_table_is_another_cell_and_the_change_is_told(mine: Path, tmp_path: Path) -> None:
    study = stored(mine, tmp_path / "study")
    first = study.cell("none")
    same = compose(SHORT, mine).parameters
    assert study.changed_tables("mine", input_checksums(same)) == []
    text = (mine / "ties.csv").read_text(encoding="utf-8-sig")
    (mine / "ties.csv").write_text(text.replace("0.6", "0.61", 1), encoding="utf-8")
    changed = compose(SHORT, mine).parameters
    assert study.changed_tables("mine", input_checksums(changed)) == ["ties"]
    second = study.open_cell(changed, 0, "none", "mine")
    assert second.hash != first.hash
    assert first.inputs["needs"] == second.inputs["needs"]
    assert first.inputs["ties"] != second.inputs["ties"]
    (mine / "ties.csv").unlink()
    fewer = compose(SHORT, mine).parameters
    assert study.changed_tables("mine", input_checksums(fewer)) == ["ties"]


def test_accepted_points_and_pairs_keep_to_the_community(mine: Path, tmp_path: Path) -> None:
    parameters = compose(SHORT, mine).parameters
    moved = at(parameters, {"network.cross_sector": 0.5})
    assert moved.place is parameters.place and moved.network.cross_sector == 0.5
    other = compose(["community=village", "horizon=66"]).parameters
    study = Study(tmp_path / "study")
    hub = Coordinator(attention=1.0)
    for each in (parameters, parameters.model_copy(update={"place": None}), other):
        study.open_cell(each, 0, "none", "mine")
        study.open_cell(each.model_copy(update={"coordinator": hub}), 0, "party", "mine")
    pairs = matched(study.cells(), "party", "none")
    assert [one.inputs == two.inputs for one, two in pairs] == [True, True, True]
    assert len({two.hash for _, two in pairs}) == 3


def test_the_same_content_in_another_form_is_the_same_cell(mine: Path, tmp_path: Path) -> None:
    before = compose(SHORT, mine).parameters
    path = mine / "buildings.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    lines = [";".join(row) for row in (header, *reversed(rows))]
    (mine / "楼栋.csv").write_text(
        "\r\n".join(lines).replace("elderly", "老年"), encoding="gb18030"
    )
    path.unlink()
    after = compose(SHORT, mine).parameters
    plan = Study(tmp_path).plan_cell
    assert plan(before, 0, "none", "mine").hash == plan(after, 0, "none", "mine").hash


def test_kept_tables_that_are_lost_or_changed_are_told_and_mended(
    mine: Path, tmp_path: Path
) -> None:
    study = stored(mine, tmp_path / "study")
    kept = next((study.path / "inputs").glob("ties-*.csv"))
    whole = kept.read_bytes()
    for damage in (whole.replace(b"0.6", b"0.9"), b"\xff", None):
        kept.unlink() if damage is None else kept.write_bytes(damage)
        with pytest.raises(InputError, match=r"ties-\w+\.csv: missing or changed"):
            study.cells()
        study.open_cell(compose(SHORT, mine).parameters, 0, "none", "mine")
        assert kept.read_bytes() == whole


def test_a_manifest_tells_checksums_and_no_tables(mine: Path, tmp_path: Path) -> None:
    study = stored(mine, tmp_path / "study")
    manifest = json.loads((study.cell("none").folder / "manifest.json").read_bytes())
    assert set(manifest["inputs"]) == {"buildings", "needs", "open_needs", "organisations", "ties"}
    assert "place" not in manifest["parameters"]
    assert manifest["parameters"]["community"]["households"] == 181


def test_a_folder_with_problems_is_refused_in_one_line(mine: Path) -> None:
    (mine / "ties.csv").write_text("from,to,trust\nA,B,2\n")
    with pytest.raises(InputError, match=r"ties\.csv, row 2, column trust: .* coprod check shows"):
        compose(SHORT, mine)


@pytest.mark.parametrize("launcher", ["serial", "joblib"])
def test_a_sweep_runs_it_in_this_process_and_in_jobs(
    mine: Path, tmp_path: Path, launcher: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "sweep", "--config-dir", str(mine), "community=mine,village", "arrangement=none,party",
        "horizon=66", "replicates=1", "--processes", "1", "--out", str(tmp_path / "results"),
        "--study", "swept", f"hydra/launcher={launcher}",
    ]  # fmt: skip
    assert main(arguments) == 0
    cells = Study(tmp_path / "results" / "swept").cells()
    assert [(cell.community, cell.parameters.place is None) for cell in cells] == [
        ("mine", False), ("mine", False), ("village", True), ("village", True),
    ]  # fmt: skip
    assert all(len(cell.runs()) == 1 for cell in cells)
    assert replay(cells[0], 0, tmp_path / "replay").differing == []


@pytest.mark.parametrize("name", ["own_community.md", "own_community.zh.md"])
def test_the_documents_name_every_table_and_column_in_both_languages(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    for table in TABLES:
        assert all(f"`{each}`" in text for each in table.names), table.key
        for column in table.columns:
            one, other = column.names if name.endswith("y.md") else reversed(column.names)
            shared = one in ("elder_care", "property_management", "养老", "物业管理")
            assert f"| `{one}` | `{other}` |" in text or shared, (table.key, column.key)


def test_check_tells_why_no_community_can_be_had_and_draws_none(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (mine / "community/mine.yaml").read_text()
    for name, households in (("one", 5), ("two", 7)):
        own = good.replace("community:\n", f"community:\n  households: {households}\n", 1)
        (mine / f"community/{name}.yaml").write_text(own)
    before = sorted(mine.rglob("*"))
    assert main(["check", str(mine), "--lang", "zh"]) == 2
    one, two, _ = capsys.readouterr().err.splitlines()
    for line, name, number in ((one, "one", 5), (two, "two", 7)):
        assert line.startswith(f"community/{name}.yaml：内容被拒绝：参数：")
        assert f"community.households = {number}：社区自己的表格为" in line
    assert sorted(mine.rglob("*")) == before
