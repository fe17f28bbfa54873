"""A declared shock: when it strikes, how long it lasts, and one size a kind; all off by default."""

from typing import Annotated

from pydantic import Field

from sim.base.vocabulary import MOST_AREAS
from sim.parameters.coordinator import Week
from sim.parameters.fields import Group, Share, choice, parameter

Lasting = Annotated[int, Field(ge=1, le=100_000)]


class Shock(Group):
    """What strikes in one week, in every arm alike. Kinds are off by default and can be combined."""

    start_week: Week = choice(78, "week", "A", "week in which the shock strikes")
    duration: Lasting = choice(26, "weeks", "A", "weeks that it lasts; turnover, a firm's leaving and a scandal happen once")
    area: Annotated[int, Field(ge=-1, le=MOST_AREAS - 1)] = choice(-1, "area", "A", "area that demand surge, budget cut, turnover, lockdown and broken pledges strike (-1: all); other shocks strike what all share")
    coordinator_removed: bool = choice(False, "switch", "A", "the coordinator is gone while the shock lasts")
    budget_cut: Share = choice(0.0, "share", "A", "share of administrations' funds income that is cut")
    staff_turnover: Share = choice(0.0, "share", "A", "share of organisations whose staff is replaced")
    firm_leaves: bool = choice(False, "switch", "A", "the lead enterprise leaves for good")
    demand_surge: float = parameter(0.0, 0.0, 20.0, "ratio", "A", "rise of the rate at which needs arise, over that rate")
    agenda_captured: Share = choice(0.0, "share", "A", "share of guidance that serves the agenda while the shock lasts, at least")
    legitimacy_scandal: float = parameter(0.0, 0.0, 2.0, "index -1 to 1", "A", "legitimacy that the coordinator loses at once in every sector")
    lockdown: Share = choice(0.0, "share", "A", "share of contacts suspended: invitations between organisations, neighbours' influence")
    pledges_broken: Share = choice(0.0, "share", "A", "share of instalments broken whatever members would do")
