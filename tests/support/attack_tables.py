"""A good community's tables, and the ways in which they are written."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl

from experiments.config.place.columns import TABLES

Rows = list[list[Any]]
TIES = "ties"
BY_NAME = {table.key: table for table in TABLES}
YAML = "community/mine.yaml"
CONFIGURATION = "# @package _global_\nplace: .\nforming:\n  panel_size: 8\n"
WEIGHTS = "elder_care accessibility parking public_space convenience_retail property_management"
GOOD: dict[str, Rows] = {
    "households": [
        ["id", "building", "group", "tenure", "floor_area", "participation"],
        ["1-101", "1号楼", "elderly", "owner", "52.5", "0.25"],
        ["1-102", "1号楼", "other", "renter", "48", "0.5"],
        ["2-101", "2号楼", "young_renter", "renter", "40.25", "0.125"],
        ["2-102", "2号楼", "elderly", "owner", "61", "1"],
        ["3-101", "3号楼", "other", "owner", "75.5", "0"],
    ],
    "organisations": [
        ["name", "role", "attention"],
        ["劲松街道", "street_office", "6.5"], ["安和物业（东区）", "property_company", "2"],
        ["Corner shop", "vendor", "0.75"], ["康养 助老社", "social_organisation", "1.5"],
    ],
    TIES: [
        ["from", "to", "trust"], ["劲松街道", "安和物业（东区）", "0.5"],
        ["安和物业（东区）", "Corner shop", "0.25"], ["劲松街道", "康养 助老社", "0.75"],
    ],
    "needs": [
        ["group", "rate", *WEIGHTS.split()], ["elderly", "0.1", *"310000"],
        ["young_renter", "0.05", *"001010"], ["other", "0.02", *"111111"],
    ],
    "open_needs": [
        ["building", "category", "number", "weeks"], ["1号楼", "parking", "2", "4"],
        ["2号楼", "elder_care", "1", "0"],
    ],
}  # fmt: skip


@dataclass
class Files:
    """A community's tables as rows, how each is written, and files as bytes that stand instead.

    elsewhere: what harms it is a configuration that isn't used.
    """

    tables: dict[str, Rows]
    written: dict[str, "Written"] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    harmed: bool = False
    elsewhere: bool = False

    def lay(self, folder: Path) -> None:
        """Write all of it into a new folder."""
        (folder / "community").mkdir(parents=True)
        for name, data in {YAML: CONFIGURATION.encode(), **self.content()}.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        for name, target in self.links.items():
            (folder / name).symlink_to(target)

    def content(self) -> dict[str, bytes]:
        """Every file by its name."""
        files = {}
        for name, rows in self.tables.items():
            how = self.written.get(name, Written())
            files[f"{how.called or name}{how.ending}"] = how.data(rows)
        return {**files, **self.raw}


@dataclass
class Written:
    """How a table is written; change: of its bytes, at last."""

    ending: str = ".csv"
    called: str = ""
    encoding: str = "utf-8"
    between: str = ","
    line: str = "\n"
    quoting: Any = csv.QUOTE_MINIMAL
    first: str = ""
    decimal: str = "."
    change: Callable[[bytes], bytes] = bytes
    sheets: Callable[[Any], None] | None = None

    def data(self, rows: Rows) -> bytes:
        """The bytes of a file."""
        if self.ending.lower() in (".xlsx", ".xlsm"):
            return self.change(_workbook(rows, self.sheets))
        if self.ending in GRAPHS:
            return self.change(_network(rows, self.ending))
        sink = io.StringIO()
        form = {"delimiter": self.between, "lineterminator": self.line, "quoting": self.quoting}
        csv.writer(sink, **form).writerows(
            [str(cell).replace(".", self.decimal) if is_number(cell) else cell for cell in row]
            for row in rows
        )
        return self.change((self.first + sink.getvalue()).encode(self.encoding))


def is_number(cell: Any) -> bool:
    try:
        return bool(float(cell)) or True
    except (TypeError, ValueError):
        return False


def _workbook(rows: Rows, sheets: Callable[[Any], None] | None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(cell) if is_number(cell) else cell for cell in row])
    if sheets is not None:
        sheets(book)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


GRAPHS: dict[str, Any] = {
    ".graphml": nx.write_graphml, ".gexf": nx.write_gexf, ".gml": nx.write_gml,
}  # fmt: skip


def _network(rows: Rows, ending: str) -> bytes:
    graph = nx.Graph()
    for one, other, trust in rows[1:]:
        graph.add_edge(one, other, trust=float(trust))
    sink = io.BytesIO()
    GRAPHS[ending](graph, sink)
    return sink.getvalue()
