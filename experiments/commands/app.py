"""``coprod app``: a page in the browser, for those who don't use the command line."""

import argparse
import re
import webbrowser
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from experiments.base.errors import InputError
from experiments.commands import options as shared

HOST, PORT = "127.0.0.1", 8765
NAME = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]+\]?"
)
NEEDED = ("solara", "solara_assets", "ipyvuetify", "uvicorn")
EXAMPLES = """  coprod app
  coprod app --lang zh --no-browser
  coprod app --port 9000 --out results"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of this command."""
    parser.description = (
        f"{parser.description} Compare arrangements, watch one run, open stored studies; "
        "in English and Chinese. Stop it with Ctrl-C."
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"port (default: {PORT})")
    parser.add_argument(
        "--host",
        default=HOST,
        help=f"address to listen on (default: {HOST}, so that only this machine can ask); there is"
        " no password, so whoever can ask can also run",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name under which the page may be asked for, beside localhost and the"
        " address itself; may be given again",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="tell the address, but open no browser"
    )
    shared.add_out(parser)


def execute(options: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C."""

    say = shared.speaker(options)
    check_extra()
    _check_place(options.out)
    hosts = (options.host.lower(), *map(_name, options.allow_host))
    from experiments.app.server import free_socket, serve
    from experiments.run.compiling import teller, to_compile

    listening = free_socket(options.host, options.port)
    if (what := to_compile()) is not None:  # by the first worker, as soon as the page is served
        teller(say)(what)
    port = listening.getsockname()[1]
    named = f"[{options.host}]" if ":" in options.host else options.host
    address = f"http://{named}:{port}/"

    def ready() -> None:
        print(
            say("command.app.ready", address=address, folder=options.out.resolve()),
            flush=True,
        )
        if not options.no_browser:
            webbrowser.open(address)

    with suppress(KeyboardInterrupt):
        serve(listening, hosts, options.out, say.lang, ready)
    print(say("command.app.stopped"), flush=True)
    return 0


def _name(text: str) -> str:
    """A name of a host, as requests bring it."""
    if not NAME.fullmatch(text):
        raise InputError(
            f"--allow-host {text}: must be a name such as class.example.org, or an address; without"
            " http://, port or *"
        )
    return text.strip("[]").lower()


def check_extra() -> None:
    """InputError where what the page needs isn't installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            f'app: needs {", ".join(missing)}; install them with: pip install "coprod[app]"'
        )


def _check_place(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: not a folder")
