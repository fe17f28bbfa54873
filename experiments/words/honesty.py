"""Honesty rules 6 and 7: findings, table and figure. Names of experiments are in their YAML."""

from experiments.words.text import Text

HONESTY = {
    "arm.none_busy": Text("no hub, overload", "无中枢，任务超载"),
    "arm.party_busy": Text("party hub, overload", "党建引领，任务超载"),
    "arm.party_thin": Text("party hub, an eighth of attention", "党建引领，注意力八分之一"),
    "arm.captured": Text("party hub, captured agenda", "党建引领，议程被俘获"),
    "arm.distrusted": Text("party hub, low legitimacy", "党建引领，合法性低"),
    "arm.none_lean": Text("no hub, low incomes", "无中枢，收入低"),
    "arm.party_lean": Text("party hub, low incomes", "党建引领，收入低"),
    "arm.none_close": Text("no hub, goals alike and all tied", "无中枢，目标相近且均有联系"),
    "arm.party_close": Text("party hub, goals alike and all tied", "党建引领，目标相近且均有联系"),
    "arm.removed": Text("party hub, removed at half time", "党建引领，中期撤出"),
    "arm.none_long": Text("no hub, twice the horizon", "无中枢，模拟期加倍"),
    "arm.party_long": Text("party hub, twice the horizon", "党建引领，模拟期加倍"),
    "arm.removed_late": Text("party hub, removed after three years", "党建引领，三年后撤出"),
    "arm.reversed": Text("party hub, priorities reversed", "党建引领，优先次序颠倒"),
    "arm.all_at_once": Text("party hub, all of it at once", "党建引领，多项同时"),
    "honesty.title": Text(
        "Where a coordinator could harm, and whether the headline's sign holds\n{community},"
        " treated less reference per 100 opportunities, 95% intervals, {pairs} paired replicates",
        "中枢可能有害之处，以及总体结果的方向是否保持\n{community}，每百次机会中处理方案减对照方案，"
        "95%区间，配对重复{pairs}次",
    ),
    "honesty.header.experiment": Text("experiment", "实验"),
    "honesty.header.reference": Text("failure without", "对照的失败"),
    "honesty.header.failure": Text("failure [95%]", "失败 [95%]"),
    "honesty.header.breakdown": Text("breakdown [95%]", "合作破坏 [95%]"),
    "honesty.header.finding": Text("failure is", "失败"),
    "honesty.header.finding_breakdown": Text("breakdown is", "合作破坏"),
    "honesty.after": Text("{name} (from week {week})", "{name}（第{week}周起）"),
    "honesty.finding.helps": Text("lower by 5 or more", "降低5个百分点及以上"),
    "honesty.finding.harms": Text("higher by 5 or more", "升高5个百分点及以上"),
    "honesty.finding.within": Text("within 5", "相差不到5个百分点"),
    "honesty.finding.lower": Text("lower, perhaps by 5", "较低，是否达5个百分点不明"),
    "honesty.finding.higher": Text("higher, perhaps by 5", "较高，是否达5个百分点不明"),
    "honesty.finding.lower_within": Text("lower, by under 5", "较低，不到5个百分点"),
    "honesty.finding.higher_within": Text("higher, by under 5", "较高，不到5个百分点"),
    "honesty.finding.unclear": Text("not clear", "不明"),
    "honesty.finding.kept": Text("sign holds", "方向保持"),
    "honesty.finding.turned": Text("sign turns", "方向反转"),
    "honesty.finding.no_sign": Text("headline without sign", "总体结果方向不明"),
    "honesty.rule": Text(
        "Declared before any was run, and shown whatever they show. A finding is one of the whole"
        " interval; {number} intervals are not corrected for their number. Lower favours the"
        " treated arm.",
        "各项均在运行之前声明，无论结果如何均予列出。结论以整个区间为准；{number}个区间未作多重比较"
        "校正。数值为负表示处理方案较低。",
    ),
    "honesty.failed": Text(
        "{name}: {failed} runs failed; counted at worst and at best, the difference in {measure}"
        " lies between {low} and {high}.",
        "{name}：{failed}次运行出错；按最坏与最好情形计入，{measure}之差介于{low}与{high}之间。",
    ),
    "honesty.lead": Text(
        "Of {number} declared settings, failure is clearly higher in the treated arm in {higher},"
        " clearly lower in {lower}, and not clearly different in {unclear}, by 95% intervals.",
        "所声明的{number}种情形中，按95%区间，处理方案失败明显较高的有{higher}种，明显较低的有{lower}"
        "种，无明显差异的有{unclear}种。",
    ),
    "honesty.item": Text(
        "{says} Failure per 100 opportunities: {difference}; {finding}.",
        "{says}每百次机会的失败：{difference}；{finding}。",
    ),
    "honesty.section": Text("Declared settings, one by one", "所声明的情形逐项"),
    "honesty.alt": Text(
        "Differences in failure and breakdown with 95% intervals in {number} settings, as in the"
        " table above; the grey zone is within 5 points, filled points have an interval without 0.",
        "{number}种情形下失败与合作破坏之差及其95%区间，数值见上表；灰色带为5个百分点以内，实心点的"
        "区间不含零。",
    ),
    "honesty.axis": Text(
        "treated less reference, per 100 opportunities", "处理方案减对照方案，每百次机会"
    ),
    "honesty.zone": Text("within 5 points", "相差不到5个百分点"),
    "honesty.clear": Text("interval leaves out 0", "区间不含零"),
    "honesty.unclear": Text("interval covers 0", "区间含零"),
}
