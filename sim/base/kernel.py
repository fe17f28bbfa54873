"""The one way a function is compiled here."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile ``function`` with numba, strict IEEE arithmetic, cached on disk across processes."""
    return cast(F, numba.njit(cache=True, fastmath=False, error_model="numpy")(function))


def inlined(function: F) -> F:
    """As ``kernel``, and written out where it is called: a loop over it then does several at once,
    which the compiler can't see through a call that returns several values.
    """
    compiled = numba.njit(cache=True, fastmath=False, error_model="numpy", inline="always")
    return cast(F, compiled(function))
