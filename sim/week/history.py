"""What a run hands back of a project: its row in the history."""

from sim.base.kernel import kernel
from sim.rules.supply import is_service


@kernel
def tell(world, p):
    """Write a project's row as it stands now."""
    life, course = world.projects.life[p], world.projects.course[p]
    row, organisations = world.projects.history[life.number], world.organisations
    row.area, row.start_week, row.size = life.area, life.start_week, life.size
    row.initiator = organisations.code[life.initiator]
    row.sector, row.tenure = organisations.sector[life.initiator], life.tenure
    row.end, row.end_week, row.formed_week = life.end, life.end_week, life.formed_week
    row.members, row.sectors = life.count, life.sectors
    row.rounds, row.mediated, row.hub_acts = course.rounds, course.mediated, course.hub_acts
    row.transaction_cost = course.transaction_cost
    row.spent = course.used if is_service(life.end) else 0.0
    row.lost = course.used - row.spent
    row.supplied, row.served = course.supplied, course.served
    row.misplaced, row.over, row.repeated = course.misplaced, course.over, course.repeated


@kernel
def tell_open(world):
    """Write the rows of projects that are still under way."""
    projects = world.projects
    for p in projects.live[: projects.count.live]:
        tell(world, p)
