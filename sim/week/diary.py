"""What is written down of a week: each declared weekly measure is the function of its name here.

A measure takes the world as the week ends, only reads, and is one number; of a family it is
``FAMILY_each``, an array of one number for each category, group, act, resource or sector.
"""

import numpy as np

from sim.base.kernel import kernel
from sim.base.sums import total
from sim.base.vocabulary import SECTORS
from sim.measure.network import count_across, degree_centralisation, mean_trust
from sim.week.residents import gini_of_all

_S = len(SECTORS)


@kernel
def over_all(table):
    """Sum of the rows of a table (n, k), row by row, (k,)."""
    added = np.zeros(table.shape[1])
    for i in range(len(table)):
        for k in range(len(added)):
            added[k] += table[i, k]
    return added


@kernel
def means(sums, counts):
    """Sums (k,) over counts (k,); 0 where nobody is counted."""
    of_each = np.zeros(len(sums))
    for k in range(len(sums)):
        of_each[k] = sums[k] / max(1.0, counts[k])
    return of_each


# -- needs ----------------------------------------------------------------------------------------


@kernel
def arrived_each(world):
    """Needs that arose, in all areas."""
    return over_all(world.voices.arrived)


@kernel
def waiting_each(world):
    """Needs that wait, in all buildings."""
    return over_all(world.voices.open)


@kernel
def late_each(world):
    """Needs that have waited too long, in all areas."""
    return over_all(world.voices.late)


@kernel
def served_each(world):
    """Needs served."""
    return world.diary.served


@kernel
def over_each(world):
    """What was supplied and met no need."""
    return world.diary.over


@kernel
def under_each(world):
    """What projects would have had to supply besides, where they worked."""
    return world.diary.under


@kernel
def served_group_each(world):
    """Needs served of each group's households."""
    return world.voices.served_group


@kernel
def voiced(world):
    """Needs voiced, of all categories."""
    return total(over_all(world.voices.voiced))


# -- residents ------------------------------------------------------------------------------------


@kernel
def everybody(world):
    """Households."""
    return total(over_all(world.voices.groups[:, 0]))


@kernel
def over_areas(values):
    """Sum of what areas have (A,), area by area."""
    added = 0.0
    for value in values:
        added += value
    return added


@kernel
def satisfaction_each(world):
    """Mean satisfaction of each group."""
    groups = world.voices.groups
    return means(over_all(groups[:, 1]), over_all(groups[:, 0]))


@kernel
def participation_each(world):
    """Mean participation of each group."""
    groups = world.voices.groups
    return means(over_all(groups[:, 2]), over_all(groups[:, 0]))


@kernel
def satisfaction(world):
    """Mean satisfaction of households."""
    return total(over_all(world.voices.groups[:, 1])) / everybody(world)


@kernel
def participation(world):
    """Mean participation of households."""
    return total(over_all(world.voices.groups[:, 2])) / everybody(world)


@kernel
def participation_members(world):
    """Mean participation of party members' households; 0 where there is none."""
    sums = world.voices.sums
    return over_areas(sums.of_members) / max(1.0, over_areas(sums.members))


@kernel
def participation_breadth(world):
    """Share of households that are active."""
    return over_areas(world.voices.sums.active) / everybody(world)


@kernel
def participation_depth(world):
    """Mean participation of the active; 0 where nobody is."""
    active = over_areas(world.voices.sums.active)
    return over_areas(world.voices.sums.of_active) / active if active > 0.0 else 0.0


@kernel
def participation_gini(world):
    """Gini coefficient of participation."""
    return gini_of_all(world)


@kernel
def resident_trust(world):
    """Mean trust of households."""
    return over_areas(world.voices.sums.trust) / everybody(world)


# -- services -------------------------------------------------------------------------------------


@kernel
def served(world):
    """Needs served, of all categories."""
    return total(world.diary.served)


@kernel
def match(world):
    """Share of what was supplied that met a need; nan where nothing was."""
    supplied = served(world) + total(world.diary.over)
    return served(world) / supplied if supplied != 0.0 else np.nan


@kernel
def timeliness(world):
    """Weeks that needs served had waited, in the mean; nan where none was served."""
    needs = served(world)
    return world.diary.tally.waited / needs if needs != 0.0 else np.nan


