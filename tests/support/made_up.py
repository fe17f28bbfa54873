"""Twelve made-up studies, each with the answer that it must be given, in both languages."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from known import Plan, plan, planted_study, swaying

from experiments.analysis.pairing import compare_cells
from experiments.document.four_lines import Asked
from experiments.store import Study
from experiments.studies.beside import asked
from sim import MODEL_VERSION

COMMUNITY = "planted"
"""Of the cells that ``planted_study`` writes."""
Plans = Sequence[Plan | None]


class MadeUp(NamedTuple):
    """arms: plans of ten replicates by arm. kind: what party is to residents against none.
    begins: how the answer begins, by language. ahead: arms that do more for residents than party.
    population: the verdict of a headline that is stored beside; None where none is."""

    arms: Mapping[str, Plans]
    kind: str
    begins: Mapping[str, str]
    ahead: Sequence[str] = ()
    population: str | None = None


def same(broken: int, completed: int, solo: int = 0, replicates: int = 10) -> Plans:
    """Runs that all end alike."""
    return [plan(broken, completed, solo)] * replicates


HELPS = {"en": "Yes, it helps:", "zh": "有帮助："}
PART = {"en": "It helps in part:", "zh": "部分有帮助："}
HARMS = {"en": "No, it harms:", "zh": "没有帮助，反而有害："}
BOTH = {"en": "It harms in one thing and helps in another:", "zh": "有弊有利："}
NOTHING = {"en": "No difference that matters:", "zh": "没有值得重视的差异："}
OPEN = {"en": "Not settled:", "zh": "尚无定论："}

MADE_UP = {
    "help": MadeUp(
        {"none": swaying(52, 31, 8), "placebo": swaying(52, 31, 6), "party": same(34, 48)},
        "help", HELPS, population="lowers",
    ),
    "harm": MadeUp({"none": same(34, 48), "party": swaying(52, 31, 8)}, "harm", HARMS, ("none",)),
    "null": MadeUp({"none": swaying(50, 30, 1), "party": same(50, 30)}, "ruled_out", NOTHING),
    "open": MadeUp(
        {
            "none": [plan(50 + 25 * (-1) ** i, 20 - 15 * (-1) ** i) for i in range(10)],
            "party": same(48, 21),
        },
        "open", OPEN,
    ),
    "ties": MadeUp({"none": same(40, 40), "party": same(40, 40)}, "ruled_out", NOTHING),
    "disagreeing": MadeUp({"none": same(52, 30), "party": same(34, 10)}, "mixed", BOTH),
    "part": MadeUp({"none": same(52, 30), "party": same(34, 30)}, "help", PART),
    "ahead": MadeUp(
        {"none": same(60, 22), "party": swaying(40, 44, 4), "equal_means": same(20, 66)},
        "help", HELPS, ("equal_means",),
    ),
    "behind": MadeUp(
        {"none": same(40, 44), "party": swaying(60, 22, 4), "equal_means": same(20, 66)},
        "harm", HARMS, ("equal_means", "none"), "raises",
    ),
    "failures": MadeUp(
        {"none": same(50, 40), "party": [None] * 3 + [plan(38, 52)] * 7}, "open", OPEN
    ),
    "small": MadeUp({"none": same(40, 40), "party": same(37, 43)}, "help", HELPS),
    "cancelling": MadeUp(
        {
            "none": [plan(50 + 25 * (-1) ** i, 30 - 15 * (-1) ** i) for i in range(10)],
            "party": [plan(50 - 25 * (-1) ** i, 30 + 15 * (-1) ** i) for i in range(10)],
        },
        "open", OPEN, population="cancels",
    ),
}  # fmt: skip


def study_of(name: str, results: Path) -> Study:
    """A made-up study as it is stored under ``results``, with what is stored beside it."""
    made = MADE_UP[name]
    planted_study(results / name, made.arms)
    if made.population is not None:
        store_population(results, made.population)
    return Study(results / name)


def asked_of(name: str, results: Path) -> Asked:
    """The question of a made-up study, with what is stored beside it."""
    cells = {cell.arm: cell for cell in study_of(name, results).cells()}
    return asked(compare_cells(cells, "party"), list(cells.values()))


SHARES = {
    "lowers": {"median": -0.2, "lowers": 0.82, "raises": 0.04},
    "raises": {"median": 0.2, "lowers": 0.05, "raises": 0.77},
    "cancels": {"median": 0.01, "lowers": 0.41, "raises": 0.37},
}
APART = {"lowers": 0.06, "raises": 0.06, "cancels": 0.001}
"""How far the medians of a rule's levels lie from that of all."""


def store_population(results: Path, kind: str, community: str = COMMUNITY) -> None:
    """What the headline keeps, of a population in which both measures have these shares."""
    shares = pd.DataFrame(
        [{"measure": m, **SHARES[kind]} for m in ("breakdown", "failure", "both")]
    )
    middle, apart = SHARES[kind]["median"], APART[kind]
    levels = pd.DataFrame(
        [
            {"measure": "failure", "rule": "structure.watching", "level": level, "n": 80,
             "median": middle + step, "median_error": 0.01}
            for level, step in (("crowds_in", -apart), ("left_to_hub", apart))
        ]
    )  # fmt: skip
    keep(
        results / "population",
        {"population-shares": shares, "population-levels": levels},
        community,
    )


def keep(
    folder: Path, tables: Mapping[str, pd.DataFrame], community: str, version: str = MODEL_VERSION
) -> None:
    """Tables of a study of this community and model version."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    content = {"model_version": version, "cells": [{"community": community}]}
    (folder / "study.json").write_text(json.dumps(content), "utf-8")
