"""Serial, parallel, interrupted or extended: what is stored in the end is the same."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import fakes
import pytest
from root import ROOT
from small_studies import (
    SHORT,
    WITH_HUB,
    Counter,
    every_cell,
    held,
    opened,
    run_all,
    silent,
    stopping_after,
    tables,
)

from experiments.base.settings import CONFIGS
from experiments.run import runner
from experiments.run.attempt import attempt
from experiments.run.runner import TOGETHER, Outcome, run_cells, tasks_of
from experiments.store import Cell, Study
from experiments.store.chunk import side_path
from experiments.store.manifest import MANIFEST


def test_serial_parallel_interrupted_and_extended_studies_are_equal_to_the_bit(
    tmp_path: Path,
) -> None:
    serial, outcome = run_all(tmp_path / "serial", 27)
    assert outcome == Outcome(ran=54) and len(serial) == 2 * 2 * 4
    parallel, _ = run_all(tmp_path / "parallel", 27, processes=2)
    with pytest.raises(KeyboardInterrupt):
        stop = partial(stopping_after, 9)
        run_cells(opened(tmp_path / "resumed"), 10, 2, stop, run=fakes.run)
    resumed, outcome = run_all(tmp_path / "resumed", 27)
    assert outcome.ran == 54 - 9
    assert parallel == serial and resumed == serial


def test_a_complete_study_runs_nothing(tmp_path: Path) -> None:
    run_all(tmp_path, 3)
    assert run_all(tmp_path, 3, run=fakes.run_with_a_failure)[1] == Outcome()
    assert run_all(tmp_path, 2, run=fakes.run_with_a_failure)[1] == Outcome()


def test_what_is_missing_is_looked_up_when_the_turn_of_its_cells_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[int, int]] = []
    missing_from = Cell.missing_from

    def noted(cell: Cell, start: int, *arguments: int) -> list[int]:
        looked.append((cell.seed, start))
        return missing_from(cell, start, *arguments)

    study = Study(tmp_path)
    cells = [study.open_cell(SHORT, seed, "none", "village") for seed in range(TOGETHER + 4)]
    monkeypatch.setattr(Cell, "missing_from", noted)
    with pytest.raises(KeyboardInterrupt):
        run_cells(cells, 60, 1, partial(stopping_after, 3), run=fakes.run)
    assert looked == [(seed, 0) for seed in range(TOGETHER)]


@pytest.mark.parametrize(
    ("document", "said"),
    [("sweeps.md", r"(\d+) cells, the arms of a point"), ("sweeps.zh.md", r"每(\d+)个单元")],
)
def test_as_many_cells_advance_together_as_documents_say_and_all_arms_are_among_them(
    document: str, said: str
) -> None:
    told = re.findall(said, (ROOT / "docs" / document).read_text("utf-8"))
    assert told == [str(TOGETHER)]
    assert len(list((CONFIGS / "arrangement").glob("*.yaml"))) <= TOGETHER


@pytest.mark.parametrize("processes", [1, 2])
def test_arms_advance_together_so_that_a_few_replicates_are_paired(
    tmp_path: Path, processes: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_cells(opened(tmp_path), 10, processes, partial(stopping_after, 8), run=fakes.run)
    none, party = (held(cell) for cell in opened(tmp_path))
    assert len(none) + len(party) == 8
    assert abs(len(none) - len(party)) <= processes
    if processes == 1:
        assert none == party == [0, 1, 2, 3]


def test_chunks_that_are_not_complete_are_stored_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "SECONDS_HELD", 0.0)
    seen: list[int] = []

    @contextmanager
    def looking(total: int) -> Iterator[Counter]:
        counter = Counter()
        monkeypatch.setattr(
            Counter, "__call__", lambda _: seen.append(sum(map(len, map(held, opened(tmp_path)))))
        )
        yield counter

    run_cells(opened(tmp_path), 3, 1, looking, run=fakes.run)
    assert seen == [1, 2, 3, 4, 5, 6]
    assert tables(tmp_path) == run_all(tmp_path / "whole", 3)[0]


def test_refused_chunks_are_told_and_run_again(tmp_path: Path) -> None:
    expected, _ = run_all(tmp_path, 30)
    cell = opened(tmp_path)[0]
    for path in cell.folder.glob("*-00000-00024.*"):
        copy = path.name.replace("00000-00024", "00025-00049")
        path.with_name(copy).write_bytes(path.read_bytes())
    again, outcome = run_all(tmp_path, 30)
    reason = "of other replicates than its name says"
    assert outcome == Outcome(ran=5, refused=[(side_path(cell.folder, 25), reason)])
    assert again == expected


def test_what_is_there_already_is_told_and_not_counted_as_done(tmp_path: Path) -> None:
    run_all(tmp_path, 26)
    counter = Counter()

    @contextmanager
    def counting(total: int) -> Iterator[Counter]:
        assert total == 2 * 30
        yield counter

    run_cells(opened(tmp_path), 30, 1, counting, run=fakes.run)
    assert (counter.done, counter.there) == (8, 52)


def test_a_planned_cell_has_its_manifest_before_anything_of_it_is_stored(tmp_path: Path) -> None:
    study = Study(tmp_path)
    cells = [study.plan_cell(p, 5, arm, "village") for arm, p in (("a", SHORT), ("b", WITH_HUB))]
    assert list(tmp_path.iterdir()) == []
    run_cells(cells, 2, 1, silent, run=fakes.run)
    assert all((cell.folder / MANIFEST).exists() for cell in cells)
    study.add([*cells, cells[0]])
    study.add(cells)
    assert study.cells() == cells and [held(cell) for cell in cells] == [[0, 1], [0, 1]]


def test_cells_with_the_same_numbers_are_run_once(tmp_path: Path) -> None:
    cells = [Study(tmp_path).open_cell(SHORT, 5, arm, "village") for arm in ("none", "idle")]
    assert run_cells(cells, 3, 1, silent, run=fakes.run).ran == 3


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_that_raises_is_data_and_the_others_go_on(tmp_path: Path, processes: int) -> None:
    _, outcome = run_all(tmp_path, 9, processes, fakes.run_with_a_failure)
    assert sorted(outcome.failed) == every_cell(tmp_path, fakes.FAILING)
    runs = opened(tmp_path)[0].runs().set_index("replicate")
    assert (runs["status"] == "ok").sum() == 8
    row = runs.loc[fakes.FAILING]
    assert row["error"] == "ArithmeticError: stock below zero"
    assert row["stage"] == "fakes.run_with_a_failure"
    assert "fakes.py:" in row["traceback"] and str(ROOT) not in row["traceback"]


def test_a_failure_within_the_model_is_told_by_the_models_function(tmp_path: Path) -> None:
    task = next(tasks_of(opened(tmp_path)[0], [0]))
    row = attempt(fakes.run_of_no_name, task).row
    assert row["stage"] == "ties.as_graph"
    assert row["traceback"].splitlines()[-1].startswith("digraph.py:")


def test_a_record_of_the_wrong_shape_is_a_failed_run(tmp_path: Path) -> None:
    _, outcome = run_all(tmp_path, 1, run=fakes.run_of_the_wrong_shape)
    assert sorted(outcome.failed) == every_cell(tmp_path, 0)


def test_a_run_that_kills_its_process_loses_only_itself(tmp_path: Path) -> None:
    _, outcome = run_all(tmp_path, 6, 2, fakes.run_that_kills_its_process)
    assert sorted(outcome.lost) == every_cell(tmp_path, fakes.DEADLY)
    assert held(opened(tmp_path)[0]) == [0, 1, 2, 4, 5]
    mended, outcome = run_all(tmp_path, 6)
    assert outcome.ran == 2
    assert mended == run_all(tmp_path / "whole", 6)[0]


def test_kept_as_quantiles_a_cell_has_no_weeks_run_by_run(tmp_path: Path) -> None:
    cells = opened(tmp_path)
    run_cells(cells, 3, 1, silent, "quantiles", fakes.run)
    assert all(cell.weekly().empty and not cell.quantiles(3).empty for cell in cells)
    assert run_cells(cells, 3, 1, silent, "quantiles", fakes.run).ran == 0


def test_weeks_that_are_not_kept_are_left_where_they_were_run(tmp_path: Path) -> None:
    cell = opened(tmp_path)[0]
    done = attempt(fakes.run, next(tasks_of(cell, [0], weeks=False)))
    assert done.columns.keys() == {"projects", "history"}


def test_runs_added_to_a_chunk_that_keeps_weeks_keep_theirs(tmp_path: Path) -> None:
    run_cells(opened(tmp_path), 2, 1, silent, "runs", fakes.run)
    run_cells(opened(tmp_path), 3, 1, silent, "none", fakes.run)
    assert tables(tmp_path) == run_all(tmp_path / "whole", 3)[0]
