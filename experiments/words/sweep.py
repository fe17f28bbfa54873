"""What a sweep tells: progress, plan, what it would take, looks, and what came of its cells."""

from experiments.words.text import Text

SWEEP = {
    "progress.line": Text(
        "{label}: {done}/{total} runs, {time}, {left} left",
        "{label}：{done}/{total}次运行，已用{time}，约剩{left}",
    ),
    "progress.begun": Text(
        "{label}: {done}/{total} runs, {time}", "{label}：{done}/{total}次运行，已用{time}"
    ),
    "progress.unit": Text("run", "次运行"),
    "progress.hours": Text("{number} h", "{number}小时"),
    "progress.minutes": Text("{number} min", "{number}分钟"),
    "progress.seconds": Text("{number} s", "{number}秒"),
    "sweep.plan": Text(
        "{study}: {cells} cells, {replicates} replicates each",
        "{study}：{cells}个单元，各重复{replicates}次",
    ),
    "sweep.same": Text(
        "{same} of {rows} points have the same numbers as another, and are run once",
        "{rows}个点中有{same}个与其他点数值相同，只运行一次",
    ),
    "sweep.job": Text("a job could not do its work: {reason}", "有作业未能完成：{reason}"),
    "sweep.jobs": Text("so it was with {more} more jobs", "另有{more}个作业同样未能完成"),
    "sweep.cancelled": Text(
        "jobs that had not ended are cancelled; every chunk of 25 replicates they stored is kept",
        "尚未结束的作业已取消；已存盘的各块（每块25次重复）均予保留",
    ),
    "sweep.look": Text(
        "look at {replicates} replicates: widest half-width {found}, wanted {wanted}",
        "{replicates}次重复时查看：最宽半宽{found}，目标{wanted}",
    ),
    "sweep.capped": Text(
        "not reached: {replicates} replicates were the last look; give more and run it again",
        "未达到：{replicates}次重复是最后一次查看；增加重复次数后再执行",
    ),
    "forecast.runs": Text(
        "{cells} cells x {replicates} replicates = {runs} runs; {missing} are missing",
        "{cells}个单元 × {replicates}次重复 = {runs}次运行；尚缺{missing}次",
    ),
    "forecast.time": Text(
        "time: about {time} on {processes} processes; two pilot runs took {first} s and {last} s",
        "时间：{processes}个进程约需{time}；两次试运行用时{first}秒与{last}秒",
    ),
    "forecast.failed": Text("{failed} of the pilot runs failed", "试运行中有{failed}次出错"),
    "forecast.disk": Text("disk: at most about {size} more", "磁盘：至多约再占{size}"),
    "forecast.need": Text(
        "replicates for a half-width of {half_width} (difference of failure by pairs, widest of all"
        " points): {replicates}, from {pairs} stored pairs a point",
        "半宽{half_width}（失败率配对差异，取各点最宽者）所需重复次数：{replicates}，据每点已存的{pairs}对重复",
    ),
    "forecast.assumed": Text(
        "replicates for a half-width of {half_width} (difference of failure): {replicates},"
        " ASSUMED: too little is stored, so opportunities count as independent, failing at .5,"
        " unpaired",
        "半宽{half_width}（失败率差异）所需重复次数：{replicates}，仅为假设：已存结果太少，故假定各机会相互独立、"
        "失败率0.5、不配对",
    ),
    "forecast.unknown": Text(
        "replicates for a half-width: unknown, no opportunity is followed long enough",
        "所需重复次数：无法得知，没有机会可供追踪足够长时间",
    ),
    "forecast.nothing": Text(
        "Nothing was run or written for the study.", "未为该研究运行或写入任何内容。"
    ),
    "sweep.table": Text(
        "Per 100 opportunities [95% interval]; differences: {treated} minus the arm of the row,"
        " by pairs of replicates",
        "每百次机会 [95%区间]；差异：“{treated}”减该行方案，按重复配对",
    ),
    "sweep.table_alone": Text("Per 100 opportunities [95% interval]", "每百次机会 [95%区间]"),
    "sweep.more": Text("{more} more rows are in {file}", "其余{more}行见{file}"),
    "sweep.file": Text("The table is in {file}", "表格存于{file}"),
    "sweep.failed": Text(
        "{number} runs failed, in {cells} cells; first {name}: {error}",
        "{number}次运行出错，涉及{cells}个单元；首个为{name}：{error}",
    ),
    "sweep.left_out": Text(
        "{number} runs of {cells} cells are left out of the table, first of {name}: other arms of"
        " their point don't have these replicates yet",
        "{cells}个单元的{number}次运行未计入表中，首个单元{name}：同一点的其他方案尚缺这些重复",
    ),
    "sweep.missing": Text(
        "{number} runs are missing, in {cells} cells, first {name}; the same command tries them"
        " again",
        "缺少{number}次运行，涉及{cells}个单元，首个为{name}；重新执行同一命令即可再试",
    ),
    "column.runs": Text("runs", "运行次数"),
    "column.failure_difference": Text("difference, failure", "失败之差"),
    "column.breakdown_difference": Text("difference, breakdown", "合作破坏之差"),
}
