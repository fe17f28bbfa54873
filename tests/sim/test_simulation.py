"""The whole week: nothing vanishes, every opportunity has one end, and extremes make sense."""

import numpy as np
import pytest
from small import NEEDY, PARTY, made, record_of, small

from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SERVICE, End
from sim.measure.records import RunId
from sim.simulation import trace
from sim.state.population import NO_NEED
from sim.week.schedule import WEEK

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


def test_a_trace_is_the_run_and_gives_the_networks_asked_for():
    record, graphs = trace(small(PARTY), RunId(0, 0), (0, 7))
    plain = record_of(PARTY)
    assert all(np.array_equal(record.projects[n], plain.projects[n]) for n in plain.projects)
    assert sorted(graphs) == [0, 7] and len(graphs[7]) == len(made().organisations)
