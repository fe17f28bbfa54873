"""Names of rival arrangements, and what each stands for."""

from experiments.words.text import Text

ARRANGEMENTS = {
    "arm.permuted_guidance": Text("permuted guidance", "错置引领"),
    "arm.npo_hub": Text("NPO hub", "社会组织枢纽"),
    "arm.government_hub": Text("government hub", "政府枢纽"),
    "arm.firm_hub": Text("firm hub", "企业枢纽"),
    "arm.rotating_lead": Text("rotating lead", "轮值牵头"),
    "arm.top_down": Text("top-down command", "自上而下命令"),
    "arm.outsourcing": Text("outsourcing", "政府购买服务"),
    "arm.project_system": Text("project system", "项目制"),
    "arm.three_society": Text("three-society linkage", "三社联动"),
    "arm.self_organisation": Text("self-organisation", "居民自组织"),
    "arm_about.party": Text(
        "a party-building coordinator with all four mechanisms",
        "具备四种机制的党建引领协调者",
    ),
    "arm_about.npo_hub": Text(
        "a non-profit support organisation coordinates: wide reach among social organisations,"
        " no authority over departments",
        "由支持型社会组织协调：在社会组织中覆盖广，对政府部门无权威",
    ),
    "arm_about.government_hub": Text(
        "the street office coordinates: public money, visible output on its agenda, more records",
        "由街道办事处协调：使用公共资金，议程偏向看得见的成绩，台账更多",
    ),
    "arm_about.firm_hub": Text(
        "the lead enterprise coordinates: the market pays, the agenda follows revenue",
        "由牵头企业协调：市场出资，议程偏向可经营内容",
    ),
    "arm_about.rotating_lead": Text(
        "members elect a lead organisation by trust, and another after half a year",
        "成员按信任选举牵头组织，半年后由另一组织轮值",
    ),
    "arm_about.top_down": Text(
        "administrations prescribe what is done and hold to account; nobody mediates",
        "由行政部门下达任务并问责；没有调解",
    ),
    "arm_about.outsourcing": Text(
        "administrations define the service; contracts are enforced where somebody watches",
        "由行政部门确定服务内容；有监督之处合同得到强制执行",
    ),
    "arm_about.project_system": Text(
        "earmarked public funds, on application, for what the funder's call names",
        "按资助方指南申请专项公共资金，专款专用",
    ),
    "arm_about.three_society": Text(
        "social workers find unvoiced needs, convene and mediate, without a say of their own",
        "社会工作者发现未表达的需求、召集并调解，自身不主张内容",
    ),
    "arm_about.self_organisation": Text(
        "residents' own committee and volunteers, unpaid, with rules and light sanctions",
        "居民自己的委员会与志愿者无偿协调，自定规约、轻度惩戒",
    ),
}
