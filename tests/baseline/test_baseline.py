"""The model gives what it gave, to the bit: numbers change only with MODEL_VERSION.

A part of the list is run here, some of every kind; ``make test-baseline`` runs all of it.
"""

from dataclasses import replace

import numpy as np
import pytest
from small import record_of

from tests.baseline import check, write
from tests.baseline.check import ADVICE, differences
from tests.baseline.data import frozen, read_cases, read_outcomes, thawed
from tests.baseline.runs import MODEL_VERSION, digests, outcome, parameters_of

CASES = read_cases()
VERSION, STORED = read_outcomes()
AT_LEAST = 300
STRIDE = {"readable": 1, "moved": 30, "point": 12}
USUAL = 10
"""Of every kind one case in so many is run."""
MOST_HOUSEHOLDS = 1000


def some_of_every_kind():
    """Cases that take a few seconds together."""
    kinds = dict.fromkeys(case.kind for case in CASES.cases)
    for kind in kinds:
        small = [
            case
            for case in CASES.cases
            if case.kind == kind and households(case) <= MOST_HOUSEHOLDS
        ]
        yield from small[:: STRIDE.get(kind, USUAL)]


def households(case):
    return {**CASES.base, **case.changes}["community.households"]


def test_the_model_gives_what_the_baseline_says():
    found = differences(CASES, some_of_every_kind(), STORED)
    assert not found, "\n".join([ADVICE, *found])


def test_the_part_that_is_run_has_every_kind_and_several_areas_and_own_tables():
    chosen = list(some_of_every_kind())
    assert {case.kind for case in chosen} == {case.kind for case in CASES.cases}
    assert 60 <= len(chosen) <= 100
    assert any(case.changes.get("areas", 1) > 1 for case in chosen)
    assert any(case.place is not None for case in chosen)


def test_the_baseline_is_of_this_version_and_has_every_case_once():
    assert VERSION == MODEL_VERSION, "run python -m tests.baseline.write"
    names = [case.name for case in CASES.cases]
    assert list(STORED) == names and len(set(names)) == len(names) >= AT_LEAST


def test_every_parameter_of_the_base_is_moved_and_changes_some_table():
    singles = [case for case in CASES.cases if case.kind in ("moved", "unmoved")]
    moving = set()
    for case in (case for case in singles if case.kind == "moved"):
        name = case.name.partition("/")[2].partition("=")[0]
        start = [each for each in singles if without(name, each) == without(name, case)]
        if any(STORED[each.name]["digests"] != STORED[case.name]["digests"] for each in start):
            moving.add(name)
    assert moving == set(CASES.base)


def without(name, case):
    return {key: value for key, value in case.changes.items() if key != name}


def test_a_digest_tells_another_bit_name_type_and_shape():
    record = record_of()
    first = digests(record)
    column = record.weekly["participation"]
    other = column.copy()
    other[-1] = np.nextafter(other[-1], np.float32(2.0))
    weekly = {name: values for name, values in record.weekly.items() if name != "participation"}
    for changed in (
        {**weekly, "participation": other},
        {**weekly, "participatiom": column},
        {**weekly, "participation": column.view(np.int32)},
        {**weekly, "participation": column.reshape(2, -1)},
    ):
        second = digests(replace(record, weekly=changed))
        assert [table for table in first if first[table] != second[table]] == ["weekly"]
    value = np.nextafter(record.run["capacity"], np.inf)
    second = digests(replace(record, run={**record.run, "capacity": value}))
    assert [table for table in first if first[table] != second[table]] == ["run"]


def test_a_case_runs_with_its_own_parameters_whatever_the_defaults():
    case = CASES.cases[0]
    moved = replace(CASES, base={**CASES.base, "negotiation.step": 0.5})
    assert parameters_of(moved, case).negotiation.step == 0.5
    assert outcome(moved, case)["digests"] != STORED[case.name]["digests"]


def test_arrays_are_stored_to_the_bit():
    for array in (
        np.array([0.1, np.nan, -0.0], np.float32),
        np.array([[1.0 / 3.0], [np.nan]]),
        np.array([-1, 2**32 - 1]),
        np.array([[0.1, 5e-324]]),
    ):
        again = thawed(frozen(array))
        assert again.dtype == array.dtype and again.shape == array.shape
        assert again.tobytes() == array.tobytes()


@pytest.fixture
def _three_cases(monkeypatch):
    """The list is three cases long."""
    three = replace(CASES, cases=CASES.cases[:3])
    for module in (check, write):
        monkeypatch.setattr(module, "read_cases", lambda: three)


@pytest.fixture
def written(monkeypatch):
    """What the script would have written."""
    found = []
    monkeypatch.setattr(write, "write_outcomes", lambda *stored: found.append(stored))
    return found


def damaged(cases, case):
    """As the case is, but another history and less served in the second of them."""
    found = outcome(cases, case)
    if case is not CASES.cases[1]:
        return found
    changed = {**found["digests"], "history": "0", "weekly": "0"}
    return {"digests": changed, "totals": {**found["totals"], "served": [0]}}


@pytest.mark.usefixtures("_three_cases")
def test_the_check_tells_which_tables_and_totals_of_which_cases_differ(monkeypatch, capsys):
    assert check.main() == 0
    assert capsys.readouterr().out.endswith(f"0 of 3 cases differ from model version {VERSION}\n")
    monkeypatch.setattr(check, "outcome", damaged)
    assert check.main() == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{CASES.cases[1].name}: history, weekly"
    assert lines[1].startswith("    served: [0], was [")
    assert lines[2] == f"1 of 3 cases differ from model version {VERSION}"


@pytest.mark.usefixtures("_three_cases")
def test_a_case_that_does_not_run_is_a_difference_and_never_written(monkeypatch, capsys, written):
    monkeypatch.setattr("tests.baseline.runs.run", lambda *_: 1 / 0)
    assert check.main() == 1
    assert f"{CASES.cases[0].name}: ZeroDivisionError" in capsys.readouterr().out
    monkeypatch.setattr(write, "MODEL_VERSION", "another")
    assert write.main() == 2 and not written


@pytest.mark.usefixtures("_three_cases")
def test_the_script_refuses_changed_numbers_under_the_same_version(monkeypatch, capsys, written):
    monkeypatch.setattr(write, "outcome", damaged)
    assert write.main() == 2 and not written
    assert "raise it in sim/__init__.py" in capsys.readouterr().err


@pytest.mark.usefixtures("_three_cases")
def test_the_script_writes_when_the_version_was_raised(monkeypatch, written):
    monkeypatch.setattr(write, "outcome", damaged)
    monkeypatch.setattr(write, "MODEL_VERSION", "another")
    assert write.main() == 0
    [(version, outcomes)] = written
    assert version == "another" and list(outcomes) == [case.name for case in CASES.cases[:3]]
