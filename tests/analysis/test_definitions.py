"""Other definitions of breakdown: what they count, and whether a finding survives them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fabricated import fabricated_arm

from experiments.analysis.compare import compare
from experiments.analysis.definitions import COUNTINGS, GRID, Grid, definitions, survival_of_verdict
from sim.base.vocabulary import End
from sim.measure.breakdown import COMPOSITE, after

SMALL = Grid((20, 40), ("declared", "solo_fails"), (0.75,), (13,), (2,))


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return definitions(fabricated_arm("party", 0.1, seed=2), fabricated_arm("none"))


def test_the_grid_is_crossed_and_holds_the_declared_definition_once_a_measure(
    table: pd.DataFrame,
) -> None:
    ways = {"breakdown": 4, "failure": 3}  # two ways change failure only or breakdown only
    opportunity = {name: number * len(GRID.followed) for name, number in ways.items()}
    collapse = len(GRID.theta) * len(GRID.duration) * len(GRID.indicators)
    sizes = table["measure"].value_counts()
    assert sizes.to_dict() == opportunity | {"collapse": collapse}
    assert table[table["declared"]]["measure"].tolist() == ["breakdown", "failure", "collapse"]


def test_the_declared_definition_gives_the_comparison_s_own_figures(table: pd.DataFrame) -> None:
    arms = [fabricated_arm("none"), fabricated_arm("party", 0.1, seed=2)]
    found = compare(arms)
    mine = table[table["declared"]].set_index("measure")
    rates = found.differences.set_index("measure")
    risks = found.collapse_differences.set_index("sign")
    for column in ("value", "low", "high"):
        assert mine.loc["breakdown", column] == rates.loc["breakdown", column]
        assert mine.loc["failure", column] == rates.loc["failure", column]
        assert mine.loc["collapse", column] == risks.loc[COMPOSITE, column]


def test_other_definitions_are_tried_on_the_cohort_that_was_compared() -> None:
    arms = [fabricated_arm("none"), fabricated_arm("party", 0.1, seed=2)]
    found = compare(arms, definition=after(78))
    mine = found.definitions[found.definitions["declared"]].set_index("measure")
    rates = found.differences.set_index("measure")
    assert mine.loc["failure", "value"] == rates.loc["failure", "value"]
    assert mine.loc["breakdown", "value"] == rates.loc["breakdown", "value"]
    assert found.arms["opportunities"].tolist() == [2 * (116 - 78 + 1) * 20] * 2


def planted(ends: list[End], weeks: int = 10) -> object:
    """An arm whose every replicate has these ends, each ``weeks`` weeks after its start."""
    arm = fabricated_arm("none", replicates=4)
    start = np.repeat(50, 4 * len(ends))
    projects = pd.DataFrame(
        {
            "replicate": np.repeat(np.arange(4), len(ends)),
            "start_week": start,
            "end_week": start + weeks,
            "formed_week": start + 1,
            "end": np.tile(ends, 4),
            "size": 1.0,
        }
    )
    return replace(arm, projects=projects)


COUNTED = {
    "declared": {"breakdown": 4, "failure": 6},
    "unneeded_breaks": {"breakdown": 5},
    "delivered_serves": {"breakdown": 3, "failure": 4},
    "refusals_apart": {"breakdown": 2},
    "solo_fails": {"failure": 7},
}
"""Of the eight ends planted below; only what the way to count changes."""


@pytest.mark.parametrize("name", COUNTINGS)
def test_each_way_to_count_counts_what_its_name_says(name: str) -> None:
    ends = [
        End.SIGN_OFF, End.RESIDENT_VETO, End.EXIT, End.VALUE_DISORDER,
        End.UNNEEDED, End.NO_PARTNER, End.SOLO, End.COMPLETED,
    ]  # fmt: skip
    arm = planted(ends)
    rows = definitions(arm, arm, replace(SMALL, countings=(name,), followed=(40,)))
    levels = rows[rows["measure"] != "collapse"].set_index("measure")["treated"]
    assert (8 * levels).to_dict() == COUNTED[name]


def test_what_ends_after_h_weeks_is_still_open() -> None:
    late, soon = planted([End.COMPLETED], weeks=30), planted([End.COMPLETED], weeks=10)
    rows = definitions(late, soon, SMALL)
    failure = rows[(rows["measure"] == "failure") & (rows["ends"] == "declared")]
    assert failure.set_index("followed")["value"].to_dict() == {20: 1.0, 40: 0.0}


def test_only_replicates_of_both_arms_are_paired() -> None:
    rows = definitions(fabricated_arm("party"), fabricated_arm("none", replicates=15), SMALL)
    assert set(rows["pairs"]) == {15}


def verdicts(values: list[float], found: list[int]) -> pd.DataFrame:
    table = pd.DataFrame({"measure": "failure", "value": values, "verdict": found})
    return table.assign(declared=[True] + [False] * (len(values) - 1))


@pytest.mark.parametrize(
    ("values", "found", "expected"),
    [
        ([-0.2, -0.1, -0.3], [-1, -1, -1], (3, 3, 0, True)),
        ([-0.2, -0.1, 0.1], [-1, 0, 0], (2, 1, 0, False)),
        ([-0.2, -0.1, 0.1], [-1, -1, 1], (2, 2, 1, False)),
        ([-0.01, -0.1, np.nan], [0, -1, 0], (2, 1, 1, False)),
    ],
)
def test_a_finding_survives_only_when_every_definition_says_the_same(
    values: list[float], found: list[int], expected: tuple[int, int, int, bool]
) -> None:
    row = survival_of_verdict(verdicts(values, found)).iloc[0]
    assert row["definitions"] == sum(np.isfinite(values))
    assert tuple(row[["same_sign", "same_verdict", "opposite", "survives"]]) == expected


def test_a_horizon_too_short_for_the_longest_h_leaves_it_untold() -> None:
    arms = [fabricated_arm(name, replicates=3, weeks=70) for name in ("party", "none")]
    rows = definitions(*arms)
    told = rows[rows["measure"] == "failure"].groupby("followed")["value"].count()
    assert told.to_dict() == {20: 3, 30: 3, 40: 3, 52: 0}
