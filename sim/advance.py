"""Step 6: every project lives one week, in the order of a lot.

A week in which nothing has to be decided is compiled, stage by stage (``*_turn``, or ``*_week``
where something happens, in the stages' modules; each tells whether the project comes to a turn).
One that does is handed to its stage's own rule, ``take_turn`` there; True: its week begins again.
Departments sign before, all at once, for no signature depends on another project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import types
from numba.experimental import structref
from numpy.typing import NDArray

from sim import consent, delivery, forming, mandates, negotiation, practices, shocks
from sim.columns import Columns
from sim.consent import sign_off_turn
from sim.delivery import delivery_week
from sim.forming import forming_turn
from sim.kernel import kernel
from sim.luck import Process, in_area, process_word, uniform
from sim.negotiation import talks_week
from sim.parameters import Parameters
from sim.projects import Stage

if TYPE_CHECKING:
    from sim.model import CoProductionModel

TAKE_TURN = {
    Stage.FORMING: forming.take_turn,
    Stage.SIGN_OFF: consent.take_turn,
    Stage.NEGOTIATING: negotiation.take_turn,
    Stage.DELIVERING: delivery.take_turn,
}
_FORMING, _SIGN_OFF, _NEGOTIATING, _DELIVERING = map(int, tuple(Stage)[:4])
_RULES = {
    "forming": (
        "deadline", "benefit", "private_cost", "transaction_rate", "introduced_tie",
        "reserve_share", "max_share", "complement",
    ),
    "consent": ("canvass_weeks",),
    "sign_off": ("deadline",),
    "network": ("stranger_weight", "referral_discount", "attention_price"),
    "negotiation": ("confidence", "step", "pull_back", "disagreement", "tolerance", "rounds"),
    "delivery": (
        "weeks", "slack", "trust", "alignment", "peers", "peers_neutral", "monitoring",
        "temptation", "crowding_out", "completeness",
    ),
    "coordinator": ("enforcement", "transfer_share"),
}  # fmt: skip


class PlainRulesType(types.StructRef):
    """Numba's type of ``PlainRules``."""


structref.register(PlainRulesType)


class PlainRules(Columns):
    """Parameters of compiled weeks as plain numbers, by group and name: ``delivery_trust``."""

    def __new__(cls, *values: float) -> PlainRules:
        return _rules(*values)


structref.define_proxy(
    PlainRules,
    PlainRulesType,
    [f"{group}_{name}" for group, names in _RULES.items() for name in names],
)


@kernel
def _rules(*values):
    return PlainRules(*values)


def plain_rules_of(parameters: Parameters) -> PlainRules:
    """The parameters that the compiled week uses."""
    groups = [(getattr(parameters, group), names) for group, names in _RULES.items()]
    return PlainRules(*(float(getattr(group, name)) for group, names in groups for name in names))


@kernel
def by_lot(rows, code, week, word, k0, k1, order):
    """Rows of projects (n,) in the order of this week's lot, into ``order`` (n,); code: (P,)."""
    luck = np.empty(len(rows))
    for i in range(len(rows)):
        luck[i] = uniform(code[rows[i]], 0, week, word, k0, k1)
    order[:] = rows[np.argsort(luck, kind="mergesort")]


@kernel
def live_until_turn(order, at, week, projects, organisations, rules, covenant, instructed,
                    legitimacy, reached, spared, honour_word, k0, k1, spent, paid_for_talks,
                    unmoved):  # fmt: skip
    """Projects ``order[at:]`` (rows) live their week, up to the first that comes to a turn.

    covenant, instructed, reached: (M,), legitimacy: (S,), of the coordinator. spared: by area, see
    (57). Adds to spent (R,), to the week's transaction cost (1,), and to whom guidance left unmoved
    (S,). Returns where in ``order`` it stopped, which is its end when all are through.
    """
    while at < len(order):
        p = order[at]
        stage = projects.stage[p]
        if stage == _FORMING:
            turn = forming_turn(projects, p, week, rules)
        elif stage == _SIGN_OFF:
            turn = sign_off_turn(projects, p, week, rules)
        elif stage == _NEGOTIATING:
            turn = talks_week(projects, p, week, organisations, rules, instructed, legitimacy,
                              reached, spent, paid_for_talks, unmoved)  # fmt: skip
        elif stage == _DELIVERING:
            area = projects.area[p]
            turn = delivery_week(projects, p, week, organisations, rules, covenant, spared[area],
                                 in_area(honour_word, area), k0, k1)  # fmt: skip
        else:
            raise ValueError("a project that has ended lives no week")
        if turn:
            return at
        at += 1
    return at


def advance(model: CoProductionModel, order: NDArray[np.int64]) -> None:
    """Projects in ``order`` (rows) live their week, all on the ties of the week's start."""
    hub, tables, shock = model.coordinator, model.tables, model.parameters.shock
    consent.departments_sign(model, order)
    hub.set_targets(order)
    paid_for_talks = np.array([model.diary.transaction_cost])
    spared = np.array([shocks.spared(shock, model.week, a) for a in range(len(model.areas))])
    rest: tuple[Any, ...] = (
        model.week, tables.columns, model.organisation_columns, model.plain_rules,
        practices.covenant(hub), mandates.command(hub), hub.legitimacy, hub.reached, spared,
        process_word(Process.HONOUR, 0), *model.luck.key, model.accounts.spent, paid_for_talks,
        hub.unmoved,
    )  # fmt: skip
    at = live_until_turn(order, 0, *rest)
    while at < len(order):
        project = tables.at(order[at])
        again = TAKE_TURN[project.stage](model, project)
        at = live_until_turn(order, at if again else at + 1, *rest)
    model.diary.transaction_cost = float(paid_for_talks[0])
