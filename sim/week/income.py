"""Step 3: vacant seats are filled, a shock strikes, stocks perish and grow, running costs are paid,
the firm settles."""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.rows import put
from sim.base.sums import pairwise
from sim.base.vocabulary import ADMINISTRATIVE, FUNDS, PERISHABLE, Role
from sim.rules.shocks import after_scandal, budget, forgotten, struck
from sim.state.ties import NEVER
from sim.week.coordinator import begin_coordinator_week
from sim.week.lifecycle import leave
from sim.week.market import settle
from sim.week.seats import fill_seats


@kernel
def income(world):
    """3: newcomers; one rate for all that perishes, whoever holds it; income; running costs; the
    firm."""
    open_week(world)
    fill_seats(world)
    strike(world)
    perish_and_earn(world)
    renew_attention(world.standing.attention, world.organisations.attention)
    settle(world)
    begin_coordinator_week(world)


@part
def open_week(world):
    """A new week's flows are counted, and with them what was lost since the last."""
    world.accounts.entered[:] = 0.0
    world.accounts.spent[:] = 0.0
    put(world.accounts.ahead, world.accounts.lost)
    world.accounts.ahead[:] = 0.0


@kernel
def income_of(world, c, r):
    """What an organisation earns of a resource this week, in funds."""
    organisations, shock = world.organisations, world.rules.shock
    earned = organisations.income[c, r]
    public = r == FUNDS and organisations.sector[c] == ADMINISTRATIVE
    if public and struck(shock, organisations.area[c], organisations.shared[c]):
        return budget(earned, shock, world.now.week)
    return earned


@part
def perish_and_earn(world):
    """What perishes does so, the present earn, and pay running costs as far as funds go."""
    rules, standing, accounts = world.rules.organisations, world.standing, world.accounts
    free, present = standing.free, standing.present
    gone = np.zeros((len(PERISHABLE), len(free)))
    running = np.zeros(len(free))
    for c in range(len(free)):
        for kind, r in enumerate(PERISHABLE):
            gone[kind, c] = rules.perish_rate * free[c, r]
            free[c, r] -= gone[kind, c]
        for r in range(free.shape[1]):
            earned = income_of(world, c, r) * present[c]
            free[c, r] += earned
            accounts.entered[r] += earned
        cost = rules.running_share * (income_of(world, c, FUNDS) * present[c])
        running[c] = min(free[c, FUNDS], cost)
        free[c, FUNDS] -= running[c]
    for kind, r in enumerate(PERISHABLE):
        accounts.lost[r] += pairwise(gone[kind])
    accounts.spent[FUNDS] += pairwise(running)


@part
def renew_attention(left, each):
    """A week's attention (M,) comes to the part of an act that was left (M,); whole acts lapse."""
    for c in range(len(left)):
        left[c] = left[c] % 1.0 + each[c]


# -- a shock, once --------------------------------------------------------------------------------


@part
def strike(world):
    """What happens once, in the week in which the shock strikes."""
    shock, hub = world.rules.shock, world.hub
    if world.now.week != shock.start_week:
        return
    if shock.firm_leaves:
        for j in range(len(world.standing.present)):
            leads = world.organisations.role[j] == Role.LEAD_ENTERPRISE
            if leads and world.standing.present[j]:
                leave(world, j)
    if shock.legitimacy_scandal > 0.0:
        for s in range(len(hub.legitimacy)):
            hub.legitimacy[s] = after_scandal(hub.legitimacy[s], shock.legitimacy_scandal)
    if shock.staff_turnover > 0.0:
        replace_staff(world, who_is_replaced(world))


@part
def who_is_replaced(world):
    """Organisations whose staff is replaced, by luck of each: bool (M,)."""
    organisations, shock, week = world.organisations, world.rules.shock, world.now.week
    replaced = np.zeros(len(organisations.code), np.bool_)
    for c in range(len(replaced)):
        luck = uniform(world.luck, Process.TURNOVER, organisations.code[c], 0, week, 0)
        concerned = struck(shock, organisations.area[c], organisations.shared[c])
        replaced[c] = luck < shock.staff_turnover and concerned
    return replaced


@kernel
def replace_staff(world, replaced):
    """New people start as the organisation's first did: honouring, being watched, ties.

    Trust earned since the start is forgotten both ways; trust lost since then stays lost.
    """
    standing, ties = world.standing, world.ties
    for c in range(len(replaced)):
        if not replaced[c]:
            continue
        standing.honouring[c] = world.organisations.honouring[c]
        standing.exposure[c] = 0.0
        for o in range(len(replaced)):
            ties.trust[c, o] = forgotten(ties.trust[c, o], ties.first[c, o])
            ties.trust[o, c] = forgotten(ties.trust[o, c], ties.first[o, c])
            ties.last_kept[c, o] = ties.last_kept[o, c] = NEVER
