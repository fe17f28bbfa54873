"""The page in a real browser, as somebody uses it who doesn't program."""

import io
import re
import shutil
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from page_server import LATER, SOON, Server, Tab

from experiments.commands.cli import main
from experiments.config.place.check import check_place
from experiments.document.page import typeset
from experiments.studies.opening import opening
from experiments.words.speech import speak

pytest.importorskip("solara", reason="needs the extra app")

SMALL = "lang=en&community=village&arms=none,party&replicates=4&set=horizon:104"
HEIGHT = 900
"""Of a tab's window, in pixels."""
LONG = "lang=en&community=jinsong_north&arms=none,blind_hub,placebo,party&replicates=200"


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
    tab: Tab = tabs("lang=en&community=village&arms=none,party&replicates=80&set=horizon:104")
    tab.button("Run the comparison").wait_for(timeout=SOON)
    print(f"first page {time.monotonic() - begin:.1f} s")
    begin, bars = time.monotonic(), set()
    tab.button("Run the comparison").click()
    tab.button("Stop").wait_for(timeout=SOON)
    while not tab.page.query_selector(".answer-of-study .lead"):
        assert time.monotonic() - begin < LATER / 1000
        bar = tab.page.query_selector(".going progress[value]")
        if bar is not None:
            bars.add(bar.evaluate("bar => bar.value"))
        tab.page.wait_for_timeout(50)
    print(
        f"from click to answer {time.monotonic() - begin:.1f} s, {len(bars)} positions of the bar"
    )
    assert len(bars) > 5
    answer = tab.page.inner_text(".answer-of-study .lead")
    assert tab.page.evaluate("scrollY") == 0  # where the answer is

    tab.page.reload()
    tab.until(answer)
    link = tab.page.get_by_role("link", name=re.compile("Report"))
    link.wait_for(timeout=LATER)
    with tab.page.expect_download() as waiting:
        link.click()
    report = Path(waiting.value.path()).read_text("utf-8")
    assert report.startswith("<!doctype html>") and answer in report
    tab.page.locator(".run .going").get_by_text("Done", exact=True).wait_for(timeout=LATER)
    assert tab.page.locator(".answer-of-study figure img").count() > 5
    unfolded = tab.page.locator(".answer-of-study details.part[open] > summary")
    assert unfolded.all_inner_texts() == ["What this does not show", "Figures"]
    tables = get(f"{server.address}coprod/files/{study_of(tab)}/tables.zip")
    assert "comparison_differences.csv" in zipfile.ZipFile(io.BytesIO(tables)).namelist()
    tab.page.get_by_text("The command that gives the same, to the bit").press("Enter")
    command = tab.page.inner_text(".command code")
    assert command.startswith("coprod compare community=village") and "horizon=104" in command
    tab.button("中文").click()
    tab.page.wait_for_function(
        "/[\u4e00-\u9fff]/.test(document.querySelector('.answer-of-study .lead').innerText)",
        timeout=SOON,
    )


def test_the_language_switch_keeps_the_choices(tabs: Any) -> None:
    tab: Tab = tabs(SMALL.replace("none,party", "none,placebo,party"))
    tab.button("中文").click()
    tab.button("运行比较").wait_for(timeout=SOON)
    assert tab.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert tab.page.get_by_label("空转对照").is_checked()  # opened, for it is one of the others
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


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("zh", 390)])
def test_it_opens_on_the_stored_answer_and_three_arrangements(
    tabs: Any, lang: str, width: int
) -> None:
    tab: Tab = tabs(f"lang={lang}", width)
    say = speak(lang)
    tab.page.wait_for_selector(".opening .bars", timeout=SOON)
    assert tab.page.inner_text("h1") == say("app.title") and "党建引领" in say("app.title")
    found = opening(tab.server.results)
    assert found is not None
    answers = [str(typeset(line.answer)) for line in found.lines(say).items]
    assert tab.page.locator(".opening .line > p").all_inner_texts() == answers
    assert tab.page.locator(".opening .bars dl > div").count() == len(found.bars(say))
    shown = tab.page.locator(".check input:visible")
    assert [each.get_attribute("id") for each in shown.all()] == [
        "arm-none", "arm-party", "arm-equal_means",
    ]  # fmt: skip
    assert all(each.is_checked() for each in shown.all())


