"""Where every unit of every resource goes, what operators earn, and what the week has tallied."""

import numpy as np
from numpy.typing import NDArray

from sim.base.struct import Struct
from sim.base.vocabulary import CATEGORIES, RESOURCES, Act
from sim.measure.records import AREA_COLUMNS, COLUMNS

_R, _K = len(RESOURCES), len(CATEGORIES)
CHECK = np.dtype([("error", "f8")])
"""Largest weekly error of conservation, in funds."""
TALLY = np.dtype([
    (n, "f8") for n in ("waited", "hub_served", "transaction_cost", "used", "largest", "joined")
])  # fmt: skip
"""Of the week: weeks that needs served had waited; needs served with a coordinator's help; cost of
talks; what ended projects, and compensation, used up; size of the largest component of live ties,
and whether one joins all sectors."""


class Accounts(Struct):
    """Flows of one week by resource, in funds (R,): what entered, was spent, was lost; what was
    lost ahead of the next week; what is held, and what should be by the running balance."""

    entered: NDArray[np.float64]
    spent: NDArray[np.float64]
    lost: NDArray[np.float64]
    ahead: NDArray[np.float64]
    held: NDArray[np.float64]
    balance: NDArray[np.float64]
    check: np.void


class Market(Struct):
    """Operators of each area, of the week: share of households that pay; balance in funds. (A,)"""

    collection: NDArray[np.float64]
    balance: NDArray[np.float64]


class Diary(Struct):
    """The weekly table (weeks, outputs), that of areas (A, weeks, outputs), empty for a single one,
    and what the week has tallied so far: acts asked for, done by hub and by peers (acts,); needs
    served, over- and undersupply (K,), and the three by area (3, A, K)."""

    table: NDArray[np.float64]
    areas: NDArray[np.float64]
    asked: NDArray[np.float64]
    hub: NDArray[np.float64]
    peer: NDArray[np.float64]
    served: NDArray[np.float64]
    over: NDArray[np.float64]
    under: NDArray[np.float64]
    flows: NDArray[np.float64]
    tally: np.void


def first_accounts() -> Accounts:
    """Nothing has moved, and nothing is held yet."""
    by_resource = ("entered", "spent", "lost", "ahead", "held", "balance")
    check = np.zeros(1, CHECK)[0]
    return Accounts(**{name: np.zeros(_R) for name in by_resource}, check=check)


def first_market(areas: int) -> Market:
    """Nobody has paid yet."""
    return Market(collection=np.zeros(areas), balance=np.zeros(areas))


def empty_diary(horizon: int, areas: int) -> Diary:
    """Nothing is written yet."""
    weeks = horizon if areas > 1 else 0
    return Diary(
        table=np.zeros((horizon, len(COLUMNS))),
        areas=np.zeros((areas, weeks, len(AREA_COLUMNS))),
        **{name: np.zeros(len(Act)) for name in ("asked", "hub", "peer")},
        **{name: np.zeros(_K) for name in ("served", "over", "under")},
        flows=np.zeros((3, areas, _K)),
        tally=np.zeros(1, TALLY)[0],
    )
