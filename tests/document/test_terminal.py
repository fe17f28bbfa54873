"""A document on a terminal: what stands together, what is set apart."""

from experiments.document.blocks import Bullets, Heading, Prose, Table
from experiments.document.terminal import text_of

TABLE = Table("what\nhow", ["arm", "x"], [["none", "1.0"]])


def test_paragraphs_follow_each_other_and_a_blank_line_sets_tables_apart() -> None:
    document = [Prose("first"), Prose("second"), TABLE, TABLE, Prose("last")]
    table = ["what", "how", "  arm     x", "  none  1.0", ""]
    assert text_of(document).splitlines() == ["first", "second", "", *table, *table, "last"]


def test_what_is_under_a_heading_follows_it_and_items_keep_their_lines_together() -> None:
    document = [Prose("first"), Heading("notice"), Bullets(["+ a\n  b", "- c"]), Prose("last")]
    assert text_of(document).splitlines() == [
        "first", "", "notice", "  + a", "    b", "  - c", "", "last",
    ]  # fmt: skip


def test_nothing_is_nothing() -> None:
    assert text_of([]) == ""
