"""How functions are compiled: once as a whole, from Python as from other compiled functions."""

import gc
import math

from numba import types

from sim.base.kernel import Kernel, kernel


@kernel
def half_root(x):
    return 0.5 * math.sqrt(x)


@kernel
def both(x):
    return half_root(x) + half_root(x + 1.0)


def has_code(function: Kernel, compiled: str) -> bool:
    """Is there machine code of a function's one overload, as a part or as a way in?"""
    (result,) = getattr(function, compiled).overloads.values()
    engine = result.library.codegen._engine
    return bool(engine.is_symbol_defined(result.fndesc.llvm_func_name))


def test_what_compiled_functions_call_is_finished_in_their_callers_only() -> None:
    assert both(4.0) == 0.5 * math.sqrt(4.0) + 0.5 * math.sqrt(5.0)
    half_root.inside.compile((types.float64,))
    assert has_code(both, "way_in") and not has_code(half_root, "inside")
    assert half_root(9.0) == 1.5  # from Python it gets a way in, and code
    assert has_code(half_root, "way_in")


def test_garbage_is_collected_again_after_compiling() -> None:
    @kernel
    def twice(x):
        return 2.0 * x

    assert gc.isenabled() and twice(1.5) == 3.0 and gc.isenabled()
    gc.disable()
    try:
        assert twice(2) == 4.0 and not gc.isenabled()
    finally:
        gc.enable()
