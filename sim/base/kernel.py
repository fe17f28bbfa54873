"""How functions are compiled here."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba import types
from numba.extending import typeof_impl

F = TypeVar("F", bound=Callable[..., Any])
_STRICT: Any = {"fastmath": False, "error_model": "numpy"}  # IEEE; 1 / 0 doesn't raise


class Kernel:
    """A compiled function. To compiled functions it is a part of them, without a way in of its own;
    for Python a way in is compiled when it first calls, and kept on disk across processes."""

    def __init__(self, function: Callable[..., Any], **how: Any) -> None:
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self.__module__ = function.__module__
        no_way_in: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        inside: Any = numba.njit(**no_way_in, **_STRICT, **how)
        self.inside = inside(function)
        self.py_func, self.targetoptions = function, self.inside.targetoptions
        self.way_in: Any = numba.njit(cache=True, **_STRICT)(function)

    def __call__(self, *args: Any) -> Any:
        return self.way_in(*args)


@typeof_impl.register(Kernel)
def _type_of(kernel: Kernel, context: Any) -> types.Dispatcher:
    return types.Dispatcher(kernel.inside)


def kernel(function: F) -> F:
    """Compile ``function`` with numba."""
    return cast(F, Kernel(function))


def part(function: F) -> F:
    """As ``kernel``, and written out where it is called: for what has one caller, for that is
    compiled faster, and for what is called in loops that do several rounds at once.
    """
    return cast(F, Kernel(function, inline="always"))
