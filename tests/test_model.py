"""The whole week: nothing vanishes, every opportunity has one end, and extremes make sense."""

import gc
import weakref

import numpy as np
import pytest
from small import PARTY, made, project_with, record_of, small

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, End
from sim.measure.records import HISTORY_OUTPUTS, PROJECT_OUTPUTS, RUN_OUTPUTS, WEEKLY_OUTPUTS, RunId
from sim.model import LOST_ENDS, CoProductionModel, run, trace
from sim.state.population import NO_NEED

NEEDY = {  # needs are plenty, and some projects come to every end
    "community.arrival_rate": 0.2, "organisations.opportunity_rate": 0.1, "forming.benefit": 9.0,
    "sign_off.hazard": 0.4, "consent.approval": 3.0, "organisations.honouring_mean": 0.8,
    "negotiation.tolerance": 0.3, "negotiation.confidence": 0.8, "negotiation.step": 0.25,
    "negotiation.pull_back": 0.03, "community.supply_ratio": 0.5, "forming.target_share": 0.5,
    "organisations.income_factor": 1.0, "forming.transaction_rate": 0.002,
    "forming.private_cost": 0.02, "network.within_sector": 0.9, "network.cross_sector": 0.9,
}  # fmt: skip
UNEASY = {"organisations.patience": 20, "organisations.return_floor": (-9.0, 0.3, -9.0)}
SETTINGS = {
    "none": NEEDY,
    "party": {**NEEDY, **PARTY},
    "blind": {**NEEDY, **PARTY, "coordinator.informed": False},
    "handed over": {**NEEDY, **PARTY, "coordinator.handed_over": True},
    "exits": {**NEEDY, **UNEASY, **PARTY, "coordinator.end_week": 40},
    "slate": {**NEEDY, **UNEASY, **PARTY, "slate.enabled": True},
    "paid consent": {**NEEDY, "consent.compensation": 2.0, "organisations.income_factor": 2.0},
}


class Watched:
    """A run kept with what was true at the end of each week, before tallies are cleared."""

    def __init__(self, changes) -> None:
        self.model = made(changes, speaking=False)
        self.weeks: list[dict] = []
        self.ends: dict[int, int] = {}
        write = self.model.diary.write
        self.model.diary.write = lambda model: (self.look(), write(model))
        for _ in range(self.model.parameters.horizon):
            self.model.step()

    def look(self) -> None:
        model = self.model
        for project in model.ended:
            self.ends[project.code] = self.ends.get(project.code, 0) + 1
        held = model.bodies.free.sum(axis=0) + model.coordinator.pool
        for p in model.projects:
            held = held + p.reserved.sum(axis=0) + p.pooled + p.sunk
        self.weeks.append(
            {
                "held": held,
                "flow": model.accounts.entered - model.accounts.spent - model.accounts.lost,
                "free": model.bodies.free.min(),
                "pool": model.coordinator.pool.min(),
                "absent": np.abs(model.bodies.free[~model.bodies.present]).sum(),
                "open": (model.people.population.waiting != NO_NEED).sum(axis=1),
                "projects": [p.reserved.min() for p in model.projects],
                "trust": (model.ties.trust.min(), model.ties.trust.max()),
                "honouring": (model.bodies.honouring.min(), model.bodies.honouring.max()),
                "open_projects": np.bincount(
                    [p.initiator for p in model.projects], minlength=model.bodies.size
                ),
                "counted": model.bodies.open_projects.copy(),
            }
        )


@pytest.fixture(scope="module", params=SETTINGS)
def watched(request) -> Watched:
    return Watched(SETTINGS[request.param])


def columns(record, stem, names):
    return np.column_stack([record.weekly[f"{stem}_{name}"] for name in names]).astype(float)


def test_the_accounts_say_that_nothing_vanished(watched):
    assert watched.model.accounts.error < 1e-6


def test_what_is_held_follows_from_flows_every_week(watched):
    held = np.array([week["held"] for week in watched.weeks])
    flow = np.array([week["flow"] for week in watched.weeks])
    assert np.diff(held, axis=0) == pytest.approx(flow[1:], abs=1e-6)
    assert columns(watched.model.result(), "held", RESOURCES) == pytest.approx(held, rel=1e-5)


