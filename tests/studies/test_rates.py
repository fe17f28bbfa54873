"""Base rates: what is run for them, and how they are told."""

import pandas as pd
import pytest

from experiments.analysis.outcomes import Arm
from experiments.base.errors import InputError
from experiments.document.blocks import Table
from experiments.studies import rates
from experiments.words.speech import speak
from sim.base.vocabulary import End


def test_every_arm_runs_at_every_supply_and_once_for_nine_years() -> None:
    plan = rates.study(["community=village"])
    by_name = {spec.arm: spec.parameters for spec in plan.specs}
    assert len(by_name) == 12
    assert by_name["party-0.5"].community.supply_ratio == 0.5
    assert by_name["party-0.5"].horizon == by_name["none-2.0"].horizon == 156
    assert by_name["none-long"].horizon == 507
    assert by_name["none-long"].community.supply_ratio == 1.0
    assert by_name["party-long"].coordinator.attention > 0.0


def test_what_the_study_sets_itself_cannot_be_set() -> None:
    with pytest.raises(InputError, match=r"horizon: set by .*rates\.yaml"):
        rates.study(["horizon=200"])


def test_rates_are_told_by_supply_year_and_tenure_and_a_vacant_seat_by_its_name() -> None:
    rows = [
        {"by": by, "class": label, "arm": arm, "measure": measure, "value": 0.25, "low": 0.2,
         "high": 0.31, "opportunities": 40}
        for by, label in (("supply", "0.5"), ("year", "2"), ("tenure", "<1"), ("tenure", "vacant"))
        for arm in ("none", "party")
        for measure in ("breakdown", "failure")
    ]  # fmt: skip
    declared = rates.read_declared(rates.DECLARATION, rates.Declaration)
    found = rates.Rates(pd.DataFrame(rows), declared, "village", 3)
    tables = [part for part in found.document(speak("zh")) if isinstance(part, Table)]
    assert [len(table.rows) for table in tables] == [2, 2, 4]
    assert tables[1].rows[0] == ["第2年", "无协调者", "40", *["25.0 [20.0, 31.0]"] * 2]
    assert tables[2].rows[2][0] == "席位空缺"


def test_tenure_is_told_of_those_that_start_from_the_declared_year_on() -> None:
    """The year is counted from 1: from the second on is from week 52 on."""
    declared = rates.read_declared(rates.DECLARATION, rates.Declaration)
    year = round((declared.from_year - 1) * 52)
    start = [year - 1, year, year + 3]
    projects = pd.DataFrame({
        "replicate": 0, "start_week": start, "end_week": -1, "formed_week": -1, "end": End.OPEN,
        "tenure": 5,
    })  # fmt: skip
    runs = pd.DataFrame({"replicate": [0], "status": "ok"})
    history = pd.DataFrame({"week": range(year + 200)})
    table = rates.told({("none", None): Arm("none", runs, projects, history, projects)}, declared)
    tenure = table[(table["by"] == "tenure") & (table["measure"] == "failure")]
    assert tenure[["class", "opportunities"]].to_numpy().tolist() == [["<1", 2]]
