"""Shocks by week: what the week's steps ask, and what happens once when a shock strikes.

Before its week a shock changes nothing, to the bit; one that is off draws no luck. Sizes are those
of ``parameters.shock``, alike in every arm. Nobody in the model foresees a shock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.households import Rates
from sim.luck import Process
from sim.network import NEVER
from sim.organisations import Bodies
from sim.parameters import Shock
from sim.projects import Project
from sim.settled import ties_of
from sim.vocabulary import ADMINISTRATIVE, FUNDS, Role

if TYPE_CHECKING:
    from sim.model import CoProductionModel

LOWEST_LEGITIMACY = -1.0
ALL_AREAS = -1


def lasts(shock: Shock, week: int) -> bool:
    """Is this one of the weeks that the shock covers?"""
    return shock.start_week <= week < shock.start_week + shock.duration


# -- while it lasts -------------------------------------------------------------------------------


def strikes(shock: Shock, area: int) -> bool:
    """Does it strike this area?"""
    return shock.area in (ALL_AREAS, area)


def struck(shock: Shock, bodies: Bodies) -> NDArray[np.bool_]:
    """Organisations that budget cut and turnover concern, (M,): all, or the struck area's own."""
    if shock.area == ALL_AREAS:
        return np.ones(bodies.size, bool)
    return (bodies.area == shock.area) & ~bodies.shared


def arrival_rate(rate: float, shock: Shock, week: int, area: int = 0) -> float:
    """(42) Demand surge: needs a household and week, rate (1 + surge), at most 1."""
    hit = lasts(shock, week) and strikes(shock, area)
    return min(1.0, rate * (1.0 + shock.demand_surge)) if hit else rate


def removes_coordinator(shock: Shock, week: int) -> bool:
    """Is the coordinator gone this week?"""
    return shock.coordinator_removed and lasts(shock, week)


def agenda_bias(bias: float, shock: Shock, week: int) -> float:
    """(43) Captured agenda: share of guidance that serves it, max(bias, captured)."""
    return max(bias, shock.agenda_captured) if lasts(shock, week) else bias


def cuts_budgets(shock: Shock, week: int) -> bool:
    """Are budgets cut this week?"""
    return shock.budget_cut != 0.0 and lasts(shock, week)


def incomes(
    income: NDArray[np.float64],
    sector: NDArray[np.int64],
    shock: Shock,
    week: int,
    concerned: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """(44) Budget cut: administrations' funds a week times 1 - cut. income: (M, R).

    concerned: (M,), whom a cut reaches; by default all.
    """
    if not cuts_budgets(shock, week):
        return income
    cut = income.copy()
    reached = (sector == ADMINISTRATIVE) & (True if concerned is None else concerned)
    cut[reached, FUNDS] *= 1.0 - shock.budget_cut
    return cut


def incomes_of(bodies: Bodies, shock: Shock, week: int) -> NDArray[np.float64]:
    """This week's incomes of all organisations, (M, R)."""
    concerned = struck(shock, bodies) if cuts_budgets(shock, week) else None
    return incomes(bodies.income, bodies.sector, shock, week, concerned)


def residents_rates(rates: Rates, shock: Shock, week: int, area: int = 0) -> Rates:
    """(45) Lockdown: neighbours' influence times 1 - lockdown."""
    if shock.lockdown == 0.0 or not lasts(shock, week) or not strikes(shock, area):
        return rates
    return rates._replace(contagion=rates.contagion * (1.0 - shock.lockdown))


def spared(shock: Shock, week: int, area: int) -> float:
    """(57) Broken pledges: chance to honour an instalment times 1 - pledges_broken."""
    if shock.pledges_broken == 0.0 or not lasts(shock, week) or not strikes(shock, area):
        return 1.0
    return 1.0 - shock.pledges_broken


def reaches(model: CoProductionModel, project: Project, c: int) -> bool:
    """Lockdown: does an invitation reach organisation ``c`` this week?"""
    shock = model.parameters.shock
    if shock.lockdown == 0.0 or not lasts(shock, model.week) or not strikes(shock, project.area):
        return True
    code = int(model.bodies.code[c])
    return model.luck.uniform(Process.LOCKDOWN, project.code, model.week, code) >= shock.lockdown


# -- once -----------------------------------------------------------------------------------------


def strike(model: CoProductionModel) -> None:
    """What happens once, at the start of step 3 of the week in which the shock strikes."""
    shock = model.parameters.shock
    if model.week != shock.start_week:
        return
    if shock.firm_leaves:
        for j in np.flatnonzero((model.bodies.role == Role.LEAD_ENTERPRISE) & model.bodies.present):
            model.leave(int(j))
    if shock.legitimacy_scandal > 0.0:
        hub = model.coordinator
        hub.legitimacy = after_scandal(hub.legitimacy, shock.legitimacy_scandal)
    if shock.staff_turnover > 0.0:
        draws = model.luck.uniforms(Process.TURNOVER, model.bodies.code, model.week)
        replace_staff(model, (draws < shock.staff_turnover) & struck(shock, model.bodies))


def after_scandal(legitimacy: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """(46) Scandal: legitimacy (S,) less its size, at least -1."""
    return np.maximum(LOWEST_LEGITIMACY, legitimacy - size)


def forgotten(
    now: NDArray[np.float64], start: NDArray[np.float64], replaced: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """(47) Turnover: ties (M, M) to and from the replaced (M,), min(now, start): none is gained."""
    touched = replaced[:, None] | replaced[None, :]
    return np.where(touched, np.minimum(now, start), now)


def replace_staff(model: CoProductionModel, replaced: NDArray[np.bool_]) -> None:
    """New people start as the organisation's first did: honouring, being watched, ties.

    Trust earned since the start is forgotten both ways; trust lost since then stays lost.
    """
    rules, bodies, ties = model.parameters, model.bodies, model.ties
    honouring = bodies.first_honouring(rules.organisations, model.luck)
    bodies.honouring[replaced] = honouring[replaced]
    bodies.exposure[replaced] = 0.0
    start = ties_of(rules, bodies, model.luck)
    ties.trust[:] = forgotten(ties.trust, start.trust, replaced)
    ties.last_kept[replaced] = NEVER
    ties.last_kept[:, replaced] = NEVER
