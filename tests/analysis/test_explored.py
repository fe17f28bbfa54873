"""What lies along swept parameters: settings of two arms, and what interpolating would miss."""

from pathlib import Path

import pytest
from explorers import BROKEN, REPLICATES, SUPPLIES, along_supply
from report_studies import sweep

from experiments.analysis.explored import explored
from experiments.analysis.pairing import flat
from experiments.store import Study


def test_each_setting_has_the_difference_that_was_planted(tmp_path: Path) -> None:
    (found,) = explored(along_supply(tmp_path / "s").cells())
    assert [(axis.name, axis.values) for axis in found.axes] == [
        ("community.supply_ratio", SUPPLIES)
    ]
    (pair,) = found.pairs
    assert (pair.treated, pair.reference) == ("party", "none")
    for (supply,), answer in pair.answers.items():
        assert answer.pairs == REPLICATES
        assert answer.differences["failure"].value == pytest.approx((BROKEN[supply] - 50) / 100)
        assert answer.verdicts["failure"] == "help"
        assert answer.treated.ends["completed"] == pytest.approx(1 - BROKEN[supply] / 100)


def test_a_setting_left_out_is_missed_by_what_a_straight_line_misses(tmp_path: Path) -> None:
    """Differences are -.10, -.20, -.40: the middle one would be told as -.25."""
    (found,) = explored(along_supply(tmp_path / "s").cells())
    missed = found.pairs[0].missed["community.supply_ratio", "failure"]
    assert (missed.number, missed.mean, missed.most) == (
        1, pytest.approx(0.05), pytest.approx(0.05),
    )  # fmt: skip


def test_the_start_is_the_middle_of_a_grid(tmp_path: Path) -> None:
    study = sweep(tmp_path / "grid", [6.0, 12.0, 24.0], [0.3, 0.4, 0.5], replicates=2)
    (found,) = explored(study.cells())
    start = dict(zip([axis.name for axis in found.axes], found.start, strict=True))
    assert start == {"consent.turnout": 0.4, "coordinator.attention": 12.0}


def test_two_hubs_are_compared_at_the_same_attention_only(tmp_path: Path) -> None:
    from report_studies import parameters, stored

    cells = [
        (arm, parameters(arm, attention=attention, guidance=guidance))
        for arm, guidance in (("blind_hub", 0.5), ("party", 1.0))
        for attention in (6.0, 12.0)
    ]
    (found,) = explored(stored(tmp_path / "hubs", cells, replicates=2).cells())
    (pair,) = found.pairs
    assert len(pair.cells) == 2
    for two in pair.cells.values():
        one, other = (flat(cell.parameters)["coordinator.attention"] for cell in two)
        assert one == other


def test_an_arm_alone_is_left_out(tmp_path: Path) -> None:
    along_supply(tmp_path / "s")
    cells = [cell for cell in Study(tmp_path / "s").cells() if cell.arm == "party"]
    assert explored(cells) == []
