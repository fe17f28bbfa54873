"""The ordinary commands on machines unlike this one: without Unix, with consoles of old encodings.

What is taken away is gone in fresh interpreters and all that they start, before any import of ours.
"""

from pathlib import Path

from other_machines import SMALL, called, coprod
from root import SUPPORT


def test_without_unix_and_with_files_held_open_commands_find_what_they_find(tmp_path: Path) -> None:
    one = ["run", *SMALL, "arrangement=party", "processes=1", "--study", "one"]
    table = ["results", "one", "--export", "runs.csv", "--table", "runs"]
    found = []
    for unix in (True, False):
        folder = tmp_path / f"unix {unix}"
        folder.mkdir()
        told = coprod(folder, *one, unix=unix)
        coprod(folder, *table, unix=unix)
        found.append((told, (folder / "runs.csv").read_bytes()))
    assert found[0] == found[1] and b"party" in found[0][1]
    held = (folder / "held_open").read_text("utf-8")
    assert "replace" in {line.split()[0] for line in held.splitlines()} and ".study.json." in held


def test_without_unix_a_job_of_the_page_is_done_and_another_is_stopped(tmp_path: Path) -> None:
    told = called(tmp_path, str(SUPPORT / "unlike_unix_job.py"), str(tmp_path), unix=False)
    assert told.decode().split() == ["done", "<p>shown</p>", "stopped", "kept"]


def test_a_pipe_of_an_old_encoding_takes_what_is_told_in_every_language(tmp_path: Path) -> None:
    """Chinese where the encoding has none comes in UTF-8."""
    run = ["run", *SMALL, "processes=1", "--study", "one"]
    english = coprod(tmp_path, *run).decode()
    for encoding, of_chinese in (("gbk", "gbk"), ("cp1252", "utf-8")):
        old = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        chinese = coprod(tmp_path, *run, "--lang", "zh", **old).decode(of_chinese)
        assert "每100个项目机会" in chinese and "\\u" not in chinese
    assert coprod(tmp_path, *run, **old).decode(encoding) == english
