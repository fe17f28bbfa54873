"""The reference in docs/python.md, of docstrings: ``python -m tests.docs.python_reference``."""

import inspect
import re
from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import PurePath
from types import FunctionType

import coprod
from experiments.figures.drawn import Drawing
from experiments.run.replay import Replay
from experiments.words.markdown import DOCS

PAGE = DOCS / "python.md"
LINE = 80
BEGIN, END = "<!-- reference: begin -->\n", "<!-- reference: end -->"
HANDED_BACK = (Drawing, Replay)
"""What functions hand back beside coprod's own types."""


def reference() -> str:
    """Every name of coprod, functions first, with what its docstring says."""
    named = [getattr(coprod, name) for name in coprod.__all__]
    functions = [each for each in named if inspect.isfunction(each)]
    types = [each for each in named if inspect.isclass(each)]
    parts = [_function(each, f"coprod.{each.__name__}") for each in functions]
    return "\n".join([*parts, *map(_type, (*types, *HANDED_BACK))])


def _function(function: Callable[..., object], name: str) -> str:
    return f"### `{name}`\n\n```text\n{name}{_signature(function)}\n```\n\n{_text(function)}\n"


def _signature(function: Callable[..., object]) -> str:
    """As it is declared, an argument a line where it is long."""
    found = inspect.signature(function)
    arguments = [_argument(each) for each in found.parameters.values() if each.name != "self"]
    line, back = f"({', '.join(arguments)})", f" -> {_type_of(found.return_annotation)}"
    if len(line) <= LINE:
        return line + back
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"(\n{lines}){back}"


def _argument(one: inspect.Parameter) -> str:
    star = "*" if one.kind is one.VAR_POSITIONAL else ""
    default = "" if one.default is one.empty else f" = {_shown(one.default)}"
    return f"{star}{one.name}: {_type_of(one.annotation)}{default}"


def _type_of(annotation: object) -> str:
    """As it is written, also where Python has made an object of it."""
    shown = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b(collections\.abc|pathlib(\._local)?)\.", "", shown)


def _shown(default: object) -> str:
    return f'"{default}"' if isinstance(default, str | PurePath) else repr(default)


def _type(kind: type) -> str:
    lines = [f"### `{kind.__name__}`", "", _text(kind), ""]
    fields = [name for name in inspect.get_annotations(kind) if not name.startswith("_")]
    if is_dataclass(kind):
        also = [f"those of `{base.__name__}`" for base in kind.__bases__ if base is not object]
        lines += [f"Fields: {', '.join([*also, *(f'`{name}`' for name in fields)])}.", ""]
    for name, member in vars(kind).items():
        if not name.startswith("_") and isinstance(member, property | FunctionType):
            lines += [f"- `{name}{_called(member)}`: {' '.join(_text(member).split())}"]
    return "\n".join(lines).rstrip() + "\n"


def _called(member: property | FunctionType) -> str:
    return "" if isinstance(member, property) else _signature(member)


def _text(documented: object) -> str:
    """A docstring as Markdown."""
    text = inspect.getdoc(documented) or ""
    return re.sub("``(.+?)``", r"`\1`", text, flags=re.DOTALL).strip()


def with_reference(page: str) -> str:
    """A page with what belongs between the marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{reference()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text("utf-8")), "utf-8")
