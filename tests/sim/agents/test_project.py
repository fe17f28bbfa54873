"""A project as one sees it."""

import pytest
from project_rows import given_back
from small import made, project_with, tie_all
from striking import at_week, struck

from sim.base.vocabulary import End
from sim.week.history import tell_open


def test_an_ended_project_keeps_what_is_told_of_it_and_its_face_reaches_no_row():
    model = made()
    project, other = project_with(model, [0, 9]), project_with(model, [1, 9])
    project.rounds, project.hub_acts, project.transaction_cost = 3, 2, 1.5
    row = given_back(model, project)
    assert [p.number for p in model.projects] == [other.number]
    newcomer = project_with(model, [2, 9, 10])
    assert newcomer.row == row
    newcomer.rounds = 8
    tell_open(model.world)
    told = model.world.projects.history[[project.number, newcomer.number]]
    assert told["rounds"].tolist() == [3, 8] and told["hub_acts"].tolist() == [2, 0]
    assert told["transaction_cost"].tolist() == [1.5, 0.0]
    assert told["end"].tolist() == [End.FREE_RIDING, End.OPEN]
    for read in ("rounds", "stage", "members", "buildings", "need", "row"):
        with pytest.raises(ValueError, match="project 0: it ended and its row is another's"):
            getattr(project, read)
    assert newcomer.rounds == 8 and other.rounds == 0


def test_a_project_asks_nobody_whom_a_full_lockdown_cuts_off():
    def asks(**shock: float) -> list[int]:
        model = at_week(3, struck(week=3, weeks=1, **shock))
        tie_all(model, 0.9)
        project = project_with(model, [0], pledged=False)
        project.invited[:] = False
        return project.asks()

    assert len(asks()) > 1
    assert asks(lockdown=1.0) == []
