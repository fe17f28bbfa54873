"""The place and its residents: who lives there, what they need, how they take part."""

from typing import Annotated

from pydantic import Field

from sim.parameters.fields import (
    CategoryMix,
    Group,
    GroupMix,
    PerGroup,
    SharePerGroup,
    ToTuple,
    choice,
    parameter,
)

NeedsMix = Annotated[tuple[CategoryMix, CategoryMix, CategoryMix], ToTuple]


class Community(Group):
    """One community: households, buildings and needs."""

    households: Annotated[int, Field(ge=1, le=2_000_000)] = choice(3605, "households", "S", "households", "户数")
    buildings: Annotated[int, Field(ge=1, le=100_000)] = choice(43, "buildings", "S", "residential buildings", "楼栋数")
    households_per_entrance: Annotated[int, Field(ge=1, le=1000)] = choice(12, "households", "A", "households sharing an entrance", "每单元门户数")
    group_shares: GroupMix = choice((0.396, 0.370, 0.234), "share", "S", "share of elderly, young renters, others", "老年、青年租户、其他的占比")
    owner_shares: SharePerGroup = choice((0.9, 0.05, 0.75), "share", "A", "share of owners in each group", "各群体中业主占比")
    member_share: float = parameter(0.07, 0.0, 1.0, "share", "A", "households with a party member", "党员户占比")
    floor_area: float = parameter(55.0, 10.0, 500.0, "m2", "D", "mean floor area of a flat", "户均建筑面积")
    floor_area_spread: float = parameter(0.2, 0.0, 1.0, "log units", "A", "spread of floor areas", "面积离散度")
    yuan_per_unit: float = parameter(66000.0, 1.0, 1e9, "yuan per unit of funds", "D", "yuan that one unit of funds stands for", "单位资金对应的人民币")
    arrival_rate: float = parameter(0.03, 0.0, 1.0, "needs per household and week", "A", "rate at which needs arise (lambda)", "需求产生率（λ）")
    supply_ratio: float = parameter(1.0, 0.01, 20.0, "ratio", "A", "potential capacity over arrivals (psi)", "潜在供给与新增需求之比（ψ）")
    needs_mix: NeedsMix = choice(
        (
            (0.36, 0.26, 0.04, 0.12, 0.12, 0.10),
            (0.02, 0.06, 0.14, 0.18, 0.38, 0.22),
            (0.12, 0.10, 0.28, 0.18, 0.14, 0.18),
        ),
        "share", "A", "mix of needs by group over the six categories", "各群体六类需求构成",
    )
    ties_in_building: Annotated[int, Field(ge=0, le=12)] = choice(6, "ties", "A", "ties of a household in its building (even)", "楼内邻里联系数（偶数）")
    ties_outside: Annotated[int, Field(ge=0, le=12)] = choice(2, "ties", "A", "ties of a household across the community (even)", "楼外联系数（偶数）")


class Residents(Group):
    """How a household speaks up, takes part, is content and trusts."""

    participation_alpha: float = parameter(1.5, 0.05, 50.0, "shape", "A", "initial participation: first Beta shape", "初始参与：Beta 形状一")
    participation_beta: float = parameter(6.0, 0.05, 50.0, "shape", "A", "initial participation: second Beta shape", "初始参与：Beta 形状二")
    group_factors: PerGroup = choice((1.3, 0.6, 1.0), "factor", "F", "initial participation by group: committee activity rises with age", "各群体初始参与系数")
    member_factor: float = parameter(1.35, 0.1, 5.0, "factor", "F", "initial participation of party members: 65.1 against 48.4%", "党员初始参与系数")
    selectivity: float = parameter(0.3, 0.0, 1.0, "share", "S", "selective participation (sigma)", "选择性参与（σ）")
    contagion: float = parameter(0.03462, 0.0, 1.0, "per week", "C", "pull toward neighbours' participation (eta)", "邻里带动（η）")
    habit: float = parameter(0.04234, 0.0, 1.0, "per week", "C", "pull toward one's own baseline participation", "个人习惯")
    discouragement: float = parameter(0.006492, 0.0, 1.0, "per week", "C", "loss of participation while needs wait (delta)", "久等挫败（δ）")
    discouragement_cap: Annotated[int, Field(ge=1, le=6)] = choice(3, "needs", "A", "waiting needs at which discouragement is full", "挫败封顶需求数")
    encouragement: float = parameter(0.03515, 0.0, 1.0, "per need served", "C", "gain of participation when served (phi)", "被满足的鼓励（φ）")
    slight: float = parameter(0.02, 0.0, 1.0, "per project", "A", "loss when a project comes to the building and leaves one out", "被遗漏的失落")
    satisfaction_start: float = parameter(0.70, 0.0, 1.0, "index 0-1", "F", "initial and resting satisfaction (township government 70.2%)", "初始满意度")
    satisfaction_recovery: float = parameter(0.02, 0.0, 1.0, "per week", "A", "return of satisfaction to rest", "满意度回归")
    satisfaction_relief: float = parameter(0.20, 0.0, 1.0, "per need served", "A", "satisfaction gained when served", "被满足的满意度增量")
    satisfaction_strain: float = parameter(0.02, 0.0, 1.0, "per week", "A", "satisfaction lost while needs wait", "等待的满意度损失")
    trust_start: float = parameter(0.5, 0.0, 1.0, "index 0-1", "A", "initial trust of residents", "居民初始信任")
    trust_gain: float = parameter(0.05, 0.0, 1.0, "per need served", "A", "residents' trust gained when served", "被满足的信任增量")
    trust_break: float = parameter(0.02, 0.0, 1.0, "per broken project", "A", "residents' trust lost when a project in the building breaks", "项目破裂的信任损失")
