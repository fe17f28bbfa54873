"""A run watched week by week, against the model's own record of it."""

import numpy as np

from experiments.config.compose import compose
from experiments.studies.calibration.observe import Watcher, observed
from experiments.studies.calibration.summaries import summary
from sim.measure.records import RunId
from sim.simulation import Simulation, run

HAMLET = compose(
    ["community=village", "arrangement=none", "horizon=110", "community.households=60"]
).parameters
ID = RunId(5, 1)


def watched(weeks: int) -> Watcher:
    watcher = Watcher(Simulation(HAMLET, ID))
    for _ in range(weeks):
        watcher.week()
    return watcher


def test_watching_a_run_changes_nothing_of_it() -> None:
    found = observed(HAMLET, ID)
    assert found.items() >= summary(run(HAMLET, ID)).items()


def test_instalments_seen_are_those_that_members_were_asked_for_and_kept() -> None:
    watcher = watched(60)
    world = watcher.simulation.world
    live = world.projects.live[: int(world.projects.count["live"])].tolist()
    seen = 0
    for p in live:
        number = int(world.projects.life["number"][p])
        for c in np.flatnonzero(world.members.asked[p]).tolist():
            kept = watcher.kept[number, c]
            assert (len(kept), sum(kept)) == (world.members.asked[p, c], world.members.kept[p, c])
            seen += len(kept)
    assert seen > 0


def test_halves_are_of_courses_that_were_asked_for_whole() -> None:
    watcher = watched(0)
    long, short = [True] * 4 + [False] * 4 + [True] * 3, [False] * 7
    watcher.kept = {(0, 1): long, (0, 2): short}
    assert watcher.contributions() == {"asked_by_half": 4, "kept_first": 4, "kept_second": 0}


def test_tenure_counts_who_has_held_a_seat_for_a_year_since_it_came() -> None:
    watcher = watched(8)
    standing = watcher.simulation.world.standing
    standing.present[0] = False
    for _ in range(72):
        watcher.week()
    came = standing.since[0]
    assert came > 80 - 52 and standing.present[0]
    told, long = watcher.tenure(), standing.present & (standing.since <= 80 - 52)
    assert told["long_held"] == long.sum() > 0 and not long[0]
    assert np.isclose(told["honouring_of_long_held"], standing.honouring[long].sum())
