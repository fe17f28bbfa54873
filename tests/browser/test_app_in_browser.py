"""The page in a real browser, as somebody uses it who doesn't program."""

import io
import os
import re
import shutil
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_server import LATER, SOON, Server, Tab

from experiments.cli import main
from experiments.place.check import check_place

pytest.importorskip("solara", reason="needs the extra app")

SMALL = "lang=en&community=village&arms=none,party&replicates=4&set=horizon:104"
LONG = "lang=en&community=jinsong_north&arms=none,blind_hub,placebo,party&replicates=200"
SHOTS = os.environ.get("COPROD_SCREENSHOTS")
"""A folder to keep pictures of every tab in, to look at."""
UNNAMED = """() => [...document.querySelectorAll('button,a,input,select,summary,[role=button]')]
    .filter(e => e.offsetParent !== null || e.tagName === 'g')
    .filter(e => !(e.innerText || e.getAttribute('aria-label') || e.labels && e.labels.length
        && [...e.labels].some(l => l.innerText.trim()) || e.querySelector('title')))
    .map(e => e.outerHTML.slice(0, 120))"""
FAINT = """() => {
    const curve = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = c => curve(c / 255);
    const parse = t => (t.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
    const lum = c => .2126 * light(c[0]) + .7152 * light(c[1]) + .0722 * light(c[2]);
    const behind = e => { for (; e; e = e.parentElement) {
        const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
    const found = [];
    for (const e of document.querySelectorAll('.coprod *')) {
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        const off = e.closest('[disabled]') || e.querySelector('[disabled]');
        if (!own || !e.offsetParent || off) continue;
        const a = lum(parse(getComputedStyle(e).color)), b = lum(behind(e));
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < 4.5) found.push([e.outerHTML.slice(0, 100), ratio]);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def server(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("page") / "results")
    yield running
    running.stop()


@pytest.fixture
def tabs(browser: Any, server: Server) -> Iterator[Any]:
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


def shot(tab: Tab, name: str) -> None:
    if SHOTS:
        tab.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def study_of(tab: Tab) -> str:
    """The study in the tab's address."""
    found = re.search(r"study=([\w-]+)", tab.page.url)
    assert found is not None
    return found[1]


def get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        data: bytes = answer.read()
    return data


def test_from_choices_to_a_downloaded_report_and_after_a_reload(tabs: Any, server: Server) -> None:
    begin = time.monotonic()
    tab: Tab = tabs("lang=en&community=village&set=horizon:104")
    tab.button("Run the comparison").wait_for(timeout=SOON)
    print(f"first page {time.monotonic() - begin:.1f} s")
    begin, bars = time.monotonic(), set()
    tab.button("Run the comparison").click()
    tab.button("Stop").wait_for(timeout=SOON)
    while not tab.page.query_selector(".coprod-report .lead"):
        assert time.monotonic() - begin < LATER / 1000
        bar = tab.page.query_selector(".going progress[value]")
        if bar is not None:
            bars.add(bar.evaluate("bar => bar.value"))
        tab.page.wait_for_timeout(50)
    print(
        f"from click to answer {time.monotonic() - begin:.1f} s, {len(bars)} positions of the bar"
    )
    assert len(bars) > 5
    answer = tab.page.inner_text(".coprod-report .lead")
    assert answer.startswith("Of 100 opportunities")

    tab.page.reload()
    tab.until(answer)
    link = tab.page.get_by_role("link", name=re.compile("Report"))
    link.wait_for(timeout=LATER)
    with tab.page.expect_download() as waiting:
        link.click()
    report = Path(waiting.value.path()).read_text("utf-8")
    assert report.startswith("<!doctype html>") and answer in report
    tab.until("Done")
    assert tab.page.locator(".coprod-report figure img").count() > 5
    tables = get(f"{server.address}coprod/files/{study_of(tab)}/tables.zip")
    assert "comparison_differences.csv" in zipfile.ZipFile(io.BytesIO(tables)).namelist()
    command = tab.page.inner_text(".command code")
    assert command.startswith("coprod compare community=village") and "horizon=104" in command
    shot(tab, "answer-en-1440")
    tab.button("中文").click()
    tab.page.wait_for_function(
        "/[\u4e00-\u9fff]/.test(document.querySelector('.coprod-report .lead').innerText)",
        timeout=SOON,
    )
    shot(tab, "answer-zh-1440")


