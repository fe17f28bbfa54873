"""Cells are read in batches of one horizon, in their order."""

from pathlib import Path

from experiments.store.scan import Source, each_batch


def test_a_batch_has_cells_of_one_horizon_only(tmp_path: Path) -> None:
    weeks = {"a": 20, "b": 10, "c": 20, "d": 10, "e": 30}
    sources = [Source(tmp_path / name, horizon) for name, horizon in weeks.items()]
    found = each_batch(
        sources, ["runs"], lambda batch: (batch.horizon, [each.folder.name for each in batch.held])
    )
    assert list(found) == [(10, ["b", "d"]), (20, ["a", "c"]), (30, ["e"])]
