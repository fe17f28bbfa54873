"""Models as a Mesa user makes them, with many projects under way."""

from typing import Any

from small import PARTY, SMALL

from sim.model import CoProductionModel

BUSY = {
    **SMALL, **PARTY, "horizon": 30, "community.arrival_rate": 0.2,
    "organisations.opportunity_rate": 0.2, "forming.benefit": 9.0,
    "network.within_sector": 0.9, "network.cross_sector": 0.9, "sign_off.hazard": 0.9,
    "consent.approval": 5.0, "negotiation.tolerance": 0.5, "delivery.weeks": 8,
}  # fmt: skip
"""A small community with many projects under way."""


def busy(**more: Any) -> CoProductionModel:
    return CoProductionModel(**{**BUSY, **more})


def lived(weeks: int, **more: Any) -> CoProductionModel:
    model = busy(**more)
    for _ in range(weeks):
        model.step()
    return model
