"""Where the hub does what, of effects whose place is known."""

import numpy as np
import pandas as pd
import pytest

from experiments.base.errors import InputError
from experiments.studies import discover as study_of
from experiments.studies.discover_analysis import Sample, columns_of, discovered
from experiments.studies.discover_text import document, sentence
from experiments.studies.population_points import LEVELS
from experiments.words.speech import speak

ASKED = study_of.read_declared(study_of.DECLARATION, study_of.Declaration).model_copy(
    update={"permutations": 10}
)
RULE, LEVEL_ = "structure.watching", "union"
NUMBER = "coordinator.attention"


def sample(seed: int, effect: float, points: int = 400) -> Sample:
    """The hub changes failure by ``effect`` where its attention is above 30 and members watch too;
    by nothing elsewhere."""
    luck = np.random.default_rng(seed)
    design = pd.DataFrame({
        RULE: luck.choice(LEVELS[RULE], points), NUMBER: luck.uniform(12, 48, points),
        "coordinator.red_line": luck.uniform(0.3, 1.0, points),
    })  # fmt: skip
    there = (design[RULE] == LEVEL_) & (design[NUMBER] > 30)
    f = np.where(there, effect, 0.0)
    halves = f[:, None] + luck.normal(0.0, 0.05, (points, 2))
    draws = f + luck.normal(0.0, 0.01, (40, points))
    return Sample(design, halves, draws, 0)


def test_what_was_planted_is_told_with_what_it_does_on_other_points() -> None:
    found = discovered(sample(0, -0.2), sample(1, -0.2), ASKED, 3)
    lowers = found.boxes.set_index("side").loc["lowers"]
    assert lowers["found"] and lowers["judged_share"] > 0.9 and lowers["outside_share"] < 0.05
    assert lowers["inside_low"] < -0.2 < lowers["inside_high"] + 0.02
    own = found.limits[found.limits["side"] == "lowers"].set_index("column")
    assert set(own.index) == {RULE, NUMBER}
    assert set(own.loc[RULE, "left_out"].split()) == set(LEVELS[RULE]) - {LEVEL_}
    assert 28 < own.loc[NUMBER, "low"] < 32
    assert not found.boxes.set_index("side").loc["raises", "found"]
    english, chinese = (sentence(found, "lowers", speak(lang)) for lang in ("en", "zh"))
    assert "It held on the other points" in english and "is 29.9 or more" in english
    assert "依然成立" in chinese


def test_a_side_is_never_told_as_the_other() -> None:
    found = discovered(sample(0, 0.2), sample(1, 0.2), ASKED, 3)
    by_side = found.boxes.set_index("side")
    assert by_side.loc["raises", "found"] and not by_side.loc["lowers", "found"]
    assert sentence(found, "raises", speak("en")).count("raises failure by 5") == 1
    assert sentence(found, "lowers", speak("en")).startswith("No box found where the hub lowers")


def test_what_does_not_hold_on_other_points_is_told_as_a_guess() -> None:
    found = discovered(sample(0, -0.2), sample(1, 0.0), ASKED, 3)
    assert "take it as a guess" in sentence(found, "lowers", speak("en"))


def test_leaves_of_the_tree_are_boxes_that_part_the_points() -> None:
    sought = sample(0, -0.2)
    found = discovered(sought, sample(1, -0.2), ASKED, 3)
    leaves = found.leaves.drop_duplicates("leaf")
    assert leaves["support"].sum() == pytest.approx(1.0)
    mean = float(sought.beyond(-1).mean())
    assert (leaves["support"] * leaves["lowers"]).sum() == pytest.approx(mean)
    assert leaves["lowers"].max() > 0.9


def test_points_are_numbers_and_codes_of_levels() -> None:
    columns = columns_of(sample(0, 0.0, 5).design)
    assert columns.numbers.shape == (5, 2) and columns.levels.shape == (5, 1)
    assert columns.levels.max() < len(LEVELS[RULE])


def test_a_box_is_judged_on_other_points_with_other_luck() -> None:
    plan = study_of.study([], points=8)
    seeds = {
        part: {spec.seed for spec in plan.specs if spec.arm.startswith(part)}
        for part in (study_of.SOUGHT, study_of.JUDGED)
    }
    assert len(plan.specs) == 2 * (8 + 4)
    assert [len(own) for own in seeds.values()] == [8, 4], "a point's arms share its luck"
    assert not seeds[study_of.SOUGHT] & seeds[study_of.JUDGED]
    treated = [spec.parameters for spec in plan.specs if "party" in spec.arm]
    assert len({str(parameters) for parameters in treated}) == 12


def test_one_replicate_has_no_two_halves() -> None:
    with pytest.raises(InputError, match="replicates = 1: must be 2 or more"):
        study_of.study(["replicates=1"])


def test_points_without_a_pair_are_told() -> None:
    lacking = sample(1, -0.2)._replace(failed=3)
    told = " ".join(
        map(str, document(discovered(sample(0, -0.2), lacking, ASKED, 3), "x", speak("en")))
    )
    assert "3 points lack a run" in told
