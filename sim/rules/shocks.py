"""What a shock changes while it lasts, and once when it strikes.

Before its week a shock changes nothing, to the bit; one that is off draws no luck. Sizes are those
of the group ``shock``, alike in every arm. Nobody in the model foresees a shock.
"""

from sim.base.kernel import kernel, part

LOWEST_LEGITIMACY = -1.0
ALL_AREAS = -1


@kernel
def lasts(shock, week):
    """Is this one of the weeks that the shock covers?"""
    return shock.start_week <= week < shock.start_week + shock.duration


@kernel
def strikes(shock, area):
    """Does it strike this area?"""
    return shock.area == ALL_AREAS or shock.area == area


@kernel
def struck(shock, area, shared):
    """Is an organisation concerned by budget cut and turnover: any, or the struck area's own?"""
    return shock.area == ALL_AREAS or (shock.area == area and not shared)


@part
def arrival_rate(rate, shock, week, area):
    """(42) Demand surge: needs a household and week, rate (1 + surge), at most 1."""
    hit = lasts(shock, week) and strikes(shock, area)
    return min(1.0, rate * (1.0 + shock.demand_surge)) if hit else rate


@part
def removes_coordinator(shock, week):
    """Is the coordinator gone this week?"""
    return shock.coordinator_removed and lasts(shock, week)


@part
def agenda_bias(bias, shock, week):
    """(43) Captured agenda: share of guidance that serves it, max(bias, captured)."""
    return max(bias, shock.agenda_captured) if lasts(shock, week) else bias


@part
def budget(income, shock, week):
    """(44) Budget cut: an administration's funds a week times 1 - cut."""
    cut = shock.budget_cut != 0.0 and lasts(shock, week)
    return income * (1.0 - shock.budget_cut) if cut else income


@part
def contagion(rate, shock, week, area):
    """(45) Lockdown: neighbours' influence times 1 - lockdown."""
    if shock.lockdown == 0.0 or not lasts(shock, week) or not strikes(shock, area):
        return rate
    return rate * (1.0 - shock.lockdown)


@part
def spared(shock, week, area):
    """(57) Broken pledges: chance to honour an instalment times 1 - pledges_broken."""
    if shock.pledges_broken == 0.0 or not lasts(shock, week) or not strikes(shock, area):
        return 1.0
    return 1.0 - shock.pledges_broken


@part
def suspends_invitations(shock, week, area):
    """Lockdown: may an invitation fail to reach its organisation this week?"""
    return shock.lockdown != 0.0 and lasts(shock, week) and strikes(shock, area)


@part
def after_scandal(legitimacy, size):
    """(46) Scandal: legitimacy of a sector less its size, at least -1."""
    return max(LOWEST_LEGITIMACY, legitimacy - size)


@kernel
def forgotten(now, start):
    """(47) Turnover: a tie to or from the replaced, min(now, start): none is gained."""
    return min(now, start)
