"""The whole week: nothing vanishes, every opportunity has one end, and extremes make sense."""

import gc
import weakref

import numpy as np
import pytest
from small import PARTY, made, project_with, record_of, small

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SERVICE, End
from sim.measure.records import HISTORY_OUTPUTS, PROJECT_OUTPUTS, RUN_OUTPUTS, WEEKLY_OUTPUTS, RunId
from sim.model import CoProductionModel
from sim.simulation import Simulation, run, trace
from sim.state.population import NO_NEED
from sim.week.forming import opportunities
from sim.week.lifecycle import end
from sim.week.schedule import WEEK, draw_lots

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
        self.codes: dict[int, int] = {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sim.simulation.WEEK", (*WEEK[:-1], self.look, WEEK[-1]))
            for _ in range(self.model.parameters.horizon):
                self.model.step()

    def look(self, world) -> None:
        projects, plans, members = world.projects, world.plans, world.members
        live = projects.live[: projects.count["live"]]
        ended = projects.ended[: projects.count["ended"]]
        for p in (*live, *ended):
            self.codes[int(projects.life["number"][p])] = int(projects.life["code"][p])
        for number in projects.life["number"][ended].tolist():
            self.ends[number] = self.ends.get(number, 0) + 1
        aside = members.reserved[live].sum(axis=(0, 1))
        held = world.standing.free.sum(axis=0) + world.hub.pool + aside
        accounts, standing, ties = world.accounts, world.standing, world.ties
        self.weeks.append(
            {
                "held": held + plans.pooled[live].sum(axis=0) + plans.sunk[live].sum(axis=0),
                "flow": accounts.entered - accounts.spent - accounts.lost,
                "free": standing.free.min(),
                "pool": world.hub.pool.min(),
                "absent": np.abs(standing.free[~standing.present]).sum(),
                "open": (world.residents.waiting != NO_NEED).sum(axis=1),
                "projects": [members.reserved[p].min() for p in live],
                "trust": (ties.trust.min(), ties.trust.max()),
                "honouring": (standing.honouring.min(), standing.honouring.max()),
                "open_projects": np.bincount(
                    projects.life["initiator"][live], minlength=len(standing.open)
                ),
                "counted": standing.open.copy(),
                "live": projects.life["number"][live].tolist(),
                "left_over": [
                    float(np.abs(table[ended]).sum())
                    for table in (members.reserved, plans.pooled, plans.sunk)
                ],
            }
        )


@pytest.fixture(scope="module", params=SETTINGS)
def watched(request) -> Watched:
    return Watched(SETTINGS[request.param])


def columns(record, stem, names):
    return np.column_stack([record.weekly[f"{stem}_{name}"] for name in names]).astype(float)


def test_the_accounts_say_that_nothing_vanished(watched):
    assert watched.model.world.accounts.check["error"] < 1e-6


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
    assert not (uneasy and watched.model.world.standing.present.all())
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
    assert set(watched.ends.values()) == {1}
    ends = watched.model.result().projects["end"]
    assert set(np.flatnonzero(ends != End.OPEN)) == set(watched.ends)
    assert np.flatnonzero(ends == End.OPEN).tolist() == watched.weeks[-1]["live"]
    assert set(watched.codes) == set(range(len(ends)))
    assert len(set(watched.codes.values())) == len(ends)


def test_ended_projects_hold_nothing(watched):
    assert not any(any(week["left_over"]) for week in watched.weeks)
    projects = watched.model.result().projects
    ended = projects["end"] != End.OPEN
    weeks = (projects["end_week"] - projects["start_week"])[ended]
    assert ended.any() and weeks.min() >= 0 and weeks.max() <= watched.model.week


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
    kept, over = np.isin(projects["end"], SERVICE), projects["end"] != End.OPEN
    assert not projects["lost"][kept].any() and not projects["spent"][~kept].any()
    assert not projects["lost"][~over].any()
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
    worth = model.parameters.completion.value_of_size / record.run["capacity"]
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
    assert sorted(graphs) == [0, 7] and len(graphs[7]) == len(made().organisations)


def test_simulations_and_their_worlds_are_let_go_after_their_run(monkeypatch):
    seen = []
    init = Simulation.__init__

    def remember(self, *arguments):
        init(self, *arguments)
        seen.extend([weakref.ref(self), weakref.ref(self.world)])

    monkeypatch.setattr(Simulation, "__init__", remember)
    for replicate in range(3):
        run(small({"horizon": 3}), RunId(0, replicate))
    gc.collect()
    assert len(seen) == 6 and all(kept() is None for kept in seen)


def test_models_are_let_go_after_their_run():
    model = CoProductionModel(small({"horizon": 3}))
    for _ in range(3):
        model.step()
    seen = [weakref.ref(each) for each in (model, model.simulation, model.organisations[0])]
    del model
    gc.collect()
    assert all(kept() is None for kept in seen)


def test_a_simulation_that_fails_is_let_go_too(monkeypatch):
    seen = []

    def fail(self):
        seen.append(weakref.ref(self))
        raise RuntimeError("broken")

    monkeypatch.setattr(Simulation, "step", fail)
    with pytest.raises(RuntimeError):
        run(small(), RunId(0, 0))
    monkeypatch.undo()
    gc.collect()
    assert seen[0]() is None


def test_the_week_runs_in_its_declared_order(monkeypatch):
    order = (
        "needs_and_voice", "income", "opportunities", "attention", "partners", "stock", "papers",
        "advance_projects", "update_residents", "learn", "exits", "record",
    )  # fmt: skip
    called = []
    model = made(speaking=False)

    def noted(part):
        return lambda world: (called.append(part.__name__), part(world))

    monkeypatch.setattr("sim.simulation.WEEK", tuple(noted(part) for part in WEEK))
    model.step()
    assert tuple(called) == order and model.week == 1


def test_luck_of_the_lot_orders_projects_not_their_place_in_the_list():
    world = made({**NEEDY, "organisations.opportunity_rate": 0.9}).world
    opportunities(world)
    draw_lots(world)
    live = int(world.projects.count["live"])
    order = world.projects.order[:live].copy()
    assert world.projects.count["lived"] == live > 10
    assert sorted(order) == sorted(world.projects.live[:live])
    assert order.tolist() != world.projects.live[:live].tolist()
    world.projects.live[:live] = world.projects.live[:live][::-1].copy()
    draw_lots(world)
    assert world.projects.order[:live].tolist() == order.tolist()


def test_a_project_that_breaks_marks_its_buildings_a_completed_one_does_not():
    for how, marked in [(End.EXIT, True), (End.COMPLETED, False), (End.UNNEEDED, False)]:
        model = made()
        project = project_with(model, [0, 9])
        end(model.world, project.row, how)
        assert bool(model.world.voices.broken.any()) is marked
