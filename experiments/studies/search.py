"""The settings in which the coordinator makes things worst, or best.

Declared in ``configs/search/``: what is looked for, where, and with how much effort. What is run
next depends on what was found, so that cells are opened as the search goes; the best settings run
again with luck of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from matplotlib.figure import Figure

from experiments.base.describe import offered
from experiments.base.errors import InputError
from experiments.base.settings import CONFIGS
from experiments.config.compose import Composed, names_one_file
from experiments.config.hub import HUB
from experiments.document.blocks import Prose, Table
from experiments.document.cells import ends, per_100, rate, words
from experiments.document.terminal import Told
from experiments.store import Cell
from experiments.studies.declared import Count, Seed, Size, Text, read_declared
from experiments.studies.drawn import Drawn
from experiments.studies.ground import Ground, ground_of, paired, point_table, specs_at
from experiments.studies.harm import read_declaration as read_harm
from experiments.studies.protocol import Work
from experiments.studies.ranges import Range, Values, check_ranges, label
from experiments.studies.search_figure import search
from experiments.studies.search_seek import RAISES, seek
from experiments.words.speech import Speaker

FOLDER = "search"
MEASURE = "failure"
"""What is searched by."""
COLUMNS = ("rank", "trial", "searched", "fresh", "fresh_breakdown", "without")


class Declaration(Size):
    """direction: of the paired difference of failure, treated - reference, that is looked for.

    ranges: those of the harm map unless given. startup: trials by lot before the sampler learns.
    finalists: best trials that are run again, ``fresh_replicates`` times with ``fresh_seed``.
    """

    direction: Literal["raises", "lowers"]
    treated: Text
    reference: Text
    trials: Count
    batch: Count
    startup: Count
    finalists: Count
    fresh_seed: Seed
    fresh_replicates: Count
    ranges: dict[str, Range] | None = None

    @property
    def ground(self) -> dict[str, Range]:
        """The ranges that are searched."""
        return read_harm().ranges if self.ranges is None else self.ranges


def read_declaration(name: str, config_dir: Path | None) -> Declaration:
    """The search ``name`` in ``search/`` of ``config_dir``, or of ``configs/``.

    InputError, one line, for an unknown one or what is not allowed in it.
    """
    places = [CONFIGS / FOLDER] if config_dir is None else [config_dir / FOLDER, CONFIGS / FOLDER]
    files = {file.stem: file for place in places[::-1] for file in sorted(place.glob("*.yaml"))}
    if not names_one_file(name) or name not in files:
        raise InputError(f"experiment = {name}: must be one of {offered(name, sorted(files))}")
    path = files[name]
    declared = read_declared(path, Declaration)
    if declared.ranges is not None:
        check_ranges(declared.ranges, f"{path}: ranges")
    return declared


@dataclass(frozen=True)
class Searched(Drawn):
    """trials: as ``point_table`` has them, by setting. finalists: as ``found_table`` gives it."""

    trials: pd.DataFrame
    finalists: pd.DataFrame
    declared: Declaration
    wanted: Composed
    name = "search"

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {"search-trials": self.trials, "search-found": self.finalists}

    def figure(self, say: Speaker) -> Figure:
        trials, found = (t[t["measure"] == MEASURE] for t in (self.trials, self.finalists))
        raises, startup = self.declared.direction == RAISES, self.declared.startup
        return search(trials, found, raises, startup, self.heading(say), say)

    def document(self, say: Speaker) -> list[Told]:
        notes = [*self._failed(say), say("search.note")]
        last = Prose(say("note.conditional"))
        return [self._finalists(say), *map(Prose, notes), self._setting(say), last]

    def heading(self, say: Speaker) -> str:
        """What was looked for, where, with how much effort."""
        declared, community = self.declared, self.wanted.community
        return say(
            f"search.title.{declared.direction}",
            community=say.known(f"community.{community}", community),
            treated=say.arm(declared.treated), reference=say.arm(declared.reference),
            trials=declared.trials, replicates=self.wanted.replicates,
            fresh=declared.fresh_replicates,
        )  # fmt: skip

    def _finalists(self, say: Speaker) -> Table:
        """A row a finalist: as the search saw it, and from fresh luck."""
        ranks = self.finalists.set_index(["rank", "measure"])
        rows = [
            _finalist(int(rank), ranks.loc[rank, MEASURE], ranks.loc[rank, "breakdown"], say)
            for rank in self.finalists["rank"].unique()
        ]
        return Table(self.heading(say), words(say, "search.header", COLUMNS), rows)

    def _setting(self, say: Speaker) -> Table:
        """The coordinator of the first finalist: value and range of each parameter."""
        first = self.finalists.iloc[0]
        rows = [
            [label(name, say), f"{first[name]:.3g}", f"{each.low:g}–{each.high:g}"]
            for name, each in self.declared.ground.items()
            if name.startswith(HUB)
        ]
        header = words(say, "search.header", ("parameter", "value", "range"))
        return Table(say("search.setting", trial=int(first["trial"])), header, rows)

    def _failed(self, say: Speaker) -> Iterator[str]:
        """What failed runs leave open: trials not searched further, bounds of finalists."""
        trials, found = (t[t["measure"] == MEASURE] for t in (self.trials, self.finalists))
        failed, unknown = int(trials["failed"].sum()), int(trials["value"].isna().sum())
        if failed or unknown:
            yield say("search.failed", failed=failed, unknown=unknown)
        for row in found[found["failed"] > 0].to_dict("records"):
            bounds = ends(row, say, sign=True)
            yield say("search.bounds", rank=row["rank"], failed=row["failed"], **bounds)


def _finalist(
    rank: int, failure: Mapping[str, Any], breakdown: Mapping[str, Any], say: Speaker
) -> list[str]:
    return [
        str(rank),
        str(int(failure["trial"])),
        per_100(failure["searched"], say, sign=True),
        *(rate(row, say, sign=True) for row in (failure, breakdown)),
        per_100(failure["control"], say),
    ]


@dataclass
class Evaluation:
    """Runs both arms at points as they come, all with the luck of one seed.

    name: put before the names of its cells, which are numbered. tables: a row for each point and
    primary measure, as ``point_table`` has them; points are numbered as they came.
    """

    work: Work
    ground: Ground
    wanted: Composed
    name: str = ""
    cells: list[Cell] = field(default_factory=list)
    tables: list[pd.DataFrame] = field(default_factory=list)

    def __call__(
        self, points: Sequence[Values], numbers: Sequence[int] | None = None
    ) -> list[float]:
        """The paired difference of failure at each point; nan where no replicate ran in both.

        numbers: by which cells are named; as the points came unless said.
        """
        first, wanted = len(self.cells) // 2, self.wanted
        named = range(first, first + len(points)) if numbers is None else numbers
        specs = specs_at(self.ground, points, wanted.seed, wanted.replicates, named, self.name)
        cells = self.work.study.open_study(specs)
        self.work.run(cells, wanted)
        table = point_table(paired(cells), points, wanted.replicates)
        self.cells += cells
        self.tables.append(table.assign(point=table["point"] + first))
        mine = table[table["measure"] == MEASURE].sort_values("point")
        return [float(value) for value in mine["value"]]

    @property
    def table(self) -> pd.DataFrame:
        """All points so far."""
        return pd.concat(self.tables, ignore_index=True)


@dataclass(frozen=True)
class Search:
    """A search as it is asked for."""

    declared: Declaration
    ground: Ground

    @property
    def wanted(self) -> Composed:
        """The treated arm, by which the search is named and run."""
        return self.ground.treated

    @property
    def name(self) -> str:
        """Name of the study."""
        return self.wanted.name

    def conduct(self, work: Work) -> Searched:
        """Search, going on where it was stopped, and run the best again with the fresh seed.

        InputError where no setting has a run in both arms.
        """
        declared, wanted = self.declared, self.wanted
        finalists, again = min(declared.finalists, declared.trials), declared.fresh_replicates
        fresh_luck = replace(wanted, seed=declared.fresh_seed, replicates=again)
        trials = Evaluation(work, self.ground, wanted)
        fresh = Evaluation(work, self.ground, fresh_luck, "fresh-")
        with work.counting(2 * (declared.trials * wanted.replicates + finalists * again)):
            points = seek(
                declared.ground, len(self.ground.treated_points), trials,
                direction=declared.direction, seed=wanted.seed, trials=declared.trials,
                batch=declared.batch, startup=declared.startup,
            )  # fmt: skip
            best = best_of(trials.table, declared.direction, finalists)
            if not best:
                where = work.study.path
                raise InputError(f"{where}: no setting has a run in both arms; nothing was found")
            fresh([points[number] for number in best], best)
        found = found_table(trials.table, fresh.table, best)
        return Searched(trials.table, found, declared, wanted)


def study(
    name: str, overrides: list[str], config_dir: Path | None = None, **sizes: int | None
) -> Search:
    """The search declared as ``name``; sizes: of the declaration, as declared where None."""
    given = {key: number for key, number in sizes.items() if number is not None}
    declared = read_declaration(name, config_dir).model_copy(update=given)
    arms = (declared.treated, declared.reference)
    ground = ground_of(declared, name, declared.ground, overrides, config_dir, arms)
    if ground.treated.seed == declared.fresh_seed:
        seed = declared.fresh_seed
        raise InputError(f"seed = {seed}: that of the fresh runs; must be another one")
    return Search(declared, ground)


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
