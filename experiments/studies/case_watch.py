"""One run watched week by week for what a fact of the case is measured by, and kept as a summary.

A run's record doesn't tell how residents voted nor who paid. Ballots are those that the week itself
counts, by the model's own functions at the moment before projects live their week: watching changes
no number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.studies.case_facts import Seen, Window, measured
from sim.base.vocabulary import CATEGORIES, FUNDS, MARKET, SERVICE, Stage
from sim.measure.breakdown import DEFAULT, breakdowns, cohort, end_within, failures
from sim.measure.records import RunId, RunRecord
from sim.parameters import Parameters
from sim.rules.votes import Ballot, agrees
from sim.simulation import Simulation
from sim.state.world import OPERATORS, with_room
from sim.week.schedule import WEEK, advance_projects
from sim.week.sign_off import is_asked_about, tally

LIFTS, PROPERTY = CATEGORIES.index("accessibility"), CATEGORIES.index("property_management")
PREDICTED = ("delivered", "satisfaction", "participation")
"""Means of a run that no fact is of: share of opportunities delivered, and what residents are."""
OUTCOMES = ("opportunities", "breakdown", "failure")
Summary = dict[str, float]
_agrees: Any = agrees  # compiled kernels carry no annotations
_is_asked_about: Any = is_asked_about
_tally: Any = tally
_parts: Sequence[Any] = WEEK


def watched(parameters: Parameters, run_id: RunId, windows: Mapping[str, Window]) -> Summary:
    """A run's outcomes, what is predicted, and the measure of each fact by its name."""
    watcher = Watcher(Simulation(parameters, run_id))
    for _ in range(parameters.horizon):
        watcher.week()
    record = watcher.simulation.result()
    return {**outcomes(record), **predicted(record), **measured(windows, watcher.seen(record))}


def outcomes(record: RunRecord) -> Summary:
    """Counts over the cohort, as the headline's: opportunities, and those that broke or failed."""
    inside, end = _cohort(record)
    formed = record.projects["formed_week"]
    return {
        "opportunities": float(inside.sum()),
        "breakdown": float((inside & breakdowns(formed, end)).sum()),
        "failure": float((inside & failures(end)).sum()),
    }


def predicted(record: RunRecord) -> Summary:
    """Of the cohort the share delivered; of residents, means from its first week on."""
    inside, end = _cohort(record)
    served = np.isin(end[inside], np.array(SERVICE))
    levels = {
        name: float(record.weekly[name][DEFAULT.first_week :].astype(np.float64).mean())
        for name in PREDICTED[1:]
    }
    return {"delivered": float(served.mean()) if len(served) else float("nan"), **levels}


