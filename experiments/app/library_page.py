"""The tab Library: every study of the folder, one opened, or two cells compared."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import solara

from experiments.app.choices import Choices, named
from experiments.app.compare_page import Change
from experiments.app.controls import languages
from experiments.app.jobs import State
from experiments.app.judging import Judge
from experiments.app.library import Row, known, rows_shown, stamp_of, studies
from experiments.app.parts import Found, ProgressOf, use_job
from experiments.app.service import service
from experiments.app.tasks import ShowCells, ShowStudy
from experiments.app.texts import texts
from experiments.words.speech import speak

PAIR = 2


@solara.component_vue("library.vue")
def Shelf(
    rows: list[dict[str, Any]],
    texts: dict[str, str],
    event_open: Callable[[str], None],
    event_compare: Callable[[list[str]], None],
    event_again: Callable[[Any], None],
) -> None:
    """The list with its filter."""


def _judge(results: Path, rows: list[Row]) -> Judge:
    """What looks through the studies; begun, unless it was already."""
    jobs = service().jobs
    names = tuple(row.name for row in rows if not row.problem)
    task = Judge(results, names, stamp_of(rows, results))
    if names and jobs.find(task.key) is None:
        jobs.start(task)
    return task


@solara.component
def LibraryPage(choices: Choices, change: Change) -> None:
    """The list above, what is opened below."""
    say, results = speak(choices.lang), service().results
    looked, look = solara.use_state(0)
    rows = solara.use_memo(lambda: studies(results), [looked])
    judge = solara.use_memo(lambda: _judge(results, rows), [rows])
    judged = use_job(judge.key, judge.key)
    key = " ".join(choices.opened)
    state = use_job(key, looked)

    def fetch() -> None:
        if key and service().jobs.find(key) is None and all(known(results, n) for n in key.split()):
            service().jobs.start(task_of(choices))
            look(lambda number: number + 1)

    solara.use_effect(fetch, [key])

    def show(names: tuple[str, ...]) -> None:
        opened = replace(choices, opened=names)
        if all(known(results, name) for name in names):
            service().jobs.start(task_of(opened))
        change(lambda old: replace(old, opened=names))
        look(lambda number: number + 1)

    words = texts(say, "app.library")
    Shelf(
        rows=rows_shown(rows, judged.payload or {} if judged else {}, say),
        texts={**words, "lead": say("app.library.lead", folder=named(results))},
        event_open=lambda name: show((str(name),)),
        event_compare=lambda names: show(tuple(map(str, names))),
        event_again=lambda _: look(looked + 1),
    )
    if choices.opened:
        _Opened(choices, state)


def task_of(choices: Choices) -> ShowStudy | ShowCells:
    """What shows what is opened."""
    results, langs = service().results, languages(choices.lang)
    if len(choices.opened) == PAIR:
        return ShowCells(results, choices.opened, langs)
    return ShowStudy(results, choices.opened[0], langs)


@solara.component
def _Opened(choices: Choices, state: State | None) -> None:
    say, names = speak(choices.lang), choices.opened
    with solara.Div(classes=["answer-of-study"]):
        if len(names) == PAIR:
            title = say("app.library.cells", first=names[0], second=names[1])
        else:
            title = say("app.library.opened", name=names[0])
        solara.HTML("h2", title, classes=["opened"])
        if state is None:
            solara.HTML("p", say("app.library.gone", name=" ".join(names)), classes=["note"])
            return
        ProgressOf(state, say)
        Found(state, " ".join(names), say)
