"""What determines a cell's numbers, and the hash of it that names the cell's folder."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from experiments.config.place.normal import input_checksums
from sim import MODEL_VERSION
from sim.parameters import Coordinator, Organisations, Parameters, Shock, Slate

SCHEMA = 1
"""Version of what determines numbers, as it is hashed."""
FORMAT = 2
"""Of the store's files, told in them since 2, from which on columns go by name. Older ones are read
and resumed, newer ones refused."""
HASH_DIGITS = 16


def _never_there(coordinator: Coordinator, horizon: int) -> bool:
    return coordinator.start_week >= min(coordinator.end_week, horizon)


def _powerless(coordinator: Coordinator) -> bool:
    attention = coordinator.attention + coordinator.co_managers
    return attention == 0 and coordinator.resources * coordinator.pool_rate == 0


def _spared(shock: Shock, horizon: int) -> bool:
    off = Shock(start_week=shock.start_week, duration=shock.duration, area=shock.area)
    return shock == off or shock.start_week >= horizon


def effective(parameters: Parameters) -> Parameters:
    """The same numbers from fewer settings: what can't matter is put back to its default.

    Of one area, it doesn't matter what areas would share, nor which of them a shock strikes. A
    coordinator that is never there, or has no attention (and so no acts and no cost) and fills
    no pool, is no coordinator; a slate that is off has no settings, nor has a shock that is off or
    strikes after the horizon.
    """
    reset: dict[str, Any] = {}
    coordinator = parameters.coordinator
    if _never_there(coordinator, parameters.horizon) or _powerless(coordinator):
        reset["coordinator"] = Coordinator()
    if not parameters.slate.enabled:
        reset["slate"] = Slate()
    if _spared(parameters.shock, parameters.horizon):
        reset["shock"] = Shock()
    if parameters.areas == 1:
        reset["organisations"] = _of_one_area(parameters.organisations)
        if "shock" not in reset:
            reset["shock"] = parameters.shock.model_copy(update={"area": Shock().area})
    return parameters.model_copy(update=reset)


def _of_one_area(organisations: Organisations) -> Organisations:
    default = Organisations()
    sharing = {"shared": default.shared, "shared_growth": default.shared_growth}
    return organisations.model_copy(update=sharing)


def identity(parameters: Parameters, seed: int, inputs: Mapping[str, str]) -> dict[str, Any]:
    """All that determines a cell's numbers; ``inputs`` are checksums of files by their role.

    The tables of a community's own, which parameters may come with, are among them.
    """
    files = {**inputs, **input_checksums(parameters)}
    return _determinants(seed, files, effective(parameters).model_dump(mode="json"))


def hash_of(labels: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """The hash of a cell as it is listed: seed and input files in ``labels``, all parameters.

    ValueError or TypeError where these are no JSON.
    """
    return cell_hash(_determinants(labels["seed"], labels.get("inputs") or {}, parameters))


def _determinants(
    seed: int, inputs: Mapping[str, str], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "model_version": MODEL_VERSION,
        "seed": seed,
        "inputs": inputs,
        "parameters": parameters,
    }


def cell_hash(determinants: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of ``identity``, its first HASH_DIGITS digits."""
    text = json.dumps(determinants, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]
