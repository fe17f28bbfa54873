"""What a coordinator is and how it stands: one code for every kind of hub."""

import numpy as np
from numpy.typing import NDArray

from sim.base.equations import normalise
from sim.base.luck import Luck, Process
from sim.base.struct import Struct
from sim.base.vocabulary import CATEGORIES, NOBODY, RESOURCES, SECTORS, Act, Stage
from sim.parameters import Coordinator as Rules
from sim.state.organisations import Organisations

MECHANISM_OF_ACT = {
    Act.PANEL: "mobilisation",
    Act.INTRODUCTION: "mobilisation",
    Act.BACKSTOP: "mobilisation",
    Act.GUIDANCE: "guidance",
    Act.MONITORING: "guidance",
    Act.TRANSFER: "resources",
    Act.WHISTLE: "resources",
    Act.MEDIATION: "integration",
}
TRAILING_START = 0.5
"""Completion rate that a sector is credited with before it has a record."""
STAGES = int(Stage.ENDED)
"""Stages that a project can reach before its end."""
RESTING_LEGITIMACY = (-0.3, 0.3)
"""Between which a sector's resting level of legitimacy lies."""
_K = len(CATEGORIES)
HUB_NOW = np.dtype([("left", "f8"), ("supply", "f8"), ("paid", "f8"), ("lead", "i8")])
"""left, supply: attention left, and of this week, in acts; paid: running cost of this week, in
funds. lead: who leads, NOBODY unless elected."""


class Hub(Struct):
    """A central node of all areas; with no attention and no strength it does nothing at all.

    legitimacy: (S,); rest: (S,), the level to which it returns, where it does; unmoved: int64 (S,),
    how often guidance left somebody unmoved this week; trailing: (S, STAGES), the completion rates
    of projects that reached a stage, which outcomes are held against. pool: (R,).
    reached, standing: bool (M,), whom it reaches now, and by its office. pays, pools: (M,), weight
    among those who pay for it, and whose slack flows to the pool. strength: (A,), chance that an
    act has content; rank: int64 (A,), its priorities. agenda: (K,). permutation: int64 (K,), which
    category an uninformed one takes for which.
    """

    now: np.void
    legitimacy: NDArray[np.float64]
    rest: NDArray[np.float64]
    unmoved: NDArray[np.int64]
    pool: NDArray[np.float64]
    reached: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    trailing: NDArray[np.float64]
    pays: NDArray[np.float64]
    pools: NDArray[np.float64]
    strength: NDArray[np.float64]
    rank: NDArray[np.int64]
    agenda: NDArray[np.float64]
    permutation: NDArray[np.int64]


def strength_of(rules: Rules, act: Act) -> float:
    """The strength of the mechanism that an act belongs to, times the act's share in it."""
    mechanism: float = getattr(rules, MECHANISM_OF_ACT[act])
    share: float = getattr(rules, f"share_{act.name.lower()}")
    return mechanism * share


def rank_of(order: list[Act]) -> NDArray[np.int64]:
    """Rank of each act, (A,), where ``order`` names all from first to last."""
    return np.argsort(np.array(order, np.int64))


def first_hub(rules: Rules, organisations: Organisations, luck: Luck) -> Hub:
    """Before the first week."""
    reach = luck.uniforms(Process.REACH, organisations.code, 0)
    standing = reach < np.array(rules.reach)[organisations.sector]
    now = np.zeros(1, HUB_NOW)
    now["lead"] = NOBODY
    now["left"] = luck.uniforms(Process.HUB_ATTENTION, np.zeros(1, np.int64), 0)[0]
    return Hub(
        now=now[0],
        legitimacy=np.array(rules.legitimacy, float),
        rest=resting(luck),
        unmoved=np.zeros(len(SECTORS), np.int64),
        pool=np.zeros(len(RESOURCES)),
        reached=standing.copy(),
        standing=standing,
        trailing=np.full((len(SECTORS), STAGES), TRAILING_START),
        pays=np.array(rules.payers)[organisations.sector],
        pools=np.array(rules.pool_sectors)[organisations.sector],
        strength=np.array([strength_of(rules, act) for act in Act]),
        rank=rank_of([Act[name.upper()] for name in rules.priorities]),
        agenda=normalise(np.array(rules.agenda)),
        permutation=_one_cycle(luck),
    )


def resting(luck: Luck) -> NDArray[np.float64]:
    """(65) A sector's resting level of legitimacy, (S,): low + (high - low) u."""
    low, high = RESTING_LEGITIMACY
    draws = luck.uniforms(Process.RESTING_LEGITIMACY, np.arange(len(SECTORS)), 0)
    return low + (high - low) * draws


def _one_cycle(luck: Luck) -> NDArray[np.int64]:
    """A permutation in which no category keeps its place."""
    shuffle = luck.uniforms(Process.PERMUTATION, np.arange(_K), 0)
    order = np.argsort(shuffle, kind="stable")
    permutation = np.empty(_K, np.int64)
    permutation[order] = np.roll(order, 1)
    return permutation
