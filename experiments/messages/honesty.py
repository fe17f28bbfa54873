"""Honesty rules 6 and 7: findings, table and figure. Names of experiments are in their YAML."""

from experiments.messages.text import Text

HONESTY = {
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
    "honesty.finding.lower": Text("lower, by 5 or not", "较低，是否达5个百分点不明"),
    "honesty.finding.higher": Text("higher, by 5 or not", "较高，是否达5个百分点不明"),
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
    "honesty.axis": Text(
        "treated less reference, per 100 opportunities", "处理方案减对照方案，每百次机会"
    ),
    "honesty.zone": Text("within 5 points", "相差不到5个百分点"),
    "honesty.clear": Text("interval leaves out 0", "区间不含零"),
    "honesty.unclear": Text("interval covers 0", "区间含零"),
}
