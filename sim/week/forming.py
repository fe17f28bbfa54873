"""Step 4, opportunities, and a project's weeks of forming."""

from sim.base.kernel import kernel, part
from sim.base.luck import Process, project_code, uniform
from sim.base.rows import put, put_table
from sim.base.sums import total
from sim.base.vocabulary import SMALL, End
from sim.rules.partners import need_of, size_of, targets
from sim.state.projects import in_stage
from sim.week.lifecycle import add, at_building, count_sectors_anew, end
from sim.week.partners import covered, is_joint
from sim.week.scopes import draw_up, place_for, sense
from sim.week.sign_off import start_sign_off
from sim.week.slate import inject


@kernel
def opportunities(world):
    """4: occurrence and size are drawn in every arm alike; a queue limit may block."""
    for area in range(len(world.places.elsewhere)):
        for j in range(len(world.organisations.code)):
            if has_opportunity(world, j, area):
                if world.rules.slate.enabled:
                    inject(world, area, j)
                else:
                    start(world, area, j)


@part
def has_opportunity(world, j, area):
    """Has an organisation one in an area this week? Shared ones have theirs in each."""
    code, week = world.organisations.code[j], world.now.week
    luck = uniform(world.luck, Process.OPPORTUNITY, code, 0, week, area)
    here = not world.places.elsewhere[area, j]
    return here and luck < world.rules.organisations.opportunity_rate


@kernel
def start(world, area, j):
    """A project is proposed; where the seat is vacant, or its holder has too many open, it ends."""
    code, standing = world.organisations.code[j], world.standing
    luck = uniform(world.luck, Process.PROJECT_SIZE, code, 0, world.now.week, area)
    size = size_of(luck, world.rules.organisations.size_spread, world.now.size_shift)
    p = propose(world, area, j, size)
    if not standing.present[j]:
        end(world, p, End.VACANT)
    elif standing.open[j] > world.organisations.open_limit[j]:
        end(world, p, End.BLOCKED)


@kernel
def propose(world, area, j, size):
    """What it is about, and where it goes. Returns the project's row."""
    sensed = sense(world, j, area)
    scope = draw_up(world, j, sensed, area)
    buildings = world.places.area[1]
    count = targets(world.rules.forming.target_share, buildings, size)
    place = place_for(world, j, scope, count, area)
    code = project_code(world.organisations.code[j], world.now.week, area)
    p = add(world, area, j, code, size)
    put(sensed, world.plans.sensed[p])
    put(scope, world.plans.scope[p])
    put(need_of(scope, world.needs, size), world.plans.need[p])
    for b in range(world.places.area[area], world.places.area[area + 1]):
        world.standing.place[j, b] = place[b]
        if place[b]:
            at_building(world, p, b)
    world.standing.placed[j, area] = True
    return p


@kernel
def forming_week(world, p):
    """Covered: formed with two sectors, solo with one. Too late: no partner."""
    life, week = world.projects.life[p], world.now.week
    if covered(world, p):
        form(world, p)
    elif in_stage(life, week) >= world.rules.forming.deadline:
        end(world, p, End.NO_PARTNER)


@part
def form(world, p):
    """Who pledges nothing goes, all that is pledged is owed; the papers go out."""
    life, members = world.projects.life[p], world.members
    drop_idle(world, p)
    if is_joint(world, p):
        life.formed_week = world.now.week
    put_table(members.pledged[p], members.owed[p])
    put_table(world.ties.trust > 0.0, members.tied[p])
    start_sign_off(world, p)


@part
def drop_idle(world, p):
    """Members that pledge nothing are none any more, but for the initiator."""
    life, members = world.projects.life[p], world.members
    stay = 0
    for m in range(life.count):
        c = members.who[p, m]
        if c == life.initiator or total(members.pledged[p, c]) > SMALL:
            members.who[p, stay] = c
            stay += 1
    if stay < life.count:
        life.count = stay
        count_sectors_anew(world, p)
