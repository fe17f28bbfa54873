"""The arms of a comparison, by name, and what commands take of them."""

from experiments.base.errors import InputError

ARMS = ("none", "placebo", "blind_hub", "blind_pool", "equal_means", "party")
NO_HUB = "none"
"""The arm that pages and stories show as the one without a hub."""
MECHANISMS = ("mobilisation", "guidance", "resources", "integration")
FIXED_BY_ARM = tuple(
    f"coordinator.{name}=" for name in (*MECHANISMS, "content", "informed", "handed_over")
)
"""What tells arms apart; set for all alike, a placebo would act."""
TREATED = "party"
"""The arm that the others are compared with; the last one when it is not among the arms."""


def split_arms(overrides: list[str]) -> tuple[list[str], list[str]]:
    """The arms asked for (``arms=a,b``, in brackets or not), and the other overrides."""
    others = [override for override in overrides if not override.startswith("arms=")]
    if any(override.startswith("arrangement=") for override in others):
        raise InputError("arrangement: compare sets it for each arm; say arms=none,party")
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
