"""The shipped font, so that Chinese shows on a machine without any: a subset of Noto Sans SC.

It holds ASCII, Latin-1, arrows, mathematical operators and all of GB 2312. Licence: ``OFL.txt``.
"""

from pathlib import Path

from matplotlib import font_manager, rcParams

FONT_FILE = Path(__file__).parent / "font" / "NotoSansSC-Subset.ttf"
FAMILY = "Noto Sans SC"


def use_fonts() -> None:
    """Make matplotlib write with the shipped font first; calling it again changes nothing."""
    manager = font_manager.fontManager
    if all(entry.fname != str(FONT_FILE) for entry in manager.ttflist):
        manager.addfont(FONT_FILE)
    others = [name for name in rcParams["font.sans-serif"] if name != FAMILY]
    rcParams["font.family"] = ["sans-serif"]
    rcParams["font.sans-serif"] = [FAMILY, *others]
    rcParams["axes.unicode_minus"] = False
