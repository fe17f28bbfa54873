"""Python as on Windows, in as much as can be had elsewhere: read before any import of ours.

Modules and functions that only Unix has are gone, in this process and all that it starts; and each
file that is replaced or removed for the first time is held open by another for a moment. What was
held is noted in the file that HELD_OPEN names.
"""

import asyncio  # noqa: F401  its half for Unix needs what is taken away
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

with contextlib.suppress(ImportError):
    import platformdirs.unix  # noqa: F401  as asyncio

IN_USE = 32
GONE = {
    os: "fork forkpty getuid geteuid getgid getegid symlink sched_getaffinity O_NOFOLLOW",
    signal: "pthread_kill pthread_sigmask sigpending sigwait SIGHUP",
}
for name in ("fcntl", "resource", "termios", "pwd", "grp"):
    sys.modules[name] = None  # type: ignore[assignment]
for module, names in GONE.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)

_log = os.environ["HELD_OPEN"]
_seen: set[str] = set()


def _held_at_first(act: Callable[..., Any]) -> Callable[..., Any]:
    def acts(path: Any, *others: Any, **options: Any) -> Any:
        what = f"{act.__name__} {os.fspath(path)}"
        if "results" in what and not options and what not in _seen and os.path.exists(path):
            _seen.add(what)
            with open(_log, "a", encoding="utf-8") as log:
                log.write(f"{what}\n")
            error = PermissionError(13, "used by another process", os.fspath(path))
            error.winerror = IN_USE  # type: ignore[attr-defined]
            raise error
        return act(path, *others, **options)

    return acts


os.replace = _held_at_first(os.replace)
os.unlink = _held_at_first(os.unlink)
