"""What files of an office have in common: the library they need, fonts, pictures, fixed bytes."""

import importlib.util
import io
import zipfile

from experiments.base.errors import InputError

LIBRARIES = {"docx": "python-docx", "pptx": "python-pptx"}
"""By the module's name; both are in the extra ``office``."""
BODY, HEADINGS = "SimSun", "SimHei"
"""Chinese fonts, of text and of headings: named, not embedded; any office of today has them, or
puts another in their place."""
LATIN = "Calibri"
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
HELP, HARM, QUIET = "005A8F", "9C3D00", "555B63"
COLOURS = {"help": HELP, "harm": HARM, "mixed": HARM}
"""Of a line's question, by its direction; the words say the same."""
FIRST_SHARE, WORDY, WORDY_SHARE = 0.17, 2, 0.22
"""Of a table's width: its first column, and each of the last ones, which hold words."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file can tell."""


def refuse_without(module: str) -> None:
    """InputError, one line, where the library isn't there."""
    if importlib.util.find_spec(module) is None:
        raise InputError(
            f"brief --form {module}: needs the extra 'office' ({LIBRARIES[module]});"
            " without it, --form html prints to PDF in any browser"
        )


def sealed(data: bytes) -> bytes:
    """The same file without the time at which it was packed: the same page, the same bytes."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(sink, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return sink.getvalue()


def widths(columns: int, across: int) -> list[int]:
    """Widths of a table's columns: names first, words last, the numbers between share the rest."""
    if columns <= 1 + WORDY:
        return [across // columns] * columns
    between = (1.0 - FIRST_SHARE - WORDY * WORDY_SHARE) / (columns - 1 - WORDY)
    shares = [FIRST_SHARE, *[between] * (columns - 1 - WORDY), *[WORDY_SHARE] * WORDY]
    return [int(share * across) for share in shares]
