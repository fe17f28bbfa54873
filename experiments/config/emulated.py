"""How emulators are fitted and judged, as declared."""

from typing import Annotated

from pydantic import Field

from sim.parameters.fields import Group


class Emulated(Group):
    """fitted_on: points from which lengths are fitted; steps: of that, at most; held_out: share of
    the points by which an emulator is judged."""

    fitted_on: Annotated[int, Field(ge=2, le=10_000)]
    steps: Annotated[int, Field(ge=1, le=100_000)]
    held_out: Annotated[float, Field(gt=0.0, lt=1.0)]
