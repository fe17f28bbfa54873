"""A unit of funds is told in yuan only where what it is worth has a stated source."""

from dataclasses import replace
from pathlib import Path

import pytest
from known import plan, planted_cell

from experiments.analysis.funds import source_of, yuan_per_unit
from experiments.store import Cell, Study
from sim.parameters import Parameters


@pytest.mark.parametrize(
    ("community", "rate", "tag"),
    [
        ("jinsong_north", 66_000.0, "D"),
        ("zaoyuan_daxing", 61_900.0, "D"),
        ("village", 3_660.0, "A"),
        ("jinsong_north", 70_000.0, None),
        ("my_own", 66_000.0, None),
    ],
)
def test_the_source_is_that_of_the_value_which_is_used(
    community: str, rate: float, tag: str | None
) -> None:
    assert source_of(community, rate) == tag


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    return planted_cell(Study(tmp_path), "party", [plan(1, 1)])


def test_an_assumed_rate_and_two_rates_are_none(cell: Cell) -> None:
    usual = Parameters().community.yuan_per_unit
    jinsong = replace(cell, community="jinsong_north")
    assert yuan_per_unit([jinsong, jinsong]) == usual
    community = cell.parameters.community.model_copy(update={"yuan_per_unit": 3660.0})
    village = replace(
        cell,
        community="village",
        parameters=cell.parameters.model_copy(update={"community": community}),
    )
    assert yuan_per_unit([village]) is None
    assert yuan_per_unit([jinsong, village]) is None
