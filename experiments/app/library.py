"""Which studies there are to open. Nothing outside the folder of results can be named."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from experiments.analysis.statistics import SMALLEST_EFFECT
from experiments.app.choices import is_cell, is_name
from experiments.app.judging import Judged
from experiments.app.reasons import why
from experiments.base.errors import InputError
from experiments.document.cells import per_100
from experiments.words.speech import MISSING, Sayable, Speaker

MOST_ARMS = 8
"""Arms of a study that its row names."""
HASHED = 16
WAITING = "…"
MOST_CELLS = 12
"""Cells of a study that can be chosen to be compared; a sweep has thousands."""


@dataclass(frozen=True)
class Row:
    """A study as the list shows it. problem: why it can't be opened, "" where it can."""

    name: str
    changed: str
    cells: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    number: int = 0
    problem: str | Sayable = ""

    def holds(self, words: str, say: Speaker) -> bool:
        """Whether every word is found in what the row shows."""
        arms = (say.arm(arm) for arm in self.arms)
        places = (place_label(place, say) for place in self.communities)
        text = " ".join((self.name, *self.arms, *arms, *self.communities, *places)).lower()
        return all(word in text for word in words.lower().split())


def place_label(name: str, say: Speaker) -> str:
    """A community as readers know it; one of their own goes by its own name."""
    from experiments.document.links import named

    return named("community", name, say)


def studies(results: Path) -> list[Row]:
    """Every study of the folder, the last changed first."""
    found = [path.parent for path in results.glob("*/study.json") if is_name(path.parent.name)]
    inside = [path for path in found if is_inside(results, path)]
    return sorted(map(_row, inside), key=lambda row: row.changed, reverse=True)


def is_inside(results: Path, path: Path) -> bool:
    """Whether a path lies in the folder of results, links followed."""
    return path.resolve().is_relative_to(results.resolve())


def known(results: Path, name: str) -> bool:
    """Whether this names a study, or a cell of one, that is there and lies in the folder."""
    study = results / name.partition("/")[0]
    return is_cell(name) and (study / "study.json").is_file() and is_inside(results, study)


def _row(path: Path) -> Row:
    from experiments.store import Study

    when = datetime.fromtimestamp((path / "study.json").stat().st_mtime)
    changed = when.isoformat(" ", "seconds")
    try:
        labels = [listed.labels for listed, _ in Study(path).sources()]
    except InputError as error:
        return Row(path.name, changed, problem=why(error, [path.parent]))
    arms = tuple(dict.fromkeys(str(each["arm"]) for each in labels))
    names = tuple(dict.fromkeys(f"{path.name}/{arm}" for arm in arms))[:MOST_CELLS]
    places = tuple(dict.fromkeys(str(each["community"]) for each in labels))
    once = tuple(name for name in names if len(arms) == len(labels))
    return Row(path.name, changed, once, arms[:MOST_ARMS], places, len(labels))


def stamp_of(rows: list[Row], results: Path) -> str:
    """What changes when one of these studies has more stored."""
    times = [
        (path.name, path.stat().st_mtime_ns)
        for row in rows
        for path in sorted((results / row.name / "cells").glob("*"))
    ]
    told = [[(row.name, row.changed) for row in rows], times]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:HASHED]


def judged_shown(judged: Mapping[str, Any] | None, say: Speaker) -> dict[str, str]:
    """How far a study is and what it found, in words; a mark of waiting where that is to come."""
    if judged is None:
        return dict.fromkeys(("replicates", "state", "verdict"), WAITING)
    least, most = judged["least"], judged["most"]
    return {
        "replicates": str(most) if least == most else f"{least}–{most}",
        "state": say(f"state.{judged['state']}"),
        "verdict": _verdict(judged, say),
    }


def _verdict(judged: Mapping[str, Any], say: Speaker) -> str:
    """Of a comparison alone: what the treated arm is to residents, and which arm does more."""
    if "kind" not in judged:
        return MISSING
    does = say(f"four.residents.{judged['kind']}", points=per_100(SMALLEST_EFFECT, say, 0))
    ahead = say("list.separator").join(map(say.arm, judged["ahead"]))
    key = "app.library.verdict.ahead" if ahead else "app.library.verdict"
    return say(key, treated=say.arm(judged["treated"]), does=does, ahead=ahead)


def rows_shown(rows: list[Row], judged: Judged, say: Speaker) -> list[dict[str, object]]:
    """Rows for the page, with what a filter looks through. judged: by name, those known so far."""
    separator = say("list.separator")
    return [
        {
            **judged_shown(judged.get(row.name), say),
            "name": row.name,
            "changed": row.changed,
            "number": row.number,
            "arms": separator.join(say.arm(arm) for arm in row.arms)
            + ("…" if len(row.arms) == MOST_ARMS and row.number > MOST_ARMS else ""),
            "places": separator.join(place_label(place, say) for place in row.communities),
            "problem": row.problem,
            "cells": [
                {"name": cell, "label": f"{row.name} / {say.arm(cell.partition('/')[2])}"}
                for cell in row.cells
            ],
        }
        for row in rows
    ]
