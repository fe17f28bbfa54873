"""What a stored run of a sweep costs: coprod's sweep, Mesa's batches, EMA's experiments.

Each program sweeps recorded runs of the village of a known price and stores what comes of them, in
two processes; a sweep of few runs and one of many tell what a run more costs, and the start.
"""

import csv
import io
import os
import pickle
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from experiments.config.compose import compose
from experiments.store import Study
from sim.measure.records import RunId
from sim.simulation import run
from tests.benchmarks import stand_in
from tests.benchmarks.diffusion.driver import BENCH, OWN, ROOT
from tests.benchmarks.scale.recorded import ARMS, FILE, SECONDS
from tests.benchmarks.sweep import children

RUNS = (400, 1_600)
REPLICATES = 100
"""Of each cell of coprod's sweep, which has as many cells as the runs need."""
ROUNDS = 3
MS = 1e3


class Way(NamedTuple):
    """A program's sweep: its interpreter, how it is begun, what it keeps and in what form."""

    python: Path
    module: str
    kept: str
    form: str
    package: str


NUMBERS, WEEKS = "numbers", "weeks"
COPROD = "coprod"
WAYS: Mapping[str, Way] = {
    COPROD: Way(
        OWN, "tests.benchmarks.stand_in", "numbers, weeks, opportunities",
        "Parquet by 25 runs, with checksums", "coprod",
    ),
    "mesa_numbers": Way(OWN, "benchmarks.scale.mesa_batch", NUMBERS, "one Parquet", "mesa"),
    "mesa_weeks": Way(OWN, "benchmarks.scale.mesa_batch", WEEKS, "one Parquet", "mesa"),
    "ema_numbers": Way(
        BENCH, "benchmarks.scale.ema_experiments", NUMBERS, "one tar.gz of CSV", "ema_workbench"
    ),
    "ema_weeks": Way(
        BENCH, "benchmarks.scale.ema_experiments", WEEKS, "one tar.gz of CSV", "ema_workbench"
    ),
}  # fmt: skip
Handed = dict[str, tuple[dict[str, float], dict[str, list[float]]]]


class NotStored(Exception):
    """A sweep that didn't store what its runs handed over."""


def record(folder: Path) -> Handed:
    """Run the village once with each arm, for runs to come; the environment tells where."""
    stand_in.record(folder / "records")
    handed = {}
    for arm in ARMS:
        found = run(compose(["community=village", f"arrangement={arm}"]).parameters, RunId(0, 0))
        handed[arm] = found.run, {name: each.tolist() for name, each in found.history.items()}
    (folder / "handed").write_bytes(pickle.dumps(handed))
    os.environ[FILE] = str(folder / "handed")
    return handed


def command(way: Way, runs: int, folder: Path) -> list[str]:
    """The words that begin a sweep of so many runs, stored in a folder."""
    begin = [str(way.python), "-m", way.module]
    if way.package != COPROD:
        return [*begin, str(runs), way.kept, str(folder / "sweep")]
    replicates = min(REPLICATES, runs // len(ARMS))
    seeds = runs // len(ARMS) // replicates
    axes = [f"arrangement={','.join(ARMS)}", f"seed=range(0,{seeds})", f"replicates={replicates}"]
    where = ["--out", str(folder), "--study", "sweep", "processes=2"]
    return [*begin, "sweep", "community=village", *axes, *where]


def swept(way: Way, runs: int, handed: Handed) -> dict[str, float]:
    """Processor seconds of a whole sweep, which stored all."""
    paths = os.pathsep.join((str(ROOT / "tests"), str(ROOT)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        before = children()
        subprocess.run(
            command(way, runs, folder),
            env={**os.environ, "PYTHONPATH": str(ROOT) if way.package == COPROD else paths},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        took = children() - before
        check(way, runs, folder, handed)
    return {"runs": runs, "processor": took}


def check(way: Way, runs: int, folder: Path, handed: Handed) -> None:
    """NotStored unless every run is there, by the sum of one of its columns."""
    weekly = way.kept != NUMBERS
    each = [
        sum(weeks["served"]) if weekly else one["opportunities"] for one, weeks in handed.values()
    ]
    expected = sum(each) * (runs // len(each))
    found = total(way, folder / "sweep", "served" if weekly else "opportunities")
    if found != expected:
        raise NotStored(f"{way.module}: {found} stored in all, {expected} handed over")


def total(way: Way, path: Path, column: str) -> float:
    """The sum of a column over all that is stored."""
    if way.package == COPROD:
        tables = [cell.history() for cell in Study(path).cells()]
        return float(sum(sum(table[column].to_numpy()) for table in tables))
    if way.package == "mesa":
        return float(pq.read_table(path)[column].to_numpy().sum())
    with tarfile.open(path) as archive:
        (name,) = (name for name in archive.getnames() if name.startswith(column))
        found = archive.extractfile(name)
        assert found is not None
        rows = [*csv.reader(io.TextIOWrapper(found))][name.endswith(".csv") :]  # else no header
        return sum(float(value) for row in rows for value in row)


def costs(few: Mapping[str, float], many: Mapping[str, float]) -> dict[str, float]:
    """Seconds of the processor. beyond: those of a run more, beyond its price; start: of no run."""
    a_run = (many["processor"] - few["processor"]) / (many["runs"] - few["runs"])
    return {"beyond": a_run - SECONDS, "start": few["processor"] - few["runs"] * a_run}


def measure(rounds: int = ROUNDS, runs: Sequence[int] = RUNS) -> dict[str, Any]:
    """Costs of each way, round by round in turns."""
    ways = {name: way for name, way in WAYS.items() if way.python.exists()}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    with TemporaryDirectory() as folder:
        handed = record(Path(folder))
        for _ in range(rounds):
            for name, way in ways.items():
                few, many = (swept(way, number, handed) for number in runs)
                found[name].append(costs(few, many))
    return found


def table(found: Mapping[str, Sequence[Mapping[str, float]]], versions: Mapping[str, str]) -> str:
    """Markdown: what a run costs each way (median, least, most), over coprod's; the start."""
    costs_of = ["a run beyond its price, ms (least, most)", "ratio", "start, s"]
    rows = [["version", "kept of a run", "as", *costs_of], ["---"] * 3 + ["---:"] * 3]
    for name, each in found.items():
        way, beyond = WAYS[name], [one["beyond"] for one in each]
        ratio = median(a / b["beyond"] for a, b in zip(beyond, found[COPROD], strict=True))
        middle, least, most = (of(beyond) * MS for of in (median, min, max))
        rows.append([
            f"{way.package} {versions[way.package]}", way.kept, way.form,
            f"{middle:.2f} ({least:.2f}, {most:.2f})", f"{ratio:.2f}",
            f"{median(one['start'] for one in each):.1f}",
        ])  # fmt: skip
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    absent = [way.package for name, way in WAYS.items() if name not in found]
    return "\n".join([*lines, *(f"\nNot run: {name}." for name in dict.fromkeys(absent))])
