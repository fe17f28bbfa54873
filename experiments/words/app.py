"""Everything that the page says itself; answers, figures and names are the report's."""

from experiments.words.text import Text

_PAGE = {
    "app.title": Text("coprod: co-production with and without a hub", "coprod：有无中枢的合作生产"),
    "app.lead": Text(
        "A model, not a forecast: it tells what follows from its assumptions.",
        "这是模型，不是预测：它说明由各项假设会得出什么。",
    ),
    "app.language": Text("Language", "语言"),
    "app.refused.host": Text(
        "Refused: this page is not offered under this name; coprod app --allow-host NAME does so.",
        "已拒绝：本页面不以此名称提供；可用 coprod app --allow-host 名称 允许。",
    ),
    "app.refused.origin": Text(
        "Refused: asked by another site's page.", "已拒绝：请求来自其他网站的页面。"
    ),
    "app.broken": Text(
        "This can't be shown: {why}. What was finished is kept.",
        "无法显示：{why}。已完成的内容均已保存。",
    ),
    "app.broken.again": Text("Begin anew", "重新开始"),
    "app.tabs": Text("Parts of the page", "页面各部分"),
    "app.tab.compare": Text("Compare", "比较"),
    "app.tab.watch": Text("Watch", "观看"),
    "app.tab.library": Text("Library", "研究库"),
}
_FORM = {
    "app.form.lead": Text(
        "Choose a community and two to four ways to organise its services, run them with the same"
        " luck, and read under which of them cooperation breaks down less often.",
        "选择一个社区和两至四种服务组织方式，在同样的运气下运行，看哪一种之下合作破裂得更少。",
    ),
    "app.arms.pair": Text("With or without the hub", "有无中枢"),
    "app.arms.comparators": Text("Comparators: parts of a hub", "对照：中枢的各部分"),
    "app.arms.hubs": Text("Rivals: another hub", "竞争方案：其他中枢"),
    "app.arms.orders": Text("Rivals: another order", "竞争方案：其他秩序"),
    "app.form.arms_chosen": Text("{number} chosen, of four at most", "已选{number}个，最多四个"),
    "app.form.community": Text("Community", "社区"),
    "app.form.arms": Text("Arrangements to compare (two to four)", "要比较的方案（两至四个）"),
    "app.form.arms_wrong": Text("Choose two to four arrangements.", "请选择两至四个方案。"),
    "app.form.replicates": Text("Replicates of each: {number}", "每个方案的重复次数：{number}"),
    "app.form.replicates_hint": Text(
        "How often the same community is run with other luck. More make the answer surer and take"
        " longer: 20 for a first look, 100 for a report.",
        "同一社区以不同运气运行的次数。次数越多结论越可靠，耗时也越长：初看可取20次，写报告宜取100次。",
    ),
    "app.form.seed": Text("Seed", "随机种子"),
    "app.form.seed_hint": Text(
        "The number that fixes all luck: the same seed gives the same results.",
        "决定全部运气的数字：同一种子得到同样的结果。",
    ),
    "app.form.sliders": Text("Change assumptions", "调整假设"),
    "app.form.sliders_hint": Text(
        "Untouched, each stands at the value of the community or the arrangement. Under each: its"
        " range here, the source of its value, its name in commands.",
        "未调整的参数取该社区或方案自身的数值。每项下方为此处可取范围、数值来源与命令中的名称。",
    ),
    "app.form.group.hub": Text(
        "The coordinator (in every arrangement that has one)", "中枢节点（适用于有中枢的各方案）"
    ),
    "app.form.group.community": Text("Community and market", "社区与市场"),
    "app.form.group.organisations": Text("Organisations", "组织"),
    "app.form.group.study": Text("Time", "时间"),
    "app.form.run": Text("Run the comparison", "运行比较"),
    "app.form.cancel": Text("Stop", "停止"),
    "app.form.reset": Text("Back", "还原"),
    "app.form.reset_what": Text("Set {label} back", "还原{label}"),
    "app.slider.hint": Text(
        "{low} to {high} · {source} · {path}",
        "{low}至{high} · {source} · {path}",
    ),
}
_RUN = {
    "app.stage.waiting": Text("Waiting for another computation", "等待其他计算完成"),
    "app.stage.preparing": Text("Getting ready", "正在准备"),
    "app.stage.compiling.once": Text(
        "Compiling the model for this machine, once: about {seconds} s",
        "正在为本机编译模型，仅此一次：约{seconds}秒",
    ),
    "app.stage.compiling.each": Text(
        "Compiling the model, which can't be kept here (coprod doctor says why): about {seconds} s",
        "正在编译模型，结果无法在此保存（原因见coprod doctor）：约{seconds}秒",
    ),
    "app.stage.running": Text("Running: {done} of {total}", "运行中：已完成{done}次，共{total}次"),
    "app.stage.reading": Text("Reading results", "正在读取结果"),
    "app.stage.drawing": Text("Drawing the figures", "正在绘图"),
    "app.stage.packing": Text("Making the report and the files", "正在生成报告与文件"),
    "app.stage.watching": Text("Running the replicate to watch", "正在运行要观看的一次重复"),
    "app.stage.done": Text("Done", "完成"),
    "app.stage.stopped": Text(
        "Stopped. Finished runs are kept; running again goes on from there.",
        "已停止。已完成的运行均已保存，再次运行将从此处继续。",
    ),
    "app.stage.refused": Text("Not possible: {why}", "无法执行：{why}"),
    "app.stage.failed": Text(
        "This went wrong: {why}. Finished runs are kept.", "出错：{why}。已完成的运行均已保存。"
    ),
    "app.why.memory": Text(
        "the memory was too small; fewer households or processes need less",
        "内存不足；减少住户数或并行进程数可降低需求",
    ),
    "app.why.system": Text("the system refused: {reason}", "系统拒绝：{reason}"),
    "app.why.fault": Text(
        "a fault of the program ({kind}), told in full where coprod app was started",
        "程序错误（{kind}），详情见启动coprod app的终端",
    ),
    "app.why.died": Text(
        "the process that worked on it is gone, perhaps for lack of memory; run it again",
        "负责的进程已终止，可能因内存不足；请再次运行",
    ),
    "app.lost": Text(
        "{number} runs took their process with them; run again to try them again.",
        "{number}次运行的进程被终止；再次运行即可重试。",
    ),
    "app.progress": Text("Progress", "进度"),
    "app.answer": Text("What was found", "结论"),
    "app.answer.none": Text(
        "Nothing was run yet. Choose above and run: a village with two arrangements takes about"
        " ten seconds.",
        "尚未运行。请在上方选择并运行：小区两个方案约需十秒。",
    ),
    "app.answer.earlier": Text(
        "The answer below belongs to earlier choices; run again for the present ones.",
        "以下结论对应先前的选择；请重新运行以得到当前选择的结论。",
    ),
    "app.downloads": Text("Take it with you", "下载"),
    "app.download.report": Text("Report (one file, both languages)", "报告（单个文件，中英双语）"),
    "app.download.tables": Text("Tables (CSV)", "表格（CSV）"),
    "app.download.figures.en": Text(
        "Figures in English (PNG, SVG, CSV)", "图，英文版（PNG、SVG、CSV）"
    ),
    "app.download.figures.zh": Text(
        "Figures in Chinese (PNG, SVG, CSV)", "图，中文版（PNG、SVG、CSV）"
    ),
    "app.download.wait": Text("Being made: {what}", "生成中：{what}"),
    "app.command": Text("The command that gives the same, to the bit", "逐位复现此结果的命令"),
}
_UPLOAD = {
    "app.upload.title": Text("Bring a community of your own", "使用自己的社区"),
    "app.upload.hint": Text(
        "The files of a community's folder, or one ZIP of them, as coprod init writes an example."
        " They are checked and stored with the studies, never run; 8 MB at most.",
        "社区文件夹中的各文件，或其ZIP压缩包，格式见coprod init给出的示例。文件经检查后与研究一同"
        "保存，绝不作为程序执行；最多8 MB。",
    ),
    "app.upload.files": Text("Choose files or a ZIP", "选择文件或ZIP"),
    "app.upload.folder": Text("Choose a whole folder", "选择整个文件夹"),
    "app.upload.checking": Text("Checking…", "正在检查……"),
    "app.upload.accepted": Text(
        "{name} is in order, and chosen above.", "{name}检查无误，已在上方选中。"
    ),
    "app.upload.problems": Text(
        "Not taken in; problems found: {number}", "未采用；发现问题{number}处"
    ),
    "app.upload.nothing": Text("There is nothing in it.", "其中没有文件。"),
    "app.upload.broken": Text("{name}: did not arrive whole", "{name}：未完整收到"),
    "app.upload.many": Text("More than {most} files", "文件超过{most}个"),
    "app.upload.large": Text("More than {most} MB", "超过{most} MB"),
    "app.upload.unpacked": Text("More than {most} MB when unpacked", "解压后超过{most} MB"),
    "app.upload.no_zip": Text("Not a ZIP that can be read", "不是可读取的ZIP文件"),
    "app.upload.twice": Text("{name}: is there twice", "{name}：重复出现"),
    "app.upload.name": Text("{name}: such a path is not allowed", "{name}：不允许的路径"),
    "app.upload.kind": Text("{name}: must be one of {kinds}", "{name}：只能是{kinds}"),
    "app.upload.elsewhere": Text(
        "{name}: a configuration is allowed in the folder {folder} only",
        "{name}：配置文件只能放在{folder}文件夹中",
    ),
    "app.upload.taken": Text(
        "{name}: a community of coprod's own has this name; choose another",
        "{name}：与coprod自带的社区重名，请改用其他名称",
    ),
    "app.upload.composed": Text("{name}: {why}", "{name}：{why}"),
}
_WATCH = {
    "app.watch.lead": Text(
        "The same community and the same luck, side by side: without and with a coordinator.",
        "同一社区、同样的运气，左右对照：无中枢与有中枢。",
    ),
    "app.watch.with": Text("Side by side with no hub", "与“无中枢”对照的方案"),
    "app.watch.replicate": Text("Replicate", "重复编号"),
    "app.watch.community": Text(
        "Community, seed and assumptions are those chosen under Compare: {community}.",
        "社区、种子与各项假设取自“比较”页：{community}。",
    ),
    "app.watch.show": Text("Show it", "显示"),
    "app.watch.play": Text("Play", "播放"),
    "app.watch.pause": Text("Pause", "暂停"),
    "app.watch.back": Text("One week back", "后退一周"),
    "app.watch.on": Text("One week on", "前进一周"),
    "app.watch.week": Text("Week", "周"),
    "app.watch.week_is": Text("Week {week} of {last}", "第{week}周，共{last}周"),
    "app.watch.ties": Text("Ties", "联系"),
    "app.watch.under_way": Text("Projects under way", "在办项目"),
    "app.watch.served": Text("Delivered", "已交付"),
    "app.watch.broken": Text("Broken", "已破裂"),
    "app.watch.other": Text("Ended otherwise", "其他结局"),
    "app.watch.news": Text("This week", "本周"),
    "app.watch.quiet": Text("Nothing began or ended.", "无项目开始或结束。"),
    "app.watch.began": Text("New: {project}", "新发起：{project}"),
    "app.watch.formed": Text("Partners found: {project}", "合作成形：{project}"),
    "app.watch.ended": Text("Ended ({end}): {project}", "结束（{end}）：{project}"),
    "app.watch.gone": Text("{who} leaves", "{who}退出"),
    "app.watch.hub": Text("Coordinator", "中枢节点"),
    "app.watch.project": Text("{who}, week {week}: {service}", "{who}，第{week}周：{service}"),
    "app.watch.story": Text("The story", "经过"),
    "app.watch.pick": Text(
        "Choose an organisation or a project in a picture for its story.",
        "点选图中的组织或项目，查看其经过。",
    ),
    "app.watch.legend": Text("What is drawn", "图例"),
    "app.watch.legend.administrative": Text("administrative organisation", "行政主体"),
    "app.watch.legend.market": Text("market organisation", "市场主体"),
    "app.watch.legend.social": Text("social organisation", "社会主体"),
    "app.watch.legend.forming": Text(
        "project looking for partners, beside who started it", "寻找合作方的项目，位于发起者旁"
    ),
    "app.watch.legend.formed": Text("project under way", "在办项目"),
    "app.watch.legend.served": Text("delivered", "已交付"),
    "app.watch.legend.broken": Text("broke down", "已破裂"),
    "app.watch.legend.other": Text("ended otherwise", "其他结局"),
    "app.watch.legend.tie": Text("tie: trust of {trust} or more", "联系：信任达{trust}及以上"),
    "app.watch.legend.member": Text("takes part in the project", "参与该项目"),
    "app.watch.up_to": Text("0 to {most}", "0至{most}"),
    "app.watch.imbalance": Text("{measure}, {unit}", "{measure}（{unit}）"),
    "app.watch.imbalances": Text("Imbalances up to this week", "截至本周的三种失衡"),
}
_STORY = {
    "app.story.organisation": Text(
        "{who} ({sector}) started {started} projects in the whole run: {served} were delivered,"
        " {broken} broke down, {other} ended otherwise or not at all. It took part in {joined}"
        " projects of others.",
        "{who}（{sector}）全程发起{started}个项目：交付{served}个，破裂{broken}个，其他结局或未结束"
        "{other}个；参与他方发起的项目{joined}个。",
    ),
    "app.story.left": Text("It left in week {week}.", "于第{week}周退出。"),
    "app.story.start_week": Text("Its start: week {week}", "发起：第{week}周"),
    "app.story.formed_week": Text("Partners found: week {week}", "合作成形：第{week}周"),
    "app.story.end_week": Text("Its end: week {week}", "结束：第{week}周"),
}
_LIBRARY = {
    "app.library.lead": Text(
        "Studies in {folder}; click one to open it.", "{folder}中的研究，点击名称即可打开。"
    ),
    "app.library.none": Text("There is no study yet.", "尚无研究。"),
    "app.library.filter": Text("Show those with these words", "按关键词筛选"),
    "app.library.found": Text("{shown} of {total}", "{total}项中的{shown}项"),
    "app.library.open_what": Text("Open {name}", "打开{name}"),
    "app.library.study": Text("Study", "研究"),
    "app.library.arms": Text("Arrangements", "方案"),
    "app.library.places": Text("Communities", "社区"),
    "app.library.number": Text("Configurations", "单元数"),
    "app.library.changed": Text("Changed", "修改时间"),
    "app.library.again": Text("Look again", "刷新"),
    "app.library.compare": Text("Compare two of them", "比较其中两项"),
    "app.library.first": Text("Reference", "参照"),
    "app.library.second": Text("Compared with it", "与参照比较者"),
    "app.library.run": Text("Compare", "比较"),
    "app.library.pair": Text(
        "Only those with the same community, seed and organisations can be paired; others are"
        " refused with the reason.",
        "只有社区、种子与组织相同者可以配对；否则说明原因并拒绝。",
    ),
    "app.library.opened": Text("Study {name}", "研究{name}"),
    "app.library.cells": Text("{second} compared with {first}", "{second}与{first}相比"),
    "app.library.gone": Text("{name}: no such study", "{name}：没有此研究"),
}
APP: dict[str, Text] = _PAGE | _FORM | _RUN | _UPLOAD | _WATCH | _STORY | _LIBRARY
