"""Experiments that were carried out are kept, each by itself, so that a stopped study goes on."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.analysis.statistics import Estimate
from experiments.base.files import one_clear_line, read_json, write_json
from experiments.store.identity import HASH_DIGITS
from experiments.studies.replicate_found import Found
from sim import MODEL_VERSION

FOLDER = "experiments"
FORMAT = 1
"""Of what is kept, and of what the experiments compute; raised where either changes."""


def path_of(study: Path, name: str, determinants: Mapping[str, Any]) -> Path:
    """The file of an experiment, named by all that determines it."""
    whole = {"format": FORMAT, "model_version": MODEL_VERSION, **determinants}
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    return study / FOLDER / f"{name}-{digest[:HASH_DIGITS]}.json"


def keep(path: Path, found: Found) -> None:
    """Write what an experiment came to."""
    columns = list(found.curves[0])
    content = {
        "columns": columns,
        "curves": [[_plain(row[name]) for name in columns] for row in found.curves],
        "estimates": {
            name: [*map(float, (each.value, each.low, each.high, each.error)), int(units)]
            for name, (each, units) in found.estimates.items()
        },
    }
    with one_clear_line(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, content)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def kept(path: Path) -> Found | None:
    """What is kept of an experiment; None where nothing is, or it is damaged."""
    content = read_json(path)
    try:
        estimates = {
            name: (Estimate(*numbers), units)
            for name, (*numbers, units) in content["estimates"].items()
        }
        columns, rows = content["columns"], content["curves"]
        return Found([dict(zip(columns, row, strict=True)) for row in rows], estimates)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
