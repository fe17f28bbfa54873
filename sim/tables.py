"""What live projects hold, side by side: one row a project, so that one compiled pass serves all.

A project's own tables are views of its row; who reads a project sees nothing of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import RESOURCES, Act

if TYPE_CHECKING:
    from sim.projects import Project

FIRST_ROWS = 16
NOT_ASKED = -1
_R = len(RESOURCES)


class View:
    """A table of one project. Assigning to it writes into its row, so that the row stays true."""

    if TYPE_CHECKING:

        def __get__(self, project: Project, owner: type[Project]) -> NDArray[Any]: ...

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, project: Project, value: NDArray[Any]) -> None:
        project.__dict__[self.name][...] = value


def _kinds(m: int) -> dict[str, tuple[tuple[int, ...], type]]:
    """Shape of a row and type of each table, for M organisations."""
    by_organisation = {name: ((m, _R), float) for name in ("pledged", "reserved", "owed")}
    by_resource = {name: ((_R,), float) for name in ("need", "pooled", "sunk")}
    plain = {name: ((), np.int64) for name in ("count", "initiator", "code", "area")}
    others = {
        "invited": ((m,), bool), "members": ((m,), np.int64), "waits": ((len(Act),), np.int64),
    }  # fmt: skip
    return {**by_organisation, **by_resource, **plain, **others}


class Tables:
    """Tables of all live projects; P rows, M organisations, R resources, A acts.

    need, pooled, sunk: (P, R). pledged, reserved, owed: (P, M, R). invited: bool (P, M). waits:
    (P, A), weeks for which an act has been asked for in vain, NOT_ASKED where it isn't. members:
    (P, M), of which the first ``count`` (P,) are organisations in order of joining. initiator,
    code, area: (P,).
    """

    views = ("need", "pooled", "sunk", "pledged", "reserved", "owed", "invited", "waits")

    def __init__(self, organisations: int) -> None:
        self.organisations = organisations
        self.live: list[Project | None] = []
        self._free: list[int] = []
        self._kinds = _kinds(organisations)
        for name, (shape, kind) in self._kinds.items():
            setattr(self, name, np.zeros((0, *shape), kind))
        self._grow(FIRST_ROWS)

    need: NDArray[np.float64]
    pooled: NDArray[np.float64]
    sunk: NDArray[np.float64]
    pledged: NDArray[np.float64]
    reserved: NDArray[np.float64]
    owed: NDArray[np.float64]
    invited: NDArray[np.bool_]
    waits: NDArray[np.int64]
    members: NDArray[np.int64]
    count: NDArray[np.int64]
    initiator: NDArray[np.int64]
    code: NDArray[np.int64]
    area: NDArray[np.int64]

    def take(self, project: Project) -> int:
        """Give a project a row, empty; its views are of it."""
        if not self._free:
            self._grow(2 * len(self.live))
        row = self._free.pop()
        self.live[row] = project
        self._show(row, project)
        for name in self.views:
            project.__dict__[name].fill(0)
        project.waits.fill(NOT_ASKED)
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
        for name in self.views:
            project.__dict__[name] = getattr(self, name)[row]

    def _grow(self, rows: int) -> None:
        before = len(self.live)
        for name, (shape, kind) in self._kinds.items():
            wider: NDArray[Any] = np.zeros((rows, *shape), kind)
            wider[:before] = getattr(self, name)
            setattr(self, name, wider)
        self.live += [None] * (rows - before)
        self._free += range(rows - 1, before - 1, -1)
        for row, project in enumerate(self.live):
            if project is not None:
                self._show(row, project)
