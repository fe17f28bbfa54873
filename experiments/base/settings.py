"""Settings of a study: what is run, as opposed to what is modelled."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from experiments.base.names import is_portable
from sim.parameters.fields import Group, choice

CONFIGS = Path(__file__).parents[2] / "configs"
CONFIG_GROUPS = ("community", "arrangement", "shock")
"""Each names a file of that folder in configs/."""
EXPERIMENT = "experiment"
"""The group of ready studies, which sweeps choose from."""
CHOICES = (EXPERIMENT, *CONFIG_GROUPS)
"""What is given of these chooses a file."""
LARGEST_SEED = 2**32 - 1  # a seed is one 32-bit word of the generator's key


def usable_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(Group):
    """Seed, number of replicates, processes and the study's name."""

    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = choice(0, "", "A", "seed of all luck")
    replicates: Annotated[int, Field(ge=1, le=1_000_000)] = choice(
        100, "runs", "A", "replicates of each arm"
    )
    processes: Annotated[int, Field(ge=1, le=256)] = choice(
        min(usable_processors(), 256), "processes", "A", "processes side by side"
    )
    name: str = Field(
        default="study",
        pattern=r"^\w[\w.-]{0,63}$",
        description="name of the study and of its folder",
        json_schema_extra={
            "unit": "",
            "source": "A",
            "allowed": "text of 1 to 64 letters, digits, _ - . with neither - nor . in front, no ."
            " at the end, and none that Windows keeps for itself, such as con",
        },
    )

    @field_validator("name")
    @classmethod
    def _is_portable(cls, name: str) -> str:
        if not is_portable(name):
            raise PydanticCustomError("name", "not a name for every system")
        return name
