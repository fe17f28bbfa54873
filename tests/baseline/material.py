"""What lists of cases are made from: the small community, arms, shocks, communities, parameters."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from experiments.config.compose import compose
from sim.parameters import Parameters
from sim.parameters.fields import Group
from tests.baseline.data import Changes, dotted

SMALL: Changes = {
    "horizon": 60,
    "community.households": 60,
    "community.buildings": 6,
    "forming.panel_size": 10,
}
STRIKE = 20
"""Week in which shocks strike a small community."""
ARMS = (
    "none", "party", "equal_means", "placebo", "blind_hub", "blind_pool", "permuted_guidance",
    "firm_hub", "government_hub", "npo_hub", "outsourcing", "project_system", "rotating_lead",
    "self_organisation", "three_society", "top_down",
)  # fmt: skip
SHOCKS = (
    "agenda_captured", "budget_cut", "coordinator_removed", "demand_surge", "firm_leaves",
    "legitimacy_scandal", "lockdown", "pledges_broken", "staff_turnover",
)  # fmt: skip
COMMUNITIES = ("village", "sanhe_nanli", "jinsong_north", "zaoyuan_daxing")


def flat(parameters: Parameters) -> Changes:
    """Every parameter by dotted name, as JSON has it; tables of a community's own apart."""
    return dotted(parameters.model_dump(mode="json"))


@cache
def _base() -> str:
    return json.dumps(flat(Parameters()))


def base() -> Changes:
    """The defaults."""
    return json.loads(_base())


@cache
def composed(*options: str) -> Changes:
    """What the configurations change, of all the defaults."""
    found = flat(compose(list(options)).parameters)
    return {name: value for name, value in found.items() if value != base()[name]}


def _of_group(group: str, option: str) -> Changes:
    changes = composed(f"{group}={option}")
    own = "coordinator" if group == "arrangement" else group
    return {name: value for name, value in changes.items() if name.startswith(f"{own}.")}


def arm(name: str) -> Changes:
    """An arrangement's values."""
    return _of_group("arrangement", name)


def shock(name: str, week: int = STRIKE) -> Changes:
    """A shock's values, striking a small community."""
    return _of_group("shock", name) | {"shock.start_week": week}


def declared(group: type[Group] = Parameters, before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every parameter's dotted name and declaration, in order."""
    for name, field in group.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Group):
            yield from declared(kind, f"{before}{name}.")
        elif not field.exclude:
            yield f"{before}{name}", field


def bounds(field: FieldInfo) -> tuple[Any, Any]:
    """The least and the largest value allowed of a number."""
    low = next(each.ge for each in field.metadata if getattr(each, "ge", None) is not None)
    high = next(each.le for each in field.metadata if getattr(each, "le", None) is not None)
    return low, high
