"""The harm map and the searches: what is printed and drawn."""

from experiments.words.text import Text

HARM = {
    "harm.part": Text("{name}: {sector}", "{name}：{sector}"),
    "harm.title": Text(
        "Where {treated} helps, does little, or harms, against {reference}\n{community}, {points}"
        " points of the declared ranges over the accepted set, {replicates} paired replicates each",
        "“{treated}”相对于“{reference}”有益、差异不大或有害之处\n{community}，在声明范围与接受集上取"
        "{points}个点，每点配对重复{replicates}次",
    ),
    "harm.header.share": Text("share of the space", "占参数空间的份额"),
    "harm.header.expected": Text("error taken out [95%]", "扣除误差后 [95%]"),
    "harm.header.estimated": Text("of estimates", "按估计值"),
    "harm.header.clear": Text("clearly", "明显者"),
    "harm.region.helps": Text("lower by 5 or more", "降低5个百分点及以上"),
    "harm.region.within": Text("within 5", "相差不到5个百分点"),
    "harm.region.harms": Text("higher by 5 or more", "升高5个百分点及以上"),
    "harm.row": Text("{measure}: {region}", "{measure}：{region}"),
    "harm.note": Text(
        "Error taken out: Monte Carlo error at a point would put too many points into the outer"
        " regions; the interval is over points. Clearly: the point's own 95% interval lies in the"
        " region. Every range is taken as equally likely: a share of this space, not of places.",
        "扣除误差：单点的蒙特卡洛误差会使落入两侧的点偏多；区间为对点而言。明显：该点自身的95%区间"
        "落在该区域内。各范围内的取值视为同等可能：此为参数空间的份额，不是社区的比例。",
    ),
    "harm.failed": Text(
        "{failed} runs failed and {unknown} of {points} points have no estimate for {measure};"
        " whatever those runs would have been, it is higher by 5 or more at {certain}% to"
        " {possible}% of points.",
        "{failed}次运行出错，{points}个点中{unknown}个点无{measure}的估计值；无论这些运行结果如何，"
        "升高5个百分点及以上的点占{certain}%至{possible}%。",
    ),
    "harm.exploratory": Text(
        "Exploratory: what the difference in failure goes with, {shown} strongest of {number}"
        " parameters",
        "探索性分析：失败之差随何参数而变，{number}个参数中最强的{shown}个",
    ),
    "harm.header.parameter": Text("parameter", "参数"),
    "harm.header.rank_correlation": Text("rank correlation [95%]", "秩相关 [95%]"),
    "harm.header.lowest": Text("harms: lowest third", "有害：最低三分之一"),
    "harm.header.highest": Text("harms: highest third", "有害：最高三分之一"),
    "harm.exploratory_note": Text(
        "Above 0: more of it goes with more failure under the hub than without. * clear also when"
        " the error level is shared over all parameters. Chosen by size, so the strongest are"
        " overstated; Monte Carlo error draws all toward 0.",
        "大于零：取值越大，有中枢时的失败相对越多。*在全部参数分摊误差水平后仍明显。按大小挑选，故"
        "最强者被高估；蒙特卡洛误差使各值趋近于零。",
    ),
    "harm.axis": Text(
        "rank correlation with the difference in failure, 95% intervals (exploratory)",
        "与失败之差的秩相关，95%区间（探索性）",
    ),
    "harm.share_axis": Text(
        "share of the space in %, Monte Carlo error taken out",
        "占参数空间的份额（%），已扣除蒙特卡洛误差",
    ),
    "harm.clear": Text("clear over all parameters", "就全部参数而言明显"),
    "harm.unclear": Text("not clear", "不明"),
}
