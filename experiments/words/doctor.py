"""What ``coprod doctor`` finds, and what to do about it."""

from experiments.words.text import Text

DOCTOR = {
    "doctor.level.ok": Text("ok     ", "正常"),
    "doctor.level.note": Text("note   ", "注意"),
    "doctor.level.problem": Text("PROBLEM", "问题"),
    "doctor.summary.ok": Text("All is well.", "一切正常。"),
    "doctor.summary.note": Text(
        "It works; see the notes above.", "可以使用；请看以上各条注意事项。"
    ),
    "doctor.summary.problem": Text(
        "Something must be mended; see above.", "有需要修复之处；见上文。"
    ),
    "doctor.python": Text("Python {found}", "Python版本：{found}"),
    "doctor.python.do": Text(
        "Python {tested} is needed; make a new environment with it.",
        "需要Python {tested}；请用它新建环境。",
    ),
    "doctor.versions": Text(
        "{count} libraries as tested ({numbers})", "{count}个库与测试版本一致（{numbers}）"
    ),
    "doctor.versions.differ": Text(
        "other versions than tested: {names}", "与测试版本不同（括号内为测试版本）：{names}"
    ),
    "doctor.versions.differ.do": Text(
        "In brackets what was tested. For equal numbers: pip install -r requirements.lock. Don't"
        " mix results of both in one study.",
        "若要数字一致：pip install -r requirements.lock。不要在同一研究中混用两种版本的结果。",
    ),
    "doctor.missing": Text("libraries missing: {names}", "缺少的库：{names}"),
    "doctor.missing.do": Text(
        "pip install -r requirements.lock, in the environment of coprod.",
        "在coprod的环境中执行：pip install -r requirements.lock。",
    ),
    "doctor.lock": Text(
        "{path} is not here, so versions can't be compared", "找不到{path}，无法比较版本"
    ),
    "doctor.lock.do": Text(
        "It is part of the source; run coprod from there to compare.",
        "该文件随源代码提供；请在源代码目录中运行coprod以便比较。",
    ),
    "doctor.cores": Text(
        "processors: {cores} (so many runs at the same time)", "处理器：{cores}（可同时运行的数目）"
    ),
    "doctor.memory": Text("memory free: {free} GB", "可用内存：{free} GB"),
    "doctor.memory.do": Text(
        "{need} GB would be enough for a run on every processor; use fewer, with processes=1.",
        "每个处理器各运行一次约需{need} GB；可减少并行，如processes=1。",
    ),
    "doctor.memory.unknown": Text("memory free: this system doesn't tell", "可用内存：系统未提供"),
    "doctor.memory.unknown.do": Text(
        "If runs are lost, use fewer processes: processes=1.",
        "若有运行丢失，请减少进程：processes=1。",
    ),
    "doctor.disk": Text("disk free: {free} GB", "可用磁盘：{free} GB"),
    "doctor.disk.do": Text(
        "Under {need} GB a study may not fit; make room, or choose another folder with --out.",
        "不足{need} GB，研究可能放不下；请清理空间，或用--out另选文件夹。",
    ),
    "doctor.results": Text("folder of results: {folder}", "结果文件夹：{folder}"),
    "doctor.results.do": Text(
        "Nothing can be written there; choose another folder with --out, or change its owner.",
        "无法写入该处；请用--out另选文件夹，或更改其所有者。",
    ),
    "doctor.cache": Text("compiled kernels are kept in {folder}", "已编译内核存于{folder}"),
    "doctor.cache.temporary": Text(
        "compiled kernels are kept in {folder}, until it is emptied",
        "已编译内核存于{folder}，直到该处被清空",
    ),
    "doctor.cache.temporary.do": Text(
        "For good: let NUMBA_CACHE_DIR name a folder of yours that can be written.",
        "若要长期保存：让NUMBA_CACHE_DIR指向一个自己可写的文件夹。",
    ),
    "doctor.cache.none": Text(
        "compiled kernels can't be kept: no folder for them can be written",
        "无法保存已编译内核：没有可写的文件夹",
    ),
    "doctor.cache.none.do": Text(
        "Every command compiles anew, most of a minute: let NUMBA_CACHE_DIR name a folder of"
        " yours that can be written.",
        "每条命令都会重新编译，需大半分钟：让NUMBA_CACHE_DIR指向一个自己可写的文件夹。",
    ),
    "doctor.cache.full": Text(
        "compiled kernels can't be kept in {folder}: no room",
        "{folder}空间不足，无法保存已编译内核",
    ),
    "doctor.cache.full.do": Text(
        "Every command compiles anew, most of a minute: make room for {need} MB there, or let"
        " NUMBA_CACHE_DIR name another folder.",
        "每条命令都会重新编译，需大半分钟：请在该处腾出{need} MB，"
        "或让NUMBA_CACHE_DIR指向其他文件夹。",
    ),
    "doctor.font": Text(
        "Chinese in figures: the shipped font has all {number} characters in use",
        "图中中文：自带字体含全部{number}个所用字符",
    ),
    "doctor.font.missing": Text(
        "Chinese in figures: the font can't be read ({path})", "图中中文：字体无法读取（{path}）"
    ),
    "doctor.font.missing.do": Text(
        "Figures in Chinese need it; install coprod again.", "中文图形需要它；请重新安装coprod。"
    ),
    "doctor.font.lacks": Text(
        "Chinese in figures: {path} lacks {number} characters",
        "图中中文：{path}缺少{number}个字符",
    ),
    "doctor.font.lacks.do": Text(
        "It isn't the shipped font; install coprod again.", "这不是自带字体；请重新安装coprod。"
    ),
    "doctor.answer": Text(
        "a run with a known answer: equal to the bit ({sum})", "已知答案的运行：逐位相同（{sum}）"
    ),
    "doctor.answer.elsewhere": Text(
        "a run with a known answer: equal to the bit ({sum}), though not all is as tested: {odd}",
        "已知答案的运行：逐位相同（{sum}），尽管与测试环境不尽相同：{odd}",
    ),
    "doctor.answer.differs": Text(
        "a run with a known answer: {sum}, tested was {expected}; here differs (tested): {odd}",
        "已知答案的运行：{sum}，测试时为{expected}；此处不同（括号内为测试时）：{odd}",
    ),
    "doctor.answer.differs.do": Text(
        "Equal bits are promised only within one platform and one set of versions. Results from"
        " here agree with each other and in distribution, not digit by digit with those from"
        " elsewhere: don't mix them in one study.",
        "逐位相同只在同一平台、同一组版本之内有保证。此处的结果彼此一致，与别处的结果在分布上一致，但"
        "不会逐位相同：不要在同一研究中混用。",
    ),
    "doctor.answer.wrong": Text(
        "a run with a known answer: {sum}, but {expected} was tested on just such a machine",
        "已知答案的运行：{sum}，但在同样的环境中测试结果为{expected}",
    ),
    "doctor.answer.wrong.do": Text(
        "The model was changed or is damaged: don't trust its numbers. Install it again, or, after"
        " a change that was meant, raise its version.",
        "模型被改动或已损坏：请勿相信其数字。请重新安装；若改动是有意的，请提升模型版本。",
    ),
    "doctor.answer.unknown": Text(
        "a run with a known answer: none is stored for model version {version}",
        "已知答案的运行：没有为模型版本{version}存储答案",
    ),
    "doctor.answer.unknown.do": Text(
        "After a change of the model: python -m experiments.run.doctor.known_answer.",
        "模型变更之后：python -m experiments.run.doctor.known_answer。",
    ),
}
