"""``python -m tests.benchmarks.structs``: what it costs to hand state to compiled functions.

The same toy function in each form: a loop over rows in which a function, called through another,
reads ten fields and changes five. State is one struct of ten fields, one of a hundred of which ten
are read, or ten structs of ten of which one field each is read. A form is measured in processes of
its own, which take turns with those of the others; medians of the processor's time are told, which
others on the machine disturb less. Some minutes.
"""

import json
import statistics
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.experimental import structref

from sim.base.struct import Struct

READ, CHANGED, FIELDS = 10, 5, 100
ROWS, CALLS, REPEATS, TURNS = 4_000, 2_000, 15, 5
NS = 1e9
HOW: dict[str, Any] = {"error_model": "numpy"}
INSIDE: dict[str, Any] = {**HOW, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
LAYOUTS = {
    "10 fields": [f"f{i}" for i in range(READ)],
    "100 fields": [f"f{READ * i}" for i in range(READ)],
    "10 structs of 10": [f"part{i}.f{READ * i}" for i in range(READ)],
}
"""Where the fields that are read stand."""
SOURCE = """
def row(state, i):
    total = {total}
{changes}

def some(state, start, stop):
    for i in range(start, stop):
        row(state, i)

def toy(state, rows):
    some(state, 0, rows)
"""


def toy_of(paths: list[str]) -> Callable[[Any, int], None]:
    """The toy function over fields at these paths; nothing is compiled yet."""
    fields = [f"state.{path}[i]" for path in paths]
    changes = [f"    {field} = 0.5 * {field} + 1e-3 * total" for field in fields[:CHANGED]]
    names: dict[str, Any] = {}
    exec(SOURCE.format(total=" + ".join(fields), changes="\n".join(changes)), names)
    for name in ("row", "some"):
        names[name] = numba.njit(**INSIDE)(names[name])
    toy: Callable[[Any, int], None] = numba.njit(**HOW)(names["toy"])
    return toy


# -- the forms: each makes one thing of named values ----------------------------------------------


def as_named_tuple(title: str, values: dict[str, Any]) -> Any:
    """Every field is handed over at each call."""
    return namedtuple(title, values)(**values)


def as_structref(title: str, values: dict[str, Any]) -> Any:
    """Numba's own struct: fields are counted."""
    kind = structref.register(type(title, (types.StructRef,), {}))  # type: ignore[no-untyped-call]
    proxy = type(title, (structref.StructRefProxy,), {})
    structref.define_proxy(proxy, kind, list(values))  # type: ignore[no-untyped-call]
    return proxy(*values.values())


def as_struct(title: str, values: dict[str, Any]) -> Any:
    """The model's: the address of a table that says where fields are."""
    kinds = {name: type(value) for name, value in values.items()}
    return type(title, (Struct,), {"__annotations__": kinds})(**values)


def as_records(title: str, values: dict[str, Any]) -> Any:
    """A structured array: fields lie row by row; several are held together by a named tuple."""
    if not isinstance(next(iter(values.values())), np.ndarray) or title == "World":
        return as_named_tuple(title, values)
    table = np.zeros(ROWS, [(name, "f8") for name in values])
    for name, value in values.items():
        table[name] = value
    return table


FORMS = {
    "named tuple": as_named_tuple,
    "structref": as_structref,
    "structured array": as_records,
    "address table (`Struct`)": as_struct,
}


def state_of(form: str, layout: str) -> Any:
    """State in a form, laid out as wished."""
    make, rng = FORMS[form], np.random.default_rng(1)
    count = READ if layout == "10 fields" else FIELDS
    values = {f"f{i}": rng.random(ROWS) for i in range(count)}
    if layout != "10 structs of 10":
        return make("Whole", values)
    parts = {}
    for n in range(READ):
        own = [f"f{READ * n + i}" for i in range(READ)]
        parts[f"part{n}"] = make(f"Part{n}", {name: values[name] for name in own})
    return make("World", parts)


# -- measuring ------------------------------------------------------------------------------------


def measure(form: str, layout: str) -> dict[str, float]:
    """Processor seconds to compile the toy function, ns of a call for one row, of a row more."""
    numba.njit(**HOW)(lambda x: x + 1.0)(1.0)  # numba itself is ready
    state, toy = state_of(form, layout), toy_of(LAYOUTS[layout])
    begin = time.process_time()
    toy(state, 1)
    compiling = time.process_time() - begin
    call = statistics.median(_per_call(toy, state, 1, CALLS) for _ in range(REPEATS))
    whole = statistics.median(_per_call(toy, state, ROWS, CALLS // 10) for _ in range(REPEATS))
    return {"compiling": compiling, "call": call * NS, "row": (whole - call) / (ROWS - 1) * NS}


def _per_call(toy: Callable[[Any, int], None], state: Any, rows: int, calls: int) -> float:
    begin = time.process_time()
    for _ in range(calls):
        toy(state, rows)
    return (time.process_time() - begin) / calls


def _apart(form: str, layout: str) -> dict[str, float]:
    """As ``measure``, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.structs", form, layout]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table() -> str:
    """All forms and layouts, in turns, as a table."""
    pairs = [(form, layout) for layout in LAYOUTS for form in FORMS]
    turns = [{pair: _apart(*pair) for pair in pairs} for _ in range(TURNS)]
    lines = [
        "| state | form | call, ns | row, ns | compiling, processor s |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for form, layout in pairs:
        of = {
            what: statistics.median(turn[form, layout][what] for turn in turns)
            for what in ("call", "row", "compiling")
        }
        lines.append(
            f"| {layout} | {form} | {of['call']:,.0f} | {of['row']:.1f} | {of['compiling']:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:])) if len(sys.argv) > 1 else table())
