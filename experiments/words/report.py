"""What the report says: headings, the answer's surroundings, tables and provenance."""

from experiments.words.text import Text

REPORT = {
    "report.title": Text(
        "Does a coordinator prevent breakdown? Study {study}",
        "中枢节点能否防止合作破坏？研究“{study}”",
    ),
    "report.subtitle": Text(
        "{community} | {kind} | model version {version} | results of {date}",
        "{community} | {kind} | 模型版本{version} | 结果日期：{date}",
    ),
    "report.contents": Text("Contents", "目录"),
    "report.to_top": Text("Back to the top", "返回页首"),
    "report.download": Text("Data (CSV):", "数据（CSV）："),
    "report.kind.comparison": Text("{arms} arms compared", "{arms}个方案的比较"),
    "report.kind.sweep": Text("a sweep of {cells} configurations", "{cells}种配置的参数扫描"),
    "report.kind.single": Text("one arm, no comparison", "单一方案，无比较"),
    "community.jinsong_north": Text("Jinsong North", "劲松北社区"),
    "community.zaoyuan_daxing": Text("Zaoyuan, Daxing", "大兴枣园社区"),
    "community.sanhe_nanli": Text("Sanhe Nanli", "三合南里社区"),
    "community.village": Text("a village invented for teaching", "教学用虚构小区"),
    "report.several_communities": Text("several communities", "多个社区"),
    "report.unknown_date": Text("unknown date", "日期不详"),
    "report.section.answer": Text("The answer", "结论"),
    "report.section.basis": Text("What this rests on", "依据"),
    "report.section.limits": Text("What this does not show", "不能说明什么"),
    "report.section.comparators": Text("Against which comparator it remains", "与哪些对照相比成立"),
    "report.section.definitions": Text(
        "Under other definitions of breakdown", "换用其他合作破坏定义"
    ),
    "report.section.space": Text(
        "Over the configurations: helps, no difference, harms", "各配置：有益、无差异、有害"
    ),
    "report.section.figures": Text("Figures", "图"),
    "report.section.cells": Text("Every configuration", "全部配置"),
    "report.section.methods": Text("Methods", "方法"),
    "report.section.differing": Text("Parameters that differ", "取值不同的参数"),
    "report.section.parameters": Text("All parameters", "全部参数"),
    "report.section.provenance": Text("Where the numbers come from", "数据来源与可复现性"),
    "report.section.glossary": Text("Terms", "术语"),
    "report.fact.rate": Text("{measure}, of 100 opportunities", "每百次机会：{measure}"),
    "report.fact.value": Text("{treated} against {reference}", "{treated} 对照 {reference}"),
    "report.fact.detail": Text(
        "{treated} against {reference}: difference {value}, 95% interval {low} to {high}",
        "“{treated}”与“{reference}”：差{value}，95%区间{low}至{high}",
    ),
    "report.fact.no_interval": Text(
        "{treated} against {reference}: difference {value}; one pair of runs gives no interval",
        "“{treated}”与“{reference}”：差{value}；只有一对运行，无法给出区间",
    ),
    "report.fact.alone": Text("95% interval {low} to {high}", "95%区间{low}至{high}"),
    "report.fact.alone_one": Text("one run gives no interval", "只有一次运行，无法给出区间"),
    "report.verdict.lower.help": Text("↓ Clearly lower: help", "↓ 明显较低：有益"),
    "report.verdict.lower.harm": Text("↓ Clearly lower: harm", "↓ 明显较低：有害"),
    "report.verdict.unclear": Text("– No clear difference", "– 无明显差异"),
    "report.verdict.higher.help": Text("↑ Clearly higher: help", "↑ 明显较高：有益"),
    "report.verdict.higher.harm": Text("↑ Clearly higher: harm", "↑ 明显较高：有害"),
    "report.single.lead": Text(
        "With {arm}, of 100 opportunities {breakdown} broke down, {failure} failed and {completed}"
        " were completed. Whether the coordinator matters cannot be told from one arm.",
        "“{arm}”下，每百次机会中合作破坏{breakdown}次，失败{failure}次，完成{completed}次。"
        "仅凭一个方案无法判断中枢节点是否起作用。",
    ),
    "report.icons.completed": Text("completed", "完成"),
    "report.icons.solo": Text("served by one sector alone", "由单一部门供给"),
    "report.icons.other": Text("failed without a breakdown", "未破裂而失败（未成形等）"),
    "report.icons.broken": Text("formed, then broke down", "成形后破裂（合作破坏）"),
    "report.icons.alt": Text(
        "Of 100: {completed} completed, {solo} served by one sector alone, {other} failed without a"
        " breakdown, {broken} broke down",
        "每百次：完成{completed}，由单一部门供给{solo}，未破裂而失败{other}，合作破坏{broken}",
    ),
    "report.icons.caption": Text(
        "Each mark is one of 100 opportunities, rounded to whole ones; {runs} runs an arm. Failure"
        " is the last two kinds together. Intervals are in the tables.",
        "每个图标代表百次机会中的一次，已取整；每个方案{runs}次运行。后两类合计为失败。区间见表。",
    ),
    "report.basis.pairs": Text(
        "{pairs} pairs of runs of {treated} and {reference}: a pair has the same community,"
        " residents, needs and luck, and differs in nothing but the arm.",
        "“{treated}”与“{reference}”共{pairs}对运行：每对的社区、居民、需求与随机因素相同，仅方案不"
        "同。",
    ),
    "report.basis.runs": Text(
        "{runs} runs of {arm}; nothing it could be compared with is in this study.",
        "“{arm}”共{runs}次运行；本研究中没有可与之比较的方案。",
    ),
    "report.basis.opportunities": Text(
        "An opportunity is the chance that an organisation starts a project. {opportunities} of"
        " them"
        " were followed in each arm, those that started in weeks {first} to {last} of {weeks}, each"
        " for {followed} weeks.",
        "机会指一个组织发起项目的一次可能。每个方案追踪{opportunities}次机会，即{weeks}周中第"
        "{first}至"
        "{last}周开始者，各追踪{followed}周。",
    ),
    "report.basis.nothing": Text(
        "In {weeks} weeks no opportunity could be followed for {followed} weeks.",
        "在{weeks}周内没有机会可供追踪{followed}周。",
    ),
    "report.basis.breakdown": Text(
        "Breakdown: co-production had formed and then ended by {ends}, per opportunity.",
        "合作破坏：合作已成形，随后因{ends}而终止；以机会数为分母。",
    ),
    "report.basis.failure": Text(
        "Failure: within {followed} weeks neither completed nor delivered by one sector alone, per"
        " opportunity; late is not completed.",
        "失败：{followed}周内既未完成，也未由单一部门供给；以机会数为分母，逾期不算完成。",
    ),
    "report.basis.no_failed": Text(
        "None of the {attempted} runs failed.",
        "{attempted}次运行均未出错。",
    ),
    "report.basis.failed": Text(
        "{failed} of {attempted} runs failed and are not in the figures. Counting every one of them"
        " at its best and at its worst, the difference of breakdown lies between {low_breakdown}"
        " and"
        " {high_breakdown}, that of failure between {low_failure} and {high_failure} per 100.",
        "{attempted}次运行中有{failed}次出错，未计入各项数字。若将其全部按最好与最坏情形计入，每百"
        "次"
        "机会的合作破坏之差介于{low_breakdown}与{high_breakdown}之间，失败之差介于{low_failure}与"
        "{high_failure}之间。",
    ),
    "report.basis.failed_alone": Text(
        "{failed} of {attempted} runs failed and are not in the figures. Counting every one of them"
        " at its best and at its worst, breakdown lies between {low_breakdown} and"
        " {high_breakdown},"
        " failure between {low_failure} and {high_failure} per 100.",
        "{attempted}次运行中有{failed}次出错，未计入各项数字。若将其全部按最好与最坏情形计入，每百"
        "次"
        "机会的合作破坏介于{low_breakdown}与{high_breakdown}之间，失败介于{low_failure}与"
        "{high_failure}之间。",
    ),
    "report.basis.one": Text(
        "One run an arm tells one story, not a tendency: no interval can be given, and nothing here"
        " may be generalised.",
        "每个方案只有一次运行，只是一个事例，不是规律：无法给出区间，也不能推广。",
    ),
    "report.limit.conditional": Text(
        "It is no forecast. Every number holds within this model, with the parameters listed"
        " below.",
        "这不是预测。每个数字都以本模型及下列参数为前提。",
    ),
    "report.limit.case": Text(
        "The model stands on one case, chosen for its success. Each of the three real communities"
        " modelled had the coordinator, and no breakdown rate has been observed to compare with.",
        "模型依据的是一个因成功而被选中的案例。所模拟的三个真实社区均有党建引领，也没有实际观测到的"
        "合作破坏率可供对照。",
    ),
    "report.limit.assumed": Text(
        "{assumed} of {parameters} parameters are assumed; those of the coordinator were never"
        " calibrated on data.",
        "{parameters}个参数中有{assumed}个为假定值；中枢节点的参数从未以数据校准。",
    ),
    "report.limit.causes": Text(
        "A difference between arms has its cause in the model, where all else is equal. That the"
        " same cause acts in a real community is not shown.",
        "方案之间的差异，其原因存在于模型之内，因为模型中其他条件完全相同；并不表明现实社区中有同样"
        "的因果关系。",
    ),
    "report.limit.alone": Text(
        "One arm alone shows no effect of anything: run the same community with another arm, with"
        " the command coprod compare, to see one.",
        "单一方案不能显示任何效果：须用命令 coprod compare 以同一社区运行其他方案，才能看到。",
    ),
    "report.limit.point": Text(
        "It is one set of parameters. How the difference varies over all sets that calibration"
        " accepted is another study, of the command coprod accepted.",
        "这里只是一组参数。差异在校准接受的全部参数组上如何变化，由另一项研究给出（命令 coprod"
        " accepted）。",
    ),
    "report.limit.several": Text(
        "Intervals are for one comparison at a time; among many comparisons some will look clear by"
        " chance.",
        "区间逐项给出；比较的项目多时，会有个别项目仅因偶然而显得差异明显。",
    ),
    "report.against.lead": Text(
        "Differences per 100 opportunities, {treated} minus each comparator. Under 0: fewer with"
        " {treated}.",
        "每百次机会之差：“{treated}”减各对照。小于0：“{treated}”下较少。",
    ),
    "report.against.about": Text("{arm}: {about}.", "{arm}：{about}。"),
    "report.against.caption": Text(
        "{treated} minus each comparator, per 100 opportunities [95% interval]",
        "“{treated}”减各对照，每百次机会 [95%区间]",
    ),
    "report.column.finding": Text("failure: finding", "失败：结论"),
    "report.column.small": Text("failure within ±{points}", "失败相差±{points}以内"),
    "report.yes": Text("yes", "是"),
    "report.not_shown": Text("not shown", "未显示"),
    "report.rates.caption": Text(
        "Each arm by itself, per 100 opportunities [95% interval]",
        "各方案自身，每百次机会 [95%区间]",
    ),
    "report.definitions.lead": Text(
        "Breakdown is a matter of definition. The same stored runs were counted again over the"
        " weeks"
        " followed, the ends that count, and, for network collapse, threshold, duration and number"
        " of signs.",
        "合作破坏取决于如何定义。下面用同样的已存运行，改变追踪周数、计入的结局，以及网络崩溃的阈"
        "值、"
        "持续时间与指标数，重新计算。",
    ),
    "report.definitions.fold": Text("Show the table", "展开表格"),
    "report.definitions.caption": Text(
        "{treated} minus {reference} under other definitions, per 100 opportunities [95% interval]",
        "换用其他定义时“{treated}”减“{reference}”，每百次机会 [95%区间]",
    ),
    "report.definitions.weeks": Text("{followed} weeks", "{followed}周"),
    "report.column.definition": Text("ends that count", "计入的结局"),
    "report.ends.caption": Text(
        "How 100 opportunities ended [95% interval]", "每百次机会的结局 [95%区间]"
    ),
    "arm_about.none": Text(
        "the community without any hub: what the founding paper lacks",
        "没有任何中枢的社区：即原论文所缺的对照",
    ),
    "arm_about.placebo": Text(
        "the same attention and money on the same projects, without content: tells the hub from"
        " mere"
        " activity",
        "同样的注意力与资金投入同样的项目，但无实质内容：区分中枢作用与单纯的活动",
    ),
    "arm_about.blind_hub": Text(
        "the same acts without information: tells what knowing is worth",
        "同样的行动，但不掌握信息：衡量信息的作用",
    ),
    "arm_about.blind_pool": Text(
        "the same transfers by lot, without a coordinator: tells the hub from its pool of"
        " resources",
        "同样的资源调配，但随机进行且无协调者：区分中枢与资源池的作用",
    ),
    "arm_about.equal_means": Text(
        "the hub's attention and budget handed to the organisations themselves: tells the hub from"
        " what it costs",
        "把中枢的注意力与经费交给各组织自身：区分中枢与其投入的作用",
    ),
    "arm_about.permuted_guidance": Text(
        "guidance toward a wrong target: must not help, or the effect would be arithmetic",
        "引领指向错误目标：不应有益，否则效果只是算术结果",
    ),
}
