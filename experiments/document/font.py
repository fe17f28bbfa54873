"""The shipped font cut to the characters of one page, for a machine without Chinese fonts."""

import io

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from experiments.base.fonts import FONT_FILE

FLAVOUR = "woff"


def subset(text: str) -> bytes:
    """The shipped font as WOFF with the glyphs of ``text`` only; the same text, the same bytes."""
    font = TTFont(FONT_FILE, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.name_IDs = ["*"]  # the licence travels in the name table
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.flavor = FLAVOUR
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()
