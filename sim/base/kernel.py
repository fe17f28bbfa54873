"""How functions are compiled here."""

import gc
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import typeof_impl

from sim.base.kernel_cache import kernel_folder

F = TypeVar("F", bound=Callable[..., Any])
_STRICT: Any = {"fastmath": False, "error_model": "numpy"}  # IEEE; 1 / 0 doesn't raise
_FOLDER = kernel_folder()
_settings: Any = numba.config
_settings.CACHE_DIR = str(_FOLDER or "")  # numba may have read it before it was chosen


class _Unfinished(JITCodeLibrary):
    """What a function compiles to that only compiled functions call: they take it in and optimise
    the whole, so that it needs neither that nor machine code of its own."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True


class _InsideCompiler(Compiler):
    def compile_extra(self, func: Any) -> Any:
        state = self.state
        state.flags.no_compile = True
        state.library = _Unfinished(state.targetctx.codegen(), func.__qualname__)
        state.library.enable_object_caching()
        result = super().compile_extra(func)
        entry = object().__reduce__  # only a key: nothing calls it
        state.targetctx.insert_user_function(entry, result.fndesc, [result.library])
        return result._replace(entry_point=entry)


class _Compiler(Compiler):
    """Collects no garbage: what a compiler makes stays alive until it has done."""

    def compile_extra(self, func: Any) -> Any:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return super().compile_extra(func)
        finally:
            if collecting:
                gc.enable()


class Kernel:
    """A compiled function. To compiled functions it is a part of them, without a way in of its own;
    for Python a way in is compiled when it first calls, and kept on disk across processes."""

    def __init__(self, function: Callable[..., Any], **how: Any) -> None:
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self.__module__ = function.__module__
        no_way_in: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        inside: Any = numba.njit(pipeline_class=_InsideCompiler, **no_way_in, **_STRICT, **how)
        self.inside = inside(function)
        self.py_func, self.targetoptions = function, self.inside.targetoptions
        self.way_in: Any = numba.njit(cache=True, pipeline_class=_Compiler, **_STRICT)(function)

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
