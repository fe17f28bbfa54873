"""Links of documents lead to files of the project."""

import re
from urllib.parse import unquote

import pytest
from root import ROOT

PAGES = [
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
]
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    named = {link.partition("#")[0] for link in LINK.findall(text) if "://" not in link}
    folder = (ROOT / page).parent
    assert [name for name in named if name and not (folder / unquote(name)).exists()] == []


def test_pages_in_two_languages_link_to_each_other() -> None:
    for page in PAGES:
        name = page.rpartition("/")[2]
        twin = (
            name.replace(".zh.md", ".md")
            if name.endswith(".zh.md")
            else name.replace(".md", ".zh.md")
        )
        if (ROOT / page).with_name(twin).exists():
            assert f"]({twin})" in (ROOT / page).read_text("utf-8"), page
