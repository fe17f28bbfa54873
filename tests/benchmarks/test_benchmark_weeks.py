"""What benchmarks compare does the same: the C week to the bit, plain agents in distribution."""

import shutil

import numpy as np
import pytest
from small import small

from sim.measure.records import RunId
from sim.week.residents import update_residents
from sim.week.voice import needs_and_voice
from tests.benchmarks.c_week import COMPILER, CWeek, compile_week
from tests.benchmarks.plain_mesa import plain_model
from tests.benchmarks.rates import mobilised, usual_rates
from tests.benchmarks.workload import household_week, of_size, plain_of, plain_week, warm

needs_compiler = pytest.mark.skipif(
    shutil.which(COMPILER) is None, reason=f"{COMPILER} is not installed"
)
MANY = 3000


@needs_compiler
@pytest.mark.parametrize("households", [70, 1003])
def test_the_c_week_is_the_models_week_to_the_bit(households, tmp_path):
    mobilising = {"community.member_share": 0.2, "coordinator.mobilisation": 0.7,
                  "coordinator.legitimacy": (0.3, 0.3, 0.3), "coordinator.attention": 24.0,
                  "coordinator.member_floor": 0.5}  # fmt: skip
    simulation = warm(of_size(small(mobilising), households))
    world, residents = simulation.world, simulation.world.residents
    residents.served[::7] = 1
    residents.left_out[1::5] = 1
    world.hub.now["supply"] = 24.0
    rates, floor = mobilised(usual_rates(world), world)
    assert rates.rise > 0.0 and floor == 0.35
    c = CWeek(simulation, compile_week(tmp_path))
    for _ in range(5):
        needs_and_voice(world)
        for name, theirs in c.needs_and_voice(simulation.week).items():
            assert np.array_equal(getattr(world.voices, name), theirs), name
        update_residents(world)
        for name, theirs in c.update_residents().items():
            assert np.array_equal(getattr(world.voices, name), theirs), name
        world.now["week"] += 1
    for name in ("waiting", "participation", "satisfaction", "trust", "served", "left_out"):
        assert np.array_equal(getattr(residents, name), c.people[name]), name


def test_plain_agents_follow_the_same_rules_with_luck_of_their_own():
    simulation = warm(of_size(small({"community.arrival_rate": 0.1}), MANY))
    plain = plain_of(simulation)
    for _ in range(20):
        household_week(simulation)
        plain_week(plain)
    world, theirs = simulation.world, plain.simulation.world
    residents, homes = world.residents, plain.households
    waiting = sum(len(home.waits) for home in homes)
    assert waiting == (theirs.residents.waiting >= 0).sum()
    assert waiting == pytest.approx((residents.waiting >= 0).sum(), rel=0.04)
    for name, own in (("participation", "p"), ("satisfaction", "satisfaction")):
        by_agent = np.array([getattr(home, own) for home in homes])
        ours = getattr(residents, name)
        assert by_agent.mean() == pytest.approx(ours.mean(), rel=0.02), name
        assert np.corrcoef(by_agent, ours)[0, 1] > 0.5, name
    assert theirs.voices.voiced.sum() == pytest.approx(
        theirs.voices.open.sum() * world.voices.voiced.sum() / world.voices.open.sum(), rel=0.2
    )


def test_a_whole_run_with_plain_households_serves_their_needs():
    parameters = small({"community.arrival_rate": 0.2})
    with plain_model(parameters, RunId(0, 1)) as model:
        for _ in range(parameters.horizon):
            model.step()
        record = model.simulation.result()
    waiting = model.simulation.world.residents.waiting
    assert [home.waits for home in model.households] == [
        {k: int(weeks) for k, weeks in enumerate(mine) if weeks >= 0} for mine in waiting.T
    ]
    assert sum(record.projects["served"]) > 0
    assert record.run["imbalance_of_accounts"] < 1e-6
