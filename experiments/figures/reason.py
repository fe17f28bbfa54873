"""Why a study doesn't give a figure."""

from typing import Any, NamedTuple


class Reason(NamedTuple):
    """A message of the catalogue, and what fills its places."""

    key: str
    values: dict[str, Any]
