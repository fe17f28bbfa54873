"""The form of the opening tab in the browser: setting, arrangements, parameters, run."""

from collections.abc import Callable
from typing import Any

import solara

from experiments.app.choices import MOST_ARMS, Choices, are_arms
from experiments.app.form import arm_groups
from experiments.app.texts import texts
from experiments.base.settings import LARGEST_SEED
from experiments.words.speech import speak

Choose = Callable[[dict[str, Any]], None]


@solara.component_vue("setting.vue")
def Setting(spec: dict[str, Any], texts: dict[str, str], event_choose: Choose) -> None:
    """Which community, how often."""


@solara.component_vue("arms.vue")
def Arms(
    groups: list[dict[str, Any]],
    spec: dict[str, Any],
    texts: dict[str, str],
    allowed: bool,
    event_choose: Choose,
) -> None:
    """Which arrangements, each with a line on what it is; all but the first, and luck, folded."""


@solara.component_vue("sliders.vue")
def Sliders(groups: list[dict[str, Any]], texts: dict[str, str], event_choose: Choose) -> None:
    """The main parameters, folded away until wanted."""


@solara.component_vue("run.vue")
def Run(
    texts: dict[str, str],
    progress: dict[str, Any],
    running: bool,
    allowed: bool,
    event_run: Callable[[Any], None],
    event_cancel: Callable[[Any], None],
) -> None:
    """Run and stop, and how far it is; stays in sight at the foot of the window."""


def ChooseArms(choices: Choices, choose: Choose) -> None:
    """The arrangements in their groups."""
    Arms(
        groups=arm_groups(choices.arms, speak(choices.lang)),
        spec={"most": MOST_ARMS, "seed": choices.seed, "largest": LARGEST_SEED},
        texts=texts(speak(choices.lang), "app.form"),
        allowed=are_arms(choices.arms),
        event_choose=choose,
    )
