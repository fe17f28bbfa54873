"""The tab Compare: choose, run, read the answer, take it along."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from experiments.app.choices import Choices, Own, are_arms
from experiments.app.controls import chosen, languages
from experiments.app.form import setting, slider_groups
from experiments.app.form_part import ChooseArms, Run, Setting, Sliders
from experiments.app.jobs import State
from experiments.app.library import known
from experiments.app.parts import Found, ProgressOf, use_job
from experiments.app.service import service
from experiments.app.tasks import CompareArms, ShowStudy
from experiments.app.texts import texts
from experiments.app.upload_part import UploadPart
from experiments.app.uploads import folder_of, own_communities
from experiments.words.speech import speak

Change = Callable[[Callable[[Choices], Choices]], None]


@solara.component
def ComparePage(choices: Choices, change: Change) -> None:
    """Choices above, the answer below."""
    say, jobs, results = speak(choices.lang), service().jobs, service().results
    folder = folder_of(results, choices.place)
    started, start = solara.use_state(0)
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
        overrides = tuple(choices.overrides)
        jobs.start(CompareArms(results, choices.name, overrides, languages(say.lang), folder))
        change(lambda old: replace(old, study=choices.name))
        start(lambda number: number + 1)

    def cancel(_: Any) -> None:
        job = jobs.find(choices.study)
        if job is not None:
            job.cancel()

    def choose(what: dict[str, Any]) -> None:
        change(lambda old: chosen(old, what, _own()))

    words = texts(say, "app.form")
    solara.HTML("p", say("app.form.lead"))
    with solara.Div(classes=["choices"]):
        with solara.Div():
            Setting(spec=setting(choices, _own()), texts=words, event_choose=choose)
            UploadPart(say, change)
        ChooseArms(choices, choose)
    Sliders(groups=slider_groups(choices, folder), texts=words, event_choose=choose)
    Run(
        texts=words,
        running=state is not None and not state.over and state.stage != "packing",
        allowed=are_arms(choices.arms),
        event_run=run,
        event_cancel=cancel,
    )
    _Answer(choices, state)


def _own() -> Own:
    return own_communities(service().results)


@solara.component
def _Answer(choices: Choices, state: State | None) -> None:
    say = speak(choices.lang)
    with solara.Div(classes=["answer-of-study"]):
        if state is None:
            solara.HTML("p", say("app.answer.none"), classes=["quiet"])
            return
        if choices.study != choices.name:
            solara.HTML("p", say("app.answer.earlier"), classes=["note"])
        ProgressOf(state, say)
        mine = choices.study == choices.name
        command = choices.command(service().results) if mine else ""
        Found(state, choices.study, say, command)
