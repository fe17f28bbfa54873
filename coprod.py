"""coprod from Python: what the commands do, with results as typed objects and pandas tables.

Each function does what the command of its name does, in the same store, under the same names: with
a study that one began, the other goes on. What differs from the defaults is said in strings, as on
the command line: ``coprod.run("community=village", "replicates=20")``. What a command would refuse
is an ``InputError`` with the same sentence. Nothing here exits; progress is shown on the error
stream, in a notebook as a bar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from experiments.base.errors import InputError
from experiments.base.prepare import prepare

prepare()

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from experiments.analysis.compare import Comparison
    from experiments.figures.drawn import Drawing
    from experiments.run.replay import Replay
    from experiments.store import Study as Stored
    from experiments.studies.protocol import Declared, Found
    from experiments.words.speech import Speaker
    from sim.model import CoProductionModel

__all__ = [
    "Compared",
    "Done",
    "InputError",
    "Study",
    "accepted",
    "compare",
    "figures",
    "load",
    "model",
    "replay",
    "run",
    "sweep",
]

RESULTS = Path("results")
"""The folder of studies, unless another is given as ``out``."""
Weekly = Literal["runs", "quantiles", "none"]
TABLES = ("runs", "projects", "history", "weekly", "areas")


@dataclass(frozen=True)
class Study:
    """A stored study. folder: where it is.

    Tables are read when they are asked for: what another command adds is in the next one.
    """

    folder: Path

    @property
    def name(self) -> str:
        """Its name, by which ``load`` and the commands know it."""
        return self.folder.name

    def run_outcomes(self) -> pd.DataFrame:
        """One row a run, of all cells: what became of its opportunities, its network, its levels.

        The columns are those of ``coprod results STUDY --table run_outcomes``; see docs/outputs.md.
        """
        from experiments.analysis.run_outcomes import run_outcomes

        return _frame(run_outcomes(self._stored()))

    def rates(self) -> pd.DataFrame:
        """One row a cell: runs, and breakdown, failure and others as shares of its opportunities.

        Of each share its 95% interval (``_low``, ``_high``), and what it would be if none or all of
        the opportunities of failed runs were such (``_bound_low``, ``_bound_high``). As ``coprod
        results STUDY``.
        """
        from experiments.analysis.cell_table import cell_table

        return cell_table(self._stored())

    def comparisons(self) -> pd.DataFrame:
        """One row a comparator and measure: the treated arm minus the comparator, over pairs of
        replicates, with interval and finding. InputError where the study doesn't give it, as for
        one arm alone.
        """
        return self._comparison().differences

    def table(self, name: str) -> pd.DataFrame:
        """A stored table of all cells: runs, projects (opportunities), history, weekly or areas.

        name: one of these. The columns are in docs/outputs.md.
        """
        from experiments.store.export import raw_table

        if name not in TABLES:
            raise InputError(f"table = {name}: must be one of {', '.join(TABLES)}")
        return _frame(raw_table(self._stored(), name))

    def _stored(self) -> Stored:
        from experiments.store import Study as Stored

        return Stored(self.folder)

    def _comparison(self) -> Comparison:
        from experiments.figures.material import gather, refusal

        cells = self._stored().cells()
        if (reason := refusal("comparison", cells)) is not None:
            raise InputError(f"{self.name}: {_spoken(None)(reason.key, **reason.values)}")
        found = gather(cells, ["comparison"]).comparison
        assert found is not None
        return found


@dataclass(frozen=True)
class Done(Study):
    """A study that was carried out. ``print`` shows what the command would.

    complete: whether no run failed, was lost or is missing. tables: those that the command writes,
    by name. text: what it prints.
    """

    complete: bool
    tables: Mapping[str, pd.DataFrame] = field(repr=False, compare=False)
    text: str = field(repr=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Compared(Done):
    """Arms that were compared. comparison: all tables of it, on the opportunities asked for."""

    comparison: Comparison = field(repr=False, compare=False)

    def _comparison(self) -> Comparison:
        return self.comparison


def run(
    *overrides: str,
    study: str | None = None,
    processes: int | None = None,
    weekly: Weekly = "runs",
    config_dir: str | Path | None = None,
    out: str | Path = RESULTS,
    lang: str | None = None,
) -> Done:
    """Run one configuration, as ``coprod run``.

    overrides: what differs from the defaults, such as ``"community=village"``, ``"replicates=20"``.
    study: its name (default: after what is in it). processes: that run at the same time. weekly:
    how weekly measures are kept: by ``"runs"``, as ``"quantiles"`` over runs, or ``"none"``.
    config_dir: a folder that adds arms, communities or shocks of one's own. out: the folder of
    studies. lang: of what is told, ``"en"`` or ``"zh"``.
    """
    from experiments.commands.options import given
    from experiments.studies import single

    declared = single.study(given(overrides, study, processes), _path(config_dir), weekly)
    return _carried(declared, out, lang)[1]


def compare(
    *overrides: str,
    study: str | None = None,
    processes: int | None = None,
    after: int | None = None,
    equal_means: bool = False,
    config_dir: str | Path | None = None,
    out: str | Path = RESULTS,
    lang: str | None = None,
) -> Compared:
    """Run arms with the same luck and compare them, as ``coprod compare``.

    overrides: as for ``run``; the arms are ``"arms=none,party"``. after: judge on opportunities
    that start in this week or later. equal_means: every hub has the budget of the treated one.
    Others: as for ``run``.
    """
    from experiments.commands.options import given
    from experiments.studies import headline

    told = given(overrides, study, processes)
    declared = headline.study(told, _path(config_dir), after, equal_means)
    found, done = _carried(declared, out, lang)
    return Compared(**vars(done), comparison=found.comparison)


def accepted(
    *overrides: str,
    study: str | None = None,
    processes: int | None = None,
    config_dir: str | Path | None = None,
    out: str | Path = RESULTS,
    lang: str | None = None,
) -> Done:
    """Compare two arms at every point that calibration accepted, as ``coprod accepted``.

    Arguments: as for ``run``. The table ``accepted`` has a row a point and measure.
    """
    from experiments.commands.options import given
    from experiments.studies import accepted as at_points

    declared = at_points.study(given(overrides, study, processes), _path(config_dir))
    return _carried(declared, out, lang)[1]


def sweep(
    *overrides: str,
    study: str | None = None,
    processes: int | None = None,
    weekly: Weekly = "none",
    accept_other_version: bool = False,
    config_dir: str | Path | None = None,
    out: str | Path = RESULTS,
    lang: str | None = None,
) -> Done:
    """Run many configurations, as ``coprod sweep``.

    overrides: axes, such as ``"coordinator.attention=6,12,24"`` or ``"arrangement=none,party"``,
    and settings of the sweep; see docs/sweeps.md. accept_other_version: run all anew in a study
    that another version of the model made. Others: as for ``run``. The table ``sweep`` has a row a
    point and arm. What a sweep would take is told by the command line alone (``--dry-run``).
    """
    from experiments.commands.options import given
    from experiments.run.sweep.job import Job
    from experiments.run.sweep.whole import swept

    job = Job(Path(out), weekly, accept_other_version, _spoken(lang))
    if any(text.partition("=")[0] == "dry_run" for text in overrides):
        raise InputError("dry_run: told by the command line alone: coprod sweep ... --dry-run")
    found = swept(job, given(overrides, study, processes), _path(config_dir))
    assert found is not None
    text = "\n".join([found.text, *found.trouble])
    return Done(found.plan.study.path, not found.trouble, {"sweep": found.table}, text)


def load(study: str | Path, out: str | Path = RESULTS) -> Study:
    """A stored study, whoever made it. study: its name, or its folder.

    InputError where there is none, or it is damaged or of another version of the model.
    """
    from experiments.store import Study as Stored
    from experiments.store.named import study_folder

    folder = study_folder(Path(out), str(study))
    Stored(folder).sources()
    return Study(folder)


def replay(study: Study | str, run: str, out: str | Path = RESULTS) -> Replay:
    """Run one stored replicate again, as ``coprod replay``: ``same`` tells whether every number is.

    run: CELL/REPLICATE, such as ``"party/3"``.
    """
    from experiments.run.compiling import teller
    from experiments.run.replay import again

    return again(_named(study, out)._stored(), run, teller(_spoken(None))).replay


def figures(
    study: Study | str, *names: str, out: str | Path = RESULTS, lang: str | None = None
) -> dict[str, Drawing]:
    """Figures of a stored study by name, as ``coprod plot``: those named, or all that it gives.

    Each has ``figure`` (matplotlib's), ``data`` (every number drawn), ``words`` (for who can't see
    it) and ``save()``, which writes it into the study's folder as PNG and SVG, with its numbers.
    InputError where a study doesn't give what is named, saying why.
    """
    from experiments.figures import FIGURES
    from experiments.figures.drawn import drawings, reasons_of

    stored = _named(study, out)._stored()
    if not names:
        reasons = reasons_of(stored.cells(), FIGURES)
        names = tuple(name for name, reason in reasons.items() if reason is None)
    return {each.name: each for each in drawings(stored, names, _spoken(lang))}


def model(
    *overrides: str, replicate: int = 0, config_dir: str | Path | None = None
) -> CoProductionModel:
    """A model to step by hand, as Mesa knows one; see docs/mesa.md. Nothing of it is stored.

    overrides: as for ``run``, but for what is a study's (replicates, processes, name). replicate:
    whose luck; the same number is the same run as in a study.
    """
    from experiments.config.compose import compose
    from experiments.studies.declared import refuse_taken
    from sim.model import CoProductionModel

    refuse_taken(overrides, ("replicates", "processes", "name"), "a study; this is one run")
    composed = compose([*overrides], _path(config_dir))
    return CoProductionModel(composed.parameters, seed=composed.seed, replicate=replicate)


def _carried(declared: Declared[Found], out: str | Path, lang: str | None) -> tuple[Found, Done]:
    """What was found, and what is handed back of it."""
    from experiments.document.terminal import text_of
    from experiments.studies.perform import carry_out, written

    say = _spoken(lang)
    found, folder, status = carry_out(declared, Path(out), say)
    text = text_of(written(found, folder, say))
    return found, Done(folder, status == 0, found.tables, text)


def _named(study: Study | str, out: str | Path) -> Study:
    return load(study, out) if isinstance(study, str) else study


def _path(folder: str | Path | None) -> Path | None:
    return None if folder is None else Path(folder)


def _spoken(lang: str | None) -> Speaker:
    from experiments.commands.options import spoken

    return spoken(lang)


def _frame(parts: Iterable[pa.Table]) -> pd.DataFrame:
    import pyarrow as pa

    return pa.concat_tables(parts).to_pandas()
