"""Structs of arrays that compiled functions take as one thing, each field read by its name.

A struct is a class with annotated fields; it is made from one value a field, all by name. Python
sees the very arrays that compiled code changes: they are changed in place only, never replaced.
Built on numba's structref, which passes a pointer however many fields there are.
"""

import sys
from collections.abc import Callable
from typing import Any, ClassVar, dataclass_transform

import numpy as np
from numba import typeof, types
from numba.experimental import structref

from sim.base.kernel import kernel


Kind = Any


class StructType(types.StructRef):
    """Numba's type of a struct; symbols are named by the struct, not by all that it holds."""

    @property
    def mangling_args(self) -> tuple[str, tuple[()]]:
        """What compiled names carry of an argument of this type."""
        return self._typename, ()


def _kind(value: Any) -> Kind:
    """What must be alike in all values of a field: type, dtype, dimensions, and rows in order."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim, value.flags.c_contiguous
    return getattr(value, "dtype", type(value))


def _maker(proxy: type) -> Callable[..., Any]:
    """The function that makes a struct, compiled by us: numba's own isn't cached on disk."""

    @kernel
    def make(values):
        return proxy(*values)

    return make


@dataclass_transform(kw_only_default=True)
class Struct(structref.StructRefProxy):
    """Base of all structs."""

    fields: ClassVar[tuple[str, ...]]
    _make: ClassVar[Any]
    _entry: ClassVar[Callable[..., Any]]
    _kinds: ClassVar[list[Kind] | None] = None

    # Asked at every call: a slot answers at once.
    _numba_type_ = structref.StructRefProxy._type  # type: ignore[attr-defined]

    def __init_subclass__(cls) -> None:
        cls.fields = tuple(cls.__annotations__)
        kind = type(f"{cls.__name__}Type", (StructType,), {"__module__": cls.__module__})
        setattr(sys.modules[cls.__module__], kind.__name__, kind)  # the disk cache finds it by name
        structref.register(kind)
        structref.define_boxing(kind, cls)
        structref.define_constructor(cls, kind, cls.fields)
        structref.define_attributes(kind)
        cls._make = staticmethod(_maker(cls))

    def __new__(cls, **values: Any) -> Any:
        held = tuple(values[name] for name in cls.fields)
        kinds = [_kind(value) for value in held]
        if cls._kinds is None:
            # Types of records are dear to find: once a class, for all that are made of it.
            cls._kinds, cls._entry = kinds, cls._make.compile((typeof(held),))
        elif kinds != cls._kinds:
            names = zip(cls.fields, kinds, cls._kinds, strict=True)
            wrong = ", ".join(name for name, kind, first in names if kind != first)
            raise TypeError(f"{cls.__name__}: {wrong}: of another type than in the first one made")
        made = cls._entry(held)
        made.__dict__.update(values)
        return made

    def __init__(self, **values: Any) -> None:
        """All fields by name; see ``__new__``."""
