"""The shipped font cut to the characters of one page, for a machine without Chinese fonts."""

import io
from functools import lru_cache

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from experiments.base.fonts import FONT_FILE

FLAVOUR = "woff"
KEPT = 16
"""Fonts that are kept, of 50 to 300 KB: a page that is made again mostly needs the same."""


def subset(text: str) -> bytes:
    """The shipped font as WOFF with the glyphs of ``text`` only; the same text, the same bytes."""
    return _cut("".join(sorted(set(text))))


@lru_cache(KEPT)
def _cut(characters: str) -> bytes:
    font = TTFont(FONT_FILE, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.name_IDs = ["*"]  # the licence travels in the name table
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = FLAVOUR
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()
