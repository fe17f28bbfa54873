"""Every parameter and setting can be described from the schema."""

import pytest

from experiments.base.describe import describe_field, field_paths
from experiments.base.errors import InputError
from experiments.config.place.refusal import refusal
from experiments.words.speech import speak
from sim.parameters import SOURCES, Parameters


def test_every_field_can_be_described_with_range_source_and_both_labels() -> None:
    for path in field_paths():
        described = describe_field(path)
        assert described.allowed
        assert described.source in SOURCES
        assert described.en != speak("zh").parameter(path, described.en)


def test_every_parameter_is_listed() -> None:
    leaves = {
        f"{group}.{name}" if isinstance(values, dict) else group
        for group, values in Parameters().model_dump().items()
        for name in (values if isinstance(values, dict) else (group,))
    }
    assert leaves | {"seed", "replicates", "processes", "name"} == set(field_paths())


def test_a_description_gives_unit_and_allowed_values() -> None:
    described = describe_field("coordinator.reach")
    assert described.allowed == "a list of 3, each a number in [0, 1]"
    assert (described.unit, described.source) == ("share", "A")


def test_an_unknown_name_cannot_be_described() -> None:
    with pytest.raises(InputError, match=r"coordinator\.reech: unknown; did you mean"):
        describe_field("coordinator.reech")


def test_a_rule_over_several_values_is_told_in_its_own_words() -> None:
    error = {
        "type": "value_error",
        "loc": ("coordinator",),
        "msg": "Value error, a, b",
        "input": {},
    }
    assert refusal([error]) == "coordinator: a, b"
