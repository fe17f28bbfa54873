"""The household week in C (``household_week.c``), compiled by gcc when a benchmark asks for it."""

import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sim.households import GINI_BINS, Mobilisation, Rates, Residence, Voices, gini_of_histogram

from sim.base.luck import Process, process_word
from sim.base.vocabulary import CATEGORIES, GROUPS
from sim.model import CoProductionModel

SOURCE = Path(__file__).with_name("household_week.c")
COMPILER = "gcc"
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC")
"""Without contraction, as numba compiles: both round after every operation."""
_K, _G = len(CATEGORIES), len(GROUPS)


def has_compiler() -> bool:
    """Is gcc there?"""
    return shutil.which(COMPILER) is not None


def compile_week(folder: Path) -> ctypes.CDLL:
    """Compile the C version into ``folder`` and load it."""
    library = folder / "household_week.so"
    subprocess.run([COMPILER, *FLAGS, "-o", str(library), str(SOURCE)], check=True)
    return ctypes.CDLL(str(library))


class _Rates(ctypes.Structure):
    names = (
        "contagion", "habit", "discouragement", "cap", "encouragement", "slight", "rest",
        "recovery", "relief", "strain", "trust_gain", "trust_break", "active_from", "rise", "floor",
    )  # fmt: skip
    _fields_ = [(name, ctypes.c_double) for name in names]


def _at(array: NDArray[Any]) -> ctypes.c_void_p:
    assert array.flags["C_CONTIGUOUS"]
    return ctypes.c_void_p(array.ctypes.data)


class CWeek:
    """The weeks of a model's households in C, on arrays of its own; same results to the bit."""

    def __init__(self, model: CoProductionModel, library: ctypes.CDLL) -> None:
        self._library = library
        self._rules = model.parameters
        self._key = [ctypes.c_uint32(int(word)) for word in model.luck.key]
        people = model.people.population
        self.people = {name: value.copy() for name, value in vars(people).items()}
        self._buildings, self._size = people.buildings, people.size
        self._next = np.empty_like(people.participation)
        self._served = model.people.served_now.copy()
        self._left_out = model.people.left_out.copy()
        self._cumulative = np.ascontiguousarray(model._cumulative)

    def needs_and_voice(self, week: int) -> Voices:
        """Steps 1 and 2 of a week."""
        rules, people = self._rules, self.people
        voiced, opened = (np.zeros((self._buildings, _K)) for _ in range(2))
        late, arrived = (np.zeros(_K, np.int64) for _ in range(2))
        words = [
            ctypes.c_uint32(process_word(process, 0))
            for process in (Process.NEED_ARRIVAL, Process.NEED_CATEGORY, Process.VOICE)
        ]
        self._library.needs_and_voice(
            _at(people["waiting"]), ctypes.c_int64(self._size), _at(people["participation"]),
            _at(people["group"]), _at(people["first"]), ctypes.c_int64(self._buildings),
            _at(self._cumulative), ctypes.c_double(rules.community.arrival_rate),
            ctypes.c_double(rules.residents.selectivity),
            ctypes.c_int64(rules.measures.late_after), ctypes.c_uint32(week), *words, *self._key,
            _at(voiced), _at(opened), _at(late), _at(arrived),
        )  # fmt: skip
        return Voices(voiced, opened, late, arrived)

    def residents_week(self, rates: Rates, mobilisation: Mobilisation) -> Residence:
        """Step 7 of a week; nobody's project broke."""
        people = self.people
        groups, sums, bins = np.zeros((3, _G)), np.zeros(5), np.zeros(GINI_BINS)
        broken = np.zeros(self._buildings)
        plain = _Rates(**{**rates._asdict(), **mobilisation._asdict()})
        self._library.residents_week(
            _at(people["waiting"]), ctypes.c_int64(self._size), _at(people["participation"]),
            _at(self._next), _at(people["baseline"]), _at(people["satisfaction"]),
            _at(people["trust"]), _at(people["group"]), _at(people["member"]),
            _at(people["first"]), ctypes.c_int64(self._buildings), _at(people["tie_start"]),
            _at(people["tie_to"]), _at(self._served), _at(self._left_out), _at(broken),
            ctypes.byref(plain), _at(groups), _at(sums), _at(bins),
        )  # fmt: skip
        people["participation"], self._next = self._next, people["participation"]
        return Residence(*groups, *(float(s) for s in sums), float(gini_of_histogram(bins)))
