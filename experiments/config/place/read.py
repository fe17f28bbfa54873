"""Read the tables of a folder: which files are there, in what form, and the place they make."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.base.describe import listed
from experiments.config.place.build import build_place
from experiments.config.place.columns import (
    BUILDINGS,
    HOUSEHOLDS,
    ORGANISATIONS,
    TABLES,
    TIES,
    Table,
    both,
)
from experiments.config.place.content import (
    CSV,
    EXCEL,
    TABBED,
    UnreadableError,
    refused,
)
from experiments.config.place.graph import GRAPHS, read_graph
from experiments.config.place.names import Names
from experiments.config.place.parse import Parsed, parse, plain
from experiments.config.place.problem import Problem, shown
from experiments.config.place.raw import (
    in_sheet,
    raw_of,
    read_raw,
    sheets_of,
)
from experiments.config.place.spelling import refuse_spellings
from experiments.config.place.workbook import book_of
from experiments.words.speech import Message
from sim.parameters.place import Place

MOST_FILES = 1000
OURS = (CSV, TABBED, *EXCEL, *GRAPHS)
NO_TABLES = (".md", ".png", ".yaml", ".yml")
"""Endings of texts, pictures and configurations, whatever they are called."""
NOTHING = (("none", "无"),)
PASSED_OVER = ("~", ".")
"""Beginnings of names that spreadsheets and systems give to files of their own."""


def read_place(folder: Path) -> tuple[Place, list[Problem]]:
    """The place of the tables in ``folder``, and every problem; with any it isn't to be used.

    Raises nothing, whatever is in the folder.
    """
    problems: list[Problem] = []
    files = _files(folder, problems)
    tables = _tables(files)
    refuse_spellings(tables)
    place = build_place(tables)
    for parsed in tables.values():
        problems += parsed.problems
    if not files and not problems:
        problems.append(Problem(folder.name, None, None, "no_tables", {"allowed": file_names()}))
    return place, problems


def place_of(texts: Mapping[str, str]) -> Place:
    """The place of tables in their normal form, by the tables' English names."""
    tables = {
        table.key: parse(raw_of(Path(f"{table.key}{CSV}"), texts[table.key].encode()), table)
        for table in TABLES
        if table.key in texts
    }
    return build_place(tables)


def file_names() -> Names:
    """Names of the tables' files, without their endings."""
    return Names(
        ", ".join(table.names[0] for table in TABLES), "、".join(t.names[1] for t in TABLES)
    )


class Source(NamedTuple):
    """Where a table is: a file, or a sheet of a workbook that holds several."""

    path: Path
    sheet: str | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name if self.sheet is None else in_sheet(self.path.name, self.sheet)

    @property
    def ending(self) -> str:
        """Of the file, in small letters."""
        return self.path.suffix.lower()


def _files(folder: Path, problems: list[Problem]) -> dict[str, Source]:
    """The source of each table that is there; two of one table are a problem, and unknown names."""
    found: dict[str, Source] = {}
    for path in table_files(folder, problems):
        table = _table_of(path)
        if table is None and _add_book(path, found, problems):
            continue
        if table is None:
            values = {"allowed": file_names()}
            problems.append(Problem(path.name, None, None, "unknown_file", values))
        elif table.key in found and path.suffix.lower() not in OURS:
            problems.append(_unread(path).problem)
        elif table.key in found:
            other = {"other": found[table.key].name}
            problems.append(Problem(path.name, None, None, "two_files", other))
        else:
            found[table.key] = Source(path)
    return found


def _add_book(path: Path, found: dict[str, Source], problems: list[Problem]) -> bool:
    """Whether this is a workbook with a sheet a table; its tables are then found too."""
    try:
        book = book_of(path)
    except UnreadableError as error:
        problems.append(error.problem)
        return True
    if book is None:
        return False
    problems += book.problems
    for key, title in book.tables.items():
        source = Source(path, title)
        if key in found:
            other = {"other": found[key].name}
            problems.append(Problem(source.name, None, None, "two_files", other))
        else:
            found[key] = source
    return True


def table_files(folder: Path, problems: list[Problem]) -> Sequence[Path]:
    """Files in ``folder`` that are tables by their endings, then those only by their names.

    Adds what is wrong with the folder.
    """
    try:
        paths = sorted(folder.iterdir())
    except (OSError, ValueError) as error:
        reason = {"reason": getattr(error, "strerror", None) or str(error)}
        problems.append(Problem(folder.name, None, None, "unreadable", reason))
        return []
    paths = [path for path in paths if not path.name.startswith(PASSED_OVER)]
    read = [path for path in paths if path.suffix.lower() in OURS]
    paths = read + [path for path in paths if path not in read and _is_called_a_table(path)]
    if len(paths) > MOST_FILES:
        problems.append(Problem(folder.name, None, None, "too_many_files", {"most": MOST_FILES}))
        return []
    return paths


def _is_called_a_table(path: Path) -> bool:
    """Whether a file of another ending has a table's name, up to its first dot."""
    if path.suffix.lower() in NO_TABLES or path.is_dir():
        return False
    return _table_of(path) is not None


def _table_of(path: Path) -> Table | None:
    ending = path.suffix.lower()
    name = plain(path.stem if ending in OURS else path.name.partition(".")[0])
    for table in TABLES:
        if name in table.names and (ending not in GRAPHS or table is TIES):
            return table
    return None


def tables_read(folder: Path) -> tuple[Names, Names]:
    """The tables that are read, each with its file, and those that the model draws."""
    files = _files(folder, [])
    if files.get(TIES.key, Source(folder)).ending in GRAPHS:
        files.setdefault(ORGANISATIONS.key, files[TIES.key])
    one = {HOUSEHOLDS.key, BUILDINGS.key}
    drawn = [
        table
        for table in TABLES
        if table.key not in files and not (table.key in one and one & files.keys())
    ]
    read = [table for table in TABLES if table.key in files]
    return (
        both(tuple((_named(t, 0, files), _named(t, 1, files)) for t in read) or NOTHING),
        both(tuple(t.names for t in drawn if t is not BUILDINGS) or NOTHING),
    )


def sheets_passed_over(folder: Path) -> list[Message]:
    """A line for each workbook with further sheets, visible and not empty, which aren't read."""
    told = []
    for path, sheet in _files(folder, []).values():
        if path.suffix.lower() in EXCEL and sheet is None:
            read, *others = sheets_of(path)
            if others:
                values = {"file": path.name, "read": shown(read), "others": listed(others)}
                told.append(Message("place.sheets", values))
    return told


def _unread(path: Path) -> UnreadableError:
    return refused(path, "ending", allowed=", ".join(OURS))


def _named(table: Table, language: int, files: Mapping[str, Source]) -> str:
    return f"{table.names[language]} ({files[table.key].name})"


def _tables(files: Mapping[str, Source]) -> dict[str, Parsed]:
    tables: dict[str, Parsed] = {}
    for table in TABLES:
        source = files.get(table.key)
        if source is None:
            continue
        try:
            if source.ending not in OURS:
                raise _unread(source.path)
            if source.ending in GRAPHS:
                nodes, edges = read_graph(source.path)
                if ORGANISATIONS.key not in files:
                    tables[ORGANISATIONS.key] = parse(nodes, ORGANISATIONS, ignored=True)
                tables[table.key] = parse(edges, table)
            else:
                tables[table.key] = parse(read_raw(*source), table)
        except UnreadableError as error:
            unread = Parsed(table, source.name)
            unread.problems.append(error.problem)
            tables[table.key] = unread
    return tables
