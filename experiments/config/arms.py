"""The arms of a comparison: which there are, and how all are composed alike."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from experiments.base.errors import InputError
from experiments.config.compose import Composed, compose, own_coordinator
from experiments.config.hub import HUB, has_hub

ARMS = ("none", "placebo", "blind_hub", "blind_pool", "equal_means", "party")
NO_HUB = "none"
"""The arm that pages and stories show as the one without a hub."""
MECHANISMS = ("mobilisation", "guidance", "resources", "integration")
FIXED_BY_ARM = tuple(f"coordinator.{name}=" for name in (*MECHANISMS, "informed", "handed_over"))
"""What tells arms apart; set for all alike, a placebo would act."""
TREATED = "party"
"""The arm that the others are compared with; the last one when it is not among the arms."""
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


def split_arms(overrides: list[str]) -> tuple[list[str], list[str]]:
    """The arms asked for (``arms=[a,b]``), and the other overrides."""
    others = [override for override in overrides if not override.startswith("arms=")]
    if any(override.startswith("arrangement=") for override in others):
        raise InputError("arrangement: compare sets it for each arm; say arms=[none,party]")
    for override in others:
        if override.startswith(FIXED_BY_ARM):
            raise InputError(f"{override}: tells the arms apart; write an arm in --config-dir")
    given = [override.removeprefix("arms=") for override in overrides if override not in others]
    if len(given) > 1:
        raise InputError("arms: given twice; give one list")
    arms = [arm.strip() for arm in given[-1].strip("[]").split(",")] if given else list(ARMS)
    if len(set(arms)) < len(arms) or len(arms) < 2 or "" in arms:
        raise InputError(f"arms = {given[-1]}: must be two arms or more, each once")
    return arms, others
