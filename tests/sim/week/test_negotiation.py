"""Negotiating: bounded confidence, guidance as one voice more, its costs, leaving, agreement."""

import numpy as np
import pytest
from small import held, hub, hub_hears, live, made, one_of, project_with, tie_all

from sim.base.vocabulary import EXPERTISE, FUNDS, LABOUR, SPACE, End, Role, Stage
from sim.week.learning import learn, settle_legitimacy
from sim.week.negotiation import gives_up, pull, round_of, start_negotiation
from sim.week.partners import covered, known_in
from sim.week.schedule import set_targets

FREE = {"forming.transaction_rate": 0.0}


def table(changes, goals=None, trust=0.6, roles=(Role.STREET_OFFICE, Role.VENDOR, Role.DESIGNER)):
    """A negotiation about to start among three sectors."""
    model = made(changes)
    tie_all(model, trust)
    members = [one_of(model, role) for role in roles]
    if goals is not None:
        model.world.organisations.goals[members] = goals
    project = project_with(model, members)
    start_negotiation(model.world, project.row)
    return model, project


ALIKE = [[0.3, 0.3, 0.1, 0.1, 0.1, 0.1]] * 3
APART = np.eye(6)[:3]


def test_who_agrees_at_once_goes_to_delivery_with_the_mean_as_scope():
    model, project = table(FREE, ALIKE)
    live(model, project)
    assert project.stage is Stage.DELIVERING and project.rounds == 1
    assert project.scope == pytest.approx(ALIKE[0])


def test_goals_beyond_everybodys_confidence_end_as_goal_conflict_at_the_round_limit():
    model, project = table({**FREE, "negotiation.rounds": 3, "negotiation.confidence": 0.5,
                            "forming.private_cost": 0.0}, APART)  # fmt: skip
    for _ in range(3):
        assert project.end is End.OPEN
        live(model, project)
    assert project.end is End.GOAL_CONFLICT and project.rounds == 3


def test_a_round_costs_links_and_distance_in_labour_first():
    model, project = table({"forming.transaction_rate": 0.1, "negotiation.disagreement": 2.0,
                            "forming.benefit": 1e2, "negotiation.pull_back": 0.0},
                           ALIKE)  # fmt: skip
    first = project.members[0]
    model.world.organisations.goals[first] = [0.1, 0.5, 0.1, 0.1, 0.1, 0.1]
    model.world.standing.free[first] = [5.0, 0.05, 1.0, 1.0]
    live(model, project)
    assert project.mean == pytest.approx(ALIKE[0])
    due = 0.1 * 2 * (1 + 2 * 0.2)
    assert model.world.standing.free[first, LABOUR] == 0.0
    assert model.world.standing.free[first, FUNDS] == pytest.approx(5.0 - (due - 0.05))
    assert model.world.standing.free[first, [EXPERTISE, SPACE]].tolist() == [1.0, 1.0]
    assert project.transaction_cost == pytest.approx(due + 2 * 0.2)
    assert model.world.standing.gained[first] == pytest.approx(-due)


def test_unpaid_time_counts_as_cost_though_no_stock_is_left():
    model, project = table({"forming.transaction_rate": 0.1}, ALIKE)
    model.world.standing.free[:] = 0.0
    live(model, project)
    assert project.transaction_cost == pytest.approx(3 * 0.2)
    assert not model.world.accounts.spent.any()


def test_mediation_replaces_pairs_by_spokes_repairs_ties_and_is_charged():
    def cost(congestion):
        model, project = table({"forming.transaction_rate": 0.1}, ALIKE)
        project.congestion = congestion
        live(model, project)
        repaired = model.world.ties.trust[project.members[0], project.members[1]]
        learn(model.world)
        repaired = model.world.ties.trust[project.members[0], project.members[1]] > repaired
        return project.transaction_cost, project.mediated, repaired, model

    peers, *_, repaired = cost(np.nan)[:3]
    assert not repaired
    mediated, rounds, repaired, model = cost(0.25)
    price = model.parameters.network.attention_price
    assert peers == pytest.approx(3 * 0.1 * 2)
    assert mediated == pytest.approx(3 * 0.1 * 1.25 + price)
    assert rounds == 1 and repaired


