"""The firm's economics: fees, space and cost, and who shares the balance."""

import pytest
from small import made, one_of

from sim.base.vocabulary import FUNDS, Role
from sim.week.market import settle

PLAIN = {
    "market.fee": 0.5, "market.collection_base": 0.8, "market.collection_slope": 0.5,
    "market.quality_doubt": 0.1, "market.space_area": 0.0, "market.fixed_cost": 0.2,
    "market.variable_cost": 0.1, "community.yuan_per_unit": 1000.0,
}  # fmt: skip


def settled(changes=None, satisfied=0.7):
    model = made({**PLAIN, "residents.satisfaction_start": 0.7, **(changes or {})}, speaking=False)
    model.world.voices.satisfaction[0] = satisfied
    firms = [one_of(model, Role.LEAD_ENTERPRISE), one_of(model, Role.PROPERTY_COMPANY)]
    before = model.world.standing.free[firms, FUNDS].copy()
    settle(model.world)
    return model, firms, model.world.standing.free[firms, FUNDS] - before


def test_satisfaction_moves_collection_and_the_two_firms_share_the_balance():
    model, firms, gained = settled({"market.fee": 5.0}, satisfied=0.6)
    assert model.world.market.collection[0] == pytest.approx(0.8 - 0.05 - 0.1)
    revenue = 5.0 * model.world.places.floor_area[0] * 0.65 * 12 / 52 / 1000.0
    assert model.world.market.balance[0] == pytest.approx(revenue - 0.3) and revenue > 0.3
    assert gained == pytest.approx([(revenue - 0.3) / 2] * 2)
    assert model.world.standing.gained[firms] == pytest.approx(gained)
    assert model.world.accounts.entered[FUNDS] == pytest.approx(revenue - 0.3)


def test_a_loss_is_paid_from_funds_as_far_as_they_go():
    model, firms, gained = settled({"market.fee": 0.0})
    assert gained == pytest.approx([-0.15, -0.15])
    assert model.world.accounts.spent[FUNDS] == pytest.approx(0.3)
    model.world.standing.free[firms, FUNDS] = 0.0
    settle(model.world)
    assert model.world.standing.free[firms, FUNDS].tolist() == [0.0, 0.0]
    assert model.world.standing.gained[firms] == pytest.approx([-0.3, -0.3])


def test_who_left_neither_earns_nor_pays():
    model, firms, _ = settled({"market.fee": 0.0})
    model.world.standing.present[firms[0]] = False
    before = model.world.standing.free[firms, FUNDS].copy()
    settle(model.world)
    assert (model.world.standing.free[firms, FUNDS] - before) == pytest.approx([0.0, -0.3])
    model.world.standing.present[firms[1]] = False
    settle(model.world)
    earned = model.world.market
    assert (earned.balance.tolist(), earned.collection.tolist()) == ([0.0], [0.0])


def test_both_firms_bring_their_capital():
    poor, rich = (
        made({"market.capital": c}, speaking=False).world.standing.free for c in (0.0, 7.0)
    )
    gained = (rich - poor)[:, FUNDS]
    model = made()
    firms = {one_of(model, Role.LEAD_ENTERPRISE), one_of(model, Role.PROPERTY_COMPANY)}
    assert {i for i, g in enumerate(gained) if g > 0.0} == firms
    assert gained.sum() == pytest.approx(14.0)


def test_trial_before_purchase_removes_part_of_the_doubt():
    changes = {"coordinator.guidance": 0.5, "coordinator.trial": 0.4, "coordinator.attention": 9.0}
    model, *_ = settled(changes)
    model.world.hub.now["supply"] = 9.0
    settle(model.world)
    assert model.world.market.collection[0] == pytest.approx(0.8 - 0.1 * (1 - 0.5 * 0.4))