def test_how_far_it_is_and_the_time_left_stay_in_sight(tabs: Any) -> None:
    tab: Tab = tabs(LONG, 390)
    tab.button("Run the comparison").click()
    tab.page.wait_for_function(
        "/Running: \\d+ of \\d+, about .+ left/.test(document.querySelector('.run').innerText)",
        timeout=LATER,
    )
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        tab.page.evaluate(f"scrollTo(0, {place})")
        box = tab.page.locator(".run .going p").bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= HEIGHT
    tab.button("Stop").click()
    tab.until("Stopped. Finished runs are kept", SOON)


def test_it_opens_in_the_language_that_was_chosen(browser: Any, server: Server) -> None:
    page = browser.new_page()
    page.route_web_socket("**/*", lambda socket: None)  # the page stays as it was handed out
    for lang in ("zh", "en"):
        page.goto(f"{server.address}?lang={lang}", wait_until="commit")
        told = page.locator("#loader-container h1")
        told.wait_for(timeout=SOON)
        assert told.inner_text() == speak(lang)("app.page.loading")
        html = page.content()
        assert "Server disconnected" not in html and "Please refresh" not in html
    page.close()


def test_two_sessions_do_not_mix(tabs: Any) -> None:
    first, second = tabs(SMALL), tabs(SMALL.replace("village", "sanhe_nanli"))
    first.page.get_by_text("More: other arrangements, seed").press("Enter")
    first.arm("placebo").check()
    first.until_address("arms=none,placebo,party")
    first.button("Run the comparison").click()
    first.button("Stop").wait_for(timeout=SOON)
    second.page.get_by_text("More: other arrangements, seed").press("Enter")
    second.page.get_by_label("Seed").fill("9")
    second.page.get_by_label("Seed").press("Tab")
    second.until_address("seed=9")
    assert second.page.locator(".going").count() == 0
    assert second.page.locator(".opening .lines").count() == 1
    assert not second.arm("placebo").is_checked()
    assert "seed=0" in first.page.url and "study=" not in second.page.url
    first.button("Stop").click()


def test_a_slider_is_turned_by_keyboard_and_set_back(tabs: Any) -> None:
    tab: Tab = tabs(SMALL)
    tab.page.get_by_text("Change assumptions").press("Enter")
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
    tab.page.get_by_text("More: other arrangements, seed").press("Enter")
    tab.arm("party").uncheck()
    tab.until("Choose two to four arrangements.", SOON)
    tab.page.wait_for_selector(".buttons button.main:disabled", timeout=SOON)
    for name in ("placebo", "blind_hub", "party"):
        tab.arm(name).check()
    tab.until_address("arms=none,blind_hub,placebo,party")
    tab.page.locator(".check input:disabled").first.wait_for(timeout=SOON)
    assert tab.arm("blind_pool").is_disabled()


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
    project = tab.page.locator("article").nth(1).locator("g.project").first
    project.press("Enter")
    story = tab.page.locator(".story")
    story.get_by_text("asked for a project of size").wait_for(timeout=SOON)
    assert "started it and pledged" in story.inner_text()
    assert "This tells causes in the model only" in story.inner_text()
    story.get_by_role("button", name="Its end").press("Enter")
    week = re.search(r"Its end: week (\d+)", story.inner_text())
    assert week is not None
    tab.until(f"Week {week[1]} of 103", SOON)
    assert tab.page.locator(".members.chosen line").count() > 0
    arms = tab.page.locator(".arms article")
    assert arms.count() == 2 and arms.nth(0).locator("g.hub").count() == 0
    hub = arms.nth(1).locator("g.hub")
    assert hub.locator("line").count() >= hub.count() == 1  # no star without lines


def test_an_organisation_leads_to_its_projects(tabs: Any) -> None:
    tab: Tab = tabs("lang=en&tab=watch&community=village&watch=1&set=horizon:104")
    tab.watch(60)
    tab.page.locator("article").first.locator("g.node").first.press("Enter")
    story = tab.page.locator(".story")
    story.get_by_text("projects in the whole run").wait_for(timeout=SOON)
    first = story.locator("li button").first
    named = first.inner_text().partition(":")[0]
    first.press("Enter")
    story.get_by_text("asked for a project of size").wait_for(timeout=SOON)
    assert story.locator("h2").inner_text().lower().startswith(named.lower())


