"""The methods, as a reviewer reads them. Each paragraph says what is estimated and how."""

from experiments.words.text import Text

REPORT_METHODS = {
    "methods.estimands": Text("What is estimated", "估计对象"),
    "methods.estimands.text": Text(
        "The primary figures are breakdown and failure per opportunity. The denominator is the"
        " opportunity, because it is the same in every arm, while which projects form, and how"
        " many,"
        " is itself an effect. A rate is the ratio of totals over runs; a difference is treated arm"
        " minus comparator. The smallest effect of interest is {points} points, declared before any"
        " arm was compared.",
        "主要指标是每次机会的合作破坏与失败。分母取机会，因为各方案的机会相同，而哪些项目成形、成形"
        "多少本身就是效果。比率为各次运行合计之比；差异为处理方案减对照方案。最小关注效果为{points}"
        "个"
        "百分点，在比较任何方案之前即已声明。",
    ),
    "methods.pairing": Text("Pairing", "配对"),
    "methods.pairing.text": Text(
        "Runs pair by number. Luck is a function of seed, run, process and week, never of the arm,"
        " so"
        " paired runs are identical until the coordinator first acts. The unit of all statistics is"
        " the run: opportunities within one community are not independent.",
        "各次运行按编号配对。随机因素只取决于种子、运行编号、过程和周次，与方案无关，因此在中枢首次"
        "行动"
        "之前，配对的两次运行完全相同。所有统计以一次运行为单位：同一社区内的机会并不独立。",
    ),
    "methods.correlation.text": Text(
        "Achieved correlation of pairs, for failure: {list}.",
        "实际配对相关系数（失败）：{list}。",
    ),
    "methods.correlation.item": Text("{value} with {comparator}", "与“{comparator}”{value}"),
    "methods.intervals": Text("Intervals", "区间"),
    "methods.intervals.text": Text(
        "All intervals are at 95%, by run, one comparison at a time, not adjusted for looking at"
        " several. Clear means that the interval of the difference leaves out 0. Surely small"
        " means that two one-sided tests at 5% place the difference within {points} points.",
        "所有区间均为95%水平，以运行为单位，逐项给出，未作多重比较校正。“明显”指差异的区间不含0；"
        "“确实很小”指两个5%水平的单侧检验均表明差异在{points}个百分点以内。",
    ),
    "methods.rates.text": Text(
        "Rates of one arm: Wilson's interval at the effective number of opportunities. Differences"
        " of rates: t interval on the delete-one jackknife over pairs, never narrower than what"
        " three more opportunities ending otherwise would do. Network collapse: Tango's score"
        " interval of the paired difference of shares, with McNemar's exact test; which runs were"
        " saved or harmed holds under this coupling of luck only, the bounds under any. Time to"
        " collapse: difference of restricted means. Sources and simulated coverage:"
        " docs/statistics.md of the program.",
        "单一方案的比率：按有效机会数计算的Wilson区间。比率之差：对配对逐一删除的刀切法t区间，"
        "宽度不小于三次机会结局改变的影响。网络崩溃：配对比例差的Tango得分区间，并附McNemar精确"
        "检验；哪些运行免于崩溃或因而崩溃仅在此随机耦合下成立，所给上下界则对任何耦合成立。崩溃"
        "时间：限制平均时间之差。出处与模拟覆盖率见程序的 docs/statistics.md（英文）。",
    ),
    "methods.error": Text("Two kinds of uncertainty", "两种不确定性"),
    "methods.error.text": Text(
        "Intervals show Monte Carlo error: what more runs would remove. They do not show how the"
        " result depends on assumed parameters; that is parameter spread, seen only by changing the"
        " parameters (a sweep, or the accepted set), and reported apart.",
        "区间反映蒙特卡洛误差，即增加运行次数可以消除的部分；不反映结果对假定参数的依赖。后者是参数"
        "变异，只有改变参数（参数扫描或校准接受集）才能看到，因此分开报告。",
    ),
    "methods.model": Text("The model", "模型"),
    "methods.model.text": Text(
        "Households, administrations, firms and social organisations start projects week by week,"
        " look for partners, get papers and consent, negotiate, deliver, and complete or break. No"
        " rule that decides or measures breakdown reads which arm it is in. The full description is"
        " docs/odd.md (ODD+D) of the program.",
        "居民户、行政主体、企业与社会组织逐周发起项目、寻找伙伴、办理审批、取得居民同意、协商、实"
        "施，"
        "最终完成或破裂。决定或衡量合作破坏的规则都不读取所属方案。完整说明见程序的 docs/odd.md"
        "（ODD+D，英文）。",
    ),
}
