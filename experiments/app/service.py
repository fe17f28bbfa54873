"""What all pages of a server share, and the addresses it answers beside them."""

from dataclasses import dataclass
from pathlib import Path

from experiments.app.jobs import Jobs

FONT_ADDRESS = "/coprod/font.ttf"
FILES_ADDRESS = "/coprod/files"
TEMPLATE_ADDRESS = "/coprod/template"


@dataclass(frozen=True)
class Service:
    """What all pages of a server share. Nothing in it is one user's. room: for temporary files."""

    results: Path
    lang: str
    jobs: Jobs
    room: Path | None = None


_services: list[Service] = []


def service() -> Service:
    """The service of this process."""
    return _services[-1]


def offer(made: Service) -> None:
    """Make this the service of this process."""
    _services[:] = [made]
