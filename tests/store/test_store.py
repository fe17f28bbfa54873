"""What is stored is what was run, whole, in few bytes, and refused when it isn't."""

import glob
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import fakes
import numpy as np
import pandas as pd
import pytest

from experiments.base import files
from experiments.base.errors import InputError
from experiments.base.finished import Failure, failed
from experiments.store import Cell, Finished, Study, finished
from experiments.store import chunk as chunks
from experiments.store.cell import Weekly
from experiments.store.manifest import MANIFEST, read_manifest
from experiments.store.quantiles import weekly_quantiles
from experiments.store.tables import merge
from sim.measure.records import RunId
from sim.parameters import Coordinator, Parameters

SHORT = Parameters(horizon=6)
SEED = 3


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    return Study(tmp_path / "study").open_cell(SHORT, SEED, "none", "village")


def runs_of(cell: Cell, numbers: Iterable[int]) -> list[Finished]:
    records = (fakes.run(cell.parameters, RunId(cell.seed, number)) for number in numbers)
    return [finished(cell.hash, record) for record in records]


def fill(cell: Cell, replicates: int) -> None:
    for start, numbers in cell.missing_chunks(replicates).items():
        cell.write_chunk(start, runs_of(cell, numbers))


def tables_of(cell: Cell) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cell.folder.glob("*.parquet")}


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data if path.suffix == ".parquet" else data[: len(data) // 2])


def forged(cell: Cell, start: int, numbers: list[int], **side: object) -> None:
    """A chunk that agrees with its side-car but holds other replicates than it should."""
    runs = [finished(cell.hash, fakes.run(SHORT, RunId(SEED, n))) for n in numbers]
    parts = [merge(name, None, runs) for name in ("runs", "projects", "history", "weekly")]
    names = ("runs", "projects", "history", "weekly")
    chunks.write_chunk(cell.folder, start, dict(zip(names, parts, strict=True)), [])
    path = chunks.side_path(cell.folder, start)
    content = {**json.loads(path.read_text()), **side}
    files.write_json(path, {key: value for key, value in content.items() if value is not None})


# -- rows -----------------------------------------------------------------------------------------


def test_rows_read_are_those_recorded_to_the_bit(cell: Cell) -> None:
    cell.write_chunk(0, runs_of(cell, [0, 1]))
    record = fakes.run(SHORT, RunId(SEED, 1))
    for name in ("projects", "history", "weekly"):
        table = getattr(cell, name)()
        mine = table[table["replicate"] == 1]
        for column, values in getattr(record, name).items():
            assert mine[column].to_numpy().dtype == values.dtype
            assert mine[column].to_numpy().tobytes() == values.tobytes()
    assert cell.weekly(1)["week"].tolist() == [0, 1, 2, 3, 4, 5]
    assert cell.runs()["capacity"].tolist()[1] == record.run["capacity"]


def test_a_record_that_is_not_as_declared_is_refused() -> None:
    record = fakes.run(SHORT, RunId(SEED, 0))
    record.history["served"] = record.history["served"].astype(np.float64)
    with pytest.raises(ValueError, match="served: float64"):
        finished("cell", record)
    del record.weekly["match"]
    record.history["served"] = record.history["served"].astype(np.int32)
    with pytest.raises(ValueError, match="match"):
        finished("cell", record)


def test_a_failed_run_is_a_row_and_is_tried_again(cell: Cell) -> None:
    reason = Failure("projects.advance", "ValueError: no", "projects.py:1 advance")
    cell.write_chunk(0, [*runs_of(cell, [0]), failed(cell.hash, 1, reason)])
    row = cell.runs().iloc[1]
    assert (row["status"], row["stage"], row["error"]) == ("failed", reason.stage, reason.error)
    assert set(cell.projects()["replicate"]) == {0}
    assert cell.missing_chunks(2) == {0: [1]}
    cell.write_chunk(0, runs_of(cell, [1]))
    assert cell.runs()["status"].tolist() == ["ok", "ok"]


# -- chunks ---------------------------------------------------------------------------------------


def test_missing_are_the_replicates_of_each_chunk_that_are_not_there(cell: Cell) -> None:
    assert cell.missing_chunks(27) == {0: list(range(25)), 25: [25, 26]}
    cell.write_chunk(25, runs_of(cell, [26]))
    assert cell.missing_chunks(28)[25] == [25, 27]


def test_tables_are_the_same_bytes_in_one_go_in_parts_and_extended(tmp_path: Path) -> None:
    whole, parts = (
        Study(tmp_path / name).open_cell(SHORT, SEED, "none", "village") for name in ("a", "b")
    )
    fill(whole, 40)
    parts.write_chunk(0, runs_of(parts, [20, 3]))
    fill(parts, 30)
    assert list(parts.missing_chunks(40)) == [25]
    fill(parts, 40)
    assert tables_of(parts) == tables_of(whole)


def test_readers_return_the_first_replicates_in_order(cell: Cell) -> None:
    cell.write_chunk(25, runs_of(cell, [26, 25]))
    fill(cell, 28)
    assert cell.runs(26)["replicate"].tolist() == list(range(26))
    assert cell.runs()["replicate"].tolist() == list(range(28))


@pytest.mark.parametrize("name", ["projects-00000-00024.parquet", "chunk-00000-00024.json"])
def test_a_damaged_chunk_is_told_when_read_and_run_again(cell: Cell, name: str) -> None:
    fill(cell, 30)
    sound = tables_of(cell)
    damage(cell.folder / name)
    assert cell.missing_chunks(30) == {0: list(range(25))}
    if name.startswith("projects"):
        with pytest.raises(InputError, match="damaged"):
            cell.projects()
    fill(cell, 30)
    assert tables_of(cell) == sound


def test_a_chunk_of_another_cell_does_not_count(cell: Cell, tmp_path: Path) -> None:
    other = Study(tmp_path / "study").open_cell(SHORT, SEED + 1, "none", "village")
    fill(other, 2)
    cell.folder.mkdir()
    for path in other.folder.glob("*-00000-00024.*"):
        shutil.copy(path, cell.folder)
    assert cell.missing_chunks(2) == {0: [0, 1]}


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("beyond", [False, True])
def test_a_chunk_under_another_number_does_not_count(cell: Cell, told: bool, beyond: bool) -> None:
    """told: whether its side-car tells its range; those of before don't."""
    fill(cell, 10 if beyond else 30)
    expected = cell.runs()
    if not told:
        side = chunks.side_path(cell.folder, 0)
        content = json.loads(side.read_text())
        del content["replicates"]
        files.write_json(side, content)
    for path in cell.folder.glob("*-00000-00024.*"):
        shutil.copy(path, path.with_name(path.name.replace("00000-00024", "00025-00049")))
    with pytest.raises(InputError, match=r"damaged .*replicates"):
        cell.runs()
    cell.set_aside_beyond(25 if beyond else 30)
    fill(cell, 10 if beyond else 30)
    assert list(cell.refused) == [25]
    pd.testing.assert_frame_equal(cell.runs(), expected)
    assert cell.runs()["replicate"].is_unique


@pytest.mark.parametrize(
    ("numbers", "side", "said"),
    [
        ([0, 1, 1], {}, "a replicate twice"),
        ([0, 25], {}, "outside 00000-00024"),
        ([0, 25], {"replicates": None}, "outside 00000-00024"),
        ([0], {"replicates": [25, 49]}, "of other replicates than its name says"),
        ([0], {"replicates": "all"}, "of other replicates than its name says"),
        ([0], {"writes": [{"seconds": []}]}, "not how a chunk was made"),
        ([0], {"writes": {}}, "not how a chunk was made"),
        ([0], {"sha256": []}, "not the tables of a chunk"),
    ],
)
def test_replicates_twice_or_outside_or_a_side_car_of_another_shape_are_run_again(
    cell: Cell, numbers: list[int], side: dict[str, object], said: str
) -> None:
    fill(cell, 3)
    sound = tables_of(cell)
    forged(cell, 0, numbers, **side)
    with pytest.raises(InputError, match=said):
        cell.runs()
    fill(cell, 3)
    assert said in cell.refused[0]
    assert tables_of(cell) == sound


def test_quantiles_over_other_replicates_do_not_count(cell: Cell) -> None:
    fill(cell, 3)
    cell.condense(3)
    for path in cell.folder.glob("quantiles-00000-00002.*"):
        shutil.copy(path, path.with_name(path.name.replace("00002", "00004")))
    assert cell.missing_chunks(3, "quantiles") == {}
    assert cell.missing_chunks(5, "quantiles") == {0: [0, 1, 2, 3, 4]}


def test_a_chunk_whose_tables_came_without_their_checksums_does_not_count(cell: Cell) -> None:
    fill(cell, 2)
    (cell.folder / "chunk-00000-00024.json").unlink()
    assert cell.missing_chunks(2) == {0: [0, 1]}


def test_a_half_written_file_is_ignored(cell: Cell) -> None:
    fill(cell, 2)
    (cell.folder / f".runs-00000-00024.parquet.99{files.TEMPORARY}").write_bytes(b"PAR1")
    assert len(cell.runs()) == 2
    pattern = str(cell.folder / "runs-*.parquet")
    assert duckdb.sql(f"select count(*) from '{pattern}'").fetchall() == [(2,)]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"file/study.*Not a directory"):
        Study(tmp_path / "file" / "study").open_cell(SHORT, SEED, "none", "village")


