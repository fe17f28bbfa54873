"""How functions are compiled: once as a whole, from Python as from other compiled functions."""

import gc
import math

import numpy as np
from numba import types

from sim.base.kernel import Kernel, kernel
from sim.base.rows import put, put_table


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


def test_rows_and_tables_are_written_into_others_in_place() -> None:
    table = np.zeros((3, 2))
    put(np.array([1.5, -2.0]), table[1])
    assert table.tolist() == [[0.0, 0.0], [1.5, -2.0], [0.0, 0.0]]
    flags = np.zeros((2, 2), np.bool_)
    put_table(np.array([[True, False], [False, True]]), flags)
    assert flags.tolist() == [[True, False], [False, True]]
