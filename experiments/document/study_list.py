"""Which studies a folder holds, as text."""

from datetime import datetime
from pathlib import Path

from experiments.base.errors import InputError
from experiments.base.files import one_clear_line
from experiments.store.study import Study
from experiments.words.speech import Speaker
from experiments.words.text_table import MISSING, text_table

SHOWN_ARMS = 6
KEYS = ("study", "cells", "begun", "arms", "changed")


def study_list(folder: Path, say: Speaker) -> str | None:
    """A row a study; None when there is none. One that can't be read says why."""
    with one_clear_line(folder):
        paths = sorted(path.parent for path in folder.glob("*/study.json"))
    if not paths:
        return None
    header = [say(f"column.{key}") for key in KEYS]
    rows = [_row(path, say) for path in paths]
    table = text_table(say("table.studies", folder=folder), header, rows)
    return table.encode(errors="backslashreplace").decode()  # a folder's name need not be UTF-8


def _row(path: Path, say: Speaker) -> list[str]:
    changed = datetime.fromtimestamp((path / "study.json").stat().st_mtime)
    when = changed.isoformat(" ", "minutes")
    try:
        cells = Study(path).sources()
    except InputError as error:
        return [path.name, MISSING, MISSING, str(error), when]
    arms = list(dict.fromkeys(say.arm(listed.labels["arm"]) for listed, _ in cells))
    told = say("list.separator").join(arms[:SHOWN_ARMS])
    more = "…" if len(arms) > SHOWN_ARMS else ""
    begun = sum(source.folder.exists() for _, source in cells)
    return [path.name, str(len(cells)), str(begun), told + more, when]
