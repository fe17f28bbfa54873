"""Every parameter of the model, frozen and validated; the only place that holds defaults."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, InstanceOf, ValidationError, model_validator
from pydantic.json_schema import SkipJsonSchema

from sim.base.vocabulary import MOST_AREAS
from sim.parameters.community import Community, Residents
from sim.parameters.coordinator import Coordinator
from sim.parameters.fields import SOURCES, Group, choice
from sim.parameters.organisations import Market, Network, Organisations
from sim.parameters.place import Place
from sim.parameters.projects import (
    Completion,
    Consent,
    Delivery,
    Forming,
    Measures,
    Negotiation,
    SignOff,
    Slate,
)
from sim.parameters.shocks import Shock
from sim.parameters.structure import Structure

__all__ = [
    "SOURCES", "Community", "Completion", "Consent", "Coordinator", "Delivery", "Forming", "Group",
    "Market", "Measures", "Negotiation", "Network", "Organisations", "Parameters", "Residents",
    "Shock", "SignOff", "Slate", "Structure",
]  # fmt: skip


class Parameters(Group):
    """One configuration of the model; seed and replicate are not part of it."""

    horizon: Annotated[int, Field(ge=1, le=5000)] = choice(156, "weeks", "A", "weeks simulated (T)")
    areas: Annotated[int, Field(ge=1, le=MOST_AREAS)] = choice(1, "areas", "A", "communities sharing departments, the lead enterprise and the coordinator")
    community: Community = Community()
    residents: Residents = Residents()
    organisations: Organisations = Organisations()
    network: Network = Network()
    forming: Forming = Forming()
    sign_off: SignOff = SignOff()
    consent: Consent = Consent()
    negotiation: Negotiation = Negotiation()
    delivery: Delivery = Delivery()
    completion: Completion = Completion()
    market: Market = Market()
    coordinator: Coordinator = Coordinator()
    structure: Structure = Structure()
    shock: Shock = Shock()
    slate: Slate = Slate()
    measures: Measures = Measures()
    place: Annotated[InstanceOf[Place] | None, SkipJsonSchema()] = Field(default=None, exclude=True)
    """Tables of a community's own; part of no dump, for a store keeps them apart."""

    @model_validator(mode="after")
    def _strike_an_area(self) -> Self:
        if self.shock.area >= self.areas:
            raise ValueError(
                f"shock.area = {self.shock.area}: must be one of the areas, 0 to {self.areas - 1},"
                " or -1 for all"
            )
        return self

    @model_validator(mode="after")
    def _goes_with_its_place(self) -> Self:
        reason = _disagreement(self)
        if reason is not None:
            raise ValueError(reason)
        return self


def _disagreement(parameters: Parameters) -> str | None:
    """Why these parameters don't go with their place; None where they do."""
    place = parameters.place
    if place is None:
        return None
    if parameters.areas != 1:
        return f"areas = {parameters.areas}: a community with tables of its own is 1 area"
    for name, expected in place.fixed.items():
        group, _, key = name.partition(".")
        value = getattr(getattr(parameters, group), key)
        if value != expected:
            return f"{name} = {value}: the community's own tables say {expected}; leave it out"
    return None


def changed(parameters: Parameters, changes: Mapping[str, object]) -> Parameters:
    """The same with some values changed, by dotted name; checked as all parameters are.

    Raises ValueError, in one line, where there is no parameter of a name, or a value isn't allowed.
    """
    if not changes:
        return parameters
    tree = parameters.model_dump() | {"place": parameters.place}
    for path, value in changes.items():
        *groups, name = path.split(".")
        node: dict[str, Any] = tree
        for group in groups:
            inner = node.get(group)
            node = inner if isinstance(inner, dict) else {}
        if name not in node:
            raise ValueError(f"{path}: no such parameter")
        node[name] = value
    try:
        return Parameters.model_validate(tree)
    except ValidationError as error:
        raise ValueError(_first(error)) from None


def _first(error: ValidationError) -> str:
    """The first thing that isn't allowed, in one line."""
    found = error.errors(include_url=False)[0]
    place, reason = ".".join(map(str, found["loc"])), found["msg"].removeprefix("Value error, ")
    return f"{place} = {found['input']!r}: {reason}" if place else reason
