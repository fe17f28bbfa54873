"""The story of one project: its sentences, and names of organisations, departments and stages."""

from experiments.words.text import Text

EXPLAIN = {
    "role.department": Text("department", "区级部门"),
    "role.street_office": Text("street office", "街道办事处"),
    "role.residents_committee": Text("residents' committee", "居民委员会"),
    "role.lead_enterprise": Text("lead enterprise", "牵头企业"),
    "role.property_company": Text("property company", "物业公司"),
    "role.vendor": Text("vendor", "小商户"),
    "role.owners_committee": Text("owners' committee", "业主委员会"),
    "role.social_organisation": Text("social organisation", "社会组织"),
    "role.volunteer_team": Text("volunteer team", "志愿者队伍"),
    "role.designer": Text("designer", "设计团队"),
    "department.0": Text("housing", "住房"),
    "department.1": Text("civil affairs", "民政"),
    "department.2": Text("urban management", "城管"),
    "department.3": Text("finance", "财政"),
    "department.4": Text("commerce", "商务"),
    "service.elder_care": Text("elder care", "养老服务"),
    "service.accessibility": Text("accessibility", "无障碍改造"),
    "service.parking": Text("parking", "停车"),
    "service.public_space": Text("public space", "公共空间"),
    "service.convenience_retail": Text("convenience retail", "便民商业"),
    "service.property_management": Text("property management", "物业管理"),
    "stage.forming": Text("looking for partners", "寻找伙伴"),
    "stage.sign_off": Text("waiting for papers and consent", "等待审批与居民同意"),
    "stage.negotiating": Text("negotiating", "协商"),
    "stage.delivering": Text("delivering", "交付"),
    "stage.ended": Text("at its end", "已结束"),
    "explain.organisation": Text("{role} {order}", "{role}{order}"),
    "explain.organisation_in_area": Text(
        "{role} {order} of area {area}", "片区{area}的{role}{order}"
    ),
    "explain.list": Text(", ", "、"),
    "explain.share": Text("{name} {share}%", "{name}{share}%"),
    "explain.amount": Text("{name} {amount}", "{name}{amount}"),
    "explain.title": Text(
        "{arm}, replicate {replicate}, seed {seed}: the project {name}",
        "{arm}，第{replicate}号重复，种子{seed}：项目{name}",
    ),
    "explain.chosen": Text(
        "It was chosen by rule: of the projects that formed and broke here, preferring those that"
        " the twin completed, the one that cost most.",
        "该项目按规则选出：在此处成形后破裂的项目中，优先取在对照中得以完成者，再取代价最大者。",
    ),
    "explain.asked": Text(
        "In week {week}, {initiator} asked for a project of size {size} (buildings: {buildings}):"
        " {scope}. It needed {need} units: {resources}.",
        "第{week}周，{initiator}提出一个规模为{size}的项目（楼栋数：{buildings}）：{scope}。共需"
        "{need}个单位：{resources}。",
    ),
    "explain.started": Text(
        "{name} ({sector}) started it and pledged {pledged}.",
        "{name}（{sector}）发起，承诺投入{pledged}。",
    ),
    "explain.joined": Text(
        "{name} ({sector}) joined in week {week} and pledged {pledged}.",
        "{name}（{sector}）于第{week}周加入，承诺投入{pledged}。",
    ),
    "explain.joined_left": Text(
        "{name} ({sector}) joined in week {week}, pledged {pledged}, and left in week {left}.",
        "{name}（{sector}）于第{week}周加入，承诺投入{pledged}，第{left}周离开。",
    ),
    "explain.started_left": Text(
        "{name} ({sector}) started it, pledged {pledged}, and left in week {left}.",
        "{name}（{sector}）发起，承诺投入{pledged}，第{left}周离开。",
    ),
    "explain.formed": Text(
        "In week {week} the pledges covered the need, from {sectors} sectors: co-production had"
        " formed.",
        "第{week}周，承诺足以覆盖所需，来自{sectors}类主体：合作生产成形。",
    ),
    "explain.alone": Text(
        "The pledges came from one sector alone, so it went ahead without negotiation.",
        "承诺只来自一类主体，因此无需协商，单独推进。",
    ),
    "explain.papers": Text(
        "Papers and residents' consent took until week {week}.",
        "审批与居民同意一直持续到第{week}周。",
    ),
    "explain.talks": Text(
        "They negotiated for {rounds} rounds, {mediated} of them mediated, at a cost of {cost}"
        " units.",
        "各方协商{rounds}轮，其中{mediated}轮有调解，耗费{cost}个单位。",
    ),
    "explain.distance": Text(
        "The member farthest from the common position stood {first} away after the first round and"
        " {last} after the last; they agree at {tolerance}.",
        "离共同立场最远的一方，首轮之后相距{first}，末轮之后相距{last}；相距不超过{tolerance}方为一致。",
    ),
    "explain.paid": Text(
        "{name} kept {kept} of {asked} instalments and paid {paid} units.",
        "{name}在{asked}期分期中兑现{kept}期，投入{paid}个单位。",
    ),
    "explain.hub": Text(
        "The coordinator's acts for it that had content: {acts}.", "中枢节点为其实质行动{acts}次。"
    ),
    "turn.blocked": Text(
        "{initiator} had too many projects open to start another.",
        "{initiator}在办项目过多，无法再启动。",
    ),
    "turn.no_partner": Text(
        "It turned on partners: at most {pledged} of the {need} units needed were pledged.",
        "转折在于伙伴：所需{need}个单位中，最多只承诺了{pledged}个。",
    ),
    "turn.sign_off": Text(
        "It turned on papers: in week {week} these departments had still not signed: {departments};"
        " {limit} weeks are allowed.",
        "转折在于审批：到第{week}周，仍未签批的部门为{departments}；期限为{limit}周。",
    ),
    "turn.resident_veto": Text(
        "It turned in week {week}, when residents refused it everywhere (buildings: {buildings}).",
        "转折在第{week}周：各处居民均未同意（楼栋数：{buildings}）。",
    ),
    "turn.transaction_cost": Text(
        "It turned in week {week}, when {names} left: each expected the rounds to come to cost more"
        " than the project would bring.",
        "转折在第{week}周：{names}离开，因其预计后续协商的代价将超过项目所得。",
    ),
    "turn.initiator_left": Text(
        "Without its initiator it could not go on.", "发起方离开，项目无法继续。"
    ),
    "turn.not_replaced": Text(
        "The one round left to replace them was in vain.", "仅剩的一轮替补未能成功。"
    ),
    "turn.goal_conflict": Text(
        "It turned on goals: they came nearest in week {week}, at {nearest}, and after {rounds}"
        " rounds, the most allowed, they had not agreed.",
        "转折在于目标：第{week}周最为接近，相距{nearest}；到第{rounds}轮（上限）仍未一致。",
    ),
    "turn.red_line": Text(
        "They were near enough in week {week}, but the coordinator's red line refused what they had"
        " agreed.",
        "第{week}周各方已足够接近，但其共识越过中枢节点的底线而未获同意。",
    ),
    "turn.free_riding": Text(
        "It turned in week {week}, when the first instalment was not paid; {name} left most unpaid,"
        " {unpaid} of {asked}. When time was out, {short} of {need} units were still owed, most of"
        " it {resource}.",
        "转折在第{week}周：首次出现未兑现的分期；{name}未兑现最多，{asked}期中有{unpaid}期。期限届满"
        "时，所需{need}个单位中仍欠{short}个，以{resource}为最。",
    ),
    "turn.never_paid_up": Text(
        "When time was out, {short} of {need} units were still owed, most of it {resource}.",
        "期限届满时，所需{need}个单位中仍欠{short}个，以{resource}为最。",
    ),
    "turn.exit": Text(
        "It turned in week {week}, when {names} left the community: its returns had been too low"
        " for too long, or a shock took it away.",
        "转折在第{week}周：{names}退出社区，因其回报长期过低，或受冲击所致。",
    ),
    "turn.value_disorder": Text(
        "The work was done, but for the wrong needs: of {supplied} needs it could serve,"
        " {misplaced} did not wait there, while at least as many of other kinds waited in vain.",
        "工程虽已完成，却用错了地方：可满足的{supplied}项需求中，有{misplaced}项在当地并不存在，而至少"
        "同样多的其他需求仍在等待。",
    ),
    "turn.unneeded": Text(
        "The work was done, but for want of demand {over} of the {supplied} needs it could serve"
        " were not there.",
        "工程虽已完成，但需求不足：可满足的{supplied}项需求中，有{over}项并不存在。",
    ),
    "turn.completed": Text(
        "It served {served} needs of the {supplied} it could serve.",
        "在可满足的{supplied}项需求中，满足了{served}项。",
    ),
    "turn.solo": Text(
        "It served {served} needs of the {supplied} it could serve.",
        "在可满足的{supplied}项需求中，满足了{served}项。",
    ),
    "turn.open": Text("It was still under way when the run ended.", "运行结束时，项目仍在进行。"),
    "explain.end": Text("It ended in week {week}: {end}.", "第{week}周结束：{end}。"),
    "explain.lost": Text("{lost} units put into it were lost.", "已投入的{lost}个单位付诸东流。"),
    "twin.none": Text(
        "The study holds no other arm that shares this luck, so there is no twin to compare with.",
        "该研究中没有共享同样随机性的其他安排，因而无从对照。",
    ),
    "twin.community": Text(
        "In its twin, the same replicate under {arm}, the community's record first differed in week"
        " {week} ({columns}).",
        "在其对照（同一重复，安排为{arm}）中，社区记录自第{week}周起出现差异（{columns}）。",
    ),
    "twin.same_community": Text(
        "In its twin, the same replicate under {arm}, the community's record is the same to the"
        " bit.",
        "在其对照（同一重复，安排为{arm}）中，社区记录逐位相同。",
    ),
    "twin.same": Text(
        "There the project went the same way in every week.", "该项目在那里每周走势完全相同。"
    ),
    "twin.numbers": Text(
        "The project's own numbers first differed there in week {week}.",
        "该项目自身的数值自第{week}周起与对照不同。",
    ),
    "twin.course": Text(
        "Its course first differed in week {week}: {difference}.",
        "其进程自第{week}周起与对照不同：{difference}。",
    ),
    "twin.end": Text(
        "There it ended in week {week}: {end}.", "在那里，它于第{week}周结束：{end}。"
    ),
    "twin.open": Text("There it was still under way at the end.", "在那里，运行结束时它仍在进行。"),
    "differs.members": Text(
        "here its members were {mine}, there {other}", "此处成员为{mine}，对照为{other}"
    ),
    "differs.stage": Text("here it was {mine}, there {other}", "此处处于{mine}，对照处于{other}"),
    "differs.signatures": Text(
        "here {mine} signatures were outstanding, there {other}",
        "此处尚缺{mine}个签批，对照尚缺{other}个",
    ),
    "differs.buildings": Text(
        "here {mine} buildings took part, there {other}", "此处有{mine}栋楼参与，对照为{other}栋"
    ),
    "differs.mediated": Text(
        "here {mine} rounds had been mediated, there {other}",
        "此处已有{mine}轮经调解，对照为{other}轮",
    ),
    "differs.rounds": Text(
        "here {mine} rounds had been held, there {other}", "此处已协商{mine}轮，对照为{other}轮"
    ),
    "differs.kept": Text(
        "here {mine} instalments had been kept, there {other}",
        "此处已兑现{mine}期分期，对照为{other}期",
    ),
    "differs.asked": Text(
        "here {mine} instalments had fallen due, there {other}",
        "此处已到期{mine}期分期，对照为{other}期",
    ),
    "explain.caveat": Text(
        "This tells causes in the model only: its rules, its assumptions and this luck. It is no"
        " account of a real community, and one story proves nothing about the arms.",
        "以上只说明模型之内的原因：模型的规则、假定与这一次的随机性。它不是对真实社区的描述，单个"
        "故事也不能证明各安排的优劣。",
    ),
}
