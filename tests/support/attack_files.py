"""Own communities as people and programs save them, by seed: the same, or harmed in one way.

What is written otherwise, but says the same, must be read as the same; what is harmed is refused.
"""

import base64
import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl

from experiments.app.uploads import receive
from experiments.base.errors import InputError
from experiments.config.compose import compose
from experiments.config.place.check import check_place
from experiments.config.place.columns import TABLES
from experiments.config.place.normal import checksums
from experiments.config.place.read import read_place
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, speak

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
            [str(cell).replace(".", self.decimal) if _is_number(cell) else cell for cell in row]
            for row in rows
        )
        return self.change((self.first + sink.getvalue()).encode(self.encoding))


def _is_number(cell: Any) -> bool:
    try:
        return bool(float(cell)) or True
    except (TypeError, ValueError):
        return False


def _workbook(rows: Rows, sheets: Callable[[Any], None] | None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(cell) if _is_number(cell) else cell for cell in row])
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


def _plain(files: Files, luck: random.Random, *among: str) -> tuple[str, Rows]:
    """A table that is a CSV file as it came."""
    names = [n for n in among or files.tables if n in files.tables and n not in files.written]
    if not names:
        files.written.pop(names := (among or tuple(files.tables))[0], None)
        return names, files.tables[names]
    name = luck.choice(names)
    return name, files.tables[name]


# -- written otherwise, and the same ---------------------------------------------------------------


def _chinese_header(files: Files, luck: random.Random) -> None:
    name, rows = _plain(files, luck)
    known = {each.names[0]: each.names[1] for each in BY_NAME[name].columns}
    rows[0] = [known.get(cell, cell) for cell in rows[0]]


