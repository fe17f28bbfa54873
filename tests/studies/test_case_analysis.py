"""Given the case: weights, both estimands where the answer is known, refusal, and the mirror."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from case_toy import REFUSAL, Toy

from experiments.analysis.answer import PRIMARY
from experiments.studies import case
from experiments.studies import case_analysis as analysis
from experiments.words.speech import EN

declared = cache(case.read_declaration)


# -- weights ---------------------------------------------------------------------------------------


def test_a_particle_keeps_its_weight_where_it_is_within_tolerance_of_every_fact() -> None:
    off = pd.DataFrame({"one": [0.0, 1.0, 1.4, 3.0], "two": [1.0, 1.6, 0.0, 0.0]})
    assert analysis.weights(off, 1.0).tolist() == [1.0, 0.0, 0.0, 0.0]
    assert analysis.weights(off, 1.5).tolist() == [0.5, 0.0, 0.5, 0.0]
    assert analysis.weights(off, 2.0) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0.0])
    assert analysis.weights(off + 5.0, 2.0).tolist() == [0.0] * 4


def test_the_effective_size_and_the_mean_are_those_by_hand() -> None:
    weight = np.array([0.5, 0.25, 0.25, 0.0])
    assert analysis.effective_size(weight) == pytest.approx(1 / (0.25 + 2 * 0.0625))
    assert analysis.effective_size(np.zeros(3)) == 0.0
    found = analysis.estimate(np.array([1.0, 3.0, np.nan, 9.0]), weight)
    assert found.value == pytest.approx((0.5 * 1 + 0.25 * 3) / 0.75) and found.n == 2
    off = (1 - found.value, 3 - found.value)
    error = ((0.5 * off[0]) ** 2 + (0.25 * off[1]) ** 2) ** 0.5 / 0.75
    assert found.error == pytest.approx(error)


def test_quantiles_are_by_weight() -> None:
    found = analysis.quantiles(np.array([3.0, 1.0, 2.0, np.nan]), np.array([0.1, 0.2, 0.7, 0.5]))
    assert found == {"median": 2.0, "lowest": 1.0, "highest": 3.0}


def test_an_effect_is_refused_for_few_particles_or_one_that_has_too_much_weight() -> None:
    assert not REFUSAL.allows(np.full(49, 1 / 49)) and REFUSAL.allows(np.full(50, 1 / 50))
    heavy = np.full(1000, 0.94 / 999)
    heavy[0] = 0.06
    assert analysis.effective_size(heavy) > 50 and not REFUSAL.allows(heavy)
    assert not REFUSAL.allows(np.zeros(9))


# -- effects whose answer is known -----------------------------------------------------------------


def value(table: pd.DataFrame, estimand: str, tolerance: float = 1.0) -> pd.Series:
    own = table[(table["estimand"] == estimand) & (table["measure"] == "failure")]
    found: pd.Series = own[own["tolerance"] == tolerance].iloc[0]
    return found


def test_conditioning_on_luck_makes_an_effect_from_nothing_in_this_case_and_none_in_places() -> (
    None
):
    """The mean of a normal under 1 below its mean is 1.525 standard deviations below it."""
    toy = Toy(effect=0.0)
    told = toy.ladder(toy.treated)
    this, places, gap = (value(told, name) for name in analysis.ESTIMANDS)
    assert this["value"] == pytest.approx(-0.1525, abs=0.006) and this["high"] < -0.14
    assert abs(places["value"]) < 3 * places["error"] < 0.01
    assert gap["value"] == pytest.approx(this["value"] - places["value"])
    prior = analysis.prior(toy.effects).set_index("measure").loc["failure"]
    assert abs(prior["value"]) < 3 * prior["error"] < 0.004


def test_places_like_it_have_the_effect_that_there_is() -> None:
    toy = Toy(effect=-8.0)
    places = value(toy.ladder(toy.treated), analysis.PLACES)
    assert places["value"] == pytest.approx(-0.08, abs=3 * places["error"])
    assert places["lowers"] == pytest.approx(
        0.58, abs=0.03
    )  # of a normal, -8 (14.1), at -5 or less
    assert places["raises"] == pytest.approx(0.18, abs=0.03)


def test_the_ladder_is_monotone_a_wider_tolerance_keeps_all_that_a_tighter_one_did() -> None:
    toy = Toy(effect=0.0)
    told = toy.ladder(toy.treated)
    narrow, wide = (value(told, analysis.THIS, each) for each in (1.0, 2.0))
    assert narrow["n"] < wide["n"] and narrow["effective"] < wide["effective"]
    assert abs(wide["value"]) < abs(narrow["value"]), "less is selected"


def test_the_mirror_says_selection_where_each_arm_is_ahead_when_it_is_the_one_weighed() -> None:
    nothing, strong = Toy(effect=0.0), Toy(effect=-60.0)
    told, mirror = (nothing.ladder(arm) for arm in (nothing.treated, nothing.reference))
    assert value(told, analysis.THIS)["value"] < 0 < value(mirror, analysis.THIS)["value"]
    assert analysis.mirrored(told, mirror) == analysis.SELECTION
    told, mirror = (strong.ladder(arm) for arm in (strong.treated, strong.reference))
    assert analysis.mirrored(told, mirror) == analysis.SAME
    unpublished = mirror.assign(published=False)
    assert analysis.mirrored(told, unpublished) == analysis.UNKNOWN
    for kind in (analysis.SELECTION, analysis.SAME, analysis.UNKNOWN):
        assert EN.knows(f"case.mirror.{kind}")
    assert EN("case.mirror.selection").startswith("Selection:")


def test_the_tolerance_told_of_is_the_tightest_at_which_all_is_published() -> None:
    table = pd.DataFrame({"tolerance": [1.0, 1.5, 2.0], "published": [False, True, True]})
    assert analysis.tightest(table) == 1.5
    assert analysis.tightest(table, table.assign(published=[True, False, True])) == 2.0
    assert analysis.tightest(table.assign(published=False)) is None


def test_what_is_refused_has_no_figure_anywhere() -> None:
    toy = Toy(effect=0.0, particles=200)
    told = toy.ladder(toy.treated)
    rung = told[told["tolerance"] == 1.0]
    assert not rung["published"].any() and 0 < rung["effective"].iloc[0] < 50
    assert rung[["value", "error", "low", "high", "median", "lowers"]].isna().all(axis=None)
    assert told.loc[told["tolerance"] == 2.0, "published"].all()


# -- what it stands on -----------------------------------------------------------------------------


def test_each_fact_is_left_out_in_turn() -> None:
    off = pd.DataFrame({"one": [0.0, 9.0, 9.0], "two": [0.0, 0.0, 9.0]})
    nothing = pd.DataFrame(0.0, index=off.index, columns=list(PRIMARY))
    table = analysis.left_out(
        off, analysis.Effects(nothing, nothing), (1.0,), analysis.Refusal(1, 1.0)
    )
    sizes = table.groupby("fact")["effective"].first().to_dict()
    assert sizes == {"one": 2.0, "two": 1.0}


def test_conflicts_are_shares_that_meet_one_fact_and_a_pair() -> None:
    off = pd.DataFrame({"one": [0.0, 0.0, 3.0, 3.0], "two": [3.0, 3.0, 0.0, 0.0]})
    table = analysis.conflicts(off, (1.0, 4.0)).set_index(["tolerance", "one", "other"])
    assert table.loc[(1.0, "one", "one")].tolist() == [0.5, 0.5]
    assert table.loc[(1.0, "one", "two")].tolist() == [0.0, 0.25]
    assert (table.loc[4.0] == 1.0).all(axis=None)


def test_the_nearest_meet_most_facts_and_lie_least_off() -> None:
    off = pd.DataFrame({"one": [0.0, np.inf, 2.5, 0.5], "two": [np.inf, np.inf, 0.0, 1.0]})
    found = analysis.nearest(off, 2.0, 3)
    assert found.index.tolist() == [3, 2, 0] and found["unmet"].tolist() == [0, 1, 1]
    assert found["off"].tolist() == [1.5, 2.5, analysis.FAR]


def test_posterior_stands_beside_prior_of_levels_and_parameters() -> None:
    rules = pd.DataFrame({
        rule: [levels[0], levels[0], levels[1], levels[1]]
        for rule, levels in analysis.LEVELS.items()
    })  # fmt: skip
    weight = {1.0: np.array([0.0, 0.5, 0.5, 0.0]), 2.0: np.array([0.0, 0.0, 1.0, 0.0])}
    shares = analysis.level_shares(rules, weight).set_index(["tolerance", "rule", "level"])
    first, second, *_ = analysis.LEVELS["structure.watching"]
    assert shares.loc[(1.0, "structure.watching", first)].tolist() == [0.5, 0.5]
    assert shares.loc[(2.0, "structure.watching", second)].tolist() == [0.5, 1.0]
    table = analysis.ranges(pd.DataFrame({"x": [0.0, 4.0, 6.0, 10.0]}), weight)
    row = table[table["tolerance"] == 1.0].iloc[0]
    assert (row["prior_lowest"], row["prior_highest"]) == (0.0, 10.0)
    assert (row["lowest"], row["highest"], row["narrowed"]) == (4.0, 6.0, pytest.approx(0.8))
