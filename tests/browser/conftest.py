"""Debian's Chromium, driven by Playwright; skipped by name where either is absent."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running browser without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright: the extra browser")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs chromium: the Debian package chromium")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()