def test_the_language_switch_keeps_the_choices(tabs: Any) -> None:
    tab: Tab = tabs(SMALL.replace("none,party", "none,placebo,party"))
    tab.button("中文").click()
    tab.button("运行比较").wait_for(timeout=SOON)
    assert tab.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert tab.page.get_by_label("安慰剂").is_checked()
    assert "lang=zh" in tab.page.url and "arms=none,placebo,party" in tab.page.url
    tab.button("English").click()
    tab.button("Run the comparison").wait_for(timeout=SOON)


def test_a_comparison_is_stopped_and_goes_on_after_a_reload(tabs: Any) -> None:
    tab: Tab = tabs(LONG)
    tab.button("Run the comparison").click()
    tab.until_bar()
    tab.page.reload()
    tab.until_bar()
    tab.button("Stop").click()
    tab.until("Stopped. Finished runs are kept", SOON)
    assert tab.button("Run the comparison").is_enabled()
    tab.button("Run the comparison").click()
    tab.until_bar()
    tab.button("Stop").click()
    tab.until("Stopped. Finished runs are kept", SOON)


def test_two_sessions_do_not_mix(tabs: Any) -> None:
    first, second = tabs(SMALL), tabs(SMALL.replace("village", "sanhe_nanli"))
    first.page.get_by_label("placebo").check()
    first.until_address("arms=none,placebo,party")
    first.button("Run the comparison").click()
    first.button("Stop").wait_for(timeout=SOON)
    second.page.get_by_label("Seed").fill("9")
    second.page.get_by_label("Seed").press("Tab")
    second.until_address("seed=9")
    assert second.page.locator(".going").count() == 0
    assert not second.page.get_by_label("placebo").is_checked()
    assert "seed=0" in first.page.url and "study=" not in second.page.url
    first.button("Stop").click()


def test_a_slider_is_turned_by_keyboard_and_set_back(tabs: Any) -> None:
    tab: Tab = tabs(SMALL)
    tab.page.locator("summary").first.press("Enter")
    slider = tab.page.get_by_label("attention before formalism (B)", exact=True)
    assert slider.get_attribute("aria-valuetext") == "24 acts per week"
    for _ in range(3):
        slider.press("ArrowRight")
    tab.until_address("coordinator.attention:27")
    assert slider.get_attribute("aria-valuetext") == "27 acts per week"
    back = tab.page.get_by_role("button", name="Set attention before formalism (B) back")
    back.press("Enter")
    tab.page.wait_for_function("!location.search.includes('coordinator.attention')")


def test_too_few_and_too_many_arrangements_cannot_be_run(tabs: Any) -> None:
    tab: Tab = tabs(SMALL)
    tab.page.get_by_label("party hub").uncheck()
    tab.until("Choose two to four arrangements.", SOON)
    assert tab.button("Run the comparison").is_disabled()
    for name in ("placebo", "blind hub", "party hub"):
        tab.page.get_by_label(name, exact=True).check()
    tab.until_address("arms=none,blind_hub,placebo,party")
    tab.page.locator("label.check input:disabled").first.wait_for(timeout=SOON)
    assert tab.page.get_by_label("blind pool").is_disabled()


def test_one_replicate_is_watched_by_keyboard(tabs: Any) -> None:
    tab: Tab = tabs("lang=en&tab=watch&community=village&watch=1&set=horizon:104")
    tab.button("Show it").press("Enter")
    scrub = tab.page.locator(".scrub input")
    scrub.wait_for(timeout=LATER)
    scrub.press("End")
    tab.until("Week 103", SOON)
    tab.button("One week back").press("Enter")
    tab.until("Week 102", SOON)
    scrub.press("Home")
    tab.button("Play").click()
    tab.until("Week 2", SOON)
    tab.button("Pause").click()
    scrub.evaluate("bar => { bar.value = 60; bar.dispatchEvent(new Event('input')); }")
    project = tab.page.get_by_role("button", name=re.compile("^Project")).first
    project.press("Enter")
    assert "starts a project of size" in tab.page.inner_text(".story")
    arms = tab.page.locator(".arms article")
    assert arms.count() == 2 and arms.nth(1).locator(".hub").count() == 1
    assert arms.nth(0).locator(".hub").count() == 0
    shot(tab, "watch-en-1440")


