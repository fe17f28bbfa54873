"""What nested dicts and lists hold, each value by the steps to it: names and places."""

from collections.abc import Iterable, Iterator
from typing import Any

Steps = tuple[str | int, ...]


def leaves(content: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Steps to all values."""
    if not isinstance(content, dict | list):
        yield steps
        return
    for step in content if isinstance(content, dict) else range(len(content)):
        yield from leaves(content[step], (*steps, step))


def differing(one: Any, other: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Steps to the values in which two differ that are built alike."""
    if one == other:
        return
    if not isinstance(one, dict | list):
        yield steps
        return
    for step in one if isinstance(one, dict) else range(len(one)):
        yield from differing(one[step], other[step], (*steps, step))


def at(content: Any, steps: Iterable[str | int]) -> Any:
    """What is there."""
    for step in steps:
        content = content[step]
    return content
