"""What live projects are and hold, side by side: one row a project, so that one pass serves all.

A project's own attributes are views of its row; who reads a project sees nothing of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import types
from numba.experimental import structref
from numpy.typing import NDArray

from sim.columns import Columns
from sim.kernel import kernel
from sim.vocabulary import CATEGORIES, RESOURCES, Act

if TYPE_CHECKING:
    from sim.projects import Project, WeekHelp

FIRST_ROWS = 16
NOT_ASKED = -1
NO_WEEK = -1
NOBODY_MEDIATES = np.nan
_R, _K = len(RESOURCES), len(CATEGORIES)


class View:
    """Numbers of one project, a row of a table. Assigning writes into the row, so that it stays
    true."""

    if TYPE_CHECKING:

        def __get__(self, project: Project, owner: type[Project]) -> NDArray[Any]: ...

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, project: Project, value: NDArray[Any]) -> None:
        project.__dict__[self.name][...] = value


class Told:
    """A value of one project that only Python changes; the table is told of it."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, project: Project, owner: type[Project]) -> Any:
        return project.__dict__[self.name]

    def __set__(self, project: Project, value: Any) -> None:
        project.__dict__[self.name] = value
        getattr(project.tables, self.name)[project.row] = value


class Counted:
    """A value of one project that its compiled week changes; it outlives the project's row."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, project: Project, owner: type[Project]) -> Any:
        last = project.__dict__.get(self.name)
        return getattr(project.tables, self.name)[project.row].item() if last is None else last

    def __set__(self, project: Project, value: Any) -> None:
        getattr(project.tables, self.name)[project.row] = value


class Cell:
    """A value of this week's help to one project; it lives in the table alone."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, help: WeekHelp, owner: type[WeekHelp]) -> Any:
        return getattr(help.tables, self.name)[help.row]

    def __set__(self, help: WeekHelp, value: Any) -> None:
        getattr(help.tables, self.name)[help.row] = value


def _kinds(m: int) -> dict[str, tuple[tuple[int, ...], type]]:
    """Shape of a row and type of each table, for M organisations."""
    by_member = {name: ((m,), float) for name in ("kept", "asked", "paid")}
    by_stock = {name: ((m, _R), float) for name in ("pledged", "reserved", "owed")}
    by_resource = {name: ((_R,), float) for name in ("need", "pooled", "sunk")}
    by_category = {name: ((_K,), float) for name in ("scope", "mean", "target", "sample")}
    who = {"members": ((m,), np.int64), "invited": ((m,), bool), "positions": ((m, _K), float)}
    week = {"done": ((m,), np.int8), "leaving": ((m,), bool), "shortfall": ((m,), float)}
    whole = {name: ((), np.int64) for name in (
        "initiator", "code", "area", "start_week", "stage", "stage_start", "signing", "count",
        "rounds", "mediated", "hub_acts", "met_week", "paid_week",
    )}  # fmt: skip
    fractional = {name: ((), float) for name in ("size", "transaction_cost", "spread")}
    yes_or_no = {name: ((), bool) for name in ("sampled", "consent_due", "replacing")}
    return {
        **by_member, **by_stock, **by_resource, **by_category, **who, **week, **whole,
        **fractional, **yes_or_no, **_help_kinds(m),
    }  # fmt: skip


def _help_kinds(m: int) -> dict[str, tuple[tuple[int, ...], type]]:
    """As ``_kinds``, for what attention brings."""
    yes_or_no = ("whistled", "mediated_by_hub", "backstopped", "guided")
    return {
        "waits": ((len(Act),), np.int64), "congestion": ((), float),
        **{name: ((), bool) for name in yes_or_no},
        "watched": ((m,), bool), "enforced": ((m,), float), "introduced": ((m,), float),
    }  # fmt: skip


class ProjectsType(types.StructRef):
    """Numba's type of ``ProjectColumns``."""


structref.register(ProjectsType)


class ProjectColumns(Columns):
    """The tables as compiled functions take them: all at once, by name. Made by ``Tables``."""

    def __new__(cls, *tables: NDArray[Any]) -> ProjectColumns:
        return _projects(*tables)


structref.define_proxy(ProjectColumns, ProjectsType, list(_kinds(1)))


@kernel
def _projects(*tables):
    return ProjectColumns(*tables)


class Tables:
    """Tables of all live projects; P rows, M organisations, K categories, R resources, A acts.

    A project's row is its own until the week after its end is over.

    members: (P, M), of which the first ``count`` (P,) are organisations in order of joining; done,
    leaving and shortfall are by member in that order too. signing: (P,), departments still to
    sign, a bit for each. sampled: (P,), had it a panel? sample: (P, K), what that found.
    met_week: (P,), of the last round; mean: (P, K) of its positions, spread: (P,), how far the
    farthest was from it, leaving: (P, M), who gave up. target: (P, K), what a coordinator that
    guides asks for. paid_week: (P,), of the last instalments; done: (P, M), what became of them,
    shortfall: (P, M), labour broken.
    waits: (P, A), weeks for which an act has been asked for in vain, NOT_ASKED where it isn't.
    What this week's attention brought, see ``WeekHelp``: whistled, mediated_by_hub, backstopped,
    guided: (P,); congestion: (P,), NOBODY_MEDIATES where nobody does; watched: (P, M); enforced:
    (P, M), share collected; introduced: (P, M), trust that comes with it, or 0. The others are as
    in ``Project``.
    """

    views = (
        "scope", "need", "pooled", "sunk", "pledged", "reserved", "owed", "kept", "asked", "paid",
        "positions", "invited", "waits",
    )  # fmt: skip

    def __init__(self, organisations: int) -> None:
        self.live: list[Project | None] = []
        self._free: list[int] = []
        self._kinds = _kinds(organisations)
        for name, (shape, kind) in self._kinds.items():
            setattr(self, name, np.zeros((0, *shape), kind))
        self._grow(FIRST_ROWS)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> NDArray[Any]: ...

    def take(self, project: Project) -> int:
        """Give a project a row, empty; its views are of it."""
        if not self._free:
            self._grow(2 * len(self.live))
        row = self._free.pop()
        self.live[row] = project
        self._show(row, project)
        for table in self._all:
            table[row] = 0
        self.waits[row] = NOT_ASKED
        self.congestion[row] = NOBODY_MEDIATES
        self.met_week[row] = self.paid_week[row] = NO_WEEK
        return row

    def at(self, row: int) -> Project:
        """The project that has a row."""
        project = self.live[row]
        assert project is not None
        return project

    def give_back(self, row: int) -> None:
        """The row is free for another project."""
        self.live[row] = None
        self._free.append(row)

    def _show(self, row: int, project: Project) -> None:
        for name, table in self._seen:
            project.__dict__[name] = table[row]

    def _grow(self, rows: int) -> None:
        before = len(self.live)
        for name, (shape, kind) in self._kinds.items():
            wider: NDArray[Any] = np.zeros((rows, *shape), kind)
            wider[:before] = getattr(self, name)
            setattr(self, name, wider)
        self._all = [getattr(self, name) for name in self._kinds]
        self._seen = [(name, getattr(self, name)) for name in self.views]
        self.columns = ProjectColumns(*self._all)
        self.live += [None] * (rows - before)
        self._free += range(rows - 1, before - 1, -1)
        for row, project in enumerate(self.live):
            if project is not None:
                self._show(row, project)
