"""What people and programs do to tables that leaves them saying the same."""

import csv
import random
from typing import Any

from attack_tables import BY_NAME, GOOD, GRAPHS, TIES, Files, Rows, Written, is_number


def _plain(files: Files, luck: random.Random, *among: str) -> tuple[str, Rows]:
    """A table that is a CSV file as it came."""
    names = [n for n in among or files.tables if n in files.tables and n not in files.written]
    if not names:
        files.written.pop(names := (among or tuple(files.tables))[0], None)
        return names, files.tables[names]
    name = luck.choice(names)
    return name, files.tables[name]


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
        row[:] = [_wide(cell) if is_number(cell) else cell for cell in row]


def _chinese_words(files: Files, luck: random.Random) -> None:
    name, rows = _plain(files, luck)
    choices = {each.names: each.choices for each in BY_NAME[name].columns if each.choices}
    words = {names[0]: names[1] for each in choices.values() for names in each}
    rows[1:] = [[words.get(cell, cell) for cell in row] for row in rows[1:]]


def _numbers_otherwise(files: Files, luck: random.Random) -> None:
    _, rows = _plain(files, luck, TIES, "needs")
    for row in rows[1:]:
        row[:] = [_otherwise(float(cell), luck) if is_number(cell) else cell for cell in row]


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
    if any(is_number(cell) and not str(cell).isascii() for row in rows for cell in row):
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
