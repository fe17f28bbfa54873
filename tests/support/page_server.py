"""The page's server as a user starts it, and a tab that notes what it asks for and complains of."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from root import ROOT
from sessions import others_alive

SOON, LATER = 60_000, 300_000
"""Milliseconds: for what takes a moment, and for what is computed; generous on a busy machine."""
GONE = 5.0
"""Seconds in which all workers end after their server has."""


SHOTS = os.environ.get("COPROD_SCREENSHOTS")
"""A folder to keep pictures of every view in."""


class Server:
    """``coprod app`` on a free port, with its own folder of studies."""

    def __init__(self, results: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "experiments.commands.cli",
            "app",
            "--no-browser",
            "--port",
            "0",
        ]
        self.results = results
        self.process = subprocess.Popen(
            [*command, "--out", str(results)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", self.process.stdout.readline())
        assert found is not None
        self.address = found[0]

    def workers(self) -> list[int]:
        """Processes of its session that are alive, itself apart."""
        return others_alive(self.process.pid)

    def left(self) -> list[int]:
        """Workers that are still there when those about to end have had a moment for it."""
        begin = time.monotonic()
        while self.workers() and time.monotonic() - begin < GONE:
            time.sleep(0.1)
        return self.workers()

    def stop(self) -> tuple[int, str]:
        """As Ctrl-C in a terminal does, to all processes at once; exit status and errors."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        _, errors = self.process.communicate(timeout=SOON / 1000)
        return self.process.returncode, errors


class Tab:
    """A page in a browser session of its own."""

    def __init__(self, browser: Any, server: Server, query: str = "", width: int = 1440) -> None:
        self.server = server
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.open(query)

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, query: str) -> None:
        """Go to an address of the page."""
        self.page.goto(f"{self.server.address}?{query}")
        self.page.wait_for_selector("header.head", timeout=SOON)

    def button(self, name: str) -> Any:
        """The button of this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def arm(self, name: str) -> Any:
        """The box of an arrangement."""
        return self.page.locator(f"#arm-{name}")

    def until(self, text: str, timeout: int = LATER) -> None:
        """Wait until a text is seen."""
        self.page.get_by_text(text).first.wait_for(timeout=timeout)

    def until_address(self, part: str) -> None:
        """Wait until the address holds this."""
        self.page.wait_for_function(
            "part => decodeURIComponent(location.search).includes(part)", arg=part, timeout=SOON
        )

    def until_bar(self) -> None:
        """Wait until the bar tells of finished runs."""
        bar = "(document.querySelector('.going progress[value]') || {}).value > 0"
        self.page.wait_for_function(bar, timeout=LATER)

    def elsewhere(self) -> list[str]:
        """What was asked of anybody but the server."""
        own = self.server.address.removeprefix("http://")
        allowed = (f"http://{own}", f"ws://{own}", "data:", "blob:")
        return [url for url in self.asked if not url.startswith(allowed)]

    def unfold(self) -> None:
        """Open everything that is folded."""
        for fold in self.page.query_selector_all("details"):
            fold.evaluate("fold => fold.open = true")

    def watch(self, week: int) -> None:
        """In the tab Watch: run the replicate, and go to a week."""
        self.page.locator(".buttons button.main").click()
        scrub = self.page.locator(".scrub input")
        scrub.wait_for(timeout=LATER)
        scrub.evaluate(
            "(bar, week) => { bar.value = week; bar.dispatchEvent(new Event('input')); }", week
        )

    def shot(self, name: str) -> None:
        """A picture to look at, where a folder for them is named."""
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)

    def close(self) -> None:
        self.context.close()
