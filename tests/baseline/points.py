"""Random points: every parameter of a number drawn around its arm's value, switches by lot."""

import math
from random import Random
from typing import Any, get_args

from pydantic.fields import FieldInfo

from sim.parameters.structure import Structure
from tests.baseline.data import Changes
from tests.baseline.material import ARMS, SHOCKS, arm, base, bounds, declared, shock

AROUND = 0.6
"""How far a number goes from its arm's value, as a share of it."""
STAYS = 0.5
"""Chance that what is 0 stays 0."""
HIGHEST = {
    "coordinator.co_managers": 12.0,
    "coordinator.station": 0.1,
    "coordinator.revision": 0.3,
    "coordinator.attention": 30.0,
    "market.space_charge": 20.0,
}
"""The largest value drawn of what is 0, where 1 isn't sensible."""
CHANCE = {
    "coordinator.content": 0.8,
    "coordinator.informed": 0.7,
    "coordinator.handed_over": 0.15,
    "coordinator.yardstick": 0.3,
    "organisations.firms_return": 0.5,
    "organisations.shared": 0.6,
    "slate.enabled": 0.3,
}
CHOICES: dict[str, tuple[Any, ...]] = {
    "horizon": (40,),
    "community.ties_in_building": (0, 2, 4, 6, 8),
    "community.ties_outside": (0, 2, 4),
    "coordinator.start_week": (0, 0, 0, 10),
    "coordinator.end_week": (100_000, 100_000, 30),
    "coordinator.rotation_weeks": (0, 0, 8),
    "coordinator.joint_meeting_size": (0.5, 1.0, 1000.0),
    "coordinator.red_line": (0.4, 0.8, 1.0),
    **{
        f"structure.{name}": get_args(field.annotation)
        for name, field in Structure.model_fields.items()
    },
}
WHOLE = {
    "areas": (1, 3),
    "community.households": (20, 150),
    "community.buildings": (1, 12),
    "community.households_per_entrance": (2, 20),
    "organisations.departments": (0, 5),
    "organisations.vendors": (0, 8),
    "organisations.social_organisations": (0, 8),
    "organisations.volunteer_teams": (0, 5),
    "organisations.designers": (0, 4),
    "forming.panel_size": (1, 40),
}
"""Least and largest of whole numbers that aren't drawn around their value."""
START, DURATION = (5, 25), (3, 20)
"""Weeks of a shock."""


def point(number: int) -> Changes:
    """Values for all parameters; the same for the same number."""
    lot = Random(number)
    values = base() | arm(lot.choice(ARMS))
    for name, field in declared():
        if not name.startswith("shock."):
            values[name] = _drawn(name, values[name], field, lot)
    return values | _struck(values["areas"], lot)


def _struck(areas: int, lot: Random) -> Changes:
    """One shock of those that are there, or none."""
    kind = lot.choice((None, *SHOCKS))
    if kind is None:
        return {}
    return shock(kind, lot.randint(*START)) | {
        "shock.duration": lot.randint(*DURATION),
        "shock.area": lot.randrange(-1, areas),
    }


def _drawn(name: str, value: Any, field: FieldInfo, lot: Random) -> Any:
    if name in CHOICES:
        return lot.choice(CHOICES[name])
    if name in WHOLE:
        return lot.randint(*WHOLE[name])
    if isinstance(value, bool):
        return lot.random() < CHANCE[name]
    if name == "consent.rules":
        return [lot.choice(value) for _ in value]
    if name == "coordinator.priorities":
        return lot.sample(value, len(value))
    if isinstance(value, list):
        return [_item(each, lot) for each in value]
    return _number(name, value, *bounds(field), lot)


def _item(value: Any, lot: Random) -> Any:
    """Items of vectors go down alone: shares stay shares."""
    if isinstance(value, list):
        return [_item(each, lot) for each in value]
    return _rounded(value * lot.uniform(1.0 - AROUND, 1.0))


def _number(name: str, value: Any, low: Any, high: Any, lot: Random) -> Any:
    reach = AROUND * abs(value)
    if isinstance(value, int):
        return lot.randint(max(low, math.floor(value - reach)), min(high, math.ceil(value + reach)))
    if value == 0.0:
        drawn = lot.uniform(0.0, min(high, HIGHEST.get(name, 1.0)))
        return 0.0 if lot.random() < STAYS else _rounded(drawn)
    return _rounded(min(high, max(low, lot.uniform(value - reach, value + reach))))


def _rounded(value: float) -> float:
    """Four digits, so that a point can be read."""
    return float(f"{value:.4g}")
