"""Communities written otherwise are the same, and harmed ones refused. More: test-attack."""

from pathlib import Path

import pytest
from attack_files import clean, communities, faults
from attack_harms import HARMS

FEW, SEED = 3 * len(HARMS) // 2, 1


@pytest.mark.usefixtures("_here")
def test_a_community_is_the_same_however_it_is_saved_and_refused_when_it_is_harmed(
    tmp_path: Path,
) -> None:
    expected = clean(tmp_path / "clean")
    found = [
        fault
        for number, files in enumerate(communities(FEW, SEED))
        for fault in faults(files, tmp_path / str(number), tmp_path / "results", expected)
    ]
    assert found == []
