"""Fabricated runs: records of the declared shape, a pure function of (parameters, run id)."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.vocabulary import End
from sim.measure.records import (
    HISTORY_OUTPUTS,
    PROJECT_OUTPUTS,
    RUN_OUTPUTS,
    WEEKLY_OUTPUTS,
    Output,
    RunId,
    RunRecord,
)
from sim.parameters import Parameters

Run = Callable[[Parameters, RunId], RunRecord]
OPPORTUNITIES_PER_WEEK = 0.69
"""23 organisations at 3% a week: as many opportunities as the model has."""
LIMIT = 100
FAILING = 7
DEADLY = 3
MARKER = "COPROD_TEST_MARKER"


def _generator(parameters: Parameters, run_id: RunId) -> np.random.Generator:
    digest = hashlib.sha256(parameters.model_dump_json().encode()).digest()
    words = np.frombuffer(digest, np.uint32).tolist()
    return np.random.default_rng([run_id.seed, run_id.replicate, *words])


def _values(luck: np.random.Generator, output: Output, rows: int) -> np.ndarray:
    """Integers below LIMIT, or reals in [0, 1)."""
    if output.dtype.startswith("float"):
        return luck.random(rows).astype(output.dtype)
    return luck.integers(0, 2 if output.unit == "flag" else LIMIT, rows).astype(output.dtype)


def _columns(
    luck: np.random.Generator, outputs: tuple[Output, ...], rows: int
) -> dict[str, np.ndarray]:
    return {output.name: _values(luck, output, rows) for output in outputs}


def _projects(luck: np.random.Generator, weeks: int) -> dict[str, np.ndarray]:
    rows = int(luck.poisson(OPPORTUNITIES_PER_WEEK * weeks))
    columns = _columns(luck, PROJECT_OUTPUTS, rows)
    start = np.sort(luck.integers(0, weeks, rows)).astype(np.int16)
    end = luck.integers(0, len(End), rows).astype(np.int8)
    formed = np.where(end > End.SOLO, start, -1).astype(np.int16)
    sector = luck.integers(0, 3, rows).astype(np.int8)
    return columns | {
        "sector": sector, "start_week": start, "end": end, "end_week": start, "formed_week": formed
    }  # fmt: skip


def run(parameters: Parameters, run_id: RunId) -> RunRecord:
    """A record that is plausible in shape and size, and means nothing."""
    luck, weeks = _generator(parameters, run_id), parameters.horizon
    values = _columns(luck, RUN_OUTPUTS, 1)
    return RunRecord(
        id=run_id,
        run={name: value.item() for name, value in values.items()},
        projects=_projects(luck, weeks),
        history=_columns(luck, HISTORY_OUTPUTS, weeks),
        weekly=_columns(luck, WEEKLY_OUTPUTS, weeks),
    )


def run_with_a_failure(parameters: Parameters, run_id: RunId) -> RunRecord:
    """Replicate FAILING raises; others end well."""
    if run_id.replicate == FAILING:
        raise ArithmeticError("stock below zero")
    return run(parameters, run_id)


def run_of_no_name(parameters: Parameters, run_id: RunId) -> RunRecord:
    """Raises in a library that is called by the model, from a file of one of its folders."""
    from sim.state.ties import as_graph  # here, for it would be most of what a worker loads

    unnamed: Any = [[]]
    as_graph(np.zeros((1, 1)), unnamed, np.zeros(1, np.int64), np.ones(1, np.bool_))
    raise AssertionError("it must have raised")


def run_that_kills_its_process(parameters: Parameters, run_id: RunId) -> RunRecord:
    """Replicate DEADLY takes its process with it; others end well."""
    if run_id.replicate == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return run(parameters, run_id)


def run_of_the_wrong_shape(parameters: Parameters, run_id: RunId) -> RunRecord:
    """A record without its history."""
    return replace(run(parameters, run_id), history={})


def run_slowly(parameters: Parameters, run_id: RunId) -> RunRecord:
    """As ``run``, after a moment; leaves a file in the folder of MARKER."""
    time.sleep(0.05)
    Path(os.environ[MARKER], f"{parameters.coordinator.attention}-{run_id.replicate}").touch()
    return run(parameters, run_id)


def hear_ctrl_c() -> None:
    """A child of a process that ignores Ctrl-C, as in the background of a shell, hears it again."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
