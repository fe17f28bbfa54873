"""Own communities as people and programs save them, by seed: the same, or harmed in one way.

What is written otherwise, but says the same, must be read as the same; what is harmed is refused.
"""

import base64
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from attack_harms import HARMS
from attack_same import SAME
from attack_tables import CONFIGURATION, GOOD, YAML, Files

from experiments.app.uploads import receive
from experiments.base.errors import InputError
from experiments.config.compose import compose
from experiments.config.place.check import check_place
from experiments.config.place.normal import checksums
from experiments.config.place.read import read_place
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak


def communities(number: int, seed: int) -> Iterator[Files]:
    """So many; two of three are harmed, by all harms in turn."""
    luck = random.Random(seed)
    for index in range(number):
        files = Files({name: [list(row) for row in rows] for name, rows in GOOD.items()})
        for _ in range(luck.randint(1, 4)):
            _step(files, luck, luck.choice(SAME))
        if index % 3:
            files.harmed = True
            _step(files, luck, HARMS[(index - index // 3 - 1) % len(HARMS)])
        yield files


def _step(files: Files, luck: random.Random, step: Callable[[Files, random.Random], None]) -> None:
    files.steps.append(step.__name__.strip("_"))
    step(files, luck)


def clean(folder: Path) -> dict[str, str]:
    """Checksums of the tables as they should be read, laid into a new folder."""
    Files(GOOD).lay(folder)
    place, problems = read_place(folder)
    assert problems == []
    return checksums(place)


def faults(files: Files, folder: Path, results: Path, expected: dict[str, str]) -> list[str]:
    """What goes wrong with a community, in words: ``folder``, a new one, is where it is laid, and
    ``results`` where the page would keep it.

    Checked, used and brought to the page, it is refused where it is harmed, else it is the same.
    """
    files.lay(folder)
    problems = check_place(folder)
    told = [problem.said(speak(lang)) for problem in problems for lang in LANGUAGES]
    used = _used(folder)
    brought = _brought(files, results)
    told += [used] if isinstance(used, str) else []
    found = [f"lines: {line!r}" for line in told if not line.isprintable()]
    if not files.harmed:
        found += [f"refused: {line}" for line in told[:2]]
        if isinstance(used, dict) and used != expected:
            found.append("read as something else")
        found += [f"the page: {line}" for line in brought]
        return [f"{files.steps}: {fault}" for fault in found]
    if not problems and isinstance(used, dict):
        found.append("accepted")
    if isinstance(used, dict) and not files.elsewhere:
        found.append("used")
    if not brought and not files.links:
        found.append("the page took it")
    return [f"{files.steps}: {fault}" for fault in found]


def _used(folder: Path) -> str | dict[str, str]:
    """Checksums of the tables as a run would have them, or why there is none."""
    try:
        place = compose(["community=mine"], folder).parameters.place
    except InputError as error:
        return str(error)
    assert place is not None
    return checksums(place)


def _brought(files: Files, results: Path) -> list[str]:
    """Why the page doesn't take it."""
    content = {YAML: CONFIGURATION.encode(), **files.content()}
    sent = [
        {"name": name, "data": base64.b64encode(data).decode()} for name, data in content.items()
    ]
    return [problem.said(EN) for problem in receive(results, sent).problems]
