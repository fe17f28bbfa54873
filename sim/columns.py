"""Arrays that compiled functions take as one thing, each read by its name (numba's structref).

A kind of columns is two classes: numba's type, registered, and the Python side, which is made from
the arrays in the order of their names, by a compiled function of ours: numba's own isn't cached on
disk. Arrays are changed in place only: who replaces one leaves the columns with the old.
"""

from numba.experimental import structref


class Columns(structref.StructRefProxy):
    """The Python side of a struct of arrays."""

    # Asked at every call: a slot answers at once.
    _numba_type_ = structref.StructRefProxy._type  # type: ignore[attr-defined]
