"""The compiled household week agrees to the bit with a plain one, and its rules are as said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import (
    PARTY,
    hub,
    made,
    small,
)

from sim.base.vocabulary import End
from sim.state.population import NO_NEED
from sim.week.residents import GINI_BINS, gini_of_histogram, mobilisation, update_residents
from tests.reference.luck import Luck
from tests.reference.week import live_a_week
from tests.reference.world import World
from tests.support.reference_set_up import set_up_of

WEEKS = 25
BUSY = {  # a slate of projects: some complete, some break
    **PARTY, "slate.enabled": True, "organisations.opportunity_rate": 0.15,
    "community.arrival_rate": 0.35, "community.member_share": 0.2, "community.supply_ratio": 1.0,
    "measures.late_after": 3, "forming.target_share": 0.5, "forming.benefit": 9.0,
    "network.within_sector": 0.9, "network.cross_sector": 0.9, "sign_off.hazard": 0.4,
    "consent.approval": 3.0, "negotiation.tolerance": 0.3, "negotiation.confidence": 0.8,
    "negotiation.step": 0.25, "negotiation.pull_back": 0.03, "delivery.weeks": 3,
    "delivery.slack": 1, "organisations.honouring_mean": 0.65,
    "coordinator.resident_mobilisation": 0.05,
}  # fmt: skip
GROUPS = ("households", "satisfaction", "participation")
SUMS = {
    "trust": "trust", "members": "members", "of_members": "member_participation",
    "active": "active", "of_active": "active_participation",
}  # fmt: skip


def plain_world(seed: int, replicate: int) -> World:
    """The same run with one object a household."""
    parameters = small(BUSY)
    given = set_up_of(parameters, seed, replicate)
    return World(parameters, Luck(seed, replicate), given)


def assert_same_state(residents, plain: World) -> None:
    for name in ("participation", "satisfaction", "trust"):
        slow = [getattr(home, name) for home in plain.households]
        assert getattr(residents, name).tolist() == slow, name
    waits = [[home.waits.get(k, NO_NEED) for home in plain.households] for k in range(6)]
    assert residents.waiting.tolist() == waits


def assert_same_seen(voices, plain: World) -> None:
    area, seen = plain.areas[0], plain.areas[0].residence
    assert voices.voiced.tolist() == [building.voiced for building in plain.buildings]
    assert voices.open.tolist() == [building.open for building in plain.buildings]
    assert (voices.late[0].tolist(), voices.arrived[0].tolist()) == (area.late, area.arrived)
    assert voices.groups[0].tolist() == [getattr(seen, name) for name in GROUPS]
    for ours, theirs in SUMS.items():
        assert voices.sums[ours][0] == getattr(seen, theirs), ours
    assert (voices.gini[0], voices.satisfaction[0]) == (seen.gini, area.satisfaction)


@pytest.mark.parametrize("seed, replicate", [(0, 0), (0, 3), (2**32 - 1, 1)])
def test_the_compiled_week_agrees_to_the_bit_with_one_object_a_household(seed, replicate):
    model, plain = made(BUSY, replicate, seed, speaking=False), plain_world(seed, replicate)
    for _ in range(WEEKS):
        model.simulation.step()
        live_a_week(plain)
        assert_same_seen(model.world.voices, plain)
        assert_same_state(model.world.residents, plain)
    record = model.result()
    ends = record.projects["end"].tolist()
    assert record.projects["served"].sum() > 50 and record.weekly["under_parking"].sum() > 50.0
    assert ends.count(End.COMPLETED) > 10 and ends.count(End.FREE_RIDING) > 10
    assert record.weekly["late_parking"].sum() > 30
    assert (model.world.residents.waiting != NO_NEED).any()


def test_the_weeks_tallies_are_cleared_after_residents_changed():
    world = made(BUSY).world
    residents, broken = world.residents, world.voices.broken
    residents.served[3], residents.left_out[4], broken[0] = 2, 1, 1.0
    update_residents(world)
    assert not any(tally.any() for tally in (residents.served, residents.left_out, broken))


def gini(values: list[float]) -> float:
    """By mean absolute difference; values put into the middle of their bins."""
    middle = np.array([(min(GINI_BINS - 1, int(v * GINI_BINS)) + 0.5) / GINI_BINS for v in values])
    return float(np.abs(middle[:, None] - middle[None, :]).mean() / (2.0 * middle.mean()))


def test_gini_is_zero_for_equals_and_two_thirds_for_one_rich_in_three():
    assert gini_of_histogram(np.array([0.0, 5.0])) == pytest.approx(0.0)
    counts = np.zeros(1024)
    counts[0], counts[1023] = 2, 1  # mean difference over twice the mean, about 2/3
    assert gini_of_histogram(counts) == pytest.approx(gini([0.0, 0.0, 1.0]), rel=1e-12)
    assert gini_of_histogram(counts) == pytest.approx(2.0 / 3.0, abs=2e-3)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40))
def test_gini_of_counts_is_the_mean_difference_over_twice_the_mean(values):
    counts = np.zeros(GINI_BINS)
    for value in values:
        counts[min(GINI_BINS - 1, int(value * GINI_BINS))] += 1
    assert gini_of_histogram(counts) == pytest.approx(gini(values), rel=1e-9, abs=1e-12)


def test_members_lead_by_example_and_residents_are_persuaded_by_legitimacy():
    model, _ = hub({"coordinator.mobilisation": 0.5, "coordinator.member_floor": 0.6,
                    "coordinator.resident_mobilisation": 0.02,
                    "coordinator.reach": (1.0, 1.0, 0.5)})  # fmt: skip
    rise, floor = mobilisation(model.world)
    assert rise == pytest.approx(0.5 * 0.3 * 0.5 * 0.02)
    assert floor == pytest.approx(0.3)
    model.world.hub.legitimacy[2] = -0.4
    assert mobilisation(model.world)[0] == 0.0
    participation = model.world.residents.participation
    participation[:] = 0.0
    update_residents(model.world)
    assert participation[model.world.people.member == 1].min() == pytest.approx(0.3)
