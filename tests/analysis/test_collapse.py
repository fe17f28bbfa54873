"""Collapse of all replicates at once is collapse run by run."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fabricated import WEEKS, fabricated_arm

from experiments.analysis import outcomes
from experiments.analysis.collapse import COLLAPSES
from experiments.analysis.outcomes import Arm
from sim.measure import breakdown
from sim.measure.breakdown import DEFAULT, NEVER, Definition

DEFINITIONS = (
    DEFAULT,
    replace(DEFAULT, breakdown_theta=0.3, duration=3, net_value_theta=5.0),
    replace(DEFAULT, duration=200),
    replace(DEFAULT, window=5, endings=40, indicators=1, collapse_from=20, zombie_theta=0.6),
    replace(DEFAULT, duration=2, indicators=3, breakdown_theta=0.4, zombie_theta=0.9),
)


def troubled_arm() -> Arm:
    """An arm in which every sign comes and goes, with a failed run and runs out of order."""
    arm = fabricated_arm("none", breaks=0.5, replicates=12, failed=2)
    luck = np.random.default_rng(3)
    rows = len(arm.history)
    arm.history["vacant"] = np.where(luck.random(rows) < 0.3, 0.5, 0.25)
    arm.history["live_joined"] = (luck.random(rows) < 0.6).astype(int)
    arm.history["served"] = luck.integers(0, 200, rows)
    arm.projects["size"] = luck.uniform(0.2, 3, len(arm.projects))
    turned = {"runs": arm.runs.iloc[::-1], "history": arm.history.sample(frac=1, random_state=2)}
    return replace(arm, **turned, projects=arm.projects.sample(frac=1, random_state=1))


def one_by_one(arm: Arm, definition: Definition) -> pd.DataFrame:
    """The same by ``sim.measure.breakdown``, a run at a time."""
    capacity = arm.runs.set_index("replicate")["capacity"]
    rows = []
    for replicate in arm.replicates:
        mine = arm.projects[arm.projects["replicate"] == replicate]
        history = arm.history[arm.history["replicate"] == replicate].sort_values("week")
        flags = breakdown.indicators(mine, history, float(capacity[replicate]), definition)
        found = breakdown.collapses(flags, definition)
        weeks = {name: found[name].week for name in COLLAPSES}
        rows.append(weeks | {f"recovery_{name}": found[name].recovery for name in COLLAPSES})
    return pd.DataFrame(rows, index=arm.replicates)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_all_replicates_at_once_are_what_each_is_alone(definition: Definition) -> None:
    arm = troubled_arm()
    expected = one_by_one(arm, definition)
    pd.testing.assert_frame_equal(outcomes.collapses_of(arm, definition), expected)


def test_the_made_up_trouble_shows_every_sign_and_recoveries() -> None:
    found = pd.concat([outcomes.collapses_of(troubled_arm(), each) for each in DEFINITIONS])
    assert (found != NEVER).any().all()
    assert (found == NEVER).any().all()
    assert found.to_numpy().max() < WEEKS
