"""Processes that belong together, without the system's ``ps``: a small Debian has none."""

import os

import psutil


def others_alive(session: int) -> list[int]:
    """Processes of a session (its number is its first's) that are alive, the first apart."""
    return [
        process.pid
        for process in psutil.process_iter(["status"])
        if process.pid != session
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and _session(process.pid) == session
    ]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:  # it has ended
        return None
