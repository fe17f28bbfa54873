"""Stored studies that something happened to, by seed: files cut off, copied, swapped, edited."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ODD: tuple[Any, ...] = (
    None, 7, -1, 1e999, "", "x", [], {}, [[]], [1, 2], {"a": 1}, True, "9" * 400, [None], {"": {}},
)  # fmt: skip
"""What may stand in place of any part of a JSON file."""
DEEP = b"[" * 50_000
NO_JSON, FURTHER_DOWN, LEFT_OUT = 0.2, 0.7, 0.2
TABLES = ("runs", "projects", "history", "weekly")


@dataclass
class Damage:
    """A study's folder, and that of the same with another seed; steps: what was done."""

    study: Path
    foreign: Path
    luck: random.Random
    steps: list[str]

    def one(self, pattern: str) -> Path:
        """Any file of the study that holds something."""
        return self.luck.choice(self._files(pattern))

    def two(self, pattern: str) -> list[Path]:
        """Any two."""
        return self.luck.sample(self._files(pattern), 2)

    def _files(self, pattern: str) -> list[Path]:
        found = sorted(self.study.glob(pattern))
        return [path for path in found if path.is_file() and path.stat().st_size > 0]


Harm = Callable[[], list[str]]


def damaged(study: Path, foreign: Path, number: int, seed: int) -> Iterator[Harm]:
    """So many; each does its damage to the study when called, and says what it did."""
    luck = random.Random(seed)
    for index in range(number):

        def harm(index: int = index) -> list[str]:
            damage = Damage(study, foreign, luck, [])
            harms = [HARMS[index % len(HARMS)], *luck.sample(HARMS, luck.choice([0, 0, 1]))]
            for each in harms:
                damage.steps.append(each.__name__.strip("_"))
                each(damage)
            return damage.steps

        yield harm


def _cut_off(damage: Damage) -> None:
    path = damage.one("**/*.*")
    data = path.read_bytes()
    path.write_bytes(data[: damage.luck.randrange(len(data))])


def _bits(damage: Damage) -> None:
    path = damage.one("cells/*/*")
    data = bytearray(path.read_bytes())
    for _ in range(damage.luck.randint(1, 20)):
        data[damage.luck.randrange(len(data))] ^= damage.luck.randint(1, 255)
    path.write_bytes(bytes(data))


def _empty(damage: Damage) -> None:
    damage.one("**/*.*").write_bytes(b"")


def _deleted(damage: Damage) -> None:
    damage.one("**/*.*").unlink()


def _chunk_copied(damage: Damage) -> None:
    side = damage.one("cells/*/chunk-00000-00024.json")
    for path in side.parent.glob("*00000-00024*"):
        number = damage.luck.choice(["00025-00049", "00050-00074"])
        shutil.copy(path, path.with_name(path.name.replace("00000-00024", number)))


def _chunk_renamed(damage: Damage) -> None:
    side = damage.one("cells/*/chunk-*.json")
    old = side.stem.removeprefix("chunk-")
    for path in sorted(side.parent.glob(f"*{old}*")):
        path.rename(path.with_name(path.name.replace(old, "00100-00124")))


def _chunks_swapped(damage: Damage) -> None:
    one, other = damage.two("cells/*/chunk-00000-00024.json")
    kept = damage.study.parent / "swapped"
    kept.mkdir(exist_ok=True)
    for path in one.parent.glob("*00000-00024*"):
        shutil.move(path, kept / path.name)
    for path in other.parent.glob("*00000-00024*"):
        shutil.move(path, one.parent / path.name)
    for path in kept.iterdir():
        shutil.move(path, other.parent / path.name)
    kept.rmdir()


