"""Settings of a sweep: what is sampled, how precise it must be, whether it is only foretold."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.base.describe import show
from experiments.base.errors import InputError
from experiments.base.settings import LARGEST_SEED
from experiments.run.sweep.designs import Design

MOST_SAMPLES = 100_000
HALF_WIDTH = "a number over 0 and under 1: half the width of the interval of a difference"
WHOLE = "a whole number in [{}, {}]"


def _setting(default: Any, allowed: str) -> Any:
    return Field(default=default, description=allowed)


class SweepSettings(BaseModel):
    """As in ``hydra.sweeper``; the command line gives them without that prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    params: dict[str, Any] = _setting({}, "axes by name, each as on the command line")
    design: Design = _setting("latin_hypercube", "one of latin_hypercube, sobol")
    samples: Annotated[int, Field(ge=1, le=MOST_SAMPLES)] | None = _setting(
        None, WHOLE.format(1, MOST_SAMPLES)
    )
    design_seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = _setting(
        0, WHOLE.format(0, LARGEST_SEED)
    )
    points: str | list[dict[str, Any]] | None = _setting(
        None, "the name of a CSV file, or a list such as [{seed: 1}, {seed: 2}]"
    )
    precision: Annotated[float, Field(gt=0.0, lt=1.0)] | None = _setting(None, HALF_WIDTH)
    dry_run: bool = _setting(False, "true or false")


KEYS = tuple(name for name in SweepSettings.model_fields if name != "params")
"""What the command line gives as ``name=value``."""


def checked(given: dict[str, Any]) -> SweepSettings:
    """The settings; InputError, one line, where one isn't allowed."""
    try:
        return SweepSettings.model_validate(given)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        field = SweepSettings.model_fields.get(name)
        allowed = "unknown" if field is None else f"must be {field.description}"
        raise InputError(f"{name} = {show(given[name])}: {allowed}") from error
