"""Cells that hold something other than what was meant: errors, dates, nothing, totals, mojibake."""

import re
import unicodedata
from functools import lru_cache

ERROR = re.compile(r"#(N/A|[A-Z][A-Z0-9_/]*[!?])|#{2,}|#GETTING_DATA|Err:\d{3}", re.IGNORECASE)
"""What a spreadsheet shows where a formula failed, or where a column is too narrow."""
NOTHING = re.compile(
    r"n\.?/?a\.?|<na>|null|nan|none|nil|nat|\(?(blank|empty|无|空)\)?|unknown|[-–—_/\\.?*]+"
    r"|空白|暂无|没有|未知|不详|不明|未填|缺失|缺|待定|待补充?"
)
"""What people and programs write for no value, in narrow letters."""
MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"
DATE = re.compile(
    rf"\d{{1,2}}-{MONTH}(-\d{{2,4}})?|{MONTH}-\d{{2}}|\d{{1,2}}月\d{{1,2}}日"
    r"|\d{4}年\d{1,2}月(\d{1,2}日)?"
    r"|\d{4}(?P<mark>[-/])\d{1,2}(?P=mark)\d{1,2}( \d{1,2}:\d\d(:\d\d)?)?"
    r"|\d{1,2}/\d{1,2}/\d{4}",
    re.IGNORECASE,
)
"""What a spreadsheet writes into a CSV file for a name such as 3-2 that it took for a date."""
TOTAL = re.compile(r"((合|总|小|共|累)计|总和|总数|(grand|sub)?-?totals?|sum):?", re.IGNORECASE)
AFTER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Latin letters are taken for the later bytes of a character in UTF-8."""
GARBLED = re.compile(f"\ufffd|锟斤拷|[ÃÂ][{AFTER}]|â€|ï¼|[ã-é][{AFTER}]{{2}}")
"""What comes of text that was read in another encoding than it was written in."""
BLANKS = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def tidy(name: str) -> str:
    """A name with its blanks, of whatever width, as single spaces."""
    return BLANKS.sub(" ", unicodedata.normalize("NFC", name)).strip()


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """What tells a name from others: without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_total(cell: str) -> bool:
    """Whether a cell is the name of a row of sums."""
    return TOTAL.fullmatch(folded(cell)) is not None


def failed(cell: str) -> bool:
    """Whether a spreadsheet's formula failed here."""
    return ERROR.fullmatch(unicodedata.normalize("NFKC", cell)) is not None


def no_name(cell: str) -> str | None:
    """Why a cell isn't the name that was meant: the kind of problem; None where it may be."""
    if GARBLED.search(cell):
        return "garbled"
    if NOTHING.fullmatch(folded(cell)):
        return "nothing"
    return "date" if DATE.fullmatch(unicodedata.normalize("NFKC", cell)) else None
