"""Tables for a terminal: columns line up also where characters take two columns."""

import pytest

from experiments.words.text_table import display_width, text_table


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("方案", 4), ("党x，", 5), ("Ａ", 2), ("é–", 2), ("", 0)]
)
def test_wide_and_full_width_characters_take_two_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns


def test_columns_line_up_where_characters_are_wide() -> None:
    told = text_table("t", ["方案", "x"], [["党建引领", "1.0"], ["abc", "10.0"]])
    assert told.splitlines() == [
        "t",
        "  方案         x",
        "  党建引领   1.0",
        "  abc       10.0",
    ]
