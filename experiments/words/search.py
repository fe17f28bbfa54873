"""Searches for the worst and the best settings: what is printed and drawn."""

from experiments.words.text import Text

SEARCH = {
    "search.title.raises": Text(
        "Where {treated} raises failure most against {reference}: worst of {trials} settings"
        " tried\n{community}, {replicates} paired replicates in the search, {fresh} with fresh"
        " luck",
        "“{treated}”相对于“{reference}”使失败升高最多之处：所试{trials}种设置中最差者\n{community}，"
        "搜索中配对重复{replicates}次，另以新随机数重复{fresh}次",
    ),
    "search.title.lowers": Text(
        "Where {treated} lowers failure most against {reference}: most favourable of {trials}"
        " settings tried\n{community}, {replicates} paired replicates in the search, {fresh} with"
        " fresh luck",
        "“{treated}”相对于“{reference}”使失败降低最多之处：所试{trials}种设置中最有利者\n{community}，"
        "搜索中配对重复{replicates}次，另以新随机数重复{fresh}次",
    ),
    "search.header.rank": Text("rank", "名次"),
    "search.header.trial": Text("setting", "设置"),
    "search.header.searched": Text("failure as searched", "搜索所见失败之差"),
    "search.header.fresh": Text("failure, fresh luck [95%]", "失败之差，新随机数 [95%]"),
    "search.header.fresh_breakdown": Text(
        "breakdown, fresh luck [95%]", "合作破坏之差，新随机数 [95%]"
    ),
    "search.header.without": Text("failure without hub", "无中枢时的失败"),
    "search.header.parameter": Text("parameter", "参数"),
    "search.header.value": Text("value", "取值"),
    "search.header.range": Text("searched in", "搜索范围"),
    "search.setting": Text(
        "The coordinator of setting {trial}, the search's first",
        "设置{trial}（搜索首位）的中枢参数",
    ),
    "search.note": Text(
        "Per 100 opportunities. As searched: chosen for being extreme, so it overstates. Fresh"
        " luck: another seed, which the search never saw; the answer is rank 1, by the search. The"
        " rest of each setting is in the tables.",
        "单位：每百次机会。搜索所见：因极端而入选，故偏大。新随机数：搜索从未用过的另一种子；答案为"
        "搜索中的第1名。各设置的其余参数见随附表格。",
    ),
    "search.failed": Text(
        "{failed} runs failed in the trials and {unknown} trials have no estimate: they were not"
        " searched further.",
        "搜索中有{failed}次运行出错，{unknown}种设置无估计值，未再深入。",
    ),
    "search.bounds": Text(
        "Rank {rank}: {failed} fresh runs failed; counted at worst and at best, the difference in"
        " failure lies between {low} and {high}.",
        "第{rank}名：新随机数下{failed}次运行出错；按最坏与最好情形计入，失败之差介于{low}与{high}之间。",
    ),
    "search.axis": Text(
        "failure, treated less reference, per 100 opportunities",
        "失败，处理方案减对照方案，每百次机会",
    ),
    "search.trials_axis": Text("setting, in the order tried", "设置，按尝试次序"),
    "search.by_lot": Text("setting by lot", "随机所取设置"),
    "search.by_sampler": Text("setting by the sampler", "采样器所取设置"),
    "search.extreme": Text("most extreme so far", "迄今最极端者"),
    "search.searched": Text("as searched", "搜索所见"),
    "search.fresh": Text("fresh luck, 95% interval", "新随机数，95%区间"),
}
