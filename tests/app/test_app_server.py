"""Who may ask the page's server, and what the command says when it can't start."""

import asyncio
import io
import os
import re
import socket
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from experiments.app import server
from experiments.app.jobs import State
from experiments.app.loading import SAID, in_language
from experiments.app.room import room
from experiments.app.server import LOOPBACK, free_socket, guarded
from experiments.app.service import Service, offer
from experiments.commands import app as command
from experiments.commands.cli import main
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

HTTP_OK = 200
needs_extra = pytest.mark.skipif(
    any(find_spec(name) is None for name in command.NEEDED), reason="needs the extra app"
)


def asked(
    hosts: tuple[str, ...],
    kind: str = "http",
    server: tuple[str, int] | None = None,
    **headers: str,
) -> list[dict[str, Any]]:
    """What the guard sends for a request with these headers; the page itself answers 200."""
    sent: list[dict[str, Any]] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(guarded(inner, hosts)({"type": kind, "headers": raw, "server": server}, None, send))
    return sent


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:80", "127.0.0.1", "[::1]:8765"])
def test_this_machine_is_answered_and_told_to_ask_nobody_else(host: str) -> None:
    (message,) = asked(LOOPBACK, host=host)
    assert message["status"] == 200
    policy = dict(message["headers"])[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy and "http" not in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8765", ""])
def test_another_name_that_points_here_is_refused(host: str) -> None:
    assert asked(LOOPBACK, host=host)[0]["status"] == 421


def test_listening_everywhere_names_are_still_looked_at() -> None:
    hosts = (*LOOPBACK, "0.0.0.0", "class.example")
    for host, status in {
        "class.example:8765": 200,
        "CLASS.example": 200,
        "127.0.0.1:8765": 200,
        "evil.example": 421,
        "192.168.1.5:8765": 421,
        "class.example.evil.example": 421,
    }.items():
        (first, *_) = asked(hosts, host=host)
        assert (host, first["status"]) == (host, status)
    reached = asked(hosts, host="192.168.1.5:8765", server=("192.168.1.5", 8765))
    assert reached[0]["status"] == 200


@needs_extra
@pytest.mark.parametrize("name", ["*", "http://class.example", "class.example:80", "", "a b", "-x"])
def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["app", f"--allow-host={name}", "--no-browser"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "--allow-host" in said


def test_temporary_folders_go_with_their_server_or_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stranger = tmp_path / "coprod-page-stranger"
    stranger.mkdir()
    code = "from experiments.app.room import room\nimport os,signal\nwith room():"
    code += "\n    os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)})
    (left,) = set(tmp_path.iterdir()) - {stranger}
    with room() as mine:
        (mine / "upload").mkdir()
        assert not left.exists()
        with room() as other:
            assert mine.exists() and other != mine
        assert mine.exists() and not other.exists()
    assert list(tmp_path.iterdir()) == [stranger]


def test_another_sites_page_cannot_open_a_socket() -> None:
    headers = {"host": "127.0.0.1:8765", "origin": "http://evil.example"}
    assert asked(LOOPBACK, "websocket", **headers) == [{"type": "websocket.close", "code": 1008}]
    own = {"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}
    assert asked(LOOPBACK, "websocket", **own)[0]["status"] == 200


def test_files_are_found_by_the_name_of_a_job_only(tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="needs the extra app")
    (tmp_path / "secret.zip").write_bytes(b"secret")
    job = SimpleNamespace(state=State(files={"tables.zip": b"tables"}))
    jobs: Any = SimpleNamespace(find={"study": job, "a/none b/party": job}.get)
    offer(Service(tmp_path, "en", jobs))
    for key, status in {
        "study/tables.zip": 200,
        "a/none b/party/tables.zip": 200,
        "study/secret.zip": 404,
        "secret.zip": 404,
        "../secret.zip": 404,
        "study/../secret.zip": 404,
        f"{tmp_path}/secret.zip": 404,
    }.items():
        answer = server._file(SimpleNamespace(path_params={"key": key}))
        assert (answer.status_code, key) == (status, key)
        assert (answer.body == b"tables") == (status == 200)


@needs_extra
def test_a_port_in_use_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "--port", str(port), "--out", str(tmp_path), "--no-browser"]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and f"127.0.0.1:{port}" in said.err and "--port" in said.err


def test_without_the_extra_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "solara" else name)
    assert main(["app"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert "solara" in said.err and "[app]" in said.err and "uvicorn" not in said.err


def test_it_listens_on_loopback_unless_told() -> None:
    made = free_socket(command.HOST, 0)
    assert made.getsockname()[0] == "127.0.0.1"
    made.close()


@needs_extra
@pytest.mark.parametrize("port", ["65536", "-1", "x"])
def test_a_port_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert main(["app", "--port", port, "--no-browser"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("lang", "word"), [("en", "compiling"), ("zh", "编译")])
def test_where_the_model_was_never_compiled_the_terminal_says_so_before_it_serves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: str, word: str
) -> None:
    said: list[str] = []

    def serve(listening: socket.socket, *_: object) -> None:
        listening.close()
        said.append(capsys.readouterr().err)

    monkeypatch.setattr(command, "check_extra", lambda: None)
    monkeypatch.setattr("experiments.app.server.serve", serve)
    monkeypatch.setattr("experiments.run.compiling.to_compile", lambda: "compiling.once")
    assert main(["app", "--port", "0", "--no-browser", "--lang", lang]) == 0
    assert len(said) == 1 and said[0].count("\n") == 1 and word in said[0]


@needs_extra
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_handed_out_before_the_page_is_in_the_readers_language(lang: str) -> None:
    from solara import server as package

    templates = Path(package.__file__).parent / "templates"
    plain = "".join(
        (templates / name).read_text("utf-8") for name in ("solara.html.j2", "loader-plain.html")
    )
    for pattern in SAID:  # each is still there, so that none is left in English
        assert re.search(pattern, plain), pattern
    told = in_language(plain, speak(lang))
    assert not any(re.search(pattern, told) for pattern in SAID)
    assert f'<html lang="{ {"zh": "zh-CN"}.get(lang, lang) }">' in told
    assert told.count(speak(lang)("app.page.loading")) >= 2


@needs_extra
@pytest.mark.parametrize(("lang", "status"), [("en", 200), ("zh", 200), ("fr", 404), ("..", 404)])
def test_the_template_is_handed_out_in_languages_that_there_are(lang: str, status: int) -> None:
    answer = server._template(SimpleNamespace(path_params={"lang": lang}))
    assert answer.status_code == status
    if status == HTTP_OK:
        assert load_workbook(io.BytesIO(answer.body)).sheetnames[0] in ("guide", "说明")
        assert f"coprod-community.{lang}.xlsx" in answer.headers["content-disposition"]