def test_the_library_opens_filters_and_compares(tabs: Any, server: Server) -> None:
    tab: Tab = tabs("lang=en&tab=library")
    name = next(path.parent.name for path in server.results.glob("*/study.json"))
    search = tab.page.get_by_label("Show those with these words")
    search.fill("no such words")
    tab.until("0 of", SOON)
    search.fill(name)
    tab.until("1 of", SOON)
    tab.button(f"Open {name}").click()
    tab.page.wait_for_selector(".answer-of-study .going", timeout=SOON)
    assert f"open={name}" in tab.page.url
    tab.page.get_by_text("Compare two of them").press("Enter")
    tab.page.get_by_label("Reference").select_option(f"{name}/none")
    tab.page.get_by_label("Compared with it").select_option(f"{name}/party")
    tab.button("Compare").last.click()
    tab.until(f"{name}/party compared with {name}/none", SOON)
    tab.page.wait_for_selector(".coprod-report .lead", timeout=LATER)
    shot(tab, "library-en-1440")


def test_a_bad_community_shows_all_its_problems_and_a_good_one_is_chosen(
    tabs: Any, tmp_path: Path
) -> None:
    assert main(["init", str(tmp_path / "mine")]) == 0
    good = shutil.make_archive(str(tmp_path / "good"), "zip", tmp_path / "mine")
    (tmp_path / "mine" / "needs.csv").write_text("group,category\nnobody,nothing\n")
    (tmp_path / "mine" / "ties.csv").write_text("who\nsomebody\n")
    expected = [problem.say("en") for problem in check_place(tmp_path / "mine")]
    bad = shutil.make_archive(str(tmp_path / "bad"), "zip", tmp_path / "mine")
    tab: Tab = tabs(SMALL)
    tab.page.get_by_text("Bring a community of your own").press("Enter")
    tab.page.get_by_label("Files or a ZIP").set_input_files(bad)
    tab.page.wait_for_selector(".problems li", timeout=SOON)
    assert tab.page.locator(".problems li").all_inner_texts() == expected and len(expected) > 1
    assert "place=" not in tab.page.url
    shot(tab, "upload-en-1440")
    tab.page.get_by_label("Files or a ZIP").set_input_files(good)
    tab.until_address("place=mine-")
    tab.page.wait_for_function(
        "document.querySelector('form.form select').value.endsWith('/mine')", timeout=SOON
    )


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("part", ["compare", "watch", "library"])
def test_every_control_is_named_readable_and_inside_the_page(
    tabs: Any, part: str, lang: str, width: int
) -> None:
    tab: Tab = tabs(f"lang={lang}&tab={part}&community=village&watch=1&set=horizon:104", width)
    tab.page.wait_for_selector(".form", timeout=SOON)
    for fold in tab.page.query_selector_all("details"):
        fold.evaluate("fold => fold.open = true")
    if part == "watch":
        tab.page.locator("button.main").first.click()
        tab.page.wait_for_selector(".player", timeout=LATER)
        tab.page.locator(".scrub input").press("End")
    assert tab.page.evaluate(UNNAMED) == []
    assert tab.page.evaluate(FAINT) == []
    wide = tab.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1]
    shot(tab, f"{part}-{lang}-{width}")


@pytest.mark.parametrize(
    "path",
    [
        "coprod/files/../../../etc/passwd",
        "coprod/files/%2e%2e/%2e%2e/etc/passwd",
        "coprod/files//etc/passwd",
        "static/public/../../pyproject.toml",
        "static/%2e%2e/%2e%2e/pyproject.toml",
        "_solara/cdn/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_no_path_leads_out(server: Server, path: str) -> None:
    try:
        data = get(server.address + path)
    except urllib.error.HTTPError as error:
        assert error.code in (404, 405)
    else:
        assert b"root:" not in data and b"[project]" not in data


def test_ctrl_c_stops_server_and_workers_and_the_study_is_found_again(
    browser: Any, tmp_path: Path
) -> None:
    server = Server(tmp_path / "results")
    tab = Tab(browser, server, LONG)
    tab.button("Run the comparison").click()
    tab.until_bar()
    query = tab.page.url.partition("?")[2]
    tab.close()
    status, errors = server.stop()
    assert (status, errors) == (0, "")
    assert server.workers() == []
    again = Server(tmp_path / "results")
    tab = Tab(browser, again, query)
    tab.until("needs finished runs")  # the last arms have none yet: told, and can be gone on with
    assert tab.button("Run the comparison").is_enabled()
    tab.close()
    assert again.stop()[0] == 0
