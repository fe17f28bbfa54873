"""Run a case and say what came out. All that the baseline needs of the model is imported here."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim import MODEL_VERSION
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from sim.parameters.place import HouseholdTable, OpenNeeds, OrganisationTable, Place
from sim.simulation import run
from tests.baseline.data import Case, Cases, nested, thawed

__all__ = ["MODEL_VERSION", "digests", "outcome"]
TABLES = ("projects", "history", "weekly", "areas")
PLACE_TABLES = {
    "households": HouseholdTable,
    "organisations": OrganisationTable,
    "open_needs": OpenNeeds,
}


def outcome(cases: Cases, case: Case) -> dict[str, Any]:
    """What a case gives now, as ``digests.json`` keeps it: digests, and totals where it has them.

    A case that doesn't run gives its error: it differs, and the others are compared all the same.
    """
    try:
        record = run(parameters_of(cases, case), RunId(case.seed, case.replicate))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    found: dict[str, Any] = {"digests": digests(record)}
    return {**found, "totals": totals(record)} if case.readable else found


def parameters_of(cases: Cases, case: Case) -> Parameters:
    """The case's own parameters in full: a change of defaults is no change of the model."""
    tree = nested({**cases.base, **case.changes})
    given = cases.places[case.place] if case.place is not None else None
    if given is None:
        return Parameters.model_validate(tree)
    return Parameters.model_validate({**tree, "place": place_of(given, str(case.place))})


def place_of(given: Mapping[str, Any], name: str) -> Place:
    """A community's own tables as stored; told from others by its name in the list."""
    parts = thawed(given)
    for part, table in PLACE_TABLES.items():
        if parts[part] is not None:
            parts[part] = table(**parts[part])
    return Place(**parts, texts={"baseline": name})


def digests(record: RunRecord) -> dict[str, str]:
    """One SHA-256 a table: names in order, types, shapes and every bit."""
    run_values = {name: float(value).hex() for name, value in record.run.items()}
    found = {"run": _sha256(json.dumps(run_values, sort_keys=True).encode())}
    for table in TABLES:
        found[table] = _sha256(*_parts(getattr(record, table)))
    return found


def _parts(columns: Mapping[str, np.ndarray]) -> Iterator[bytes]:
    for name, column in sorted(columns.items()):
        yield f"{name} {column.dtype.str} {column.shape}\n".encode()
        yield column.tobytes()


def _sha256(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def totals(record: RunRecord) -> dict[str, Any]:
    """A few numbers that a reader understands, so that a difference says something."""
    codes, counts = np.unique(record.projects["end"], return_counts=True)
    return {
        "ends": {str(code): int(count) for code, count in zip(codes, counts, strict=True)},
        "served": record.history["served"].tolist(),
        "formed": record.history["formed"].tolist(),
        "transaction_cost": float(record.weekly["transaction_cost"].sum(dtype=float)),
        "participation_at_end": float(record.weekly["participation"][-1]),
    }
