"""How a project begins, is joined, ends, and what an organisation that leaves takes with it."""

import pytest
from small import (
    held,
    made,
    project_with,
)
from stages import leaving

from sim.base.vocabulary import End
from sim.week.lifecycle import end, leave
from sim.week.negotiation import start_negotiation


def test_a_project_underway_ends_when_a_member_leaves():
    model, project = leaving()
    start_negotiation(model.world, project.row)
    leave(model.world, project.members[1])
    assert project.end is End.EXIT


def test_a_partner_of_a_forming_project_leaves_alone_its_initiator_ends_it():
    model, project = leaving()
    initiator, partner, other = project.members
    leave(model.world, partner)
    assert project.end is End.OPEN and project.members == [initiator, other]
    leave(model.world, initiator)
    assert project.end is End.EXIT


def test_who_left_holds_nothing_and_the_accounts_balance():
    model, project = leaving()
    start_negotiation(model.world, project.row)
    gone = project.members[1]
    before = held(model)
    leave(model.world, gone)
    assert not model.world.standing.free[gone].any()
    assert held(model) + model.world.accounts.lost == pytest.approx(before)


def test_a_project_that_breaks_marks_its_buildings_a_completed_one_does_not():
    for how, marked in [(End.EXIT, True), (End.COMPLETED, False), (End.UNNEEDED, False)]:
        model = made()
        project = project_with(model, [0, 9])
        end(model.world, project.row, how)
        assert bool(model.world.voices.broken.any()) is marked
