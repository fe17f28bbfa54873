"""The coordinator's week begins: it is paid for, gathers attention, and its pool fills."""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniforms_alone
from sim.base.rows import put
from sim.base.sums import mean_of_singles, pairwise
from sim.base.vocabulary import FUNDS, LABOUR, NOBODY, PERISHABLE, SPACE
from sim.rules.mandates import elected, is_due
from sim.week.hub import is_active, is_at_work


@kernel
def begin_coordinator_week(world):
    """Be paid for, gather attention, let the pool perish and fill."""
    hub, rules = world.hub, world.rules.coordinator
    hub.now.paid = hub.now.supply = 0.0
    let_pool_perish(world)
    if not is_active(world):
        hand_back(world)
        return
    share = collect_running_cost(world)
    attention = rules.attention * (1.0 - rules.formalism) * share
    attention += co_managed(world)
    if rules.handed_over:
        hand_over(world, attention)
        return
    if election_is_due(world):
        hold_election(world)
    hub.now.supply = attention
    hub.now.left = hub.now.left % 1.0 + attention
    if is_at_work(world):
        fill_pool(world)


@part
def let_pool_perish(world):
    """What perishes does so at one rate for every holder."""
    rate = world.rules.organisations.perish_rate
    for r in PERISHABLE:
        lost = rate * world.hub.pool[r]
        world.hub.pool[r] -= lost
        world.accounts.lost[r] += lost


@part
def hand_back(world):
    """Before its start and after its end it holds nothing."""
    free, present, pool = world.standing.free, world.standing.present, world.hub.pool
    here = np.sum(present)
    if here == 0:
        return
    for r in range(len(pool)):
        for c in range(len(free)):
            free[c, r] += present[c] / here * pool[r]
        pool[r] = 0.0


# -- what it costs --------------------------------------------------------------------------------


@part
def dues(world):
    """What running costs are shared by, (M,): the funds of who pays, by weight."""
    standing, pays = world.standing, world.hub.pays
    due = np.zeros(len(pays))
    for c in range(len(pays)):
        weight = pays[c] * standing.present[c]
        if weight > 0.0:
            due[c] = standing.free[c, FUNDS] * weight
    return due


@part
def pay_bill(world, due, cost):
    """Each pays its part of the cost, as due (M,), as far as its funds go; returns what is paid."""
    free, whole = world.standing.free, pairwise(due)
    paid = np.zeros(len(due))
    for c in range(len(due)):
        if world.hub.pays[c] * world.standing.present[c] > 0.0:
            paid[c] = min(free[c, FUNDS], cost * due[c] / whole)
            free[c, FUNDS] -= paid[c]
    return pairwise(paid)


@part
def collect_running_cost(world):
    """Debit the payers, by weight and means; returns the share of the cost that was paid."""
    rules, hub, free = world.rules.coordinator, world.hub, world.standing.free
    cost = rules.attention * rules.attention_cost
    if cost == 0.0:
        return 1.0
    due = dues(world)
    if pairwise(due) <= 0.0:
        return 0.0
    paid = pay_bill(world, due, cost)
    if rules.handed_over:  # moved between organisations, not used up
        here = np.sum(world.standing.present)
        for c in range(len(free)):
            free[c, FUNDS] += paid * world.standing.present[c] / here
    else:
        hub.now.paid = paid
        world.accounts.spent[FUNDS] += paid
    return paid / cost


@part
def co_managed(world):
    """Acts a week that co-managers give: their number times residents' mean participation."""
    number = world.rules.coordinator.co_managers
    return 0.0 if number == 0.0 else number * mean_of_singles(world.residents.participation)


@part
def hand_over(world, attention):
    """Organisations receive its attention beyond their own, in equal parts."""
    standing = world.standing
    here = max(1, np.sum(standing.present))
    for c in range(len(standing.attention)):
        standing.attention[c] += attention * standing.present[c] / here


# -- its pool -------------------------------------------------------------------------------------


@part
def fill_pool(world):
    """A share of what is free beyond some weeks' income flows to the pool, from those present and
    reached, by the weight of their sector. Space stays where it is."""
    rules, hub, standing = world.rules.coordinator, world.hub, world.standing
    free, income = standing.free, world.organisations.income
    share = rules.resources * rules.pool_rate
    for r in range(len(hub.pool)):
        gathered = 0.0
        for c in range(len(free)):
            if r != SPACE and hub.reached[c] and standing.present[c]:
                slack = max(0.0, free[c, r] - rules.slack_weeks * income[c, r])
                given = share * slack * hub.pools[c]
                free[c, r] -= given
                gathered += given
        hub.pool[r] += gathered


@kernel
def labour_behind(world, area):
    """Labour that the area's reached payers have for a backstop, (M,)."""
    hub, standing, elsewhere = world.hub, world.standing, world.places.elsewhere[area]
    stock = np.zeros(len(elsewhere))
    for c in range(len(stock)):
        backs = hub.reached[c] and hub.pays[c] > 0.0
        if backs and standing.present[c] and not elsewhere[c]:
            stock[c] = standing.free[c, LABOUR]
    return stock


@part
def take_labour(world, wanted, area):
    """Labour for a backstop, from who backs it in proportion to what they have."""
    if wanted <= 0.0:
        return 0.0
    standing, stock = world.standing, labour_behind(world, area)
    held = pairwise(stock)
    given = min(wanted, held)
    if given > 0.0:
        for c in range(len(stock)):
            standing.free[c, LABOUR] -= stock[c] * (given / held)
    return given


# -- who leads it ---------------------------------------------------------------------------------


@part
def election_is_due(world):
    """At the start, at the end of each term, and when the lead has left."""
    rules, lead = world.rules.coordinator, world.hub.now.lead
    if rules.rotation_weeks == 0:
        return False
    return lead == NOBODY or is_due(world.now.week, rules.start_week, rules.rotation_weeks)


@part
def who_is_elected(world):
    """The organisation that those present trust most, other than who leads now; or NOBODY."""
    trust, present = world.ties.trust, world.standing.present
    votes, eligible = np.zeros(len(trust)), present.copy()
    for i in range(len(trust)):
        if present[i]:
            votes += trust[i]
    if world.hub.now.lead != NOBODY:
        eligible[world.hub.now.lead] = False
    week, codes = world.now.week, world.organisations.code
    return elected(votes, eligible, uniforms_alone(world.luck, Process.ELECTION, codes, week, 0))


@part
def hold_election(world):
    """A lead organisation takes office, another than before: it brings its own acquaintances and
    goals, and legitimacy starts anew."""
    hub, rules, trust = world.hub, world.rules, world.ties.trust
    lead = who_is_elected(world)
    if lead == NOBODY:
        return
    hub.now.lead = lead
    for c in range(len(trust)):
        knows = trust[c, lead] > rules.network.acquainted or c == lead
        hub.reached[c] = hub.standing[c] or knows
    put(world.organisations.goals[lead], hub.agenda)
    for s in range(len(hub.legitimacy)):
        hub.legitimacy[s] = rules.coordinator.legitimacy[s]
