"""The explorer's one file: template, style, script, the chart library, the font, and its data."""

import base64
import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from experiments.document.font import subset
from experiments.document.links import data_link
from experiments.document.page import TEMPLATES, environment, typeset

VENDOR = Path(__file__).parent / "vendor" / "echarts"
CHARTS = "echarts.common.min.js"
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\N{MINUS SIGN}"
"""Characters of numbers and commands that the page writes by itself."""


def explorer(data: dict[str, Any]) -> str:
    """The file; ``data`` is all that it shows, in every language."""
    charts = (VENDOR / CHARTS).read_text("utf-8")
    script = (TEMPLATES / "explore.js").read_text("utf-8")
    letters = "".join(sorted({*ALWAYS, *typeset("".join(_texts(data)))}))
    return environment().get_template("explore.html.j2").render(
        data=_inside(data),
        languages=data["languages"],
        first=data["first"],
        style=(TEMPLATES / "explore.css").read_text("utf-8"),
        font=data_link("font/woff", subset(letters)),
        scripts=[charts, script],
        policy=_policy(charts, script),
        licence=(VENDOR / "NOTICE").read_text("utf-8"),
        version=version("coprod"),
    )  # fmt: skip


def _policy(*scripts: str) -> str:
    """A content policy that lets these scripts run, and fetch nothing."""
    known = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {known}; style-src 'unsafe-inline'; font-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _inside(data: dict[str, Any]) -> str:
    """JSON that ends no element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
