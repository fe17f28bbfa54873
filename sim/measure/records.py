"""What a run hands back: declared outputs with unit, type and label, and the record itself.

A run's identity is the frozen pair (seed, replicate) beside its parameters. The record is raw:
breakdown and every other measure are derived from it later, by named functions.
"""

from dataclasses import dataclass, field
from enum import Enum, Flag, auto

import numpy as np
from numpy.typing import NDArray

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS, End


@dataclass(frozen=True)
class RunId:
    """Which run this is: two runs with equal parameters and RunId are equal to the bit."""

    seed: int
    replicate: int


class Averaged(Enum):
    """Over which weeks a weekly measure is averaged to one value a run, its level."""

    COHORT = "weeks from the cohort's first on"
    SERVING = "weeks from the cohort's first on in which something was supplied or served"
    RUN = "all weeks"


class Shown(Flag):
    """Where else a weekly measure is shown, besides tables, exports and, if averaged, levels: by
    area, in the table areas; week by week, in bands over replicates; in the printed comparison."""

    NOWHERE = 0
    AREAS = auto()
    WEEKS = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Output:
    """A declared column: name, unit, numpy dtype and label.

    Of a weekly one also: averaged, None where it has no level; shown; and family, what several
    that stand side by side are parts of: their level is that of their sum. What it is, the function
    of its name (of a family: ``FAMILY_each``) in ``sim.week.diary`` tells, and in
    ``sim.week.areas`` of one area. Its words in the catalogues: ``output.NAME``; ``measure.NAME``
    where it has a level or is shown week by week, and then ``unit.NAME``.
    """

    name: str
    unit: str
    dtype: str
    en: str
    averaged: Averaged | None = None
    shown: Shown = Shown.NOWHERE
    family: str = ""

    @property
    def measure(self) -> str:
        """Its family's name, or its own."""
        return self.family or self.name


@dataclass(frozen=True)
class RunRecord:
    """One finished run. Column names, units and types are those declared in this module.

    run: one value a declared RUN_OUTPUTS name.
    projects: one array (opportunities,) for each name of PROJECT_OUTPUTS, in order of start week.
    history: one array (weeks,) for each name of HISTORY_OUTPUTS; what breakdown is computed from.
    weekly: one array (weeks,) for each name of WEEKLY_OUTPUTS, over all areas.
    areas: one array (areas x weeks,) for each name of AREA_OUTPUTS, area by area; empty where there
    is one area, of which weekly says it all.
    """

    id: RunId
    run: dict[str, float]
    projects: dict[str, NDArray[np.generic]]
    history: dict[str, NDArray[np.generic]]
    weekly: dict[str, NDArray[np.generic]] = field(repr=False)
    areas: dict[str, NDArray[np.generic]] = field(repr=False, default_factory=dict)


PROJECT_OUTPUTS = (
    Output("area", "id", "int8", "area"),
    Output("initiator", "code", "int16", "initiating organisation"),
    Output("sector", "index", "int8", "sector of the initiator"),
    Output("tenure", "weeks", "int16", "weeks it had held its seat (-1: vacant)"),
    Output("start_week", "week", "int16", "start week"),
    Output("size", "project sizes", "float32", "size"),
    Output("end", "code", "int8", "end"),
    Output("end_week", "week", "int16", "end week (-1: open)"),
    Output("formed_week", "week", "int16", "week co-production formed (-1: never)"),
    Output("members", "organisations", "int8", "members"),
    Output("sectors", "bit mask", "int8", "sectors among the members"),
    Output("rounds", "weeks", "int8", "rounds of negotiation"),
    Output("mediated", "weeks", "int8", "mediated rounds"),
    Output("hub_acts", "acts", "int16", "acts of the coordinator with content"),
    Output("transaction_cost", "funds", "float32", "transaction cost"),
    Output("spent", "funds", "float32", "resources spent on it"),
    Output("lost", "funds", "float32", "resources lost with it"),
    Output("supplied", "needs", "float32", "needs it could supply"),
    Output("served", "needs", "int32", "needs served"),
    Output("misplaced", "needs", "float32", "misplaced supply"),
    Output("over", "needs", "float32", "oversupply"),
    Output("repeated", "flag", "int8", "repeated digging"),
)

HISTORY_OUTPUTS = (
    Output("vacant", "share", "float32", "largest share of a sector's seats that nobody holds"),
    Output("live_joined", "flag", "int8", "live ties join all three sectors"),
    Output("net_value", "funds a week", "float32", "net public value"),
    Output("served", "needs a week", "int32", "needs served"),
    Output("formed", "projects a week", "int16", "projects formed"),
)


def _per_category(stem: str, unit: str, dtype: str, en: str) -> tuple[Output, ...]:
    return tuple(
        Output(f"{stem}_{name}", unit, dtype, f"{en}: {name}", shown=Shown.AREAS, family=stem)
        for name in CATEGORIES
    )  # fmt: skip


