"""A deliberation panel: real needs are heard, and a project is drawn up anew."""

import numpy as np

from sim.base.equations import blend
from sim.base.kernel import kernel, part
from sim.base.luck import Process, uniform
from sim.base.rows import put
from sim.base.sums import total
from sim.rules.partners import need_of
from sim.week.hub import waiting_in
from sim.week.lifecycle import at
from sim.week.partners import return_excess
from sim.week.scopes import draw_up


@part
def waiting_near(world, p):
    """Needs waiting at a project's buildings, by category (K,)."""
    opened, of = world.voices.open, world.places.entrance_of
    found = np.zeros(opened.shape[1])
    for b in range(len(opened)):
        if at(world.members.entrance[p], of, b):
            for k in range(len(found)):
                found[k] += opened[b, k]
    return found


@part
def two_tiers(near, whole, upper):
    """(54) What a panel speaks for (K,): (1 - u) shares near by + u shares in the whole community;
    the whole where nothing waits near by. ``whole`` has a positive sum."""
    shares = whole / total(whole)
    return blend(near / total(near), shares, upper) if total(near) > 0.0 else shares


@part
def spoken_for(world, p):
    """What a panel draws its sample from, by category (K,): what waits, or shares of it."""
    near, upper = waiting_near(world, p), world.rules.forming.panel_upper_tier
    if upper > 0.0:
        whole = waiting_in(world, world.projects.life[p].area)
        if total(whole) > 0.0:
            return two_tiers(near, whole, upper)
    return near


@part
def sample_of(world, p, shares):
    """Shares of the categories among needs picked by luck from all that wait (K,): one a member of
    the panel."""
    edges, size = np.cumsum(shares / total(shares))[:-1], world.rules.forming.panel_size
    found = np.zeros(len(shares))
    code, week = world.projects.life[p].code, world.now.week
    for respondent in range(size):
        luck = uniform(world.luck, Process.PANEL, code, respondent, week, 0)
        found[np.searchsorted(edges, luck, side="right")] += 1.0
    return found / size


@kernel
def hold_panel(world, p, order):
    """A panel samples real needs waiting at the project's places; the initiator draws the scope up
    anew from it. ``order`` (K,) is the identity unless the panel is blind."""
    plans, life = world.plans, world.projects.life[p]
    shares = spoken_for(world, p)
    if total(shares) > 0.0:
        put(sample_of(world, p, shares)[order], plans.sample[p])
    else:
        put(plans.sensed[p], plans.sample[p])
    life.sampled = True
    need = blend(plans.sensed[p], plans.sample[p], world.rules.forming.panel_weight)
    put(draw_up(world, life.initiator, need, life.area), plans.scope[p])
    put(need_of(plans.scope[p], world.needs, life.size), plans.need[p])
    return_excess(world, p)
