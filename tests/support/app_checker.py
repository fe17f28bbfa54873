"""A check of communities for tests of uploads: two problems for each file that holds ``bad``."""

from pathlib import Path
from typing import Any

from experiments.words.text import Text


class Told:
    def __init__(self, en: str, zh: str) -> None:
        self.text = Text(en, zh)

    def say(self, lang: str) -> str:
        return str(getattr(self.text, lang))


def check_place(folder: Path) -> list[Any]:
    bad = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and b"bad" in path.read_bytes()
    ]
    return [Told(f"{p.name}: {n}", f"{p.name}：{n}") for p in bad for n in ("first", "second")]
