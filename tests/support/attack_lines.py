"""Command lines that mean nothing, by seed: every one of them is to be refused in one line.

All are wrong in one way, which is told with them; what else they say is right.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from experiments.base.describe import field_paths, kind, node_of
from experiments.commands.cli import COMMANDS, WRONG_INPUT

SIZE = ["community=village", "replicates=1", "processes=1"]
RUNNING = {
    "run": [*SIZE],
    "compare": [*SIZE, "arms=[none,party]"],
    "sweep": [*SIZE, "arrangement=none,party"],
    "accepted": [*SIZE, "points=2"],
    "harm": ["replicates=1", "processes=1", "points=2"],
    "patterns": ["replicates=1", "processes=1", "points=1"],
    "honesty": ["replicates=1", "processes=1"],
    "search": ["experiment=where_it_fails", "trials=2", "replicates=1", "processes=1"],
}
"""Commands that run something, with what makes it small."""
OPTIONS = ["--nosuch", "--studyy", "-q", "--lang=fr", "--lang", "--processes", "--out", "--study"]
NAMES = ["../x", "a/b", "-x", "x" * 80, "a\nb", ".x", "a b", "", "a;b", "\u202ename", "a'b", 'a"b']
TEXTS = ["x", "nan", "inf", "-inf", "1e400", "[1", "1]", "{a:1}", "null", "'1", "[]", "[[1]]", "1,"]
SYNTAX = [
    "", " ", "=", "=1", "seed", "seed==1", "+seed=1", "++seed=1", "~seed", "seed@a=1", "seed=",
    "seed=[1,2", "seed=1 2", "$(x)", "${x}", "seed=${oc.env:HOME}", "a.b.c.d=1", "..=1", "\u200b",
    "seed='1", "seed=\n1", "种子=1", "seed=１", "hydra.run.dir=x", "hydra/launcher=joblib",
    "horizon=!!python/object:x", "place=..", "place=/etc", "x" * 3000, "seed=" + "9" * 400,
]  # fmt: skip
STORED = [
    ["plot", "nosuch"], ["plot", "nosuch", "rates"], ["plot", "../..", "rates"], ["plot"],
    ["report", "nosuch"], ["report"], ["report", "x", "--file"], ["results", "nosuch"],
    ["results", "nosuch", "--export", "a.csv"], ["results", "--export", "a.csv"],
    ["results", "x", "--table", "runs"], ["results", "x", "--export", "a.pdf"],
    ["results", "x", "--export", "a.csv", "--table", "nosuch"],
    ["replay", "nosuch", "none/0"], ["replay", "nosuch"], ["replay", "nosuch", "none"],
    ["replay", "nosuch", "none/-1"], ["explain", "nosuch", "none/0"], ["explain"],
    ["explain", "nosuch", "/"], ["compare", "--cells", "a/b"], ["compare", "--cells"],
    ["compare", "--cells", "a/b", "c/d", "seed=1"], ["compare", "--cells", "a/b", "c"],
    ["recovery", "a/b"], ["recovery", "a/b", "c/d"], ["recovery", "a", "b"],
    ["power", "nosuch"], ["power", "a/b", "c/d"], ["power", "a", "b", "c"],
]  # fmt: skip
OTHERS = [
    [], ["nosuch"], ["Run"], ["--version"], ["-x"], ["run\n"], ["check"], ["check", "nosuch"],
    ["check", "a", "b"], ["init"], ["init", "1st"], ["init", "a b"], ["init", "社区"],
    ["init", "village"], ["lab", "nosuch"], ["lab", "a", "b", "c"], ["doctor", "x"],
    ["warm-up", "x"], ["app", "--port", "x"], ["app", "--port", "99999"], ["app", "--port", "-1"],
    ["app", "--host", "nosuch.invalid"], ["app", "--allow-host", "http://a.b"],
    ["app", "--allow-host", "*"], ["calibrate", "--points", "0"], ["calibrate", "--points", "x"],
    ["calibrate", "--processes", "0"], ["calibrate", "nosuch"], ["search"],
    ["search", "experiment=nosuch"], ["search", "experiment=../harm"],
    ["patterns", "patterns=[nosuch]"], ["honesty", "experiments=[nosuch]"],
    ["power"], ["power", "rate=2"], ["power", "rate=1e400", "other=x"], ["replicate", "horizon=9"],
]  # fmt: skip
AXES = [
    "organisations.attention=range(1,1000000000)", "seed=range(0,100000000)",
    "organisations.attention=range(3,1)", "organisations.attention=range(1,2,0)",
    "organisations.patience=interval(4.2,4.8)", "organisations.attention=sort(range(0,1,.3))",
    "organisations.attention=interval(2,1)", "organisations.attention=interval(1,2)",
    "organisations.attention=choice()", "seed=1,1", "seed=1,x", "seed=,", "nosuch=1,2",
    "coordinator.reach=1,2", "seed=glob(*)", "points=nosuch.csv", "design=nosuch",
    "precision=0", "max_replicates=x", "organisations.attention=shuffle(1,2,1)",
]  # fmt: skip
FOLDERS = [["--config-dir", "nosuch"], ["--config-dir", "/dev/null"], ["--out", "/dev/null/x"]]


@dataclass(frozen=True)
class Line:
    """Arguments, and in what they are wrong."""

    words: list[str]
    wrong: str


def lines(number: int, seed: int) -> Iterator[Line]:
    """So many of them, of all kinds in turn."""
    luck = random.Random(seed)
    for index in range(number):
        make = KINDS[index % len(KINDS)]
        yield Line(make(luck), make.__name__.strip("_"))


def _running(luck: random.Random, *wrong: str) -> list[str]:
    """A command that runs something, with something wrong among what is right."""
    command = luck.choice(list(RUNNING))
    given = {word.partition("=")[0] for word in wrong}
    words = [word for word in RUNNING[command] if word.partition("=")[0] not in given]
    for word in wrong:
        words.insert(luck.randint(0, len(words)), word)
    return [command, *words]


@cache
def _numbers() -> tuple[str, ...]:
    return tuple(path for path in field_paths() if kind(path) in ("integer", "number"))


@cache
def _lists() -> tuple[str, ...]:
    return tuple(path for path in field_paths() if kind(path) == "array")


def _misspelt(luck: random.Random) -> list[str]:
    while True:
        path = list(luck.choice(field_paths()))
        place = luck.randrange(len(path))
        path[place : place + luck.randint(0, 1)] = luck.choice("qxz_.0")
        if (name := "".join(path)) not in field_paths():
            return _running(luck, f"{name}=1")


def _beyond(luck: random.Random) -> list[str]:
    path = luck.choice(_numbers())
    node = node_of(path) or {}
    low, high = node["minimum"], node["maximum"]
    value = luck.choice([low - 1, high + 1, -(10**9), 10**12, high * 2 + 1])
    return _running(luck, f"{path}={value:.15g}")


def _text_for_number(luck: random.Random) -> list[str]:
    return _running(luck, f"{luck.choice(_numbers())}={luck.choice(TEXTS)}")


def _number_for_list(luck: random.Random) -> list[str]:
    wrong = luck.choice(["1", "[]", "[1]", "x", "[x,y]", "{}", "[" + ",".join("1" * 40) + "]"])
    return _running(luck, f"{luck.choice(_lists())}={wrong}")


def _syntax(luck: random.Random) -> list[str]:
    return _running(luck, luck.choice(SYNTAX))


def _group(luck: random.Random) -> list[str]:
    group = luck.choice(["community", "arrangement", "shock"])
    wrong = luck.choice(["nosuch", "../village", "[village]", "", "village.yaml", "1", "Village"])
    return _running(luck, f"{group}={wrong}")


def _twice(luck: random.Random) -> list[str]:
    path = luck.choice(_numbers())
    low = (node_of(path) or {})["minimum"]
    return _running(luck, f"{path}={low:.15g}", f"{path}={low:.15g}")


def _study(luck: random.Random) -> list[str]:
    name = luck.choice(NAMES)
    return _running(luck, luck.choice([f"--study={name}", f"name={name}"]))


def _option(luck: random.Random) -> list[str]:
    return [*_running(luck), luck.choice(OPTIONS)]


def _folder(luck: random.Random) -> list[str]:
    return [*_running(luck), *luck.choice(FOLDERS)]


def _size(luck: random.Random) -> list[str]:
    name = luck.choice(["replicates", "processes"])
    return _running(luck, f"{name}={luck.choice(['0', '-1', '1.5', 'x', '10000000000', ''])}")


def _short(luck: random.Random) -> list[str]:
    return _running(luck, f"horizon={luck.choice([-1, 0, 1, 65, 0.5, 10**6])}")


def _axis(luck: random.Random) -> list[str]:
    return ["sweep", *SIZE, luck.choice(AXES)]


def _stored(luck: random.Random) -> list[str]:
    return [*luck.choice(STORED)]


def _other(luck: random.Random) -> list[str]:
    return [*luck.choice(OTHERS)]


def _noise(luck: random.Random) -> list[str]:
    letters = "abc=[](){},.'\"$*?!@#%&\\/ \t-+~^|<>:;市民é\u0301😀\x07\x1b\x7f"
    word = "".join(luck.choice(letters) for _ in range(luck.randint(1, 30)))
    return _running(luck, f"{word}=")


KINDS: tuple[Callable[[random.Random], list[str]], ...] = (
    _misspelt, _beyond, _text_for_number, _number_for_list, _syntax, _group, _twice, _study,
    _option, _folder, _size, _short, _axis, _stored, _other, _noise,
)  # fmt: skip
assert {line[0] for line in STORED} <= set(COMMANDS)


LONGEST = 320
"""Characters of a line that refuses: what is allowed is told as far as it fits."""


def faults(line: Line, status: int | str, out: str, err: str, folder: Path) -> list[str]:
    """What is wrong with how a line was refused; ``folder``: where nothing may be written."""
    found = []
    if status != WRONG_INPUT:
        found.append(f"ends with {status}")
    if out:
        found.append(f"shows {out[:80]!r}")
    if err.count("\n") != 1 or not err.startswith("coprod: ") or "Traceback" in err:
        found.append(f"tells {err[-500:]!r}")
    if len(err) > LONGEST:
        found.append(f"tells {len(err)} characters: {err!r}")
    if left := [str(path) for path in folder.rglob("*")]:
        found.append(f"writes {left[:3]}")
    return [f"{line.wrong}, {[word[:80] for word in line.words]}: {fault}" for fault in found]