def _tables_swapped(damage: Damage) -> None:
    one, other = damage.two("cells/*/*.parquet")
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _cells_swapped(damage: Damage) -> None:
    one, other = damage.two("cells/*/manifest.json")
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _foreign_chunk(damage: Damage) -> None:
    """Of the same arm with another seed, under this one's name."""
    theirs = damage.luck.choice(sorted(damage.foreign.glob("cells/*/chunk-*.json")))
    ours = damage.one("cells/*/manifest.json").parent
    number = theirs.stem.removeprefix("chunk-")
    for path in theirs.parent.glob(f"*{number}*"):
        shutil.copy(path, ours / path.name)


def _foreign_cell(damage: Damage) -> None:
    theirs = damage.luck.choice(sorted(damage.foreign.glob("cells/*")))
    ours = damage.one("cells/*/manifest.json").parent
    shutil.rmtree(ours)
    shutil.copytree(theirs, ours)


def _manifest_edited(damage: Damage) -> None:
    _edit(damage, "cells/*/manifest.json")


def _side_car_edited(damage: Damage) -> None:
    _edit(damage, "cells/*/chunk-*.json")


def _index_edited(damage: Damage) -> None:
    _edit(damage, "study.json")


def _edit(damage: Damage, pattern: str) -> None:
    """Another value at any place of a JSON file; or no JSON at all."""
    edit(damage.one(pattern), damage.luck)


def edit(path: Path, luck: random.Random) -> None:
    """Another value at any place of a JSON file; or no JSON at all."""
    if luck.random() < NO_JSON:
        path.write_bytes(luck.choice([DEEP, b"\xff\x00", b"null", b"[]", b"{", b"7", b'""']))
        return
    content = json.loads(path.read_text())
    node = content
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = luck.choice(keys)
        inner = node[key]
        if isinstance(inner, dict | list) and inner and luck.random() < FURTHER_DOWN:
            node = inner
            continue
        if luck.random() < LEFT_OUT and isinstance(node, dict):
            del node[key]
        else:
            node[key] = luck.choice(ODD)
        break
    path.write_text(json.dumps(content))


def _index_twice(damage: Damage) -> None:
    path = damage.study / "study.json"
    content = json.loads(path.read_text())
    content["cells"] = [*content["cells"], *content["cells"]]
    path.write_text(json.dumps(content))


def _seed_edited(damage: Damage) -> None:
    path = damage.luck.choice([damage.one("cells/*/manifest.json"), damage.study / "study.json"])
    path.write_text(path.read_text().replace('"seed": 3', '"seed": 4'))


def _number_edited(damage: Damage) -> None:
    """A parameter, where the cell's numbers are said to come from."""
    path = damage.luck.choice([damage.one("cells/*/manifest.json"), damage.study / "study.json"])
    path.write_text(path.read_text().replace('"panel_size": 40', '"panel_size": 41'))


def _strange_files(damage: Damage) -> None:
    folder = os.fsencode(damage.one("cells/*/manifest.json").parent)
    for name in (
        b"\xff\xfe.parquet",
        b"runs-\xff.parquet",
        b"chunk-\xe9.json",
        b"runs-x-y.parquet",
    ):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"x")
    (damage.study / "cells" / "nosuch").mkdir(exist_ok=True)
    (damage.study / "cells" / "nosuch" / "manifest.json").write_text("{}")


def _folder_for_file(damage: Damage) -> None:
    path = damage.one("cells/*/*.*")
    path.unlink()
    path.mkdir()


def _link(damage: Damage) -> None:
    path = damage.one("cells/*/*.*")
    path.unlink()
    path.symlink_to(damage.luck.choice(["nowhere", path.name, "/etc/passwd"]))


HARMS: tuple[Callable[[Damage], None], ...] = (
    _cut_off, _bits, _empty, _deleted, _chunk_copied, _chunk_renamed, _chunks_swapped,
    _tables_swapped, _cells_swapped, _foreign_chunk, _foreign_cell, _manifest_edited,
    _side_car_edited, _index_edited, _index_twice, _seed_edited, _number_edited, _strange_files,
    _folder_for_file, _link,
)  # fmt: skip
