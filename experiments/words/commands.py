"""What the commands themselves say, in both languages."""

from experiments.words.text import Text

COMMANDS = {
    "command.stored": Text(
        "{arm}: {runs} runs of seed {seed} in {folder}",
        "{arm}：种子{seed}的{runs}次运行，存于{folder}",
    ),
    "command.spared": Text(
        "{arm}: without a hub by its own values, so left as it is by {said}",
        "{arm}：按其自身取值没有中枢，{said}对它不起作用",
    ),
    "command.failed": Text(
        "{number} of the runs failed, first {name}: {error}; all are kept in {folder}",
        "其中{number}次运行出错，首个为{name}：{error}；均存于{folder}",
    ),
    "command.lost": Text(
        "{number} runs took their process with them (killed, or out of memory), first {name};"
        " the same command tries them again",
        "{number}次运行的进程被终止（被杀死或内存不足），首个为{name}；重新执行同一命令即可再试",
    ),
    "command.written": Text("Tables and figures are in {folder}", "表格与图存于{folder}"),
    "command.same": Text(
        "{name}: the same as stored, to the bit, in every table",
        "{name}：所有表格与存储结果逐位相同",
    ),
    "command.differs": Text(
        "{name}: differs from what is stored in {columns}", "{name}：与存储结果不同之处：{columns}"
    ),
    "command.skipped": Text(
        "not kept run by run, so not compared: {tables}", "未逐次保存，故未比较：{tables}"
    ),
    "command.spread": Text(
        "{measure}, {treated} minus {reference}, over {number} accepted points: median {median} per"
        " 100 opportunities, 90% range {low} to {high}; 5 points or more lower at {lowers}% of"
        " points, within 5 at {within}%, 5 or more higher at {raises}%; below 0 at {negative}%."
        " {replicates} paired replicates a point, Monte Carlo standard error {error}.",
        "{measure}，{treated}减{reference}，在{number}个接受点上：中位数每百次机会{median}，90%范围"
        "{low}至{high}；降低5个百分点及以上的点占{lowers}%，相差不到5个百分点的占{within}%，升高5个"
        "百分点及以上的占{raises}%；小于0的占{negative}%。每点配对重复{replicates}次，蒙特卡洛标准误"
        "{error}。",
    ),
    "command.report": Text(
        "Report: {path} ({size} MB, SHA-256 {sum})", "报告：{path}（{size} MB，SHA-256 {sum}）"
    ),
    "command.share.helps": Text(
        "{measure}: helps by 5 points or more at {share}% of points (95% interval"
        " {low} to {high} over points, {clear}% clearly); {expected}% with Monte Carlo error taken"
        " out, which leaves a standard error of {monte_carlo}.",
        "{measure}：降低5个百分点及以上的点占{share}%（对点而言的95%区间{low}至{high}，明显者{clear}%）；"
        "扣除蒙特卡洛误差后为{expected}%，该误差所致标准误{monte_carlo}。",
    ),
    "command.share.within": Text(
        "{measure}: within 5 points at {share}% of points (95% interval"
        " {low} to {high} over points, {clear}% clearly); {expected}% with Monte Carlo error taken"
        " out, which leaves a standard error of {monte_carlo}.",
        "{measure}：相差不到5个百分点的点占{share}%（对点而言的95%区间{low}至{high}，明显者{clear}%）；"
        "扣除蒙特卡洛误差后为{expected}%，该误差所致标准误{monte_carlo}。",
    ),
    "command.share.harms": Text(
        "{measure}: harms by 5 points or more at {share}% of points (95% interval"
        " {low} to {high} over points, {clear}% clearly); {expected}% with Monte Carlo error taken"
        " out, which leaves a standard error of {monte_carlo}.",
        "{measure}：升高5个百分点及以上的点占{share}%（对点而言的95%区间{low}至{high}，明显者{clear}%）；"
        "扣除蒙特卡洛误差后为{expected}%，该误差所致标准误{monte_carlo}。",
    ),
    "command.spread_bounds": Text(
        "{failed} runs failed in all. With each of them counted at its worst and at its best, the"
        " median of {measure} lies in {bound_low} to {bound_high}, and the share of points lowered"
        " by 5 points or more in {certain}% to {possible}%.",
        "共有{failed}次运行出错。将其分别按最坏与最好情形计入，{measure}之差的中位数介于{bound_low}与"
        "{bound_high}之间，降低5个百分点及以上的点占{certain}%至{possible}%。",
    ),
    "command.recovery.title": Text(
        "Recovery of {cell} from a shock in week {week}, twin {twin}; restricted to {tau} weeks",
        "{cell}在第{week}周受冲击后的恢复，对照{twin}；限于冲击后{tau}周",
    ),
    "command.recovery.measure": Text("measure", "指标"),
    "command.recovery.against": Text("against", "比较基准"),
    "command.recovery.hurt": Text("hurt", "受损"),
    "command.recovery.recovered": Text("recovered", "已恢复"),
    "command.recovery.weeks": Text("weeks", "周数"),
    "command.recovery.chance": Text("by chance", "偶然所致"),
    "command.recovery.excess": Text("excess [95%]", "超出偶然 [95%]"),
    "command.recovery.average": Text("mean run", "平均运行"),
    "command.recovery.of.breakdown": Text("rolling breakdown", "滚动合作破坏率"),
    "command.recovery.of.net_value": Text("net public value", "净公共价值"),
    "command.recovery.of.served": Text("needs served", "满足的需求"),
    "command.recovery.against.twin": Text("twin", "无冲击对照"),
    "command.recovery.against.before": Text("before", "冲击前自身"),
    "command.recovery.note": Text(
        "Weeks: restricted mean over all runs, 0 where never hurt. By chance: the same of the twin"
        " in the shocked run's place. Mean run: weeks until the mean over runs is back; - not yet.",
        "周数：全部运行的限制平均值，未受损计为0。偶然所致：以无冲击对照代替受冲击运行所得的同一数值。"
        "平均运行：各运行均值恢复所需周数；“-”为尚未恢复。",
    ),
    "command.recovery.written": Text("The table is in {path}", "表格存于{path}"),
    "command.app.ready": Text(
        "The page is at {address}; studies are in {folder}. Ctrl-C stops it.",
        "页面地址：{address}；研究存于{folder}。按Ctrl-C停止。",
    ),
    "command.app.stopped": Text(
        "Stopped; finished runs are kept.", "已停止；已完成的运行均已保存。"
    ),
    "command.unwritten": Text(
        "Networks along the way could not be written: {reason}", "各时点的网络无法写出：{reason}"
    ),
    "command.networks": Text("Networks along the way are in {folder}", "各时点的网络存于{folder}"),
}
