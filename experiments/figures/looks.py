"""How each arm looks, the same in every figure and study: its colour, mark and line.

Colours are Tol's (2021) muted ones, apart from those of ends, sectors and groups of residents; no
two arms share colour and mark.
"""

from typing import NamedTuple
from zlib import crc32

DARKER = 0.7


class Look(NamedTuple):
    """An arm's colour, mark and line."""

    colour: str
    marker: str
    line: str

    @property
    def ink(self) -> str:
        """Its colour darker, for letters."""
        parts = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return "#" + "".join(f"{int(DARKER * part):02X}" for part in parts)


GREEN, PURPLE, ROSE, INDIGO, TEAL, OLIVE, WINE, INK = (
    "#117733", "#AA4499", "#CC6677", "#332288", "#44AA99", "#999933", "#882255", "#4D4D4D",
)  # fmt: skip
LOOKS = {
    "none": Look(INK, "o", "--"),
    "party": Look(WINE, "s", "-"),
    "equal_means": Look(GREEN, "D", "-."),
    "placebo": Look(OLIVE, "v", ":"),
    "blind_hub": Look(PURPLE, "^", ":"),
    "blind_pool": Look(TEAL, "P", ":"),
    "permuted_guidance": Look(ROSE, "X", ":"),
    "top_down": Look(INDIGO, "<", "-."),
    "government_hub": Look(INDIGO, "D", "-"),
    "firm_hub": Look(TEAL, "D", "-"),
    "npo_hub": Look(ROSE, "D", "-"),
    "rotating_lead": Look(PURPLE, "D", "-"),
    "outsourcing": Look(TEAL, "<", "-."),
    "project_system": Look(OLIVE, "<", "-."),
    "self_organisation": Look(GREEN, "<", "-."),
    "three_society": Look(ROSE, "<", "-."),
}
_OWN = tuple(
    Look(colour, marker, "-")
    for marker in (">", "p", "h")
    for colour in (INDIGO, GREEN, ROSE, TEAL, PURPLE, OLIVE)
)
"""For arms that users make."""


def look_of(arm: str) -> Look:
    """The arm's own; of an arm that users made, one by its name; with a shock that of the arm."""
    own = arm.partition("+")[0]
    return LOOKS.get(own) or _OWN[crc32(own.encode()) % len(_OWN)]
