"""Widgets that the tabs share: the page's address and head, progress, what a study says."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import solara

from experiments.app.controls import languages
from experiments.app.jobs import State
from experiments.app.service import FILES_ADDRESS, FONT_ADDRESS, service
from experiments.app.show import AFTER_ANSWER, INSIDE, report_style
from experiments.app.tasks import REPORT, TABLES, figures_name
from experiments.run.compiling import SECONDS as COMPILING_SECONDS
from experiments.run.progress import duration
from experiments.words.speech import Speaker

STYLE = Path(__file__).parent / "style.css"
BAR_FULL = 100.0
A_MOMENT = 0.2
"""Seconds for a watcher to end before its visit does: the page's library forgets a visit's threads
one by one, and stumbles over one that ends meanwhile."""


def style() -> str:
    """All style of the page."""
    font = f'@font-face{{font-family:"coprod";src:url({FONT_ADDRESS}) format("truetype")}}'
    return "\n".join((font, STYLE.read_text("utf-8"), report_style()))


@solara.component_vue("address.vue")
def Address(query: str, lang: str, title: str) -> None:
    """Keep the page's address as its choices are, so that loading it again shows the same."""


@solara.component_vue("head.vue")
def Head(
    texts: dict[str, str],
    lang: str,
    tab: str,
    event_language: Callable[[str], None],
    event_tab: Callable[[str], None],
) -> None:
    """Title, language and tabs."""


@solara.component_vue("progress.vue")
def Progress(text: str, label: str, share: float, going: bool, trouble: bool) -> None:
    """A bar and what is being done; share below 0: not known."""


@solara.component_vue("downloads.vue")
def Downloads(files: list[dict[str, str]], title: str) -> None:
    """Links to files that are ready, and what is still being made."""


@solara.component_vue("command.vue")
def Command(title: str, command: str) -> None:
    """The command that reproduces what is shown."""


def use_job(key: str, ask: object = None) -> State | None:
    """The state of the job of a key, shown anew whenever it changes; None where there is none.

    ask: anything that changes when a job may have been started.
    """
    _, again = solara.use_state(0)
    job = service().jobs.find(key) if key else None

    def follow() -> Callable[[], None] | None:
        if job is None:
            return None
        changed, left = threading.Event(), threading.Event()
        stop = job.listen(changed.set)

        def watch() -> None:
            while not left.is_set():
                changed.wait()
                changed.clear()
                if not left.is_set():
                    again(lambda number: number + 1)

        watcher = threading.Thread(target=watch, daemon=True)

        def leave() -> None:
            stop()
            left.set()
            changed.set()
            if watcher is not threading.current_thread():
                watcher.join(A_MOMENT)

        changed.set()
        watcher.start()
        return leave

    solara.use_effect(follow, [id(job), ask])
    return None if job is None else job.state


def progress_of(state: State | None, say: Speaker) -> dict[str, Any]:
    """How far a job is, in words, with the time left where it can be told, and as a bar."""
    if state is None:
        return {"text": ""}
    words = {
        "done": state.done,
        "total": state.total,
        "why": state.why,
        "seconds": COMPILING_SECONDS,
        "left": "" if state.left is None else duration(state.left, say),
    }
    timed = state.stage == "running" and state.left is not None
    share = state.done / state.total * BAR_FULL if state.total and state.stage == "running" else -1
    return {
        "text": say(f"app.stage.{state.stage}{'.left' if timed else ''}", **words),
        "label": say("app.progress"),
        "share": BAR_FULL if state.stage == "done" else share,
        "going": not state.over,
        "trouble": state.stage in ("refused", "failed"),
    }


@solara.component
def ProgressOf(state: State, say: Speaker) -> None:
    """How far a job is, and what is to be noted of it."""
    Progress(**progress_of(state, say))
    Notes(state, say)


@solara.component
def Notes(state: State, say: Speaker) -> None:
    """What is to be noted of a job."""
    for key, values in state.notes:
        solara.HTML("p", say(key, **values), classes=["note"])


@solara.component
def Found(state: State, key: str, say: Speaker, command: str = "") -> None:
    """What a job found, as its report shows it: the answer, its files and the command, if it has
    one, then the rest."""
    html = state.html.get(say.lang)
    if html is None:
        return
    answer, _, rest = html.partition(AFTER_ANSWER)
    solara.HTML("div", answer, classes=[INSIDE], attributes={"lang": say.lang})
    DownloadsOf(state, key, say)
    if command:
        Command(title=say("app.command"), command=command)
    solara.HTML("div", rest, classes=[INSIDE], attributes={"lang": say.lang})


@solara.component
def DownloadsOf(state: State, key: str, say: Speaker) -> None:
    """Links to the files of a job; its figures are drawn in one language, that it was run in."""
    drawn = [each for each in languages(say.lang) if figures_name(each) in state.files] or [
        say.lang
    ]
    figures = (figures_name(drawn[0]), f"figures.{drawn[0]}")
    names = dict(((REPORT, "report"), (TABLES, "tables"), figures))
    files: list[dict[str, Any]] = []
    for name, what in names.items():
        label = say(f"app.download.{what}")
        if name in state.files:
            files.append({"href": f"{FILES_ADDRESS}/{quote(key)}/{name}", "label": label})
        elif not state.over:
            files.append({"href": "", "label": say("app.download.wait", what=label)})
    if files:
        Downloads(files=files, title=say("app.downloads"))
