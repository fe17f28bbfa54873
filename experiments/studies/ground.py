"""Two arms at points of declared ranges over the accepted set, and how they differ there."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from experiments.analysis.answer import PRIMARY
from experiments.analysis.spread import landscape
from experiments.base.errors import InputError
from experiments.config.accepted import accepted_of, points_of
from experiments.config.calibrated import read_settings
from experiments.config.compose import Composed
from experiments.config.hub import HUB, has_hub
from experiments.store import Cell, Spec
from experiments.studies.declared import Setting, Size, refuse_taken
from experiments.studies.ranges import ACCEPTED, Range, Values, arms_at
from sim.parameters import Parameters

TREATED, REFERENCE = "party", "none"
Pair = tuple[Cell, Cell]


class Ground(NamedTuple):
    """Both arms as configured, and at each accepted point."""

    treated: Composed
    reference: Composed
    treated_points: list[Parameters]
    reference_points: list[Parameters]


def ground_of(
    declared: Size,
    study: str,
    ranges: Mapping[str, Range],
    overrides: list[str],
    config_dir: Path | None,
    arms: tuple[str, str] = (TREATED, REFERENCE),
) -> Ground:
    """Both arms, with the declared community, seed and size unless overridden.

    arms: (treated, reference). InputError for what the ranges or the accepted points set, and for
    ranges of the coordinator where the treated arm has none.
    """
    fields = {".".join(name.split(".")[:2]) for name in ranges}
    taken = {"arrangement"} | fields | set(read_settings().paths)
    refuse_taken(overrides, taken, "the declared ranges or the accepted points")
    settings = {name: Setting(arrangement=name) for name in arms}
    one, other = declared.compose(study, settings, overrides, config_dir).values()
    hubs = [name for name in ranges if name.startswith(HUB)]
    if hubs and not has_hub(one.parameters.coordinator):
        raise InputError(f"{hubs[0]}: the arm {one.arrangement} has no hub and can't be given one")
    return Ground(one, other, points_of(one.parameters), points_of(other.parameters))


def specs_at(
    ground: Ground,
    points: Sequence[Values],
    seed: int,
    replicates: int,
    numbers: Iterable[int] | None = None,
    name: str = "",
) -> list[Spec]:
    """Both arms at each point, treated first, named by the point's number.

    numbers: of the points; from 0 on unless said. name: put before the arm's.
    """
    found = []
    numbers = range(len(points)) if numbers is None else numbers
    for number, point in zip(numbers, points, strict=True):
        pair = arms_at(point, ground.treated_points, ground.reference_points)
        for each, parameters in zip((ground.treated, ground.reference), pair, strict=True):
            arm = f"{name}{each.arrangement}-{number:04d}"
            found.append(Spec(parameters, seed, arm, each.community, replicates))
    return found


def paired(cells: Sequence[Cell]) -> list[Pair]:
    """Cells as ``specs_at`` orders them, by point: (treated, reference)."""
    return list(zip(cells[::2], cells[1::2], strict=True))


def point_table(pairs: Sequence[Pair], points: Sequence[Values], replicates: int) -> pd.DataFrame:
    """A row for each point and primary measure: ``landscape``'s numbers, and the point's values.

    Those are what was varied (parts of lists by sector), the accepted point's number, and what
    calibration set there.
    """
    table = landscape(pairs, replicates)
    table = table.loc[table["measure"].isin(PRIMARY), :"reference"]
    values = pd.DataFrame(points)
    base = pairs[0][0].parameters
    calibrated = accepted_of(base).iloc[values[ACCEPTED]].reset_index(drop=True)
    return table.join(values.join(calibrated), on="point").reset_index(drop=True)