# -- weekly measures ------------------------------------------------------------------------------


def test_quantiles_are_over_the_runs_that_have_a_number() -> None:
    columns = {"cell": "c", "replicate": [0, 1, 2, 3], "week": 0, "match": [1.0, 2.0, np.nan, 5.0]}
    table = weekly_quantiles(pd.DataFrame(columns)).set_index("statistic")["match"]
    assert table["q50"] == 2.0
    assert table["q25"] == 1.5
    assert table["mean"] == pytest.approx(8 / 3)
    assert table["q95"] == pytest.approx(2.0 + 0.9 * 3.0)


def test_quantiles_of_a_week_in_which_no_run_has_a_number_are_none() -> None:
    columns = {"cell": "c", "replicate": [0, 0], "week": [0, 1], "match": [np.nan, 0.5]}
    table = weekly_quantiles(pd.DataFrame(columns))
    assert table.loc[table["week"] == 0, "match"].isna().all()
    assert (table.loc[table["week"] == 1, "match"] == 0.5).all()


def test_kept_as_quantiles_weeks_are_dropped_only_when_all_runs_are_there(cell: Cell) -> None:
    cell.write_chunk(0, runs_of(cell, [0, 1]))
    cell.condense(3)
    assert len(cell.weekly()) > 0
    fill(cell, 3)
    expected = cell.quantiles(3)
    cell.condense(3)
    assert len(cell.weekly()) == 0 and len(cell.projects()) > 0
    pd.testing.assert_frame_equal(cell.quantiles(3), expected)
    assert cell.missing_chunks(3, "quantiles") == {}
    assert cell.missing_chunks(4, "quantiles") == {0: [0, 1, 2, 3]}
    assert cell.missing_chunks(4, "none") == {0: [3]}


