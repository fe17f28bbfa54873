"""What each figure shows, in words and numbers, for who cannot see it."""

from experiments.messages.text import Text

ALTERNATIVES = {
    "alt.list": Text("; ", "；"),
    "alt.and": Text(", ", "、"),
    "alt.interval": Text("{value} ({low} to {high})", "{value}（{low}至{high}）"),
    "alt.arm": Text("{arm}: {what}", "{arm}：{what}"),
    "alt.ends": Text(
        "Stacked bars, one an arm, of how 100 opportunities ended, over {runs} replicates. {arms}.",
        "堆叠条形图，每个方案一条，显示每百次机会的结局，重复{runs}次。{arms}。",
    ),
    "alt.ends.arm": Text(
        "{arm}: completed {completed}, solo {solo}, broken {broken}; commonest end without"
        " service: {worst} {share}",
        "{arm}：完成{completed}，单一部门供给{solo}，合作破坏{broken}；未获服务的结局中最多的是{worst}{share}",
    ),
    "alt.rates": Text(
        "Points with 95% intervals of breakdown and failure per 100 opportunities, over {runs}"
        " replicates. {arms}.",
        "每百次机会的合作破坏与失败，点与95%区间，重复{runs}次。{arms}。",
    ),
    "alt.rates.arm": Text(
        "{arm}: breakdown {breakdown}, failure {failure}",
        "{arm}：合作破坏{breakdown}，失败{failure}",
    ),
    "alt.differences": Text(
        "Points with 95% intervals of {treated} minus each comparator, per 100 opportunities, over"
        " {runs} pairs; a grey zone marks 5 points either way. {arms}.",
        "“{treated}”减各对照的每百次机会之差，点与95%区间，配对{runs}次；灰色区域为±5个百分点。"
        "{arms}。",
    ),
    "alt.differences.arm": Text(
        "Against {arm}: breakdown {breakdown}, failure {failure}",
        "与“{arm}”相比：合作破坏{breakdown}，失败{failure}",
    ),
    "alt.survival": Text(
        "Curves, in steps, of the per cent of {runs} networks that have not collapsed, with 95%"
        " bands. In the last week {week}, {arms}.",
        "未崩溃网络百分比的阶梯曲线与95%带，重复{runs}次。最后一周（第{week}周）：{arms}。",
    ),
    "alt.weeks": Text(
        "Curves by week of {measures}: median and 5% to 95% of {runs} replicates. Medians in the"
        " last week {week}: {parts}.",
        "逐周曲线：{measures}；{runs}次重复的中位数及5%至95%。最后一周（第{week}周）的中位数：{parts}。",
    ),
    "alt.weeks.part": Text("{measure}, {arms}", "{measure}，{arms}"),
    "alt.value": Text("{arm} {value}", "{arm}{value}"),
    "alt.resources": Text(
        "Stacked bars, by arm, of resources entering, spent and lost, in funds a week, by kind,"
        " over {runs} replicates, with 95% intervals of the totals. {parts}.",
        "堆叠条形图，各方案资源的进入、使用与损失（资金单位/周），按种类，重复{runs}次，附合计的95%区间。"
        "{parts}。",
    ),
}
