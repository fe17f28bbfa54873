"""What a mediator would be worth to a project this week."""

import numpy as np

from sim.base.equations import distance
from sim.base.kernel import kernel
from sim.base.rows import put
from sim.rules.talks import mean_position, mediation_pays, round_cost
from sim.state.projects import members_of

ONE_LINK = 1.0


@kernel
def cost_of_a_link_each(world, p):
    """What a round would cost a project's members for one link each, where they stand now."""
    who, rules = members_of(world.projects, world.members, p), world.rules
    positions, cost = np.empty((len(who), world.plans.scope.shape[1])), 0.0
    for m in range(len(who)):
        put(world.members.positions[p, who[m]], positions[m])
    mean = mean_position(positions)
    for c in who:
        far = distance(world.organisations.goals[c], mean)
        rate, disagreement = rules.forming.transaction_rate, rules.negotiation.disagreement
        cost += round_cost(rate, ONE_LINK, disagreement, far)
    return cost


@kernel
def is_cheaper(world, p, cost, load):
    """Would a mediator under such a load make a round cheaper? cost: of a link each, in funds."""
    price = world.rules.network.attention_price
    return mediation_pays(cost, world.projects.life[p].count, load, price)
