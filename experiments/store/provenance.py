"""What made results: program, libraries, machine and memory. Kept beside the tables, never in."""

import platform
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

LIBRARIES = ("mesa", "numpy", "numba", "networkx", "pydantic", "pyarrow", "pandas")


@cache
def made_with() -> dict[str, Any]:
    """Versions of Python and the libraries, the source's commit, the accepted set's hash."""
    from experiments.config.accepted import accepted_hash

    versions = {name: version(name) for name in LIBRARIES}
    return {
        "versions": {"python": platform.python_version(), **versions},
        "commit": _commit(),
        "accepted_set": accepted_hash(),
    }


@cache
def machine() -> dict[str, str]:
    """The machine that wrote: its name and platform."""
    return {"host": platform.node(), "platform": platform.platform()}


def _commit() -> str | None:
    """The commit of the source, when it is in a git repository."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