def test_the_library_opens_filters_and_compares(tabs: Any, study: str) -> None:
    tab: Tab = tabs("lang=en&tab=library")
    name = study
    search = tab.page.get_by_label("Show those with these words")
    search.fill("no such words")
    tab.until("0 of", SOON)
    search.fill(name)
    tab.until("1 of", SOON)
    row = tab.page.locator(".library tbody tr")
    row.get_by_text("complete", exact=True).wait_for(timeout=LATER)
    assert row.locator("td").first.inner_text().lower().startswith("party hub: ")
    assert "4" in row.locator("td").all_inner_texts()
    tab.button(f"Open {name}").click()
    tab.page.wait_for_selector(".answer-of-study .going", timeout=SOON)
    assert f"open={name}" in tab.page.url
    tab.page.get_by_role("link", name="Figures in English").wait_for(timeout=LATER)
    tab.button("中文").click()
    tab.page.get_by_role("link", name="图，英文版").wait_for(timeout=SOON)
    tab.button("English").click()
    tab.page.get_by_text("Compare two of them").press("Enter")
    tab.page.get_by_label("Reference").select_option(f"{name}/none")
    tab.page.get_by_label("Compared with it").select_option(f"{name}/party")
    tab.button("Compare").last.click()
    tab.until(f"{name}/party compared with {name}/none", SOON)
    tab.page.wait_for_selector(".answer-of-study .lead", timeout=LATER)


def test_a_bad_community_shows_all_its_problems_and_a_good_one_is_chosen(
    tabs: Any, tmp_path: Path
) -> None:
    assert main(["init", str(tmp_path / "mine")]) == 0
    good = shutil.make_archive(str(tmp_path / "good"), "zip", tmp_path / "mine")
    (tmp_path / "mine" / "needs.csv").write_text("group,category\nnobody,nothing\n")
    (tmp_path / "mine" / "ties.csv").write_text("who\nsomebody\n")
    expected = [problem.said(speak("en")) for problem in check_place(tmp_path / "mine")]
    bad = shutil.make_archive(str(tmp_path / "bad"), "zip", tmp_path / "mine")
    tab: Tab = tabs(SMALL)
    tab.page.get_by_text("Bring a community of your own").press("Enter")
    tab.page.get_by_label("Choose files or a ZIP").set_input_files(bad)
    tab.page.wait_for_selector(".problems li", timeout=SOON)
    assert tab.page.locator(".problems li").all_inner_texts() == expected and len(expected) > 1
    assert "place=" not in tab.page.url
    tab.page.get_by_label("Choose files or a ZIP").set_input_files(good)
    tab.until_address("place=mine-")
    tab.page.wait_for_function(
        "document.querySelector('.choices select').value.endsWith('/mine')", timeout=SOON
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_template_that_is_handed_out_is_taken_back_filled_in(
    tabs: Any, tmp_path: Path, lang: str
) -> None:
    say = speak(lang)
    tab: Tab = tabs(f"lang={lang}")
    tab.page.get_by_text(say("app.upload.title")).press("Enter")
    with tab.page.expect_download() as waiting:
        tab.page.get_by_role("link", name=say("app.upload.template")).click()
    assert waiting.value.suggested_filename == f"coprod-community.{lang}.xlsx"
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    settings = book.worksheets[1]
    settings["B2"] = "our_street"
    book.save(tmp_path / "ours.xlsx")
    tab.page.get_by_label(say("app.upload.workbook")).set_input_files(tmp_path / "ours.xlsx")
    tab.until_address("community=our_street&place=our_street-")
    settings["B2"] = "village"
    book.save(tmp_path / "ours.xlsx")
    tab.page.get_by_label(say("app.upload.workbook")).set_input_files(tmp_path / "ours.xlsx")
    tab.page.wait_for_selector(".problems li", timeout=SOON)
    (told,) = tab.page.locator(".problems li").all_inner_texts()
    assert told.startswith(f"ours.xlsx [{settings.title}]")


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
    assert server.left() == []
    again = Server(tmp_path / "results")
    tab = Tab(browser, again, query)
    tab.until("needs finished runs")  # the last arms have none yet: told, and can be gone on with
    assert tab.button("Run the comparison").is_enabled()
    tab.close()
    assert again.stop()[0] == 0
