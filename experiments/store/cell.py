"""A cell on disk: one configuration, its replicates in chunks that are whole or don't count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from experiments.base.errors import InputError
from experiments.base.files import checksum, delete, locked, read_json, write_atomically, write_json
from experiments.base.finished import WEEKS, Finished
from experiments.store import chunk as chunks
from experiments.store.chunk import CHUNK, Chunk, DamagedError
from experiments.store.identity import identity
from experiments.store.manifest import MEND, read_manifest, write_manifest
from experiments.store.quantiles import weekly_quantiles
from experiments.store.tables import ALWAYS, decode, encode, merge, put_together
from sim.parameters import Parameters

__all__ = ["CHUNK", "Cell", "Weekly"]
Weekly = Literal["runs", "quantiles", "none"]


@dataclass(frozen=True)
class Cell:
    """One configuration of a study; ``parameters`` are the effective ones.

    replicates: how many were asked for last; None where nobody said. inputs: checksums of input
    files by what they are for.

    Readers return the first ``replicates`` (default: all stored), in order of replicate, and
    leave out what isn't there. They raise InputError for a damaged chunk.
    """

    folder: Path
    parameters: Parameters
    seed: int
    arm: str
    community: str
    replicates: int | None = field(default=None, compare=False)
    inputs: Mapping[str, str] = field(default_factory=dict, hash=False)
    refused: dict[int, str] = field(default_factory=dict, compare=False, repr=False)
    """First replicate of each chunk that was found not to count, and why."""

    @property
    def hash(self) -> str:
        """Name of the folder: hash of what determines the numbers."""
        return self.folder.name

    @property
    def labels(self) -> dict[str, Any]:
        """The cell as a study lists it, but for its parameters."""
        named = {name: getattr(self, name) for name in ("seed", "arm", "community", "replicates")}
        inputs = {"inputs": dict(self.inputs)} if self.inputs else {}
        return {"cell": self.hash, **named, **inputs}

    @property
    def determinants(self) -> dict[str, Any]:
        """All that determines its numbers."""
        return identity(self.parameters, self.seed, self.inputs)

    def missing_chunks(self, replicates: int, weekly: Weekly = "runs") -> dict[int, list[int]]:
        """Replicates still to be run, by the first number of their chunk; failed ones again."""
        starts = range(0, replicates, CHUNK)
        missing = {start: self.missing_from(start, replicates, weekly) for start in starts}
        return {start: numbers for start, numbers in missing.items() if numbers}

    def missing_from(self, start: int, replicates: int, weekly: Weekly = "runs") -> list[int]:
        """Those of the chunk that begins with replicate ``start``; all where no cell is yet."""
        wanted = range(start, min(start + CHUNK, replicates))
        if not self.folder.is_dir():
            return list(wanted)
        weeks = weekly == "runs" or (weekly == "quantiles" and self._stored(replicates) is None)
        chunk = self.chunk(start)
        if chunk.refused is not None:
            self.refused[start] = chunk.refused
        held = chunk.well & chunk.with_weeks if weeks else chunk.well
        return [number for number in wanted if number not in held]

    def has_weeks(self, start: int) -> bool:
        """Whether weekly measures are kept in the chunk that begins with replicate ``start``."""
        return self.folder.is_dir() and bool(self.chunk(start).with_weeks)

    def chunk(self, start: int) -> Chunk:
        """The chunk that begins with this replicate; one of no replicates where none is whole."""
        with locked(self.folder, shared=True):
            return chunks.load(self.folder, start)

    def set_aside_beyond(self, replicates: int) -> None:
        """Let what does not count of chunks after the first ``replicates`` stand in no way: nobody
        runs those again, and readers of the whole cell would be refused for ever."""
        for start in chunks.starts(self.folder):
            if start >= replicates and (reason := self.chunk(start).refused) is not None:
                self.refused[start] = reason
                with locked(self.folder):
                    chunks.set_aside(self.folder, start)

    def write_chunk(self, start: int, new: Sequence[Finished], weekly: Weekly = "runs") -> None:
        """Add finished runs to the chunk that begins with replicate ``start``; all or nothing."""
        if read_manifest(self.folder) is None:
            self.write_manifest()
        with locked(self.folder):
            old = chunks.load(self.folder, start)
            names = list(ALWAYS)
            if weekly != "none" or old.with_weeks:
                names += WEEKS if self.parameters.areas > 1 else ["weekly"]
            tables = {name: merge(name, old.table(name), new) for name in names}
            chunks.write_chunk(self.folder, start, tables, chunks.with_write(old.writes, new))

    def write_manifest(self) -> None:
        """Make the cell's folder and manifest."""
        write_manifest(self.folder, self.determinants, self.labels)

    def condense(self, replicates: int) -> None:
        """Keep the weeks of a complete cell as quantiles over its first replicates only."""
        if self._stored(replicates) is not None or self.missing_chunks(replicates):
            return
        table = pa.Table.from_pandas(self.quantiles(replicates), preserve_index=False)
        data = encode(table.replace_schema_metadata())
        with locked(self.folder):
            write_atomically(self._quantiles_path(replicates), data)
            side = self._quantiles_path(replicates).with_suffix(".json")
            write_json(side, self._quantiles_side(replicates, data))
            for start in range(0, replicates, CHUNK):
                self._drop_weeks(start)

    def runs(self, replicates: int | None = None) -> pd.DataFrame:
        """One row a replicate; status ``ok`` or ``failed`` with stage, error and traceback."""
        return self._read("runs", replicates)

    def projects(self, replicates: int | None = None) -> pd.DataFrame:
        """One row an opportunity."""
        return self._read("projects", replicates)

    def history(self, replicates: int | None = None) -> pd.DataFrame:
        """One row a replicate and week: what breakdown is computed from."""
        return self._read("history", replicates)

    def weekly(self, replicates: int | None = None) -> pd.DataFrame:
        """One row a replicate and week: every other measure; no rows unless kept per run."""
        return self._read("weekly", replicates)

    def areas(self, replicates: int | None = None) -> pd.DataFrame:
        """One row a replicate, area and week, kept with weekly; none where there is one area."""
        return self._read("areas", replicates)

    def quantiles(self, replicates: int) -> pd.DataFrame:
        """Weekly measures over the first replicates: see ``weekly_quantiles``."""
        stored = self._stored(replicates)
        return weekly_quantiles(self.weekly(replicates)) if stored is None else stored

    def _quantiles_path(self, replicates: int) -> Path:
        return self.folder / f"quantiles-{chunks.span(0, replicates)}.parquet"

    def _stored(self, replicates: int) -> pd.DataFrame | None:
        path = self._quantiles_path(replicates)
        expected = read_json(path.with_suffix(".json"))
        data = path.read_bytes() if path.exists() else b""
        sound = (checksum(data), self._quantiles_side(replicates, data))  # the first: as of before
        return decode(data).to_pandas() if expected in sound else None

    def _quantiles_side(self, replicates: int, data: bytes) -> dict[str, Any]:
        return {"cell": self.hash, "replicates": [0, replicates - 1], "sha256": checksum(data)}

    def _drop_weeks(self, start: int) -> None:
        chunk = chunks.load(self.folder, start)
        if chunk.tables:
            kept = {name: decode(chunk.tables[name]) for name in ALWAYS}
            chunks.write_chunk(self.folder, start, kept, chunk.writes)
            for name in WEEKS:
                delete(chunks.table_path(self.folder, name, start))

    def _read(self, name: str, replicates: int | None) -> pd.DataFrame:
        starts = chunks.starts(self.folder)
        wanted = [start for start in starts if replicates is None or start < replicates]
        parts = [self._rows(name, start) for start in wanted]
        held = [part for part in parts if part is not None]
        table = merge(name, put_together(held) if held else None, ())
        frame = table.to_pandas()
        return frame if replicates is None else frame[frame["replicate"] < replicates]

    def _rows(self, name: str, start: int) -> pa.Table | None:
        with locked(self.folder, shared=True):
            try:
                return chunks.read_chunk(self.folder, start, [name]).table(name)
            except DamagedError as error:
                side = chunks.side_path(self.folder, start)
                raise InputError(f"{side}: damaged ({error}); {MEND}") from error
