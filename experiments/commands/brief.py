"""``coprod brief``: one page from a comparison, to print, to edit, or to show."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.commands import options as shared

if TYPE_CHECKING:
    from experiments.document.blocks import Page

EXAMPLES = """  coprod brief headline
  coprod brief teaching --lang zh
  coprod brief teaching --lang zh --form docx
  coprod brief teaching --form pptx --file talk.pptx"""
FORMS = ("html", "docx", "pptx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} One sheet of A4: question, answer in four lines, a figure, what it "
        "rests on and doesn't show; as slides one conclusion each. A browser prints the HTML file "
        "to PDF. The report is its annex."
    )
    parser.add_argument("study", metavar="STUDY", help="name of a study, or its folder")
    parser.add_argument(
        "--form",
        choices=FORMS,
        default=FORMS[0],
        help="html (default), docx or pptx; these two need the extra 'office'",
    )
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="where to write it (default: brief.LANG.FORM in the study)",
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Write the brief and tell where it is."""
    from experiments.base.files import write_atomically
    from experiments.document.office import refuse_without
    from experiments.report.brief import brief
    from experiments.store import Study
    from experiments.store.named import study_folder

    say = shared.speaker(options)
    if options.form != FORMS[0]:
        refuse_without(options.form)
    folder = study_folder(options.out, options.study)
    data = _written(options.form, brief(Study(folder), say))
    usual = folder / f"brief.{say.lang}.{options.form}"
    path = usual if options.file is None else options.file
    write_atomically(path, data)
    print(say("command.brief", path=path))
    return 0


def _written(form: str, page: "Page") -> bytes:
    if form == "docx":
        from experiments.document.word import word

        return word(page)
    if form == "pptx":
        from experiments.document.slides import slides

        return slides(page)
    from experiments.document.page import sheet

    return sheet(page).encode()