def test_damaged_quantiles_are_not_trusted(cell: Cell) -> None:
    fill(cell, 2)
    cell.condense(2)
    damage(cell.folder / "quantiles-00000-00001.parquet")
    assert cell.missing_chunks(2, "quantiles") == {0: [0, 1]}


def test_weeks_can_be_added_to_a_cell_that_was_run_without(cell: Cell) -> None:
    cell.write_chunk(0, runs_of(cell, [0, 1]), "none")
    assert cell.missing_chunks(2, "none") == {} and cell.missing_chunks(2) == {0: [0, 1]}
    cell.write_chunk(0, runs_of(cell, [0]))
    assert cell.missing_chunks(2) == {0: [1]} and cell.missing_chunks(2, "none") == {}


# -- studies --------------------------------------------------------------------------------------


def test_a_study_read_back_has_the_cells_that_were_opened(tmp_path: Path) -> None:
    party = Parameters(horizon=6, coordinator=Coordinator(attention=2.0))
    opened = [
        Study(tmp_path).open_cell(SHORT, 0, "none", "village"),
        Study(tmp_path).open_cell(party, 0, "party", "village"),
    ]
    Study(tmp_path).open_cell(SHORT, 0, "none", "village")
    assert Study(tmp_path).cells() == opened
    assert Study(tmp_path).cell("party") == opened[1]
    assert Study(tmp_path).cell(opened[0].hash[:6]) == opened[0]
    Study(tmp_path).drop([opened[0].hash])
    assert Study(tmp_path).cells() == opened[1:]


