"""What is seen of a run: it is the same run, votes are those that the week counts, and who paid."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from experiments.config.compose import compose
from experiments.studies import case_watch as watch
from experiments.studies.case_facts import Seen, Window
from sim.base.vocabulary import FUNDS, MARKET, Consent, End, Stage
from sim.measure.records import RunId, RunRecord
from sim.simulation import run

WEEKS = 120
LUCK = RunId(3, 0)
SMALL = ["community=village", "community.households=240", f"horizon={WEEKS}", "consent.climate=2"]
VETOES = ["consent.objection=3.5"]


class Witness(watch.Watcher):
    """Holds every vote that is foretold against what the week made of it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.votes: list[int] = []

    def _votes(self, week: int) -> None:
        self.foretold = [(p, *self._foretold(p)) for p in self._due(week)]
        super()._votes(week)

    def _foretold(self, p: int) -> tuple[int, set[int]]:
        """Its number, and the entrances that stay by all votes that are due."""
        world = self.simulation.world
        stay = set(np.flatnonzero(world.members.entrance[p]).tolist())
        of = world.places.entrance_of.tolist()
        for k, rule in enumerate(self.simulation.parameters.consent.rules):
            if rule == Consent.NONE.name.lower() or not watch._is_asked_about(world, p, k):
                continue
            for a, b in pairwise(of):
                whole = rule == Consent.DOUBLE_MAJORITY.name.lower()
                parts = [(a, b)] if whole else [(e, e + 1) for e in range(a, b)]
                for first, stop in parts:
                    if not self._agrees(k, self._ballot(p, k, first, stop)):
                        stay -= set(range(first, stop))
        return int(world.projects.life["number"][p]), stay

    def _look(self, week: int) -> None:
        super()._look(week)
        world = self.simulation.world
        for p, number, stay in self.foretold:
            assert world.projects.life["number"][p] == number
            if stay:
                now = np.flatnonzero(world.members.entrance[p]).tolist()
                assert set(now) == stay, "who stays is who agreed"
            else:
                assert world.projects.life["end"][p] == End.RESIDENT_VETO
            self.votes.append(len(stay))


@cache
def witnessed() -> tuple[Witness, RunRecord]:
    parameters = compose(["arrangement=none", *SMALL, *VETOES]).parameters
    watcher = Witness(watch.Simulation(parameters, LUCK))
    for _ in range(WEEKS):
        watcher.week()
    return watcher, watcher.simulation.result()


def test_a_run_that_is_watched_is_the_same_run() -> None:
    watcher, seen = witnessed()
    alone = run(watcher.simulation.parameters, LUCK)
    for table in ("projects", "weekly", "history"):
        for name, values in getattr(alone, table).items():
            assert np.array_equal(values, getattr(seen, table)[name], equal_nan=True), name


def test_votes_are_those_that_the_week_counts() -> None:
    watcher, _ = witnessed()
    assert len(watcher.votes) > 10 and 0 in watcher.votes and max(watcher.votes) > 0


def test_lifts_are_stopped_by_objections_alone() -> None:
    """Nobody objects where the distance is out of reach, though many entrances refuse."""
    assert len(witnessed()[0].stopped) > 0
    calm = compose(["arrangement=none", *SMALL, "consent.objection=50"]).parameters
    windows = {"stopped": Window("stopped_lifts", 0, WEEKS)}
    assert watch.watched(calm, LUCK, windows)["stopped"] == 0.0


def watched_weeks(*overrides: str) -> Seen:
    parameters = compose(["arrangement=none", *SMALL, *overrides]).parameters
    watcher = watch.Watcher(watch.Simulation(parameters, LUCK))
    for _ in range(WEEKS):
        watcher.week()
    return watcher.seen(watcher.simulation.result())


def test_a_property_firm_is_agreed_to_only_where_an_operator_is_at_the_table() -> None:
    willing = ("consent.approval=9", "consent.relevance=0.1")
    seen = watched_weeks(*willing)
    assert len(seen.agreed) > 0 and seen.operated.any()
    firms = ("organisations.lead_enterprises=0", "organisations.property_companies=0")
    nobody = watched_weeks(*willing, *firms)
    assert len(nobody.agreed) == 0 and not nobody.operated.any()
    assert len(watched_weeks("consent.approval=-9", "consent.relevance=0.1").agreed) == 0


def test_what_members_paid_is_all_that_projects_used_of_funds_without_a_pool() -> None:
    """Without a coordinator nothing but members' funds goes into a project, so that what was spent
    and lost with projects holds it."""
    watcher, record = witnessed()
    paid = watcher.seen(record).paid
    used = record.projects["spent"].astype(float).sum() + record.projects["lost"].sum()
    market, total = paid.sum(axis=0)
    assert 0.0 < market < total < used
    assert (paid[:, 0] <= paid[:, 1] + 1e-9).all() and (paid >= -1e-9).all()
    world = watcher.simulation.world
    live = world.projects.live[: int(world.projects.count["live"])].tolist()
    sunk = sum(float(world.plans.sunk[p, FUNDS]) for p in live)
    counted = sum(float(watcher._funds_paid(p)[1]) for p in live)
    assert counted == pytest.approx(sunk) and counted > 0.0
    market_rows = world.organisations.sector == MARKET
    talking = [p for p in live if world.projects.life["stage"][p] < Stage.DELIVERING]
    assert market_rows.any() and talking
    assert sum(watcher._funds_paid(p)[1] for p in talking) == 0.0


def test_outcomes_are_the_headline_s_counts() -> None:
    _, record = witnessed()
    found = watch.outcomes(record)
    start = record.projects["start_week"]
    assert found["opportunities"] == ((start >= 26) & (start <= WEEKS - 40)).sum()
    assert 0 < found["breakdown"] <= found["failure"] <= found["opportunities"]
    predicted = watch.predicted(record)
    assert predicted["delivered"] == pytest.approx(1 - found["failure"] / found["opportunities"])
    assert predicted["satisfaction"] == pytest.approx(record.weekly["satisfaction"][26:].mean())


def test_more_than_half_of_the_buildings_that_are_asked_must_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parameters = compose(["arrangement=none", *SMALL]).parameters
    watcher = watch.Watcher(watch.Simulation(parameters, LUCK))
    for _ in range(10):
        watcher.week()
    world = watcher.simulation.world
    p = int(world.projects.live[0])
    of = world.places.entrance_of
    monkeypatch.setattr(watcher, "_ballot", lambda p, k, first, stop: first)
    for asked, agreeing, agreed in ((4, 2, False), (4, 3, True), (3, 2, True), (3, 1, False)):
        world.members.entrance[p] = False
        world.members.entrance[p, of[:asked]] = True
        monkeypatch.setattr(watcher, "_agrees", lambda k, first, n=agreeing: bool(first < of[n]))
        assert watcher._agrees_to_firm(p) is agreed
