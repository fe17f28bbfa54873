"""Units, groups and named values of parameters, for tables that people read."""

from experiments.messages.text import Text

_UNITS_ZH = {
    "weeks": "周", "week": "第几周", "areas": "片区", "households": "户", "buildings": "栋",
    "share": "份额", "m2": "平方米", "log units": "对数单位", "yuan per unit of funds": "元/资金单位",
    "needs per household and week": "项需求/户/周", "ratio": "比值", "ties": "条联系", "shape": "形状参数",
    "factor": "倍数", "per week": "每周", "needs": "项需求", "per need served": "每满足一项需求",
    "per project": "每个项目", "index 0-1": "指数，0至1", "per broken project": "每个破裂项目",
    "organisations": "个组织", "Dirichlet concentration": "狄利克雷集中度", "weight": "权重",
    "exponent": "指数幂", "funds": "资金单位", "per organisation and week": "每组织每周",
    "projects": "个项目", "acts per week": "次行动/周", "probability": "概率",
    "funds per week": "资金单位/周", "weeks of income": "周收入", "share of funds income": "占资金收入份额",
    "per instalment": "每期投入", "per success": "每次成功", "trust": "信任", "per mediated round": "每轮调解",
    "funds per act": "资金单位/次行动", "funds per funds pledged": "资金单位/承诺资金",
    "funds per link and round": "资金单位/联系/轮", "organisations per week": "个组织/周",
    "share of buildings": "占楼栋份额", "residents": "名居民", "share of scope": "占项目范围份额",
    "rule": "规则", "per index": "每单位指数", "logits": "对数几率", "logits per index": "对数几率/单位指数",
    "logits per unit": "对数几率/单位", "funds per project size": "资金单位/项目规模", "per round": "每轮",
    "distance": "距离", "rounds": "轮", "share of supply": "占供给份额",
    "yuan per m2 and month": "元/平方米/月", "share per index": "份额/单位指数",
    "yuan per m2 and week": "元/平方米/周", "funds per week and area": "资金单位/周/片区",
    "index -1 to 1": "指数，-1至1", "switch": "开关", "share of need": "占需求份额", "order": "次序",
}  # fmt: skip
UNITS = {f"parameter_unit.{unit}": Text(unit, zh) for unit, zh in _UNITS_ZH.items()}
GROUPS = {
    "parameter_group.top": Text("General", "总体"),
    "parameter_group.community": Text("Community", "社区"),
    "parameter_group.residents": Text("Residents", "居民"),
    "parameter_group.organisations": Text("Organisations", "组织"),
    "parameter_group.network": Text("Network of ties", "联系网络"),
    "parameter_group.forming": Text("Forming projects", "项目成形"),
    "parameter_group.sign_off": Text("Sign-off by departments", "部门审批"),
    "parameter_group.consent": Text("Consent of residents", "居民同意"),
    "parameter_group.negotiation": Text("Negotiation", "协商"),
    "parameter_group.delivery": Text("Delivery", "实施"),
    "parameter_group.completion": Text("Completion", "完成"),
    "parameter_group.market": Text("Market and firm", "市场与企业"),
    "parameter_group.coordinator": Text("Coordinator", "中枢节点"),
    "parameter_group.slate": Text("Fixed slate of projects", "固定项目清单"),
    "parameter_group.measures": Text("Measurement", "测量"),
}
TOKENS = {
    "token.true": Text("yes", "是"),
    "token.false": Text("no", "否"),
    "token.panel": Text("panel", "议事团"),
    "token.introduction": Text("introduction", "引介"),
    "token.transfer": Text("transfer", "资源调配"),
    "token.whistle": Text("whistle", "吹哨报到"),
    "token.mediation": Text("mediation", "调解"),
    "token.monitoring": Text("monitoring", "监督"),
    "token.backstop": Text("backstop", "党员兜底"),
    "token.guidance": Text("guidance", "政治引领"),
    "token.none": Text("no rule", "无规则"),
    "token.double_majority": Text("double majority", "双过半"),
    "token.two_thirds_no_objection": Text(
        "two thirds and no objection", "三分之二同意且无人反对"
    ),
}
PARAMETER_WORDS: dict[str, Text] = UNITS | GROUPS | TOKENS
