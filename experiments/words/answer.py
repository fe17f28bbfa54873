"""Sentences of the plain answer."""

from experiments.words.text import Text

ANSWER = {
    "answer.breakdown": Text(
        "of 100 opportunities, {treated_count} broke down with {treated} and {control_count} with"
        " {reference}; the difference is {difference}, 95% interval {interval}",
        "每100次机会中，“{treated}”下有{treated_count}次合作破坏，“{reference}”下有{control_count}次；"
        "差异为{difference}，95%区间{interval}",
    ),
    "answer.completed": Text(
        "; completed: {treated_count} against {control_count}.",
        "；完成：{treated_count}次，对照{control_count}次。",
    ),
    "answer.failure": Text(
        "Failed, neither completed nor delivered by one sector alone: {treated_count} with"
        " {treated} and {control_count} with {reference}; the difference is {difference},"
        " 95% interval {interval}.",
        "失败（既未完成，也未由单一部门供给）：“{treated}”下{treated_count}次，“{reference}”下"
        "{control_count}次；差异为{difference}，95%区间{interval}。",
    ),
    "answer.fewer": Text("{number} fewer", "少{number}次"),
    "answer.more": Text("{number} more", "多{number}次"),
    "answer.interval": Text("{low} to {high}", "{low}至{high}"),
    "answer.no_interval": Text("unknown (too few opportunities)", "未知（机会太少）"),
    "answer.ratio": Text(
        "Failures are {ratio} times as many, 95% interval {ratio_low} to {ratio_high}.",
        "失败次数为对照的{ratio}倍，95%区间{ratio_low}至{ratio_high}。",
    ),
    "answer.disagree": Text(
        "Breakdown and failure do not agree. That cooperation is kept from breaking down would"
        " need both to fall.",
        "合作破坏与失败两项结果不一致。只有两项均下降，才支持“防止合作破坏”的说法。",
    ),
    "answer.small": Text(
        "{measures}: a difference of {points} points or more either way is ruled out, at 95%.",
        "{measures}：在95%水平上，可排除{points}个百分点及以上的差异。",
    ),
    "answer.undecided": Text(
        "{measures}: undecided. Neither no effect nor one of {points} points can be ruled out;"
        " more replicates would tell.",
        "{measures}：尚无定论。既不能排除没有影响，也不能排除{points}个百分点的影响；增加重复次数可以判明。",
    ),
    "answer.one_pair": Text(
        "One pair of runs only: nothing can be told from chance.",
        "只有一对运行：无法与偶然区分。",
    ),
    "answer.worth": Text(
        "{pairs} pairs with the same luck; for failure they correlate at {r}, so each is worth"
        " {worth} independent pairs.",
        "{pairs}对运行共享相同随机条件；就失败而言相关系数为{r}，每对相当于{worth}对独立运行。",
    ),
    "answer.collapse": Text(
        "Network collapse: {verdict} with {treated} against {reference}. Under this coupling, of"
        " {pairs} pairs {saved} were saved, {harmed} harmed, {both} collapsed in both, {neither}"
        " in neither; under any coupling {saved_low} to {saved_high} would be saved. Weeks before"
        " collapse: {weeks_gained}, 95% interval {weeks_low} to {weeks_high}.",
        "网络崩溃：“{treated}”与“{reference}”相比{verdict}。在此耦合下，{pairs}对运行中{saved}对免于崩溃，"
        "{harmed}对因而崩溃，{both}对均崩溃，{neither}对均未崩溃；任何耦合下，免于崩溃者介于{saved_low}与"
        "{saved_high}对之间。崩溃前周数：{weeks_gained}，95%区间{weeks_low}至{weeks_high}。",
    ),
    "answer.survives": Text(
        "{measure}: all {total} definitions tried say the same.",
        "{measure}：所试的{total}种定义结论一致。",
    ),
    "answer.depends": Text(
        "{measure}: the finding depends on the definition; of {total} tried, {same} say the same"
        " and {other} clearly something else.",
        "{measure}：结论取决于定义；所试{total}种中，{same}种结论相同，{other}种明显不同。",
    ),
    "answer.excluded": Text(
        "{excluded} finished runs lack their pair with the same luck and are left out of the"
        " differences.",
        "{excluded}次已完成的运行缺少相同随机条件的配对，未计入差异。",
    ),
}
