"""Structs of arrays that compiled functions take as one thing, each field read by its name.

A struct is a class with annotated fields; it is made from one value a field, all by name. Python
sees the very arrays that compiled code changes: they are changed in place only, never replaced.

To compiled code a struct is the address of a table that says where its fields are. Fields are
borrowed: nothing is counted, for whoever holds the struct holds its fields, and the table never
changes, so that what is read of it once holds for good.
"""

from typing import Any, ClassVar, NamedTuple, dataclass_transform

import numpy as np
from llvmlite import ir
from numba import typeof, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, unbox
from numpy.typing import NDArray

_WORD = 8
_INT = ir.IntType(64)
_ADDRESS = ir.IntType(8).as_pointer()
Kind = Any


class Field(NamedTuple):
    """Where a field stands in the table, in words, and its type in compiled code."""

    kind: Kind
    place: int


class StructType(types.Type):
    """Numba's type of a struct: its name, and what fields it has."""

    def __init__(self, name: str, fields: tuple[tuple[str, Field], ...]) -> None:
        self.fields = dict(fields)
        self.title, self.listed = name, fields
        super().__init__(name=name)

    @property
    def key(self) -> tuple[str, tuple[tuple[str, Field], ...]]:
        """What makes two types one."""
        return self.title, self.listed

    @property
    def mangling_args(self) -> tuple[str, tuple[()]]:
        """What compiled names carry of an argument of this type."""
        return self.title, ()


def _words(value: Any) -> list[int]:
    """A field as the table has it: an array as items, data, shape and strides; else one word."""
    if isinstance(value, np.ndarray):
        return [value.size, value.ctypes.data, *value.shape, *value.strides]
    if isinstance(value, Struct):
        return [value.address]
    if isinstance(value, np.void):
        return [np.frombuffer(value, np.uint8).ctypes.data]
    return [int(value)]


def _likeness(value: Any) -> Kind:
    """What must be alike in all values of a field: type, dtype, dimensions, and rows in order."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.ndim, value.flags.c_contiguous
    return getattr(value, "dtype", type(value))


@dataclass_transform(kw_only_default=True)
class Struct:
    """Base of all structs. A field is an array, a record of one (``np.void``), a whole number of 64
    bits or less, or another struct. All structs of a class have fields of the same types.

    Raises TypeError where a field is of another type than in the first one made.
    """

    fields: ClassVar[tuple[str, ...]]
    kind: ClassVar[StructType | None] = None
    _alike: ClassVar[list[Kind]]
    address: int

    def __init_subclass__(cls) -> None:
        cls.fields = tuple(cls.__annotations__)

    def __init__(self, **values: Any) -> None:
        held = [values[name] for name in self.fields]
        alike = [_likeness(value) for value in held]
        if self.kind is None:
            # Types of records are dear to find: once a class, for all that are made of it.
            self._declare(held, alike)
        elif alike != self._alike:
            names = zip(self.fields, alike, self._alike, strict=True)
            wrong = ", ".join(name for name, one, first in names if one != first)
            raise TypeError(f"{type(self).__name__}: {wrong}: of another type than in the first")
        self._table: NDArray[np.int64] = np.array([w for v in held for w in _words(v)], np.int64)
        self.address = self._table.ctypes.data
        self._numba_type_ = self.kind  # asked for at every call: found at once
        self.__dict__.update(values)

    @classmethod
    def _declare(cls, held: list[Any], alike: list[Kind]) -> None:
        places = np.cumsum([0] + [len(_words(value)) for value in held])
        cls.kind = StructType(cls.__name__, tuple(
            (name, Field(typeof(value), int(place)))
            for name, value, place in zip(cls.fields, held, places[:-1], strict=True)
        ))  # fmt: skip
        cls._alike = alike


# -- how compiled code reads them -----------------------------------------------------------------


@register_model(StructType)
class _StructModel(models.PrimitiveModel):
    """An address."""

    def __init__(self, manager: Any, kind: StructType) -> None:
        super().__init__(manager, kind, _ADDRESS)


@unbox(StructType)  # type: ignore[untyped-decorator]
def _take_address(kind: StructType, value: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(value, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _Fields(AttributeTemplate):
    key = StructType

    def generic_resolve(self, kind: Any, name: str) -> Any:  # type: ignore[override]
        return kind.fields[name].kind if name in kind.fields else None


def _word(builder: Any, table: Any, place: int, as_type: Any) -> Any:
    """A word of the table. It never changes, which the compiler is told."""
    at = builder.gep(table, [_INT(_WORD * place)])
    read = builder.load(builder.bitcast(at, as_type.as_pointer()))
    read.set_metadata("invariant.load", builder.module.add_metadata([]))
    return read


def _array(context: Any, builder: Any, table: Any, field: Field) -> Any:
    """An array that nobody counts: it has no owner here."""
    kind, at = field.kind, field.place
    array = context.make_array(kind)(context, builder)
    shape = [_word(builder, table, at + 2 + d, _INT) for d in range(kind.ndim)]
    strides = [_word(builder, table, at + 2 + kind.ndim + d, _INT) for d in range(kind.ndim)]
    array.nitems = _word(builder, table, at, _INT)
    array.data = _word(builder, table, at + 1, array.data.type)
    array.itemsize = _INT(context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    array.shape = cgutils.pack_array(builder, shape)
    array.strides = cgutils.pack_array(builder, strides)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    return array._getvalue()


@lower_getattr_generic(StructType)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, kind: StructType, table: Any, name: str) -> Any:
    field = kind.fields[name]
    if isinstance(field.kind, types.Array):
        return _array(context, builder, table, field)
    if isinstance(field.kind, types.Integer):
        return builder.trunc(
            _word(builder, table, field.place, _INT), context.get_value_type(field.kind)
        )
    return _word(builder, table, field.place, context.get_value_type(field.kind))
