"""A real study killed outright goes on to the same tables; two at once do each other no harm."""

from pathlib import Path

from killing import PATIENCE, KilledStudy, runs_stored, tables

SHORT = ("run", "arrangement=party", "horizon=66", "replicates=100")
CHUNKS = 4


def test_killed_three_times_a_study_ends_in_the_same_tables_and_runs_no_chunk_twice(
    tmp_path: Path,
) -> None:
    study = KilledStudy(tmp_path, *SHORT)
    expected, pace = study.uninterrupted()
    found, _ = study.killed(3, 1, pace)
    assert found == expected and len(found) == CHUNKS * 4
    assert runs_stored(tmp_path / "killed") == [25] * CHUNKS


def test_two_commands_on_one_study_at_once_end_in_the_same_tables(tmp_path: Path) -> None:
    study = KilledStudy(tmp_path, *SHORT)
    both = [study.start(tmp_path / "both") for _ in range(2)]
    assert [process.wait(PATIENCE) for process in both] == [0, 0]
    assert study.start(tmp_path / "alone").wait(PATIENCE) == 0
    assert tables(tmp_path / "both") == tables(tmp_path / "alone")
