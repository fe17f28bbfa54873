"""The coordinator: one code for every kind; a kind is only a set of these values."""

from typing import Annotated, Literal

from pydantic import Field

from sim.parameters.fields import (
    CategoryMix,
    EachOnce,
    Group,
    PerSector,
    Share,
    SharePerSector,
    SignedPerSector,
    ToTuple,
    choice,
    parameter,
)

Week = Annotated[int, Field(ge=0, le=100_000)]
ActName = Literal[
    "panel", "introduction", "transfer", "whistle", "mediation", "monitoring", "backstop", "guidance"
]
Priorities = Annotated[
    tuple[ActName, ActName, ActName, ActName, ActName, ActName, ActName, ActName],
    ToTuple,
    EachOnce,
]


class Coordinator(Group):
    """A central node with attention, legitimacy, reach and four mechanisms. Default: none."""

    start_week: Week = choice(0, "week", "A", "first week of the coordinator", "开始周")
    end_week: Week = choice(100_000, "week", "A", "first week without it again", "结束周")
    attention: float = parameter(0.0, 0.0, 1e5, "acts per week", "A", "attention before formalism (B)", "注意力总量（B）")
    formalism: float = parameter(0.0, 0.0, 1.0, "share", "S", "attention lost to formalities; widens reported over real results", "形式主义")
    reach: SharePerSector = choice((1.0, 0.6, 0.6), "share", "A", "share of organisations reached, by sector", "各部门覆盖率")
    legitimacy: SignedPerSector = choice((0.3, 0.3, 0.3), "index -1 to 1", "A", "legitimacy at the start, by sector (L)", "各部门初始合法性（L）")
    legitimacy_gain: float = parameter(0.05, 0.0, 1.0, "per project", "A", "learning of legitimacy from outcomes", "合法性学习率")
    backlash: float = parameter(0.01, 0.0, 1.0, "per round", "A", "legitimacy lost by guidance nobody can follow", "引领脱节的合法性损失")
    mobilisation: Share = choice(0.0, "probability", "A", "strength of organisational mobilisation", "组织动员强度")
    guidance: Share = choice(0.0, "probability", "A", "strength of political guidance", "政治引领强度")
    resources: Share = choice(0.0, "probability", "A", "strength of resource integration", "资源整合强度")
    integration: Share = choice(0.0, "probability", "A", "strength of network integration", "网络整合强度")
    share_panel: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for deliberation panels", "议事团占其机制强度的比例")
    share_introduction: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for introductions", "引介占其机制强度的比例")
    share_transfer: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for transfers", "资源调配占其机制强度的比例")
    share_whistle: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for whistles", "吹哨报到占其机制强度的比例")
    share_mediation: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for mediation", "协调委员会调解占其机制强度的比例")
    share_monitoring: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for monitoring", "监督占其机制强度的比例")
    share_backstop: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for labour backstop", "党员兜底占其机制强度的比例")
    share_guidance: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for guidance at the table", "会商引领占其机制强度的比例")
    informed: bool = choice(True, "switch", "A", "acts on information; false: permuted target, acts by lot", "是否基于信息")
    sensing_noise: float = parameter(0.6, 0.0, 5.0, "log units", "A", "noise in the coordinator's estimate of need", "需求判断噪声")
    agenda_bias: float = parameter(0.0, 0.0, 1.0, "share", "A", "share of guidance that serves an agenda, not need", "议程偏差")
    agenda: CategoryMix = choice((0.0, 2.0, 0.5, 3.0, 0.5, 0.0), "weight", "A", "the agenda that bias serves", "议程内容")
    red_line: float = parameter(1.0, 0.0, 1.0, "distance", "A", "distance from its estimate at which agreement is refused (1: never)", "底线距离")
    resident_mobilisation: float = parameter(0.01, 0.0, 1.0, "per week", "A", "rise of participation by mobilisation", "居民动员率")
    member_floor: float = parameter(0.4, 0.0, 1.0, "index 0-1", "A", "participation below which members do not fall", "党员参与下限")
    trial: float = parameter(0.5, 0.0, 1.0, "share", "S", "doubt about quality removed by trial before purchase (先尝后买)", "先尝后买消除疑虑比例")
    slack_weeks: float = parameter(8.0, 0.0, 520.0, "weeks of income", "A", "stock an organisation keeps before it counts as slack", "视为闲置前的保留存量")
    pool_rate: float = parameter(0.25, 0.0, 1.0, "per week", "A", "share of slack that goes to the pool", "闲置入池比例")
    transfer_share: float = parameter(0.25, 0.0, 1.0, "share of need", "A", "largest transfer, as a share of the project's need", "单次调配上限")
    attention_cost: float = parameter(0.01, 0.0, 100.0, "funds per act", "D", "running cost of one act of attention: half a week of a worker at 60,000 yuan a year", "单位注意力成本")
    payers: PerSector = choice((1.0, 0.0, 0.0), "weight", "A", "who pays the running cost, by sector", "成本承担者")
    handed_over: bool = choice(False, "switch", "A", "attention and budget go to the organisations pro rata instead", "均分给各组织")
    priorities: Priorities = choice(
        ("mediation", "guidance", "monitoring", "introduction", "transfer", "whistle", "panel", "backstop"),
        "order", "A", "which acts are granted first", "行动优先次序",
    )

    rotation_weeks: Annotated[int, Field(ge=0, le=5200)] = choice(0, "weeks", "A", "term of an elected lead organisation, after which another leads (0: a standing office)", "选举产生的牵头组织任期，期满轮换（0：常设机构）")
    imposed: Share = choice(0.0, "share", "A", "share of scopes, and of positions at the table, that administrations prescribe", "行政指定服务内容的比例")
    enforcement: Share = choice(0.0, "share", "A", "share of a broken instalment that is collected all the same from those it watches", "违约投入被强制执行的比例")
    earmark: float = parameter(0.0, 0.0, 1.0, "index 0-1", "A", "least alignment with its target from which a project receives transfers (0: any)", "专项资金要求的最低契合度（0：不限）")
    pool_sectors: SharePerSector = choice((1.0, 1.0, 1.0), "share", "A", "share of slack that each sector lets flow to the pool (five-party linkage)", "各部门闲置资源参与联动的比例（五方联动）")
    joint_meeting_size: float = parameter(1000.0, 0.0, 1000.0, "project sizes", "A", "size from which a matter is major and goes first, to the joint meeting (1000: none)", "由联席会优先处理的大事规模（1000：无）")
    yardstick: bool = choice(False, "switch", "S", "acts go first where residents are least satisfied", "以居民满意度为标尺")
    covenant: float = parameter(0.0, 0.0, 5.0, "logits", "A", "rise of honouring among reached organisations bound by a covenant", "公约对守约的提升")
    observation: Share = choice(0.0, "share", "A", "share of needs nobody voiced that immersive observation finds", "沉浸式观察发现的未表达需求比例")
    revision: float = parameter(0.0, 0.0, 1.0, "per week", "A", "move of a watched project's scope toward its target while work goes on", "实施中方案动态调整幅度")
    station: float = parameter(0.0, 0.0, 1.0, "per week", "A", "growth of ties between reached organisations that meet at the practice station", "实践站促成的联系增长")
    online: Share = choice(0.0, "share", "A", "share of its congestion in mediation that online channels take away", "线上渠道消除的协调拥堵比例")
    co_managers: float = parameter(0.0, 0.0, 1000.0, "residents", "A", "co-managers, each giving an act a week as far as residents take part", "共管员人数（按居民参与度出力）")
