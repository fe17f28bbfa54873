"""What is told of compiling the model."""

from experiments.words.text import Text

COMPILING = {
    "compiling.once": Text(
        "compiling the model for this machine, once: about {seconds} s",
        "正在为本机编译模型，仅此一次：约{seconds}秒",
    ),
    "compiling.each": Text(
        "compiling the model, which can't be kept here (coprod doctor says why): about {seconds} s",
        "正在编译模型，结果无法在此保存（原因见coprod doctor）：约{seconds}秒",
    ),
    "compiling.before": Text(
        "the model is compiled for this machine already, in {folder}",
        "模型已为本机编译完毕，存于{folder}",
    ),
    "compiling.done": Text(
        "compiled in {seconds} s, at most {processes} processes at a time; kept in {folder}",
        "编译用时{seconds}秒，最多{processes}个进程并行；存于{folder}",
    ),
    "compiling.not_kept": Text(
        "nothing could be kept: every command compiles for itself; coprod doctor says why",
        "未能保存：每条命令都要自行编译；原因见coprod doctor",
    ),
}
