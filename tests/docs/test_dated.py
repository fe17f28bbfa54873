"""What is found is dated: pages with results tell the model version, and none an older one."""

import re
from pathlib import Path

import pytest
from root import ROOT

from sim import MODEL_VERSION

HISTORY = {"version3.md"}
"""Pages that tell what earlier versions showed, and why that was left."""
PAGES = sorted(
    [path for path in (ROOT / "docs").rglob("*.md") if path.name not in HISTORY]
    + [ROOT / "README.md", ROOT / "README.zh.md"]
)
TOLD = re.compile(r"(?:[Mm]odel version|模型版本) ?(\d+)")
RESULT = "<!-- result: begin -->"


def words(path: Path) -> str:
    """The text without its line breaks; Chinese has no blank at the end of a line."""
    text = path.read_text(encoding="utf-8")
    return text.replace("\n", "" if path.name.endswith(".zh.md") else " ")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_tells_of_an_older_model(path: Path) -> None:
    told = set(TOLD.findall(words(path)))
    assert told <= {MODEL_VERSION}
    assert told or RESULT not in path.read_text(encoding="utf-8")
