"""Faces of the world: they are read, never written to, and decide as the week does."""

from typing import ClassVar

import numpy as np
import pytest
from as_agents import BUSY, busy, lived

from sim.agents.coordinator import Coordinator
from sim.agents.organisations import Administration, Firm, SocialOrganisation
from sim.agents.residents import ResidentGroup
from sim.base.vocabulary import MARKET, End
from sim.model import CoProductionModel


def test_what_agents_are_is_read_from_the_world():
    model = lived(8)
    world = model.world
    for j, agent in enumerate(model.organisations):
        assert agent.code == world.organisations.code[j] and agent.present
        assert np.array_equal(agent.goals, world.organisations.goals[j])
        assert np.array_equal(agent.stock, world.standing.free[j])
        assert np.array_equal(agent.ties, world.ties.trust[j])
        assert agent.attention == world.standing.attention[j]
        under_way = [p for p in model.projects if p.end == End.OPEN and j in p.members]
        assert [p.number for p in agent.projects] == [p.number for p in under_way]
    hub = model.coordinator
    assert hub.active and hub.supply == pytest.approx(24.0 * 0.8) and hub.lead is None
    assert np.array_equal(hub.legitimacy, world.hub.legitimacy)
    groups = model.resident_groups
    assert np.array_equal([group.voice for group in groups], world.voices.voiced)
    assert all((g.waiting >= g.voice).all() for g in groups)
    assert groups[0].trust == pytest.approx(world.residents.trust[groups[0].rows].mean())


def test_what_is_read_stays_as_it_was_and_cannot_be_written_to():
    model = lived(3)
    agent = model.organisations[0]
    stock = agent.stock
    before = stock.copy()
    model.step()
    assert np.array_equal(stock, before) and not np.array_equal(agent.stock, before)
    for values in (stock, agent.goals, agent.ties, model.coordinator.pool):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1.0
    with pytest.raises(AttributeError):
        agent.honouring = 1.0


@pytest.mark.parametrize(
    ("base", "name"),
    [
        (Firm, "joins"), (SocialOrganisation, "pays"), (Administration, "step"),
        (Coordinator, "target"), (ResidentGroup, "consents"), (Firm, "honouring"),
    ],
)  # fmt: skip
def test_a_subclass_that_overrides_is_refused(base, name):
    with pytest.raises(TypeError, match=f"^Mine.{name}: the week is compiled and would not ask it"):
        type("Mine", (base,), {name: lambda self, *of: True})
    mixin = type("Mixin", (), {name: lambda self, *of: True})
    with pytest.raises(TypeError, match=f"^Mine.{name}: the week is compiled and would not ask it"):
        type("Mine", (mixin, base), {})


class WatchfulFirm(Firm):
    """A firm that can be asked one thing more."""

    def is_rich(self) -> bool:
        return bool(self.stock.sum() > 1.0)


class MyModel(CoProductionModel):
    """A community of such firms."""

    organisation_classes: ClassVar = {
        **CoProductionModel.organisation_classes,
        MARKET: WatchfulFirm,
    }


def test_a_subclass_that_adds_a_query_is_asked_and_changes_nothing():
    mine, plain = MyModel(**BUSY), busy()
    mine.run_model(), plain.run_model()
    firms = mine.agents_by_type[WatchfulFirm]
    assert [firm.is_rich() for firm in firms] == [firm.stock.sum() > 1.0 for firm in firms]
    assert np.array_equal(mine.world.diary.table, plain.world.diary.table, equal_nan=True)
