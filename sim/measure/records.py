"""What a run hands back: declared outputs with unit, type and labels, and the record itself.

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

    COHORT = "those from the cohort's first week on"
    SERVING = "of these, those in which something was supplied or served"
    RUN = "all"


class Shown(Flag):
    """Where else a weekly measure is shown, besides tables, exports and, if averaged, levels: by
    area, in the table areas; week by week, in bands over replicates; in the printed comparison."""

    NOWHERE = 0
    AREAS = auto()
    WEEKS = auto()
    TEXT = auto()


@dataclass(frozen=True)
class Output:
    """A declared column: name, unit, numpy dtype and labels in both languages.

    Of a weekly one also: averaged, None where it has no level; shown; and family, what several
    that stand side by side are parts of: their level is that of their sum. What it is, the function
    of its name (of a family: ``FAMILY_each``) in ``sim.week.diary`` tells, and in
    ``sim.week.areas`` of one area; its words in the catalogues are ``measure.NAME`` where it has a
    level or is shown week by week, and then ``unit.NAME``.
    """

    name: str
    unit: str
    dtype: str
    en: str
    zh: str
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
    Output("area", "id", "int8", "area", "片区"),
    Output("initiator", "code", "int16", "initiating organisation", "发起组织"),
    Output("sector", "index", "int8", "sector of the initiator", "发起方部门"),
    Output("start_week", "week", "int16", "start week", "开始周"),
    Output("size", "project sizes", "float32", "size", "规模"),
    Output("end", "code", "int8", "end", "结局"),
    Output("end_week", "week", "int16", "end week (-1: open)", "结束周（-1：未结束）"),
    Output(
        "formed_week",
        "week",
        "int16",
        "week co-production formed (-1: never)",
        "合作成形周（-1：未成形）",
    ),
    Output("members", "organisations", "int8", "members", "成员数"),
    Output("sectors", "bit mask", "int8", "sectors among the members", "成员所属部门"),
    Output("rounds", "weeks", "int8", "rounds of negotiation", "协商轮数"),
    Output("mediated", "weeks", "int8", "mediated rounds", "有调解的轮数"),
    Output(
        "hub_acts", "acts", "int16", "acts of the coordinator with content", "中枢节点实质行动数"
    ),
    Output("transaction_cost", "funds", "float32", "transaction cost", "交易成本"),
    Output("spent", "funds", "float32", "resources spent on it", "投入资源"),
    Output("lost", "funds", "float32", "resources lost with it", "损失资源"),
    Output("supplied", "needs", "float32", "needs it could supply", "可供给需求数"),
    Output("served", "needs", "int32", "needs served", "满足的需求数"),
    Output("misplaced", "needs", "float32", "misplaced supply", "错位供给"),
    Output("over", "needs", "float32", "oversupply", "过量供给"),
    Output("repeated", "flag", "int8", "repeated digging", "拉链工程"),
)

HISTORY_OUTPUTS = (
    Output("sectors_present", "bit mask", "int8", "sectors still present", "仍在场的部门"),
    Output(
        "live_joined", "flag", "int8", "live ties join all three sectors", "活跃联系连通三类主体"
    ),
    Output("net_value", "funds a week", "float32", "net public value", "净公共价值"),
    Output("served", "needs a week", "int32", "needs served", "满足的需求"),
    Output("formed", "projects a week", "int16", "projects formed", "成形项目"),
)


def _per_category(stem: str, unit: str, dtype: str, en: str, zh: str) -> tuple[Output, ...]:
    return tuple(
        Output(
            f"{stem}_{name}", unit, dtype, f"{en}: {name}", f"{zh}：{name}",
            shown=Shown.AREAS, family=stem,
        )
        for name in CATEGORIES
    )  # fmt: skip


def _per(
    names: tuple[str, ...], stem: str, unit: str, en: str, zh: str, averaged: Averaged | None = None
) -> tuple[Output, ...]:
    return tuple(
        Output(
            f"{stem}_{name}",
            unit,
            "float32",
            f"{en}: {name}",
            f"{zh}：{name}",
            averaged,
            family=stem,
        )
        for name in names
    )


WEEKLY_OUTPUTS = (
    *_per_category("arrived", "needs a week", "int32", "needs arising", "新增需求"),
    *_per_category("waiting", "needs", "int32", "needs waiting", "等待中的需求"),
    *_per_category("late", "needs", "int32", "needs waiting too long (unmet)", "缺位：久等需求"),
    *_per_category("served", "needs a week", "int32", "needs served", "满足的需求"),
    *_per_category("over", "needs a week", "float32", "oversupply", "过量供给"),
    *_per_category(
        "under", "needs a week", "float32", "undersupply where projects worked", "项目所及处的不足"
    ),
    Output(
        "match",
        "share",
        "float32",
        "share of supply that met a need",
        "供需匹配度",
        averaged=Averaged.SERVING,
    ),
    Output(
        "timeliness",
        "weeks",
        "float32",
        "waiting time of needs served this week",
        "被满足需求的等待时间",
        averaged=Averaged.SERVING,
    ),
    *_per(GROUPS, "served_group", "needs a week", "needs served by group", "各群体被满足的需求"),
    *_per(GROUPS, "satisfaction", "index 0-1", "satisfaction", "满意度"),
    *_per(GROUPS, "participation", "index 0-1", "participation", "参与度"),
    Output(
        "satisfaction",
        "index 0-1",
        "float32",
        "mean satisfaction",
        "平均满意度",
        averaged=Averaged.COHORT,
        shown=Shown.AREAS | Shown.WEEKS | Shown.TEXT,
    ),
    Output(
        "participation",
        "index 0-1",
        "float32",
        "mean participation",
        "平均参与度",
        averaged=Averaged.COHORT,
        shown=Shown.AREAS | Shown.WEEKS | Shown.TEXT,
    ),
    Output(
        "participation_members",
        "index 0-1",
        "float32",
        "participation of party members",
        "党员参与度",
    ),
    Output(
        "participation_breadth",
        "share",
        "float32",
        "share of active households",
        "参与广度",
        averaged=Averaged.COHORT,
    ),
    Output(
        "participation_depth", "index 0-1", "float32", "participation of the active", "参与深度"
    ),
    Output(
        "participation_gini",
        "Gini",
        "float32",
        "inequality of participation",
        "参与不平等",
        averaged=Averaged.COHORT,
    ),
    Output("voiced", "needs a week", "int32", "needs voiced", "表达出的需求", shown=Shown.AREAS),
    Output(
        "resident_trust",
        "index 0-1",
        "float32",
        "residents' trust",
        "居民信任",
        averaged=Averaged.COHORT,
        shown=Shown.AREAS | Shown.TEXT,
    ),
    Output(
        "tie_trust",
        "index 0-1",
        "float32",
        "mean trust between tied organisations",
        "组织间信任",
        averaged=Averaged.COHORT,
        shown=Shown.WEEKS | Shown.TEXT,
    ),
    Output("cross_ties", "ties", "int32", "ties across sectors", "跨部门联系"),
    Output("centralisation", "index 0-1", "float32", "degree centralisation", "度中心势"),
    Output(
        "integrated",
        "share",
        "float32",
        "organisations in the largest live component",
        "最大活跃分量占比",
    ),
    Output(
        "transaction_cost",
        "funds a week",
        "float32",
        "transaction cost",
        "交易成本",
        averaged=Averaged.RUN,
        shown=Shown.WEEKS,
    ),
    Output(
        "coordination_cost",
        "funds a week",
        "float32",
        "running cost of the coordinator",
        "协调成本",
        averaged=Averaged.RUN,
    ),
    *_per(ACTS, "asked", "acts a week", "acts asked for", "请求的行动"),
    *_per(
        ACTS,
        "hub",
        "acts a week",
        "acts of the coordinator, empty ones included",
        "中枢节点的行动（含空转）",
    ),
    *_per(ACTS, "peer", "acts a week", "acts granted by organisations", "组织自身的行动"),
    *_per(RESOURCES, "entered", "funds a week", "resources entering", "进入的资源", Averaged.RUN),
    *_per(RESOURCES, "spent", "funds a week", "resources spent", "使用的资源", Averaged.RUN),
    *_per(RESOURCES, "lost", "funds a week", "resources lost", "损失的资源", Averaged.RUN),
    *_per(RESOURCES, "held", "funds", "stocks, free, reserved and pooled", "存量资源"),
    *_per(RESOURCES, "pool", "funds", "pool", "资源池"),
    *_per(
        SECTORS, "legitimacy", "index -1 to 1", "legitimacy of the coordinator", "中枢节点合法性"
    ),
    *_per(SECTORS, "present", "organisations", "organisations present", "在场组织"),
    *_per(SECTORS, "honouring", "probability", "honouring propensity", "守约倾向"),
    Output(
        "firm_balance",
        "funds a week",
        "float32",
        "balance of lead and property firm",
        "企业收支",
        shown=Shown.AREAS,
    ),
    Output(
        "collection",
        "share",
        "float32",
        "households paying the fee",
        "物业费收缴率",
        shown=Shown.AREAS,
    ),
    Output("reported", "needs a week", "float32", "needs reported as served", "上报的满足需求"),
    Output("live_projects", "projects", "int32", "projects under way", "在办项目"),
)

AREA_OUTPUTS = (
    Output("area", "id", "int8", "area", "片区"),
    Output("week", "week", "int16", "week", "周"),
    *(output for output in WEEKLY_OUTPUTS if Shown.AREAS in output.shown),
)
"""Weekly measures that are told area by area, in units and types as over all areas."""

ENDS = tuple(end.name.lower() for end in End)
RUN_OUTPUTS = (
    Output("opportunities", "projects", "int32", "opportunities", "机会数"),
    Output(
        "capacity",
        "needs a project size",
        "float64",
        "needs a project of size 1 can serve",
        "单位规模可满足的需求",
    ),
    Output(
        "dependence",
        "share",
        "float64",
        "share of interaction through mediators",
        "经由中介的互动占比",
    ),
    Output(
        "imbalance_of_accounts",
        "funds",
        "float64",
        "largest weekly error of conservation",
        "守恒误差",
    ),
)

DIARY_OUTPUTS = tuple({o.name: o for o in (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS)}.values())
"""What is written down of a week: weekly measures, and those that breakdown is computed from."""
COLUMNS = tuple(output.name for output in DIARY_OUTPUTS)
"""Their names, in the order of the diary's table."""
AREA_COLUMNS = tuple(output.name for output in AREA_OUTPUTS)
"""The same of areas."""
