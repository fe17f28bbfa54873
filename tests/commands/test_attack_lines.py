"""Command lines that mean nothing, of every kind, are refused in one line. More: test-attack."""

from pathlib import Path

import pytest
from attack_lines import KINDS, faults, lines
from attack_stores import called_with_output

FEW, SEED = len(KINDS), 1


@pytest.mark.usefixtures("_here")
def test_lines_that_mean_nothing_are_refused_in_one_line(tmp_path: Path) -> None:
    found = [
        fault
        for line in lines(FEW, SEED)
        for fault in faults(line, *called_with_output(line.words), tmp_path)
    ]
    assert found == []
