"""Honesty: arms differ by what a coordinator does, and by nothing else."""

import io
import multiprocessing
import random
import re
import tokenize
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from small import EVERYWHERE, PARTY, differing, made, record_of, small

import sim
from experiments.run.attempt import model_run
from sim.base.vocabulary import ACTS, SECTORS
from sim.measure.records import RunId
from sim.parameters import Parameters
from sim.parameters.structure import Structure
from sim.simulation import run
from sim.state.population import NO_NEED

PRESCRIBING = {
    "coordinator.imposed": 1.0,
    "coordinator.enforcement": 1.0,
    "coordinator.earmark": 0.5,
    "coordinator.pool_sectors": (1.0, 0.5, 0.0),
    "coordinator.rotation_weeks": 13,
    "coordinator.joint_meeting_size": 1.0,
    "coordinator.yardstick": True,
    "coordinator.covenant": 2.0,
    "coordinator.observation": 1.0,
    "coordinator.revision": 0.5,
    "coordinator.station": 0.1,
    "coordinator.online": 0.9,
    "coordinator.co_managers": 20.0,
}
STRENGTHLESS = {
    **PARTY,
    "coordinator.mobilisation": 0.0,
    "coordinator.guidance": 0.0,
    "coordinator.resources": 0.0,
    "coordinator.integration": 0.0,
    "coordinator.attention_cost": 0.0,
}
OWN_DIARY = {f"weekly.hub_{act}" for act in ACTS}
ARM_WORDS = re.compile(r"(^|_)(arms?|arrangements?|placebo|treated|treatment|counterfactual)(_|$)")
BUSY = {"organisations.opportunity_rate": 0.08}
HUB_ONLY = ("asked_first", "watching", "negative_legitimacy", "misguidance",
            "legitimacy_over_time", "guidance_moves")  # fmt: skip
START = 25


@pytest.mark.parametrize("informed", [True, False])
@pytest.mark.parametrize("replicate", range(3))
def test_a_hub_without_strength_and_cost_is_no_hub_to_the_bit(replicate, informed):
    changes = {**STRENGTHLESS, "coordinator.informed": informed, "coordinator.formalism": 0.2}
    none, hub = record_of(BUSY, replicate), record_of({**BUSY, **changes}, replicate)
    assert differing(none, hub) == []


@pytest.mark.parametrize("asked_first", ["together", "hub", "peers"])
@pytest.mark.parametrize("replicate", range(3))
def test_a_hub_without_content_and_cost_is_no_hub_to_the_bit_though_it_meets(
    replicate, asked_first
):
    changes = {**PARTY, "coordinator.content": False, "coordinator.attention_cost": 0.0,
               "structure.asked_first": asked_first}  # fmt: skip
    none, hub = record_of(BUSY, replicate), record_of({**BUSY, **changes}, replicate)
    assert set(differing(none, hub)) <= OWN_DIARY
    assert sum(hub.weekly[f"hub_{act}"].sum() for act in ACTS) > 0


@pytest.mark.parametrize("rule, level", [
    (name, level) for name in HUB_ONLY
    for level in get_args(Structure.model_fields[name].annotation)
])  # fmt: skip
def test_what_acts_with_a_hub_only_leaves_the_arm_without_one_the_same_to_the_bit(rule, level):
    assert differing(record_of(BUSY), record_of({**BUSY, f"structure.{rule}": level})) == []


@pytest.mark.parametrize("level", ["none_lost", "growth_and_loss"])
def test_dependence_acts_among_peers_too(level):
    changes = {**BUSY, "forming.transaction_rate": 0.05, "organisations.attention": 5.0}
    one, other = record_of(changes), record_of({**changes, "structure.dependence": level})
    assert one.projects["mediated"].sum() > 0 and "weekly.tie_trust" in differing(one, other)


def test_a_hub_that_prescribes_without_strength_is_no_hub_to_the_bit():
    none, hub = record_of(BUSY), record_of({**BUSY, **STRENGTHLESS, **PRESCRIBING})
    own = {f"weekly.legitimacy_{sector}" for sector in SECTORS}
    assert set(differing(none, hub)) <= OWN_DIARY | own


@pytest.mark.parametrize("replicate", range(3))
@pytest.mark.parametrize("hub", [
    {**PARTY, **EVERYWHERE},
    {**PARTY, "coordinator.informed": False},
    {**PARTY, "coordinator.handed_over": True},
    {**PARTY, **PRESCRIBING},
], ids=["party", "blind", "handed over", "prescribing"])  # fmt: skip
def test_before_the_start_week_paired_arms_are_the_same_to_the_bit(replicate, hub):
    none = record_of(BUSY, replicate)
    later = record_of({**BUSY, **hub, "coordinator.start_week": START}, replicate)
    for table in ("history", "weekly"):
        one, other = getattr(none, table), getattr(later, table)
        for name in one:
            assert one[name][:START].tobytes() == other[name][:START].tobytes(), name
    ended = (none.projects["end_week"] >= 0) & (none.projects["end_week"] < START)
    assert ended.sum() > 5
    before = none.projects["start_week"] < START
    assert np.array_equal(before, later.projects["start_week"] < START)
    for name, column in none.projects.items():
        assert np.array_equal(column[ended], later.projects[name][ended]), name
    assert differing(none, later)  # afterwards it does something


