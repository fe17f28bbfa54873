"""The organisations: how many, what they hold, what they want, how they are tied."""

from typing import Annotated

from pydantic import Field

from sim.parameters.fields import (
    CategoryMix,
    Group,
    PerCategory,
    PerResource,
    PerSector,
    RealPerSector,
    SharePerSector,
    ToTuple,
    choice,
    parameter,
)

SectorByResource = Annotated[tuple[PerResource, PerResource, PerResource], ToTuple]
SectorByCategory = Annotated[tuple[CategoryMix, CategoryMix, CategoryMix], ToTuple]
Count = Annotated[int, Field(ge=0, le=64)]


class Organisations(Group):
    """Who is there, and with what: 7 administrations, 6 firms, 10 social organisations."""

    departments: Annotated[int, Field(ge=0, le=5)] = choice(5, "organisations", "S", "district departments taking part (housing, civil affairs, urban management, finance, commerce)", "参与的区级部门")
    street_offices: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "street office", "街道办事处")
    residents_committees: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "residents' committee", "居民委员会")
    lead_enterprises: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "lead enterprise", "牵头企业")
    property_companies: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "property company", "物业公司")
    vendors: Count = choice(4, "organisations", "A", "small vendors", "小商户")
    owners_committees: Annotated[int, Field(ge=0, le=1)] = choice(1, "organisations", "S", "owners' committee", "业主委员会")
    social_organisations: Count = choice(4, "organisations", "A", "social organisations", "社会组织")
    volunteer_teams: Count = choice(3, "organisations", "A", "volunteer teams", "志愿者队伍")
    designers: Count = choice(2, "organisations", "A", "community designers", "责任规划师与设计团队")

    shared: bool = choice(True, "switch", "A", "departments and the lead enterprise serve all areas; false: each area has its own", "区级部门与牵头企业由各片区共享")
    shared_growth: float = parameter(1.0, 0.0, 1.0, "ratio", "A", "growth of a shared organisation (income, attention, limits) with each further area, over its size for one", "每增一个片区，共享组织规模的增量（相对单片区规模）")

    heterogeneity: float = parameter(1.248, 0.02, 20.0, "ratio", "C", "spread of goals between organisations", "目标异质性")
    goal_concentration: float = parameter(8.0, 0.1, 1000.0, "Dirichlet concentration", "A", "concentration of goals at heterogeneity 1", "目标集中度")
    goals: SectorByCategory = choice(
        ((1.0, 3.0, 1.0, 3.0, 0.5, 1.0), (0.5, 0.5, 1.5, 0.5, 3.5, 2.0), (3.0, 1.0, 0.5, 2.0, 0.5, 0.7)),
        "weight", "A", "mean goals by sector over the six categories", "各部门目标均值",
    )
    responsiveness: float = parameter(0.6225, 0.0, 1.0, "exponent", "C", "weight of sensed need against own goals (rho); 1 - path dependence", "回应性（ρ）＝1－路径依赖")
    sensing_noise: float = parameter(0.8299, 0.0, 5.0, "log units", "C", "noise in sensing voiced needs (sigma_s)", "需求感知噪声（σ_s）")
    visible_bias: float = parameter(0.15, 0.0, 1.0, "share", "S", "administrations' bias to visible output", "政绩导向")
    visible_output: CategoryMix = choice((0.0, 2.0, 0.5, 3.0, 0.5, 0.0), "weight", "A", "what counts as visible output", "看得见的项目构成")
    commercial_pull: float = parameter(0.5, 0.0, 10.0, "funds", "A", "firms' extra utility from revenue-bearing scope", "企业对可经营内容的偏好")
    commercial_scope: PerCategory = choice((0.2, 0.0, 0.8, 0.0, 1.0, 0.8), "share", "A", "how far each category bears revenue", "各类内容的可经营性")
    mission_drift: float = parameter(0.2, 0.0, 1.0, "share", "S", "social organisations' drift from those they represent", "表达偏离")
    opportunity_rate: float = parameter(0.03, 0.0, 1.0, "per organisation and week", "A", "rate of opportunities (iota)", "机会率（ι）")
    size_spread: float = parameter(0.4, 0.0, 3.0, "log units", "A", "spread of project sizes (mean 1)", "项目规模离散度")
    open_limit: Annotated[int, Field(ge=1, le=1000)] = choice(5, "projects", "A", "open projects an organisation can have as initiator", "同时在办项目上限")
    attention: float = parameter(0.8082, 0.0, 1000.0, "acts per week", "C", "own attention of an organisation", "组织自身注意力")
    honouring_mean: float = parameter(0.7356, 0.05, 0.95, "probability", "C", "mean honouring propensity", "平均守约倾向")
    honouring_spread: float = parameter(0.12, 0.0, 0.5, "probability", "A", "spread of honouring propensity", "守约倾向离散度")
    income: SectorByResource = choice(
        ((0.45, 0.25, 0.13, 0.18), (0.60, 0.20, 0.20, 0.08), (0.06, 0.45, 0.40, 0.04)),
        "funds per week", "A", "weekly income of an organisation by sector and resource", "各部门组织每周收入",
    )
    income_factor: float = parameter(0.7523, 0.0, 100.0, "factor", "C", "factor on all incomes", "收入系数")
    initial_weeks: float = parameter(8.0, 0.0, 520.0, "weeks of income", "A", "stocks at the start", "初始存量")
    perish_rate: float = parameter(0.05, 0.0, 1.0, "per week", "A", "labour and expertise perishing unused", "人力与专业的流失率")
    running_share: float = parameter(0.1, 0.0, 1.0, "share of funds income", "A", "running cost of an organisation", "组织运行成本占比")
    return_floor: RealPerSector = choice((-0.08, -0.06, -0.07), "funds per week", "A", "average net return below which an organisation loses patience", "回报底线")
    patience: Annotated[int, Field(ge=1, le=10_000)] = choice(26, "weeks", "A", "weeks under the floor before leaving", "退出前的耐心")
    return_memory: Annotated[int, Field(ge=1, le=520)] = choice(26, "weeks", "A", "memory of the average return", "回报记忆期")


