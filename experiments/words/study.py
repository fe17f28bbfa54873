"""Words of ``coprod results``: what is there of a study, and what its columns mean."""

from experiments.words.text import Text

STUDY = {
    "study.title": Text(
        "{study}: {cells} cells, {complete} complete; {held} runs of {asked} held, {failed} failed,"
        " {time} of computing, {memory} MB at most in one process",
        "{study}：{cells}个单元，{complete}个已完成；已存{held}/{asked}次运行，其中出错{failed}次，"
        "计算耗时{time}，单个进程内存最高{memory} MB",
    ),
    "study.damaged": Text(
        "{number} chunks are damaged and not counted; the same command that ran the study runs"
        " them again",
        "{number}个数据块已损坏，未计入；重新执行当初的命令即可重算",
    ),
    "study.refused": Text(
        "{number} chunks are not what was written and did not count; what is wanted of them was run"
        " again; first {path}: {reason}",
        "{number}个数据块与写入时不符，未计入，所需部分已重新运行；首个为{path}：{reason}",
    ),
    "study.orphans": Text(
        "{number} cells are in {folder} and in no index, so not counted; first {cell}",
        "{folder}中有{number}个单元不在索引中，未计入；首个为{cell}",
    ),
    "study.more": Text(
        "... and {number} more cells; --export FILE.csv writes them all",
        "……另有{number}个单元；--export FILE.csv 可全部导出",
    ),
    "study.bounds": Text(
        "Failed runs count: the last columns give what breakdown and failure would be if none, or"
        " all, of what the failed runs would have held had been such.",
        "出错的运行一并计入：最后两列给出将其全部按最好与最坏情形计入时合作破坏与失败的取值范围。",
    ),
    "study.none": Text("no studies in {folder}", "{folder}中没有研究"),
    "study.exported": Text("{rows} rows are in {path}", "已导出{rows}行至{path}"),
    "study.sheet": Text("columns", "列说明"),
    "table.cells": Text("Cells", "单元"),
    "table.summary": Text(
        "Per 100 opportunities, and per 100 runs for collapse [95% interval]",
        "每百次机会；崩溃为每百次运行 [95%区间]",
    ),
    "table.studies": Text("Studies in {folder}", "{folder}中的研究"),
    "column.cell": Text("cell", "单元"),
    "column.community": Text("community", "社区"),
    "column.seed": Text("seed", "随机种子"),
    "column.replicates": Text("held/asked", "已存/应有"),
    "column.failed": Text("failed", "出错"),
    "column.missing": Text("missing", "缺少"),
    "column.damaged": Text("damaged chunks", "损坏块"),
    "column.state": Text("state", "状态"),
    "column.time": Text("time", "耗时"),
    "column.bounds": Text("{measure}, bounds", "{measure}，上下界"),
    "column.study": Text("study", "研究"),
    "column.cells": Text("cells", "单元数"),
    "column.begun": Text("begun", "已开始"),
    "column.arms": Text("arms", "方案"),
    "column.changed": Text("last changed", "最近更改"),
    "column.name": Text("column", "列"),
    "column.unit": Text("unit", "单位"),
    "column.meaning": Text("meaning", "含义"),
    "state.complete": Text("complete", "完成"),
    "state.failed": Text("with failed runs", "有出错运行"),
    "state.incomplete": Text("incomplete", "未完成"),
    "state.damaged": Text("damaged", "有损坏"),
    "state.not_started": Text("not started", "未开始"),
    "meaning.cell": Text("hash of what determines the numbers", "决定数值的全部设定之哈希"),
    "meaning.arm": Text("arm", "方案"),
    "meaning.community": Text("community", "社区"),
    "meaning.seed": Text("seed of all luck", "随机种子"),
    "meaning.replicate": Text(
        "number of the replicate; arms pair by it", "重复编号；各方案据此配对"
    ),
    "meaning.week": Text("week", "周"),
    "meaning.status": Text("ok or failed", "正常（ok）或出错（failed）"),
    "meaning.stage": Text("function of the model in which a run failed", "运行出错所在的模型函数"),
    "meaning.error": Text("error of a failed run", "出错信息"),
    "meaning.traceback": Text("where a failed run was", "出错位置"),
    "meaning.asked": Text("replicates asked for last", "最近一次要求的重复次数"),
    "meaning.held": Text("replicates stored that ended well", "已存且正常结束的重复次数"),
    "meaning.failed": Text("replicates that failed", "出错的重复次数"),
    "meaning.missing": Text("replicates asked for and not stored", "要求但尚未存储的重复次数"),
    "meaning.damaged": Text("chunks that are damaged", "损坏的数据块"),
    "meaning.state": Text("state of the cell", "单元状态"),
    "meaning.seconds": Text("computing time of its runs", "运行耗时合计"),
    "meaning.memory_mb": Text("most memory of a process that ran some", "运行所在进程的最高内存"),
    "meaning.finished": Text("when it was last written", "最近写入时间"),
    "meaning.opportunities": Text("opportunities of the cohort", "队列中的机会数"),
    "meaning.low": Text("{what}: lower end of the 95% interval", "{what}：95%区间下限"),
    "meaning.high": Text("{what}: upper end of the 95% interval", "{what}：95%区间上限"),
    "meaning.bound_low": Text(
        "{what}: bound, failed runs counted at their best", "{what}：出错运行按最好情形计入"
    ),
    "meaning.bound_high": Text(
        "{what}: bound, failed runs counted at their worst", "{what}：出错运行按最坏情形计入"
    ),
    "meaning.breakdown": Text(
        "breakdown: formed, then broken, per opportunity", "合作破坏：成形后破裂，占机会之比"
    ),
    "meaning.failure": Text(
        "failure: neither completed nor delivered solo, per opportunity",
        "失败：既未完成也未由单一部门供给，占机会之比",
    ),
    "meaning.completed": Text("completed, per opportunity", "完成，占机会之比"),
    "meaning.solo": Text("delivered by one sector, per opportunity", "由单一部门供给，占机会之比"),
    "meaning.collapse": Text(
        "network collapse (two of five signs), per run", "网络崩溃（五项中两项），占运行之比"
    ),
}
