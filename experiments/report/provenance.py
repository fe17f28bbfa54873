"""Where the numbers come from: configurations, seeds, versions, dates and checksums, as stored.

Nothing here reads the clock, so the same study gives the same page to the byte.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from experiments.base.files import checksum, read_json
from experiments.document.blocks import Block, Download, Fold, Prose, Section, Table
from experiments.document.links import data_link, named
from experiments.report.reading import Tally
from experiments.report.subject import Subject, cell_label
from experiments.store import Cell
from experiments.store.manifest import MANIFEST
from experiments.words.speech import Speaker
from sim import MODEL_VERSION

DIGITS = 16
"""Digits of a checksum that a table shows."""
TO_DAY, TO_SECOND = 10, 19
"""Letters of a time as it is stored, 2000-01-31T12:00:00+00:00, up to the day and the second."""
MOST_CELLS = 20
"""Cells whose checksums the page lists without being asked."""


@dataclass(frozen=True)
class Origin:
    """How one cell came to be: its manifest, and its chunks as their files describe them."""

    cell: Cell
    manifest: dict[str, Any]
    chunks: dict[str, dict[str, Any]]

    @property
    def finished(self) -> list[str]:
        """When its chunks were finished, UTC."""
        writes = (write for chunk in self.chunks.values() for write in chunk.get("writes", ()))
        times = (write.get("finished") for write in writes)
        return sorted(str(time)[:TO_SECOND].replace("T", " ") for time in times if time)

    @property
    def data(self) -> str:
        """Checksum over the checksums of its tables."""
        return checksum(_canonical({name: c.get("sha256") for name, c in self.chunks.items()}))


def origin_of(cell: Cell) -> Origin:
    """Reads what the cell's folder says of it."""
    chunks = {path.stem: read_json(path) for path in sorted(cell.folder.glob("chunk-*.json"))}
    known = {name: chunk for name, chunk in chunks.items() if isinstance(chunk, dict)}
    return Origin(cell, read_json(cell.folder / MANIFEST) or {}, known)


def last_date(origins: Sequence[Origin], say: Speaker) -> str:
    """The day on which the last run was finished."""
    times = [time for each in origins for time in each.finished]
    return max(times)[:TO_DAY] if times else say("report.unknown_date")


def provenance_section(
    subject: Subject, origins: Sequence[Origin], tallies: Sequence[Tally], say: Speaker
) -> Section:
    """What a reviewer needs to find the same numbers again."""
    blocks: list[Block] = [Prose(say("report.provenance.lead"))]
    if len({_canonical(_made_with(each)) for each in origins}) > 1:
        blocks.append(Prose(say("report.provenance.mixed"), "note"))
    blocks.append(_facts(subject, origins, say))
    cells = _cells(origins, tallies, say)
    shown = len(origins) <= MOST_CELLS
    blocks.append(cells if shown else Fold(cells.caption, [cells]))
    return Section("provenance", say("report.section.provenance"), blocks)


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _made_with(origin: Origin) -> dict[str, Any]:
    return {name: origin.manifest.get(name) for name in ("versions", "commit", "accepted_set")}


def _facts(subject: Subject, origins: Sequence[Origin], say: Speaker) -> Table:
    times = sorted(time for each in origins for time in each.finished)
    unknown = say("report.provenance.unknown")
    span = {"first": times[0], "last": times[-1]} if times else {}
    inputs = [each.manifest.get("inputs") or {} for each in origins]
    facts = {
        "study": subject.name,
        "model": MODEL_VERSION,
        "made": say("report.provenance.from_to", **span) if span else unknown,
        "seeds": _distinct(str(each.cell.seed) for each in origins) or unknown,
        "commit": _distinct(each.manifest.get("commit") for each in origins) or unknown,
        "versions": _distinct(_software(each) for each in origins) or unknown,
        "accepted": _distinct(each.manifest.get("accepted_set") for each in origins) or unknown,
        "inputs": _distinct(_paired(each) for each in inputs) or "–",
        "data": checksum(_canonical({each.cell.hash: each.data for each in origins})),
        "report": f"coprod {version('coprod')}",
    }
    rows = [[say(f"report.provenance.{key}"), value] for key, value in facts.items()]
    header = [say("report.provenance.item"), say("report.column.value")]
    caption = say("report.provenance.caption")
    return Table(caption, header, rows, numeric=False, download=_configuration(subject, say))


def _distinct(values: Any) -> str:
    """Each value once, in order; nothing where none is known."""
    return "; ".join(dict.fromkeys(str(value) for value in values if value))


def _software(origin: Origin) -> str:
    return _paired(origin.manifest.get("versions") or {})


def _paired(named: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in named.items())


def _configuration(subject: Subject, say: Speaker) -> Download:
    """Parameters of every cell; in a sweep what is common once, and each cell what is its own."""
    cells = []
    for cell, values in zip(subject.cells, subject.values, strict=True):
        own = {path: values[path] for path in subject.differing}
        head = {"arm": cell.arm, "cell": cell.hash, "seed": cell.seed}
        cells.append({**head, "community": cell.community, "parameters": own})
    common = {
        path: value for path, value in subject.values[0].items() if path not in subject.differing
    }
    content = {"model_version": MODEL_VERSION, "common": common, "cells": cells}
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    label = say("report.provenance.configuration")
    link = data_link("application/json;charset=utf-8", data)
    return Download(f"{subject.name}.configuration.json", link, label)


def _cells(origins: Sequence[Origin], tallies: Sequence[Tally], say: Speaker) -> Table:
    names = ("community", "seed", "runs", "failed", "cell", "data")
    header = [say("column.arm"), *(say(f"report.column.{name}") for name in names)]
    rows = [
        [
            cell_label(each.cell, say), named("community", each.cell.community, say),
            str(each.cell.seed), str(tally.runs), str(tally.failed), each.cell.hash,
            each.data[:DIGITS],
        ]
        for each, tally in zip(origins, tallies, strict=True)
    ]  # fmt: skip
    caption = say("report.provenance.cells")
    return Table(caption, header, rows, numeric=False)
