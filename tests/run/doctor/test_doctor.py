"""The doctor on this machine, and with faults put in: each is told, with what to do."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from root import ROOT
from small import record_of

from experiments.base.fonts import FONT_FILE
from experiments.commands.cli import main
from experiments.run.doctor import known_answer as answers
from experiments.run.doctor import machine, software
from experiments.run.doctor.examine import examine, told
from experiments.run.doctor.finding import Finding, Level
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import EN, Number, speak
from sim import MODEL_VERSION
from sim.base.kernel_cache import VARIABLE, cache_name


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    return list(examine(tmp_path_factory.mktemp("doctor") / "results", lambda _: None))


def test_everything_is_looked_at_and_the_known_answer_is_reproduced(real: list[Finding]) -> None:
    keys = [finding.key.partition(".")[0] for finding in real]
    order = ["python", "versions", "cores", "memory", "disk", "results", "cache", "font", "answer"]
    assert keys == order or keys == [*order[:1], "lock", *order[2:]]
    assert real[-1].level == Level.OK and real[-1].values["sum"] == real[-1].values["expected"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_is_told_in_both_languages(real: list[Finding], lang: str) -> None:
    for finding in real:
        for level in Level:
            if level == Level.OK or EN.knows(f"doctor.{finding.key}.do"):
                text = told(replace(finding, level=level), speak(lang))
                assert "{" not in text and ("->" in text) == (level != Level.OK)


def test_a_sound_machine_has_status_0(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "equal to the bit" in shown and "PROBLEM" not in shown
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_results_that_cannot_be_written_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "results"
    blocked.write_text("a file in the way")
    assert main(["doctor", "--out", str(blocked)]) == 1
    shown = capsys.readouterr().out
    assert f"PROBLEM  folder of results: {blocked}" in shown and "--out" in shown
    assert "Something must be mended" in shown


def test_libraries_other_than_tested_are_named_with_both_versions(tmp_path: Path) -> None:
    lock = tmp_path / "3.11.txt"
    numbers = {name: software.installed(name) for name in software.NEEDED}
    lock.write_text("".join(f"{n}=={v}\n    # via x\n" for n, v in numbers.items()))
    assert [each.level for each in software.libraries(lock)] == [Level.OK]
    lock.write_text("".join(f"{n}=={v}\n" for n, v in {**numbers, "numpy": "1.0"}.items()))
    (found,) = software.libraries(lock)
    assert found == Finding(
        "versions.differ", Level.NOTE, {"names": f"numpy {numbers['numpy']} (1.0)", "lock": lock}
    )
    assert software.libraries(tmp_path / "nowhere.txt") == []


def test_what_another_system_or_python_needs_is_not_missed(tmp_path: Path) -> None:
    lock = tmp_path / "3.11.txt"
    lock.write_text(
        "mesa==3.3.1 ; python_full_version < '3.0'\nmesa==9.9 ; python_full_version >= '3.0'\n"
        "colorama==0.4 ; sys_platform == 'nowhere'\n    # via x\nnumpy==2.4.6\n"
    )
    assert software.pins(lock) == {"mesa": "9.9", "numpy": "2.4.6"}


def test_a_missing_library_is_a_problem_and_nothing_is_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = software.installed
    monkeypatch.setattr(
        software, "installed", lambda name: None if name == "numba" else known(name)
    )
    found = list(examine(tmp_path, lambda _: None))
    lock = software.lock_here()
    assert Finding("missing", Level.PROBLEM, {"names": "numba", "lock": lock}) in found
    assert all(each.key.partition(".")[0] not in ("font", "answer") for each in found)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ("3.10.9", Level.PROBLEM),
        ("3.11.2", Level.OK),
        ("3.14.0", Level.OK),
        ("3.15.1", Level.PROBLEM),
    ],
)
def test_a_python_without_tested_versions_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, found: str, level: Level
) -> None:
    monkeypatch.setattr("platform.python_version", lambda: found)
    assert software.python() == Finding(
        "python", level, {"found": found, "first": "3.11", "last": "3.14"}
    )


def test_a_font_that_is_missing_broken_or_another_is_a_problem(tmp_path: Path) -> None:
    assert software.font().level == Level.OK
    assert software.font(tmp_path / "no.ttf").key == "font.missing"
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    assert software.font(broken).key == "font.missing"
    other = tmp_path / "other.ttf"
    with TTFont(FONT_FILE) as font:
        for table in font["cmap"].tables:
            table.cmap = {code: name for code, name in table.cmap.items() if code != ord("党")}
        font.save(other)
    found = software.font(other)
    assert found.level == Level.PROBLEM and found.values["number"] == 1


def cache_finding(environment: dict[str, str]) -> str:
    """What is found of the cache by a process of its own."""
    code = (
        "from sim.base.kernel_cache import place_kernel_cache as p; p();"
        "from experiments.run.doctor.machine import kernel_cache as k; print(k().key)"
    )
    kept = {key: value for key, value in os.environ.items() if key not in (VARIABLE, "HOME")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=True,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_cache_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    home, temporary, blocked = tmp_path / "home", tmp_path / "tmp", tmp_path / "file"
    for folder in (home, temporary):
        folder.mkdir()
    blocked.write_text("no folder")
    there = {"TMPDIR": str(temporary)}
    assert cache_finding(there | {"XDG_CACHE_HOME": str(home)}) == "cache"
    assert cache_finding(there | {"XDG_CACHE_HOME": str(blocked)}) == "cache.temporary"
    (temporary / cache_name()).rmdir()
    (temporary / cache_name()).write_text("in the way")
    assert cache_finding(there | {"XDG_CACHE_HOME": str(blocked)}) == "cache.none"


def test_a_full_cache_is_a_problem_unless_all_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage: Any = type("Usage", (), {"free": 1024**2})()
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert machine.kernel_cache().key == "cache.full"
    monkeypatch.setattr(machine, "compiled", lambda folder: True)
    assert machine.kernel_cache().level < Level.PROBLEM


def test_memory_is_read_as_the_system_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def untold() -> None:
        raise FileNotFoundError

    monkeypatch.setattr(machine, "usable_processors", lambda: 4)
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(available=3 * 1024**3))
    assert machine.memory() == Finding(
        "memory", Level.OK, {"free": Number(3.0, 1), "need": Number(2.0, 1)}
    )
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(available=1024**3))
    assert machine.memory().level == Level.NOTE
    monkeypatch.setattr("psutil.virtual_memory", untold)
    assert machine.memory().key == "memory.unknown"


def test_a_full_disk_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage: Any = type("Usage", (), {"free": 0.4 * 1024**3})()
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    found = machine.disk(tmp_path / "not" / "yet")
    assert (found.key, found.level) == ("disk", Level.PROBLEM)
    line, do = told(found, EN).splitlines()
    assert line.endswith("disk free: 0.4 GB") and " 1 GB" in do


def stored_as(folder: Path, **changes: Any) -> Path:
    path = folder / "known_answer.json"
    path.write_text(json.dumps(json.loads(answers.STORED.read_text()) | changes))
    return path


def test_a_wrong_answer_is_a_problem_unless_the_place_differs(tmp_path: Path) -> None:
    def other(*_: object) -> Any:
        return record_of()

    here = stored_as(tmp_path, made_with=answers.here())
    found = answers.known_answer(other, here)
    assert found.key == "answer.wrong" and found.level == Level.PROBLEM
    elsewhere = stored_as(tmp_path, made_with=answers.here() | {"numpy": "1.0"})
    found = answers.known_answer(other, elsewhere)
    assert found.key == "answer.differs" and found.level == Level.NOTE
    assert found.values["odd"] == f"numpy {software.installed('numpy')} (1.0)"
    same = stored_as(
        tmp_path, digest=answers.digest(record_of()), made_with=answers.here() | {"numpy": "1.0"}
    )
    assert answers.known_answer(other, same).key == "answer.elsewhere"
    assert answers.known_answer(other, tmp_path / "none.json").key == "answer.unknown"
    assert answers.known_answer(other, stored_as(tmp_path, model_version="0")).level == Level.NOTE


def test_the_digest_sees_a_single_bit() -> None:
    record = record_of()
    cost = record.projects["transaction_cost"].copy()
    cost[0] = np.nextafter(cost[0], np.float32(9e9))
    changed = replace(record, projects=record.projects | {"transaction_cost": cost})
    assert answers.digest(changed) != answers.digest(record)


def test_the_stored_answer_is_of_this_version_of_the_model() -> None:
    assert json.loads(answers.STORED.read_text())["model_version"] == MODEL_VERSION
