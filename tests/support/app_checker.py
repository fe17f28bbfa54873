"""A check of communities for tests of uploads: two problems for each file that holds ``bad``."""

from pathlib import Path

from experiments.config.place.names import Names


def check_place(folder: Path) -> list[Names]:
    bad = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and b"bad" in path.read_bytes()
    ]
    return [Names(f"{p.name}: {n}", f"{p.name}：{n}") for p in bad for n in ("first", "second")]