def test_who_expects_to_pay_more_than_to_gain_leaves_and_without_initiator_it_ends():
    model, project = table({"forming.transaction_rate": 5.0}, APART)
    live(model, project)
    assert project.end is End.TRANSACTION_COST


def left_by_the_last(changes, goals=ALIKE):
    """Only the designer sees no benefit; the others gladly stay; all still apart."""
    model, project = table({"forming.benefit": 1.0, "organisations.commercial_pull": 0.0,
                            "negotiation.tolerance": 0.0, **changes}, goals)  # fmt: skip
    loner = project.members[2]
    model.world.ties.trust[loner] = 0.0
    model.world.organisations.goals[project.members[1]] = [0.2, 0.4, 0.1, 0.1, 0.1, 0.1]
    project.positions[project.members] = model.world.organisations.goals[project.members]
    live(model, project)
    return model, project, loner


CHEAP = {"forming.transaction_rate": 0.0, "forming.private_cost": 0.0001}


def test_one_who_leaves_takes_back_what_it_set_aside_and_is_to_be_replaced():
    model, project, loner = left_by_the_last(CHEAP)
    assert loner not in project.members and project.end is End.OPEN
    assert project.replacing
    assert model.world.standing.free[loner].sum() > 0 and not project.pledged[loner].any()
    assert project.sectors == 0b011


def test_a_replacement_that_covers_continues_the_talks():
    model, project, loner = left_by_the_last({**CHEAP, "forming.asks_per_week": 64})
    model.world.standing.free += 50.0
    model.world.rules["forming"]["benefit"] = 1e4  # everybody gladly joins
    model.world.now["week"] += 1
    live(model, project)
    assert project.end is End.OPEN and not project.replacing and covered(model.world, project.row)
    assert loner not in project.members and len(project.members) > 2
    newcomer = project.members[-1]
    assert project.positions[newcomer].sum() == pytest.approx(1.0)
    assert np.array_equal(project.owed, project.pledged)


def test_without_replacement_the_project_ends_by_transaction_cost():
    model, project, _ = left_by_the_last(CHEAP)
    model.world.ties.trust[:] = 0.0
    model.world.now["week"] += 1
    live(model, project)
    assert project.end is End.TRANSACTION_COST


def test_a_stock_ledger_survives_leaving_and_replacing():
    model, project, _ = left_by_the_last(CHEAP)
    before = held(model)
    model.world.now["week"] += 1
    live(model, project)
    assert held(model) + model.world.accounts.spent == pytest.approx(before)


def talk(model, project) -> None:
    """The project lives a week, with what the coordinator asks of it."""
    set_targets(model.world)
    live(model, project)


def guided(changes=None, legitimacy=0.5):
    model, project = hub({"negotiation.pull_back": 0.0, "forming.transaction_rate": 0.0,
                          "negotiation.tolerance": 0.0, **(changes or {})})  # fmt: skip
    flat = np.full(6, 1.0 / 6.0)
    project = project_with(model, project.members)
    model.world.organisations.goals[project.members] = flat
    start_negotiation(model.world, project.row)
    model.world.hub.legitimacy[:] = legitimacy
    hub_hears(model, [0.5, 0.1, 0.1, 0.1, 0.1, 0.1])
    project.guided = True
    talk(model, project)
    return model, project, project.mean - flat


def test_guidance_pulls_inside_epsilon():
    assert guided()[2][0] > 0.01


def test_guidance_outside_epsilon_moves_nothing_and_costs_legitimacy():
    changes = {"negotiation.confidence": 0.3, "coordinator.backlash": 0.02}
    model, _, moved = guided(changes)
    assert moved == pytest.approx(np.zeros(6))
    settle_legitimacy(model.world)
    assert model.coordinator.legitimacy == pytest.approx([0.48] * 3)
    settle_legitimacy(model.world)
    assert model.coordinator.legitimacy == pytest.approx([0.48] * 3)


def test_guidance_with_negative_legitimacy_repels():
    assert guided(legitimacy=-0.5)[2][0] < -0.01


