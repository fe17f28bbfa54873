"""What was asked of a study: every sweep with its axes and rule, and which cell is which point."""

from dataclasses import asdict
from typing import Any

from experiments.base.errors import InputError
from experiments.base.files import locked, one_clear_line, read_json, write_json
from experiments.run.sweep.axes import Axis
from experiments.run.sweep.looks import Rule
from experiments.run.sweep.plan import Plan
from experiments.store import Study
from experiments.store.manifest import MANIFEST
from sim import MODEL_VERSION

FILE = "sweep.json"
Json = dict[str, Any]


def write_manifest(plan: Plan, rule: Rule | None, weekly: str) -> None:
    """Add this sweep, and its cells by point, to the study's ``sweep.json``.

    ``sweeps``: each sweep once, as asked, its stopping rule too. ``points``: a row a cell and
    point, which joins tables ``using (cell)``. Sweeps on one folder keep each other's entries.
    """
    folder = plan.study.path
    with one_clear_line(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        old = read_json(folder / FILE)
        asked = _asked(plan, rule, weekly)
        sweeps = [*(each for each in _entries(old, "sweeps") if each != asked), asked]
        points = _points(plan, _entries(old, "points"))
        write_json(folder / FILE, {"sweeps": sweeps, "points": points})


def _entries(content: Any, key: str) -> list[Json]:
    """Entries of a list of an index of whatever shape: what is damaged of it is left out."""
    entries = content.get(key) if isinstance(content, dict) else None
    return [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []


def refuse_other_version(study: Study, accept: bool) -> None:
    """InputError when the study lists cells that another version of the model made.

    Accepted, they are listed no longer and stay as they are: the version is in a cell's hash, so
    this version's cells are run anew in folders of their own.
    """
    index = read_json(study.path / "study.json")
    made_by = index.get("model_version", MODEL_VERSION) if isinstance(index, dict) else None
    hashes = [each.get("cell") for each in _entries(index, "cells")]
    versions = {cell: _version(study, cell, made_by) for cell in hashes if isinstance(cell, str)}
    others = [cell for cell, version in versions.items() if version != MODEL_VERSION]
    if others and not accept:
        raise InputError(
            f"{study.path}: {len(others)} cells are of model version {versions[others[0]]}, this "
            f"program's is {MODEL_VERSION}; name another study, or run all anew in this one with "
            "--accept-other-version"
        )
    if others:
        study.drop(others)


def _version(study: Study, cell: str, listed: object) -> object:
    """A cell's model version; as listed, where it has no manifest or a damaged one."""
    manifest = read_json(study.path / "cells" / cell / MANIFEST)
    return manifest.get("model_version") if isinstance(manifest, dict) else listed


def _asked(plan: Plan, rule: Rule | None, weekly: str) -> dict[str, Any]:
    settings = plan.settings.model_dump(exclude={"params", "dry_run", "precision"})
    axes = {axis.key: _values(axis) for axis in plan.axes if axis.key not in ("processes",)}
    found = {"model_version": MODEL_VERSION, "axes": axes, "weekly": weekly, **settings}
    stop = None if rule is None else {**asdict(rule), "looks": list(rule.looks)}
    return found | {"replicates": plan.replicates, "stop": stop}


def _values(axis: Any) -> Any:
    if isinstance(axis, Axis):
        return list(axis.values)
    return {"low": axis.low, "high": axis.high, "log": axis.log}


def _points(plan: Plan, old: list[Json]) -> list[Json]:
    new = [
        {"cell": row.cell.hash, "arm": row.arm, "community": row.cell.community, **row.values}
        for row in plan.rows
    ]
    known = {repr(sorted(each.items())) for each in new}
    return [*(each for each in old if repr(sorted(each.items())) not in known), *new]
