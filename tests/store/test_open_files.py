"""More cells than files may be open; a database that gives up."""

import duckdb
import few_files
import pytest
from refusing import Refused
from sweeping import fabricated as fabricated
from sweeping import sweep

FEW, MORE = 64, 8


@pytest.mark.usefixtures("fabricated")
def test_a_study_of_more_cells_than_files_may_be_open_is_run_and_read() -> None:
    pytest.importorskip("resource", reason="this system has no limit of open files")
    assert few_files.faults(FEW, MORE) == []


@pytest.mark.usefixtures("fabricated")
def test_what_the_database_refuses_is_told_in_one_line(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Out of memory, or of room for its temporary files."""
    assert sweep("arrangement=party", "replicates=2") == 0

    def full(*_: object, **__: object) -> object:
        raise duckdb.OutOfMemoryException("Out of Memory Error: could not allocate\na block")

    monkeypatch.setattr("experiments.store.scan.duckdb.connect", full)
    assert "Out of Memory Error: could not allocate a block" in refused("results", "sweep")
