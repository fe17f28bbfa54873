"""The model gives what the reference gives, to the bit; the reference shares no rule with it."""

import ast
import random
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from cProfile import Profile
from itertools import zip_longest
from pathlib import Path
from types import CodeType

import numpy as np
import pytest
from small import PARTY, small

from sim.parameters import Parameters
from tests.baseline.data import Case, Cases, read_cases
from tests.baseline.runs import parameters_of
from tests.reference import legitimacy
from tests.reference.check import differing, disagreements
from tests.reference.sums import buffered, pairwise

COMPARES = {"check.py", "test_reference.py"}  # run the model beside the reference, no part of it
FILES = [path for path in Path(__file__).parent.glob("*.py") if path.name not in COMPARES]
SHARED = {"sim.parameters", "sim.measure.records", "sim.base.vocabulary"}
OF_A_KIND = 3
"""Cases of each kind of the baseline that are compared here; all: ``make test-reference``."""
QUICK = 11_000
"""Household-weeks of a case that is compared here, at most."""
RARE = (
    "readable/blind", "moved/coordinator.observation=0.5", "moved/coordinator.revision=0.5",
    "shock/outsourcing+all_and_removed", "point/050", "few/rotating_lead_nothing",
    "arm/equal_means_one", "moved/structure.honouring_restored=at_partnership",
    "slate/blind_pool_9",
)  # fmt: skip
"""Cases compared here first, whatever the lot says: of rules that few others use."""
SLOW = "many"
"""Kind of case with so many organisations that one takes the reference half a minute."""


def imported(source: Path) -> Iterator[str]:
    """Modules that a file imports, but for its neighbours that the rule holds for too."""
    neighbours = {path.stem for path in FILES}
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (str(n) for n in names if node.level != 1 or n not in neighbours)


def household_weeks(parameters: Parameters) -> int:
    """How large a run is."""
    return parameters.community.households * parameters.areas * parameters.horizon


def some(cases: Cases) -> list[Case]:
    """The rare ones, then a few of each kind, by a lot that is always the same, kind by kind in
    turn: so that every rule has soon been used."""
    by_kind: dict[str, list[Case]] = {}
    for case in cases.cases:
        if case.kind != SLOW and household_weeks(parameters_of(cases, case)) <= QUICK:
            by_kind.setdefault(case.kind, []).append(case)
    lot = random.Random(0)
    drawn = [lot.sample(of_kind, min(OF_A_KIND, len(of_kind))) for of_kind in by_kind.values()]
    rare = [case for case in cases.cases if case.name in RARE]
    turns = (case for turn in zip_longest(*drawn) for case in turn)
    return rare + [case for case in turns if case is not None and case not in rare]


def rules_of_the_reference() -> set[tuple[str, str]]:
    """Its functions, by file and name."""
    return {
        (str(source), node.name)
        for source in FILES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def functions_in(profile: Profile) -> set[tuple[str, str]]:
    """Functions that were called while it looked on, by file and name."""
    called = (entry.code for entry in profile.getstats())
    return {(code.co_filename, code.co_name) for code in called if isinstance(code, CodeType)}


def test_the_reference_imports_parameters_vocabulary_and_record_types_only() -> None:
    assert len(FILES) > 20
    outside = {name for source in FILES for name in imported(source)}
    assert "sim.parameters" in outside
    libraries = {*sys.stdlib_module_names, "numpy"}
    assert {name for name in outside if name.partition(".")[0] not in libraries} == SHARED


def test_the_model_agrees_with_the_reference_to_the_bit_in_cases_that_use_every_rule() -> None:
    cases = read_cases()
    chosen = some(cases)
    assert len(chosen) > 30
    uncalled, found = rules_of_the_reference(), []
    for case in chosen:
        with Profile(builtins=False) if uncalled else nullcontext() as profile:
            found += differing(cases, [case])
        uncalled -= functions_in(profile) if profile else set()
    assert not found, "\n".join(found)
    assert uncalled == set()


def test_a_rule_that_differs_is_told_by_table_column_and_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(legitimacy, "FORGETTING", 0.2)
    found = disagreements(small(PARTY), 0, 0)
    assert any(line.startswith("weekly.legitimacy_social: row ") for line in found)


def test_sums_are_added_in_the_order_that_numpy_adds_them() -> None:
    for n in (0, 1, 7, 8, 9, 23, 127, 128, 129, 136, 529, 8191, 8192, 8193, 20_000):
        numbers = np.random.default_rng(n).random(n)
        single = numbers.astype(np.float32)
        assert pairwise(numbers.tolist()) == float(np.add.reduce(numbers)), n
        assert buffered(single.tolist()) == float(single.sum(dtype=np.float64)), n
