"""Validation patterns: their names, verdicts, table and figure."""

from experiments.words.text import Text

PATTERNS = {
    "pattern.capacity_backlog": Text(
        "A mandate without capacity: mediation left undone", "有职责而无能力：未能调解的请求"
    ),
    "pattern.capacity_unspent": Text(
        "A mandate without capacity: funds unspent", "有职责而无能力：未使用的资金"
    ),
    "pattern.whistle_shortens": Text(
        "The whistle: weeks to completion", "吹哨报到：从成形到完成的周数"
    ),
    "pattern.money_settles_nothing": Text("Money alone: negotiation failure", "只给资金：协商失败"),
    "pattern.example_over_words": Text(
        "Example against words: participation", "示范相对于号召：居民参与"
    ),
    "pattern.capture_eases_talks": Text(
        "Captured agenda: negotiation failure", "议程被俘获：协商失败"
    ),
    "pattern.capture_misplaces": Text("Captured agenda: misplaced supply", "议程被俘获：错位供给"),
    "pattern.removal_no_better": Text(
        "Hub removed against never there: failure", "撤走中枢相对于从未有过：失败"
    ),
    "pattern.removal_after_dependence": Text(
        "The same at high dependence: failure", "同上，高依赖时：失败"
    ),
    "pattern.monitoring_restores": Text("Pledges watched: free riding", "监督承诺：搭便车"),
    "pattern.leader_stops_no_decay": Text(
        "A leader alone: change of honouring", "仅有带头人：守约倾向的变化"
    ),
    "pattern.panels_decide": Text("Deliberation panels: negotiation failure", "议事团：协商失败"),
    "pattern.inclusion_lowers": Text(
        "Fuller inclusion: completion", "更多成员参与：成形项目的完成"
    ),
    "pattern.corrupt_strength_harms": Text(
        "Captured hub, strong against weak: failure", "被俘获的中枢，强相对于弱：失败"
    ),
    "pattern.hub_saturates": Text(
        "Twice the load: the hub's difference in failure", "任务加倍：中枢所致失败差异的变化"
    ),
    "pattern.loss_fragments": Text(
        "Hub removed against kept: integration", "撤走中枢相对于保留：网络整合"
    ),
    "pattern.hubs_emerge": Text(
        "No mandate: change of centralisation", "无中枢任命：度中心势的变化"
    ),
    "pattern_verdict.met": Text("met", "符合"),
    "pattern_verdict.not_met": Text("not met", "不符合"),
    "pattern_verdict.undecided": Text("undecided", "未定"),
    "pattern_unit.share": Text("per 100", "百分点"),
    "pattern_unit.weeks_to_completion": Text("weeks", "周"),
    "pattern_unit.funds_held": Text("funds", "资金单位"),
    "patterns.title": Text(
        "Validation patterns: {met} met, {not_met} not met, {undecided} undecided\n{points}"
        " accepted points, {replicates} paired replicates at each",
        "验证模式：{met}项符合，{not_met}项不符合，{undecided}项未定\n{points}个接受点，每点配对重复"
        "{replicates}次",
    ),
    "patterns.header.pattern": Text("pattern", "模式"),
    "patterns.header.expected": Text("expected", "预期"),
    "patterns.header.median": Text("median", "中位数"),
    "patterns.header.monte_carlo": Text("Monte Carlo 95%", "蒙特卡洛95%区间"),
    "patterns.header.spread": Text("90% of points", "90%的点"),
    "patterns.header.share": Text("as expected", "合预期的点"),
    "patterns.header.against": Text("clearly against", "明显相反的点"),
    "patterns.header.unit": Text("unit", "单位"),
    "patterns.header.verdict": Text("verdict", "结论"),
    "patterns.rule": Text(
        "Declared before any was run. Met: the median's Monte Carlo interval lies in the expected"
        " range, so do two thirds of points, and at most one in ten is clearly outside. Not met:"
        " that interval lies outside. Otherwise undecided.",
        "各项均在运行之前声明。符合：中位数的蒙特卡洛区间落在预期范围内，三分之二的点也在其内，且明显"
        "在外的点不超过十分之一。不符合：该区间落在范围之外。其余为未定。",
    ),
    "patterns.expected_zone": Text("expected range", "预期范围"),
    "patterns.thick": Text("Monte Carlo 95% of the median", "中位数的蒙特卡洛95%区间"),
    "patterns.thin": Text("90% of accepted points", "90%的接受点"),
    "patterns.axis": Text(
        "each row on a scale of its own; the line is 0", "各行自有刻度；竖线为零"
    ),
}
