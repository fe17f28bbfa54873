"""Damaged studies tell nothing wrong, and are mended or refused in one line. More: test-attack."""

from functools import partial

import fakes
import pytest
from attack_damage import damaged
from attack_stores import ROWS, Attacked, sweep_faults
from sweeping import fabricated as fabricated

from experiments.run import runner

FEW, SEED = 4, 1


@pytest.mark.usefixtures("_here")
def test_a_damaged_study_tells_nothing_wrong_and_is_mended_by_the_same_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runner, "run_cells", partial(runner.run_cells, run=fakes.run))
    monkeypatch.setattr("experiments.figures.draw_all", lambda *_: [])
    attacked = Attacked.made()
    harms = damaged(attacked.study, attacked.foreign, FEW, SEED)
    looks = (["results", "s"], ROWS)
    assert [fault for harm in harms for fault in attacked.faults(harm, looks)] == []


@pytest.mark.usefixtures("fabricated")
def test_a_sweep_s_own_file_of_any_shape_is_mended_or_told_in_one_line() -> None:
    assert sweep_faults(FEW, SEED) == []
