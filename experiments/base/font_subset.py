"""Cut the shipped font out of a full Noto Sans SC Regular (TrueType, SIL Open Font License 1.1).

Usage: python -m experiments.base.font_subset NotoSansSC-Regular.ttf
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from experiments.base.fonts import FONT_FILE

GB2312_ROWS = range(0xA1, 0xF8)
GB2312_CELLS = range(0xA1, 0xFF)
BLOCKS = (
    range(0x20, 0x7F),  # ASCII
    range(0xA0, 0x100),  # Latin-1
    range(0x2010, 0x2040),  # punctuation
    range(0x2190, 0x2200),  # arrows
    range(0x2200, 0x2300),  # mathematical operators
)
DROPPED_TABLES = ["vhea", "vmtx", "BASE", "GSUB", "STAT"]


def gb2312() -> Iterator[str]:
    """Every character of GB 2312-80: 6,763 ideographs and 682 symbols."""
    for row in GB2312_ROWS:
        for cell in GB2312_CELLS:
            yield from bytes((row, cell)).decode("gb2312", errors="ignore")


def characters() -> set[int]:
    """The code points to keep, as far as the source font has them."""
    return {ord(char) for char in gb2312()}.union(*BLOCKS)


def cut(source: Path, target: Path) -> None:
    """Write the subset of ``source`` to ``target``; the same source gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.drop_tables += DROPPED_TABLES
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = ["*"]  # the licence travels in the name table
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    cut(Path(sys.argv[1]), FONT_FILE)
