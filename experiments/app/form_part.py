"""The form of the tab Compare in the browser: setting, arrangements, parameters, run."""

from collections.abc import Callable
from typing import Any

import solara

from experiments.app.choices import MOST_ARMS, Choices, are_arms
from experiments.app.form import arm_groups
from experiments.app.texts import texts
from experiments.words.speech import speak

Choose = Callable[[dict[str, Any]], None]


@solara.component_vue("setting.vue")
def Setting(spec: dict[str, Any], texts: dict[str, str], event_choose: Choose) -> None:
    """Which community, how often, with which luck."""


@solara.component_vue("arms.vue")
def Arms(
    groups: list[dict[str, Any]],
    texts: dict[str, str],
    allowed: bool,
    most: int,
    event_choose: Choose,
) -> None:
    """Which arrangements, each with a line on what it is."""


@solara.component_vue("sliders.vue")
def Sliders(groups: list[dict[str, Any]], texts: dict[str, str], event_choose: Choose) -> None:
    """The main parameters, folded away until wanted."""


@solara.component_vue("run.vue")
def Run(
    texts: dict[str, str],
    running: bool,
    allowed: bool,
    event_run: Callable[[Any], None],
    event_cancel: Callable[[Any], None],
) -> None:
    """Run and stop."""


def ChooseArms(choices: Choices, choose: Choose) -> None:
    """The arrangements in their groups."""
    Arms(
        groups=arm_groups(choices.arms, speak(choices.lang)),
        texts=texts(speak(choices.lang), "app.form"),
        allowed=are_arms(choices.arms),
        most=MOST_ARMS,
        event_choose=choose,
    )
