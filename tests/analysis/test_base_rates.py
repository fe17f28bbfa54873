"""Base rates by class, of projects counted by hand."""

import pandas as pd
import pytest

from experiments.analysis.base_rates import by_class, tenures, years
from experiments.analysis.outcomes import Arm
from sim.base.vocabulary import End

ROWS = [
    # replicate, start, end, end_week, formed, tenure
    (0, 30, End.COMPLETED, 50, 32, 30),
    (0, 51, End.EXIT, 60, 53, 51),
    (0, 52, End.NO_PARTNER, 60, -1, 52),
    (1, 60, End.COMPLETED, 70, 62, 0),
    (1, 103, End.VACANT, 103, -1, -1),
    (1, 104, End.COMPLETED, 120, 106, 104),
    (1, 104, End.COMPLETED, 150, 106, 300),  # too late to count
    (1, 170, End.EXIT, 180, 172, 10),  # can't be followed
]


def arm() -> Arm:
    names = ["replicate", "start_week", "end", "end_week", "formed_week", "tenure"]
    projects = pd.DataFrame(ROWS, columns=names).astype(int)
    runs = pd.DataFrame({"replicate": [0, 1], "status": "ok"})
    history = pd.DataFrame({"replicate": 0, "week": range(180)})
    return Arm("none", runs, projects, history, pd.DataFrame())


def rate(table: pd.DataFrame, label: str, measure: str) -> tuple[float, int]:
    row = table[(table["class"] == label) & (table["measure"] == measure)].iloc[0]
    return row["value"], row["opportunities"]


def test_rates_by_year_are_of_the_year_of_the_start() -> None:
    found = by_class(arm(), years(arm()))
    assert found["class"].drop_duplicates().tolist() == ["1", "2", "3"]
    assert rate(found, "1", "failure") == (pytest.approx(1 / 2), 2)
    assert rate(found, "1", "breakdown") == (pytest.approx(1 / 2), 2)
    assert rate(found, "2", "failure") == (pytest.approx(2 / 3), 3)
    assert rate(found, "2", "breakdown") == (0.0, 3)
    assert rate(found, "3", "failure") == (pytest.approx(1 / 2), 2)


def test_tenure_is_parted_at_whole_years_and_what_is_vacant_is_apart() -> None:
    classes = tenures(arm(), [1, 2], 50)
    assert classes.isna().tolist() == [True] + [False] * 7
    found = by_class(arm(), classes)
    assert found["class"].drop_duplicates().tolist() == ["<1", "1-2", "2+", "vacant"]
    assert [rate(found, name, "failure") for name in ("<1", "1-2", "2+", "vacant")] == [
        (pytest.approx(1 / 2), 2), (1.0, 1), (pytest.approx(1 / 2), 2), (1.0, 1),
    ]  # fmt: skip
