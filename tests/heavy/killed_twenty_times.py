"""A real study killed at twenty random moments, and two at once: ``make test-kill``; some minutes.

With fabricated runs, both are told in ``tests/run/test_stopping.py``.
"""

from pathlib import Path

from killing import PATIENCE, KilledStudy, runs_stored, tables

KILLS = 20
REPLICATES = 300
CHUNKS = 2 * REPLICATES // 25
SEED = 20


def test_killed_twenty_times_a_study_ends_in_the_same_tables_and_runs_no_chunk_twice(
    tmp_path: Path,
) -> None:
    study = KilledStudy(tmp_path, "compare", "arms=[none,party]", f"replicates={REPLICATES}")
    expected, pace = study.uninterrupted()
    found, counts = study.killed(KILLS, SEED, pace)
    print(f"chunks stored at each kill, of {CHUNKS}: {counts}; {pace}")
    assert found == expected and len(found) == CHUNKS * 4
    assert runs_stored(tmp_path / "killed") == [25] * CHUNKS
    assert sum(count < CHUNKS for count in counts) > KILLS / 2


def test_two_commands_on_one_study_at_once_end_in_the_same_tables(tmp_path: Path) -> None:
    study = KilledStudy(tmp_path, "run", "arrangement=party", "horizon=66", "replicates=100")
    both = [study.start(tmp_path / "both") for _ in range(2)]
    assert [process.wait(PATIENCE) for process in both] == [0, 0]
    assert study.start(tmp_path / "alone").wait(PATIENCE) == 0
    assert tables(tmp_path / "both") == tables(tmp_path / "alone")
