"""The points that calibration accepted, as adopted in ``configs/``."""

import numpy as np
import pandas as pd

from experiments.base.errors import InputError
from experiments.base.files import checksum
from experiments.base.settings import CONFIGS
from experiments.config.calibrated import at, read_settings
from sim.base.kernel_cache import source_of
from sim.parameters import Parameters

ACCEPTED = "accepted.csv"
RESULT = "accepted.json"


def accepted_hash() -> str | None:
    """SHA-256 of the frozen set of accepted points, whatever ends its lines; None before there is
    one."""
    path = CONFIGS / ACCEPTED
    return checksum(source_of(path)) if path.exists() else None


def accepted_points() -> pd.DataFrame:
    """What calibration set at each accepted point, a column a parameter. InputError where nothing
    was accepted yet."""
    path = CONFIGS / ACCEPTED
    if not path.exists():
        raise InputError(f"{path}: no accepted set; run coprod calibrate --adopt first")
    return pd.read_csv(path)[read_settings().paths]


def points_of(base: Parameters) -> list[Parameters]:
    """``base`` at each accepted point. InputError as for ``accepted_points``."""
    points = accepted_points()
    return [at(base, list(points), point) for point in points.to_numpy(np.float64)]
