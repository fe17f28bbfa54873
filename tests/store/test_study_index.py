"""The index of a study: many cells at once, the parameters in which they differ, mending."""

import json
from pathlib import Path

import duckdb
import fakes
import pytest

from experiments.base import files
from experiments.base.errors import InputError
from experiments.store import Spec, Study, finished, index
from experiments.store.identity import hash_of
from sim import MODEL_VERSION
from sim.measure.records import RunId
from sim.parameters import Coordinator, Parameters

SHORT = Parameters(horizon=6)
HUB = Parameters(horizon=6, coordinator=Coordinator(attention=2.0, reach=(0.9, 0.6, 0.6)))
SPECS = [Spec(SHORT, 0, "none", "village", 20), Spec(HUB, 0, "party", "village", 20)]


def specs(count: int) -> list[Spec]:
    return [
        Spec(Parameters(horizon=6 + number), seed, "none", "village", 3)
        for number in range(count)
        for seed in (0, 1)
    ]


def test_many_cells_are_listed_by_one_write_and_have_no_folder_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    whole = files.write_atomically
    monkeypatch.setattr(files, "write_atomically", lambda *a: (written.append(a[0]), whole(*a)))
    wanted = specs(30)
    opened = Study(tmp_path).open_cells(wanted)
    assert written == [tmp_path / "study.json"]
    assert not (tmp_path / "cells").exists()
    assert [(c.parameters, c.seed, c.replicates) for c in opened] == [
        (spec.parameters, spec.seed, 3) for spec in wanted
    ]
    assert Study(tmp_path).cells() == opened
    assert Study(tmp_path).open_cells(wanted) == opened and len(written) == 1


def test_a_study_of_arms_is_listed_by_one_write_and_not_again_where_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    whole = files.write_atomically
    monkeypatch.setattr(files, "write_atomically", lambda *a: (written.append(a[0]), whole(*a)))
    study, other = Study(tmp_path), Spec(SHORT, 1, "other", "village", 20)
    study.open_cells([other])
    assert [c.arm for c in study.open_study(SPECS)] == ["none", "party"] and len(written) == 2
    study.open_study(SPECS)
    assert [c.arm for c in study.cells()] == ["other", "none", "party"] and len(written) == 2
    study.open_study(SPECS[::-1])
    assert [c.arm for c in study.cells()] == ["other", "party", "none"] and len(written) == 3


def test_opened_one_by_one_or_together_a_study_is_the_same(tmp_path: Path) -> None:
    together, apart = Study(tmp_path / "a"), Study(tmp_path / "b")
    together.open_cells(specs(3))
    for each in specs(3):
        apart.open_cells([each])
    content = [(study.path / "study.json").read_bytes() for study in (together, apart)]
    assert content[0] == content[1]


def test_the_number_asked_for_last_is_kept(tmp_path: Path) -> None:
    study = Study(tmp_path)
    study.open_cell(SHORT, 0, "none", "village", replicates=20)
    study.open_cell(SHORT, 0, "none", "village", replicates=30)
    assert [cell.replicates for cell in study.cells()] == [30]


def test_of_each_cell_those_parameters_are_listed_that_differ_between_any_two(
    tmp_path: Path,
) -> None:
    Study(tmp_path).open_cells(SPECS)
    content = files.read_json(tmp_path / "study.json")
    assert [entry["parameters"] for entry in content["cells"]] == [
        {"coordinator.attention": 0.0, "coordinator.reach[0]": 1.0},
        {"coordinator.attention": 2.0, "coordinator.reach[0]": 0.9},
    ]
    found = duckdb.sql(
        f"select unnest(cells, recursive := true) from '{tmp_path / 'study.json'}'"
    ).df()
    assert found["coordinator.reach[0]"].tolist() == [1.0, 0.9]
    assert found["arm"].tolist() == ["none", "party"]


def test_a_cell_of_input_files_is_found_again(tmp_path: Path) -> None:
    study = Study(tmp_path)
    with_file = study.open_cell(SHORT, 0, "none", "village", inputs={"network": "12ab"})
    assert study.cells() == [with_file]
    assert with_file.hash != study.open_cell(SHORT, 0, "none", "village").hash


def test_a_damaged_index_is_told_and_mended_from_the_manifests(tmp_path: Path) -> None:
    study = Study(tmp_path)
    none, party = study.open_cells(SPECS)
    for cell in (none, party):
        cell.write_chunk(0, [finished(cell.hash, fakes.run(cell.parameters, RunId(0, 0)))])
    short = json.dumps({"schema": 1, "model_version": MODEL_VERSION}).encode()
    whole = json.loads((tmp_path / "study.json").read_text())
    other_seed = json.dumps(whole).replace('"seed": 0', '"seed": 1').encode()
    entries = [[], 7, {}, {**whole["cells"][0], "arm": ["none"]}, {**whole["cells"][0], "cell": 5}]
    shapes = [json.dumps({**whole, "cells": [entry]}).encode() for entry in entries]
    twice = json.dumps({**whole, "cells": whole["cells"] * 2}).encode()
    odd = (twice, b"", b"{}", b"7", b"\xff\x00\x01", b"[" * 100_000, b'{"schema": [1]}', other_seed)
    for damaged in (b'{"schema": 1, "cel', b"[]", short, *odd, *shapes):
        (tmp_path / "study.json").write_bytes(damaged)
        with pytest.raises(InputError, match=r"damaged.*; run the same command again to mend it"):
            study.cells()
        assert study.open_cell(SHORT, 0, "none", "village", replicates=20) == none
        assert sorted(study.cells(), key=lambda cell: cell.arm) == [none, party]
        assert len(study.cell("party").runs()) == 1


def test_an_index_whose_parameters_are_not_those_of_the_manifest_is_refused(
    tmp_path: Path,
) -> None:
    cell = Study(tmp_path).open_cells(SPECS)[1]
    cell.write_chunk(0, [finished(cell.hash, fakes.run(cell.parameters, RunId(0, 0)))])
    path = tmp_path / "study.json"
    text = path.read_text()
    path.write_text(text.replace('"coordinator.attention": 2.0', '"coordinator.attention": 3.0'))
    with pytest.raises(InputError, match="has other parameters"):
        Study(tmp_path).cells()
    assert Study(tmp_path).open_cells(SPECS)[1] == Study(tmp_path).cells()[1] == cell


@pytest.mark.parametrize("key", ["model_version", "schema"])
def test_an_index_of_another_version_is_refused(tmp_path: Path, key: str) -> None:
    Study(tmp_path).open_cells(SPECS)
    path = tmp_path / "study.json"
    files.write_json(path, files.read_json(path) | {key: "0"})
    before = path.read_bytes()
    for use in (Study(tmp_path).cells, lambda: Study(tmp_path).open_cells(SPECS)):
        with pytest.raises(InputError, match=f"{key} = 0"):
            use()
    assert path.read_bytes() == before


def test_values_at_a_path_are_put_back_where_they_were() -> None:
    one = {"a": 1, "b": {"c": [[1, 2], [3, 4]], "d": "x"}}
    two = {"a": 1, "b": {"c": [[1, 2], [3, 5]], "d": "y"}}
    named = {"seed": 0, "arm": "none", "community": "village", "replicates": 1}
    cells = [index.Listed({**named, "cell": hash_of(named, each)}, each) for each in (one, two)]
    content = index.encode(cells)
    assert content["cells"][1]["parameters"] == {"b.c[1][1]": 5, "b.d": "y"}
    assert [cell.parameters for cell in index.decode(content)] == [one, two]
