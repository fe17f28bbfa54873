"""The words everything else is indexed by. Order is frozen: arrays and luck depend on it."""

from enum import IntEnum

CATEGORIES = (
    "elder_care",
    "accessibility",
    "parking",
    "public_space",
    "convenience_retail",
    "property_management",
)
RESOURCES = ("funds", "labour", "expertise", "space")
GROUPS = ("elderly", "young_renter", "other")
SECTORS = ("administrative", "market", "social")
FUNDS, LABOUR, EXPERTISE, SPACE = range(4)
ADMINISTRATIVE, MARKET, SOCIAL = range(3)


class Role(IntEnum):
    """What an organisation is. Its code in area 0 is ``ROLE_CODES * role + number in role``."""

    DEPARTMENT = 0
    STREET_OFFICE = 1
    RESIDENTS_COMMITTEE = 2
    LEAD_ENTERPRISE = 3
    PROPERTY_COMPANY = 4
    VENDOR = 5
    OWNERS_COMMITTEE = 6
    SOCIAL_ORGANISATION = 7
    VOLUNTEER_TEAM = 8
    DESIGNER = 9


ROLE_CODES = 64
AREA_CODES = 1024
"""An organisation's code in area a is its code in area 0, plus ``AREA_CODES * a``."""
MOST_AREAS = 32  # codes of initiators fit into 16 bits
SHARED_ROLES = (Role.DEPARTMENT, Role.LEAD_ENTERPRISE)
"""Who serves all areas of a run, where organisations are shared."""
SECTOR_OF_ROLE = (0, 0, 0, 1, 1, 1, 2, 2, 2, 2)


class End(IntEnum):
    """How an opportunity ended. Every opportunity has exactly one end."""

    BLOCKED = 0
    NO_PARTNER = 1
    SOLO = 2
    SIGN_OFF = 3
    RESIDENT_VETO = 4
    TRANSACTION_COST = 5
    GOAL_CONFLICT = 6
    FREE_RIDING = 7
    EXIT = 8
    VALUE_DISORDER = 9
    UNNEEDED = 10
    COMPLETED = 11
    OPEN = 12
    VACANT = 13  # nobody held the seat whose opportunity it was


SERVICE = (End.COMPLETED, End.SOLO)
"""Ends that delivered a service."""


class Act(IntEnum):
    """What attention is spent on; one act costs one unit of attention, whoever does it."""

    PANEL = 0
    INTRODUCTION = 1
    TRANSFER = 2
    WHISTLE = 3
    MEDIATION = 4
    MONITORING = 5
    BACKSTOP = 6
    GUIDANCE = 7


ACTS = tuple(act.name.lower() for act in Act)


class Stage(IntEnum):
    """Where a project stands."""

    FORMING = 0
    SIGN_OFF = 1
    NEGOTIATING = 2
    DELIVERING = 3
    ENDED = 4


class Consent(IntEnum):
    """How residents must agree to a category of a project."""

    NONE = 0
    TWO_THIRDS_NO_OBJECTION = 1
    DOUBLE_MAJORITY = 2


class Paid(IntEnum):
    """What became of an instalment this week."""

    NOT_DUE = -1
    BROKEN = 0
    KEPT = 1


class AskedFirst(IntEnum):
    """Of whom help is asked first, where there is a coordinator."""

    TOGETHER = 0
    HUB = 1
    PEERS = 2


class Watching(IntEnum):
    """What a coordinator's watching does to the members' own."""

    CROWDS_IN = 0
    UNION = 1
    LEFT_TO_HUB = 2


class Distrust(IntEnum):
    """What guidance is to a sector with which the coordinator's legitimacy is negative."""

    NOTICED = 0
    IGNORED = 1
    REPELS = 2


class Misguidance(IntEnum):
    """How often guidance that can't be followed costs legitimacy."""

    FREE = 0
    ONCE = 1
    EACH_ROUND = 2


class LegitimacyOverTime(IntEnum):
    """What becomes of legitimacy that was won or lost."""

    RETURNS = 0
    LASTS = 1
    FALLS_FASTER = 2


class Dependence(IntEnum):
    """What mediated interaction loses for the members' own ties."""

    NONE_LOST = 0
    HALF_OF_GROWTH = 1
    GROWTH = 2
    GROWTH_AND_LOSS = 3


class GuidanceMoves(IntEnum):
    """What guidance moves."""

    POSITIONS_AND_GOALS = 0
    POSITIONS = 1
    REACTANCE = 2


class NewcomerTies(IntEnum):
    """Ties that a newcomer to a seat has."""

    AS_AT_START = 0
    HALF_OF_LEAVER = 1
    NO_TIES = 2


class HonouringRestored(IntEnum):
    """When honouring that has decayed is back."""

    AT_PARTNERSHIP = 0
    NEVER = 1


CONTESTED = (
    AskedFirst, Watching, Distrust, Misguidance, LegitimacyOverTime, Dependence, GuidanceMoves,
    NewcomerTies, HonouringRestored,
)  # fmt: skip
"""Levels of the contested rules, in the order of the group ``structure``; no two have one name."""
NOBODY = -1
"""In place of an organisation."""
PERISHABLE = (LABOUR, EXPERTISE)
SMALL = 1e-9  # funds; what is missing below this counts as rounding
