"""Every parameter moved off its default, one at a time, in a community with party's hub."""

from collections.abc import Iterator
from typing import Any, get_args

from sim.parameters.structure import Structure
from tests.baseline.data import Changes
from tests.baseline.material import SHOCKS, SMALL, STRIKE, arm, base, bounds, declared, shock

SEVERAL = 2.5
"""A high value, over the default, where the range allows it."""
WEIGHTS = (0.2, 0.5, 0.8, 1.0, 0.6, 0.4)
"""On the items of a vector."""
VALUES: dict[str, tuple[Any, ...]] = {
    "horizon": (1, 90),
    "areas": (2, 3),
    "community.households": (1, 200),
    "community.buildings": (1, 30),
    "community.households_per_entrance": (1, 3),
    "community.ties_in_building": (0, 12),
    "community.ties_outside": (0, 12),
    "community.needs_mix": ([[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]] * 3, [[1.0] * 6] * 3),
    "community.supply_ratio": (0.01, 20.0),
    "consent.rules": (
        ["none"] * 6, ["double_majority"] * 6, ["two_thirds_no_objection"] * 6,
    ),
    "consent.approval": (-10.0, 10.0),
    "consent.compensation": (0.5, 2.0),
    "consent.shift_trust": (0.0, 20.0),
    "organisations.return_floor": ([-1.0, -1.0, -1.0], [0.3, 0.3, 0.3], [-0.02, 0.1, -0.3]),
    "organisations.patience": (1, 4),
    "coordinator.start_week": (15, 30),
    "coordinator.end_week": (0, 30),
    "coordinator.attention": (0.0, 3.0, 60.0),
    "coordinator.rotation_weeks": (1, 8),
    "coordinator.earmark": (0.3, 0.8),
    "coordinator.joint_meeting_size": (0.0, 1.0),
    "coordinator.priorities": (
        ["backstop", "panel", "whistle", "transfer", "introduction", "monitoring", "guidance",
         "mediation"],
        ["transfer", "mediation", "panel", "guidance", "backstop", "whistle", "monitoring",
         "introduction"],
    ),
    "coordinator.legitimacy": ([-1.0, -0.5, 0.0], [1.0, 1.0, 1.0]),
    "coordinator.reach": ([0.0, 0.0, 0.0], [1.0, 1.0, 1.0]),
    "coordinator.pool_sectors": ([0.0, 0.0, 0.0], [1.0, 0.0, 0.5]),
    "coordinator.payers": ([0.0, 0.0, 0.0], [1.0, 2.0, 1.0]),
    "coordinator.online": (0.3, 1.0),
    "coordinator.co_managers": (3.0, 200.0),
    "shock.start_week": (0, 40),
    "shock.duration": (1, 13),
    "shock.area": (0, 1),
    "market.space_charge": (10.0, 10_000.0),
    "measures.late_after": (1, 4),
    "measures.live_window": (1, 8),
    "completion.digging_window": (1, 60),
    **{
        f"structure.{name}": tuple(
            level for level in get_args(field.annotation) if level != field.default
        )
        for name, field in Structure.model_fields.items()
    },
}  # fmt: skip
"""Where low and high by the rules below say little, or aren't allowed."""
VOTED: Changes = {"consent.rules": ["double_majority"] * 6, "consent.relevance": 0.1}
CLOSE: Changes = {"consent.approval": 0.0, "consent.climate": 0.3}
SCARCE: Changes = {"coordinator.attention": 4.0, "organisations.opportunity_rate": 0.1}
WITHDRAWN: Changes = {
    "coordinator.end_week": 35, "organisations.opportunity_rate": 0.1,
    "organisations.attention": 0.0, "delivery.weeks": 14,
}  # fmt: skip
LEAVING: Changes = {"organisations.return_floor": [0.0, 0.0, 0.0], "organisations.patience": 4}
MISGUIDED: Changes = {"negotiation.confidence": 0.25, "organisations.opportunity_rate": 0.1}
DISTRUSTED: Changes = {"coordinator.legitimacy": [-0.4, -0.4, -0.4]} | {
    "organisations.opportunity_rate": 0.1
}
BESIDE: dict[str, Changes] = {
    "organisations.entry_rate": LEAVING,
    "organisations.firms_return": LEAVING | {"organisations.entry_rate": 0.5},
    "structure.newcomer_ties": LEAVING | {"organisations.entry_rate": 0.2},
    "structure.honouring_restored": {"delivery.imperfection": 0.8, "delivery.reciprocity": 0.5},
    "structure.misguidance": MISGUIDED,
    "structure.guidance_moves": MISGUIDED,
    "structure.negative_legitimacy": DISTRUSTED,
    "coordinator.reactance": MISGUIDED | {"structure.guidance_moves": "reactance"},
    "coordinator.goal_convergence": {"structure.guidance_moves": "positions_and_goals"},
    "coordinator.legitimacy_recovery": {"structure.legitimacy_over_time": "returns"},
    "delivery.restart_decay": {"structure.honouring_restored": "at_partnership"},
    "consent.objection": {
        "consent.rules": ["two_thirds_no_objection"] * 6,
        "consent.relevance": 0.1,
    },
    "consent.quorum": VOTED,
    "consent.shift_trust": VOTED | CLOSE | {"organisations.opportunity_rate": 0.1},
    "coordinator.joint_meeting_size": SCARCE,
    "delivery.crowding_out": WITHDRAWN,
    "delivery.exposure_memory": WITHDRAWN,
    "forming.target_share": {"community.buildings": 24},
    "organisations.commercial_pull": {"forming.benefit": 0.8},
    "areas": {"organisations.shared": True},
    "organisations.shared": {"areas": 2},
    "organisations.shared_growth": {"areas": 3},
    "coordinator.agenda": {"coordinator.agenda_bias": 0.5},
    "consent.shift_compensation": {"consent.compensation": 1.0},
    "organisations.patience": {"organisations.return_floor": [0.3, 0.3, 0.3]},
    "organisations.return_memory": {"organisations.return_floor": [0.0, 0.0, 0.0]},
    "market.space_area": {"community.yuan_per_unit": 3660.0},
    "slate.members": {"slate.enabled": True},
    "shock.area": {"areas": 2},
}
"""What makes a parameter matter."""


