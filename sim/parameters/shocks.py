"""A declared shock: when it strikes, how long it lasts, and one size a kind; all off by default."""

from typing import Annotated

from pydantic import Field

from sim.base.vocabulary import MOST_AREAS
from sim.parameters.coordinator import Week
from sim.parameters.fields import Group, Share, choice, parameter

Lasting = Annotated[int, Field(ge=1, le=100_000)]


class Shock(Group):
    """What strikes in one week, in every arm alike. Kinds are off by default and can be combined."""

    start_week: Week = choice(78, "week", "A", "week in which the shock strikes", "冲击发生周")
    duration: Lasting = choice(26, "weeks", "A", "weeks that it lasts; turnover, a firm's leaving and a scandal happen once", "冲击持续周数（人员更替、企业退出、合法性丑闻为一次性）")
    area: Annotated[int, Field(ge=-1, le=MOST_AREAS - 1)] = choice(-1, "area", "A", "area that demand surge, budget cut, turnover, lockdown and broken pledges strike (-1: all); other shocks strike what all share", "冲击所及片区（-1：全部；仅对需求激增、预算削减、人员更替、封控、普遍失约有效）")
    coordinator_removed: bool = choice(False, "switch", "A", "the coordinator is gone while the shock lasts", "中枢节点撤出")
    budget_cut: Share = choice(0.0, "share", "A", "share of administrations' funds income that is cut", "行政部门资金收入削减比例")
    staff_turnover: Share = choice(0.0, "share", "A", "share of organisations whose staff is replaced", "人员更替的组织比例")
    firm_leaves: bool = choice(False, "switch", "A", "the lead enterprise leaves for good", "牵头企业退出")
    demand_surge: float = parameter(0.0, 0.0, 20.0, "ratio", "A", "rise of the rate at which needs arise, over that rate", "需求激增幅度")
    agenda_captured: Share = choice(0.0, "share", "A", "share of guidance that serves the agenda while the shock lasts, at least", "议程俘获程度")
    legitimacy_scandal: float = parameter(0.0, 0.0, 2.0, "index -1 to 1", "A", "legitimacy that the coordinator loses at once in every sector", "丑闻造成的合法性损失")
    lockdown: Share = choice(0.0, "share", "A", "share of contacts suspended: invitations between organisations, neighbours' influence", "封控中断的接触比例")
    pledges_broken: Share = choice(0.0, "share", "A", "share of instalments broken whatever members would do", "不论意愿而失约的分期比例")
