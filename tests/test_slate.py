"""Fixed slate: the same formed projects in every arm; what follows is the arm's own."""

import numpy as np
import pytest
from sim.projects import Stage
from small import EVERYWHERE, NOBODY, PARTY, made

from sim.base.vocabulary import End

SLATE = {"slate.enabled": True}
WEEKS = 30


def history(changes=None, replicate=0):
    """The model and what every opportunity was when it began."""
    model = made({**SLATE, **(changes or {})}, replicate, speaking=False)
    begun = []
    for _ in range(WEEKS):
        known = len(model.history)
        model.needs_and_voice()
        model.income()
        model.opportunities()
        begun += [
            (p.code, p.size, tuple(p.members), p.scope.tolist(), p.need.tolist(),
             p.buildings.tolist(), p.start_week)
            for p in model.history[known:]
        ]  # fmt: skip
        for step in (model.requests, model.advance_projects, model.update_residents, model.learn,
                     model.record):  # fmt: skip
            step()
        model.week += 1
    return model, begun


@pytest.mark.parametrize("replicate", [0, 1])
def test_opportunities_are_the_same_with_and_without_a_coordinator(replicate):
    none, alone = history(replicate=replicate)
    party, led = history({**PARTY, **EVERYWHERE}, replicate)
    assert len(alone) > 10 and alone == led
    assert [p.end for p in none.history] != [p.end for p in party.history]


def test_opportunities_are_the_same_though_others_leave():
    leaving = {"organisations.patience": 3, "organisations.return_floor": (0.5, 0.5, 0.5)}
    stayed, alike = history()
    left, although = history(leaving)
    assert alike == although
    assert stayed.bodies.present.all() and not left.bodies.present.any()


def test_a_slate_project_is_formed_of_two_sectors_with_the_members_asked_for():
    model, _ = history({"slate.members": 5})
    for project in model.history:
        assert project.formed_week == project.start_week
    model = made({**SLATE, "slate.members": 5, "organisations.opportunity_rate": 1.0})
    model.income()
    model.opportunities()
    assert {len(p.members) for p in model.projects} == {5}
    assert all(len(set(model.bodies.sector[p.members])) >= 2 for p in model.projects)


def test_pledges_come_from_outside_and_cover_the_need_equally():
    model = made({**SLATE, "organisations.opportunity_rate": 1.0})
    model.income()
    held, entered = model.held(), model.accounts.entered.copy()
    model.opportunities()
    need = sum(p.need for p in model.projects)
    assert model.held() - held == pytest.approx(need)
    assert model.accounts.entered - entered == pytest.approx(need)
    for p in model.projects:
        assert p.stage is Stage.SIGN_OFF and p.is_covered()
        assert p.reserved[p.members] == pytest.approx(np.tile(p.need / 4, (4, 1)))


def test_partners_are_a_lot_and_another_sector_is_always_there():
    model = made({**SLATE, "organisations.opportunity_rate": 1.0, "slate.members": 2})
    model.income()
    model.opportunities()
    for p in model.projects:
        first, second = model.bodies.sector[p.members]
        assert first != second


def test_with_only_one_sector_there_is_no_slate():
    model, begun = history({**NOBODY, "organisations.vendors": 5})
    assert begun == [] and model.history == []


def test_a_project_with_someone_who_left_ends_by_exit_and_enriches_nobody():
    model = made({**SLATE, "organisations.opportunity_rate": 1.0})
    model.income()
    gone = 4
    model.leave(gone)
    model.accounts.open_week()
    free = model.bodies.free.copy()
    model.opportunities()
    ended = [p for p in model.history if gone in p.members]
    assert ended and all(p.end is End.EXIT for p in ended)
    assert not model.bodies.free[gone].any()
    assert model.bodies.free == pytest.approx(free)


def test_slate_accounts_balance():
    model, _ = history(PARTY)
    assert model.accounts.error < 1e-6
