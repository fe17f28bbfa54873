"""Structs of arrays: compiled code reads and changes the very fields, and types never mix."""

import numpy as np
import pytest

from sim.base.kernel import kernel
from sim.base.struct import Struct

RECORD = np.dtype([("week", "i8"), ("size", "f8"), ("over", "?")], align=True)
INNER = np.dtype([("rates", "f8", (3,))])
OUTER = np.dtype([("low", "i1"), ("inner", INNER), ("last", "f8")], align=True)


class Inside(Struct):
    """A struct in another."""

    weights: np.ndarray
    key: np.uint32


class Thing(Struct):
    """A field of every kind."""

    vector: np.ndarray
    table: np.ndarray
    flags: np.ndarray
    now: np.void
    rules: np.void
    inside: Inside
    seed: np.uint32
    number: int


def thing(**other) -> Thing:
    """A struct of every kind of field; ``other`` takes the place of some."""
    fields = {
        "vector": np.arange(4.0),
        "table": np.arange(6).reshape(2, 3),
        "flags": np.array([True, False]),
        "now": np.array([(7, 1.5, True)], RECORD)[0],
        "rules": np.array([(1, ((0.25, 0.5, 0.75),), 9.0)], OUTER)[0],
        "inside": Inside(weights=np.array([2.0, 3.0], np.float32), key=np.uint32(2**32 - 1)),
        "seed": np.uint32(2**32 - 2),
        "number": 2**40 + 1,
    }
    return Thing(**{**fields, **other})


@kernel
def read_arrays(thing):
    """An item of each array, and their lengths."""
    return thing.vector[3], thing.table[1, 0], thing.flags[0], len(thing.vector), thing.table.shape


@kernel
def read_now(thing):
    """The values of a record."""
    return thing.now.week, thing.now.size, thing.now.over


@kernel
def read_rules(thing):
    """Values of a record in a record."""
    return thing.rules.low, thing.rules.inner.rates[2], thing.rules.last


@kernel
def read_inside(thing):
    """Values of the struct in a struct."""
    return thing.inside.weights[1], thing.inside.key


@kernel
def read_numbers(thing):
    """The whole numbers."""
    return thing.seed, thing.number


@kernel
def change(thing):
    """Change one of everything that can be."""
    thing.vector[0] = -1.0
    thing.table[0] = 5
    thing.now.week += 1
    thing.inside.weights[:] *= 2.0


def test_compiled_code_reads_arrays_by_their_names():
    assert read_arrays(thing()) == (3.0, 3, True, 4, (2, 3))


def test_compiled_code_reads_a_record_and_a_record_in_it():
    assert read_now(thing()) == (7, 1.5, True)
    assert read_rules(thing()) == (1, 0.75, 9.0)


def test_compiled_code_reads_a_struct_in_a_struct():
    assert read_inside(thing()) == (3.0, 2**32 - 1)


def test_compiled_code_reads_whole_numbers_of_their_width():
    assert read_numbers(thing()) == (2**32 - 2, 2**40 + 1)


def test_python_sees_what_compiled_code_changed_in_the_very_arrays():
    one, other = thing(), thing()
    held = one.vector, one.table, one.now, one.inside.weights
    change(one)
    assert one.vector is held[0] and one.now is held[2]
    assert held[0].tolist() == [-1.0, 1.0, 2.0, 3.0]
    assert held[1].tolist() == [[5, 5, 5], [3, 4, 5]]
    assert held[2]["week"] == 8 and held[3].tolist() == [4.0, 6.0]
    assert other.vector[0] == 0.0 and other.now["week"] == 7


def test_compiled_code_sees_what_python_changes():
    one = thing()
    one.vector[3], one.now["size"], one.inside.weights[1] = 8.0, 2.5, 4.0
    assert read_arrays(one)[0] == 8.0
    assert read_now(one)[1] == 2.5 and read_inside(one)[0] == 4.0


def test_arrays_of_other_lengths_are_of_the_same_type():
    longer = thing(vector=np.arange(100.0), table=np.zeros((9, 50), int))
    assert read_arrays(longer)[3:] == (100, (9, 50))


OTHERS = {
    "another dtype": ("vector", np.arange(4, dtype=np.float32)),
    "another width": ("table", np.zeros((2, 3), np.int32)),
    "another dimension": ("vector", np.zeros((2, 2))),
    "columns in order": ("table", np.asfortranarray(np.zeros((2, 3), int))),
    "every other row": ("vector", np.arange(8.0)[::2]),
    "another record": ("now", np.array([(7, 1.5)], RECORD.descr[:2])[0]),
    "another number": ("seed", np.uint64(1)),
    "an array for a struct": ("inside", np.zeros(2)),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_field_of_another_type_than_the_first_is_refused_by_its_name(case):
    thing()
    name, value = OTHERS[case]
    with pytest.raises(TypeError, match=f"^Thing: {name}: of another type than in the first$"):
        thing(**{name: value})


def test_all_fields_of_another_type_are_named():
    thing()
    with pytest.raises(TypeError, match=r"^Thing: flags, number: of another type"):
        thing(flags=np.zeros(2), number=np.int32(1))


def test_a_struct_has_the_fields_that_its_class_names_and_no_other():
    assert Thing.fields == (
        "vector", "table", "flags", "now", "rules", "inside", "seed", "number",
    )  # fmt: skip
    with pytest.raises(KeyError, match="seed"):
        Thing(**{name: value for name, value in vars(thing()).items() if name != "seed"})
