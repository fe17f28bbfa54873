"""What a central node may prescribe and enforce, and how its office is filled by election.

All of it is off by default; what is off costs nothing and draws no luck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import practices
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


def instructed(
    own: NDArray[np.float64], order: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(50) What is asked for under instruction: (1 - w) own + w order. own (m, K), order (K,),
    weight (m,)."""
    share = weight[:, None]
    return np.asarray((1.0 - share) * own + share * order)


def draw_up(
    model: CoProductionModel, initiator: Organisation, need: NDArray[np.float64], area: int = 0
) -> NDArray[np.float64]:
    """The scope that an initiator proposes from a need (K,), prescribed where it is instructed."""
    scope = initiator.propose_scope(need)
    weight = command(model.coordinator)
    order = None if weight is None else prescription(model.coordinator, area)
    if weight is None or order is None:
        return scope
    return instructed(scope[None], order, weight[[initiator.index]])[0]


def command(hub: Coordinator) -> NDArray[np.float64] | None:
    """How far each organisation is instructed by administrations, (M,); None where none is."""
    if hub.rules.imposed == 0.0 or not hub.at_work:
        return None
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


def stances(
    model: CoProductionModel, scope: NDArray[np.float64], who: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What members ``who`` (m,) stand for at the table, (m, K): their goals, or, as far as they are
    instructed, the scope drawn up."""
    goals = model.bodies.goals[who]
    weight = command(model.coordinator)
    return goals if weight is None else instructed(goals, scope, weight[who])


# -- conditions and enforcement -------------------------------------------------------------------


def may_receive(hub: Coordinator, project: Project) -> bool:
    """Is a project near enough to what the money is earmarked for? Without earmark, any is."""
    least = hub.rules.earmark
    return least == 0.0 or bool(alignment(project.scope, hub.target(project)) >= least)


def watch(hub: Coordinator, project: Project) -> None:
    """Watch those the hub reaches; enforce what they owe, and revise the plan, where it does so."""
    project.help.watched = hub.reached.copy()
    if hub.rules.enforcement > 0.0:
        project.help.enforced = np.asarray(hub.rules.enforcement * hub.reached)
    if hub.rules.revision > 0.0:
        practices.revise(hub, project)


@kernel
def compelled(enforcement, instalment, free):
    """(51) What is collected of a broken instalment: min(e instalment, free stock)."""
    return min(enforcement * instalment, free)


@kernel
def temptation_left(temptation, enforcement):
    """(52) Temptation, when a share e would be collected anyway: b_tempt (1 - e)."""
    return temptation * (1.0 - enforcement)
