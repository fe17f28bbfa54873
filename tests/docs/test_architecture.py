"""docs/architecture.md shows the rooms, the arrows and the week that there are."""

import re

import pytest
from root import ROOT

from tests.properties.test_rooms import ORDER, arrows, floor
from tests.properties.test_sim_structure import FLOORS

DOCUMENT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+) \| `([a-z.]+)` \| ([^|]+\S) \| (.*) \|$", re.MULTILINE)
DOWNWARD = list(reversed(ORDER))


def marked(part: str) -> str:
    """The text between two marks."""
    return DOCUMENT.partition(f"<!-- {part}: begin -->\n")[2].partition(f"<!-- {part}: end -->")[0]


def below(room: str) -> list[str]:
    """Rooms that one imports, from the top."""
    return [other for other in DOWNWARD if (room, other) in arrows()]


def reached(room: str) -> set[str]:
    """Rooms that one imports, or that those import, and so on."""
    return {found for other in below(room) for found in (other, *reached(other))}


def needed(room: str) -> list[str]:
    """Of the rooms that one imports those that no other of them brings along."""
    return [low for low in below(room) if not any(low in reached(high) for high in below(room))]


def table() -> str:
    """The table of rooms, with reasons as the document has them."""
    reasons = {room: reason for _, room, reason, _ in ROW.findall(marked("rooms"))}
    head = "| floor | room | why it is there | imports |\n| --- | --- | --- | --- |\n"
    return head + "".join(
        f"| {floor(room)} | `{room}` | {reasons.get(room, 'WHY')} | {', '.join(below(room))} |\n"
        for room in DOWNWARD
    )


def picture() -> str:
    """The arrows as a diagram in text that browsers of repositories draw."""
    lines = [f"  {room} --> {other}" for room in DOWNWARD for other in needed(room)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```", ""])


@pytest.mark.parametrize(("part", "true"), [("rooms", table), ("picture", picture)])
def test_the_document_shows_the_rooms_and_arrows_that_there_are(part: str, true) -> None:
    expected = true()
    assert marked(part) == expected, f"between the marks of {part} belongs:\n{expected}"


def test_every_room_has_a_reason() -> None:
    assert "WHY" not in table()


def test_the_models_rooms_are_in_their_order() -> None:
    named = re.findall(r"^\| `sim/(\w+)(?:/|\.py)` \| \w", marked("sim"), re.MULTILINE)
    assert tuple(named) == FLOORS


def test_the_week_is_the_models() -> None:
    named = re.findall(r"^\d+\. `(\w+)`: ", marked("week"), re.MULTILINE)
    schedule = (ROOT / "sim" / "week" / "schedule.py").read_text("utf-8")
    assert named == re.findall(r"^    (\w+),", schedule.partition("WEEK = (")[2], re.MULTILINE)
