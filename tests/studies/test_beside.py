"""Why, when and on what it hangs: what is stored beside an answer is found, and nothing else."""

from pathlib import Path

import pandas as pd

from experiments.base.disarm import csv_of
from experiments.studies.beside import NEEDED, marked, stored, told
from experiments.words.speech import speak

ROW = {"value": -0.1, "low": -0.2, "high": -0.05}
SHAPLEY = pd.DataFrame(
    [{"name": name, "measure": "failure", **ROW}
     for name in ("mobilisation", "guidance", "resources", "integration")]
)  # fmt: skip
SHARE = {"value": 0.5, "low": 0.4, "high": 0.6}
INDICES = pd.DataFrame(
    [{"name": name, "kind": "total", "output": "difference", "measure": "failure", **row}
     for name, row in (("community", SHARE), ("dummy", {"value": 0.0, "low": -0.1, "high": 0.1}))]
)  # fmt: skip
ENDS = {f"{name}{end}": 0.5 for name in ("judged_share", "outside_share", "inside", "outside")
        for end in ("", "_low", "_high")}  # fmt: skip
BOXES = pd.DataFrame(
    [{"side": side, "found": side == "lowers", "judged_support": 0.3, **ENDS}
     for side in ("lowers", "raises")]
)  # fmt: skip
LIMITS = pd.DataFrame(
    [{"side": "lowers", "column": "coordinator.attention", "low": 20.0, "high": float("inf"),
      "left_out": ""}]
)  # fmt: skip
TABLES = {
    "mechanisms": {"mechanisms-shapley": SHAPLEY},
    "discover": {"discover-boxes": BOXES, "discover-limits": LIMITS},
    "sensitivity": {"sensitivity-indices": INDICES},
}


def store(folder: Path, kind: str, community: str = "village", **changed: object) -> None:
    folder.mkdir(parents=True)
    for name, table in marked(TABLES[kind], community).items():
        (folder / f"{name}.csv").write_bytes(csv_of(table.assign(**changed)).encode())


def test_sentences_of_stored_studies_are_told_with_their_study_in_both_languages(
    tmp_path: Path,
) -> None:
    for kind in TABLES:
        store(tmp_path / f"my_{kind}", kind)
    found = stored(tmp_path, "village")
    why, when, hangs = (each.text for each in told(found, "village", speak("en")))
    assert "organisational mobilisation" in why and "(study my_mechanisms)" in why
    assert "is 20 or more, the hub lowers failure" in when and "No box found" in when
    assert "community (50 [40, 60]%)" in hangs
    assert all("研究my_" in each.text for each in told(found, "village", speak("zh")))


def test_where_none_is_stored_the_command_that_would_tell_is_named(tmp_path: Path) -> None:
    lines = told(stored(tmp_path / "nowhere", "village"), "village", speak("en"))
    assert len(lines) == len(NEEDED)
    for kind, line in zip(NEEDED, lines, strict=True):
        assert f"coprod {kind} community=village" in line.text


def test_other_communities_other_versions_and_damaged_tables_are_not_spoken_of(
    tmp_path: Path,
) -> None:
    store(tmp_path / "elsewhere", "mechanisms", "jinsong_north")
    store(tmp_path / "older", "sensitivity", model_version="2")
    store(tmp_path / "damaged", "discover")
    (tmp_path / "damaged" / "discover-limits.csv").write_bytes(b"")
    assert stored(tmp_path, "village") == {}


def test_the_first_by_name_is_taken_where_there_are_several(tmp_path: Path) -> None:
    for name in ("b", "a"):
        store(tmp_path / name, "mechanisms")
    assert stored(tmp_path, "village")["mechanisms"].study == "a"
