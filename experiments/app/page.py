"""The page: one user's choices, and the tab that is shown."""

import traceback
from collections.abc import Callable
from dataclasses import replace

import solara
from solara.lab import headers

from experiments.app.choices import TABS, Choices, read
from experiments.app.compare_page import ComparePage
from experiments.app.library_page import LibraryPage
from experiments.app.loading import preferred
from experiments.app.parts import Address, Head, Progress, progress_of, style, use_job
from experiments.app.reasons import why
from experiments.app.service import service
from experiments.app.texts import texts
from experiments.app.uploads import own_communities
from experiments.app.watch_page import WatchPage
from experiments.words.speech import Speaker, speak

TAB_PAGES = {"compare": ComparePage, "watch": WatchPage, "library": LibraryPage}
Change = Callable[[Callable[[Choices], Choices]], None]


def _first_choices(query: str) -> Choices:
    own = own_communities(service().results)
    return read(query, preferred(_accepted(), service().lang), own)


def _accepted() -> str:
    return str((headers.value or {}).get("accept-language", [""])[0])


@solara.component
def Page() -> None:
    """The page, or a line that says why it can't be shown; the terminal tells the rest."""
    error, clear = solara.use_exception()
    if error is None:
        Session()
        return
    traceback.print_exception(error)
    say = speak(preferred(_accepted(), service().lang))
    told = why(error, [service().results])
    solara.Style(style())
    with solara.Div(classes=["coprod"]):
        solara.HTML("p", say("app.broken", why=told), classes=["note"])
        solara.Button(say("app.broken.again"), on_click=clear)


@solara.component
def Session() -> None:
    """Choices live in this page's own context: two pages never share them."""
    router = solara.use_router()
    first = solara.use_memo(lambda: _first_choices(router.search or ""), [])
    choices, change = solara.use_state(first)
    solara.use_effect(service().jobs.get_ready, [])
    _show(choices, change)


def _show(choices: Choices, change: Change) -> None:
    say = speak(choices.lang)
    solara.Style(style())
    with solara.Div(classes=["coprod"]):
        Address(query=choices.query(), lang=say.lang, title=say("app.title"))
        Head(
            texts=texts(say, "app"),
            lang=say.lang,
            tab=choices.tab,
            event_language=lambda new: change(lambda old: replace(old, lang=new)),
            event_tab=lambda new: change(lambda old: replace(old, tab=new)),
        )
        TAB_PAGES[choices.tab](choices, change)
        if choices.tab != TABS[0]:
            UnderWay(choices.study, say)


@solara.component
def UnderWay(study: str, say: Speaker) -> None:
    """How far the comparison is, while another tab is shown."""
    state = use_job(study, study)
    if state is not None and not state.over:
        with solara.Div(classes=["run"]):
            Progress(**progress_of(state, say))


@solara.component
def Layout(children: list[solara.Element]) -> None:
    """Nothing around the page."""
    solara.Div(children=children)
