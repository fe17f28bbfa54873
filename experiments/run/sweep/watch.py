"""Progress of jobs that run elsewhere, seen from the store: which chunks have changed."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.run.progress import Meter
from experiments.store import Cell

SECONDS_BETWEEN_LOOKS = 2.0


@contextmanager
def watching(cells: Sequence[Cell], meter: Meter) -> Iterator[None]:
    """Tell the meter of the runs of these cells that are stored meanwhile."""
    store, stop = Stored(cells), threading.Event()

    def watch() -> None:
        while not stop.wait(SECONDS_BETWEEN_LOOKS):
            tell()

    def tell() -> None:
        if new := store.new():
            meter(new)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        tell()


class Stored:
    """How many runs each chunk holds; its file is read again only when it has changed."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.chunks: dict[str, tuple[int, int]] = {}
        self.new()

    def new(self) -> int:
        """Runs that were stored since it was last called."""
        before = self._runs()
        for cell in self.cells:
            for path in cell.folder.glob("runs-*.parquet"):
                changed = path.stat().st_mtime_ns
                if self.chunks.get(str(path), (None, 0))[0] != changed:
                    self.chunks[str(path)] = (changed, _rows(path))
        return self._runs() - before

    def _runs(self) -> int:
        return sum(runs for _, runs in self.chunks.values())


def _rows(path: Path) -> int:
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowInvalid):  # damaged: it is run again
        return 0
