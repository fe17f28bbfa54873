"""How projects begin, change hands and end, and how organisations leave: below all stages.

Every transition happens here; what it moves, it accounts for. The week's steps take the whole
world, for they are where its parts meet; rules never do.
"""

from sim.base.kernel import kernel, part
from sim.base.rows import put
from sim.base.sums import total
from sim.base.vocabulary import NOBODY, End, Stage
from sim.rules.partners import sector_bits
from sim.rules.supply import is_service
from sim.state.projects import NO_WEEK, NOBODY_MEDIATES, NOT_ASKED, members_of
from sim.week.history import tell

# -- a project begins -----------------------------------------------------------------------------


@part
def take_row(world):
    """An empty row for a project; there is one: ``with_room`` sees to it before the week."""
    projects, plans, members = world.projects, world.plans, world.members
    projects.count.free -= 1
    p = projects.free[projects.count.free]
    projects.waits[p] = NOT_ASKED
    for table in (plans.sensed, plans.sample, plans.pooled, plans.sunk, plans.mean, plans.target):
        table[p] = 0.0
    for table in (members.pledged, members.reserved, members.owed, members.positions):
        table[p] = 0.0
    for table in (members.kept, members.asked, members.given, members.broken, members.talked):
        table[p] = 0.0
    members.talks[p] = 0.0
    members.leaving[p] = False
    members.entrance[p] = False
    end_help(world, p)
    return p


@kernel
def end_help(world, p):
    """What attention brought a project last week is over."""
    help, members = world.projects.help[p], world.members
    help.whistled = help.mediated_by_hub = help.backstopped = help.guided = False
    help.congestion = NOBODY_MEDIATES
    members.swayed[p] = 0.0
    members.watched[p] = False
    members.enforced[p] = 0.0
    members.introduced[p] = 0.0


@kernel
def add(world, area, initiator, code, size):
    """A project begins, with nobody but its initiator; only who works in its area can be asked to
    join. Returns its row. What it is about is for the caller to say."""
    projects, count, week = world.projects, world.projects.count, world.now.week
    p = take_row(world)
    life, course = projects.life[p], projects.course[p]
    life.number, life.code, life.area, life.initiator = count.started, code, area, initiator
    standing = world.standing
    life.start_week = life.stage_start = week
    life.tenure = week - standing.since[initiator] if standing.present[initiator] else NO_WEEK
    life.stage, life.end = Stage.FORMING, End.OPEN
    life.end_week = life.formed_week = NO_WEEK
    life.signing, life.size = 0, size
    life.consent_due = life.replacing = life.sampled = False
    course.rounds = course.mediated = course.hub_acts = course.served = course.misguided = 0
    course.reached, course.acted = 1 << Stage.FORMING, Stage.FORMING
    course.met_week = course.paid_week = NO_WEEK
    course.spread = course.transaction_cost = course.used = 0.0
    course.supplied = course.over = course.misplaced = 0.0
    course.repeated = False
    life.count = life.sectors = 0
    put(world.places.elsewhere[area], world.members.invited[p])
    world.members.invited[p, initiator] = True
    join(world, p, initiator)
    projects.live[count.live] = p
    count.live += 1
    count.started += 1
    standing.open[initiator] += 1
    return p


@kernel
def at_building(world, p, building):
    """A project goes to a building, with all its entrances."""
    of = world.places.entrance_of
    world.members.entrance[p, of[building] : of[building + 1]] = True


# -- who is in it ---------------------------------------------------------------------------------


@kernel
def join(world, p, c):
    """An organisation becomes a member."""
    life = world.projects.life[p]
    world.members.who[p, life.count] = c
    life.count += 1
    life.sectors |= 1 << world.organisations.sector[c]


@kernel
def count_sectors_anew(world, p):
    """The sectors among the members are told again, after somebody left."""
    who = members_of(world.projects, world.members, p)
    world.projects.life[p].sectors = sector_bits(who, world.organisations.sector)


@part
def drop_member(world, p, c):
    """A member is none any more."""
    who, life = world.members.who[p], world.projects.life[p]
    stay = 0
    for m in range(life.count):
        if who[m] != c:
            who[stay] = who[m]
            stay += 1
    life.count = stay
    count_sectors_anew(world, p)


