"""One thing that the doctor looked at."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """How bad it is: fine, worth knowing, or something to be mended."""

    OK = 0
    NOTE = 1
    PROBLEM = 2


@dataclass(frozen=True)
class Finding:
    """key: of the messages ``doctor.KEY`` and, for what isn't fine, ``doctor.KEY.do``."""

    key: str
    level: Level
    values: dict[str, Any] = field(default_factory=dict)
