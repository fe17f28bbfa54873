"""Agents' decisions, asked between two parts of the week: what they say is what the part does."""

from collections import Counter, defaultdict
from random import Random
from typing import Any

import numpy as np
import pytest
from deciding import live_asked

from sim.model import CoProductionModel
from sim.parameters import Parameters
from tests.baseline.data import nested
from tests.baseline.points import point

RUNS, WEEKS_OF_A_RUN, LIVED = 30, 9, range(1, 40)
HUB = {"structure.asked_first": "hub", "coordinator.content": True,
       "coordinator.attention": 30.0, "coordinator.handed_over": False,
       "coordinator.start_week": 0, "coordinator.end_week": 100}  # fmt: skip
VARIED: tuple[dict[str, Any], ...] = (
    {},
    {"organisations.attention": 0.0},  # nobody but a hub helps
    {**HUB, "coordinator.rotation_weeks": 3},
    {**HUB, "coordinator.guidance": 1.0, "coordinator.share_guidance": 1.0,
     "coordinator.red_line": 0.2, "negotiation.tolerance": 0.3},
    {**HUB, "organisations.attention": 0.0, "coordinator.resources": 1.0,
     "coordinator.mobilisation": 1.0, "coordinator.share_panel": 0.0, "coordinator.earmark": 0.7},
    {**HUB, "organisations.attention": 0.0, "coordinator.resources": 0.0,
     "coordinator.mobilisation": 1.0, "coordinator.share_panel": 0.0,
     "coordinator.share_introduction": 1.0, "coordinator.reach": [1.0, 0.4, 0.4],
     "forming.introduced_tie": 0.8},
)  # fmt: skip
"""What a random point is made to have, in turn, so that what is rare occurs."""
LEAST = {
    "sense": 100, "propose": 100, "choose_place": 100, "asks": 400,
    "joins": (150, 150), "sets_aside": 40, "position_after_round": 400, "gives_up": (300, 100),
    "pays": (20, 75), "leaves": (5000, 5), "consents": 20, "consents to nothing": 10,
    "acts": (150, 150), "acts of the project": 200, "introduces": 20, "may_fund": 5,
    "transfers": 10,
    "target": 25, "refuses": (5, 5), "elects": 5, "elects nobody": 25,
}  # fmt: skip
"""How often each must have been compared at least; of a yes or no, how often each answer."""


def random_model(number: int) -> CoProductionModel:
    """Random parameters, arm, shock and areas of a small community."""
    values = point(number) | VARIED[number % len(VARIED)]
    return CoProductionModel(Parameters.model_validate(nested(values)), seed=number)


@pytest.fixture(scope="module")
def compared() -> dict[str, list[tuple[Any, Any]]]:
    """By decision: copies of what was said and what was done, over random weeks."""
    found = defaultdict(list)
    for number in range(RUNS):
        model, weeks = random_model(number), Random(number).sample(LIVED, WEEKS_OF_A_RUN)
        for week in range(LIVED.stop):
            if week not in weeks:
                model.simulation.step()
                continue
            for name, said, did in live_asked(model):
                found[name].append((np.array(said), np.array(did)))
    return found


def test_what_is_said_is_what_is_done(compared):
    others = {d: [c for c in compared[d] if not np.array_equal(*c)] for d in LEAST}
    assert {decision: cases for decision, cases in others.items() if cases} == {}


def test_decisions_are_compared_often_enough_to_tell(compared):
    rare = {}
    for decision, least in LEAST.items():
        answers = Counter(bool(np.any(said)) for said, _ in compared[decision])
        often = answers.total() if isinstance(least, int) else (answers[False], answers[True])
        if not np.all(np.array(often) >= least):
            rare[decision] = often, least
    assert rare == {}


def test_asking_changes_no_array_of_the_world(compared):
    digests = {name: each for name, each in compared.items() if name not in LEAST}
    weeks = RUNS * WEEKS_OF_A_RUN
    assert [len(each) for each in digests.values()] == [weeks] * 12
    assert [name for name, each in digests.items() if any(one != two for one, two in each)] == []
