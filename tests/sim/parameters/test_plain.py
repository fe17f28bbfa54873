"""Parameters as a record: each is in it, with its value; words are their codes."""

from typing import Any, get_args

import numpy as np
import pytest
from pydantic import BaseModel
from small import PARTY, small

from sim.base.kernel import kernel
from sim.base.vocabulary import CONTESTED, Act, Consent
from sim.parameters import Parameters
from sim.parameters.place import Place
from sim.parameters.plain import RULES, plain
from sim.parameters.structure import Structure

WORDS = {
    "coordinator.priorities": [int(Act[name.upper()]) for name in small().coordinator.priorities],
    "consent.rules": [int(Consent[rule.upper()]) for rule in small().consent.rules],
    **{
        f"structure.{name}": int(levels[getattr(small().structure, name).upper()])
        for name, levels in zip(Structure.model_fields, CONTESTED, strict=True)
    },
}


def named(group: BaseModel, prefix: str = "") -> dict[str, Any]:
    """All parameters by dotted name."""
    found: dict[str, Any] = {}
    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        if isinstance(value, BaseModel):
            found |= named(value, f"{prefix}{name}.")
        elif not field.exclude:  # tables of a community's own, no parameter
            found[prefix + name] = value
    return found


def held(record: np.void, prefix: str = "") -> dict[str, Any]:
    """All values of a record by dotted name."""
    found: dict[str, Any] = {}
    for name in record.dtype.names:
        value = record[name]
        if isinstance(value, np.void):
            found |= held(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value.tolist()
    return found


def as_lists(value: Any) -> Any:
    return [as_lists(each) for each in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("changes", [{}, PARTY, {"areas": 3, "shock.area": 2}])
def test_every_parameter_is_in_the_record_with_its_value_and_nothing_else_is(changes):
    parameters = small(changes)
    expected = {name: as_lists(value) for name, value in named(parameters).items()}
    assert len(expected) > 150
    found = held(plain(parameters))
    assert found.keys() == expected.keys()
    for name, value in found.items():
        assert value == WORDS.get(name, expected[name]), name


def test_words_are_their_codes():
    words = {
        name
        for name, value in named(small()).items()
        if isinstance(value[0] if isinstance(value, tuple) else value, str)
    }
    assert words == set(WORDS)
    order = tuple(reversed(small().coordinator.priorities))
    rules = ("double_majority", "none", "two_thirds_no_objection", "none", "none", "none")
    record = plain(small({"coordinator.priorities": order, "consent.rules": rules}))
    codes = [int(Act[name.upper()]) for name in order]
    assert record["coordinator"]["priorities"].tolist() == codes
    assert record["consent"]["rules"].tolist() == [2, 0, 1, 0, 0, 0]


def test_each_level_of_a_contested_rule_has_its_own_code_in_the_order_declared():
    for name, levels in zip(Structure.model_fields, CONTESTED, strict=True):
        declared = get_args(Structure.model_fields[name].annotation)
        assert [level.name.lower() for level in levels] == list(declared), name
        codes = [plain(small({f"structure.{name}": each}))["structure"][name] for each in declared]
        assert codes == list(range(len(declared))), name


def test_the_type_is_the_same_for_every_configuration():
    for parameters in (Parameters(), small(PARTY), Parameters(place=Place())):
        assert plain(parameters).dtype == RULES
    assert "place" not in RULES.names


@kernel
def read(rules):
    """A number, a whole number, a flag, a word, and one of a table, of groups of parameters."""
    return (
        rules.community.arrival_rate, rules.horizon, rules.slate.enabled,
        rules.coordinator.priorities[0], rules.forming.needs[1][2],
    )  # fmt: skip


def test_compiled_code_reads_parameters_by_group_and_name():
    parameters = small({"community.arrival_rate": 0.125, "slate.enabled": True})
    first = Act[parameters.coordinator.priorities[0].upper()]
    expected = (0.125, 60, True, int(first), parameters.forming.needs[1][2])
    assert read(plain(parameters)) == expected
