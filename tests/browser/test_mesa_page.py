"""Mesa's own page over the model: it shows agents, steps, and resets by a slider."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_server import LATER, SOON
from root import ROOT

HERE = Path(__file__).parent


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def address(browser: Any) -> Iterator[str]:
    """Where the page is served."""
    pytest.importorskip("solara", reason="needs the extra app")
    pytest.importorskip("altair", reason="needs altair, which mesa.visualization imports")
    port = free_port()
    command = [sys.executable, "-m", "solara", "run", str(HERE / "mesa_page.py"), "--no-open"]
    server = subprocess.Popen(
        [*command, "--production", "--host", "127.0.0.1", "--port", str(port)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    assert any("Solara server is starting at" in line for line in server.stdout)
    yield f"http://127.0.0.1:{port}/"
    server.terminate()
    server.communicate(timeout=SOON / 1000)


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of its own, opened."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    for _ in range(50):  # the server says where it is before it listens
        try:
            opened.goto(address)
            break
        except Exception:
            opened.wait_for_timeout(200)
    opened.wait_for_selector("text=Step: 0", timeout=LATER)
    yield opened
    context.close()


def shown(page: Any, name: str) -> float:
    """A number that the page shows after a name."""
    text = page.inner_text("body")
    found = re.search(rf"{name}: (-?[\d.]+)", text)
    assert found is not None, text
    return float(found[1])


def test_the_page_shows_agents_steps_and_resets_by_a_slider(page: Any) -> None:
    for kind in ("Administration", "Firm", "SocialOrganisation", "ResidentGroup"):
        page.wait_for_selector(f"text=/{kind}: [1-9]/", timeout=SOON)
    assert shown(page, "ResidentGroup") == 6 and shown(page, "Coordinator") == 1
    assert shown(page, "attention") == 0
    before = shown(page, "stocks")
    for week in range(1, 4):
        page.get_by_role("button", name="Step", exact=True).click()
        page.wait_for_selector(f"text=Step: {week}", timeout=LATER)
    assert shown(page, "stocks") != before

    slider = page.get_by_role("slider").nth(2)
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_selector("text=Step: 0", timeout=SOON)
    page.wait_for_selector("text=attention: 5", timeout=SOON)
    assert shown(page, "stocks") == before
    page.get_by_role("button", name="Step", exact=True).click()
    page.wait_for_selector("text=Step: 1", timeout=SOON)
    assert "error" not in page.inner_text("body").lower()
