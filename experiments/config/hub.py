"""Whether an arm has a hub: by the values of its arrangement, whatever the arm is called."""

from experiments.base.errors import InputError
from sim.parameters import Coordinator

HUB = "coordinator."
"""How the names of its parameters begin."""
MEANS = ("attention", "co_managers")
STRENGTHS = ("mobilisation", "guidance", "resources", "integration")


def powers(coordinator: Coordinator) -> dict[str, float]:
    """Parameter -> value of all that makes this a hub; nothing where it is none."""
    values = {name: getattr(coordinator, name) for name in (*MEANS, *STRENGTHS)}
    return {f"{HUB}{name}": value for name, value in values.items() if value > 0.0}


def has_hub(coordinator: Coordinator) -> bool:
    """Whether there is attention or any strength."""
    return bool(powers(coordinator))


def refuse_given_hub(arm: str, own: Coordinator, given: Coordinator) -> None:
    """InputError where an arm without a hub by its ``own`` values was given one.

    Otherwise a hub would be stored, compared and reported under the name of an arm without one.
    """
    if has_hub(given) and not has_hub(own):
        first, value = next(iter(powers(given).items()))
        raise InputError(
            f"{first} = {value:g}: the arm {arm} has no hub and can't be given one;"
            " choose one that has, such as arrangement=party"
        )