def _cohort(record: RunRecord) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which opportunities count, and how each stood when it had been followed: (n,) both."""
    projects = record.projects
    start, ended = projects["start_week"], projects["end_week"]
    weeks = len(record.weekly["collection"])
    return cohort(start, weeks), end_within(projects["end"], start, ended, DEFAULT.followed)


@dataclass
class Watcher:
    """What is seen of a run besides its record; see ``Seen``."""

    simulation: Simulation
    agreed: list[int] = field(default_factory=list)
    stopped: list[int] = field(default_factory=list)
    operated: list[bool] = field(default_factory=list)
    paid: list[NDArray[np.float64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        organisations = self.simulation.world.organisations
        self.operators = np.isin(organisations.role, OPERATORS)
        self.market = organisations.sector == MARKET

    def week(self) -> None:
        """Live a week, as ``Simulation.step`` does, and see it."""
        simulation = self.simulation
        week, rows_are_short = simulation.week, False
        for part in _parts:
            if part is advance_projects:
                self._votes(week)
            rows_are_short = bool(part(simulation.world))
        self._look(week)
        if rows_are_short:
            simulation.world = with_room(simulation.world)

    def seen(self, record: RunRecord) -> Seen:
        """All of it; ``record`` is the run's."""
        weekly = record.weekly
        return Seen(
            weekly["collection"].astype(np.float64), weekly["firm_balance"].astype(np.float64),
            np.array(self.operated), np.array(self.agreed, np.int64),
            np.array(self.stopped, np.int64), np.array(self.paid),
        )  # fmt: skip

    def _look(self, week: int) -> None:
        world = self.simulation.world
        self.operated.append(bool(world.standing.present[self.operators].any()))
        projects = world.projects
        over = projects.bygone[: int(projects.count["bygone"])].tolist()
        if week == self.simulation.parameters.horizon - 1:
            over += projects.live[: int(projects.count["live"])].tolist()
        sums = np.zeros(2)
        for p in over:
            sums += self._funds_paid(p)
        self.paid.append(sums)

    def _funds_paid(self, p: int) -> NDArray[np.float64]:
        """Funds that the market's members of a project, and all, have paid into it."""
        world = self.simulation.world
        if not int(world.projects.course["reached"][p]) >> Stage.DELIVERING & 1:
            return np.zeros(2)
        paid = world.members.pledged[p, :, FUNDS] - world.members.owed[p, :, FUNDS]
        return np.array([paid[self.market].sum(), paid.sum()])

    # -- votes ------------------------------------------------------------------------------------

    def _votes(self, week: int) -> None:
        for p in self._due(week):
            world = self.simulation.world
            if _is_asked_about(world, p, LIFTS):
                self.stopped += [week] * self._stopped_lifts(p)
            if _is_asked_about(world, p, PROPERTY) and self._has_operator(p):
                self.agreed += [week] * self._agrees_to_firm(p)

    def _due(self, week: int) -> list[int]:
        """Projects whose canvassing ends this week."""
        projects, rules = self.simulation.world.projects, self.simulation.parameters.consent
        live = projects.live[: int(projects.count["live"])]
        life = projects.life[live]
        asked = (life["stage"] == Stage.SIGN_OFF) & life["consent_due"]
        due: list[int] = live[asked & (week - life["stage_start"] >= rules.canvass_weeks)].tolist()
        return due

    def _has_operator(self, p: int) -> bool:
        world = self.simulation.world
        who = world.members.who[p, : int(world.projects.life["count"][p])]
        return bool(self.operators[who].any())

    def _stopped_lifts(self, p: int) -> int:
        """Entrances whose owners would have agreed to a lift, had nobody objected."""
        world = self.simulation.world
        asked = np.flatnonzero(world.members.entrance[p]).tolist()
        ballots = [self._ballot(p, LIFTS, entrance, entrance + 1) for entrance in asked]
        return sum(
            self._agrees(LIFTS, each._replace(objections=0.0)) and not self._agrees(LIFTS, each)
            for each in ballots
            if each.objections
        )

    def _agrees_to_firm(self, p: int) -> bool:
        """Do more than half of the buildings that are asked agree, each by its owners' vote?"""
        world = self.simulation.world
        of, asked = world.places.entrance_of.tolist(), world.members.entrance[p]
        buildings = [(a, b) for a, b in pairwise(of) if asked[a:b].any()]
        agreed = sum(self._agrees(PROPERTY, self._ballot(p, PROPERTY, *each)) for each in buildings)
        return 2 * agreed > len(buildings)

    def _ballot(self, p: int, category: int, first: int, stop: int) -> Ballot:
        """The vote of entrances ``first`` to ``stop``, of one building."""
        places = self.simulation.world.places
        building = int(np.searchsorted(places.entrance_of, first, side="right")) - 1
        rows = int(places.entrance[first]), int(places.entrance[stop])
        climate = float(places.climate[building, category])
        paid = self._compensation(p)
        ballot: Ballot = _tally(self.simulation.world, p, category, rows, climate, paid)
        return ballot

    def _compensation(self, p: int) -> float:
        """Funds per project size that owners are paid, as far as the initiator has them."""
        life = self.simulation.world.projects.life[p]
        free = float(self.simulation.world.standing.free[int(life["initiator"]), FUNDS])
        size = float(life["size"])
        return min(self.simulation.parameters.consent.compensation * size, free) / size

    def _agrees(self, category: int, ballot: Ballot) -> bool:
        world, rules = self.simulation.world, self.simulation.parameters.consent
        rule = int(world.rules["consent"]["rules"][category])
        return bool(_agrees(rule, ballot, rules.quorum))
