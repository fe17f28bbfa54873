"""The tab Compare: choose, run, read the answer, take it along."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import solara

from experiments.app.choices import FEWEST, MOST, Choices, are_arms, options
from experiments.app.controls import chosen, languages, ordered_arms
from experiments.app.defaults import slider_values
from experiments.app.jobs import State
from experiments.app.library import known, place_label
from experiments.app.parts import Command, Found, ProgressOf, use_job
from experiments.app.server import service
from experiments.app.sliders import SLIDERS, shown
from experiments.app.tasks import CompareArms, ShowStudy
from experiments.app.texts import texts
from experiments.app.upload_part import UploadPart
from experiments.app.uploads import can_check, folder_of, own_communities
from experiments.messages import arm_label, say
from experiments.settings import LARGEST_SEED

GROUPS = ("hub", "community", "organisations", "study")
Change = Callable[[Callable[[Choices], Choices]], None]


@solara.component_vue("form.vue")
def Form(
    spec: dict[str, Any],
    texts: dict[str, str],
    event_choose: Callable[[dict[str, Any]], None],
    event_run: Callable[[Any], None],
    event_cancel: Callable[[Any], None],
) -> None:
    """Everything that can be chosen, in the browser's own controls."""


@solara.component
def ComparePage(choices: Choices, change: Change) -> None:
    """Choices above, the answer below."""
    lang, jobs = choices.lang, service().jobs
    started, start = solara.use_state(0)
    state = use_job(choices.study, started)

    def look_again() -> None:
        """After a reload: a study that is stored is shown, unless its job is still known."""
        study = choices.study
        if study and jobs.find(study) is None and known(service().results, study):
            jobs.start(ShowStudy(service().results, study, languages(lang)))
            start(started + 1)

    solara.use_effect(look_again, [choices.study])

    def run(_: Any) -> None:
        overrides = tuple(choices.overrides)
        results = service().results
        folder = folder_of(results, choices.place)
        jobs.start(CompareArms(results, choices.name, overrides, languages(lang), folder))
        change(lambda old: replace(old, study=choices.name))
        start(lambda number: number + 1)

    def cancel(_: Any) -> None:
        job = jobs.find(choices.study)
        if job is not None:
            job.cancel()

    Form(
        spec=_spec(choices, state),
        texts=texts(lang, "app.form"),
        event_choose=lambda what: change(lambda old: chosen(old, what, _own())),
        event_run=run,
        event_cancel=cancel,
    )
    if can_check():
        UploadPart(lang, change)
    _Answer(choices, state)


def _own() -> dict[str, tuple[str, ...]]:
    return own_communities(service().results)


@solara.component
def _Answer(choices: Choices, state: State | None) -> None:
    lang = choices.lang
    with solara.Div(classes=["answer-of-study"]):
        if state is None:
            solara.HTML("p", say("app.answer.none", lang), classes=["quiet"])
            return
        if choices.study != choices.name:
            solara.HTML("p", say("app.answer.earlier", lang), classes=["note"])
        ProgressOf(state, lang)
        Found(state, choices.study, lang)
        if choices.study == choices.name:
            Command(title=say("app.command", lang), command=choices.command(service().results))


def _spec(choices: Choices, state: State | None) -> dict[str, Any]:
    lang, changed = choices.lang, dict(choices.values)
    folder = folder_of(service().results, choices.place)
    own = slider_values(choices.community, choices.arms, folder)
    groups = [
        {
            "key": group,
            "title": say(f"app.form.group.{group}", lang),
            "sliders": [
                shown(each, changed.get(path, own[path]), path in changed, lang)
                for path, each in SLIDERS.items()
                if each.group == group
            ],
        }
        for group in GROUPS
    ]
    return {
        "community": f"{choices.place}/{choices.community}".lstrip("/"),
        "communities": [
            {"name": name, "label": place_label(name, lang)} for name in options("community")
        ]
        + [
            {"name": f"{place}/{name}", "label": f"{name} ({place})"}
            for place, names in _own().items()
            for name in names
        ],
        "arms": [
            {"name": name, "label": arm_label(name, lang), "chosen": name in choices.arms}
            for name in ordered_arms()
        ],
        "replicates": choices.replicates,
        "fewest": FEWEST,
        "most": MOST,
        "seed": choices.seed,
        "largest": LARGEST_SEED,
        "groups": groups,
        "allowed": are_arms(choices.arms),
        "running": state is not None and not state.over and state.stage != "packing",
    }
