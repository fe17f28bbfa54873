"""A study on disk: which cells it consists of, each under the name of its arm."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from experiments.base.errors import InputError
from experiments.base.files import locked, one_clear_line, read_json, write_json
from experiments.base.names import refuse_other_case
from experiments.store import index
from experiments.store.cell import Cell
from experiments.store.identity import cell_hash, effective, identity
from experiments.store.index import Listed
from experiments.store.inputs import keep_inputs, kept_place
from experiments.store.manifest import (
    MANIFEST,
    MEND,
    read_manifest,
    refuse_newer,
    refuse_other_versions,
)
from experiments.store.scan import Source
from sim.parameters import Parameters

CELLS = "cells"
Together = Callable[[list[Listed], list[Listed], bool], list[Listed]]
"""What is listed of what was, and of what is wanted; whether what was is but found in folders."""


@dataclass(frozen=True)
class Spec:
    """What makes a cell, and how it is called.

    replicates: how many are asked for. inputs: checksums of input files, by what they are for.
    """

    parameters: Parameters
    seed: int
    arm: str
    community: str
    replicates: int | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)


class Study:
    """The folder of a study. Nothing is written before a cell is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def cells(self) -> list[Cell]:
        """Cells of the study, in the order in which they were opened.

        Raises InputError when there is no study, or it is damaged or of another version.
        """
        return [self._cell(listed) for listed in self._listed()]

    def sources(self) -> list[tuple[Listed, Source]]:
        """What is listed, and where its tables are: for many cells, of which ``cells`` makes more
        than reading needs. Raises as ``cells`` does."""
        return [
            (listed, Source(self._checked(listed), listed.parameters["horizon"]))
            for listed in self._listed()
        ]

    def open_cell(
        self,
        parameters: Parameters,
        seed: int,
        arm: str,
        community: str,
        inputs: Mapping[str, str] | None = None,
        replicates: int | None = None,
    ) -> Cell:
        """The cell of this configuration, listed: see ``Spec`` and ``open_cells``."""
        cell = self.plan_cell(parameters, seed, arm, community, inputs, replicates)
        self.add([cell])
        return cell

    def open_cells(self, specs: Iterable[Spec]) -> list[Cell]:
        """A cell for each spec, in their order, listed in the study.

        The study's index is locked and written once, or not at all when it lists them already;
        a cell's folder is made when its first chunk is written.
        """
        cells = self._planned(specs)
        self.add(cells)
        return cells

    def open_study(self, specs: Iterable[Spec]) -> list[Cell]:
        """As ``open_cells``, of a study that holds one cell an arm: see ``refuse_swap``.

        They are listed after those of other arms; of these arms, no others are.
        """
        cells = self._planned(specs)
        self.refuse_swap(cells)
        self._list(cells, _one_an_arm)
        return cells

    def _planned(self, specs: Iterable[Spec]) -> list[Cell]:
        return [
            self.plan_cell(s.parameters, s.seed, s.arm, s.community, s.inputs, s.replicates)
            for s in specs
        ]

    def plan_cell(
        self,
        parameters: Parameters,
        seed: int,
        arm: str,
        community: str,
        inputs: Mapping[str, str] | None = None,
        replicates: int | None = None,
    ) -> Cell:
        """The cell of this configuration; nothing is written.

        InputError where its manifest is of another version.
        """
        determinants = identity(parameters, seed, inputs or {})
        folder = self.path / CELLS / cell_hash(determinants)
        read_manifest(folder)
        labels = (seed, arm, community, replicates, determinants["inputs"])
        return Cell(folder, effective(parameters), *labels)

    def begin(self, cell: Cell) -> None:
        """Make a planned cell's folder and manifest, unless they are there."""
        if read_manifest(cell.folder) is None:
            cell.write_manifest()

    def add(self, cells: Iterable[Cell]) -> None:
        """List planned cells after those that are listed; what is asked of them last counts.

        Where the index is damaged, it is made again from the manifests, and manifests from it.
        """
        self._list(list(cells), _all)

    def _list(self, cells: Sequence[Cell], together: Together) -> None:
        for cell in cells:
            if cell.folder.exists():
                self.begin(cell)
        refuse_other_case(self.path)
        with one_clear_line(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        keep_inputs(self.path, (cell.parameters.place for cell in cells))
        with locked(self.path):
            try:
                before = self._listed() if self._index.exists() else []
                damaged = False
            except DamagedIndexError:
                before, damaged = self._from_manifests(), True
            after = together(before, list(map(_as_listed, cells)), damaged)
            if damaged or after != before:
                self._save(after)

    def changed_tables(self, community: str, inputs: Mapping[str, str]) -> list[str]:
        """Tables of a community that have another content than when it was last listed here."""
        if not self._index.exists():
            return []
        try:
            listed = [each for each in self._listed() if each.labels["community"] == community]
        except DamagedIndexError:
            return []
        before = (listed[-1].labels.get("inputs") or {}) if listed else inputs
        names = sorted({*before, *inputs})
        return [name for name in names if before.get(name) != inputs.get(name)]

    def refuse_swap(self, cells: Sequence[Cell]) -> None:
        """InputError where an arm is listed with another cell than it would be with these.

        A study holds one cell an arm, else it would tell of something else than before. Where
        only a community's own tables changed, the new cell takes the old one's place.
        """
        if not self._index.exists():
            return
        try:
            before = self._listed()
        except DamagedIndexError:
            return  # opening cells mends it
        wanted = {cell.arm: _as_listed(cell) for cell in cells}
        for old in before:
            arm = old.labels["arm"]
            if arm in wanted and (what := _otherwise(old, wanted[arm])):
                raise InputError(
                    f"{self.path}: holds the arm {arm} with {what};"
                    " name another study: --study NAME"
                )

    def orphans(self) -> list[str]:
        """Hashes of cells that have a folder here and are not listed."""
        listed = {each.labels["cell"] for each in self._listed()}
        found = (path.parent.name for path in (self.path / CELLS).glob(f"*/{MANIFEST}"))
        return sorted(name for name in found if name not in listed)

    def drop(self, hashes: Collection[str]) -> None:
        """List these cells no longer, of whatever version; their folders stay."""
        with locked(self.path):
            content = read_json(self._index)
            refuse_newer(self._index, content)
            cells = [entry for entry in content["cells"] if entry["cell"] not in hashes]
            self._save(self._decoded({**content, "cells": cells}))

    def cell(self, name: str) -> Cell:
        """The cell of an arm, or of a hash that begins with ``name``. InputError unless one."""
        cells = self._listed()
        found = [each for each in cells if each.labels["arm"] == name]
        found = found or [each for each in cells if name and each.labels["cell"].startswith(name)]
        if len(found) != 1:
            known = ", ".join(f"{each.labels['arm']} ({each.labels['cell']})" for each in cells)
            many = "more than one cell" if found else "no such cell"
            raise InputError(f"cell = {name}: {many} in {self.path}; there are: {known}")
        return self._cell(found[0])

    @property
    def _index(self) -> Path:
        return self.path / "study.json"

    def _save(self, cells: Sequence[Listed]) -> None:
        write_json(self._index, index.encode(cells))

    def _listed(self) -> list[Listed]:
        content = read_json(self._index)
        if content is None and not self._index.exists():
            raise InputError(f"{self._index}: no study is there")
        if isinstance(content, dict):
            refuse_other_versions(self._index, content)
        return self._decoded(content)

    def _decoded(self, content: object) -> list[Listed]:
        try:
            return index.decode(content)
        except (LookupError, TypeError, AttributeError) as error:
            raise DamagedIndexError(f"{self._index}: damaged; {MEND}") from error
        except ValueError as error:
            raise DamagedIndexError(f"{self._index}: damaged ({error}); {MEND}") from error

    def _from_manifests(self) -> list[Listed]:
        folders = sorted(path.parent for path in (self.path / CELLS).glob(f"*/{MANIFEST}"))
        manifests = (read_manifest(folder) for folder in folders)
        return [index.of_manifest(manifest) for manifest in manifests if manifest]

    def _cell(self, listed: Listed) -> Cell:
        folder = self._checked(listed)
        labels = {key: value for key, value in listed.labels.items() if key != "cell"}
        try:
            parameters = Parameters.model_validate(listed.parameters)
            place = kept_place(self.path, listed.labels.get("inputs") or {})
            return Cell(folder, parameters.model_copy(update={"place": place}), **labels)
        except (TypeError, ValidationError) as error:
            raise InputError(f"{self._index}: damaged; {MEND}") from error

    def _checked(self, listed: Listed) -> Path:
        """The cell's folder. InputError where its manifest is of another version."""
        folder = self.path / CELLS / str(listed.labels["cell"])
        read_manifest(folder)
        return folder


class DamagedIndexError(InputError):
    """The index of a study can't be read; opening cells mends it."""


def _otherwise(old: Listed, new: Listed) -> str:
    """What makes the listed cell another one; nothing where only its own tables changed."""
    for key in ("community", "seed"):
        if old.labels[key] != new.labels[key]:
            return f"{key} = {old.labels[key]}, not {new.labels[key]}"
    tables = old.labels.get("inputs") != new.labels.get("inputs")
    first, second = index.varying([old, new])
    if tables or not first:
        return ""
    name = next(iter(first))
    return f"{name} = {first[name]}, not {second[name]}"


def _all(before: list[Listed], wanted: list[Listed], damaged: bool) -> list[Listed]:
    """In the order listed so far; where none is known any more, in that asked for."""
    known = {listed.key: listed for listed in before}
    mine = {listed.key: listed for listed in wanted}
    return list(({**mine, **known, **mine} if damaged else {**known, **mine}).values())


def _one_an_arm(before: list[Listed], wanted: list[Listed], damaged: bool) -> list[Listed]:
    arms = {listed.labels["arm"] for listed in wanted}
    return [*(listed for listed in before if listed.labels["arm"] not in arms), *wanted]


def _as_listed(cell: Cell) -> Listed:
    return Listed(cell.labels, cell.determinants["parameters"])
