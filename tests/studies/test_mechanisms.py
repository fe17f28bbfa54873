"""Which mechanism does what, of rates whose parts are known."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from experiments.studies import mechanisms as study_of
from experiments.studies.mechanisms import MEASURES, Key, judged
from experiments.studies.mechanisms_analysis import factorial, shares
from experiments.studies.mechanisms_design import (
    ACTS,
    MECHANISMS,
    act_combinations,
    label_of,
    mechanism_combinations,
    with_acts,
    with_mechanisms,
)
from experiments.words.speech import speak
from sim.parameters import Parameters

EFFECT = {"mobilisation": -0.04, "guidance": 0.06, "resources": 0.0, "integration": -0.02}
TRADE = 0.08
"""Added where guidance and integration are both on."""


def value(on: frozenset[str] | None) -> float:
    if on is None:
        return 0.50
    both = TRADE if {"guidance", "integration"} <= on else 0.0
    return 0.53 + sum(EFFECT[name] for name in on) + both


def rates(points: int = 4) -> dict[frozenset[str] | None, np.ndarray]:
    """Points differ by as much in every combination."""
    levels = np.linspace(-0.1, 0.1, points)
    return {on: value(on) + levels for on in (None, *mechanism_combinations())}


def test_combinations_of_acts_mix_no_main_effect_with_another_or_a_pair() -> None:
    runs = act_combinations()
    assert len(set(runs)) == 64 and frozenset(ACTS) in runs
    signs = np.array([[1 if act in on else -1 for act in ACTS] for on in runs])
    pairs = [signs[:, i] * signs[:, j] for i, j in combinations(range(len(ACTS)), 2)]
    columns = np.column_stack([signs, *pairs])
    assert (columns.T @ columns == 64 * np.eye(columns.shape[1])).all()


def test_a_switch_turns_off_the_others_and_nothing_else() -> None:
    hub = Parameters().coordinator.model_copy(update=dict.fromkeys(MECHANISMS, 0.7))
    full = Parameters().model_copy(update={"coordinator": hub})
    some = with_mechanisms(full, frozenset({"guidance"})).coordinator
    assert [getattr(some, name) for name in MECHANISMS] == [0.0, 0.7, 0.0, 0.0]
    assert with_mechanisms(full, frozenset(MECHANISMS)) == full
    acts = with_acts(full, frozenset(ACTS) - {"whistle"}).coordinator
    assert (acts.share_whistle, acts.share_panel, acts.resources) == (0.0, 1.0, 0.7)
    assert label_of({"guidance", "integration"}, MECHANISMS) == "0101"


def test_shares_are_known_parts_and_sum_to_what_the_four_do_together() -> None:
    """What two do only together is half of each; being there is a line of its own."""
    found = shares(rates(), MECHANISMS).set_index("name")["value"]
    half = TRADE / 2
    known = {**EFFECT, "guidance": 0.06 + half, "integration": -0.02 + half}
    assert found[list(MECHANISMS)].to_dict() == pytest.approx(known)
    assert found["together"] == pytest.approx(sum(known.values()))
    assert found["being_there"] == pytest.approx(0.03)


def test_main_effects_and_pairs_are_contrasts_of_means() -> None:
    found = factorial(rates(), MECHANISMS).set_index("name")["value"]
    assert found["mobilisation"] == pytest.approx(-0.04)
    assert found["guidance"] == pytest.approx(0.06 + TRADE / 2)
    assert found["guidance+integration"] == pytest.approx(TRADE / 2)
    assert found["mobilisation+resources"] == pytest.approx(0.0)


def test_intervals_are_over_points_and_cover_as_they_say() -> None:
    """A mechanism whose effect differs between points by chance: of 1,000 samples of 40 points, its
    95% interval holds the mean in about 95%."""
    luck, held = np.random.default_rng(0), 0
    for _ in range(1000):
        effect = luck.normal(0.02, 0.05, 40)
        seen = {on: (effect if "guidance" in on else np.zeros(40)) if on is not None else
                np.zeros(40) for on in (None, *mechanism_combinations())}  # fmt: skip
        row = shares(seen, MECHANISMS).set_index("name").loc["guidance"]
        held += bool(row["low"] <= 0.02 <= row["high"])
    assert 0.93 <= held / 1000 <= 0.97


def test_a_point_without_all_its_runs_is_left_out_and_said() -> None:
    counts = pd.DataFrame({"opportunities": [10, 10], **{name: [4, 6] for name in MEASURES}})
    keys = [Key("mechanism", on, n) for n in range(2) for on in (None, *mechanism_combinations())]
    keys += [Key("act", on, n) for n in range(2) for on in act_combinations() if on != {*ACTS}]
    seen = dict.fromkeys(keys, counts)
    found = judged(seen, "village", 2)
    assert (found.points, found.left_out) == (2, 0)
    seen[keys[3]] = counts[:0]
    again = judged(seen, "village", 2)
    assert (again.points, again.left_out) == (1, 1)
    told = " ".join(str(part) for part in again.document(speak("en")))
    assert "1 points lack a run" in told
    shares_of = again.shapley.set_index(["name", "measure"])["value"]
    assert shares_of["together", "failure"] == 0.0


def test_the_study_runs_every_combination_at_every_point() -> None:
    asked = list(study_of._keys(3))
    assert len(asked) == 3 * (1 + 16 + 63)
    assert len(set(asked)) == len(asked)
