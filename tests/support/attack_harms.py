"""What happens to tables, networks and configurations that makes them wrong."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from attack_tables import BY_NAME, CONFIGURATION, GOOD, GRAPHS, TIES, YAML, Files, Rows, Written


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