def test_guidance_without_legitimacy_or_reach_moves_nothing():
    assert guided(legitimacy=0.0)[2] == pytest.approx(np.zeros(6))
    model, project = hub()

    def pulls(guides: bool, legitimacy: float, reached: bool) -> list[float]:
        project.guided = guides
        model.world.hub.legitimacy[:], model.world.hub.reached[:] = legitimacy, reached
        return [pull(model.world, project.row, c) for c in project.members]

    assert pulls(True, 1.0, False) == pulls(True, 0.0, True) == pulls(False, 1.0, True) == [0.0] * 3
    assert pulls(True, 1.0, True) == [1.0] * 3


def test_a_refused_agreement_is_no_agreement():
    model, project, _ = guided({"coordinator.red_line": 0.0, "negotiation.tolerance": 1.0})
    talk(model, project)
    assert project.stage is Stage.NEGOTIATING
    project.guided = False
    talk(model, project)
    assert project.stage is Stage.DELIVERING


DEAF = {"negotiation.confidence": 0.3, "coordinator.backlash": 0.02}


@pytest.mark.parametrize("rule, first, second", [
    ("free", 0.5, 0.5), ("once", 0.48, 0.48), ("each_round", 0.48, 0.46),
])  # fmt: skip
def test_misguidance_costs_legitimacy_never_once_a_project_and_sector_or_each_round(
    rule, first, second
):
    model, project, _ = guided({**DEAF, "structure.misguidance": rule})
    settle_legitimacy(model.world)
    assert model.coordinator.legitimacy == pytest.approx([first] * 3)
    talk(model, project)
    settle_legitimacy(model.world)
    assert model.coordinator.legitimacy == pytest.approx([second] * 3)


def test_a_loss_counts_twice_where_legitimacy_falls_faster():
    model, *_ = guided({**DEAF, "structure.legitimacy_over_time": "falls_faster"})
    settle_legitimacy(model.world)
    assert model.coordinator.legitimacy == pytest.approx([0.46] * 3)


def test_legitimacy_comes_back_to_a_level_of_its_sector_while_the_hub_is_at_work():
    rule = {"structure.legitimacy_over_time": "returns", "coordinator.legitimacy_recovery": 0.1}
    model, _ = hub(rule)
    rest = model.world.hub.rest
    assert len(set(rest.tolist())) == 3 and (abs(rest) <= 0.3).all()
    model.world.hub.legitimacy[:] = 0.9
    settle_legitimacy(model.world)
    assert model.coordinator.legitimacy == pytest.approx(0.9 + 0.1 * (rest - 0.9))
    model.world.hub.now["supply"] = 0.0
    before = model.coordinator.legitimacy.copy()
    settle_legitimacy(model.world)
    assert np.array_equal(model.coordinator.legitimacy, before)


def test_goals_follow_guidance_that_was_heard_where_it_moves_them():
    def moved(rule: str, **changes) -> np.ndarray:
        given = {"structure.guidance_moves": rule, "coordinator.goal_convergence": 0.1, **changes}
        model, project, _ = guided(given)
        before = model.world.organisations.goals[project.members]
        learn(model.world)
        return model.world.organisations.goals[project.members] - before

    asked = np.array([0.5, 0.1, 0.1, 0.1, 0.1, 0.1]) - 1.0 / 6.0
    nearer = 0.1 * 0.5 * np.tile(asked, (3, 1))  # convergence x legitimacy x distance
    assert moved("positions_and_goals") == pytest.approx(nearer)
    assert not moved("positions").any()
    assert not moved("positions_and_goals", **{"negotiation.confidence": 0.2}).any()


def test_who_gives_up_prices_rounds_at_what_they_have_cost_so_far():
    model, project = table({"forming.transaction_rate": 0.5}, APART)
    c = project.members[1]
    row = project.row
    world = model.world
    trust, kept = known_in(world, row)[c], round_of(world, row)
    dear = [gives_up(world, row, c, trust, kept, cost) for cost in (0.0, 50.0)]
    assert dear == [False, True]
    world.members.talked[row, c], world.members.talks[row, c] = 0.0, 1e9
    assert not gives_up(world, row, c, trust, kept, 50.0)  # a mean of next to nothing
    world.members.talked[row, c], world.members.talks[row, c] = 1e9, 1.0
    assert gives_up(world, row, c, trust, kept, 0.0)
