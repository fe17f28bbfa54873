"""Requests for attention: who asks, who is granted, and that everyone pays the same price."""

import numpy as np
import pytest
from hypothesis import given
from small import (
    EVERYWHERE,
    PARTY,
    STRONG,
    made,
    one_of,
    project_with,
)
from stages import ABLE, ASKED, IDLE, ROLES, at, requests_of

from sim.base.luck import Process, uniform
from sim.base.vocabulary import LABOUR, Act, Role, Stage
from sim.state.coordinator import rank_of
from sim.state.projects import NOT_ASKED
from sim.week.acts import hub_order
from sim.week.negotiation import start_negotiation
from sim.week.peers import peer_order
from sim.week.requests import Requests, attention, wants

HUB = {**PARTY, **EVERYWHERE}


def wishes(model, project) -> list[Act]:
    """What a project asks for, as acts."""
    return [act for act in Act if wants(model.world, project.row, int(act))]


def waits(model, project) -> np.ndarray:
    """Weeks for which a project has asked in vain, act by act."""
    return model.world.projects.waits[project.row]


def test_what_a_project_asks_for_depends_on_its_stage():
    model, project = at(Stage.FORMING)
    assert wishes(model, project) == [Act.PANEL]
    model.world.now["week"] = 1
    assert wishes(model, project) == [Act.PANEL, Act.INTRODUCTION, Act.TRANSFER]
    project.sampled = True
    assert wishes(model, project) == [Act.INTRODUCTION, Act.TRANSFER]
    project.stage = Stage.SIGN_OFF
    assert wishes(model, project) == []
    project.signing = 0b100
    assert wishes(model, project) == [Act.WHISTLE]
    project.stage = Stage.NEGOTIATING
    assert wishes(model, project) == [Act.MEDIATION, Act.GUIDANCE]
    project.stage = Stage.DELIVERING
    assert wishes(model, project) == [Act.MONITORING]
    project.owed[0, LABOUR] = 1.0
    assert wishes(model, project) == [Act.MONITORING, Act.BACKSTOP]


def test_requests_go_by_priority_then_waiting_then_luck():
    model, project = at(Stage.FORMING)
    acts = np.array([Act.PANEL, Act.MEDIATION, Act.MEDIATION, Act.MEDIATION])
    luck = np.array([0.1, 0.9, 0.8, 0.7])
    asked = Requests(np.full(4, project.row), acts, np.array([9, 0, 2, 2]), luck, luck, luck > 0)
    rest = [act for act in Act if act not in (Act.MEDIATION, Act.PANEL)]
    first, last = (
        rank_of([Act.MEDIATION, Act.PANEL, *rest]),
        rank_of([Act.PANEL, *rest, Act.MEDIATION]),
    )
    names = model.parameters.coordinator.priorities
    wins = min(Act.PANEL, Act.MEDIATION, key=lambda act: names.index(act.name.lower()))
    assert acts[hub_order(model.world, asked)[0]] == wins
    for rank, order in ((first, [3, 2, 1, 0]), (last, [0, 3, 2, 1])):
        model.world.hub.rank[:] = rank
        assert hub_order(model.world, asked).tolist() == order
        assert peer_order(asked).tolist() == [3, 2, 1, 0]  # a panel is their last
    blind, _ = at(Stage.FORMING, {"coordinator.informed": False})
    assert hub_order(blind.world, asked).tolist() == [0, 3, 2, 1]


def others_unasked(model, project, act: Act) -> bool:
    """Does a project wait for this act only?"""
    return bool((np.delete(waits(model, project), act) == NOT_ASKED).all())


def test_what_is_not_granted_waits_and_what_is_granted_starts_anew():
    model, project = at(Stage.SIGN_OFF, IDLE)
    for week in range(3):
        attention(model.world)
        assert waits(model, project)[Act.WHISTLE] == week
        assert others_unasked(model, project, Act.WHISTLE)
    model.world.standing.attention[:] = 1.0
    attention(model.world)
    assert project.help["whistled"] and (waits(model, project) == NOT_ASKED).all()


def test_asking_is_counted_and_help_ends_with_the_week():
    model, project = at(Stage.SIGN_OFF, ABLE)
    attention(model.world)
    assert project.help["whistled"] and model.world.diary.asked[Act.WHISTLE] == 1
    model.world.standing.attention[:] = 0.0
    attention(model.world)
    assert not project.help["whistled"] and model.world.diary.asked[Act.WHISTLE] == 2


@pytest.mark.parametrize("stage, act, payer", [
    (Stage.FORMING, Act.PANEL, Role.STREET_OFFICE),
    (Stage.SIGN_OFF, Act.WHISTLE, Role.STREET_OFFICE),
])  # fmt: skip
def test_one_act_costs_the_organisation_that_does_it_one_unit(stage, act, payer):
    model, project = at(stage, ABLE)
    before = model.world.standing.attention.copy()
    attention(model.world)
    spent = before - model.world.standing.attention
    assert spent.sum() == model.world.diary.peer.sum() and model.world.diary.peer[act] == 1
    assert spent[one_of(model, payer)] >= 1.0
    assert not model.world.diary.hub.any() and project.hub_acts == 0


