"""The life of a project: forming, sign-off, consent, negotiating, delivering, completion."""

from typing import Annotated, Literal

from pydantic import Field

from sim.parameters.fields import Group, PerResource, SomePositive, ToTuple, choice, parameter

Weeks = Annotated[int, Field(ge=1, le=520)]
ConsentRule = Literal["none", "double_majority", "two_thirds_no_objection"]
NeedTable = Annotated[
    tuple[PerResource, PerResource, PerResource, PerResource, PerResource, PerResource],
    ToTuple,
    SomePositive,
]
ConsentRules = Annotated[
    tuple[ConsentRule, ConsentRule, ConsentRule, ConsentRule, ConsentRule, ConsentRule], ToTuple
]


class Forming(Group):
    """Finding partners and pledges."""

    needs: NeedTable = choice(
        (
            (4.0, 6.0, 5.0, 3.0),
            (10.0, 3.0, 4.0, 1.0),
            (6.0, 3.0, 2.0, 6.0),
            (5.0, 6.0, 3.0, 2.0),
            (4.0, 3.0, 3.0, 6.0),
            (6.0, 8.0, 3.0, 1.0),
        ),
        "funds", "A", "resources a project of size 1 needs, by category", "单位规模各类项目所需资源",
    )
    benefit: float = parameter(4.527, 0.0, 100.0, "funds", "C", "benefit of a fully aligned project to a member", "完全契合项目的收益")
    private_cost: float = parameter(0.06, 0.0, 1.0, "funds per funds pledged", "A", "private cost of a pledged unit", "承诺资源的私人成本")
    transaction_rate: float = parameter(0.02563, 0.0, 10.0, "funds per link and round", "C", "transaction cost of a link (kappa)", "每条联系的交易成本（κ）")
    max_share: float = parameter(0.4, 0.05, 1.0, "share", "A", "largest share of the need one member carries", "单一成员最高承担比例")
    reserve_share: float = parameter(0.5, 0.0, 1.0, "share", "A", "share of free stock a member reserves at most", "可预留自由存量比例")
    deadline: Weeks = choice(6, "weeks", "A", "weeks to find partners", "寻找伙伴期限")
    asks_per_week: Annotated[int, Field(ge=1, le=64)] = choice(2, "organisations per week", "A", "organisations asked a week", "每周邀约数")
    complement: float = parameter(2.0, 0.0, 100.0, "factor", "A", "preference for a sector not yet at the table", "对缺席部门的偏好")
    introduced_tie: float = parameter(0.35, 0.0, 1.0, "trust", "A", "tie made by an introduction", "引介形成的联系强度")
    target_share: float = parameter(0.08, 0.0, 1.0, "share of buildings", "A", "buildings a project of size 1 goes to", "目标楼栋占比")
    panel_size: Annotated[int, Field(ge=1, le=10_000)] = choice(40, "residents", "S", "residents on a deliberation panel", "议事团人数")
    panel_weight: float = parameter(0.7, 0.0, 1.0, "share", "A", "share of sensing that a panel replaces", "议事替代感知的比重")
    panel_upper_tier: float = parameter(0.0, 0.0, 1.0, "share", "A", "share of a panel that speaks for the whole community, not for the project's buildings (two-tier platform)", "两级平台中全社区一级所占比例")


class SignOff(Group):
    """Line departments sign in parallel (条块矛盾)."""

    hazard: float = parameter(0.1553, 0.0, 1.0, "per week", "C", "chance that a department signs in a week", "部门每周签批概率")
    deadline: Weeks = choice(16, "weeks", "A", "weeks to get all signatures", "签批期限")
    relevance: float = parameter(0.22, 0.0, 1.0, "share of scope", "A", "share of scope from which a category's department must sign", "需签批的内容占比")
    whistle_factor: float = parameter(2.5, 1.0, 50.0, "factor", "A", "speed-up of signing by the whistle", "吹哨加速倍数")


class Consent(Group):
    """Residents' consent, by building or entrance."""

    rules: ConsentRules = choice(
        ("none", "two_thirds_no_objection", "double_majority", "none", "none", "double_majority"),
        "rule", "L", "consent rule by category", "各类内容的同意规则",
    )
    relevance: float = parameter(0.25, 0.0, 1.0, "share of scope", "A", "share of scope from which a category's consent is needed", "需征求同意的内容占比")
    canvass_weeks: Weeks = choice(4, "weeks", "A", "weeks of canvassing", "入户征询周数")
    turnout: float = parameter(0.40, 0.0, 1.0, "per week", "A", "chance that an owner votes in a week of canvassing", "业主每周投票概率")
    turnout_participation: float = parameter(0.3, 0.0, 1.0, "per index", "A", "rise of turnout with participation", "投票率随参与度上升")
    quorum: float = parameter(0.6667, 0.0, 1.0, "share", "L", "turnout needed, households and area (Civil Code, article 278: two thirds)", "参与表决门槛")
    approval: float = parameter(1.2, -10.0, 10.0, "logits", "A", "mean leaning toward consent", "平均赞成倾向")
    objection: float = parameter(5.5, 0.0, 50.0, "logits", "A", "distance below the mean from which a household objects", "反对门槛")
    climate: float = parameter(1.0, 0.0, 20.0, "logits", "A", "spread of leanings between buildings", "楼栋间倾向差异")
    shift_trust: float = parameter(1.5, 0.0, 20.0, "logits per index", "A", "shift by residents' trust", "信任对赞成的影响")
    shift_panel: float = parameter(0.6, 0.0, 20.0, "logits", "A", "shift by deliberation", "议事对赞成的影响")
    shift_compensation: float = parameter(1.0, 0.0, 20.0, "logits per unit", "A", "shift by compensation per project size", "补偿对赞成的影响")
    compensation: float = parameter(0.0, 0.0, 100.0, "funds per project size", "A", "compensation paid by the initiator", "补偿额")


