"""Tests compile into the cache that the commands use: placed before anything imports numba."""

from pathlib import Path

import matplotlib
import pytest
from hypothesis import settings

from experiments.base.kernel_cache import place_kernel_cache

place_kernel_cache()
matplotlib.use("Agg")
settings.register_profile("coprod", deadline=None, derandomize=True)
settings.load_profile("coprod")


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands run in a folder of the test's own, in their first language."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPROD_LANG", raising=False)