def test_the_hub_goes_first_and_its_acts_cost_one_unit_each():
    model, project = at(Stage.NEGOTIATING, {**HUB, **ABLE}, ROLES)
    left = model.coordinator.attention
    peers = model.world.standing.attention.copy()
    attention(model.world)
    assert project.help["mediated_by_hub"] and project.help["guided"] and project.hub_acts == 2
    assert model.coordinator.attention == left - 2 and not model.world.diary.peer.any()
    assert np.array_equal(model.world.standing.attention, peers)


def test_an_act_without_content_isnt_asked_of_the_hub_and_goes_on_to_peers():
    empty = {"coordinator.integration": 0.0, "coordinator.guidance": 0.0}
    model, project = at(Stage.NEGOTIATING, {**HUB, **ABLE, **empty}, ROLES)
    left = model.coordinator.attention
    attention(model.world)
    assert model.coordinator.attention == left and not model.world.diary.hub.any()
    assert project.help["congestion"] == load_of_a_peer(model)
    assert not project.help["mediated_by_hub"] and project.hub_acts == 0


def load_of_a_peer(model) -> float:
    """One act over what the one peer that spent some had at hand."""
    (spent,) = np.flatnonzero(model.world.standing.attention < 1.999)
    return float(1.0 / (model.world.standing.attention[spent] + 1.0))


def test_a_placebo_pays_and_meets_and_the_request_goes_on():
    model, project = at(Stage.NEGOTIATING, {**HUB, **ABLE, "coordinator.content": False}, ROLES)
    left = model.coordinator.attention
    attention(model.world)
    acts = model.world.diary.hub
    assert model.coordinator.attention == left - 2
    assert acts[Act.MEDIATION] == acts[Act.GUIDANCE] == 1 == acts.sum() - 1
    assert not project.help["guided"] and not project.help["mediated_by_hub"]
    assert project.hub_acts == 0 and waits(model, project)[Act.GUIDANCE] == 0
    assert model.world.diary.peer[Act.MEDIATION] == 1


def test_a_hub_without_attention_left_does_nothing():
    model, project = at(Stage.NEGOTIATING, {**HUB, **IDLE})
    model.world.hub.now["left"] = 0.99
    attention(model.world)
    assert np.isnan(project.help["congestion"]) and not model.world.diary.hub.any()


def test_a_hubs_congestion_is_its_cases_over_its_attention():
    model, first = at(Stage.NEGOTIATING, HUB, ROLES)
    others = [project_with(model, [one_of(model, Role.VENDOR, n), 0, 1]) for n in (1, 2)]
    for project in others:
        start_negotiation(model.world, project.row)
    attention(model.world)
    supply = 24.0 * (1 - 0.2)
    assert [p.help["congestion"] for p in (first, *others)] == pytest.approx([3 / supply] * 3)


def test_scarce_attention_goes_to_the_first_priority():
    order = ("guidance", "mediation", "monitoring", "introduction", "transfer", "whistle", "panel",
             "backstop")  # fmt: skip
    model, project = at(Stage.NEGOTIATING, {**HUB, **IDLE, "coordinator.priorities": order})
    model.world.hub.now["left"] = 1.0
    attention(model.world)
    assert project.help["guided"] and not project.help["mediated_by_hub"]


@pytest.fixture(scope="module")
def led():
    """A model with a strong hub, and a project."""
    model = made(STRONG)
    project_with(model, [0, 9])
    return model


@given(ASKED)
def test_a_hub_takes_requests_by_its_priorities_then_longest_waiting_then_luck(led, asked):
    names = led.parameters.coordinator.priorities
    rank = {int(Act[name.upper()]): place for place, name in enumerate(names)}
    plain = sorted(range(len(asked)), key=lambda i: (rank[asked[i][0]], -asked[i][1], asked[i][2]))
    assert hub_order(led.world, requests_of(asked)).tolist() == plain


def test_who_is_asked_first_is_the_hub_peers_or_by_a_fair_lot_of_each_request():
    def done_by(rule: str, week: int) -> str:
        model, project = at(Stage.SIGN_OFF, {**HUB, **ABLE, "structure.asked_first": rule})
        model.world.now["week"] = week
        project.start_week = 0
        attention(model.world)
        acts = model.world.diary
        assert acts.hub[Act.WHISTLE] + acts.peer[Act.WHISTLE] == 1  # once, by one of them
        assert project.hub_acts == acts.hub[Act.WHISTLE] and project.help["whistled"]
        lot = uniform(model.world.luck, Process.ASKED_FIRST, project.code, Act.WHISTLE, week, 0)
        done = "hub" if acts.hub[Act.WHISTLE] else "peers"
        return done if rule != "together" else f"{done} {'hub' if lot < 0.5 else 'peers'}"

    assert {done_by("hub", week) for week in range(5)} == {"hub"}
    assert {done_by("peers", week) for week in range(5)} == {"peers"}
    assert {done_by("together", week) for week in range(20)} == {"hub hub", "peers peers"}


def test_what_peers_leave_undone_goes_on_to_the_hub():
    model, project = at(Stage.SIGN_OFF, {**HUB, **IDLE, "structure.asked_first": "peers"})
    attention(model.world)
    assert project.help["whistled"] and model.world.diary.hub[Act.WHISTLE] == 1
