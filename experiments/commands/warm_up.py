"""``coprod warm-up``: compile the model before it is needed."""

import argparse

from experiments.commands import options as shared

EXAMPLES = """  coprod warm-up
  coprod warm-up --lang zh"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Any command does it when it first runs the model; installing does"
        " it too. 为本机预先编译模型；首次运行模型的命令以及安装时也会自动编译。"
    )
    shared.add_lang(parser)


def execute(options: argparse.Namespace) -> int:
    """Compile what is missing and say how long it took; status 1 where it can't be kept."""
    import sys
    import time

    from experiments.run.compiling import compile_ahead, compiled, processors, teller
    from sim.base.kernel_cache import kernel_folder

    say, folder = shared.speaker(options), kernel_folder()
    if folder is not None and compiled(folder):
        print(say("compiling.before", folder=folder))
        return 0
    begin = time.monotonic()
    if folder is not None:
        compile_ahead(teller(say, sys.stdout))
    if folder is None or not compiled(folder):
        print(say("compiling.not_kept"))
        return 1
    took = {"seconds": say.number(time.monotonic() - begin, 0), "processes": processors()}
    print(say("compiling.done", **took, folder=folder))
    return 0
