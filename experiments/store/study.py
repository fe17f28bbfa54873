"""A study on disk: which cells it consists of, each under the name of its arm."""

import subprocess
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from pydantic import ValidationError

from experiments.errors import InputError
from experiments.store.cell import Cell
from experiments.store.files import locked, one_clear_line, read_json, write_json
from experiments.store.identity import SCHEMA, cell_hash, effective, identity
from sim import MODEL_VERSION
from sim.parameters import Parameters

LIBRARIES = ("mesa", "numpy", "numba", "networkx", "pydantic", "pyarrow", "pandas")
MANIFEST = "manifest.json"
Entry = dict[str, Any]


def _commit() -> str | None:
    """The commit of the source, when it is in a git repository."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


@cache
def _made_with() -> dict[str, Any]:
    from experiments.calibration.accept import accepted_hash  # which in turn uses the store

    versions = {name: version(name) for name in LIBRARIES}
    return {
        "versions": {"python": python_version(), **versions},
        "commit": _commit(),
        "accepted_set": accepted_hash(),
    }


def _refuse_other_versions(path: Path, manifest: Mapping[str, Any]) -> None:
    for key, ours in (("schema", SCHEMA), ("model_version", MODEL_VERSION)):
        if manifest.get(key) != ours:
            raise InputError(
                f"{path}: {key} = {manifest.get(key)}, this program's is {ours}; "
                "read it with the version that made it, or name another study"
            )


class Study:
    """The folder of a study. Nothing is written before ``open_cell``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def cells(self) -> list[Cell]:
        """Cells of the study, in the order in which they were opened.

        Raises InputError when there is no study, a manifest is damaged or of another version.
        """
        return [self._cell(entry) for entry in self._entries()]

    def open_cell(
        self,
        parameters: Parameters,
        seed: int,
        arm: str,
        community: str,
        inputs: Mapping[str, str] | None = None,
    ) -> Cell:
        """The cell of this configuration, made when it isn't there, and listed in the study.

        inputs: checksums of the contents of input files, by what they are used for.
        """
        cell = self.plan_cell(parameters, seed, arm, community, inputs)
        self.begin(cell, inputs)
        self.add([cell])
        return cell

    def plan_cell(
        self,
        parameters: Parameters,
        seed: int,
        arm: str,
        community: str,
        inputs: Mapping[str, str] | None = None,
    ) -> Cell:
        """The cell of this configuration; nothing is written."""
        folder = self.path / "cells" / cell_hash(identity(parameters, seed, inputs or {}))
        return Cell(folder, effective(parameters), seed, arm, community)

    def begin(self, cell: Cell, inputs: Mapping[str, str] | None = None) -> None:
        """Make a planned cell's folder and manifest, unless they are there."""
        with one_clear_line(cell.folder):
            cell.folder.mkdir(parents=True, exist_ok=True)
        determinants = identity(cell.parameters, cell.seed, inputs or {})
        labels = {"arm": cell.arm, "community": cell.community}
        self._write_manifest(cell.folder, determinants, labels)

    def add(self, cells: Sequence[Cell]) -> None:
        """List begun cells in the study, after those that are listed already."""
        with locked(self.path):
            entries = self._entries() if self._index.exists() else []
            listed = {_key(entry): entry for entry in entries}
            for entry in map(_entry, cells):
                listed.setdefault(_key(entry), entry)
            if len(listed) > len(entries):
                self._save(list(listed.values()))

    def keep_only(self, cells: Sequence[Cell]) -> None:
        """List these cells only, in this order; folders of others stay, unlisted."""
        with locked(self.path):
            self._save([_entry(cell) for cell in cells])

    def drop(self, hashes: Collection[str]) -> None:
        """List these cells no longer; their folders stay."""
        with locked(self.path):
            self._save([entry for entry in self._entries() if entry["cell"] not in hashes])

    def cell(self, name: str) -> Cell:
        """The cell of an arm, or of a hash that begins with ``name``. InputError unless one."""
        cells = self.cells()
        found = [cell for cell in cells if cell.arm == name]
        found = found or [cell for cell in cells if name and cell.hash.startswith(name)]
        if len(found) != 1:
            known = ", ".join(f"{cell.arm} ({cell.hash})" for cell in cells)
            many = "more than one cell" if found else "no such cell"
            raise InputError(f"cell = {name}: {many} in {self.path}; there are: {known}")
        return found[0]

    def _write_manifest(
        self, folder: Path, determinants: dict[str, Any], labels: dict[str, str]
    ) -> None:
        path = folder / MANIFEST
        manifest = read_json(path)
        if isinstance(manifest, dict):
            _refuse_other_versions(path, manifest)
        else:
            write_json(path, {"cell": folder.name, **determinants, **labels, **_made_with()})

    @property
    def _index(self) -> Path:
        return self.path / "study.json"

    def _save(self, entries: list[Entry]) -> None:
        write_json(self._index, {"schema": SCHEMA, "cells": entries})

    def _entries(self) -> list[Entry]:
        content = read_json(self._index)
        if not isinstance(content, dict):
            state = "damaged" if self._index.exists() else "no study is there"
            raise InputError(f"{self._index}: {state}")
        entries: list[Entry] = content["cells"]
        return entries

    def _cell(self, entry: Entry) -> Cell:
        folder = self.path / "cells" / entry["cell"]
        path = folder / MANIFEST
        manifest = read_json(path)
        if not isinstance(manifest, dict):
            raise InputError(f"{path}: missing or damaged; run the same command again to mend it")
        _refuse_other_versions(path, manifest)
        try:
            parameters = Parameters.model_validate(manifest["parameters"])
        except (KeyError, ValidationError) as error:
            raise InputError(f"{path}: not a manifest of this program") from error
        return Cell(folder, parameters, entry["seed"], entry["arm"], entry["community"])


def _entry(cell: Cell) -> Entry:
    return {"cell": cell.hash, "seed": cell.seed, "arm": cell.arm, "community": cell.community}


def _key(entry: Entry) -> tuple[Any, ...]:
    return entry["cell"], entry["seed"], entry["arm"], entry["community"]
