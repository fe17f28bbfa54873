"""One small run whose answer is known: does the model compute here what was tested?

Equal to the bit is promised within one platform and one set of versions. Elsewhere the last digits
of an exponential or a sum may differ, and a decision with them; that is told as what it is.
"""

import hashlib
import platform
from collections.abc import Callable
from pathlib import Path

import numpy as np

from experiments.base.files import read_json, write_json
from experiments.run.doctor.finding import Finding, Level
from experiments.run.doctor.software import installed
from sim import MODEL_VERSION
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters

STORED = Path(__file__).with_name("known_answer.json")
SEED, REPLICATE = 0, 0
COUNTED = ("end", "end_week", "formed_week", "members", "rounds", "served")
"""Columns of projects that are whole numbers."""
MEASURED = ("size", "transaction_cost", "spent", "lost", "misplaced")
COMPUTED_WITH = ("numpy", "numba", "llvmlite", "scipy")
Run = Callable[[Parameters, RunId], RunRecord]


def known_parameters() -> Parameters:
    """A small community with a coordinator, for a year."""
    return Parameters.model_validate(
        {
            "horizon": 52,
            "community": {"households": 200, "buildings": 12},
            "coordinator": {
                "attention": 24.0, "mobilisation": 1.0, "guidance": 1.0, "resources": 1.0,
                "integration": 1.0,
            },
        }
    )  # fmt: skip


def model_run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """The model; imported when it is run."""
    from sim.simulation import run

    return run(parameters, run_id)


def digest(record: RunRecord) -> str:
    """SHA-256 of the bits of what happened to every project, and of net value by week."""
    found = hashlib.sha256()
    for name in (*COUNTED, *MEASURED):
        values = np.ascontiguousarray(record.projects[name])
        found.update(f"{name} {values.dtype} {len(values)}\0".encode() + values.tobytes())
    found.update(np.ascontiguousarray(record.history["net_value"]).tobytes())
    return found.hexdigest()


def here() -> dict[str, str]:
    """What an answer may depend on: platform, Python and what computes."""
    versions = {name: installed(name) or "-" for name in COMPUTED_WITH}
    python = ".".join(platform.python_version_tuple()[:2])
    machine = f"{platform.system()} {platform.machine()}"
    return {"platform": machine, "python": python, **versions}


def known_answer(run: Run = model_run, stored: Path = STORED) -> Finding:
    """Equal; different where platform or versions differ (a note); different all the same."""
    expected = read_json(stored)
    if not isinstance(expected, dict) or expected.get("model_version") != MODEL_VERSION:
        return Finding("answer.unknown", Level.NOTE, {"version": MODEL_VERSION})
    found = digest(run(known_parameters(), RunId(SEED, REPLICATE)))
    odd = [
        f"{name} {value} ({expected['made_with'].get(name, '-')})"
        for name, value in here().items()
        if value != expected["made_with"].get(name)
    ]
    values = {"sum": found[:12], "expected": str(expected["digest"])[:12], "odd": ", ".join(odd)}
    if found == expected["digest"]:
        return Finding("answer.elsewhere" if odd else "answer", Level.OK, values)
    level = Level.NOTE if odd else Level.PROBLEM
    return Finding("answer.differs" if odd else "answer.wrong", level, values)


def main() -> None:
    """Store the answer of this machine: ``python -m experiments.run.doctor.known_answer``."""
    found = digest(model_run(known_parameters(), RunId(SEED, REPLICATE)))
    content = {"model_version": MODEL_VERSION, "digest": found, "made_with": here()}
    write_json(STORED, content)


if __name__ == "__main__":
    main()