def test_no_stock_is_ever_negative(watched):
    for week in watched.weeks:
        assert week["free"] >= -1e-9 and week["pool"] >= -1e-9
        assert all(reserved >= -1e-9 for reserved in week["projects"])


def test_who_left_holds_nothing(watched):
    uneasy = watched.model.parameters.organisations.patience == UNEASY["organisations.patience"]
    assert not (uneasy and watched.model.bodies.present.all())
    assert max(week["absent"] for week in watched.weeks) <= 1e-9


def test_needs_waiting_follow_from_arrivals_and_services_by_category(watched):
    record = watched.model.result()
    waiting, arrived, served = (
        columns(record, stem, CATEGORIES) for stem in ("waiting", "arrived", "served")
    )
    assert np.array_equal(waiting[1:], waiting[:-1] - served[:-1] + arrived[1:])
    assert np.array_equal(waiting[0], arrived[0])
    after = np.array([week["open"] for week in watched.weeks])
    assert np.array_equal(after, waiting - served)
    assert (served <= waiting).all()


def test_services_add_up_over_groups_categories_and_projects(watched):
    record = watched.model.result()
    total = record.history["served"]
    assert np.array_equal(columns(record, "served", CATEGORIES).sum(axis=1), total)
    assert np.array_equal(columns(record, "served_group", GROUPS).sum(axis=1), total)
    assert record.projects["served"].sum() == total.sum()


def test_imbalances_are_as_defined(watched):
    projects = watched.model.result().projects
    over, misplaced, supplied = (
        projects[name].astype(float) for name in ("over", "misplaced", "supplied")
    )
    assert (over - misplaced >= -1e-6).all()
    assert (over <= supplied + 1e-4).all()
    assert projects["served"].sum() > 0
    # each category rounds its last need up or down by luck
    assert (np.abs(projects["served"] + over - supplied) <= len(CATEGORIES)).all()


def test_every_opportunity_has_one_end(watched):
    model = watched.model
    assert set(watched.ends.values()) == {1}
    ended = {p.code for p in model.history if p.end is not None}
    assert ended == set(watched.ends)
    assert {p.code for p in model.projects} == {p.code for p in model.history} - ended
    assert len({p.code for p in model.history}) == len(model.history)
    ends = model.result().projects["end"]
    assert (ends == End.OPEN).sum() == len(model.projects)


def test_ended_projects_hold_nothing(watched):
    for p in watched.model.history:
        if p.end is not None:
            assert not p.reserved.any() and not p.pooled.any() and not p.sunk.any()
            assert 0 <= p.end_week - p.start_week <= watched.model.week


def test_open_projects_are_counted(watched):
    for week in watched.weeks:
        assert np.array_equal(week["open_projects"], week["counted"])


def test_trust_honouring_and_legitimacy_stay_in_their_ranges(watched):
    for week in watched.weeks:
        assert 0.0 <= week["trust"][0] <= week["trust"][1] <= 1.0
        assert 0.02 <= week["honouring"][0] <= week["honouring"][1] <= 0.98
    legitimacy = columns(watched.model.result(), "legitimacy", ("administrative", "market"))
    assert np.abs(legitimacy).max() <= 1.0


def test_what_projects_cost_is_spent_or_lost_by_their_end(watched):
    projects = watched.model.result().projects
    ends = projects["end"]
    kept = ~np.isin(ends, list(LOST_ENDS))
    assert not projects["lost"][kept].any() and not projects["spent"][~kept].any()
    assert projects["spent"].sum() > 0


def test_acts_done_were_asked_for(watched):
    record = watched.model.result()
    asked, by_hub, by_peers = (columns(record, stem, ACTS) for stem in ("asked", "hub", "peer"))
    assert (by_hub <= asked).all() and (by_peers <= asked).all()
    budget = watched.model.parameters.coordinator
    whole = budget.attention * (1 - budget.formalism) * (1 if not budget.handed_over else 0)
    assert (by_hub.sum(axis=1) <= whole + 1).all()
    assert by_hub.sum() <= whole * len(by_hub)


