"""A cell's folder is named by what determines its numbers, and by nothing else."""

import hashlib

import pytest

from experiments.store import cell_hash, effective
from experiments.store.identity import identity
from sim.parameters import Coordinator, Parameters, Shock, Slate

SHORT = Parameters(horizon=6)


def test_a_coordinator_that_can_do_nothing_is_no_coordinator() -> None:
    idle = Coordinator(attention=0.0, attention_cost=0.0, guidance=1.0, reach=(0.1, 0.2, 0.3))
    assert effective(Parameters(coordinator=idle)) == Parameters()
    late = Coordinator(attention=9.0, start_week=6)
    assert effective(Parameters(horizon=6, coordinator=late)) == SHORT


def test_what_matters_is_never_normalised_away() -> None:
    co_managed = Coordinator(co_managers=1.0, mobilisation=1.0)
    for hub in (Coordinator(attention=1.0), Coordinator(resources=1.0), co_managed):
        assert effective(Parameters(coordinator=hub)).coordinator == hub
    slate = Slate(enabled=True, members=3)
    assert effective(Parameters(slate=slate)).slate == slate


def test_settings_of_a_slate_that_is_off_do_not_matter() -> None:
    assert effective(Parameters(slate=Slate(members=3))) == Parameters()


def test_a_shock_that_is_off_or_comes_too_late_is_none() -> None:
    assert effective(Parameters(shock=Shock(start_week=9, duration=3))) == Parameters()
    late = Shock(start_week=6, lockdown=1.0)
    assert effective(Parameters(horizon=6, shock=late)) == SHORT
    in_time = Shock(start_week=5, lockdown=1.0)
    assert effective(Parameters(horizon=6, shock=in_time)).shock == in_time


def test_the_hash_is_of_the_canonical_json_whatever_the_order_of_keys() -> None:
    expected = hashlib.sha256(b'{"a":1.5,"b":[1,2]}').hexdigest()[:16]
    assert cell_hash({"b": [1, 2], "a": 1.5}) == expected


def test_each_thing_that_determines_the_numbers_changes_the_hash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hashes = [
        cell_hash(identity(SHORT, 0, {})),
        cell_hash(identity(SHORT, 1, {})),
        cell_hash(identity(Parameters(horizon=7), 0, {})),
        cell_hash(identity(SHORT, 0, {"network": "12ab"})),
    ]
    monkeypatch.setattr("experiments.store.identity.MODEL_VERSION", "another")
    hashes.append(cell_hash(identity(SHORT, 0, {})))
    assert len(set(hashes)) == len(hashes)
