"""The server of the page: what it answers, to whom, and what a browser may do with it.

It listens on loopback unless told otherwise. Nothing is fetched from elsewhere: scripts, styles and
fonts are in installed packages, and the browser is told to ask nobody else. Files are handed out
from memory by the name of a job, never from a path.
"""

import atexit
import os
import signal
import socket
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

from experiments.app.jobs import Jobs
from experiments.app.loading import in_language, preferred
from experiments.app.room import room
from experiments.app.service import (
    FILES_ADDRESS,
    FONT_ADDRESS,
    TEMPLATE_ADDRESS,
    Service,
    offer,
    service,
)
from experiments.app.uploads import remove_unfinished
from experiments.base.errors import InputError
from experiments.base.fonts import FONT_FILE
from experiments.words.catalogue import LANGUAGES
from experiments.words.speech import speak

LOOPBACK = ("localhost", "127.0.0.1", "::1")
WRONG_HOST, FORBIDDEN, NOT_FOUND = 421, 403, 404
REFUSED = {
    status: "".join(f"{speak(lang)(key)}\n" for lang in LANGUAGES).encode()
    for status, key in ((WRONG_HOST, "app.refused.host"), (FORBIDDEN, "app.refused.origin"))
}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Vue makes templates into functions in the browser, which needs unsafe-eval."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
CLOSED_KERNELS = "2h"
"""How long the server remembers a page whose browser went away."""
MIME = {".html": "text/html; charset=utf-8", ".zip": "application/zip"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Any, Any], Awaitable[None]]


def free_socket(host: str, port: int) -> socket.socket:
    """A socket bound to an address. InputError, one line, where it is taken or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would share an address that is taken
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen()
    except (OSError, OverflowError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{host}:{port}: {reason}; choose another with --port") from error
    return made


def configure(room: Path) -> None:
    """Set Solara before it is imported: no telemetry, no CDN, nothing in the home folder.

    room: a folder for what it writes.
    """
    os.environ["SOLARA_APP"] = "experiments.app.page"
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    os.environ["SOLARA_ASSETS_PROXY"] = "true"  # addresses on this machine ...
    os.environ["SOLARA_ASSETS_CDN"] = "http://127.0.0.1:9/"  # ... and never elsewhere
    os.environ["SOLARA_ASSETS_FONTAWESOME_ENABLED"] = "false"
    os.environ["SOLARA_THEME_TITLE"] = "coprod"
    os.environ["SOLARA_THEME_LOADER"] = "plain"
    os.environ["SOLARA_THEME_SHOW_BANNER"] = "false"
    os.environ["SOLARA_KERNEL_CULL_TIMEOUT"] = CLOSED_KERNELS
    for place in ("SOLARA_HOME", "IPYTHONDIR"):
        os.environ.setdefault(place, str(room / place.lower()))


def application(hosts: tuple[str, ...]) -> Asgi:
    """The whole application: Solara's, with files and font beside it, behind the guard."""
    from solara.server import starlette as solara_app
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import FileResponse, HTMLResponse
    from starlette.routing import Route

    async def first(request: Request) -> HTMLResponse:
        """The page, before anything is on it, in the language that was chosen or is preferred."""
        answer = await solara_app.root(request)
        accepted = preferred(request.headers.get("accept-language", ""), service().lang)
        lang = request.query_params.get("lang", accepted)
        say = speak(lang if lang in LANGUAGES else accepted)
        made = HTMLResponse(in_language(bytes(answer.body).decode(), say))
        for cookie in answer.headers.getlist("set-cookie"):
            made.headers.append("set-cookie", cookie)
        return made

    routes = [
        Route("/", first),
        Route(FONT_ADDRESS, lambda request: FileResponse(FONT_FILE, media_type="font/ttf")),
        Route(f"{FILES_ADDRESS}/{{key:path}}", _file),
        Route(f"{TEMPLATE_ADDRESS}/{{lang}}", _template),
        *solara_app.routes,
    ]
    made = Starlette(routes=routes, lifespan=solara_app.lifespan, middleware=solara_app.middleware)
    return guarded(made, hosts)


