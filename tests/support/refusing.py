"""Commands that refuse what they are given."""

from collections.abc import Callable

Refused = Callable[..., str]
"""A command's arguments -> the one line with which it refuses them, having written nothing."""
