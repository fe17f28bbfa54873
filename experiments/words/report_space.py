"""What the report says of many configurations."""

from experiments.words.text import Text

REPORT_SPACE = {
    "space.lead": Text(
        "Over {points} configurations, {treated} against {reference}: failure is lower by {size}"
        " points or more at {helps}% of them (help), within {size} at {within}%, and higher by"
        " {size} or more at {harms}% (harm). Breakdown: {helps_b}%, {within_b}% and {harms_b}%.",
        "在{points}种配置上，“{treated}”与“{reference}”相比：失败降低{size}个百分点及以上的占"
        "{helps}%（有益），相差不到{size}个百分点的占{within}%，升高{size}个百分点及以上的占"
        "{harms}%（有害）。合作破坏三者依次为{helps_b}%、{within_b}%和{harms_b}%。",
    ),
    "space.clear": Text(
        "These shares are of estimates. Beyond chance, by its 95% interval, failure is clearly"
        " lower"
        " at {lower} of {points} configurations, clearly higher at {higher}, and unclear at"
        " {unclear}.",
        "以上占比按估计值计算。以95%区间排除偶然后，{points}种配置中失败明显较低的有{lower}种，明显"
        "较高的有{higher}种，其余{unclear}种无明显差异。",
    ),
    "space.single": Text(
        "This study holds {cells} configurations of {arm} and no arm to compare it with; the table"
        " shows its levels.",
        "本研究含“{arm}”的{cells}种配置，没有可比较的方案；表中为其水平。",
    ),
    "space.nothing": Text(
        "No configuration of {treated} could be paired with one of {reference} and followed:"
        " nothing can be said.",
        "“{treated}”的配置均无法与“{reference}”配对并追踪：无法得出结论。",
    ),
    "space.fact.helps": Text("Failure lower by {size} or more", "失败降低{size}个百分点及以上"),
    "space.fact.within": Text("Failure within {size}", "失败相差不到{size}个百分点"),
    "space.fact.harms": Text("Failure higher by {size} or more", "失败升高{size}个百分点及以上"),
    "space.fact.value": Text("{share}%", "{share}%"),
    "space.fact.help": Text("↓ Help", "↓ 有益"),
    "space.fact.unclear": Text("– Little difference", "– 差异不大"),
    "space.fact.harm": Text("↑ Harm", "↑ 有害"),
    "space.fact.detail": Text(
        "95% interval {low} to {high}% over configurations; {clear}% beyond Monte Carlo error;"
        " breakdown: {other}%",
        "对配置而言的95%区间{low}至{high}%；排除蒙特卡洛误差后{clear}%；合作破坏：{other}%",
    ),
    "space.basis.pairs": Text(
        "{points} configurations of {treated}, each paired with {reference} of the same"
        " community, parameters and luck; {pairs} pairs of runs at each.",
        "“{treated}”共{points}种配置，各与社区、参数及随机因素相同的“{reference}”配对；每种配置"
        "{pairs}对运行。",
    ),
    "space.basis.unpaired": Text(
        "{number} configurations could not be paired: no cell of {reference} has the same"
        " community, seed and parameters, or no run of both ended well.",
        "{number}种配置无法配对：“{reference}”中没有社区、种子和参数均相同的单元，或两者没有共同"
        "完成的运行。",
    ),
    "space.basis.failed": Text(
        "{failed} of {attempted} runs failed and are not in the figures; the table to take out"
        " gives"
        " bounds for each configuration, with all of them counted at best and at worst.",
        "{attempted}次运行中有{failed}次出错，未计入各项数字；可下载的表中给出每种配置按最好与最坏"
        "情形全部计入时的上下界。",
    ),
    "report.limit.shares": Text(
        "The shares count the configurations that were tried. They are no probabilities: other"
        " ranges or another grid would give other shares.",
        "上述占比只计所试的配置，并非概率：换用其他取值范围或网格，占比也会不同。",
    ),
    "space.table.caption": Text(
        "Share of configurations where {treated} helps, makes little difference, harms [95%"
        " interval]",
        "“{treated}”有益、差异不大、有害的配置占比 [95%区间]",
    ),
    "space.column.helps": Text("helps by {size}+, %", "有益{size}点及以上，%"),
    "space.column.within": Text("within {size}, %", "相差不到{size}点，%"),
    "space.column.harms": Text("harms by {size}+, %", "有害{size}点及以上，%"),
    "space.column.median": Text("median [90% range]", "中位数 [90%范围]"),
    "space.column.clear": Text("clearly lower / higher", "明显较低/较高"),
    "space.column.expected": Text("without Monte Carlo error, %", "扣除蒙特卡洛误差后，%"),
    "space.column.error": Text("Monte Carlo error", "蒙特卡洛误差"),
    "space.spread.note": Text(
        "Without Monte Carlo error: the three shares when chance at each configuration is taken"
        " out."
        " The range is parameter spread: how the difference varies between configurations. The"
        " Monte"
        " Carlo error, a standard error at one configuration (median), is apart from it: more runs"
        " would shrink it, not the range.",
        "“扣除蒙特卡洛误差后”：除去各配置上的偶然因素后的三个占比。范围反映参数变异，即差异在各配置"
        "之间的变化；蒙特卡洛误差是单一配置上的标准误（中位数），"
        "两者分开：增加运行次数只会缩小后者。",
    ),
    "space.cells.caption": Text(
        "Differences at each configuration, per 100 opportunities [95% interval]",
        "各配置上的差异，每百次机会 [95%区间]",
    ),
    "space.cells.extremes": Text(
        "{shown} of {points} configurations: those where failure rises most and where it falls"
        " most."
        " The table to take out has them all.",
        "{points}种配置中的{shown}种：失败升高最多与降低最多者。可下载的表含全部配置。",
    ),
    "space.levels.caption": Text(
        "Levels at each configuration, per 100 opportunities [95% interval]",
        "各配置上的水平，每百次机会 [95%区间]",
    ),
    "space.column.configuration": Text("configuration", "配置"),
}
