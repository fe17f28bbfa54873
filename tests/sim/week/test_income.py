"""Stocks perish and grow, running costs are paid, attention comes, and a shock strikes once."""

import numpy as np
import pytest
from small import (
    made,
    one_of,
    project_with,
    stepped,
)
from striking import BUSY, at_week, struck

from sim.base.vocabulary import ADMINISTRATIVE, FUNDS, LABOUR, SPACE, End, Role
from sim.state.ties import NEVER
from sim.week.income import (
    income,
    open_week,
    perish_and_earn,
    renew_attention,
    replace_staff,
    who_is_replaced,
)


def test_the_budgets_that_enter_are_those_cut():
    calm, cut = (
        stepped({"market.fee": 0.0, "market.space_area": 0.0, **changes}, weeks=3)
        for changes in ({}, struck(week=2, budget_cut=1.0))
    )
    who = calm.world.organisations
    public = who.income[who.sector == ADMINISTRATIVE, FUNDS].sum()
    lost = calm.world.accounts.entered - cut.world.accounts.entered
    assert lost[FUNDS] == pytest.approx(public)
    assert np.all(lost[LABOUR:] == 0.0)


def test_the_lead_enterprise_leaves_with_what_it_was_part_of():
    model = at_week(7, struck(week=7, firm_leaves=True))
    firm = one_of(model, Role.LEAD_ENTERPRISE)
    mine, others = (
        project_with(model, [firm, 0, 14]),
        project_with(model, [one_of(model, Role.STREET_OFFICE), 15]),
    )
    income(model.world)
    present = model.world.standing.present
    assert not present[firm] and present.sum() == len(present) - 1
    assert mine.end == End.EXIT and others.end == End.OPEN
    assert model.world.standing.free[firm].sum() == 0.0


def test_new_staff_starts_as_the_first_did_and_old_staff_stays():
    world, first = stepped(BUSY, weeks=30).world, made(BUSY).world
    standing, ties, start = world.standing, world.ties, first.ties.trust
    standing.honouring *= 0.5
    ties.last_kept[:] = 20
    replaced = np.zeros(len(standing.present), bool)
    replaced[::2] = True
    honouring, trust = standing.honouring.copy(), ties.trust.copy()
    standing.exposure[:] = 0.5
    replace_staff(world, replaced)
    assert np.array_equal(standing.honouring[replaced], first.standing.honouring[replaced])
    assert np.array_equal(standing.honouring[~replaced], honouring[~replaced])
    assert np.array_equal(standing.exposure, np.where(replaced, 0.0, 0.5))
    kept = np.ix_(~replaced, ~replaced)
    assert np.array_equal(ties.trust[kept], trust[kept])
    assert (ties.trust[replaced] <= start[replaced]).all()
    assert (ties.trust[:, replaced] <= start[:, replaced]).all()
    assert (ties.last_kept[replaced] == NEVER).all()
    assert (ties.last_kept[:, replaced] == NEVER).all()
    assert (ties.last_kept[kept] == 20).all()


def test_turnover_strikes_about_its_share_by_luck_of_its_own():
    seen = []
    for replicate in range(60):
        seen.append(who_is_replaced(made(struck(week=0, staff_turnover=0.4), replicate).world))
    shares = np.concatenate(seen)
    assert shares.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / len(shares)))
    assert not np.array_equal(seen[0], seen[1])


def test_turnover_strikes_those_whose_luck_it_is_in_its_week_alone():
    world = made(struck(week=1, staff_turnover=0.4)).world
    world.standing.exposure[:] = 0.5
    income(world)
    assert (world.standing.exposure == 0.5).all()
    world.now["week"] = 1
    replaced = who_is_replaced(world)
    income(world)
    assert 0 < replaced.sum() < len(replaced)
    assert np.array_equal(world.standing.exposure == 0.0, replaced)


def test_a_week_perishes_what_perishes_earns_and_pays_running_costs_as_far_as_funds_go():
    world = made({"organisations.perish_rate": 0.25, "organisations.running_share": 0.5}).world
    standing, accounts, earned = world.standing, world.accounts, world.organisations.income
    standing.free[:] = [0.0, 8.0, 4.0, 2.0]
    standing.free[1, FUNDS] = 100.0
    standing.present[2] = False
    open_week(world)
    perish_and_earn(world)
    present = standing.present.astype(float)
    funds = 0.5 * earned[:, FUNDS] * present
    funds[1] += 100.0
    assert standing.free[:, FUNDS] == pytest.approx(funds)
    assert standing.free[:, LABOUR] == pytest.approx(6.0 + earned[:, LABOUR] * present)
    assert standing.free[:, SPACE] == pytest.approx(2.0 + earned[:, SPACE] * present)
    assert accounts.lost == pytest.approx(np.array([0.0, 2.0, 1.0, 0.0]) * len(present))
    assert accounts.spent[FUNDS] == pytest.approx(0.5 * (earned[:, FUNDS] * present).sum())
    assert accounts.entered == pytest.approx((earned * present[:, None]).sum(axis=0))


def test_what_was_lost_ahead_of_the_week_is_lost_in_it():
    world = made().world
    world.accounts.ahead[:], world.accounts.entered[:] = [1.0, 2.0, 3.0, 4.0], 9.0
    open_week(world)
    assert world.accounts.lost.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert not world.accounts.ahead.any() and not world.accounts.entered.any()


def test_attention_is_renewed_whole_acts_lapse_and_what_is_left_of_one_stays():
    left = np.array([0.0, 0.75, 3.5, 2.0])
    renew_attention(left, np.array([1.5, 1.5, 0.0, 2.0]))
    assert left.tolist() == [1.5, 2.25, 0.5, 2.0]
