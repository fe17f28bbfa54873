"""Collapse of all replicates at once is collapse run by run."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fabricated import WEEKS, fabricated_arm

from experiments.analysis import outcomes
from experiments.analysis.collapse import COLLAPSES, composite_share, signs
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
        rows.append(
            {
                f"{told}_{name}": value
                for i, told in enumerate(("collapse", "recovery", "collapsed"))
                for name, value in ((name, found[name][i]) for name in COLLAPSES)
            }
        )
    return pd.DataFrame(rows, index=arm.replicates)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_all_replicates_at_once_are_what_each_is_alone(definition: Definition) -> None:
    arm = troubled_arm()
    expected = one_by_one(arm, definition)
    pd.testing.assert_frame_equal(outcomes.collapses_of(arm, definition), expected)


def test_the_made_up_trouble_shows_every_sign_and_recoveries() -> None:
    found = pd.concat([outcomes.collapses_of(troubled_arm(), each) for each in DEFINITIONS])
    weeks = found.filter(regex="^collapse_|^recovery_")
    assert (weeks != NEVER).any().all()
    assert (weeks == NEVER).any().all()
    assert weeks.to_numpy().max() < WEEKS
    shares = found.filter(regex="^collapsed_")
    assert (shares > 0).any().all() and (shares == 0).any().all()


def test_the_made_up_trouble_has_networks_that_collapse_again() -> None:
    definition = DEFINITIONS[-1]
    found = outcomes.collapses_of(troubled_arm(), definition)
    found = found[found["recovery_composite"] != NEVER]
    first = found["recovery_composite"] - found["collapse_composite"]
    collapsed = (WEEKS - definition.collapse_from) * found["collapsed_composite"]
    assert (collapsed > first + 1).any()


def test_the_composite_alone_is_that_among_all() -> None:
    flags = signs(outcomes.gauges_of(troubled_arm(), DEFINITIONS[1]), DEFINITIONS[1])
    alone = composite_share(flags, DEFINITIONS[1])
    among = outcomes.collapses_of(troubled_arm(), DEFINITIONS[1])["collapsed_composite"]
    assert alone.max() > 0 and alone.tolist() == among.tolist()
