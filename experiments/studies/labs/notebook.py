"""A lab's notebook, from its declaration: the card's text around three cells that run the same.

Format: nbformat 4.5. Written as JSON here, so that making one needs no notebook software.
"""

import json
from typing import Any

from experiments.document.blocks import Prose
from experiments.document.markdown import markdown_of
from experiments.document.terminal import Told
from experiments.studies.labs.card import after, arms, before, notice, predict
from experiments.studies.labs.declared import Lab
from experiments.words.speech import Speaker

FORMAT, MINOR = 4, 5
RUN = """from pathlib import Path

from experiments.commands.lab_session import run_here

lab = run_here("{name}", lang="{lang}", out=Path("../../results"))
print(lab.table)"""
FIGURE = "lab.figure"
CHECK = "print(lab.notice)"


def notebook(name: str, lab: Lab, say: Speaker) -> str:
    """The notebook as JSON text, without outputs."""
    title, yours = Prose(f"# {lab.title.said(say)}"), Prose(f"*{say('notebook.yours')}*")
    cells = [
        _cell("opening", [title, *before(lab, say), *arms(lab, say)]),
        _cell("predict", [*predict(lab, say), yours]),
        _cell("setup", [Prose(say("notebook.setup"))]),
        _code("run", RUN.format(name=name, lang=say.lang)),
        _code("figure", FIGURE),
        _cell("notice", notice(lab, say)),
        _code("check", CHECK),
        _cell("after", after(lab, say)),
    ]
    content = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": FORMAT,
        "nbformat_minor": MINOR,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _cell(name: str, blocks: list[Told]) -> dict[str, Any]:
    source = _lines(markdown_of(blocks))
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def _code(name: str, text: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "id": name, "metadata": {}, "source": _lines(text), **empty}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
