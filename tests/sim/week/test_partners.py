"""Who is asked to join, who joins, and what members set aside."""

import math

import numpy as np
import pytest
from small import held, made, one_of, project_with, small, tie_all

from sim.base.equations import logistic
from sim.base.luck import Luck, Process
from sim.base.vocabulary import Role
from sim.rules.partners import coverage
from sim.week.learning import let_ties_decay
from sim.week.partners import Offer, ask_partners, return_excess, stock, utility, welcome


def test_an_introduction_makes_or_strengthens_but_never_weakens():
    model = made()
    ties, project = model.world.ties, project_with(model, [0], pledged=False)
    ties.trust[0, 1], ties.trust[1, 0] = 0.8, 0.0
    welcome(model.world, project.row, 1, 0.35)
    let_ties_decay(ties, 1.0)
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.8, 0.35)
    let_ties_decay(ties, 0.5)  # it is made once
    assert (ties.trust[0, 1], ties.trust[1, 0]) == (0.4, 0.175)


NEED = np.array([0.5, 0.2, 0.1, 0.1, 0.1, 0.0])


def test_utility_is_benefit_less_cost_less_links():
    model = made({"forming.benefit": 4.0, "organisations.commercial_pull": 0.0})
    rules, organisation = model.parameters.forming, model.organisations[2]
    aligned = 1.0 - 0.5 * np.abs(organisation.goals - NEED).sum()
    expected = 4.0 * 1.5 * aligned * 0.6 - rules.private_cost * 2.0 - rules.transaction_rate * 3
    project = project_with(model, [0, 9, 12], NEED, size=1.5)
    offer = Offer(trust=0.6, pledge=2.0, tie=0.0)
    assert utility(model.world, project.row, organisation.index, offer) == pytest.approx(expected)


EAGER = {"forming.benefit": 100.0, "organisations.commercial_pull": 0.0}
LUCK = Luck(0, 0)


def ask(model, project) -> None:
    """The project asks a few organisations; nobody else does."""
    ask_partners(model.world, np.array([project.row]))


def test_only_those_with_a_tie_and_something_to_give_are_asked():
    model = made({**EAGER, "forming.asks_per_week": 64})
    a, b, c = (one_of(model, r) for r in (Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER))
    model.world.ties.trust[:] = 0.0
    model.world.ties.trust[[b, c], a] = 1.0
    model.world.standing.free[c] = 0.0
    project = project_with(model, [a], pledged=False)
    ask(model, project)
    assert np.flatnonzero(project.invited).tolist() == sorted([a, b]) and project.members == [a, b]
    assert project.sectors == 0b011


def test_who_is_asked_joins_with_the_logistic_of_its_utility():
    model = made({"forming.asks_per_week": 64, "forming.benefit": 1.0})
    tie_all(model, 0.4)
    a, rules, what = one_of(model, Role.STREET_OFFICE), small().forming, model.world.organisations
    project = project_with(model, [a], pledged=False)
    room = rules.max_share * project.need.sum()
    could = coverage(project.need, model.world.standing.free, rules.reserve_share, room)
    times, joined = [], []
    for c, organisation in enumerate(model.organisations):
        if c == a:
            continue
        luck = LUCK.uniform(Process.ASK, project.code, 0, organisation.code)
        seat = 1.0 if what.sector[c] == 0 else rules.complement
        times.append((-math.log(luck) / (0.4 * could[c] * seat), c))
    for _, c in sorted(times):
        worth = 1.0 + what.pull[c] * (project.scope @ what.commercial)
        aligned = 1.0 - np.abs(what.goals[c] - project.scope).sum() / 2
        utility = worth * aligned * 0.4 - rules.private_cost * could[c]
        utility -= rules.transaction_rate * (1 + len(joined))
        if LUCK.uniform(Process.JOIN, project.code, 0, int(what.code[c])) < logistic(utility):
            joined.append(c)
    ask(model, project)
    assert joined and project.members == [a, *joined]


def test_nobody_is_asked_twice():
    model = made({**EAGER, "forming.benefit": 0.0, "forming.private_cost": 1.0})
    tie_all(model, 0.5)
    project = project_with(model, [0], pledged=False)
    for week in range(30):
        model.world.now["week"] = week
        before = project.invited.copy()
        ask(model, project)
        assert project.invited[before].all()
        assert project.invited.sum() > before.sum() or before.all()


def test_reserving_moves_free_stock_and_keeps_the_sum():
    model = made()
    project = project_with(model, [0, 9], pledged=False)
    model.world.standing.free += 100.0
    before = held(model)
    for _ in range(3):
        stock(model.world)
    assert held(model) == pytest.approx(before)
    assert project.reserved.sum() > 0.0 and np.array_equal(project.reserved, project.pledged)
    limit = small().forming.max_share * project.need.sum()
    assert (project.pledged.sum(axis=1) <= limit + 1e-9).all()


def test_after_a_smaller_scope_the_excess_returns_pro_rata():
    model = made()
    project = project_with(model, [0, 9])
    free = model.world.standing.free.copy()
    project.need = project.need / 2.0
    return_excess(model.world, project.row)
    assert project.pledged.sum(axis=0) == pytest.approx(project.need)
    gained = (model.world.standing.free - free)[[0, 9]]
    assert gained == pytest.approx(np.tile(project.need / 2.0, (2, 1)))
