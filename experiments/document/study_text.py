"""What is there of a study, as text: its cells, and how their opportunities and networks ended."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.analysis.cell_table import COLLAPSE
from experiments.analysis.estimates import PER_HUNDRED
from experiments.words.speech import Speaker
from experiments.words.text_table import MISSING, bracketed, number, text_table

SHOWN_CELLS = 50
HASH_SHOWN = 8
SHOWN_SHARES = ("breakdown", "failure", COLLAPSE)
BOUNDED = ("breakdown", "failure")
MINUTE, HOUR = 60, 3600


def study_text(name: str, table: pd.DataFrame, say: Speaker) -> str:
    """Title, cells and summary of what ``cell_table`` gave."""
    shown = table.head(SHOWN_CELLS)
    failed = bool(table["failed"].sum())
    parts = [_title(name, table, say)]
    if table["damaged"].sum():
        parts.append(say("study.damaged", number=table["damaged"].sum()))
    parts += ["", _cells(shown, say), "", _summary(shown, failed, say)]
    if len(table) > len(shown):
        parts.append(say("study.more", number=len(table) - len(shown)))
    parts += [say("study.bounds")] if failed else []
    return "\n".join([*parts, say("note.conditional")])


def duration(seconds: float) -> str:
    """Seconds as hours, minutes and seconds, whichever matter."""
    whole = round(seconds)
    if whole >= HOUR:
        return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"
    return f"{whole // MINUTE} min {whole % MINUTE} s" if whole >= MINUTE else f"{seconds:.1f} s"


def varying_within_arms(table: pd.DataFrame) -> list[str]:
    """Columns of parameters that differ between cells of one arm: not only because arms do."""
    names = [name for name in table.columns if _is_parameter(table, name)]
    return [name for name in names if (table.groupby("arm")[name].nunique() > 1).any()]


def _is_parameter(table: pd.DataFrame, name: str) -> bool:
    places = list(table.columns)
    return places.index("seed") < places.index(name) < places.index("asked")


def _title(name: str, table: pd.DataFrame, say: Speaker) -> str:
    memory = table["memory_mb"].max()
    return say(
        "study.title",
        study=name,
        cells=len(table),
        complete=int((table["state"] == "complete").sum()),
        held=int((table["held"] + table["failed"]).sum()),
        asked=int(table["asked"].sum()),
        failed=int(table["failed"].sum()),
        time=duration(table["seconds"].sum()),
        memory=number(memory, 0),
    )


def _labels(table: pd.DataFrame, say: Speaker) -> tuple[list[str], list[list[str]]]:
    """Header and rows that tell cells apart; what is the same in all is left out."""
    told = ["cell", "arm", *(k for k in ("community", "seed") if table[k].nunique() > 1)]
    parameters = varying_within_arms(table)
    header = [*(say(f"column.{key}") for key in told), *parameters]
    rows = [
        [_label(key, row[key], say) for key in (*told, *parameters)] for _, row in table.iterrows()
    ]
    return header, rows


def _label(key: str, value: object, say: Speaker) -> str:
    if key == "arm":
        return say.arm(str(value))
    if key == "cell":
        return str(value)[:HASH_SHOWN]
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _cells(table: pd.DataFrame, say: Speaker) -> str:
    header, labels = _labels(table, say)
    counts = [key for key in ("failed", "missing", "damaged") if table[key].sum()]
    keys = ("replicates", *counts, "time", "state")
    rows = [
        [
            *mine,
            f"{row['held'] + row['failed']}/{row['asked']}",
            *(str(row[key]) for key in counts),
            duration(row["seconds"]),
            say(f"state.{row['state']}"),
        ]
        for mine, (_, row) in zip(labels, table.iterrows(), strict=True)
    ]
    return _table("cells", [*header, *(say(f"column.{key}") for key in keys)], rows, say)


def _summary(table: pd.DataFrame, failed: bool, say: Speaker) -> str:
    header, labels = _labels(table, say)
    header += [say("column.opportunities")]
    header += [say(f"measure.{share}") for share in SHOWN_SHARES]
    bounded = BOUNDED if failed else ()
    names = (say(f"measure.{share}") for share in bounded)
    header += [say("column.bounds", measure=name) for name in names]
    rows = [
        [
            *mine,
            str(row["opportunities"]),
            *(_share(row, share) for share in SHOWN_SHARES),
            *(_bounds(row, share) for share in bounded),
        ]
        for mine, (_, row) in zip(labels, table.iterrows(), strict=True)
    ]
    return _table("summary", header, rows, say)


def _table(key: str, header: Sequence[str], rows: Sequence[Sequence[str]], say: Speaker) -> str:
    return text_table(say(f"table.{key}"), header, rows)


def _share(row: pd.Series, share: str) -> str:
    if not np.isfinite(row[share]):
        return MISSING
    names = {share: "value", f"{share}_low": "low", f"{share}_high": "high"}
    return bracketed(row[list(names)].rename(names), 1, PER_HUNDRED)


def _bounds(row: pd.Series, share: str) -> str:
    low, high = (number(row[f"{share}_bound_{end}"], 1, PER_HUNDRED) for end in ("low", "high"))
    return f"{low} - {high}"
