"""What the form of the opening tab shows of the choices; its parts are in ``form_part``."""

from pathlib import Path
from typing import Any

from experiments.app.choices import FEWEST, MOST, Choices, Own, options
from experiments.app.controls import ARM_GROUPS
from experiments.app.defaults import slider_values
from experiments.app.library import place_label
from experiments.app.sliders import SLIDERS, shown
from experiments.words.speech import Speaker, speak

SLIDER_GROUPS = ("hub", "community", "organisations", "study")


def arm_groups(chosen: tuple[str, ...], say: Speaker) -> list[dict[str, Any]]:
    """All arrangements by group, the first ones first; ``chosen`` are ticked."""
    return [
        {
            "title": say(f"app.arms.{group}"),
            "arms": [
                {
                    "name": name,
                    "label": plain_name(name, say),
                    "about": say(f"arm_about.{name}"),
                    "chosen": name in chosen,
                }
                for name in names
            ],
        }
        for group, names in ARM_GROUPS.items()
    ]


def plain_name(arm: str, say: Speaker) -> str:
    """An arrangement in everyday words, and as results call it."""
    return say("app.arm.named", plain=say(f"app.arm.{arm}"), arm=say.arm(arm))


def setting(choices: Choices, own: Own) -> dict[str, Any]:
    """Communities to choose from, coprod's and uploaded ones, and the numbers of a study."""
    say = speak(choices.lang)
    communities = [{"name": name, "label": place_label(name, say)} for name in options("community")]
    uploaded = [
        {"name": f"{place}/{name}", "label": f"{name} ({place})"}
        for place, names in own.items()
        for name in names
    ]
    return {
        "community": f"{choices.place}/{choices.community}".lstrip("/"),
        "communities": communities + uploaded,
        "replicates": choices.replicates,
        "fewest": FEWEST,
        "most": MOST,
    }


def slider_groups(choices: Choices, folder: Path | None) -> list[dict[str, Any]]:
    """All sliders where they stand now; ``folder``: of the uploaded community."""
    say, changed = speak(choices.lang), dict(choices.values)
    own = slider_values(choices.community, choices.arms, folder)
    return [
        {
            "key": group,
            "title": say(f"app.form.group.{group}"),
            "sliders": [
                shown(each, changed.get(path, own[path]), path in changed, say)
                for path, each in SLIDERS.items()
                if each.group == group
            ],
        }
        for group in SLIDER_GROUPS
    ]