class Negotiation(Group):
    """Bounded confidence among members."""

    step: float = parameter(0.25, 0.0, 1.0, "per round", "A", "step toward the voices heard (mu)", "趋同步长（μ）")
    confidence: float = parameter(0.553, 0.0, 1.0, "distance", "C", "distance within which voices are heard (epsilon)", "有界信任（ε）")
    tolerance: float = parameter(0.1627, 0.0, 1.0, "distance", "C", "distance from the mean at which all agree (tol)", "一致容差")
    pull_back: float = parameter(0.0773, 0.0, 1.0, "per round", "C", "pull back to one's own goals", "回拉自身目标")
    rounds: Weeks = choice(14, "rounds", "A", "rounds before goals count as irreconcilable", "协商轮数上限")
    disagreement: float = parameter(2.0, 0.0, 50.0, "factor", "A", "extra cost per distance from the mean", "分歧加价")


class Delivery(Group):
    """Paying instalments: imperfect conditional cooperation with a temptation."""

    weeks: Weeks = choice(8, "weeks", "A", "planned weeks of delivery", "计划交付周数")
    slack: Annotated[int, Field(ge=0, le=520)] = choice(5, "weeks", "A", "weeks of slack", "宽限周数")
    trust: float = parameter(2.724, -20.0, 20.0, "logits", "C", "effect of trust (b_trust)", "信任效应")
    alignment: float = parameter(1.11, -20.0, 20.0, "logits", "C", "effect of alignment (b_align)", "契合效应")
    peers: float = parameter(1.706, -20.0, 20.0, "logits", "C", "effect of the peers' record (b_peer)", "同伴效应")
    peers_neutral: float = parameter(0.6, 0.0, 1.0, "share", "A", "peers' record without effect", "同伴中性水平")
    monitoring: float = parameter(1.0, -20.0, 20.0, "logits", "L", "effect of being watched (b_mon)", "监督效应")
    temptation: float = parameter(2.264, 0.0, 20.0, "logits", "C", "temptation by instalment over stock (b_tempt)", "搭便车诱惑")
    crowding_out: float = parameter(0.1, 0.0, 0.3, "logits", "A", "later loss where monitoring was withdrawn (c_out)", "监督挤出（c_out）")
    exposure_memory: float = parameter(0.9, 0.0, 1.0, "per instalment", "A", "memory of having been watched", "受监督记忆")
    completeness: float = parameter(0.95, 0.05, 1.0, "share", "A", "share of each resource that counts as done", "视为完成的比例")
    reciprocity: float = parameter(0.1585, 0.0, 1.0, "per project", "C", "adjustment of honouring to what partners did", "互惠调整")
    imperfection: float = parameter(0.3854, 0.0, 1.0, "share", "C", "how far below partners conditional cooperators aim", "不完全条件合作")
    success_lift: float = parameter(0.005031, 0.0, 1.0, "per success", "C", "rise of honouring after a success", "成功的守约增量")


class Completion(Group):
    """When delivered work counts as public value."""

    misplaced_limit: float = parameter(0.5, 0.0, 1.0, "share of supply", "A", "misplaced share above which value is disordered", "价值失序门槛")
    unneeded_limit: float = parameter(0.5, 0.0, 1.0, "share of supply", "A", "oversupplied share above which work is unneeded", "无需门槛")
    digging_window: Weeks = choice(12, "weeks", "S", "weeks within which works on the same place repeat", "拉链工程窗口")
    value_of_size: float = parameter(36.0, 0.0, 1e6, "funds per project size", "A", "declared value of a project of size 1 fully serving needs: twice its cost", "单位规模完全满足时的公共价值")


class Slate(Group):
    """Fixed slate: identical formed projects injected into every arm, so process is apart from selection."""

    enabled: bool = choice(False, "switch", "A", "inject identical projects into all arms", "固定项目清单")
    members: Annotated[int, Field(ge=2, le=16)] = choice(4, "organisations", "A", "members of a slate project", "清单项目成员数")


class Measures(Group):
    """Thresholds of what is counted during the run."""

    late_after: Weeks = choice(12, "weeks", "A", "weeks after which a waiting need counts as unmet (缺位)", "缺位门槛")
    active_from: float = parameter(0.3, 0.0, 1.0, "index 0-1", "A", "participation from which a household counts as active", "活跃参与门槛")
    live_window: Weeks = choice(26, "weeks", "A", "weeks in which an honoured pledge keeps a tie live", "联系活跃窗口")
