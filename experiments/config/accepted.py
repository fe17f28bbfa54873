"""The points that calibration accepted, as adopted in ``configs/``."""

import pandas as pd

from experiments.base.errors import InputError
from experiments.base.files import checksum
from experiments.base.settings import CONFIGS
from experiments.config.calibrated import STRUCTURE, at, read_settings
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
    """Every accepted point: rules of its set, calibrated parameters, ``weight``, ``stationary``.

    InputError where nothing was accepted yet.
    """
    path = CONFIGS / ACCEPTED
    if not path.exists():
        raise InputError(f"{path}: no accepted set; run coprod calibrate --adopt first")
    return pd.read_csv(path)


def accepted_of(base: Parameters) -> pd.DataFrame:
    """The accepted points of the set of rules that ``base`` has, a column a calibrated parameter.

    InputError where that set has none.
    """
    settings, points = read_settings(), accepted_points()
    rules = base.structure.model_dump()
    own = {rule: rules[rule.removeprefix(STRUCTURE)] for rule in settings.rules}
    chosen = points[(points[settings.rules] == pd.Series(own)).all(axis=1)]
    if chosen.empty:
        levels = ", ".join(f"{rule}={level}" for rule, level in own.items())
        raise InputError(f"{levels}: calibration accepted no point of these rules")
    return chosen[settings.paths].reset_index(drop=True)


def points_of(base: Parameters) -> list[Parameters]:
    """``base`` at each accepted point of its set. InputError as for ``accepted_of``."""
    points = accepted_of(base)
    return [at(base, point) for point in points.to_dict("records")]
