"""Twenty people at once on one page: right answers, no error, nothing that grows by visits."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_server import SOON, Server, Tab

from experiments.commands.cli import main
from experiments.words.speech import speak

pytest.importorskip("solara", reason="needs the extra app")

SESSIONS, CANCELLED, STUDIES = 20, 6, 2
"""Those who don't stop ask for one of a few studies, in two languages; who stops, for one alone."""
CHOICES = "lang={lang}&community=village&arms=none,party&replicates=2&set=horizon:104&seed={seed}"
STOP = ".run button:not(.main)"
PATIENCE = 1_200_000
"""Milliseconds: what all ask for is computed, two at a time."""
FILES_MORE, MEMORY_MORE = 12, 1.15
"""What a second visit of all may leave open, and the share of memory it may take more."""


@pytest.fixture
def own_server(browser: Any, tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "results")
    yield running
    assert "Traceback" not in running.stop()[1]


def held(server: Server) -> tuple[int, int]:
    """Open files of the server, and its memory in kB."""
    process = Path("/proc") / str(server.process.pid)
    status = (process / "status").read_text()
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return len(os.listdir(process / "fd")), int(memory.split()[1])


def seed_of(session: int) -> int:
    """The luck a session asks for."""
    return session if session >= SESSIONS - CANCELLED else session % STUDIES


def lang_of(session: int) -> str:
    """The language a session reads."""
    return ("en", "zh")[session // STUDIES % 2]


def visit(browser: Any, server: Server) -> list[str]:
    """All compose at once, run, some stop, all reload; the answers of those that didn't stop."""
    tabs = []
    for session in range(SESSIONS):
        choices = CHOICES.format(lang=lang_of(session), seed=seed_of(session))
        tabs.append(Tab(browser, server, choices))
    for tab in tabs:
        tab.page.locator(".run button.main").first.click()
    for tab in tabs[-CANCELLED:]:
        tab.page.locator(STOP).click(timeout=SOON)
    for tab in tabs:
        tab.until_address("study=")  # a page that is loaded again before it was heard asks nothing
        tab.page.reload()
        tab.page.wait_for_selector("header.head", timeout=SOON)
    for session in range(SESSIONS - CANCELLED, SESSIONS):
        tabs[session].until(speak(lang_of(session))("app.stage.stopped"), SOON)
    answers = [answer(tab) for tab in tabs[:-CANCELLED]]
    for tab in tabs:
        tab.page.goto("about:blank")
        assert tab.errors == []
        tab.close()
    return answers


def answer(tab: Tab) -> str:
    """How much it says that the arms differ, once all has run."""
    how_much = tab.page.locator(".answer-of-study .line").nth(1)
    how_much.wait_for(timeout=PATIENCE)
    return str(how_much.inner_text())


def tables(study: Path) -> dict[str, bytes]:
    return {str(p.relative_to(study)): p.read_bytes() for p in study.rglob("*.parquet")}


def test_twenty_compose_run_cancel_and_reload_at_once(
    browser: Any, own_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = visit(browser, own_server)
    before = held(own_server)
    again = visit(browser, own_server)
    after = held(own_server)
    print(f"files and kB of memory after one visit of all {before}, after two {after}")
    assert again == first
    for session, told in enumerate(first):
        assert told == first[session % (2 * STUDIES)]
    assert len(set(first)) == 2 * STUDIES
    assert after[0] <= before[0] + FILES_MORE
    assert after[1] <= before[1] * MEMORY_MORE
    studies = [tables(path.parent) for path in own_server.results.glob("page-*/study.json")]
    for seed in range(STUDIES):
        whole = ["community=village", "arms=[none,party]", "replicates=2", "horizon=104"]
        assert main(["compare", *whole, f"seed={seed}", "--study", f"own{seed}"]) == 0
        assert tables(Path(f"results/own{seed}")) in studies


def test_a_server_that_is_killed_leaves_no_worker(browser: Any, own_server: Server) -> None:
    tab = Tab(browser, own_server, CHOICES.format(lang="en", seed=1).replace("=2&", "=200&"))
    tab.page.locator(".run button.main").first.click()
    tab.until_bar()
    assert own_server.workers()
    os.kill(own_server.process.pid, signal.SIGKILL)
    own_server.process.wait()
    assert own_server.left() == []
    tab.close()
