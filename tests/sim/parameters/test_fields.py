"""How values of parameters are judged: lists as tuples, weights not all 0, each name once."""

from typing import Annotated

import pytest
from pydantic import ValidationError

from sim.parameters.fields import EachOnce, Group, GroupMix, PerSector, ToTuple, choice, parameter


class Rules(Group):
    """One parameter of each kind."""

    rate: float = parameter(0.5, 0.0, 1.0, "share", "A", "a rate")
    stock: PerSector = choice((1.0, 1.0, 1.0), "funds", "A", "stock by sector")
    mix: GroupMix = choice((1.0, 0.0, 0.0), "weight", "A", "who they are")
    order: Annotated[tuple[str, ...], ToTuple, EachOnce] = choice(
        ("first", "then"), "order", "A", "what goes first"
    )


def test_lists_are_taken_as_tuples_and_ends_of_a_range_are_allowed():
    rules = Rules(rate=0.0, stock=[0.0, 2.0, 1e6], mix=[0.0, 1e-9, 0.0], order=["then", "first"])
    assert (rules.rate, rules.stock) == (0.0, (0.0, 2.0, 1e6))
    assert (rules.mix, rules.order) == ((0.0, 1e-9, 0.0), ("then", "first"))
    assert Rules(rate=1.0).stock == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("wrong, said", [
    ({"rate": 1.01}, "less than or equal to 1"),
    ({"rate": -0.01}, "greater than or equal to 0"),
    ({"rate": float("nan")}, "finite"),
    ({"rate": "0.5"}, "valid number"),
    ({"stock": (1.0, 1.0)}, "Field required"),
    ({"stock": (1.0, -1.0, 1.0)}, "greater than or equal to 0"),
    ({"mix": (0.0, 1e-13, 0.0)}, "all are 0; one of them at least must be above 0"),
    ({"mix": (0.5, 1.5, 0.0)}, "less than or equal to 1"),
    ({"order": ("then", "first", "then")}, "then is there twice; each must be there once"),
    ({"rates": 0.5}, "Extra inputs are not permitted"),
])  # fmt: skip
def test_what_means_nothing_is_refused(wrong, said):
    with pytest.raises(ValidationError, match=said):
        Rules(**wrong)


def test_a_group_is_frozen_and_carries_range_unit_source_and_label():
    with pytest.raises(ValidationError, match="frozen"):
        Rules().rate = 0.1
    field = Rules.model_json_schema()["properties"]["rate"]
    assert (field["minimum"], field["maximum"], field["default"]) == (0.0, 1.0, 0.5)
    assert (field["unit"], field["source"]) == ("share", "A")
    assert field["description"] == "a rate"
