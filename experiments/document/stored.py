"""What is there: the studies of a folder; of one its cells, and how opportunities ended in them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.analysis.cell_table import COLLAPSE
from experiments.base.errors import InputError
from experiments.base.files import one_clear_line
from experiments.document.blocks import Prose, Table
from experiments.document.cells import ends, rate, words
from experiments.document.terminal import Told
from experiments.run.progress import MINUTE, duration
from experiments.store.study import Study
from experiments.words.speech import MISSING, Speaker

SHOWN_ARMS, SHOWN_CELLS = 6, 50
HASH_SHOWN = 8
SHOWN_SHARES = ("breakdown", "failure", COLLAPSE)
BOUNDED = ("breakdown", "failure")
STUDIES = ("study", "cells", "begun", "arms", "changed")


def studies_table(folder: Path, say: Speaker) -> Table | None:
    """A row a study; None when there is none. One that can't be read says why."""
    with one_clear_line(folder):
        paths = sorted(path.parent for path in folder.glob("*/study.json"))
    if not paths:
        return None
    rows = [list(map(_plain, _study(path, say))) for path in paths]
    title = _plain(say("table.studies", folder=folder))
    return Table(title, words(say, "column", STUDIES), rows)


def _plain(text: str) -> str:
    """A text in UTF-8: a folder's name need not be."""
    return text.encode(errors="backslashreplace").decode()


def _study(path: Path, say: Speaker) -> list[str]:
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


def study_document(name: str, table: pd.DataFrame, say: Speaker) -> list[Told]:
    """Title, cells and summary of what ``cell_table`` gave."""
    shown, failed = table.head(SHOWN_CELLS), bool(table["failed"].sum())
    before, after = [_title(name, table, say)], []
    if table["damaged"].sum():
        before.append(say("study.damaged", number=int(table["damaged"].sum())))
    if len(table) > len(shown):
        after.append(say("study.more", number=len(table) - len(shown)))
    after += [say("study.bounds")] if failed else []
    tables = [_cells(shown, say), _summary(shown, failed, say)]
    return [*map(Prose, before), *tables, *map(Prose, after), Prose(say("note.conditional"))]


def _title(name: str, table: pd.DataFrame, say: Speaker) -> str:
    return say(
        "study.title",
        study=name,
        cells=len(table),
        complete=int((table["state"] == "complete").sum()),
        held=int((table["held"] + table["failed"]).sum()),
        asked=int(table["asked"].sum()),
        failed=int(table["failed"].sum()),
        time=_time(table["seconds"].sum(), say),
        memory=say.number(table["memory_mb"].max(), 0),
    )


def _time(seconds: float, say: Speaker) -> str:
    if seconds < MINUTE:
        return say("progress.seconds", number=say.number(seconds, 1))
    return duration(seconds, say)


def _varying_within_arms(table: pd.DataFrame) -> list[str]:
    """Columns of parameters that differ between cells of one arm: not only because arms do."""
    places = list(table.columns)
    names = places[places.index("seed") + 1 : places.index("asked")]
    return [name for name in names if (table.groupby("arm")[name].nunique() > 1).any()]


def _labels(table: pd.DataFrame, say: Speaker) -> tuple[list[str], list[list[str]]]:
    """Header and rows that tell cells apart; what is the same in all is left out."""
    told = ["cell", "arm", *(k for k in ("community", "seed") if table[k].nunique() > 1)]
    parameters = _varying_within_arms(table)
    rows = [
        [_label(key, row[key], say) for key in (*told, *parameters)] for _, row in table.iterrows()
    ]
    return [*words(say, "column", told), *parameters], rows


def _label(key: str, value: object, say: Speaker) -> str:
    if key == "arm":
        return say.arm(str(value))
    if key == "cell":
        return str(value)[:HASH_SHOWN]
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _cells(table: pd.DataFrame, say: Speaker) -> Table:
    header, labels = _labels(table, say)
    counts = [key for key in ("failed", "missing", "damaged") if table[key].sum()]
    rows = [
        [
            *mine,
            f"{row['held'] + row['failed']}/{row['asked']}",
            *(str(row[key]) for key in counts),
            _time(row["seconds"], say),
            say(f"state.{row['state']}"),
        ]
        for mine, (_, row) in zip(labels, table.iterrows(), strict=True)
    ]
    header += words(say, "column", ("replicates", *counts, "time", "state"))
    return Table(say("table.cells"), header, rows)


def _summary(table: pd.DataFrame, failed: bool, say: Speaker) -> Table:
    header, labels = _labels(table, say)
    bounded: Sequence[str] = BOUNDED if failed else ()
    rows = [
        [
            *mine,
            str(row["opportunities"]),
            *(_share(row, share, say) for share in SHOWN_SHARES),
            *(" - ".join(ends(row, say, f"{share}_bound").values()) for share in bounded),
        ]
        for mine, (_, row) in zip(labels, table.iterrows(), strict=True)
    ]
    header += [say("column.opportunities"), *words(say, "measure", SHOWN_SHARES)]
    header += [say("column.bounds", measure=say(f"measure.{share}")) for share in bounded]
    return Table(say("table.summary"), header, rows)


def _share(row: pd.Series, share: str, say: Speaker) -> str:
    if not np.isfinite(row[share]):
        return MISSING
    return rate(
        {"value": row[share], "low": row[f"{share}_low"], "high": row[f"{share}_high"]}, say
    )
