"""Installs coprod from this folder, without network, for this user; then opens its page."""

import filecmp
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACE = Path.home() / "coprod"
ENVIRONMENT = PLACE / "environment"
STAMP = ENVIRONMENT / "requirements.txt"
"""Of what is installed: a copy of this folder's list, written last."""


def main() -> int:
    """Install what isn't yet, serve the page; the status of what failed, else 0."""
    # Not every console has Chinese.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    status = 0 if installed() else install()
    if status:
        return status
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the page's to answer
    return run("-m", "experiments.commands.cli", "app", folder=PLACE)


def installed() -> bool:
    """Whether all of this folder's list is there."""
    listed = HERE / "requirements.txt"
    return python().exists() and STAMP.exists() and filecmp.cmp(listed, STAMP, shallow=False)


def install() -> int:
    """A new environment with what this folder has; what users made stays."""
    say(
        f"正在安装到 {ENVIRONMENT}：需要几分钟，不用网络",
        f"installing into {ENVIRONMENT}: some minutes, without network",
    )
    PLACE.mkdir(exist_ok=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]):
        say(
            "无法建立 Python 环境（原因见上）。Debian 或 Ubuntu 需要软件包 python@MINOR@-venv。",
            "The environment can't be made, for the reason above. Debian and Ubuntu need the"
            " package python@MINOR@-venv.",
        )
        return 1
    pip = ("-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--no-compile")
    offline = ("--quiet", "--no-index", "--find-links", str(HERE / "wheels"), "--require-hashes")
    if run(*pip, *offline, "-r", str(HERE / "requirements.txt"), folder=HERE):
        say(
            "安装失败（原因见上）。请检查：文件夹是否完整复制；磁盘空间是否够；"
            "电脑与 Python 是否为 @SYSTEM_ZH@。",
            "Installing failed, for the reason above. Is the folder whole? Is there room on the"
            " disk? Are computer and Python of this kind: @SYSTEM_EN@?",
        )
        return 1
    shutil.copyfile(HERE / "requirements.txt", STAMP)
    return 0


def run(*words: str, folder: Path) -> int:
    """The exit status of the environment's Python."""
    return subprocess.call([str(python()), *words], cwd=folder)


def python() -> Path:
    """The environment's Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def say(*lines: str) -> None:
    """The same in Chinese and English."""
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
