"""What a run hands back of a project."""

import pytest
from small import made, one_of, project_with

from sim.base.vocabulary import SOCIAL, End, Role
from sim.week.history import tell, tell_open


def told(how: End = End.OPEN):
    """A project of a team and two others that used 4 and has 3 rounds, and its row."""
    model = made()
    project = project_with(model, [one_of(model, Role.VOLUNTEER_TEAM), 0, 9], size=1.5)
    project.rounds, project.mediated, project.hub_acts, project.used = 3, 2, 5, 4.0
    project.transaction_cost, project.over, project.served = 0.5, 2.5, 7
    world = model.world
    world.projects.life["end"][project.row] = how
    tell(world, project.row)
    return model, project, world.projects.history[project.number]


def test_a_row_says_who_began_it_when_and_how_far_it_came():
    model, project, row = told()
    assert row["initiator"] == model.world.organisations.code[project.initiator]
    assert (row["sector"], row["members"], row["sectors"]) == (SOCIAL, 3, project.sectors)
    assert (row["size"], row["start_week"], row["end"]) == (1.5, 0, End.OPEN)
    assert (row["rounds"], row["mediated"], row["hub_acts"]) == (3, 2, 5)
    assert (row["transaction_cost"], row["over"], row["served"]) == (0.5, 2.5, 7)


@pytest.mark.parametrize("how, is_spent", [
    (End.COMPLETED, True), (End.SOLO, True), (End.UNNEEDED, False), (End.FREE_RIDING, False),
    (End.VALUE_DISORDER, False), (End.OPEN, False),
])  # fmt: skip
def test_what_was_used_is_spent_by_a_service_and_lost_by_any_other_end(how, is_spent):
    _, _, row = told(how)
    assert (row["spent"], row["lost"]) == ((4.0, 0.0) if is_spent else (0.0, 4.0))


def test_those_under_way_are_told_as_they_stand():
    model, project, _ = told()
    other = project_with(model, [1, 9])
    project.rounds, other.rounds = 9, 4
    tell_open(model.world)
    rounds = model.world.projects.history["rounds"]
    assert rounds[[project.number, other.number]].tolist() == [9, 4]
