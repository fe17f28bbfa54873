"""Terms of the report: names in both languages, the founding paper's term, and the meaning."""

from typing import NamedTuple

from experiments.words.text import Text

NO_TERM = "–"


class Term(NamedTuple):
    """A term as docs/glossary.md has it, ``paper`` the founding paper's, and what it means."""

    name: Text
    paper: str
    meaning: Text


TERMS: dict[str, Term] = {
    "opportunity": Term(
        Text("opportunity", "机会"),
        NO_TERM,
        Text("the chance that an organisation starts a project", "一个组织发起项目的一次可能"),
    ),
    "breakdown": Term(
        Text("breakdown", "合作破坏"),
        "合作破坏",
        Text("co-production had formed, then broke", "合作已成形，随后破裂"),
    ),
    "failure": Term(
        Text("failure", "失败"),
        NO_TERM,
        Text(
            "neither completed nor delivered by one sector alone",
            "既未完成，也未由单一部门供给",
        ),
    ),
    "solo": Term(
        Text("solo", "单一部门供给"),
        NO_TERM,
        Text(
            "delivered by one sector alone: service without co-production",
            "由一个部门单独供给：有服务而无合作生产",
        ),
    ),
    "coordinator": Term(
        Text("coordinator", "中枢节点"),
        "党建引领",
        Text(
            "a node that mobilises, guides, pools resources and mediates",
            "组织动员、政治引领、资源整合并从中调解的节点",
        ),
    ),
    "arm": Term(
        Text("arm", "方案"),
        NO_TERM,
        Text("one way to organise the same community", "组织同一社区的一种方式"),
    ),
    "comparator": Term(
        Text("comparator", "对照"),
        NO_TERM,
        Text("an arm to compare with", "用来比较的方案"),
    ),
    "run": Term(
        Text("run", "运行"),
        NO_TERM,
        Text("the community simulated once, from first to last week", "社区从首周到末周的一次模拟"),
    ),
    "interval": Term(
        Text("interval", "区间"),
        NO_TERM,
        Text(
            "range that holds the true value in 95 of 100 such studies",
            "在100项此类研究中，有95项的区间包含真值",
        ),
    ),
    "difference": Term(
        Text("clear difference", "明显差异"),
        NO_TERM,
        Text(
            "a difference whose interval leaves out 0; it need not be large",
            "区间不含0的差异；不一定很大",
        ),
    ),
    "collapse": Term(
        Text("network collapse", "网络崩溃"),
        "合作破坏",
        Text(
            "two of five signs at once, for weeks running",
            "五项指标中有两项同时持续数周",
        ),
    ),
    "unmet": Term(
        Text("unmet need", "缺位"),
        "缺位",
        Text("needs that wait too long", "等待过久的需求"),
    ),
    "misplaced": Term(
        Text("misplaced supply", "错位"),
        "错位",
        Text(
            "too much in one place while too little in another",
            "此处过多而彼处不足的供给",
        ),
    ),
    "overreach": Term(
        Text("overreach", "越位"), "越位", Text("supply without demand", "没有需求的供给")
    ),
    "goal_conflict": Term(
        Text("goal conflict", "目标冲突"),
        "目标冲突",
        Text("partners found no agreement", "各方未能达成一致"),
    ),
    "transaction_cost": Term(
        Text("transaction cost", "交易成本过高"),
        "交易成本过高",
        Text("what talking and agreeing costs", "沟通与达成一致的成本"),
    ),
    "free_riding": Term(
        Text("free riding", "搭便车"),
        NO_TERM,
        Text("pledges were not kept", "承诺未兑现"),
    ),
    "value_disorder": Term(
        Text("value disorder", "价值失序"),
        "价值失序",
        Text("delivered, but mostly misplaced", "已供给，但大多错位"),
    ),
    "sign_off": Term(
        Text("sign-off", "条块审批超时"),
        "条块矛盾",
        Text("departments' papers did not come in time", "部门审批未能及时办结"),
    ),
    "accepted": Term(
        Text("accepted", "校准接受"),
        NO_TERM,
        Text(
            "sets of parameters that meet the patterns seen without a coordinator",
            "符合无中枢条件下所见规律的参数组",
        ),
    ),
    "monte_carlo": Term(
        Text("Monte Carlo error", "蒙特卡洛误差"),
        NO_TERM,
        Text("uncertainty that more runs would remove", "增加运行次数可以消除的不确定性"),
    ),
    "parameter_spread": Term(
        Text("parameter spread", "参数变异"),
        NO_TERM,
        Text("how results vary with assumed parameters", "结果随假定参数的变化"),
    ),
    "cell": Term(
        Text("cell", "单元"),
        NO_TERM,
        Text("one configuration with its runs", "一种配置及其全部运行"),
    ),
    "seed": Term(
        Text("seed", "种子"),
        NO_TERM,
        Text("the number that fixes all luck", "决定全部随机因素的数"),
    ),
}
