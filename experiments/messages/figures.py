"""Titles, axes and legends of the figures."""

from experiments.messages.text import Text

FIGURES = {
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
        "How 100 opportunities ended\n{runs} replicates an arm; 95% interval of each part: at most"
        " ±{widest} points",
        "每百次机会的结局\n每个方案重复{runs}次；各部分的95%区间：至多±{widest}个百分点",
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
}
