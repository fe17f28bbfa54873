"""Whether catalogues fit the code: ``python -m experiments.config.catalogue_check``.

A line for each message that is missing (in English, and not in another language), unused (there,
and asked for by nobody), changed (what was translated is no longer what English says), or fills
other places than its English does; status 1 where there is one.
"""

import ast
import re
import string
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments.base.describe import describe_field, field_paths
from experiments.words.catalogue import LANGUAGES, SOURCE, Catalogue, Forms, catalogue
from sim.measure import records

CODE = Path(__file__).parents[1]
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[\w+]+)+")
BY_PREFIX = ("texts", "keys", "named", "words")
"""Functions that are given the beginning of keys."""
ANY = ".+"


def gaps() -> list[str]:
    """All that is missing, unused or changed, in every language: a line each."""
    english = catalogue(SOURCE)
    said = {key: entry.english for key, entry in english.entries.items()}
    source = said | labels()
    lines = [f"{SOURCE}: {key}: unused" for key in _unused(english)]
    lines += [f"{SOURCE}: {key}: missing" for key in words_of_measures() if key not in source]
    for lang in LANGUAGES:
        if lang != SOURCE:
            lines += [f"{lang}: {line}" for line in against(catalogue(lang), source)]
    return lines


def labels() -> dict[str, Forms]:
    """Keys of labels, whose English stands where the parameter, or the output, is declared."""
    fields = map(describe_field, field_paths())
    outputs = (
        *records.RUN_OUTPUTS, *records.PROJECT_OUTPUTS, *records.HISTORY_OUTPUTS,
        *records.WEEKLY_OUTPUTS, *records.AREA_OUTPUTS,
    )  # fmt: skip
    named = [(f"parameter.{field.path}", field.en) for field in fields]
    named += [(f"output.{output.name}", output.en) for output in outputs]
    return {key: (english,) for key, english in named}


def words_of_measures() -> list[str]:
    """Keys of the words under which declared weekly measures are shown, and of their units."""
    shown = {o.measure: records.Shown.WEEKS in o.shown for o in records.WEEKLY_OUTPUTS}
    averaged = {o.measure for o in records.WEEKLY_OUTPUTS if o.averaged is not None}
    names = [name for name in shown if shown[name] or name in averaged]
    return [f"measure.{name}" for name in names] + [f"unit.{n}" for n in names if shown[n]]


def against(mine: Catalogue, source: Mapping[str, Forms]) -> Iterator[str]:
    """What of a language doesn't fit the English, by key."""
    for key in source:
        if key not in mine.entries or not mine.entries[key].translated:
            yield f"{key}: missing"
    for key, entry in mine.entries.items():
        if key not in source:
            yield f"{key}: unused"
        elif entry.english != source[key]:
            yield f"{key}: changed; translated was {entry.english[-1]!r}"
        elif places(*entry.said) != places(*source[key]):
            yield f"{key}: fills {places(*entry.said)}, not {places(*source[key])}"


def places(*texts: str) -> list[str]:
    """Names that texts have a place for, in order of the alphabet."""
    fields = (name for text in texts for _, name, _, _ in string.Formatter().parse(text))
    return sorted({name for name in fields if name is not None})


def _unused(english: Catalogue) -> list[str]:
    asked = re.compile("|".join(sorted(set(_asked()))))
    return [key for key in english.entries if not asked.fullmatch(key)]


def _asked() -> Iterator[str]:
    """Patterns of all keys that code, or a template, can ask for."""
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            yield from _patterns(node)
    for path in CODE.rglob("*.j2"):
        yield from map(re.escape, re.findall(r'\("([a-z_.]+)"\)', path.read_text("utf-8")))


def _patterns(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if KEY.fullmatch(node.value):
            yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        if "." in str(node.values[0].value):
            yield "".join(map(_pattern, node.values))
    elif isinstance(node, ast.Call) and getattr(node.func, "id", None) in BY_PREFIX:
        given = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
        yield from (rf"{re.escape(str(prefix).rstrip('.'))}\.{ANY}" for prefix in given)


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANY


def main() -> int:
    """Print the lines."""
    lines = gaps()
    print("\n".join(lines) or "every message is there, asked for and translated")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
