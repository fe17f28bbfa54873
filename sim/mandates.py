"""What a central node may prescribe and enforce, and how its office is filled by election.

All of it is off by default; what is off costs nothing and draws no luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.equations import alignment
from sim.kernel import kernel
from sim.luck import Process
from sim.projects import Project
from sim.vocabulary import ADMINISTRATIVE

if TYPE_CHECKING:
    from sim.coordinator import Coordinator
    from sim.model import CoProductionModel
    from sim.organisations import Organisation

NOBODY = -1


# -- election -------------------------------------------------------------------------------------


def elected(
    trust: NDArray[np.float64],
    present: NDArray[np.bool_],
    eligible: NDArray[np.bool_],
    luck: NDArray[np.float64],
) -> int:
    """(49) Who leads: of the eligible (M,), the one with the largest sum of trust (M, M) of those
    present in it; of equals the one with the least luck (M,). NOBODY where none is eligible."""
    votes = np.where(eligible, trust[present].sum(axis=0), -1.0)
    best = np.lexsort((luck, -votes))
    return int(best[0]) if eligible.any() else NOBODY


def election_is_due(hub: Coordinator) -> bool:
    """At the start, at the end of each term, and when the lead has left."""
    term, week = hub.rules.rotation_weeks, hub.model.week
    if term == 0:
        return False
    vacant = hub.lead == NOBODY or not hub.model.bodies.present[hub.lead]
    return vacant or (week - hub.rules.start_week) % term == 0


def hold_election(hub: Coordinator) -> None:
    """A lead organisation takes office, another than before: it brings its own acquaintances and
    goals, and legitimacy starts anew."""
    model = hub.model
    bodies = model.bodies
    eligible = bodies.present.copy()
    if hub.lead != NOBODY:
        eligible[hub.lead] = False
    luck = model.luck.uniforms(Process.ELECTION, bodies.code, model.week)
    lead = elected(model.ties.trust, bodies.present, eligible, luck)
    if lead == NOBODY:
        return
    hub.lead = lead
    known = model.ties.trust[:, lead] > model.parameters.network.acquainted
    hub.reach(hub.standing | known | (np.arange(bodies.size) == lead))
    hub.agenda = bodies.goals[lead]
    hub.legitimacy = np.array(hub.rules.legitimacy, float)


# -- prescription ---------------------------------------------------------------------------------


@kernel
def instructed(own, order, weight):
    """(50) What is asked for under instruction: (1 - w) own + w order. Shapes (K,)."""
    return (1.0 - weight) * own + weight * order


def draw_up(
    model: CoProductionModel, initiator: Organisation, need: NDArray[np.float64], area: int = 0
) -> NDArray[np.float64]:
    """The scope that an initiator proposes from a need (K,), prescribed where it is instructed."""
    scope, hub = initiator.propose_scope(need), model.coordinator
    order = prescription(hub, area) if commands(hub) else None
    return scope if order is None else instructed(scope, order, command(hub)[initiator.index])


def commands(hub: Coordinator) -> bool:
    """Does it pass on orders of administrations?"""
    return hub.rules.imposed > 0.0 and hub.at_work


def command(hub: Coordinator) -> NDArray[np.float64]:
    """How far each organisation is instructed by administrations, (M,)."""
    if not commands(hub):
        return hub.model.nothing
    return np.asarray(hub.rules.guidance * hub.rules.imposed * hub.reached)


def prescription(hub: Coordinator, area: int = 0) -> NDArray[np.float64] | None:
    """Mean of the scopes (K,) that an area's administrations would draw up themselves this week;
    None where there is none of them."""
    if area not in hub.prescribed:
        bodies, where = hub.model.bodies, hub.model.areas[area]
        voiced = where.public(hub.model.voices)
        offices_here = bodies.present & (bodies.sector == ADMINISTRATIVE) & ~where.elsewhere
        who = np.flatnonzero(offices_here)
        offices = [hub.model.organisations[j] for j in who]
        scopes = [office.propose_scope(office.sense(voiced, area)) for office in offices]
        hub.prescribed[area] = np.asarray(np.mean(scopes, axis=0), float) if scopes else None
    return hub.prescribed[area]


@kernel
def stances(goals, scope, weight, who):
    """What members ``who`` (m,) stand for at the table, (m, K): their goals (M, K), or, as far as
    they are instructed (M,), the scope drawn up (K,)."""
    out = np.empty((len(who), len(scope)))
    for m in range(len(who)):
        out[m] = instructed(goals[who[m]], scope, weight[who[m]])
    return out


# -- conditions and enforcement -------------------------------------------------------------------


def may_receive(hub: Coordinator, project: Project) -> bool:
    """Is a project near enough to what the money is earmarked for? Without earmark, any is."""
    least = hub.rules.earmark
    return least == 0.0 or bool(alignment(project.scope, hub.target(project)) >= least)


@kernel
def compelled(enforcement, instalment, free):
    """(51) What is collected of a broken instalment: min(e instalment, free stock)."""
    return min(enforcement * instalment, free)


@kernel
def temptation_left(temptation, enforcement):
    """(52) Temptation, when a share e would be collected anyway: b_tempt (1 - e)."""
    return temptation * (1.0 - enforcement)
