"""Titles, axes and legends of the figures."""

from experiments.words.text import Text

FIGURES = {
    "figure.icons.name": Text("100 opportunities, each a mark", "100次机会，每次一个符号"),
    "figure.incidence.name": Text(
        "how opportunities end, by week since their start", "机会的各种结局，按开始后的周数"
    ),
    "figure.groups.name": Text("who is served: residents by group", "谁得到服务：各居民群体"),
    "figure.phase.name": Text(
        "the paired difference over two swept parameters, with the line where it is 0",
        "两个扫描参数上的配对差异，附零线",
    ),
    "figure.definitions.name": Text(
        "the finding under other definitions of breakdown and collapse",
        "合作破坏与崩溃的其他定义下的结果",
    ),
    "figure.network.name": Text(
        "the network at start, middle and end, with and without a hub",
        "起始、中期与末期的网络，有无中枢",
    ),
    "figure.ends.name": Text("the ends of 100 opportunities, by arm", "每百次机会的结局，按方案"),
    "figure.rates.name": Text("breakdown and failure by arm", "各方案的合作破坏与失败"),
    "figure.differences.name": Text(
        "paired differences against each comparator", "与各对照的配对差异"
    ),
    "figure.survival.name": Text("time to network collapse", "网络崩溃前的时间"),
    "figure.imbalances.name": Text(
        "the three imbalances by week", "三种失衡（缺位、错位、越位）逐周变化"
    ),
    "figure.resources.name": Text("resources entering, spent and lost", "资源的进入、使用与损失"),
    "figure.weekly.name": Text(
        "participation, satisfaction, trust, transaction cost and attention by week",
        "参与、满意、信任、交易成本与注意力逐周变化",
    ),
    "figure.ends.title": Text(
        "How 100 opportunities ended\n{runs} replicates an arm; 95% interval of each part seen: at"
        " most ±{widest} points",
        "每百次机会的结局\n每个方案重复{runs}次；所见各部分的95%区间：至多±{widest}个百分点",
    ),
    "figure.ends.x": Text("opportunities, per 100", "机会数（每百次）"),
    "figure.rates.title": Text(
        "Breakdown and failure by arm\n{runs} replicates an arm; bars: 95% interval by replicate",
        "各方案的合作破坏与失败\n每个方案重复{runs}次；线段：以重复为单位的95%区间",
    ),
    "figure.rates.x": Text("per 100 opportunities", "每百次机会"),
    "figure.differences.title": Text(
        "Difference: {treated} minus each comparator\n{runs} paired replicates; bars: 95% interval"
        " of the difference",
        "差异：“{treated}”减各对照\n配对重复{runs}次；线段：差异的95%区间",
    ),
    "figure.differences.x": Text(
        "difference per 100 opportunities (under 0: fewer)", "每百次机会之差（小于0：更少）"
    ),
    "figure.differences.zone": Text("within 5 points", "±5个百分点以内"),
    "figure.differences.clear": Text("interval leaves out 0", "区间不含0"),
    "figure.differences.unclear": Text("no clear difference", "无明显差异"),
    "figure.imbalances.title": Text(
        "Three imbalances by week\n{runs} replicates an arm; line: median, band: 5% to 95% of runs",
        "三种失衡逐周变化\n每个方案重复{runs}次；线：中位数，带：5%至95%的运行",
    ),
    "figure.resources.title": Text(
        "Resources entering, spent and lost\n{runs} replicates an arm; whisker: 95% interval of"
        " the total",
        "资源的进入、使用与损失\n每个方案重复{runs}次；线段：合计的95%区间",
    ),
    "figure.resources.x": Text("funds a week, mean over the run", "资金单位/周，全程均值"),
    "figure.survival.title": Text(
        "Networks not collapsed (two of five signs)\n{runs} replicates an arm; band: 95% Wilson"
        " interval",
        "未崩溃的网络（五项指标中两项）\n每个方案重复{runs}次；带：95% Wilson区间",
    ),
    "figure.survival.y": Text("runs not collapsed, %", "未崩溃的运行，%"),
    "figure.weekly.title": Text(
        "The community by week\n{runs} replicates an arm; line: median, band: 5% to 95% of runs",
        "社区逐周变化\n每个方案重复{runs}次；线：中位数，带：5%至95%的运行",
    ),
    "figure.comparator": Text("comparator named above the panel", "图上方所列对照"),
    "figure.against": Text("against {arm}", "对照：{arm}"),
    "figure.week": Text("week", "周"),
    "figure.runs_range": Text("{low} to {high}", "{low}至{high}"),
    "figure.icons.title": Text(
        "What became of 100 opportunities, rounded to whole ones\n{runs} replicates an arm; 95%"
        " intervals are in the figure of breakdown and failure",
        "100次机会的去向（取整）\n每个方案重复{runs}次；95%区间见合作破坏与失败图",
    ),
    "icon.completed": Text("completed", "完成"),
    "icon.solo": Text("delivered by one sector alone", "单一部门供给"),
    "icon.breakdown": Text("formed, then broken", "成形后破裂（合作破坏）"),
    "icon.never": Text("came to nothing otherwise, or still open", "其他未成或尚未结束"),
    "figure.incidence.title": Text(
        "How opportunities have ended, by week since their start\n{runs} replicates an arm; 95%"
        " interval of each part seen in the last week: at most ±{widest} points",
        "机会的结局，按开始后的周数累计\n每个方案重复{runs}次；最后一周所见各部分的95%区间：至多±{widest}个百分点",
    ),
    "figure.incidence.x": Text("weeks since the start", "开始后的周数"),
    "figure.groups.title": Text(
        "Who is served: residents by group\n{runs} replicates an arm, mean over weeks from 26;"
        " bars: 95% interval by replicate",
        "谁得到服务：各居民群体\n每个方案重复{runs}次，自第26周起的均值；线段：以重复为单位的95%区间",
    ),
    "figure.phase.title": Text(
        "Difference over two parameters: {treated} minus {reference}\n{runs} paired replicates a"
        " point; number: difference per 100 opportunities; hatched: its 95% interval covers 0",
        "两个参数上的差异：“{treated}”减“{reference}”\n每点配对重复{runs}次；数字：每百次机会之差；"
        "斜线：其95%区间包含0",
    ),
    "figure.phase.scale": Text("difference per 100 opportunities", "每百次机会之差"),
    "figure.heat.unclear": Text("95% interval covers 0", "95%区间包含0"),
    "figure.heat.no_data": Text("no number", "无数值"),
    "figure.heat.not_tried": Text("nothing changes, or no number", "不改变此项，或无数值"),
    "figure.heat.zero_line": Text("difference 0", "差异为0"),
    "figure.heat.declared": Text("declared definition", "预先声明的定义"),
    "figure.definitions.title": Text(
        "Does the finding depend on the definition? {treated} minus {reference}\n{runs} paired"
        " replicates; number: difference per 100; hatched: its 95% interval covers 0",
        "结果是否取决于定义？“{treated}”减“{reference}”\n配对重复{runs}次；数字：每百次之差；斜线：其95%"
        "区间包含0",
    ),
    "figure.definitions.signs": Text(
        "collapse by {number} of 5 signs", "崩溃：五项指标中{number}项"
    ),
    "figure.definitions.rates": Text("per 100 opportunities", "每百次机会"),
    "figure.definitions.collapse": Text("per 100 runs", "每百次运行"),
    "figure.definitions.followed": Text("weeks followed", "追踪周数"),
    "figure.definitions.ends": Text("ends that count", "计入的结局"),
    "figure.definitions.theta": Text("threshold of rolling breakdown", "滚动合作破坏率阈值"),
    "figure.definitions.duration": Text("weeks it must last", "须持续的周数"),
    "counting.declared": Text("as declared", "预先声明"),
    "counting.unneeded_breaks": Text("unneeded counts as broken", "供过于需计为破坏"),
    "counting.delivered_serves": Text("all delivered counts as service", "凡供给均计为服务"),
    "counting.refusals_apart": Text("refusals don't count as broken", "审批与居民否决不计为破坏"),
    "counting.solo_fails": Text("solo counts as failure", "单一部门供给计为失败"),
    "figure.network.title": Text(
        "Organisations and their ties at start, middle and end\nOne pair of runs, replicate"
        " {replicate}, with the same luck: an example, without measure of uncertainty",
        "组织及其联系：起始、中期与末期\n重复{replicate}的一对运行，随机性相同：仅为示例，不含不确定性",
    ),
    "figure.network.week": Text("week {week}", "第{week}周"),
    "figure.network.left": Text("has left", "已离场"),
    "figure.network.hub": Text(
        "hub of this arm (ties not recorded)", "该方案有中枢（其联系未记录）"
    ),
    "figure.network.tie": Text("tie of trust {trust}", "信任为{trust}的联系"),
    "plot.empty": Text("needs runs; this study has no cell", "需要运行结果；此研究没有单元"),
    "plot.one_arm": Text(
        "needs two arms; this study has only {arm}", "需要两个方案；此研究只有{arm}"
    ),
    "plot.several_cells": Text(
        "needs one cell an arm; {arm} has {number} in this study",
        "每个方案只能有一个单元；此研究中{arm}有{number}个",
    ),
    "plot.no_runs": Text("needs finished runs; {arm} has none", "需要已完成的运行；{arm}没有"),
    "plot.no_weeks": Text(
        "needs weekly measures kept run by run; {arm} has none",
        "需要逐次保存的逐周指标；{arm}没有",
    ),
    "plot.horizons": Text(
        "needs one horizon; this study's are {weeks} weeks", "模拟周数须相同；此研究有{weeks}周"
    ),
    "plot.no_pair": Text(
        "needs a replicate that ended well in both arms", "需要在两个方案中均成功完成的同一重复"
    ),
    "plot.swept": Text(
        "needs two swept parameters; this study has {number} ({names})",
        "需要两个扫描参数；此研究有{number}个（{names}）",
    ),
    "plot.also_swept": Text(
        "{arm} differs in parameters in which the treated arm doesn't: {names}",
        "{arm}在处理方案不变的参数上也有变化：{names}",
    ),
    "plot.seeds": Text("cells with different seeds can't be paired", "种子不同的单元无法配对"),
    "plot.twice": Text("{arm} has two cells at the same point", "{arm}在同一点上有两个单元"),
    "plot.no_grid": Text(
        "its {number} points are no grid of {names}: most combinations of their values were not"
        " run; sweep both as lists, or read the tables of the report",
        "{number}个点未构成{names}的网格：其取值的多数组合没有运行；请以列表扫描二者，或查看报告中的表格",
    ),
    "plot.given": Text("This study gives", "此研究可绘制"),
    "plot.not_given": Text("and doesn't give", "不可绘制"),
}
