"""What a control of the page does to the choices; what it may not say changes nothing."""

from dataclasses import replace
from typing import Any

from experiments.app.choices import (
    FEWEST,
    MOST,
    MOST_ARMS,
    NONE,
    Choices,
    Own,
    arrangements,
    options,
)
from experiments.app.sliders import SLIDERS
from experiments.base.settings import LARGEST_SEED
from experiments.config.arms import NO_HUB, TREATED
from experiments.words.catalogue import LANGUAGES


def _ticked(choices: Choices, value: Any) -> Choices:
    """One arrangement taken in or out, [name, in], beside those that are chosen now."""
    if not (isinstance(value, list) and len(value) == PAIR and value[0] in ordered_arms()):
        return choices
    kept = {*choices.arms, value[0]} if value[1] is True else {*choices.arms} - {value[0]}
    arms = tuple(arm for arm in ordered_arms() if arm in kept)
    return replace(choices, arms=arms) if len(arms) <= MOST_ARMS else choices


def _told(what: Any) -> tuple[Any, Any]:
    """Key and value of what a browser sent, which may be anything."""
    return (what.get("key"), what.get("value")) if isinstance(what, dict) else (None, None)


def languages(first: str) -> tuple[str, ...]:
    """Both languages, the one being read first."""
    return tuple(sorted(LANGUAGES, key=lambda lang: lang != first))


PAIR = 2
PRESETS = "presets"
ARM_GROUPS = {
    PRESETS: (NO_HUB, TREATED, "equal_means"),
    "comparators": ("placebo", "blind_hub", "blind_pool", "permuted_guidance"),
    "hubs": ("npo_hub", "government_hub", "firm_hub", "rotating_lead", "three_society"),
    "orders": ("top_down", "outsourcing", "project_system", "self_organisation"),
}
"""All arrangements as the page groups them: those of the question, parts of a hub, rivals."""


def chosen(choices: Choices, what: dict[str, Any], own: Own = NONE) -> Choices:
    """Choices after one control was used; what isn't allowed leaves them as they are."""
    key, value = _told(what)
    if key == "community":
        place, _, name = str(value).rpartition("/")
        known = own.get(place, ()) if place else options("community")
        return replace(choices, community=name, place=place) if name in known else choices
    if key == "arm":
        return _ticked(choices, value)
    if key == "replicates" and isinstance(value, int):
        return replace(choices, replicates=min(max(value, FEWEST), MOST))
    if key == "seed" and isinstance(value, int):
        return replace(choices, seed=min(max(value, 0), LARGEST_SEED))
    if key in list(SLIDERS) and (value is None or isinstance(value, int | float)):
        return choices.turned(str(key), value)
    return choices


def ordered_arms() -> list[str]:
    """All arrangements, first the one without a hub, last the one under test."""
    order = {NO_HUB: 0, TREATED: 2}
    return sorted(arrangements(), key=lambda arm: (order.get(arm, 1), arm))


def watch_chosen(choices: Choices, what: dict[str, Any]) -> Choices:
    """Choices after one control of the tab Watch was used."""
    key, value = _told(what)
    if key == "arm" and value in arrangements() and value != NO_HUB:
        return replace(choices, watched_arm=value)
    if key == "replicate" and isinstance(value, int):
        return replace(choices, watched=min(max(value, 0), MOST))
    return choices
