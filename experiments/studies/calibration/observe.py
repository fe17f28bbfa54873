"""One run watched week by week: who honoured which instalment, and what tenure did to honouring."""

import math
from dataclasses import dataclass, field

from experiments.studies.calibration.summaries import YEAR, Summary, summary
from sim.base.vocabulary import Paid
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.simulation import Simulation

Membership = tuple[int, int]
"""A project's number and a member of it."""


@dataclass
class Watcher:
    """What is seen of a run besides its record.

    kept: of each membership, whether each instalment asked for was honoured, in order.
    """

    simulation: Simulation
    kept: dict[Membership, list[bool]] = field(default_factory=dict)

    def week(self) -> None:
        """Live a week and see it."""
        week = self.simulation.week
        self.simulation.step()
        self._instalments(week)

    def _instalments(self, week: int) -> None:
        world = self.simulation.world
        projects, members = world.projects, world.members
        lived = projects.order[: int(projects.count["lived"])]
        for p in lived[projects.course["paid_week"][lived] == week].tolist():
            number, count = int(projects.life["number"][p]), int(projects.life["count"][p])
            outcome = members.paid[p, :count].tolist()
            for c, paid in zip(members.who[p, :count].tolist(), outcome, strict=True):
                if paid != Paid.NOT_DUE:
                    self.kept.setdefault((number, c), []).append(paid == Paid.KEPT)

    def contributions(self) -> Summary:
        """Instalments honoured in the first and the second half of a course of them.

        Of memberships that were asked for as many as the fastest project needs, so that both halves
        are of the same members, and those whose project was done early are among them.
        """
        rules = self.simulation.parameters.delivery
        course = math.ceil(rules.completeness * rules.weeks)
        whole = [kept[:course] for kept in self.kept.values() if len(kept) >= course]
        half = course // 2
        return {
            "asked_by_half": float(half * len(whole)),
            "kept_first": float(sum(sum(kept[:half]) for kept in whole)),
            "kept_second": float(sum(sum(kept[-half:]) for kept in whole)),
        }

    def tenure(self) -> Summary:
        """How many have held a seat for a year or more; their honouring then and now, summed."""
        world, week = self.simulation.world, self.simulation.week
        long = world.standing.present & (week - world.standing.since >= YEAR)
        return {
            "long_held": float(long.sum()),
            "honouring_at_entry": float(world.organisations.honouring[long].sum()),
            "honouring_of_long_held": float(world.standing.honouring[long].sum()),
        }


def observed(parameters: Parameters, run_id: RunId) -> Summary:
    """A run as calibration keeps it."""
    watcher = Watcher(Simulation(parameters, run_id))
    for _ in range(parameters.horizon):
        watcher.week()
    record = watcher.simulation.result()
    return {**summary(record), **watcher.contributions(), **watcher.tenure()}
