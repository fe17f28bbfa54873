"""Sentences and table headings of the printed comparison."""

from experiments.words.text import Text

RESULTS = {
    "headline.lower_lower": Text(
        "Both breakdown and failure fell with {treated} against {reference}.",
        "与“{reference}”相比，“{treated}”下合作破坏与失败均下降。",
    ),
    "headline.lower_unclear": Text(
        "Breakdown fell with {treated} against {reference}; no clear difference in failure.",
        "与“{reference}”相比，“{treated}”下合作破坏下降，失败无明显差异。",
    ),
    "headline.lower_higher": Text(
        "Breakdown fell but failure did not, it rose, with {treated} against {reference}.",
        "与“{reference}”相比，“{treated}”下合作破坏下降，但失败并未下降，反而上升。",
    ),
    "headline.unclear_lower": Text(
        "Failure fell with {treated} against {reference}; no clear difference in breakdown.",
        "与“{reference}”相比，“{treated}”下失败下降，合作破坏无明显差异。",
    ),
    "headline.unclear_unclear": Text(
        "No clear difference between {treated} and {reference}.",
        "“{treated}”与“{reference}”之间无明显差异。",
    ),
    "headline.unclear_higher": Text(
        "{treated} did harm against {reference}: failure rose; no clear difference in breakdown.",
        "与“{reference}”相比，“{treated}”造成损害：失败上升，合作破坏无明显差异。",
    ),
    "headline.higher_lower": Text(
        "Failure fell but breakdown did not, it rose, with {treated} against {reference}.",
        "与“{reference}”相比，“{treated}”下失败下降，但合作破坏并未下降，反而上升。",
    ),
    "headline.higher_unclear": Text(
        "{treated} did harm against {reference}: breakdown rose; no clear difference in failure.",
        "与“{reference}”相比，“{treated}”造成损害：合作破坏上升，失败无明显差异。",
    ),
    "headline.higher_higher": Text(
        "{treated} did harm against {reference}: both breakdown and failure rose.",
        "与“{reference}”相比，“{treated}”造成损害：合作破坏与失败均上升。",
    ),
    "headline.nothing": Text(
        "Nothing can be said: in {weeks} weeks no opportunity could be followed for"
        " {followed} weeks.",
        "无法得出结论：在{weeks}周内没有机会可供追踪{followed}周。",
    ),
    "against.line": Text("{measure} with {treated}: {parts}.", "“{treated}”的{measure}：{parts}。"),
    "against.part": Text("{verdict} against {names}", "与{names}相比{verdict}"),
    "against.equivalent": Text(
        "Within {points} points either way, at 95%: {measure} against {names}.",
        "在95%水平上差异不超过±{points}个百分点：{measure}，与{names}相比。",
    ),
    "list.separator": Text(", ", "、"),
    "part.separator": Text("; ", "；"),
    "cost.averted": Text(
        "Against {reference}, each failure averted cost {cost} funds more"
        " (resources spent and lost).",
        "与“{reference}”相比，每避免一次失败多耗{cost}资金单位（使用与损失的资源）。",
    ),
    "cost.saved": Text(
        "Against {reference}, each failure averted also saved {cost} funds"
        " (resources spent and lost).",
        "与“{reference}”相比，每避免一次失败还节省{cost}资金单位（使用与损失的资源）。",
    ),
    "failed.line": Text(
        "{failed} runs failed in all. With each of them counted at its worst and at its best, the"
        " difference of failure against {reference} lies in {low} to {high} per 100.",
        "共有{failed}次运行出错。将其分别按最坏与最好情形计入，与“{reference}”相比，"
        "每百次机会的失败差异介于{low}与{high}之间。",
    ),
    "note.point": Text(
        "These are one community's parameters; coprod accepted tells how the difference varies over"
        " all that calibration accepted.",
        "这里只是一组社区参数；coprod accepted 给出差异在校准接受的全部参数上的变化。",
    ),
    "note.conditional": Text(
        "These results are conditional on the model's assumptions; they are not forecasts.",
        "以上结果以模型假设为条件，并非预测。",
    ),
    "note.estimand": Text(
        "Opportunities that started in weeks {first} to {last}, each followed {followed} weeks;"
        " {pairs} paired replicates. Breakdown: formed, then broken. Failure: neither completed nor"
        " delivered solo. Rates are ratios of totals over replicates; 95% intervals are by"
        " replicate, one comparison at a time, not adjusted for looking at several.",
        "统计第{first}至{last}周开始的机会，各追踪{followed}周；配对重复{pairs}次。合作破坏："
        "合作成形后破裂。失败：既未完成，也未由单一部门供给。比率为各重复合计之比；"
        "95%区间以重复为单位，逐项给出，未作多重比较校正。",
    ),
    "table.rates": Text("Per 100 opportunities [95% interval]", "每百次机会 [95%区间]"),
    "table.differences": Text(
        "Differences per 100 opportunities, {treated} minus each comparator [95% interval]",
        "每百次机会之差：“{treated}”减各对照 [95%区间]",
    ),
    "table.ends": Text("How 100 opportunities ended", "每百次机会的结局"),
    "table.collapse": Text(
        "Network collapse by week {weeks} (two of five signs), runs",
        "至第{weeks}周的网络崩溃（五项中两项），运行次数",
    ),
    "table.collapse_differences": Text(
        "Network collapse under this coupling, {treated} with each comparator, pairs of runs",
        "此耦合下的网络崩溃：“{treated}”与各对照，配对运行次数",
    ),
    "table.signs": Text("Share of runs collapsed by each sign, %", "各项崩溃指标的运行占比，%"),
    "table.imbalances": Text(
        "Imbalances, mean over weeks from {first}, needs [95% interval]",
        "三种失衡，自第{first}周起的均值，项需求 [95%区间]",
    ),
    "table.states": Text(
        "Residents and ties, mean over weeks from {first} [95% interval]",
        "居民与联系，自第{first}周起的均值 [95%区间]",
    ),
    "table.resources": Text(
        "Resources, funds a week, mean over the run [95% interval]",
        "资源，资金单位/周，全程均值 [95%区间]",
    ),
    "table.level_differences": Text(
        "Other differences, {treated} minus {reference} [95% interval]",
        "其他差异：“{treated}”减“{reference}” [95%区间]",
    ),
    "column.arm": Text("arm", "方案"),
    "column.comparator": Text("against", "对照"),
    "column.opportunities": Text("opportunities", "机会数"),
    "column.broken_per_formed": Text("broken/formed", "破坏/成形"),
    "column.correlation": Text("r of pairs (failure)", "配对相关（失败）"),
    "column.end": Text("end", "结局"),
    "column.sign": Text("sign", "指标"),
    "column.collapsed": Text("collapsed", "崩溃"),
    "column.recovered": Text("recovered", "恢复"),
    "column.share": Text("share, %", "占比，%"),
    "column.saved": Text("saved", "免于崩溃"),
    "column.harmed": Text("harmed", "因而崩溃"),
    "column.both": Text("both", "均崩溃"),
    "column.neither": Text("neither", "均未崩溃"),
    "column.p": Text("McNemar p", "McNemar p值"),
    "column.difference": Text("difference, points", "差，百分点"),
    "column.difference_value": Text("difference", "差"),
    "column.weeks_gained": Text("weeks gained", "延后周数"),
    "column.measure": Text("measure", "指标"),
}