def test_formed_projects_are_counted_in_their_week(watched):
    record = watched.model.result()
    weeks = record.projects["formed_week"]
    counts = np.bincount(weeks[weeks >= 0], minlength=len(record.history["formed"]))
    assert np.array_equal(counts, record.history["formed"])


def test_net_value_is_worth_less_what_projects_talks_and_coordination_cost(watched):
    model, record = watched.model, watched.model.result()
    worth = model.parameters.completion.value_of_size / model.capacity
    p = record.projects
    paid = model.parameters.consent.compensation
    total = (
        record.history["served"].sum() * worth
        - p["spent"].sum() - p["lost"].sum() - record.weekly["transaction_cost"].sum()
        - record.weekly["coordination_cost"].sum()
    )  # fmt: skip
    if paid == 0.0:
        assert record.history["net_value"].sum() == pytest.approx(total, rel=1e-4, abs=0.05)
    else:
        assert record.history["net_value"].sum() < total
    assert p["transaction_cost"].sum() == pytest.approx(
        record.weekly["transaction_cost"].sum(), rel=1e-4
    )


@pytest.mark.parametrize("replicate", [0, 1])
def test_records_are_as_declared(replicate):
    record = record_of(PARTY, replicate)
    for outputs, table in (
        (PROJECT_OUTPUTS, record.projects),
        (HISTORY_OUTPUTS, record.history),
        (WEEKLY_OUTPUTS, record.weekly),
    ):
        assert {o.name: o.dtype for o in outputs} == {n: str(c.dtype) for n, c in table.items()}
    assert set(record.run) == {o.name for o in RUN_OUTPUTS}
    assert all(len(c) == small().horizon for c in record.weekly.values())
    assert (np.diff(record.projects["start_week"]) >= 0).all()


def test_a_trace_is_the_run_and_gives_the_networks_asked_for():
    record, graphs = trace(small(PARTY), RunId(0, 0), (0, 7))
    plain = record_of(PARTY)
    assert all(np.array_equal(record.projects[n], plain.projects[n]) for n in plain.projects)
    assert sorted(graphs) == [0, 7] and len(graphs[7]) == made().bodies.size


def test_models_are_let_go_after_their_run(monkeypatch):
    seen = []
    init = CoProductionModel.__init__

    def remember(self, *arguments):
        init(self, *arguments)
        seen.append(weakref.ref(self))

    monkeypatch.setattr(CoProductionModel, "__init__", remember)
    for replicate in range(3):
        run(small({"horizon": 3}), RunId(0, replicate))
    gc.collect()
    assert len(seen) == 3 and all(model() is None for model in seen)


def test_a_model_that_fails_is_let_go_too(monkeypatch):
    seen = []

    def fail(self):
        seen.append(weakref.ref(self))
        raise RuntimeError("broken")

    monkeypatch.setattr(CoProductionModel, "step", fail)
    with pytest.raises(RuntimeError):
        run(small(), RunId(0, 0))
    monkeypatch.undo()
    gc.collect()
    assert seen[0]() is None


def test_the_week_runs_in_its_declared_order(monkeypatch):
    order = ("needs_and_voice", "income", "opportunities", "requests", "advance_projects",
             "update_residents", "learn", "record")  # fmt: skip
    called = []
    model = made()
    for name in order:
        monkeypatch.setattr(model, name, lambda name=name: called.append(name))
    model.step()
    assert tuple(called) == order and model.week == 1


def test_luck_of_the_lot_orders_projects_not_their_place_in_the_list():
    model = made({**NEEDY, "organisations.opportunity_rate": 0.9})
    model.opportunities()
    order = model._in_lot_order().tolist()
    model.projects.reverse()
    assert model._in_lot_order().tolist() == order and order != sorted(order)


def test_a_project_that_breaks_marks_its_buildings_a_completed_one_does_not():
    for how, marked in [(End.EXIT, True), (End.COMPLETED, False), (End.UNNEEDED, False)]:
        model = made()
        project = project_with(model, [0, 9])
        model.end(project, how)
        assert bool(model.people.broken.any()) is marked
