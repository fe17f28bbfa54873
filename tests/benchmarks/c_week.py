"""The household week in C (``household_week.c``), compiled by gcc when a benchmark asks for it."""

import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.luck import Process, process_word
from sim.base.vocabulary import CATEGORIES, GROUPS
from sim.simulation import Simulation
from sim.state.community import SUMS, People, Residents
from sim.week.residents import GINI_BINS, gini_of_histogram
from tests.benchmarks.rates import mobilised, usual_rates

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
        "recovery", "relief", "strain", "trust_rest", "trust_recovery", "trust_gain", "trust_break",
        "rise", "active_from", "floor",
    )  # fmt: skip
    _fields_ = [(name, ctypes.c_double) for name in names]


def _at(array: NDArray[Any]) -> ctypes.c_void_p:
    assert array.flags["C_CONTIGUOUS"]
    return ctypes.c_void_p(array.ctypes.data)


class CWeek:
    """The weeks of a simulation's households in C, on arrays of its own; the same to the bit.

    Who is mobilised stays as it is at the start.
    """

    def __init__(self, simulation: Simulation, library: ctypes.CDLL) -> None:
        self._library = library
        self._rules, self._world = simulation.parameters, simulation.world
        luck = self._world.luck
        self._key = [ctypes.c_uint32(int(word)) for word in (luck.seed, luck.replicate)]
        self._words = [
            ctypes.c_uint32(process_word(process, 0))
            for process in (Process.NEED_ARRIVAL, Process.NEED_CATEGORY, Process.VOICE)
        ]
        self.people = _copies(self._world.people) | _copies(self._world.residents)
        self._held = {name: _at(array) for name, array in self.people.items()}
        rates, floor = mobilised(usual_rates(self._world), self._world)
        self._rates = _Rates(*rates, self._rules.measures.active_from, floor)
        self._first = self._world.places.first
        self._starts = _at(self._first)
        self._buildings, self._size = len(self._first) - 1, len(self.people["group"])

    def needs_and_voice(self, week: int) -> dict[str, NDArray[Any]]:
        """Steps 1 and 2 of a week: the fields of Voices that they fill."""
        rules, held = self._rules, self._held
        by_building = {name: np.zeros((self._buildings, _K)) for name in ("voiced", "open")}
        by_area = {name: np.zeros((1, _K), np.int64) for name in ("late", "arrived")}
        self._library.needs_and_voice(
            held["waiting"], ctypes.c_int64(self._size), held["participation"],
            held["group"], self._starts, ctypes.c_int64(self._buildings),
            held["edges"], ctypes.c_double(rules.community.arrival_rate),
            ctypes.c_double(rules.residents.selectivity),
            ctypes.c_int64(rules.measures.late_after), ctypes.c_uint32(week),
            *self._words, *self._key,
            *map(_at, by_building.values()), *map(_at, by_area.values()),
        )  # fmt: skip
        return by_building | by_area

    def update_residents(self) -> dict[str, NDArray[Any]]:
        """Step 7 of a week, in which nobody's project broke: the fields of Voices that it fills."""
        held = self._held
        groups, sums, bins = np.zeros((1, 3, _G)), np.zeros(len(SUMS)), np.zeros(GINI_BINS)
        broken = np.zeros(self._buildings)
        self._library.residents_week(
            held["waiting"], ctypes.c_int64(self._size), held["participation"],
            held["next"], held["baseline"], held["satisfaction"],
            held["trust"], held["group"], held["member"],
            self._starts, ctypes.c_int64(self._buildings), held["tie_start"],
            held["tie_to"], held["served"], held["left_out"], _at(broken),
            ctypes.byref(self._rates), _at(groups), _at(sums), _at(bins),
        )  # fmt: skip
        for swapped in (self.people, held):
            swapped["participation"], swapped["next"] = swapped["next"], swapped["participation"]
        return {
            "groups": groups,
            "sums": sums.view(SUMS),
            "gini": np.array([gini_of_histogram(bins)]),
            "satisfaction": groups[:, 1].sum(axis=1) / groups[:, 0].sum(axis=1),
        }


def _copies(fields: People | Residents) -> dict[str, NDArray[Any]]:
    return {name: getattr(fields, name).copy() for name in fields.fields}
