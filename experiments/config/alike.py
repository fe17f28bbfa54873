"""All arms of a comparison composed alike: the same overrides, and where wanted equal means."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from experiments.base.errors import InputError
from experiments.config.arms import TREATED
from experiments.config.compose import Composed, compose, own_coordinator
from experiments.config.hub import HUB, has_hub

MEANS = ("attention", "attention_cost", "co_managers")
"""Values of a coordinator that make its budget: acts a week, their cost, and acts given unpaid."""
Spared = Mapping[str, Sequence[str]]
"""Arm -> overrides of the coordinator that it was not given, for it has no hub."""


def composed_alike(
    arms: Sequence[str], overrides: list[str], config_dir: Path | None
) -> tuple[list[Composed], Spared]:
    """Every arm with the same overrides; those that an arm without a hub was not given, by arm."""
    given = {arm: for_arm(arm, overrides, config_dir) for arm in arms}
    spared = {arm: [text for text in overrides if text not in kept] for arm, kept in given.items()}
    return [compose(kept, config_dir) for kept in given.values()], spared


def with_equal_means(wanted: list[Composed]) -> list[Composed]:
    """The arms, each hub with the budget of the treated one's; arms without attention as they are.

    What a hub does with its budget, who pays it, and what is moved from hand to hand, stay its own.
    """
    treated = next((c for c in wanted if c.arm == TREATED), wanted[-1])
    means = {name: getattr(treated.parameters.coordinator, name) for name in MEANS}
    if not means["attention"] + means["co_managers"] > 0.0:
        raise InputError(
            f"--equal-means: {treated.arm} has no attention that others could be given"
        )
    return [_with_means(each, means) for each in wanted]


def _with_means(arm: Composed, means: dict[str, float]) -> Composed:
    hub = arm.parameters.coordinator
    if not hub.attention + hub.co_managers > 0.0:
        return arm
    given = arm.parameters.model_copy(update={"coordinator": hub.model_copy(update=means)})
    return replace(arm, parameters=given)


def for_arm(arm: str, overrides: list[str], config_dir: Path | None) -> list[str]:
    """Overrides of one arm; those of the coordinator leave an arm without a hub as it is."""
    others = [each for each in overrides if not each.startswith(HUB)]
    if len(others) < len(overrides) and has_hub(own_coordinator(arm, config_dir)):
        others = overrides
    return [*others, f"arrangement={arm}"]