@kernel
def value_less_costs(needs, value_of_size, capacity, costs):
    """(41) Net public value in funds: served needs x declared value of a need, less all costs."""
    return needs * value_of_size / capacity - costs if capacity > 0.0 else -costs


@kernel
def net_value(world):
    """Net public value. Costs are resources used in projects, negotiation and coordination; what
    perished unused is none."""
    tally, value = world.diary.tally, world.rules.completion.value_of_size
    costs = tally.used + tally.transaction_cost + world.hub.now.paid
    return value_less_costs(served(world), value, world.now.capacity, costs)


@kernel
def reported(world):
    """Needs reported as served: a formalistic coordinator's count more than once."""
    return served(world) + world.rules.coordinator.formalism * world.diary.tally.hub_served


@kernel
def transaction_cost(world):
    """Cost of talks."""
    return world.diary.tally.transaction_cost


@kernel
def coordination_cost(world):
    """What the coordinator's attention cost."""
    return world.hub.now.paid


# -- organisations --------------------------------------------------------------------------------


@kernel
def present_each(world):
    """Organisations present, by sector."""
    counts, sector = np.zeros(_S), world.organisations.sector
    for c in range(len(sector)):
        counts[sector[c]] += world.standing.present[c]
    return counts


@kernel
def honouring_each(world):
    """Mean propensity of those present to honour pledges, by sector; 0 where nobody is."""
    honouring, sector, standing = np.zeros(_S), world.organisations.sector, world.standing
    for c in range(len(sector)):
        honouring[sector[c]] += standing.honouring[c] * standing.present[c]
    return means(honouring, present_each(world))


@kernel
def legitimacy_each(world):
    """Legitimacy of the coordinator with each sector."""
    return world.hub.legitimacy


@kernel
def vacant(world):
    """Largest share of a sector's seats that nobody holds; 0 of a sector without seats."""
    seats, held, most = np.zeros(_S), present_each(world), 0.0
    for s in world.organisations.sector:
        seats[s] += 1.0
    for s in range(_S):
        if seats[s] > 0.0:
            most = max(most, (seats[s] - held[s]) / seats[s])
    return most


@kernel
def formed(world):
    """Projects that became co-production this week, ended ones included."""
    projects, count = world.projects, 0
    for p in projects.live[: projects.count.live]:
        count += projects.life[p].formed_week == world.now.week
    for p in projects.ended[: projects.count.ended]:
        count += projects.life[p].formed_week == world.now.week
    return count


@kernel
def live_projects(world):
    """Projects under way."""
    return world.projects.count.live


@kernel
def firm_balance(world):
    """What operators of property earn."""
    return total(world.market.balance)


@kernel
def collection(world):
    """Share of households that pay the fee, mean over areas."""
    return total(world.market.collection) / len(world.market.collection)


@kernel
def asked_each(world):
    """Acts asked for."""
    return world.diary.asked


@kernel
def hub_each(world):
    """Acts of the coordinator, empty ones included."""
    return world.diary.hub


@kernel
def peer_each(world):
    """Acts that organisations granted."""
    return world.diary.peer


# -- ties and flows -------------------------------------------------------------------------------


@kernel
def integrated(world):
    """Share of organisations in the largest component of live ties."""
    return world.diary.tally.largest / max(1, len(world.standing.present))


@kernel
def live_joined(world):
    """Does a component of live ties join all sectors?"""
    return world.diary.tally.joined


@kernel
def tie_trust(world):
    """Mean trust over ties."""
    return mean_trust(world.ties.trust)


@kernel
def cross_ties(world):
    """Ties across sectors, of the acquainted."""
    acquainted = world.rules.network.acquainted
    return count_across(world.ties.trust, world.organisations.sector, acquainted)


@kernel
def centralisation(world):
    """Degree centralisation, of ties of the acquainted."""
    return degree_centralisation(world.ties.trust, world.rules.network.acquainted)


@kernel
def entered_each(world):
    """Resources that entered."""
    return world.accounts.entered


@kernel
def spent_each(world):
    """Resources spent."""
    return world.accounts.spent


@kernel
def lost_each(world):
    """Resources lost."""
    return world.accounts.lost


@kernel
def held_each(world):
    """Stocks, free, reserved and pooled."""
    return world.accounts.held


@kernel
def pool_each(world):
    """The coordinator's pool."""
    return world.hub.pool