def _loud_header(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    rows[0] = [luck.choice([cell.upper(), _wide(cell), f" {cell} "]) for cell in rows[0]]


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _columns_in_another_order(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    order = luck.sample(range(len(rows[0])), len(rows[0]))
    rows[:] = [[row[i] for i in order] for row in rows]


def _rows_in_another_order(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    rows[1:] = luck.sample(rows[1:], len(rows) - 1)


def _note(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    if "note" not in rows[0]:
        rows[0].append("note")
        for row in rows[1:]:
            row.append(luck.choice(["", "到访, 已核", "n/a", "#N/A"]))


def _empty_rows(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    for _ in range(luck.randint(1, 3)):
        rows.insert(luck.randint(1, len(rows)), luck.choice([[], [""] * len(rows[0])]))


def _blanks_around(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    blank = luck.choice([" ", "\u3000", "\u00a0", "\t"])
    row = luck.choice(rows[1:]) or rows[1]
    row[:] = [f"{blank}{cell}{blank}" if cell else cell for cell in row]


def _wide_numbers(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck, "needs", "open_needs", TIES)
    for row in rows[1:]:
        row[:] = [_wide(cell) if _is_number(cell) else cell for cell in row]


def _chinese_words(files: Files, luck: random.Random) -> None:
    name, rows = _plain(files, luck)
    choices = {each.names: each.choices for each in BY_NAME[name].columns if each.choices}
    words = {names[0]: names[1] for each in choices.values() for names in each}
    rows[1:] = [[words.get(cell, cell) for cell in row] for row in rows[1:]]


def _numbers_otherwise(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck, TIES, "needs")
    for row in rows[1:]:
        row[:] = [_otherwise(float(cell), luck) if _is_number(cell) else cell for cell in row]


def _otherwise(value: float, luck: random.Random) -> str:
    return luck.choice([f"{value}e0", f"+{value}", f"{value:.4f}"])


def _byte_order_mark(files: Files, luck: random.Random) -> None:
    files.written[_plain(files, luck)[0]] = Written(encoding="utf-8-sig")


def _gb18030(files: Files, luck: random.Random) -> None:
    name, rows = _plain(files, luck)
    bad = "\u00a0"  # older tools have no such blank there
    rows[:] = [[str(cell).replace(bad, " ") for cell in row] for row in rows]
    files.written[name] = Written(encoding="gb18030")


def _windows_lines(files: Files, luck: random.Random) -> None:
    files.written[_plain(files, luck)[0]] = Written(line="\r\n")


def _semicolons(files: Files, luck: random.Random) -> None:
    comma = luck.choice([".", ","])
    name, rows = _plain(files, luck, TIES, "needs", "organisations", "open_needs")
    if any(_is_number(cell) and not str(cell).isascii() for row in rows for cell in row):
        comma = "."
    files.written[name] = Written(between=";", decimal=comma)


def _tabs(files: Files, luck: random.Random) -> None:
    name, rows = _plain(files, luck)
    rows[:] = [[str(cell).replace("\t", " ") for cell in row] for row in rows]
    files.written[name] = Written(between="\t", ending=luck.choice([".tsv", ".csv"]))


def _sep_line(files: Files, luck: random.Random) -> None:
    mark = luck.choice(";,\t")
    files.written[_plain(files, luck)[0]] = Written(between=mark, first=f"sep={mark}\n")


def _quoted(files: Files, luck: random.Random) -> None:
    files.written[_plain(files, luck)[0]] = Written(quoting=csv.QUOTE_ALL)


def _trailing_commas(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck)
    for row in rows:
        row += ["", ""] if row else []


def _no_last_line_end(files: Files, luck: random.Random) -> None:
    files.written[_plain(files, luck)[0]] = Written(change=lambda data: data.rstrip())


def _excel(files: Files, luck: random.Random) -> None:
    name, rows = _plain(files, luck, "households", "organisations", "needs", "open_needs")
    hidden = luck.choice([None, _old_copy, _another_sheet])
    ending = luck.choice([".xlsx", ".XLSX", ".xlsm"])
    rows[:] = [row for row in rows if row]
    files.written[name] = Written(ending=ending, sheets=hidden)


def _old_copy(book: Any) -> None:
    old = book.create_sheet("old", 0)
    old.append(["id", "building", "group"])
    old.append(["x", "9", "other"])
    old.sheet_state = "hidden"
    book.active = 1


def _another_sheet(book: Any) -> None:
    book.create_sheet("说明").append(["read me"])


def _called_in_chinese(files: Files, luck: random.Random) -> None:
    name, _ = _plain(files, luck)
    files.written[name] = Written(called=luck.choice([BY_NAME[name].names[1], name.upper()]))


def _as_a_network(files: Files, luck: random.Random) -> None:
    files.tables[TIES] = [list(row) for row in GOOD[TIES]]
    files.written[TIES] = Written(ending=luck.choice(list(GRAPHS)))


def _beside(files: Files, luck: random.Random) -> None:
    names = ["~$households.xlsx", ".DS_Store", "README.md", "map.png", ".~lock.ties.csv#"]
    files.raw[luck.choice(names)] = b"\x00\x01 anything"


SAME = (
    _chinese_header, _loud_header, _columns_in_another_order, _rows_in_another_order, _note,
    _empty_rows, _blanks_around, _wide_numbers, _chinese_words, _numbers_otherwise,
    _byte_order_mark, _gb18030, _windows_lines, _semicolons, _tabs, _sep_line, _quoted,
    _trailing_commas, _no_last_line_end, _excel, _called_in_chinese, _as_a_network, _beside,
)  # fmt: skip


# -- harmed ----------------------------------------------------------------------------------------


def _fresh(files: Files, luck: random.Random, *among: str) -> tuple[str, Rows]:
    """A table as it came, written as CSV, whatever was done to it."""
    name = luck.choice(among or tuple(GOOD))
    files.tables[name] = [list(row) for row in GOOD[name]]
    files.written.pop(name, None)
    return name, files.tables[name]


def _cell(
    files: Files, luck: random.Random, places: list[tuple[str, str]], values: list[str]
) -> None:
    """A cell of one of these columns, each as (table, column)."""
    name, column = luck.choice(places)
    _, rows = _fresh(files, luck, name)
    row = luck.choice(rows[1:])
    row[rows[0].index(column)] = luck.choice(values)


NAMES = [
    ("households", "building"), ("households", "id"), ("organisations", "name"), (TIES, "from"),
    (TIES, "to"), ("open_needs", "building"),
]  # fmt: skip
NUMBERS = [
    ("households", "floor_area"), ("organisations", "attention"), (TIES, "trust"),
    ("needs", "rate"), ("open_needs", "number"), ("open_needs", "weeks"), ("needs", "parking"),
]  # fmt: skip
WORDS = [("households", "group"), ("organisations", "role"), ("open_needs", "category")]
ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#####", "Err:502"]
TOTALS = ["合计", "总计", "小计", "共计", "Total", "TOTAL:", "Grand total", "Sum", " 合 计 "]


def _error_value(files: Files, luck: random.Random) -> None:
    _cell(files, luck, NAMES + NUMBERS + WORDS, ERRORS)


def _date_for_a_name(files: Files, luck: random.Random) -> None:
    _cell(files, luck, NAMES, ["1-Mar", "3月2日", "2026/3/4", "2026-03-04", "Mar-26", "2026年3月"])


def _nothing_for_a_name(files: Files, luck: random.Random) -> None:
    _cell(files, luck, NAMES, ["NA", "N/A", "null", "None", "nan", "-", "无", "/", "暂无", "NaN"])


def _garbled_name(files: Files, luck: random.Random) -> None:
    _cell(files, luck, NAMES, ["å®‰å’Œ", "Ã¼ber", "锟斤拷", "a\ufffdb", "ZÃ¼rich"])


def _no_name(files: Files, luck: random.Random) -> None:
    values = ["", " ", "=1+1", "+86", "@x", "-x", "x" * 65, "a\x07b", "a\u202eb"]
    _cell(files, luck, NAMES, values)


def _no_number(files: Files, luck: random.Random) -> None:
    values = [
        "1e999", "9" * 50, "-1", "nan", "inf", "many", "=1+1", "0x10", "1_0", "½", "1..5", "0.5.1",
        "1,5,5", "--1", "1e", "十", "约3", "3户",
    ]  # fmt: skip
    _cell(files, luck, NUMBERS, values)


def _no_choice(files: Files, luck: random.Random) -> None:
    _cell(files, luck, WORDS, ["", "老人们", "elder", "7", "other?", "elderly,other", "True"])


def _nobody(files: Files, luck: random.Random) -> None:
    places = [("open_needs", "building"), (TIES, "from"), (TIES, "to")]
    _cell(files, luck, places, ["9号楼", "nobody"])


def _another_spelling(files: Files, luck: random.Random) -> None:
    _, rows = _fresh(files, luck, "open_needs")
    luck.choice(rows[1:])[0] = luck.choice(["１号楼", "1 号楼", "2\u3000号楼", "２号楼"])


def _total_row(files: Files, luck: random.Random) -> None:
    name, rows = _fresh(files, luck, "households", "organisations", "open_needs", TIES)
    row = [*rows[-1]]
    row[0] = luck.choice(TOTALS)
    rows.append(row)
    assert name in GOOD


def _row_twice(files: Files, luck: random.Random) -> None:
    _, rows = _fresh(files, luck)
    rows.append(list(luck.choice(rows[1:])))


def _self_tie(files: Files, luck: random.Random) -> None:
    _, rows = _fresh(files, luck, TIES)
    row = luck.choice(rows[1:])
    row[1] = row[0]


def _column_missing(files: Files, luck: random.Random) -> None:
    name, rows = _fresh(files, luck)
    needed = [each.key for each in BY_NAME[name].columns if each.needed]
    place = rows[0].index(luck.choice(needed))
    rows[:] = [row[:place] + row[place + 1 :] for row in rows]


def _column_strange(files: Files, luck: random.Random) -> None:
    name, rows = _fresh(files, luck)
    header = luck.choice(["联系电话", "hue", "", rows[0][0], BY_NAME[name].columns[0].names[1]])
    place = luck.randint(0, len(rows[0]))
    for number, row in enumerate(rows):
        row.insert(place, header if number == 0 else "7")


def _header_lost(files: Files, luck: random.Random) -> None:
    _, rows = _fresh(files, luck)
    if luck.random() < 0.5:
        del rows[0]
    else:
        rows.insert(0, ["社区调查 2026", "", ""])


def _too_many_cells(files: Files, luck: random.Random) -> None:
    _, rows = _fresh(files, luck)
    luck.choice(rows[1:]).extend(["7", "7"])


def _header_alone(files: Files, luck: random.Random) -> None:
    _, rows = _fresh(files, luck)
    del rows[1:]


def _bytes(files: Files, luck: random.Random) -> None:
    name, _ = _fresh(files, luck)
    changes: list[Callable[[bytes], bytes]] = [
        lambda data: b"", lambda data: b"\n\n\n", lambda data: data.decode().encode("utf-16"),
        lambda data: data + b"\x00", lambda data: luck.randbytes(300), lambda data: b"\xff" + data,
        lambda data: data + b'"open, and never closed\n' * 3, lambda data: b"PK\x03\x04" + data,
        lambda data: data.replace(b"\n", b"\x00\n", 1), lambda data: b"%PDF-1.7\n" + data,
    ]  # fmt: skip
    files.written[name] = Written(change=luck.choice(changes))


def _utf8_broken(files: Files, luck: random.Random) -> None:
    name, _ = _fresh(files, luck, "organisations", TIES, "open_needs", "households")
    letter = {"open_needs": "楼", "households": "楼"}.get(name, "安").encode()
    broken = letter[: luck.randint(1, 2)]
    files.written[name] = Written(change=lambda data: data.replace(letter, broken, 1))


def _western(files: Files, luck: random.Random) -> None:
    name, rows = _fresh(files, luck, "organisations")
    rows[1:] = [["Zürich", "street_office", "1"], ["Löwenbräu", "vendor", "1"]]
    files.tables.pop(TIES)
    files.written.pop(TIES, None)
    files.written[name] = Written(encoding=luck.choice(["latin-1", "cp1252", "mac-roman"]))


def _other_ending(files: Files, luck: random.Random) -> None:
    name, _ = _fresh(files, luck)
    called = luck.choice([name, BY_NAME[name].names[1]])
    ending = luck.choice(
        [".xls", ".csv.txt", ".txt", ".ods", ".numbers", ".net", ".csv.bak", ".et"]
    )
    files.written[name] = Written(called=called, ending=ending)


def _two_files(files: Files, luck: random.Random) -> None:
    name, rows = _fresh(files, luck)
    files.raw[f"{BY_NAME[name].names[1]}.tsv"] = Written(between="\t").data(rows)


def _no_file(files: Files, luck: random.Random) -> None:
    name, _ = _fresh(files, luck)
    files.tables.pop(name)
    if luck.random() < 0.5:
        files.links[f"{name}.csv"] = luck.choice(["nowhere", f"{name}.csv", "/etc/shadow-"])
    else:
        files.raw[f"{name}.csv/inside.csv"] = b"a\n1\n"
        files.links["elsewhere.csv"] = "nowhere"


def _workbook_harmed(files: Files, luck: random.Random) -> None:
    name, _ = _fresh(files, luck, "households", "organisations")
    change = luck.choice(
        [lambda d: d[: len(d) // 2], lambda d: b"text", _entities, lambda d: d[7:]]
    )
    sheets = luck.choice([_formula, _moment, _all_hidden_error])
    if luck.random() < 0.5:
        files.written[name] = Written(ending=".xlsx", change=change)
    else:
        files.written[name] = Written(ending=".xlsx", sheets=sheets)


def _entities(data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, b"<!DOCTYPE x>" + old.read(part))
    return sink.getvalue()


def _formula(book: Any) -> None:
    book.active["A2"] = "=1+1"


def _moment(book: Any) -> None:
    book.active["A2"] = datetime(2026, 3, 2)


def _all_hidden_error(book: Any) -> None:
    book.active["B2"] = "#REF!"


def _network_harmed(files: Files, luck: random.Random) -> None:
    files.tables[TIES] = [list(row) for row in GOOD[TIES]]
    ending = luck.choice(list(GRAPHS))
    trust = {".graphml": b">0.5<", ".gexf": b'"0.5"', ".gml": b"trust 0.5"}[ending]
    wrong = {".graphml": b">much<", ".gexf": b'"1.5"', ".gml": b'trust "much"'}[ending]
    changes: list[Callable[[bytes], bytes]] = [
        lambda data: data[: len(data) // 2], lambda data: b"x",
        lambda data: data.replace(trust, wrong),
        lambda data: b"<!DOCTYPE x>" + data, lambda data: data + data,
        lambda data: data.replace(b"Corner shop", b"Nobody"), lambda data: data + b"\x00",
    ]  # fmt: skip
    files.written[TIES] = Written(ending=ending, change=luck.choice(changes))


def _configuration(files: Files, luck: random.Random) -> None:
    head = "# @package _global_\nplace: .\n"
    wrong = [
        "defaults: [village]", "community: {floor_area: '${oc.env:HOME}'}", "a: &a [*a]",
        "market: !!python/object/apply:os.system ['true']", "processes: 2", "seed: 1",
        "arrangement: party", "community:", "nosuch: 1", "horizon: many", "horizon: 1",
        f"horizon: {'9' * 400}", "community: {households: 7}", "forming: {panel_size: -1}",
        f"a: {'[' * 200}{']' * 200}", "x: {" * 60, "\tforming: 1", "place: .", "areas: 2",
        "shock: {area: 3}", "name: x", "1: 2", "community: {group_shares: [0, 0, 0]}",
        "forming: {panel_size: .nan}", "hydra: {run: {dir: x}}", "community: {group_shares: 3}",
    ]  # fmt: skip
    texts = [
        "place: .\nforming: {panel_size: 8}\n", f"\ufeff{head}", "- 1\n", "", "x", "place: [\n",
        "# @package _group_\nforming: {panel_size: 8}\n", "x: y\n" * 20_000, "\x00",
        "".join(f"{' ' * i}a:\n" for i in range(150)),
        *(head.replace("place: .", f"place: {folder}") for folder in ("../x", "nowhere", "/", "7")),
        *(f"{head}{line}\n" for line in wrong),
    ]  # fmt: skip
    text = luck.choice(texts)
    files.raw[YAML] = text.encode()


def _configuration_elsewhere(files: Files, luck: random.Random) -> None:
    name = luck.choice(["a b", "1st", "社区", "x" * 41, "village", "a.b"])
    files.raw[f"community/{name}.yaml"] = CONFIGURATION.encode()
    files.elsewhere = True


HARMS = (
    _error_value, _date_for_a_name, _nothing_for_a_name, _garbled_name, _no_name, _no_number,
    _no_choice, _nobody, _another_spelling, _total_row, _row_twice, _self_tie, _column_missing,
    _column_strange, _header_lost, _too_many_cells, _header_alone, _bytes, _utf8_broken,
    _western, _other_ending, _two_files, _no_file, _workbook_harmed, _network_harmed,
    _configuration, _configuration, _configuration_elsewhere,
)  # fmt: skip


# -- what is asked of them -------------------------------------------------------------------------


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
