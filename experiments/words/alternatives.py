"""What each figure shows, in words and numbers, for who cannot see it."""

from experiments.words.text import Text

ALTERNATIVES = {
    "alt.list": Text("; ", "；"),
    "alt.stop": Text(". ", "。"),
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
    "alt.icons": Text(
        "For each arm 100 marks, one an opportunity, over {runs} replicates. {arms}.",
        "每个方案100个符号，每个代表一次机会，重复{runs}次。{arms}。",
    ),
    "alt.incidence": Text(
        "Areas that pile up, by arm, of how 100 opportunities have ended by each week since their"
        " start, over {runs} replicates. {parts}.",
        "各方案的堆叠面积图：每百次机会在开始后各周之前的结局累计，重复{runs}次。{parts}。",
    ),
    "alt.incidence.week": Text(
        "after {week} weeks {ended} have ended, {completed} completed",
        "{week}周后{ended}次已结束，其中完成{completed}次",
    ),
    "alt.groups": Text(
        "Points with 95% intervals by arm and group of residents, over {runs} replicates: needs"
        " served a year per 100 households, satisfaction and participation. {parts}.",
        "各方案、各居民群体的点与95%区间，重复{runs}次：每百户每年满足的需求、满意度与参与度。{parts}。",
    ),
    "alt.phase": Text(
        "Heat maps of {treated} minus {reference}, per 100 opportunities, over {x} (across) and {y}"
        " (upwards), with the zero line. {parts}.",
        "热图：“{treated}”减“{reference}”的每百次机会之差，横轴为{x}，纵轴为{y}，附零线。{parts}。",
    ),
    "alt.phase.part": Text(
        "{measure}: of {points} points {lower} are clearly lower and {higher} clearly higher;"
        " differences {least} to {most}",
        "{measure}：{points}个点中，{lower}个明显较低，{higher}个明显较高；差异{least}至{most}",
    ),
    "alt.definitions": Text(
        "Heat maps of {treated} minus {reference} under other definitions. {parts}.",
        "热图：其他定义下“{treated}”减“{reference}”的差异。{parts}。",
    ),
    "alt.definitions.part": Text(
        "{measure}: {verdict} as declared, the same under {same} of {number} definitions, clearly"
        " otherwise under {opposite}",
        "{measure}：按预先声明的定义{verdict}；{number}种定义中{same}种相同，{opposite}种明显不同",
    ),
    "alt.network": Text(
        "Drawings of the organisations and their ties, replicate {replicate}, each organisation at"
        " the same place throughout. {parts}.",
        "组织及其联系的图示（重复{replicate}），各组织位置始终不变。{parts}。",
    ),
    "alt.network.week": Text(
        "in week {week}, {present} organisations and {ties} ties of mean trust {trust}",
        "第{week}周有{present}个组织、{ties}条联系，平均信任{trust}",
    ),
}
