"""A real study killed at twenty random moments: ``make test-kill``; some minutes."""

from pathlib import Path

from killing import KilledStudy, runs_stored

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