def _file(request: Any) -> Any:
    """A file of a job: ``KEY/NAME``, looked up among jobs in memory."""
    from starlette.responses import Response

    key, _, name = request.path_params["key"].rpartition("/")
    job = service().jobs.find(key)
    data = None if job is None else job.state.files.get(name)
    if data is None:
        return Response("not found", NOT_FOUND, media_type="text/plain")
    title = f"{key}.{name}".replace(" ", "-").replace("/", "-")
    headers = {"content-disposition": f'attachment; filename="{title}"'}
    return Response(data, media_type=MIME[Path(name).suffix], headers=headers)


def _template(request: Any) -> Any:
    """The workbook for a community of one's own, in a language."""
    from starlette.responses import Response

    from experiments.config.place.blank import blank_workbook

    lang = request.path_params["lang"]
    if lang not in LANGUAGES:
        return Response("not found", NOT_FOUND, media_type="text/plain")
    headers = {"content-disposition": f'attachment; filename="coprod-community.{lang}.xlsx"'}
    return Response(blank_workbook(speak(lang)), media_type=WORKBOOK, headers=headers)


def guarded(inner: Asgi, hosts: tuple[str, ...]) -> Asgi:
    """Refuse requests that name another host, and sockets that another site's page opens."""

    async def guard(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await inner(scope, receive, send)
            return
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin", b"").decode("latin-1")
        if not _is_ours(host, (*hosts, *(scope.get("server") or ())[:1])):
            await _refuse(scope, send, WRONG_HOST)
        elif origin and origin.partition("://")[2] != host:
            await _refuse(scope, send, FORBIDDEN)
        else:
            await inner(scope, receive, _with_headers(send))

    return guard


def _is_ours(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether the request was made to a name of ours: another's may point here too.

    hosts: names, in small letters, and the number of the address that was reached.
    """
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name.strip("[]").lower() in hosts


def _with_headers(send: Any) -> Any:
    async def sender(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sender


async def _refuse(scope: Scope, send: Any, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    text = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [text]})
    await send({"type": "http.response.body", "body": REFUSED[status]})


def serve(
    listening: socket.socket, hosts: tuple[str, ...], results: Path, lang: str, ready: Any
) -> None:
    """Answer until Ctrl-C; ``ready`` is called when the first page can be asked for.

    hosts: names, beside this machine's own, under which it may be asked.
    """
    last = ExitStack()
    atexit.register(last.close)  # after IPython's, which still writes there
    folder = last.enter_context(room())
    remove_unfinished(results)
    offer(Service(results, lang, Jobs(), folder))
    configure(folder)
    _serve(listening, tuple(dict.fromkeys((*LOOPBACK, *hosts))), ready)


def _serve(listening: socket.socket, hosts: tuple[str, ...], ready: Any) -> None:
    import uvicorn

    warnings.filterwarnings("ignore", module="solara")  # about cookies over http, on loopback
    _first_values()
    config = uvicorn.Config(
        application(hosts),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
        loop="asyncio",
    )
    server = _server(config, ready)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # tidy up as after Ctrl-C
    try:
        server.run(sockets=[listening])
    finally:
        service().jobs.close()


def _first_values() -> None:
    """Compose what the first page shows before anybody waits for it."""
    from experiments.app.choices import Choices
    from experiments.app.defaults import slider_values

    slider_values(Choices().community, Choices().arms)
    Thread(target=_first_answers, daemon=True).start()


def _first_answers() -> None:
    """Make what the page opens on: what it is read with takes seconds to load."""
    from experiments.app.opening_part import opening_html

    for lang in LANGUAGES:
        opening_html(service().results, lang)


def _server(config: Any, ready: Any) -> Any:
    import uvicorn

    class Server(uvicorn.Server):
        """Tells when it can be asked."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    return Server(config)