@kernel
def release(world, p, c):
    """A member leaves a project and takes back what it had set aside."""
    members = world.members
    for r in range(members.reserved.shape[2]):
        world.standing.free[c, r] += members.reserved[p, c, r]
        members.reserved[p, c, r] = members.pledged[p, c, r] = members.owed[p, c, r] = 0.0
    drop_member(world, p, c)


@kernel
def enter(world, p, stage):
    """A project goes to another stage."""
    life = world.projects.life[p]
    life.stage, life.stage_start = stage, world.now.week
    world.projects.course[p].reached |= 1 << stage


# -- a project ends -------------------------------------------------------------------------------


@part
def wind_up(world, p, flow):
    """What a project has set aside is free again, what it had from the pool goes back, what it sank
    goes where it is counted (R,)."""
    plans, members, free = world.plans, world.members, world.standing.free
    for r in range(len(flow)):
        for c in range(len(free)):
            free[c, r] += members.reserved[p, c, r]
        world.hub.pool[r] += plans.pooled[p, r]
        flow[r] += plans.sunk[p, r]
    members.reserved[p] = 0.0
    plans.pooled[p] = 0.0
    plans.sunk[p] = 0.0


@part
def take_off(rows, count, p):
    """Take a row off a list of so many, keeping its order."""
    found = 0
    for i in range(count):
        if rows[i] != p:
            rows[found] = rows[i]
            found += 1


@kernel
def end(world, p, how):
    """A project ends, once: what is left returns, what is sunk was spent or is lost."""
    projects, count, accounts = world.projects, world.projects.count, world.accounts
    life, course = projects.life[p], projects.course[p]
    life.end, life.end_week, life.stage = how, world.now.week, Stage.ENDED
    take_off(projects.live, count.live, p)
    count.live -= 1
    course.used = total(world.plans.sunk[p])
    world.diary.tally.used += course.used
    wind_up(world, p, accounts.spent if is_service(how) else accounts.lost)
    world.standing.open[life.initiator] -= 1
    if life.formed_week >= 0 and not is_service(how) and how != End.UNNEEDED:
        note_broken(world, p)
    projects.ended[count.ended] = p
    count.ended += 1
    tell(world, p)


@part
def note_broken(world, p):
    """Residents of a project's buildings see it break."""
    entrance, of = world.members.entrance[p], world.places.entrance_of
    for b in range(len(of) - 1):
        if at(entrance, of, b):
            world.voices.broken[b] += 1.0


@kernel
def at(entrance, of, building):
    """Does a project reach a building, by any of its entrances (E,)? of: (B + 1,)"""
    for e in range(of[building], of[building + 1]):
        if entrance[e]:
            return True
    return False


@kernel
def leave(world, j):
    """An organisation leaves its seat in the community, and with it what it was part of."""
    standing, projects, accounts = world.standing, world.projects, world.accounts
    standing.present[j] = False
    if world.hub.now.lead == j:
        world.hub.now.lead = NOBODY
    under_way = projects.live[: projects.count.live].copy()
    for p in under_way:
        life = projects.life[p]
        if is_member(world, p, j):
            if life.stage == Stage.FORMING and j != life.initiator:
                release(world, p, j)
            else:
                end(world, p, End.EXIT)
    for r in range(len(accounts.lost)):
        accounts.lost[r] += standing.free[j, r]
        standing.free[j, r] = 0.0


@kernel
def leave_between_weeks(world, j):
    """As ``leave``, before a week has begun: what is lost by it counts as that week's."""
    accounts = world.accounts
    before = accounts.lost.copy()
    put(accounts.ahead, accounts.lost)
    leave(world, j)
    put(accounts.lost, accounts.ahead)
    put(before, accounts.lost)


@part
def is_member(world, p, c):
    """Is an organisation a member of a project?"""
    for member in members_of(world.projects, world.members, p):
        if member == c:
            return True
    return False


@part
def forget_ended(world):
    """Rows of what ended last week are free again; what ended this week is told for another."""
    projects, count = world.projects, world.projects.count
    for i in range(count.bygone):
        projects.free[count.free] = projects.bygone[i]
        count.free += 1
    for i in range(count.ended):
        projects.bygone[i] = projects.ended[i]
    count.bygone, count.ended = count.ended, 0
