"""What the model gave when its version was last raised: a trace to compare with, exactly."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from small import PARTY, small, tables

from sim import MODEL_VERSION
from sim.model import run
from sim.parameters import Parameters
from sim.measure.records import RunId, RunRecord
from sim.base.vocabulary import End

FOLDER = Path(__file__).parent / "baseline"
CASES = {
    "none": {},
    "party": PARTY,
    "blind": {**PARTY, "coordinator.informed": False},
    "slate": {**PARTY, "slate.enabled": True},
}
RUN = RunId(0, 2)


def trace_of(parameters: Parameters) -> dict[str, Any]:
    """What a run gave: readable totals, and a digest of every bit of every table."""
    record = run(parameters, RUN)
    ends = np.bincount(record.projects["end"], minlength=len(End))
    return {
        "ends": {end.name.lower(): int(ends[end]) for end in End},
        "served": record.history["served"].tolist(),
        "formed": record.history["formed"].tolist(),
        "transaction_cost": float(record.weekly["transaction_cost"].sum(dtype=float)),
        "participation_at_end": float(record.weekly["participation"][-1]),
        "digest": digest(record),
    }


def digest(record: RunRecord) -> str:
    """SHA-256 of all columns, in order of name."""
    found = hashlib.sha256()
    for name, column in sorted(tables(record).items()):
        found.update(name.encode() + column.tobytes())
    return found.hexdigest()


def path_of(case: str) -> Path:
    return FOLDER / f"{case}.json"


def read(case: str) -> dict[str, Any]:
    return json.loads(path_of(case).read_text(encoding="utf-8"))


def parameters_in(stored: dict[str, Any]) -> Parameters:
    """The stored case's own parameters: a change of defaults is no change of the model."""
    return Parameters.model_validate_json(json.dumps(stored["parameters"]))


def write(case: str) -> None:
    """Store a case as the model gives it now, with today's defaults."""
    parameters = small(CASES[case])
    stored = {
        "model_version": MODEL_VERSION,
        "parameters": parameters.model_dump(mode="json"),
        "trace": trace_of(parameters),
    }
    path_of(case).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
