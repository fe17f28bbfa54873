"""Trials as cells of a study, and what the best of them come to with luck of their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from experiments.base.errors import InputError
from experiments.run import runner
from experiments.run.progress import Meter, shown
from experiments.store import Cell, Study
from experiments.studies.harm_run import Ground, paired, point_table, specs_at
from experiments.studies.harm_space import Values
from experiments.studies.search_declared import RAISES, Declaration
from experiments.studies.search_seek import seek

MEASURE = "failure"
"""What is searched by."""


@dataclass
class Evaluation:
    """Runs both arms at points as they come, all with the luck of one seed.

    name: put before the names of its cells. outcome: of all its runs. tables: a row for each point
    and primary measure, as ``point_table`` has them; points are numbered as they came.
    """

    study: Study
    ground: Ground
    seed: int
    replicates: int
    meter: Meter
    name: str = ""
    cells: list[Cell] = field(default_factory=list)
    tables: list[pd.DataFrame] = field(default_factory=list)
    outcome: runner.Outcome = field(default_factory=runner.Outcome)

    def __call__(self, points: Sequence[Values]) -> list[float]:
        """The paired difference of failure at each point; nan where no replicate ran in both."""
        first = len(self.cells) // 2
        specs = specs_at(self.ground, points, self.seed, self.replicates, first, self.name)
        cells = self.study.open_cells(specs)
        self._run(cells)
        table = point_table(paired(cells), points, self.replicates)
        self.cells += cells
        self.tables.append(table.assign(point=table["point"] + first))
        mine = table[table["measure"] == MEASURE].sort_values("point")
        return [float(value) for value in mine["value"]]

    def _run(self, cells: Sequence[Cell]) -> None:
        processes = self.ground.treated.processes
        found = runner.run_cells(cells, self.replicates, processes, self._metered, weekly="none")
        self.outcome.ran += found.ran
        self.outcome.failed += found.failed
        self.outcome.lost += found.lost

    @contextmanager
    def _metered(self, _: int) -> Iterator[Meter]:
        """One meter counts the runs of every batch."""
        yield self.meter

    @property
    def table(self) -> pd.DataFrame:
        """All points so far."""
        return pd.concat(self.tables, ignore_index=True)


class Found(NamedTuple):
    """What a search did: its trials, the runs of the best with fresh luck, and one table of both.

    finalists: as ``found_table`` gives it.
    """

    trials: Evaluation
    fresh: Evaluation
    finalists: pd.DataFrame


def conduct(declared: Declaration, ground: Ground, study: Study) -> Found:
    """Search, going on where it was stopped, and run the best again with the fresh seed.

    InputError where no setting has a run in both arms.
    """
    wanted, finalists = ground.treated, min(declared.finalists, declared.trials)
    runs = declared.trials * wanted.replicates + finalists * declared.fresh_replicates
    with shown(wanted.name, 2 * runs) as meter:
        trials = Evaluation(study, ground, wanted.seed, wanted.replicates, meter)
        points = seek(
            declared.ground, len(ground.treated_points), trials, direction=declared.direction,
            seed=wanted.seed, trials=declared.trials, batch=declared.batch,
            startup=declared.startup,
        )  # fmt: skip
        best = best_of(trials.table, declared.direction, finalists)
        if not best:
            raise InputError(f"{study.path}: no setting has a run in both arms; nothing was found")
        again = declared.fresh_replicates
        fresh = Evaluation(study, ground, declared.fresh_seed, again, meter, "fresh-")
        fresh([points[number] for number in best])
    study.keep_only([*trials.cells, *fresh.cells])
    return Found(trials, fresh, found_table(trials.table, fresh.table, best))


def best_of(table: pd.DataFrame, direction: str, number: int) -> list[int]:
    """Numbers of the best points by their estimate, the best first; earlier ones where equal."""
    mine = table[(table["measure"] == MEASURE) & table["value"].notna()]
    order = mine.sort_values("value", ascending=direction != RAISES, kind="stable")
    return [int(each) for each in order["point"].head(number)]


def found_table(trials: pd.DataFrame, fresh: pd.DataFrame, best: Sequence[int]) -> pd.DataFrame:
    """A row for each finalist and primary measure, the search's best first.

    rank, from 1; trial; searched, searched_low, searched_high: as the search saw it, chosen for
    being extreme, so it overstates; the other columns are ``point_table``'s from fresh luck.
    """
    names = {"point": "trial", "value": "searched", "low": "searched_low", "high": "searched_high"}
    seen = trials[trials["point"].isin(best)].rename(columns=names)[["measure", *names.values()]]
    again = fresh.rename(columns={"point": "rank"})
    again.insert(0, "trial", again["rank"].map(dict(enumerate(best))))
    found = again.merge(seen, on=["trial", "measure"])
    front = ["rank", "trial", "measure", "searched", "searched_low", "searched_high"]
    found = found[[*front, *(name for name in found if name not in front)]]
    return found.assign(rank=found["rank"] + 1).sort_values(["rank", "measure"], kind="stable")
