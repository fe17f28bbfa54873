"""The model as it was before the whole week was compiled: from the repository's history, run in a
process of its own, so that it and today's can take turns."""

import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

BEFORE = "1e58eb4"
REPOSITORY = Path(__file__).parents[2]
FOLDERS = ("sim", "experiments", "configs", "tests/benchmarks")
SERVE = """
import json, sys
from functools import cache
from sim.base.kernel_cache import place_kernel_cache
place_kernel_cache()
from experiments.config.compose import compose
from sim.model import run
from sim.records import RunId
from tests.benchmarks.workload import household_week, of_size, warm_model
parameters = cache(lambda line: compose(json.loads(line)).parameters)
party = parameters('["arrangement=party"]')
warm = cache(lambda line: warm_model(of_size(party, json.loads(line))))
for line in sys.stdin:
    run(parameters(line), RunId(0, 1)) if line.startswith("[") else household_week(warm(line))
    print(flush=True)
"""
RunBefore = Callable[[list[str] | int], None]
"""Runs a configuration, named by its overrides, once; or one week of so many households alone."""


@contextmanager
def model_before() -> Iterator[RunBefore | None]:
    """What runs the model of then; None where the repository's history isn't here."""
    source = _source()
    if source is None:
        yield None
        return
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(source)) as files:
            files.extractall(folder, filter="data")
        with _started(Path(folder)) as run:
            yield run


def _source() -> bytes | None:
    git = shutil.which("git")
    if git is None:
        return None
    archive = [git, "-C", str(REPOSITORY), "archive", BEFORE, *FOLDERS]
    found = subprocess.run(archive, capture_output=True)
    return found.stdout if found.returncode == 0 else None


@contextmanager
def _started(folder: Path) -> Iterator[RunBefore]:
    command, pipe = [sys.executable, "-c", SERVE], subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        asked, answered = process.stdin, process.stdout

        def run(what: list[str] | int) -> None:
            print(json.dumps(what), file=asked, flush=True)
            if not answered.readline():
                raise RuntimeError(f"the model of {BEFORE} ended")

        yield run
        asked.close()
