"""Labs: their measures, units, tables, and the fixed parts of cards and notebooks."""

from experiments.words.text import Text

LAB = {
    "lab_measure.breakdown": Text("breakdown", "合作破坏"),
    "lab_measure.failure": Text("failure", "失败"),
    "lab_measure.sign_off": Text("ended in sign-off", "止于条块审批"),
    "lab_measure.transaction_cost": Text("ended by transaction cost", "止于交易成本"),
    "lab_measure.goal_conflict": Text("ended by goal conflict", "止于目标冲突"),
    "lab_measure.free_riding": Text("ended by free riding", "止于搭便车"),
    "lab_measure.exit": Text("ended by exit", "止于主体退出"),
    "lab_measure.unneeded": Text("delivered but unneeded", "已供给但无需求"),
    "lab_measure.misplaced": Text("misplaced supply", "错位供给"),
    "lab_measure.oversupply": Text("supply that met no need", "未遇需求的供给"),
    "lab_measure.late_failure": Text("failure in the second half", "后半段的失败"),
    "lab_measure.late_integrated": Text(
        "organisations in the largest live component, at the end", "末期最大活跃分量占比"
    ),
    "lab_measure.late_trust": Text("trust between organisations, at the end", "末期组织间信任"),
    "lab_measure.undone": Text("requests that nobody answered", "无人回应的请求"),
    "lab_measure.participation": Text("residents' participation", "居民参与度"),
    "lab_measure.participation_gap": Text(
        "participation, elderly less young renters", "老年户与青年租户的参与度之差"
    ),
    "lab_measure.served_elderly": Text("needs of the elderly served", "老年户被满足的需求"),
    "lab_measure.served_young_renter": Text(
        "needs of young renters served", "青年租户被满足的需求"
    ),
    "lab_measure.waiting_long": Text("needs waiting too long", "久等的需求（缺位）"),
    "lab_measure.firm_balance": Text("the firm's balance", "企业收支"),
    "lab_measure.firms_present": Text("firms still there at the end", "末期仍在场的企业"),
    "lab_measure.reported_over_real": Text("reported over real results", "上报与实际之比"),
    "lab_unit.share": Text("per 100", "每百"),
    "lab_unit.index": Text("index 0-1", "指数0至1"),
    "lab_unit.needs": Text("needs", "项需求"),
    "lab_unit.needs_a_year": Text("needs a year", "项需求/年"),
    "lab_unit.funds_a_week": Text("funds a week", "资金单位/周"),
    "lab_unit.firms": Text("firms", "家"),
    "lab_unit.ratio": Text("ratio", "比值"),
    "lab.with_unit": Text("{name} ({unit})", "{name}（{unit}）"),
    "lab.heading": Text(
        "{title}\n{runs} paired replicates; value [95% interval]",
        "{title}\n配对重复{runs}次；数值 [95%区间]",
    ),
    "lab.arm": Text("arm", "方案"),
    "lab.contrast": Text("{measure}: {arms}", "{measure}：{arms}"),
    "lab.measured": Text(
        "{contrast} = {numbers} {unit}; {verdict}", "{contrast} = {numbers}（{unit}）；{verdict}"
    ),
    "lab.range.least": Text("above {least} {unit}", "高于{least}（{unit}）"),
    "lab.range.most": Text("below {most} {unit}", "低于{most}（{unit}）"),
    "lab.range.both": Text(
        "between {least} and {most} {unit}", "介于{least}与{most}之间（{unit}）"
    ),
    "lab.holds": Text("seen in this run", "本次运行可见"),
    "lab.absent": Text("not seen in this run either", "本次运行同样未见"),
    "lab.legend": Text("({number}) {measure}", "（{number}）{measure}"),
    "lab.fails": Text("can't be told in this run", "本次运行无法断定"),
    "lab.notice": Text("Things to notice", "注意观察"),
    "lab.unseen": Text("What you might expect, and don't see", "可能预期、但模型并未显示的"),
    "lab.read": Text(
        "The card with questions and things to try: {card}", "含问题与练习的卡片：{card}"
    ),
    "lab.conditional": Text(
        "All this holds in the model, under its assumptions; it forecasts nothing.",
        "以上均为模型在其假定之下的结果，不是预测。",
    ),
    "lab.unsettled": Text(
        "What is said of hubs is what model version 2 gives, and no conclusion: until version 3, an"
        " artefact (organisations' attention in step) and rules that nobody chose decide the sign"
        " of what a hub does: {page}.",
        "其中关于中枢的内容只是模型版本2所给出的，并非结论：在版本3之前，中枢作用的方向取决于一个假象"
        "（各组织的注意力步调一致）和无人选定的规则：{page}。",
    ),
    "lab.list": Text("Labs (coprod lab NAME):", "实验（coprod lab 名称）："),
    "card.what": Text("What it is", "这是什么"),
    "card.how": Text("How it works", "如何运作"),
    "card.do": Text("What to do", "怎么做"),
    "card.predict": Text("Predict before you run", "运行之前先预测"),
    "card.try": Text("Things to try", "可以尝试"),
    "card.extend": Text("Extending it", "进一步扩展"),
    "card.references": Text("References", "参考文献"),
    "card.arms": Text(
        "It compares {arms} arms in the same community with the same luck, {replicates} times"
        " ({community}, seed {seed}):",
        "在同一社区、同样的随机性下比较{arms}种方案，各重复{replicates}次（{community}，种子{seed}）：",
    ),
    "card.run": Text(
        "Or open the [notebook]({notebook}), which runs the same. Stopped, it goes on where it"
        " was.",
        "也可打开[笔记本]({notebook})，运行同样的内容。中断后可从原处继续。",
    ),
    "card.look": Text(
        "It prints a table, draws a figure, and checks every line under “Things to notice” and"
        " under “What you might expect” against your run.",
        "命令会打印表格、绘制图形，并用本次运行核对“注意观察”和“可能预期”两节的每一条。",
    ),
    "card.checked": Text(
        "Checked by machine: {contrast}, with all its 95% interval {range}.",
        "由机器核对：{contrast}，其95%区间整体{range}。",
    ),
    "card.generated": Text(
        "Made from configs/lab/{name}.yaml by `python -m experiments.studies.labs.write`.",
        "由configs/lab/{name}.yaml生成：`python -m experiments.studies.labs.write`。",
    ),
    "labs.title": Text("Labs", "教学实验"),
    "labs.about": Text(
        "Small paired experiments for teaching, each under a minute on a laptop: `coprod lab` lists"
        " them, `coprod lab NAME` runs one, `--lang zh` in Chinese. Predict first, then run. Card,"
        " command and notebook come from one declaration, `configs/lab/NAME.yaml`; every claim on a"
        " card is asserted by a test over paired replicates, with its whole 95% interval, under two"
        " seeds. What one might expect and the model does not show is said as plainly.",
        "供教学使用的小型配对实验，在笔记本电脑上各不超过一分钟：`coprod lab`列出，"
        "`coprod lab 名称`运行，`--lang zh`显示中文。请先预测，再运行。卡片、命令与笔记本"
        "都出自同一份声明`configs/lab/名称.yaml`；卡片上的每一条都由测试在配对重复上、以整个95%区间、用两个种子加以"
        "核对。可能预期而模型并未显示的，也同样明白写出。",
    ),
    "labs.notebooks": Text(
        "Notebooks need the extra `labs` (`pip install -e '.[labs]'`), and an editor for notebooks;"
        " `make test-labs` runs all of them. A lab of your own is one more YAML file there.",
        "笔记本需要额外依赖`labs`（`pip install -e '.[labs]'`）和笔记本编辑器；"
        "`make test-labs`会全部运行一遍。自己的实验只需在那里再加一个YAML文件。",
    ),
    "notebook.setup": Text(
        "Run the cells from top to bottom. Results go into the folder `results` of the repository.",
        "自上而下运行各单元。结果写入仓库的`results`文件夹。",
    ),
    "notebook.yours": Text("Your prediction, in one sentence:", "你的预测（一句话）："),
}
