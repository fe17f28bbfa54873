"""What other stored studies of a community say beside an answer: why, when, on what it hangs."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from experiments.document.blocks import Prose
from experiments.studies import discover_text, mechanisms_text, sensitivity_text
from experiments.studies.discover_analysis import Discovered
from experiments.studies.population_verdict import SIDES
from experiments.words.speech import Speaker
from sim import MODEL_VERSION

COMMUNITY, VERSION = "community", "model_version"
NEEDED = {
    "mechanisms": ("mechanisms-shapley",),
    "discover": ("discover-boxes", "discover-limits"),
    "sensitivity": ("sensitivity-indices",),
}
"""Tables that each study's sentence is made of."""
WORDS = {"left_out": str}
"""Columns that may be empty and are no numbers."""
Tables = Mapping[str, pd.DataFrame]


class Stored(NamedTuple):
    """A study that was found, by its name, and its tables."""

    study: str
    tables: Tables


def marked(tables: Tables, community: str) -> dict[str, pd.DataFrame]:
    """Tables that say of which community and model version they are, so that others can tell."""
    mark: dict[str, str | int] = {COMMUNITY: community, VERSION: MODEL_VERSION}
    return {name: table.assign(**mark) for name, table in tables.items()}


def stored(results: Path, community: str) -> dict[str, Stored]:
    """The first study of each kind, by name, that stands in a folder of results and is of this
    community and model version."""
    found: dict[str, Stored] = {}
    for folder in sorted(results.iterdir()) if results.is_dir() else []:
        for kind, names in NEEDED.items():
            tables = _tables(folder, names)
            if kind not in found and tables and _of(tables, community):
                found[kind] = Stored(folder.name, tables)
    return found


def _tables(folder: Path, names: tuple[str, ...]) -> Tables:
    """None of them where one is missing or can't be read."""
    try:
        return {name: pd.read_csv(folder / f"{name}.csv", converters=WORDS) for name in names}
    except (OSError, ValueError):
        return {}


def _of(tables: Tables, community: str) -> bool:
    return all(
        {COMMUNITY, VERSION} <= set(table)
        and (table[COMMUNITY] == community).all()
        and (table[VERSION].astype(str) == str(MODEL_VERSION)).all()
        for table in tables.values()
    )


def told(found: Mapping[str, Stored], community: str, say: Speaker) -> list[Prose]:
    """Why, when, and on what it hangs; or the command that would tell."""
    lines = []
    for kind in NEEDED:
        question = say(f"beside.{kind}")
        if kind in found:
            answer, study = _sentence(kind, found[kind].tables, say), found[kind].study
            lines.append(say("beside.told", question=question, answer=answer, study=study))
        else:
            command = f"coprod {kind} community={community}"
            lines.append(say("beside.untold", question=question, command=command))
    return [Prose(line) for line in lines]


def _sentence(kind: str, tables: Tables, say: Speaker) -> str:
    if kind == "mechanisms":
        return mechanisms_text.sentence(tables["mechanisms-shapley"], say)
    if kind == "sensitivity":
        return sensitivity_text.sentence(tables["sensitivity-indices"], say)
    nothing = pd.DataFrame()
    boxes = Discovered(tables["discover-boxes"], tables["discover-limits"], nothing, nothing)
    return " ".join(discover_text.sentence(boxes, side, say) for side in SIDES)