class Network(Group):
    """Ties between organisations: trust in [0, 1]."""

    within_sector: float = parameter(0.535, 0.0, 1.0, "probability", "C", "ties within a sector", "部门内联系概率")
    cross_sector: float = parameter(0.1182, 0.0, 1.0, "probability", "C", "ties across sectors", "跨部门联系概率")
    weight_alpha: float = parameter(4.0, 0.05, 100.0, "shape", "A", "tie weights: first Beta shape", "联系强度：Beta 形状一")
    weight_beta: float = parameter(4.0, 0.05, 100.0, "shape", "A", "tie weights: second Beta shape", "联系强度：Beta 形状二")
    retention: float = parameter(0.998, 0.0, 1.0, "per week", "A", "share of a tie kept each week", "联系每周保留率")
    kept_pledge: float = parameter(0.02494, 0.0, 1.0, "per instalment", "C", "trust gained in a partner who honours", "守约的信任增量")
    broken_pledge: float = parameter(0.06928, 0.0, 1.0, "per instalment", "C", "trust lost in a partner who does not", "失约的信任损失")
    success: float = parameter(0.08, 0.0, 1.0, "per success", "A", "growth of ties between members of a success", "成功的联系增长")
    closure: float = parameter(0.35, 0.0, 1.0, "trust", "A", "new tie between members of a success that had none", "成功后新建联系强度")
    acquainted: float = parameter(0.3, 0.0, 1.0, "trust", "A", "tie needed to mediate or introduce", "可居间的联系门槛")
    stranger_weight: float = parameter(0.1, 0.0, 1.0, "trust", "A", "weight of a stranger's voice at the table", "陌生者的话语权重")
    referral_discount: float = parameter(0.5, 0.0, 1.0, "factor", "A", "discount on trust through a member", "转介信任折扣")
    repair: float = parameter(0.02, 0.0, 1.0, "per mediated round", "A", "repair of members' ties by a mediator", "调解修复联系")

    attention_price: float = parameter(0.01, 0.0, 100.0, "funds per act", "D", "funds that one act of attention is worth", "单位注意力的资金价值")


class Market(Group):
    """The lead enterprise and the property company: what they earn and what they must pay."""

    fee: float = parameter(0.43, 0.0, 100.0, "yuan per m2 and month", "M", "property fee", "物业费")
    collection_base: float = parameter(0.82, 0.0, 1.0, "share", "F", "households paying at resting satisfaction (82.16% in 2020)", "基准收缴率")
    collection_slope: float = parameter(0.5, 0.0, 5.0, "share per index", "A", "rise of paying households with satisfaction", "收缴率对满意度的斜率")
    quality_doubt: float = parameter(0.1, 0.0, 1.0, "share", "A", "paying households lost to doubt about quality before trial", "对质量的疑虑")
    space_shares: SharePerSector = choice((0.2, 0.3, 0.5), "share", "A", "public, semi-public and commercial share of opened space", "公益、半公益、经营性空间占比")
    space_rents: PerSector = choice((0.0, 20.0, 60.0), "yuan per m2 and week", "A", "rent by kind of space at purchasing power 1", "各类空间租金")
    space_area: float = parameter(1700.0, 0.0, 1e7, "m2", "M", "idle space opened to the lead enterprise", "开放的闲置空间")
    space_week: Annotated[int, Field(ge=0, le=10_000)] = choice(8, "week", "A", "week in which the space is opened, in every arm", "空间开放周")
    space_charge: float = parameter(0.0, 0.0, 10_000.0, "yuan per m2 and week", "S", "what the firm pays for the space (0: handed over free)", "空间使用费（0：无偿提供）")
    rule_waiver: float = parameter(1.0, 0.0, 1.0, "share", "A", "share of semi-public and commercial use that rules on the space are waived for", "空间使用规则豁免比例")
    purchasing_power: float = parameter(1.0, 0.0, 10.0, "ratio", "A", "purchasing power of the surroundings", "购买力")
    fixed_cost: float = parameter(0.3, 0.0, 1000.0, "funds per week", "A", "fixed cost of the firm, shared over areas", "固定成本")
    variable_cost: float = parameter(0.55, 0.0, 1000.0, "funds per week and area", "D", "operating cost in one area", "片区运营成本")
    capital: float = parameter(5.0, 0.0, 1e6, "funds", "A", "capital that the lead enterprise and the property company each bring", "资本金")

