"""Tests compile into the cache that the commands use: placed before anything imports numba.

Collecting is most of a short run, so: Mesa comes first, for it looks through all modules that there
are; tests' bytecode, whose asserts take seconds to write anew, is kept beside the kernels where it
isn't kept beside the sources, for processes that tests start too; and garbage is not looked for
among what stays.
"""

import atexit
import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from refusing import Refused

from sim.base.kernel_cache import place_kernel_cache

os.environ["MPLBACKEND"] = "Agg"
kernels = place_kernel_cache()
if sys.dont_write_bytecode and kernels is not None:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(kernels.parent / "coprod-tests")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
import mesa  # noqa: E402, F401

settings.register_profile("coprod", deadline=None, derandomize=True)
settings.load_profile("coprod")
SELDOM = 50_000
"""Objects after which garbage is looked for: at Python's 700, a fiftieth of the time goes there."""
gc.disable()
atexit.register(gc.unfreeze)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands run in a folder of the test's own, in their first language."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)


@pytest.fixture
def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Exit status 2, one line of error, nothing shown and nothing written."""
    from experiments.commands.cli import main

    def line(*arguments: str) -> str:
        before = sorted(tmp_path.rglob("*"))
        capsys.readouterr()
        assert main(list(arguments)) == 2
        captured = capsys.readouterr()
        assert captured.out == "" and captured.err.count("\n") == 1
        assert "Traceback" not in captured.err
        assert sorted(tmp_path.rglob("*")) == before
        return captured.err

    return line
