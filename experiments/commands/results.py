"""``coprod results``: what is there of a study, or which studies there are."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.base.errors import InputError
from experiments.commands import options as shared
from experiments.words.speech import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from experiments.store import Study

RUN_OUTCOMES = "run_outcomes"
TABLES = (RUN_OUTCOMES, "runs", "projects", "history", "weekly", "areas")
EXAMPLES = """  coprod results
  coprod results headline
  coprod results headline --export headline.xlsx --lang zh
  coprod results headline --export runs.csv --table run_outcomes
  coprod results headline --export opportunities.csv --table projects"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.add_argument("study", nargs="?", metavar="STUDY", help="name of a study, or its folder")
    parser.add_argument(
        "--export", type=Path, metavar="FILE", help="write the table to FILE.csv or FILE.xlsx"
    )
    parser.add_argument(
        "--table",
        choices=TABLES,
        help="export this table of all cells, not the summary: what came of each run, or a stored"
        " table, a row a run, opportunity or week",
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Print, or export."""
    from experiments.store import Study

    say = shared.speaker(options)
    _check(options)
    if options.study is None:
        _list_studies(options.out, say)
        return 0
    named = options.out / options.study
    study = Study(named if named.exists() else Path(options.study))
    if options.export is None:
        _show(study, say)
    else:
        _export(study, options.export, options.table, say)
    return 0


def _check(options: argparse.Namespace) -> None:
    from experiments.store.export import check_target

    if options.export is None and options.table is not None:
        raise InputError(f"--table {options.table}: say where to with --export FILE.csv")
    if options.export is not None:
        if options.study is None:
            raise InputError(f"--export {options.export}: of which study? see coprod results")
        check_target(options.export)


def _show(study: "Study", say: Speaker) -> None:
    from experiments.analysis.cell_table import cell_table
    from experiments.document.stored import study_document
    from experiments.document.terminal import text_of

    print(text_of(study_document(study.path.name, cell_table(study), say)))
    if orphans := study.orphans():
        values = {"number": len(orphans), "folder": study.path, "cell": orphans[0]}
        print(say("study.orphans", **values), file=sys.stderr)


def _export(study: "Study", path: Path, table: str | None, say: Speaker) -> None:
    from experiments.analysis.legend import legend
    from experiments.store.export import write

    tables = iter(_tables(study, table))
    first = next(tables)
    rows = write(
        (each for part in ([first], tables) for each in part),
        path,
        mark=say.lang == "zh",
        title=say("study.sheet"),
        legend=legend(first.column_names, table, say),
    )
    print(say("study.exported", rows=rows, path=path))


def _tables(study: "Study", table: str | None) -> "Iterable[pa.Table]":
    from experiments.analysis.cell_table import cell_table
    from experiments.analysis.run_outcomes import run_outcomes
    from experiments.store.export import raw_table

    if table is not None:
        return run_outcomes(study) if table == RUN_OUTCOMES else raw_table(study, table)
    import pyarrow as pa

    return [pa.Table.from_pandas(cell_table(study), preserve_index=False)]


def _list_studies(folder: Path, say: Speaker) -> None:
    from experiments.document.stored import studies_table
    from experiments.document.terminal import text_of

    found = studies_table(folder, say)
    print(say("study.none", folder=folder) if found is None else text_of([found]))
