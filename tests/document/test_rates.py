"""What became of opportunities, counted over all runs of an arm."""

import pandas as pd
import pytest

from experiments.document.rates import rates_of, rates_table
from experiments.words.speech import EN


def test_an_arm_s_opportunities_are_all_of_them_and_broken_are_held_against_formed() -> None:
    counts = pd.DataFrame(
        {"opportunities": [10, 30], "formed": [4, 6], "breakdown": [1, 2], "failure": [3, 9],
         "completed": [5, 15], "solo": [2, 6]}
    )  # fmt: skip
    found = rates_of("party", counts)
    assert (found.opportunities, found.broken_per_formed) == (40, pytest.approx(3 / 10))
    assert found.shares["breakdown"]["value"] == pytest.approx(3 / 40)
    [row] = rates_table("rates", [found], EN).rows
    assert row[:2] == ["party hub", "40"] and row[-1] == "0.30"
    assert [cell.partition(" ")[0] for cell in row[2:-1]] == ["7.5", "30.0", "50.0", "20.0"]
