"""A good community's folder, and what is wrong with it when some files are others."""

import io
import re
from pathlib import Path

import openpyxl

from experiments.config.place.check import check_place
from experiments.config.place.problem import Problem
from experiments.words.speech import speak

CHINESE = re.compile("[\u4e00-\u9fff]")
GOOD = {
    "households.csv": "id,building,group\na,1,elderly\nb,1,other\nc,2,young_renter\n",
    "organisations.csv": "name,role\nStreet,street_office\nShop,vendor\nTeam,volunteer_team\n",
    "ties.csv": "from,to,trust\nStreet,Shop,0.5\n",
    "open_needs.csv": "building,category,number\n1,parking,2\n",
    "needs.csv": "group,rate,elder_care,accessibility,parking,public_space,convenience_retail,"
    "property_management\nelderly,0.1,1,0,0,0,0,0\nyoung_renter,0.1,1,0,0,0,0,0\n"
    "other,0.1,1,0,0,0,0,0\n",
}
CONFIGURATION = "# @package _global_\nplace: .\n"


def folder_with(tmp_path: Path, files: dict[str, str | bytes], keep: bool = True) -> Path:
    """A folder with a good community in which some files are others."""
    (tmp_path / "community").mkdir(exist_ok=True)
    contents = {"community/mine.yaml": CONFIGURATION, **(GOOD if keep else {}), **files}
    for name, content in contents.items():
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
    return tmp_path


def found(tmp_path: Path, files: dict[str, str | bytes], keep: bool = True) -> list[Problem]:
    """Problems, of which each can be said in both languages on one line."""
    problems = check_place(folder_with(tmp_path, files, keep))
    for problem in problems:
        assert "\n" not in problem.said(speak("en")) + problem.said(speak("zh"))
        assert CHINESE.search(problem.said(speak("zh")))
    return problems


def places(problems: list[Problem]) -> list[tuple[str, int | None, str | None, str]]:
    return [(each.file, each.row, each.column, each.what) for each in problems]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()
