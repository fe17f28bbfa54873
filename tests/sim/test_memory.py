"""Models and runs that are dropped are gone: memory stays flat."""

import gc
import weakref
from pathlib import Path

import pytest
from mesa.datacollection import DataCollector
from small import small

from sim.measure.records import RunId
from sim.model import CoProductionModel
from sim.simulation import Simulation, run
from tests.benchmarks import memory

TINY = {"horizon": 2, "community.households": 6, "community.buildings": 2}
DROPPED, BEFORE = 300, 150
"""Models counted, and models before: what the collector has not yet seen takes room once."""
COLLECT = 50
"""Models between two collections: what is dropped is then gone, however much else there is."""
MOST_GROWTH = 8 * 2**20
"""Bytes; so many models that stayed would be a hundred millions."""


def alive(kind: type) -> int:
    gc.collect()
    # by type: to ask a proxy for its class is to ask what it stands for, which may be gone
    return sum(issubclass(type(each), kind) for each in gc.get_objects())


def make_step_and_drop(count: int) -> "weakref.WeakSet[CoProductionModel]":
    seen: weakref.WeakSet[CoProductionModel] = weakref.WeakSet()
    for replicate in range(count):
        model = CoProductionModel(replicate=replicate, **TINY)
        seen.add(model)
        model.step(), model.step()
        if replicate % COLLECT == 0:
            gc.collect()
    return seen


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="needs Linux: memory as /proc tells it"
)


@needs_proc
def test_memory_stays_flat_over_models_dropped_by_hand():
    before = alive(CoProductionModel)
    make_step_and_drop(BEFORE)
    gc.collect()
    start = memory.now()
    seen = make_step_and_drop(DROPPED)
    assert alive(CoProductionModel) == before and len(seen) == 0
    assert memory.now() - start < MOST_GROWTH


@needs_proc
def test_memory_stays_flat_over_runs():
    parameters = CoProductionModel(**TINY).parameters
    before = alive(Simulation)
    for replicate in range(BEFORE):
        run(parameters, RunId(0, replicate))
    gc.collect()
    start = memory.now()
    for replicate in range(DROPPED):
        run(parameters, RunId(1, replicate))
    assert alive(Simulation) <= before
    assert memory.now() - start < MOST_GROWTH


def test_a_model_that_fails_in_a_step_is_let_go():
    def fails(of: CoProductionModel) -> None:
        raise RuntimeError("a reporter of one's own")

    model = CoProductionModel(**TINY)
    model.datacollector = DataCollector(model_reporters={"fails": fails})
    seen = weakref.ref(model)
    with pytest.raises(RuntimeError):
        model.step()
    del model
    gc.collect()
    assert seen() is None


def test_simulations_and_their_worlds_are_let_go_after_their_run(monkeypatch):
    seen = []
    init = Simulation.__init__

    def remember(self, *arguments):
        init(self, *arguments)
        seen.extend([weakref.ref(self), weakref.ref(self.world)])

    monkeypatch.setattr(Simulation, "__init__", remember)
    for replicate in range(3):
        run(small({"horizon": 3}), RunId(0, replicate))
    gc.collect()
    assert len(seen) == 6 and all(kept() is None for kept in seen)


def test_models_are_let_go_after_their_run():
    model = CoProductionModel(small({"horizon": 3}))
    for _ in range(3):
        model.step()
    seen = [weakref.ref(each) for each in (model, model.simulation, model.organisations[0])]
    del model
    gc.collect()
    assert all(kept() is None for kept in seen)


def test_a_simulation_that_fails_is_let_go_too(monkeypatch):
    seen = []

    def fail(self):
        seen.append(weakref.ref(self))
        raise RuntimeError("broken")

    monkeypatch.setattr(Simulation, "step", fail)
    with pytest.raises(RuntimeError):
        run(small(), RunId(0, 0))
    monkeypatch.undo()
    gc.collect()
    assert seen[0]() is None
