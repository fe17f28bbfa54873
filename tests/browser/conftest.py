"""Debian's Chromium, driven by Playwright; skipped by name where either is absent."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from page_server import Server, Tab
from root import ROOT

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


@pytest.fixture(scope="module")
def server(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page's server, with a folder of studies of its own."""
    pytest.importorskip("solara", reason="needs the extra app")
    running = Server(tmp_path_factory.mktemp("page") / "results")
    yield running
    running.stop()


@pytest.fixture
def tabs(browser: Any, server: Server) -> Iterator[Callable[..., Tab]]:
    """Opens tabs, each in its own session, and sees that none complained or asked elsewhere."""
    opened: list[Tab] = []

    def open_tab(query: str, width: int = 1440) -> Tab:
        opened.append(Tab(browser, server, query, width))
        return opened[-1]

    yield open_tab
    for tab in opened:
        tab.close()
    assert [tab.errors for tab in opened] == [[]] * len(opened)
    assert [tab.elsewhere() for tab in opened] == [[]] * len(opened)


@pytest.fixture(scope="module")
def study(server: Server) -> str:
    """Name of a small comparison in the server's folder, made by the command line."""
    command = [sys.executable, "-m", "experiments.commands.cli", "compare", "community=village"]
    command += ["arms=[none,party]", "replicates=4", "horizon=104", "--study", "small"]
    subprocess.run(
        [*command, "--out", str(server.results)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True,
    )  # fmt: skip
    return "small"