@pytest.mark.parametrize("hub", [PARTY, {**PARTY, "coordinator.informed": False}, STRENGTHLESS])
def test_opportunities_and_arrivals_are_the_same_in_every_arm(hub):
    none, other = record_of(BUSY), record_of({**BUSY, **hub})
    for name in ("initiator", "start_week", "size", "area", "sector"):
        assert np.array_equal(none.projects[name], other.projects[name])


def identifiers(path: Path) -> set[str]:
    source = io.StringIO(path.read_text(encoding="utf-8"))
    return {t.string for t in tokenize.generate_tokens(source.readline) if t.type == tokenize.NAME}


def test_no_code_of_the_model_knows_which_arm_it_is_in():
    paths = sorted(Path(sim.__file__).parent.rglob("*.py"))
    told = [(p.name, n) for p in paths for n in identifiers(p) if ARM_WORDS.search(n.lower())]
    assert len(paths) > 50 and told == []


def test_the_scan_for_arms_would_find_one(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("if record.arm_name == 'party':\n    pass  # every arm alike\n")
    assert [n for n in identifiers(planted) if ARM_WORDS.search(n)] == ["arm_name"]


def test_equal_parameters_are_equal_runs_however_they_came_about():
    first = small(PARTY)
    second = Parameters.model_validate_json(first.model_dump_json())
    assert first is not second
    assert not differing(run(first, RunId(0, 1)), run(second, RunId(0, 1)))


def test_a_hubs_kind_is_only_its_values():
    """Breakdown and measures take recorded columns, none of which names the hub's kind."""
    record = record_of(PARTY)
    assert set(vars(record)) == {"id", "run", "projects", "history", "weekly", "areas"}
    assert set(vars(record.id)) == {"seed", "replicate"}


def test_seed_zero_is_a_seed_like_any_other():
    zero, again, one = (run(small(), RunId(seed, 0)) for seed in (0, 0, 1))
    assert not differing(zero, again)
    assert "weekly.participation" in differing(zero, one)


def test_replicates_and_seeds_are_no_shifts_of_each_other():
    assert differing(record_of(replicate=1, seed=0), record_of(replicate=0, seed=1))
    assert differing(record_of(replicate=0), record_of(replicate=1))


def test_a_replicate_is_the_same_alone_in_a_batch_and_after_other_runs():
    batch = [run(small(PARTY), RunId(7, r)) for r in range(3)]
    run(small({"organisations.vendors": 9}), RunId(3, 3))
    np.random.default_rng().random()
    alone = run(small(PARTY), RunId(7, 1))
    assert not differing(alone, batch[1])


def test_a_replicate_is_the_same_in_another_process():
    rules, ids = small(PARTY), [RunId(0, r) for r in range(4)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        elsewhere = list(pool.map(model_run, [rules] * 4, ids))
    here = [record_of(PARTY, r) for r in range(4)]
    assert [differing(a, b) for a, b in zip(here, elsewhere, strict=True)] == [[]] * 4


def test_global_luck_is_neither_used_nor_changed():
    random.seed(5)
    before = random.getstate(), np.random.get_state()[1].tobytes()
    run(small(PARTY), RunId(0, 0))
    assert (random.getstate(), np.random.get_state()[1].tobytes()) == before


@pytest.mark.parametrize("changes", [
    {"community.households": 61}, {"organisations.vendors": 9}, PARTY,
], ids=["household", "vendors", "hub"])  # fmt: skip
def test_one_more_changes_nobodys_first_needs(changes):
    needy = {"community.arrival_rate": 0.5}
    few, more = made(needy), made({**needy, **changes})
    first = few.world.residents.waiting
    waiting = more.world.residents.waiting[:, : first.shape[1]]
    assert np.array_equal(first, waiting)
    assert (waiting != NO_NEED).any()


def test_one_vendor_more_leaves_the_opportunities_of_the_others():
    few, many = record_of(BUSY), record_of({**BUSY, "organisations.vendors": 5})
    codes = set(made().world.organisations.code)
    kept = np.isin(many.projects["initiator"], list(codes))
    assert not kept.all()
    for name in ("initiator", "start_week", "size"):
        assert np.array_equal(many.projects[name][kept], few.projects[name])
