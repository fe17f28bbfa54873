"""Step 9: the accounts must balance, and the week is written down."""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.sums import total
from sim.base.vocabulary import GROUPS, SECTORS
from sim.measure.network import centralisation, count_across, live_shape, mean_trust
from sim.measure.places import AREA_AT, AT
from sim.rules.partners import sector_bits
from sim.week.hub import public, waiting_in
from sim.week.lifecycle import forget_ended
from sim.week.residents import gini_of_all

_G, _S = len(GROUPS), len(SECTORS)


@kernel
def record(world):
    """9: the week goes into the diary, and the accounts must balance.

    Tells whether rows for projects are short: fewer are free than may start in the week to come.
    """
    row = world.diary.table[world.now.week]
    close_accounts(world)
    write_needs(world, row)
    write_residents(world, row)
    write_value(world, row)
    write_organisations(world, row)
    write_acts(world, row)
    write_network(world, row)
    write_flows(world, row)
    write_areas(world)
    clear_tallies(world)
    forget_ended(world)
    world.now.week += 1
    return world.projects.count.free < world.projects.count.most


@kernel
def side_by_side(row, first, values):
    """Write values (n,) into a row, from a place on."""
    for i in range(len(values)):
        row[first + i] = values[i]


# -- accounts -------------------------------------------------------------------------------------


@kernel
def add_up_holdings(world):
    """All stocks by resource: what organisations hold freely, the pool, and what projects under way
    have reserved, hold from the pool or have sunk; into the accounts (R,)."""
    held, free, projects = world.accounts.held, world.standing.free, world.projects
    plans, reserved = world.plans, world.members.reserved
    for r in range(len(held)):
        held[r] = total(free[:, r]) + world.hub.pool[r]
        for p in projects.live[: projects.count.live]:
            aside = total(reserved[p, :, r])
            held[r] += aside + plans.pooled[p, r] + plans.sunk[p, r]


@part
def close_accounts(world):
    """What is held must be what was held, plus what entered, less what was spent and lost."""
    accounts = world.accounts
    add_up_holdings(world)
    for r in range(len(accounts.held)):
        flow = accounts.entered[r] - accounts.spent[r] - accounts.lost[r]
        accounts.balance[r] += flow
        error = abs(accounts.balance[r] - accounts.held[r])
        accounts.check.error = max(accounts.check.error, error)


# -- residents ------------------------------------------------------------------------------------


@part
def write_needs(world, row):
    """Needs that arise, wait, are voiced and are served."""
    voices, diary = world.voices, world.diary
    waiting = np.zeros(voices.open.shape[1])
    voiced = 0.0
    for b in range(len(voices.open)):
        for k in range(len(waiting)):
            waiting[k] += voices.open[b, k]
            voiced += voices.voiced[b, k]
    row[AT.voiced] = voiced
    side_by_side(row, AT.waiting_each, waiting)
    side_by_side(row, AT.arrived_each, np.sum(voices.arrived, axis=0))
    side_by_side(row, AT.late_each, np.sum(voices.late, axis=0))
    side_by_side(row, AT.served_each, diary.served)
    side_by_side(row, AT.over_each, diary.over)
    side_by_side(row, AT.under_each, diary.under)
    side_by_side(row, AT.served_group_each, voices.served_group)


@kernel
def over_areas(values):
    """Sum of what areas have (A, n), area by area, (n,)."""
    added = np.zeros(values.shape[1])
    for area in range(len(values)):
        for i in range(len(added)):
            added[i] += values[area, i]
    return added


@kernel
def write_residents(world, row):
    """How residents are: satisfaction, participation, trust."""
    voices = world.voices
    households = over_areas(voices.groups[:, 0])
    satisfied = over_areas(voices.groups[:, 1])
    taking_part = over_areas(voices.groups[:, 2])
    trust = members = of_members = active = of_active = 0.0
    for area in range(len(voices.sums)):
        sums = voices.sums[area]
        trust += sums.trust
        members += sums.members
        of_members += sums.of_members
        active += sums.active
        of_active += sums.of_active
    for g in range(_G):
        row[AT.satisfaction_each + g] = satisfied[g] / max(1.0, households[g])
        row[AT.participation_each + g] = taking_part[g] / max(1.0, households[g])
    everybody = total(households)
    row[AT.satisfaction] = total(satisfied) / everybody
    row[AT.participation] = total(taking_part) / everybody
    row[AT.participation_members] = of_members / max(1.0, members)
    row[AT.participation_breadth] = active / everybody
    row[AT.participation_depth] = of_active / active if active > 0.0 else 0.0
    row[AT.participation_gini] = gini_of_all(world)
    row[AT.resident_trust] = trust / everybody


# -- services -------------------------------------------------------------------------------------


@part
def net_value(served, value_of_size, capacity, costs):
    """(41) Net public value in funds: served needs x declared value of a need, less all costs.

    Costs are resources used in projects, negotiation and coordination.
    """
    return served * value_of_size / capacity - costs if capacity > 0.0 else -costs


