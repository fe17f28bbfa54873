"""A cell on disk: one configuration, its replicates in chunks that are whole or don't count."""

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from experiments.errors import InputError
from experiments.store.files import checksum, locked, read_json, write_atomically, write_json
from experiments.store.quantiles import weekly_quantiles
from experiments.store.tables import ALWAYS, Finished, decode, encode, merge
from sim.parameters import Parameters

CHUNK = 25
"""Replicates in a chunk; part of the format."""
Weekly = Literal["runs", "quantiles", "none"]


@dataclass(frozen=True)
class Chunk:
    """What a valid chunk holds: replicates that ended well, that failed, that have weeks."""

    well: frozenset[int]
    failed: frozenset[int]
    with_weeks: frozenset[int]
    made: dict[str, Any]
    tables: dict[str, pa.Table]


EMPTY = Chunk(frozenset(), frozenset(), frozenset(), {}, {})


def _span(start: int, count: int = CHUNK) -> str:
    return f"{start:05d}-{start + count - 1:05d}"


def _made(new: Sequence[Finished], old: dict[str, Any]) -> dict[str, Any]:
    seconds = old.get("seconds", {}) | {str(run.replicate): round(run.seconds, 3) for run in new}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"finished": now, "machine": platform.platform(), "seconds": seconds}


@dataclass(frozen=True)
class Cell:
    """One configuration of a study; ``parameters`` are the effective ones.

    Readers return the first ``replicates`` (default: all stored), in order of replicate, and
    leave out what isn't there. They raise InputError for a damaged chunk.
    """

    folder: Path
    parameters: Parameters
    seed: int
    arm: str
    community: str

    @property
    def hash(self) -> str:
        """Name of the folder: hash of what determines the numbers."""
        return self.folder.name

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
        chunk = self._chunk(start) or EMPTY
        held = chunk.well & chunk.with_weeks if weeks else chunk.well
        return [number for number in wanted if number not in held]

    def write_chunk(self, start: int, new: Sequence[Finished], weekly: Weekly = "runs") -> None:
        """Add finished runs to the chunk that begins with replicate ``start``; all or nothing."""
        with locked(self.folder):
            old = self._load(start) or EMPTY
            names = list(ALWAYS)
            if weekly != "none" or old.with_weeks:
                names.append("weekly")
            tables = {name: merge(name, old.tables.get(name), new) for name in names}
            self._save(start, tables, _made(new, old.made))

    def condense(self, replicates: int) -> None:
        """Keep the weeks of a complete cell as quantiles over its first replicates only."""
        if self._stored(replicates) is not None or self.missing_chunks(replicates):
            return
        table = pa.Table.from_pandas(self.quantiles(replicates), preserve_index=False)
        data = encode(table.replace_schema_metadata())
        with locked(self.folder):
            write_atomically(self._quantiles_path(replicates), data)
            write_json(self._quantiles_path(replicates).with_suffix(".json"), checksum(data))
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

    def quantiles(self, replicates: int) -> pd.DataFrame:
        """Weekly measures over the first replicates: see ``weekly_quantiles``."""
        stored = self._stored(replicates)
        return weekly_quantiles(self.weekly(replicates)) if stored is None else stored

    def _path(self, table: str, start: int) -> Path:
        return self.folder / f"{table}-{_span(start)}.parquet"

    def _side(self, start: int) -> Path:
        return self.folder / f"chunk-{_span(start)}.json"

    def _quantiles_path(self, replicates: int) -> Path:
        return self.folder / f"quantiles-{_span(0, replicates)}.parquet"

    def _stored(self, replicates: int) -> pd.DataFrame | None:
        path = self._quantiles_path(replicates)
        expected = read_json(path.with_suffix(".json"))
        data = path.read_bytes() if path.exists() else b""
        return decode(data).to_pandas() if expected == checksum(data) else None

    def _save(self, start: int, tables: dict[str, pa.Table], made: dict[str, Any]) -> None:
        data = {name: encode(table) for name, table in tables.items()}
        for name, content in data.items():
            write_atomically(self._path(name, start), content)
        sums = {name: checksum(content) for name, content in data.items()}
        write_json(self._side(start), {"cell": self.hash, "sha256": sums, "made": made})

    def _drop_weeks(self, start: int) -> None:
        chunk = self._load(start)
        if chunk is not None:
            kept = {name: chunk.tables[name] for name in ALWAYS}
            self._save(start, kept, chunk.made)
            self._path("weekly", start).unlink(missing_ok=True)

    def _chunk(self, start: int) -> Chunk | None:
        with locked(self.folder, shared=True):
            return self._load(start)

    def _load(self, start: int) -> Chunk | None:
        """The chunk, or None where there is none that is whole and of this cell."""
        try:
            sums, made = self._sums(start)
            tables = {name: self._verified(name, start, sums) for name in sums}
        except (ValueError, OSError):
            return None
        return _described(tables, made)

    def _sums(self, start: int) -> tuple[dict[str, str], dict[str, Any]]:
        """Checksums by table and how the chunk was made. ValueError unless whole and ours."""
        side = read_json(self._side(start))
        if not (isinstance(side, dict) and side.keys() >= {"cell", "sha256", "made"}):
            raise ValueError("no chunk")
        if side["cell"] != self.hash or not side["sha256"].keys() >= set(ALWAYS):
            raise ValueError("of another cell")
        return side["sha256"], side["made"]

    def _verified(self, name: str, start: int, sums: dict[str, str]) -> pa.Table:
        data = self._path(name, start).read_bytes()
        if checksum(data) != sums[name]:
            raise ValueError(f"{name}: not what was written")
        return decode(data)

    def _starts(self) -> Iterator[int]:
        for path in sorted(self.folder.glob("chunk-*.json")):
            yield int(path.name.split("-")[1])

    def _read(self, name: str, replicates: int | None) -> pd.DataFrame:
        parts = [self._rows(name, start) for start in self._starts()]
        table = merge(name, pa.concat_tables(parts) if parts else None, ())
        frame = table.to_pandas()
        return frame if replicates is None else frame[frame["replicate"] < replicates]

    def _rows(self, name: str, start: int) -> pa.Table:
        with locked(self.folder, shared=True):
            try:
                sums, _ = self._sums(start)
                return self._verified(name, start, sums) if name in sums else merge(name, None, ())
            except (ValueError, OSError) as error:
                message = "damaged; run the same command again to mend it"
                raise InputError(f"{self._side(start)}: {message}") from error


def _described(tables: dict[str, pa.Table], made: dict[str, Any]) -> Chunk:
    runs = tables["runs"].select(["replicate", "status"]).to_pydict()
    status = dict(zip(runs["replicate"], runs["status"], strict=True))
    well = frozenset(number for number, state in status.items() if state == "ok")
    weeks = tables["weekly"]["replicate"].unique().to_pylist() if "weekly" in tables else []
    return Chunk(well, frozenset(status) - well, frozenset(weeks), made, tables)
