"""What the report says of parameters, provenance and terms."""

from experiments.words.text import Text

REPORT_ORIGIN = {
    "report.differing.lead": Text(
        "Any difference between arms comes from the parameters below and from nothing else. The"
        " settings of a hub that is never there are shown as the defaults they are put back to.",
        "方案之间的一切差异都出自下列参数，别无其他来源。对不存在的中枢，其设置已还原为默认值。",
    ),
    "report.differing.sweep": Text(
        "{number} parameters take more than one value in this study; all others are the same"
        " throughout.",
        "本研究中有{number}个参数取多个值，其余参数始终相同。",
    ),
    "report.differing.none": Text(
        "No parameter differs: the arms are the same configuration under different names.",
        "没有取值不同的参数：各方案名称不同，配置相同。",
    ),
    "report.differing.caption": Text("Parameters that differ between arms", "各方案取值不同的参数"),
    "report.swept.caption": Text("Parameters that take more than one value", "取多个值的参数"),
    "report.parameters.lead": Text(
        "Source: where a parameter's default comes from. [A] assumed, with no source behind it;"
        " counts: {counts}. A star marks values that the community, the arm or the command set"
        " otherwise than the default.",
        "来源：参数默认值的依据。[A]为假定值，无依据；各类个数：{counts}。星号表示由社区、方案或命"
        "令"
        "另行设定、与默认值不同的取值。",
    ),
    "report.parameters.fold": Text("Show all {number} parameters", "展开全部{number}个参数"),
    "report.parameters.several": Text("several, see above", "多个，见上"),
    "report.values.many": Text("{number} values", "{number}个取值"),
    "report.values.range": Text(
        "{number} values from {low} to {high}", "从{low}至{high}的{number}个取值"
    ),
    "report.column.parameter": Text("parameter", "参数"),
    "report.column.unit": Text("unit", "单位"),
    "report.column.source": Text("source", "来源"),
    "report.column.name": Text("name in the configuration", "配置中的名称"),
    "report.column.value": Text("value", "取值"),
    "report.column.values": Text("values", "各取值"),
    "report.source.S": Text("[S] founding paper", "[S] 原论文"),
    "report.source.L": Text("[L] other literature", "[L] 其他文献"),
    "report.source.F": Text("[F] public source", "[F] 公开资料"),
    "report.source.M": Text("[M] recalled, to be checked", "[M] 凭记忆，待核"),
    "report.source.D": Text("[D] derived", "[D] 推算"),
    "report.source.A": Text("[A] assumed", "[A] 假定"),
    "report.source.C": Text("[C] calibrated without a coordinator", "[C] 无中枢条件下校准"),
    "report.provenance.lead": Text(
        "The same configuration, seed and model version give the same numbers to the bit. The"
        " command coprod replay runs any stored run again and compares it.",
        "相同的配置、种子和模型版本得到逐位相同的数字。命令 coprod replay 可重跑任何一次已存的运行"
        "并"
        "逐项核对。",
    ),
    "report.provenance.mixed": Text(
        "The configurations of this study were made with more than one version of the program or of"
        " a library (same model version). Their numbers are comparable as far as those versions"
        " agree to the bit.",
        "本研究各配置由不止一个版本的程序或软件库算出（模型版本相同）。仅在这些版本逐位一致的前提"
        "下，"
        "数字才可比较。",
    ),
    "report.provenance.caption": Text("How the study was made", "研究如何得出"),
    "report.provenance.cells": Text("Cells: configurations and their data", "单元：配置及其数据"),
    "report.provenance.item": Text("item", "项目"),
    "report.provenance.study": Text("study", "研究"),
    "report.provenance.model": Text("model version", "模型版本"),
    "report.provenance.commit": Text("source code (commit)", "源代码（提交号）"),
    "report.provenance.made": Text("runs finished", "运行完成时间"),
    "report.provenance.seeds": Text("seed", "种子"),
    "report.provenance.accepted": Text("accepted set (SHA-256)", "校准接受集（SHA-256）"),
    "report.provenance.data": Text("all data (SHA-256)", "全部数据（SHA-256）"),
    "report.provenance.versions": Text("software", "软件版本"),
    "report.provenance.report": Text("report made by", "报告生成程序"),
    "report.provenance.inputs": Text("input files (SHA-256)", "输入文件（SHA-256）"),
    "report.provenance.unknown": Text("not recorded", "未记录"),
    "report.provenance.from_to": Text("{first} to {last} (UTC)", "{first}至{last}（协调世界时）"),
    "report.provenance.configuration": Text("Configuration (JSON):", "配置（JSON）："),
    "report.column.community": Text("community", "社区"),
    "report.column.seed": Text("seed", "种子"),
    "report.column.runs": Text("runs", "运行次数"),
    "report.column.failed": Text("failed", "出错"),
    "report.column.cell": Text("cell (hash of configuration)", "单元（配置哈希）"),
    "report.column.data": Text("data (SHA-256, first digits)", "数据（SHA-256前几位）"),
    "report.glossary.lead": Text(
        "Terms used on this page, with the term of the founding paper (Xing, Zhang and Tang 2022)"
        " where it has one.",
        "本页所用术语，并列原论文（Xing、Zhang与Tang，2022）中的对应用语。",
    ),
    "report.glossary.caption": Text("Terms and their meaning", "术语及其含义"),
    "report.column.term": Text("term", "术语"),
    "report.column.other": Text("in Chinese", "英文"),
    "report.column.paper": Text("in the paper", "原论文用语"),
    "report.column.meaning": Text("meaning", "含义"),
}
