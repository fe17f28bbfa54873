"""``coprod brief`` writes one file, says where, and refuses in one line."""

from pathlib import Path

import pytest
from report_studies import two_arms

from experiments.commands.cli import main


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("COPROD_LANG", raising=False)
    two_arms(tmp_path / "small")
    return tmp_path


def test_the_brief_is_written_into_the_study_by_language(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang in ("en", "zh"):
        assert main(["brief", "small", "--out", str(results), "--lang", lang]) == 0
        path = results / "small" / f"brief.{lang}.html"
        assert str(path) in capsys.readouterr().out
        assert path.read_text("utf-8").startswith("<!doctype html>")


def test_without_the_extra_nothing_is_written(
    results: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.document.office.importlib.util.find_spec", lambda name: None)
    file = results / "brief.docx"
    arguments = ["brief", "small", "--out", str(results), "--form", "docx", "--file", str(file)]
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not file.exists() and not list((results / "small").glob("brief.*"))


def test_a_study_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", "nowhere", "--out", str(tmp_path)]) == 2
    assert "no study is there" in capsys.readouterr().err