def _per(
    names: tuple[str, ...], stem: str, unit: str, en: str, averaged: Averaged | None = None
) -> tuple[Output, ...]:
    return tuple(
        Output(f"{stem}_{name}", unit, "float32", f"{en}: {name}", averaged, family=stem)
        for name in names
    )


WEEKLY_OUTPUTS = (
    *_per_category("arrived", "needs a week", "int32", "needs arising"),
    *_per_category("waiting", "needs", "int32", "needs waiting"),
    *_per_category("late", "needs", "int32", "needs waiting too long (unmet)"),
    *_per_category("served", "needs a week", "int32", "needs served"),
    *_per_category("over", "needs a week", "float32", "oversupply"),
    *_per_category("under", "needs a week", "float32", "undersupply where projects worked"),
    Output("match", "share", "float32", "share of supply that met a need", averaged=Averaged.SERVING),
    Output("timeliness", "weeks", "float32", "waiting time of needs served this week", averaged=Averaged.SERVING),
    *_per(GROUPS, "served_group", "needs a week", "needs served by group"),
    *_per(GROUPS, "satisfaction", "index 0-1", "satisfaction"),
    *_per(GROUPS, "participation", "index 0-1", "participation"),
    Output("satisfaction", "index 0-1", "float32", "mean satisfaction", averaged=Averaged.COHORT, shown=Shown.AREAS | Shown.WEEKS | Shown.TEXT),
    Output("participation", "index 0-1", "float32", "mean participation", averaged=Averaged.COHORT, shown=Shown.AREAS | Shown.WEEKS | Shown.TEXT),
    Output("participation_members", "index 0-1", "float32", "participation of party members"),
    Output("participation_breadth", "share", "float32", "share of active households", averaged=Averaged.COHORT),
    Output("participation_depth", "index 0-1", "float32", "participation of the active"),
    Output("participation_gini", "Gini", "float32", "inequality of participation", averaged=Averaged.COHORT),
    Output("voiced", "needs a week", "int32", "needs voiced", shown=Shown.AREAS),
    Output("resident_trust", "index 0-1", "float32", "residents' trust", averaged=Averaged.COHORT, shown=Shown.AREAS | Shown.TEXT),
    Output("tie_trust", "index 0-1", "float32", "mean trust between tied organisations", averaged=Averaged.COHORT, shown=Shown.WEEKS | Shown.TEXT),
    Output("cross_ties", "ties", "int32", "ties across sectors"),
    Output("centralisation", "index 0-1", "float32", "degree centralisation"),
    Output("integrated", "share", "float32", "organisations in the largest live component"),
    Output("transaction_cost", "funds a week", "float32", "transaction cost", averaged=Averaged.RUN, shown=Shown.WEEKS),
    Output("coordination_cost", "funds a week", "float32", "running cost of the coordinator", averaged=Averaged.RUN),
    *_per(ACTS, "asked", "acts a week", "acts asked for"),
    *_per(ACTS, "hub", "acts a week", "acts of the coordinator, empty ones included"),
    *_per(ACTS, "peer", "acts a week", "acts granted by organisations"),
    *_per(RESOURCES, "entered", "funds a week", "resources entering", Averaged.RUN),
    *_per(RESOURCES, "spent", "funds a week", "resources spent", Averaged.RUN),
    *_per(RESOURCES, "lost", "funds a week", "resources lost", Averaged.RUN),
    *_per(RESOURCES, "held", "funds", "stocks, free, reserved and pooled"),
    *_per(RESOURCES, "pool", "funds", "pool"),
    *_per(SECTORS, "legitimacy", "index -1 to 1", "legitimacy of the coordinator"),
    *_per(SECTORS, "present", "organisations", "organisations present"),
    *_per(SECTORS, "honouring", "probability", "honouring propensity"),
    Output("firm_balance", "funds a week", "float32", "balance of lead and property firm", shown=Shown.AREAS),
    Output("collection", "share", "float32", "households paying the fee", shown=Shown.AREAS),
    Output("reported", "needs a week", "float32", "needs reported as served"),
    Output("live_projects", "projects", "int32", "projects under way"),
)

AREA_OUTPUTS = (
    Output("area", "id", "int8", "area"),
    Output("week", "week", "int16", "week"),
    *(output for output in WEEKLY_OUTPUTS if Shown.AREAS in output.shown),
)
"""Weekly measures that are told area by area, in units and types as over all areas."""

ENDS = tuple(end.name.lower() for end in End)
RUN_OUTPUTS = (
    Output("opportunities", "projects", "int32", "opportunities"),
    Output("capacity", "needs a project size", "float64", "needs a project of size 1 can serve"),
    Output("dependence", "share", "float64", "share of interaction through mediators"),
    Output("imbalance_of_accounts", "funds", "float64", "largest weekly error of conservation"),
)

DIARY_OUTPUTS = tuple({o.name: o for o in (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS)}.values())
"""What is written down of a week: weekly measures, and those that breakdown is computed from."""
COLUMNS = tuple(output.name for output in DIARY_OUTPUTS)
"""Their names, in the order of the diary's table."""
AREA_COLUMNS = tuple(output.name for output in AREA_OUTPUTS)
"""The same of areas."""
