"""The week, in order: the list below is the schedule (ODD+D, process overview).

Each step takes the whole world, for the week is where its parts meet; rules (``sim.rules``) never
do: they take numbers, small arrays, or the one struct they concern.
"""

import numpy as np

from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.order import order_of
from sim.base.rows import put
from sim.base.vocabulary import Stage
from sim.week.delivery import delivery_week
from sim.week.forming import forming_week, opportunities
from sim.week.hub import target
from sim.week.income import income
from sim.week.learning import exits, learn
from sim.week.negotiation import negotiation_week
from sim.week.partners import partners, stock
from sim.week.record import record
from sim.week.requests import attention
from sim.week.residents import update_residents
from sim.week.sign_off import departments_sign, sign_off_week
from sim.week.voice import needs_and_voice


@part
def draw_lots(world):
    """The order in which projects live this week, by luck of each."""
    projects, week = world.projects, world.now.week
    live = projects.live[: projects.count.live]
    luck = np.empty(len(live))
    for i in range(len(live)):
        luck[i] = uniform(world.luck, Process.LOT, projects.life[live[i]].code, 0, week, 0)
    put(live[order_of(luck)], projects.order[: len(live)])
    projects.count.lived = len(live)


@part
def set_targets(world):
    """What a coordinator asks for at the tables of the projects that it guides this week."""
    projects = world.projects
    for p in projects.live[: projects.count.live]:
        if projects.help[p].guided:
            put(target(world, p), world.plans.target[p])


@part
def live_week(world, p):
    """A project lives its week, by its stage."""
    stage = world.projects.life[p].stage
    if stage == Stage.FORMING:
        forming_week(world, p)
    elif stage == Stage.SIGN_OFF:
        sign_off_week(world, p)
    elif stage == Stage.NEGOTIATING:
        negotiation_week(world, p)
    elif stage == Stage.DELIVERING:
        delivery_week(world, p)


@kernel
def papers(world):
    """6, before projects live their week: their order, signatures, and what a coordinator that
    guides asks for."""
    draw_lots(world)
    departments_sign(world)
    set_targets(world)


@kernel
def advance_projects(world):
    """6: every project lives a week, on the ties and propensities of the week's start."""
    projects = world.projects
    for i in range(projects.count.lived):
        live_week(world, projects.order[i])


WEEK = (
    needs_and_voice,  # 1 needs arise and age; 2 residents voice them
    income,  # 3 stocks grow and perish, running costs are paid
    opportunities,  # 4 organisations start projects
    attention,  # 5 attention is asked for and granted,
    partners,  # invitations are answered,
    stock,  # and stock is set aside
    papers,  # 6 lots are drawn, departments sign,
    advance_projects,  # and every project lives one week
    update_residents,  # 7 participation, satisfaction, trust
    learn,  # 8 ties, honouring and legitimacy learn from the week,
    exits,  # and who gains too little leaves
    record,  # 9 the week is written down
)
