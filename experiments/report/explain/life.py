"""What a story is told from: tables of one project's life, and of its twin's in another arm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from sim.base.vocabulary import ROLE_CODES, Role

CODES_IN_AREA = 1024
"""Codes of organisations in one area lie below it; those of area a begin at a times it."""


class Key(NamedTuple):
    """Which project, in every arm alike: area, code of its initiator, week of its start."""

    area: int
    initiator: int
    start_week: int

    @property
    def name(self) -> str:
        """What users call it: ``vendor_2@41``, or ``vendor_2@41/1`` outside the first area."""
        role, number = divmod(self.initiator % CODES_IN_AREA, ROLE_CODES)
        where = f"/{self.area}" if self.area else ""
        return f"{Role(role).name.lower()}_{number + 1}@{self.start_week}{where}"


@dataclass(frozen=True)
class Life:
    """One project's life. Funds are in the model's unit, weeks count from 0.

    project: its row of PROJECT_OUTPUTS. initiator: its name, as among the members.
    weeks: a row each week from start to end: week, stage, members (names), scope (K shares),
    buildings, pledged (funds), signatures (numbers of departments outstanding), rounds, mediated,
    spread (farthest member from the mean; nan outside negotiation), asked and kept (instalments
    so far), paid (funds so far).
    members: a row each organisation that was a member: name, sector, joined, left (week; -1 if it
    stayed), present (in the community, in the last week), pledged (most, funds), paid (funds),
    asked, kept (instalments).
    need, short: funds by resource, asked for in the end and still owed by members in the end.
    """

    project: Mapping[str, float]
    initiator: str
    weeks: pd.DataFrame
    members: pd.DataFrame
    need: Mapping[str, float]
    short: Mapping[str, float]

    @property
    def key(self) -> Key:
        """Which project this is."""
        return Key(*(int(self.project[name]) for name in ("area", "initiator", "start_week")))


@dataclass(frozen=True)
class Limits:
    """Rules of the model that a story names, in their own units."""

    tolerance: float
    rounds: int
    sign_off_weeks: int
    delivery_weeks: int
    completeness: float


@dataclass(frozen=True)
class Twin:
    """The same project of the same replicate in another arm.

    week, columns: first week in which any recorded number of the communities differs, and which
    ones; week -1 where none ever does.
    """

    arm: str
    life: Life
    week: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """Everything that one story is told from. chosen: by the declared rule, not by name."""

    arm: str
    replicate: int
    seed: int
    limits: Limits
    life: Life
    twin: Twin | None
    chosen: bool
