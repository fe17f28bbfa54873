"""The tab Watch: one replicate without and with a coordinator, side by side."""

from collections.abc import Callable
from typing import Any

import solara

from experiments.analysis.outcomes import IMBALANCES
from experiments.app.choices import MOST, Choices
from experiments.app.compare_page import Change
from experiments.app.controls import watch_chosen
from experiments.app.form import arm_groups
from experiments.app.library import place_label
from experiments.app.parts import ProgressOf, use_job
from experiments.app.service import service
from experiments.app.stories import panel, read_pick, told
from experiments.app.tasks import Watch
from experiments.app.texts import texts
from experiments.app.uploads import folder_of
from experiments.app.watching import Watched
from experiments.config.arms import NO_HUB
from experiments.words.speech import Speaker, speak


@solara.component_vue("watch_form.vue")
def WatchForm(
    spec: dict[str, Any],
    texts: dict[str, str],
    event_choose: Callable[[dict[str, Any]], None],
    event_show: Callable[[Any], None],
) -> None:
    """Which arrangement, which replicate."""


@solara.component_vue("watch.vue")
def Player(
    run: dict[str, Any],
    texts: dict[str, str],
    picked: list[Any],
    jump: dict[str, int],
    event_pick: Callable[[list[Any]], None],
) -> None:
    """Both networks, played in the browser; ``jump``: a week to go to, and a count."""


@solara.component_vue("story.vue")
def Story(
    story: dict[str, Any],
    texts: dict[str, str],
    event_go: Callable[[int], None],
    event_pick: Callable[[list[Any]], None],
) -> None:
    """What is told of what was chosen in a picture."""


def task_of(choices: Choices) -> Watch:
    """What there is to be watched."""
    turned = tuple(word for word in choices.overrides if _is_turned(word))
    seed, replicate = choices.seed, choices.watched
    folder = folder_of(service().results, choices.place)
    return Watch(choices.community, turned, choices.watched_arm, seed, replicate, folder)


def _is_turned(word: str) -> bool:
    fixed = ("community=", "arms=", "seed=", "replicates=")
    return not word.startswith(fixed)


@solara.component
def WatchPage(choices: Choices, change: Change) -> None:
    """Choices above, the two networks below."""
    say, task = speak(choices.lang), task_of(choices)
    started, start = solara.use_state(0)
    state = use_job(task.key, (started, task.key))

    def show(_: Any) -> None:
        if state is None or state.payload is None:
            service().jobs.start(task)
        start(lambda number: number + 1)

    WatchForm(
        spec={
            "arm": choices.watched_arm,
            "reference": NO_HUB,
            "groups": arm_groups((choices.watched_arm,), say),
            "replicate": choices.watched,
            "most": MOST,
            "running": state is not None and not state.over,
            "about": say("app.watch.community", community=place_label(choices.community, say)),
        },
        texts=texts(say, "app.watch"),
        event_choose=lambda what: change(lambda old: watch_chosen(old, what)),
        event_show=show,
    )
    if state is not None and state.payload is None:
        ProgressOf(state, say)
    if state is not None and state.payload is not None:
        Pictures(state.payload, say)


@solara.component
def Pictures(watched: Watched, say: Speaker) -> None:
    """The player, and the story of what is chosen in it."""
    run = solara.use_memo(lambda: told(watched.shown, say), [id(watched), say])
    chosen, choose = solara.use_state((id(watched), None))
    jump, go = solara.use_state({"week": 0, "times": 0})
    pick = chosen[1] if chosen[0] == id(watched) else None

    def take(sent: Any) -> None:
        choose((id(watched), read_pick(watched, sent)))

    Player(
        run=run,
        texts={**texts(say, "app.watch"), **_imbalances(say)},
        picked=[] if pick is None else list(pick),
        jump=jump,
        event_pick=take,
    )
    Story(
        story=panel(watched, run, pick, say),
        texts=texts(say, "app.watch"),
        event_go=lambda week: go({"week": int(week), "times": jump["times"] + 1}),
        event_pick=take,
    )


def _imbalances(say: Speaker) -> dict[str, str]:
    """Names of the three imbalances with their units."""
    return {
        name: say(
            "app.watch.imbalance",
            measure=say(f"measure.{name}"),
            unit=say(f"unit.{name}"),
        )
        for name in IMBALANCES
    }