@part
def write_value(world, row):
    """Services in all, and net public value; what perished unused is no cost of it."""
    diary, tally, rules, paid = world.diary, world.diary.tally, world.rules, world.hub.now.paid
    served = total(diary.served)
    supplied = served + total(diary.over)
    value, capacity = rules.completion.value_of_size, world.now.capacity
    costs = tally.used + tally.transaction_cost + paid
    row[AT.match] = served / supplied if supplied != 0.0 else np.nan
    row[AT.timeliness] = tally.waited / served if served != 0.0 else np.nan
    row[AT.served] = served
    row[AT.net_value] = net_value(served, value, capacity, costs)
    row[AT.reported] = served + rules.coordinator.formalism * tally.hub_served
    row[AT.transaction_cost] = tally.transaction_cost
    row[AT.coordination_cost] = paid


# -- organisations --------------------------------------------------------------------------------


@part
def formed_this_week(world):
    """Projects that became co-production this week, ended ones included."""
    projects, formed = world.projects, 0
    for p in projects.live[: projects.count.live]:
        formed += projects.life[p].formed_week == world.now.week
    for p in projects.ended[: projects.count.ended]:
        formed += projects.life[p].formed_week == world.now.week
    return formed


@part
def write_organisations(world, row):
    """Who is present, how far they honour pledges, and what operators earn."""
    organisations, standing = world.organisations, world.standing
    counts, honouring = np.zeros(_S), np.zeros(_S)
    for c in range(len(standing.present)):
        counts[organisations.sector[c]] += standing.present[c]
        honouring[organisations.sector[c]] += standing.honouring[c] * standing.present[c]
    for s in range(_S):
        row[AT.present_each + s] = counts[s]
        row[AT.honouring_each + s] = honouring[s] / max(1.0, counts[s])
        row[AT.legitimacy_each + s] = world.hub.legitimacy[s]
    here = np.flatnonzero(standing.present)
    row[AT.sectors_present] = sector_bits(here, organisations.sector)
    row[AT.formed] = formed_this_week(world)
    row[AT.live_projects] = world.projects.count.live
    row[AT.firm_balance] = total(world.market.balance)
    row[AT.collection] = total(world.market.collection) / len(world.market.collection)


@part
def write_acts(world, row):
    """What was asked for, and who did it."""
    side_by_side(row, AT.asked_each, world.diary.asked)
    side_by_side(row, AT.hub_each, world.diary.hub)
    side_by_side(row, AT.peer_each, world.diary.peer)


@kernel
def write_network(world, row):
    """Ties between organisations."""
    ties, sector, rules = world.ties, world.organisations.sector, world.rules
    since, acquainted = world.now.week - rules.measures.live_window, rules.network.acquainted
    present = world.standing.present
    largest, joined = live_shape(ties.last_kept, since, present, sector)
    row[AT.tie_trust] = mean_trust(ties.trust)
    row[AT.cross_ties] = count_across(ties.trust, sector, acquainted)
    row[AT.centralisation] = centralisation(ties.trust, acquainted)
    row[AT.integrated] = largest / max(1, len(present))
    row[AT.live_joined] = joined


@part
def write_flows(world, row):
    """Where resources went, and where they are."""
    accounts = world.accounts
    side_by_side(row, AT.entered_each, accounts.entered)
    side_by_side(row, AT.spent_each, accounts.spent)
    side_by_side(row, AT.lost_each, accounts.lost)
    side_by_side(row, AT.held_each, accounts.held)
    side_by_side(row, AT.pool_each, world.hub.pool)


# -- areas ----------------------------------------------------------------------------------------


@part
def write_areas(world):
    """The week of each area, where there are several."""
    for area in range(len(world.diary.areas)):
        if world.diary.areas.shape[1] > 0:
            write_area(world, area, world.diary.areas[area, world.now.week])


@kernel
def write_area(world, area, row):
    """The week of one area."""
    voices, flows, market = world.voices, world.diary.flows, world.market
    groups = voices.groups[area]
    households = total(groups[0])
    row[AREA_AT.area], row[AREA_AT.week] = area, world.now.week
    side_by_side(row, AREA_AT.arrived_each, voices.arrived[area])
    side_by_side(row, AREA_AT.waiting_each, waiting_in(world, area))
    side_by_side(row, AREA_AT.late_each, voices.late[area])
    side_by_side(row, AREA_AT.served_each, flows[0, area])
    side_by_side(row, AREA_AT.over_each, flows[1, area])
    side_by_side(row, AREA_AT.under_each, flows[2, area])
    row[AREA_AT.satisfaction] = voices.satisfaction[area]
    row[AREA_AT.participation] = total(groups[2]) / households
    row[AREA_AT.voiced] = total(public(world, area))
    row[AREA_AT.resident_trust] = voices.sums[area].trust / households
    row[AREA_AT.firm_balance] = market.balance[area]
    row[AREA_AT.collection] = market.collection[area]


@part
def clear_tallies(world):
    """The next week is counted from nothing."""
    diary = world.diary
    for tally in (diary.asked, diary.hub, diary.peer, diary.served, diary.over, diary.under):
        tally[:] = 0.0
    diary.flows[:] = 0.0
    counted = diary.tally
    counted.waited = counted.hub_served = counted.transaction_cost = counted.used = 0.0
    world.voices.served_group[:] = 0
