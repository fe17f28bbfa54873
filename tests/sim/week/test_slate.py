"""Fixed slate: the same formed projects in every arm; what follows is the arm's own."""

import numpy as np
import pytest
from small import EVERYWHERE, NOBODY, PARTY, made

from sim.agents.project import Project
from sim.base.vocabulary import End, Stage
from sim.week.forming import opportunities
from sim.week.income import income, open_week
from sim.week.lifecycle import leave
from sim.week.partners import covered
from sim.week.record import add_up_holdings
from sim.week.schedule import WEEK

SLATE = {"slate.enabled": True}
WEEKS = 30


def history(changes=None, replicate=0):
    """The model and what every opportunity was when it began."""
    model, begun = made({**SLATE, **(changes or {})}, replicate, speaking=False), []

    def note(world):
        opportunities(world)
        begun.extend(
            (p.code, p.size, tuple(p.members), p.scope.tolist(), p.need.tolist(), p.buildings,
             p.start_week)
            for p in started_now(model)
        )  # fmt: skip

    with pytest.MonkeyPatch.context() as patch:
        steps = tuple(note if step is opportunities else step for step in WEEK)
        patch.setattr("sim.simulation.WEEK", steps)
        for _ in range(WEEKS):
            model.step()
    return model, begun


def started_now(model) -> list[Project]:
    """Projects that began this week, ended ones included, in order of start."""
    projects = model.world.projects
    rows = [
        row
        for name in ("live", "ended")
        for row in getattr(projects, name)[: projects.count[name]].tolist()
        if projects.life["start_week"][row] == model.week
    ]
    return sorted((Project(model.simulation, row) for row in rows), key=lambda p: p.number)


def held(model) -> np.ndarray:
    """All stocks by resource."""
    add_up_holdings(model.world)
    return model.world.accounts.held.copy()


@pytest.mark.parametrize("replicate", [0, 1])
def test_opportunities_are_the_same_with_and_without_a_coordinator(replicate):
    none, alone = history(replicate=replicate)
    party, led = history({**PARTY, **EVERYWHERE}, replicate)
    assert len(alone) > 10 and alone == led
    acts = [model.result().projects["hub_acts"].sum() for model in (none, party)]
    assert acts[0] == 0 < acts[1]


def test_opportunities_are_the_same_though_others_leave():
    leaving = {"organisations.patience": 3, "organisations.return_floor": (0.5, 0.5, 0.5),
               "organisations.entry_rate": 0.0}  # fmt: skip
    stayed, alike = history()
    left, although = history(leaving)
    assert alike == although
    assert stayed.world.standing.present.all() and not left.world.standing.present.any()


def test_a_slate_project_is_formed_of_two_sectors_with_the_members_asked_for():
    model, _ = history({"slate.members": 5})
    projects = model.result().projects
    assert len(projects["size"]) > 10
    assert np.array_equal(projects["formed_week"], projects["start_week"])
    model = made({**SLATE, "slate.members": 5, "organisations.opportunity_rate": 1.0})
    income(model.world)
    opportunities(model.world)
    assert {len(p.members) for p in model.projects} == {5}
    assert all(len(set(model.world.organisations.sector[p.members])) >= 2 for p in model.projects)


def test_pledges_come_from_outside_and_cover_the_need_equally():
    model = made({**SLATE, "organisations.opportunity_rate": 1.0})
    income(model.world)
    before, entered = held(model), model.world.accounts.entered.copy()
    opportunities(model.world)
    need = sum(p.need for p in model.projects)
    assert len(model.projects) == 23
    assert held(model) - before == pytest.approx(need)
    assert model.world.accounts.entered - entered == pytest.approx(need)
    for p in model.projects:
        assert p.stage is Stage.SIGN_OFF and covered(model.world, p.row)
        assert p.reserved[p.members] == pytest.approx(np.tile(p.need / 4, (4, 1)))


def test_partners_are_a_lot_and_another_sector_is_always_there():
    model = made({**SLATE, "organisations.opportunity_rate": 1.0, "slate.members": 2})
    income(model.world)
    opportunities(model.world)
    for p in model.projects:
        first, second = model.world.organisations.sector[p.members]
        assert first != second


def test_with_only_one_sector_there_is_no_slate():
    model, begun = history({**NOBODY, "organisations.vendors": 5})
    assert begun == [] and len(model.result().projects["size"]) == 0


def test_a_project_of_a_vacant_seat_ends_vacant_and_enriches_nobody():
    model = made({**SLATE, "organisations.opportunity_rate": 1.0})
    income(model.world)
    gone = 4
    leave(model.world, gone)
    open_week(model.world)
    free = model.world.standing.free
    before = free.copy()
    opportunities(model.world)
    mine = [p for p in started_now(model) if gone in p.members]
    assert len({p.initiator == gone for p in mine}) == 2  # as initiator, and as a partner
    assert all(p.end is End.VACANT and p.formed_week < 0 for p in mine)
    assert not free[gone].any()
    assert free == pytest.approx(before)


def test_slate_accounts_balance():
    model, _ = history(PARTY)
    assert model.world.accounts.check["error"] < 1e-6
