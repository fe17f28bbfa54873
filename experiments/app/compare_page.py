"""The tab that opens: the answer, the user's own or the stored one, then what there is to try."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import solara

from experiments.app.choices import Choices, Own, are_arms
from experiments.app.controls import chosen, languages
from experiments.app.form import setting, slider_groups
from experiments.app.form_part import ChooseArms, Run, Setting, Sliders
from experiments.app.jobs import State
from experiments.app.library import known
from experiments.app.opening_part import opening_html
from experiments.app.parts import Found, Notes, progress_of, use_job
from experiments.app.service import service
from experiments.app.show import INSIDE
from experiments.app.tasks import CompareArms, ShowStudy
from experiments.app.texts import texts
from experiments.app.upload_part import UploadPart
from experiments.app.uploads import folder_of, own_communities
from experiments.words.speech import Speaker, speak

Change = Callable[[Callable[[Choices], Choices]], None]


@solara.component_vue("top.vue")
def Top(asked: int) -> None:
    """Brings into sight where an answer will be, each time one is asked for."""


@solara.component
def ComparePage(choices: Choices, change: Change) -> None:
    """The answer above, choices below it, and at the foot, always in sight, how far it is."""
    say, jobs, results = speak(choices.lang), service().jobs, service().results
    started, start = solara.use_state(0)
    asked, ask = solara.use_state(0)
    state = use_job(choices.study, started)

    def look_again() -> None:
        """After a reload: a study that is stored is shown, unless its job is still known."""
        study = choices.study
        if study and jobs.find(study) is None and known(results, study):
            jobs.start(ShowStudy(results, study, languages(say.lang)))
            start(started + 1)

    solara.use_effect(look_again, [choices.study])

    def run(_: Any) -> None:
        if not are_arms(choices.arms):  # a click that crossed with the last one taken out
            return
        overrides, folder = tuple(choices.overrides), folder_of(results, choices.place)
        jobs.start(CompareArms(results, choices.name, overrides, languages(say.lang), folder))
        change(lambda old: replace(old, study=choices.name))
        start(lambda number: number + 1)
        ask(lambda number: number + 1)

    def cancel(_: Any) -> None:
        job = jobs.find(choices.study)
        if job is not None:
            job.cancel()

    Top(asked=asked)
    if state is not None:
        _Answer(choices, state)
    else:
        Stored(say)
    Try(choices, change)
    if state is not None:
        Stored(say, folded=True)
    Run(
        texts=texts(say, "app.form"),
        progress=progress_of(state, say),
        running=state is not None and not state.over and state.stage != "packing",
        allowed=are_arms(choices.arms),
        event_run=run,
        event_cancel=cancel,
    )


@solara.component
def Try(choices: Choices, change: Change) -> None:
    """What can be chosen."""
    say, folder = speak(choices.lang), folder_of(service().results, choices.place)

    def choose(what: dict[str, Any]) -> None:
        change(lambda old: chosen(old, what, _own()))

    words = texts(say, "app.form")
    with solara.Div(classes=["try"]):
        solara.HTML("h2", say("app.form.try"))
        solara.HTML("p", say("app.form.lead"))
        with solara.Div(classes=["choices"]):
            with solara.Div():
                Setting(spec=setting(choices, _own()), texts=words, event_choose=choose)
                UploadPart(say, change)
            ChooseArms(choices, choose)
        Sliders(groups=slider_groups(choices, folder), texts=words, event_choose=choose)


def _own() -> Own:
    return own_communities(service().results)


@solara.component
def Stored(say: Speaker, folded: bool = False) -> None:
    """The stored headline; ``folded`` below an own answer."""
    html = opening_html(service().results, say.lang)
    if not folded:
        solara.HTML("div", html, classes=[INSIDE, "opening"], attributes={"lang": say.lang})
        return
    inside = f'<div class="{INSIDE} opening" lang="{say.lang}">{html}</div>'
    solara.HTML("details", f"<summary>{escape(say('app.opening'))}</summary>{inside}")


@solara.component
def _Answer(choices: Choices, state: State) -> None:
    say = speak(choices.lang)
    with solara.Div(classes=["answer-of-study"]):
        mine = choices.study == choices.name
        if not mine:
            solara.HTML("p", say("app.answer.earlier"), classes=["note"])
        if not state.html and not state.over:
            solara.HTML("p", say("app.answer.coming"), classes=["quiet"])
        Notes(state, say)
        command = choices.command(service().results) if mine else ""
        Found(state, choices.study, say, command)