def beside(name: str) -> Changes:
    """What is there when a parameter is moved."""
    found = SMALL | arm("party") | BESIDE.get(name, {})
    if not name.startswith("shock."):
        return found
    return (
        found
        | {"shock.start_week": STRIKE, "shock.duration": STRIKE}
        | ({} if name.rpartition(".")[2] in SHOCKS else everything())
    )


def everything() -> Changes:
    """All shocks that leave a hub, half a year in."""
    found: Changes = {}
    for name in SHOCKS:
        found |= {} if name == "coordinator_removed" else shock(name)
    return found | {"shock.duration": STRIKE}


def moves() -> Iterator[tuple[str, Changes]]:
    """A name and changes for every value of every parameter, one parameter after another."""
    for name, field in declared():
        around = beside(name)
        start = around.get(name, base()[name])
        for value in VALUES.get(name) or _values(start, field):
            yield f"{name}={_told(value)}", around | {name: value}


def unmoved() -> Iterator[Changes]:
    """What is beside the parameters, with none of them moved; each once."""
    seen: list[Changes] = []
    for name, _ in declared():
        around = beside(name)
        if around not in seen:
            seen.append(around)
            yield around


def _told(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return "[" + ",".join(_told(each) for each in value) + "]"


def _values(start: Any, field: Any) -> tuple[Any, ...]:
    if isinstance(start, bool):
        return (not start,)
    if isinstance(start, list):
        return _vectors(start)
    low, high = bounds(field)
    if isinstance(start, int):
        high = min(high, max(int(start * SEVERAL), start + 1))
        middle = (low + start) // 2 if start == high else (start + high) // 2
    else:
        high = min(high, start * SEVERAL if start > 0.0 else 1.0)
        middle = (low + start) / 2 if start == high else (start + high) / 2
    found = [value for value in (low, high, middle) if value != start]
    return tuple(found[:2])


def _vectors(start: list[Any]) -> tuple[Any, ...]:
    """Turned round, and weighed item by item."""
    return (start[::-1], weighed(start))


def weighed(value: Any) -> Any:
    """A vector's items, or a matrix's rows, times weights; rounded to be read."""
    if not isinstance(value[0], list):
        return [round(each * weight, 4) for each, weight in zip(value, WEIGHTS, strict=False)]
    return [
        [round(each * weight, 4) for each in row]
        for row, weight in zip(value, WEIGHTS, strict=False)
    ]
