"""What benchmarks compare does the same: the C week to the bit, plain agents in distribution."""

import shutil

import numpy as np
import pytest
from sim.households import Mobilisation
from small import small

from sim.measure.records import RunId
from tests.benchmarks.c_week import COMPILER, CWeek, compile_week
from tests.benchmarks.plain_mesa import plain_model
from tests.benchmarks.workload import household_week, of_size, plain_of, plain_week, warm_model

needs_compiler = pytest.mark.skipif(
    shutil.which(COMPILER) is None, reason=f"{COMPILER} is not installed"
)
MANY = 3000


@needs_compiler
@pytest.mark.parametrize("households", [70, 1003])
def test_the_c_week_is_the_models_week_to_the_bit(households, tmp_path):
    model = warm_model(of_size(small({"community.member_share": 0.2}), households))
    model.people.served_now[::7] = 1
    model.people.left_out[1::5] = 1
    c = CWeek(model, compile_week(tmp_path))
    mobilisation = Mobilisation(0.01, 0.4)
    for _ in range(5):
        model.needs_and_voice()
        for mine, other in zip(model.voices, c.needs_and_voice(model.week), strict=True):
            assert np.array_equal(mine, other)
        seen = model.people.update_residents(model._rates, mobilisation)
        for mine, other in zip(seen, c.residents_week(model._rates, mobilisation), strict=True):
            assert np.array_equal(mine, other)
        model.week += 1
    for name in ("waiting", "participation", "satisfaction", "trust"):
        assert np.array_equal(getattr(model.people.population, name), c.people[name]), name


def test_plain_agents_follow_the_same_rules_with_luck_of_their_own():
    model = warm_model(of_size(small({"community.arrival_rate": 0.1}), MANY))
    plain = plain_of(model)
    for _ in range(20):
        household_week(model)
        plain_week(plain)
    people = model.people.population
    waiting = sum(len(home.waits) for home in plain.households)
    assert waiting == pytest.approx((people.waiting >= 0).sum(), rel=0.04)
    for name, own in (("participation", "p"), ("satisfaction", "satisfaction")):
        theirs = np.array([getattr(home, own) for home in plain.households])
        ours = getattr(people, name)
        assert theirs.mean() == pytest.approx(ours.mean(), rel=0.02), name
        assert np.corrcoef(theirs, ours)[0, 1] > 0.5, name
    assert plain.voices.voiced.sum() == pytest.approx(
        plain.voices.open.sum() * model.voices.voiced.sum() / model.voices.open.sum(), rel=0.2
    )


def test_a_whole_run_with_plain_households_serves_their_needs():
    with plain_model(small({"community.arrival_rate": 0.2}), RunId(0, 1)) as model:
        for _ in range(model.parameters.horizon):
            model.step()
        record = model.result()
    assert sum(record.projects["served"]) > 0
    assert record.run["imbalance_of_accounts"] < 1e-6