def test_arms_with_the_same_effective_parameters_share_a_cell(tmp_path: Path) -> None:
    idle = Parameters(horizon=6, coordinator=Coordinator(reach=(0.0, 0.0, 0.0)))
    one = Study(tmp_path).open_cell(SHORT, 0, "none", "village")
    two = Study(tmp_path).open_cell(idle, 0, "idle", "village")
    assert one.folder == two.folder and one.parameters == two.parameters
    assert [cell.arm for cell in Study(tmp_path).cells()] == ["none", "idle"]


def test_unknown_cells_and_studies_are_one_line(cell: Cell, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"party: no such cell.*none"):
        Study(tmp_path / "study").cell("party")
    with pytest.raises(InputError, match="no study is there"):
        Study(tmp_path / "nowhere").cells()
    Study(tmp_path / "study").open_cell(SHORT, SEED + 1, "none", "village")
    with pytest.raises(InputError, match="more than one"):
        Study(tmp_path / "study").cell("none")


@pytest.mark.parametrize("key", ["model_version", "schema"])
def test_what_another_version_made_is_refused(cell: Cell, tmp_path: Path, key: str) -> None:
    fill(cell, 1)
    path = cell.folder / MANIFEST
    files.write_json(path, files.read_json(path) | {key: "0"})
    with pytest.raises(InputError, match=f"{key} = 0"):
        Study(tmp_path / "study").cells()
    with pytest.raises(InputError, match=f"{key} = 0"):
        Study(tmp_path / "study").open_cell(SHORT, SEED, "none", "village")


def test_a_damaged_or_missing_manifest_is_mended_by_opening_the_cell(
    cell: Cell, tmp_path: Path
) -> None:
    fill(cell, 1)
    path = cell.folder / MANIFEST
    sound = path.read_bytes()
    path.write_bytes(sound[:50])
    assert Study(tmp_path / "study").cells() == [cell]
    Study(tmp_path / "study").open_cell(SHORT, SEED, "none", "village")
    assert path.read_bytes() == sound
    path.unlink()
    fill(cell, 2)
    assert path.read_bytes() == sound


@pytest.mark.parametrize(
    "content", [{"seed": SEED + 1}, {"arm": 3}, {"parameters": []}, {"replicates": "x"}, None]
)
def test_a_manifest_of_another_seed_or_shape_is_mended(cell: Cell, content: object) -> None:
    fill(cell, 2)
    path = cell.folder / MANIFEST
    before = path.read_bytes()
    path.write_text(json.dumps(content and {**json.loads(before), **content}))
    assert read_manifest(cell.folder) is None
    fill(cell, 3)
    assert json.loads(path.read_text()) == json.loads(before)


def test_the_manifest_says_what_determines_the_numbers_and_what_made_them(cell: Cell) -> None:
    fill(cell, 1)
    manifest = files.read_json(cell.folder / MANIFEST)
    assert Parameters.model_validate(manifest["parameters"]) == SHORT
    assert (manifest["seed"], manifest["arm"], manifest["community"]) == (SEED, "none", "village")
    assert manifest["versions"]["numpy"] == np.__version__


def test_duckdb_and_pandas_read_every_table_in_one_line(cell: Cell, tmp_path: Path) -> None:
    fill(cell, 26)
    for name in ("runs", "projects", "history", "weekly"):
        pattern = str(tmp_path / "study" / "cells" / "*" / f"{name}-*.parquet")
        rows = len(getattr(cell, name)())
        assert duckdb.sql(f"select count(*) from '{pattern}'").fetchall() == [(rows,)]
        frame = pd.read_parquet(glob.glob(pattern))
        assert len(frame) == rows and set(frame["cell"]) == {cell.hash}
    index = str(tmp_path / "study" / "study.json")
    arms = duckdb.sql(f"select unnest(cells, recursive := true) from '{index}'").df()
    assert arms[["cell", "arm"]].to_numpy().tolist() == [[cell.hash, "none"]]


@pytest.mark.parametrize("weekly", ["runs", "none"])
def test_a_failed_run_is_run_again_whether_weeks_are_kept_or_not(
    cell: Cell, weekly: Weekly
) -> None:
    runs = runs_of(cell, [0, 2])
    runs = runs if weekly == "runs" else [run.without_weeks() for run in runs]
    lost = failed(cell.hash, 1, Failure("sim", "ArithmeticError", ""))
    cell.write_chunk(0, [*runs, lost], weekly)
    assert cell.missing_chunks(3, weekly) == {0: [1]}
