"""The headline's population: its points, and what is said of effects whose answer is known."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from accepted_set import accepted

from experiments.config.calibrated import read_settings
from experiments.config.emulated import Emulated
from experiments.studies import population as study
from experiments.studies import population_analysis as analysis
from experiments.studies import population_variance as variance
from experiments.studies.population_points import (
    LEVELS,
    Points,
    dimensions,
    group_columns,
    points_of,
    unit_points,
    weighted,
)

HOW = Emulated(fitted_on=300, steps=20, held_out=0.2)
settings = cache(read_settings)
declared = cache(study.read_declaration)


def points(number: int) -> Points:
    unit = unit_points(settings(), declared().hub, number, 7)
    return points_of(unit, settings(), accepted(), declared().hub)


def test_a_short_population_is_the_beginning_of_a_longer_one() -> None:
    short, long = points(16), points(64)
    pd.testing.assert_frame_equal(short.rules, long.rules[:16])
    pd.testing.assert_frame_equal(short.hub, long.hub[:16])
    assert short.accepted.tolist() == long.accepted[:16].tolist()


def test_levels_and_sets_come_alike_and_communities_by_their_weight() -> None:
    found = points(1024)
    for rule in set(LEVELS) - set(settings().rules):
        shares = found.rules[rule].value_counts(normalize=True)
        assert shares.index.isin(LEVELS[rule]).all()
        assert shares.tolist() == pytest.approx([1 / len(LEVELS[rule])] * len(shares), abs=0.01)
    by_point = np.bincount(found.accepted, minlength=6) / 1024
    assert by_point == pytest.approx([0.3, 0.1, 0.1, 0.3, 0.1, 0.1], abs=0.01)
    low, high = found.hub.min(), found.hub.max()
    for name, each in declared().hub.items():
        assert each.low <= low[name] < each.low + 0.01 * (each.high - each.low)
        assert each.high >= high[name] > each.high - 0.01 * (each.high - each.low)


def test_a_unit_falls_into_the_part_of_its_weight() -> None:
    weights = np.array([1.0, 2.0, 1.0])
    assert [weighted(weights, u) for u in (0.0, 0.24, 0.25, 0.74, 0.75, 0.999)] == [
        0,
        0,
        1,
        1,
        2,
        2,
    ]


def test_coordinates_are_shares_of_ranges_and_a_column_a_level_but_the_first() -> None:
    found = points(8)
    at = found.coordinates(settings(), declared().hub)
    levels = sum(len(each) - 1 for each in LEVELS.values())
    assert at.shape == (8, levels + len(settings().paths) + len(declared().hub))
    assert ((at >= 0.0) & (at <= 1.0)).all()
    first = at[:, : len(LEVELS["structure.asked_first"]) - 1]
    assert (first.sum(axis=1) == (found.rules["structure.asked_first"] != "together")).all()


# -- arms at a point ------------------------------------------------------------------------------


def ground() -> study.Ground:
    arms = {arm: study.Setting(arrangement=arm) for arm in declared().arms}
    composed = declared().compose(study.STUDY, arms, ["community=village"], None)
    return study.Ground(declared(), composed, points(4))


def test_every_arm_has_a_point_s_community_and_rules_and_the_reference_no_coordinator() -> None:
    here = ground()
    for arm in declared().arms:
        found = study.parameters_at(here, arm, 2)
        rules = {f"structure.{k}": v for k, v in found.structure.model_dump().items()}
        assert rules == here.points.rules.iloc[2].to_dict()
        assert found.delivery.peers == here.points.community["delivery.peers"][2]
    none = study.parameters_at(here, "none", 2)
    assert none.coordinator == here.arms["none"].parameters.coordinator


def test_an_arm_keeps_what_it_differs_by_and_shares_the_rest_of_a_point_s_coordinator() -> None:
    here = ground()
    hub = here.points.hub.iloc[2]
    three = ("party", "equal_means", "blind_pool")
    party, means, pool = (study.parameters_at(here, arm, 2).coordinator for arm in three)
    assert party.guidance == hub["coordinator.guidance"]
    assert party.reach[1] == hub["coordinator.reach.market"]
    assert (means.guidance, means.formalism, means.handed_over) == (0.0, 0.0, True)
    assert means.attention == party.attention == hub["coordinator.attention"]
    assert (pool.attention_cost, pool.guidance) == (0.0, 0.0)
    assert pool.resources == party.resources == hub["coordinator.resources"]


# -- what effects come to -------------------------------------------------------------------------


def test_shares_and_median_of_a_known_population_come_back_through_much_luck() -> None:
    """f runs evenly from -8 to 8 of 100, so three in 16 lie beyond 5 on each side; shares of what
    is seen are larger, for luck is as wide as f."""
    lots = [known_population(seed) for seed in range(6)]
    told = [told_of(at, data).loc["failure"] for at, _, data in lots]
    for side, sign in (("lowers", -1), ("raises", 1)):
        true = np.mean([(sign * f >= 0.05).mean() for _, f, _ in lots])
        seen = np.mean([(sign * data.mean(axis=1) >= 0.05).mean() for *_, data in lots])
        error = np.mean([row[f"{side}_error"] for row in told]) / len(told) ** 0.5
        assert abs(np.mean([row[side] for row in told]) - true) < 2.5 * error < seen - true
    for name, true in (("median", 0.0), ("low", -0.072), ("high", 0.072)):
        error = np.mean([row[f"{name}_error"] for row in told]) / len(told) ** 0.5
        assert abs(np.mean([row[name] for row in told]) - true) < 2.5 * error < 0.02


def known_population(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points, f there, and what two halves of luck show of it."""
    luck = np.random.default_rng(seed)
    at = luck.random((300, 2))
    f = 0.16 * at[:, 0] - 0.08
    return at, f, f[:, None] + luck.normal(0.0, 0.1, (300, 2))


def told_of(at: np.ndarray, data: np.ndarray) -> pd.DataFrame:
    """Shares where breakdown and failure are the same."""
    found = analysis.posterior(at, data, HOW, 3)
    measures = {"breakdown": found, "failure": found}
    draws = analysis.drawn(measures, 1.0, np.random.default_rng(2))
    return analysis.shares(draws, np.random.default_rng(2)).set_index("measure")


def test_where_there_is_luck_alone_no_share_is_claimed() -> None:
    luck = np.random.default_rng(0)
    at, data = luck.random((200, 2)), luck.normal(0.0, 0.06, (200, 2))
    told = told_of(at, data)
    assert (np.abs(data.mean(axis=1)) >= 0.05).mean() > 0.15
    assert (told[["lowers", "raises"]] < 0.03).all(axis=None)


def test_draws_have_the_covariance_that_is_known_and_go_together_between_measures() -> None:
    covariance = np.array([[4.0, 2.0], [2.0, 3.0]])
    one = analysis.Posterior(np.array([1.0, -1.0]), np.linalg.cholesky(covariance), 1.0)
    luck = np.random.default_rng(5)
    parts = [analysis.drawn({"a": one, "b": one}, 0.5, luck) for _ in range(50)]
    a, b = (np.concatenate([part[name] for part in parts]) for name in ("a", "b"))
    for each in (a, b):
        assert each.mean(axis=0) == pytest.approx([1.0, -1.0], abs=0.05)
        assert np.cov(each.T) == pytest.approx(covariance, abs=0.12)
    assert np.corrcoef(a[:, 0], b[:, 0])[0, 1] == pytest.approx(0.5, abs=0.03)


def test_shares_and_ranges_are_counted_over_points_and_draws() -> None:
    """Two points, sure: one at -6, one at 2 of 100, breakdown at -6 and -6."""
    draws = {
        "breakdown": np.full((analysis.DRAWS, 2), -0.06),
        "failure": np.tile([-0.06, 0.02], (analysis.DRAWS, 1)),
    }
    told = analysis.shares(draws, np.random.default_rng(0)).set_index("measure")
    assert told["lowers"].to_dict() == {"breakdown": 1.0, "failure": 0.5, "both": 0.5}
    assert told["raises"].to_dict() == dict.fromkeys(told.index, 0.0)
    assert told.loc["failure", "lowers_error"] == pytest.approx(0.5 / 2**0.5, abs=0.05)
    curve = analysis.curve(draws, [1.0, 7.0]).set_index(["measure", "margin"])
    assert curve.loc[("failure", 1.0)].to_dict() == {"lowers": 0.5, "raises": 0.5}
    assert curve.loc[("breakdown", 7.0)].to_dict() == {"lowers": 0.0, "raises": 0.0}


def rows(**medians: tuple[float, float]) -> pd.DataFrame:
    """Levels of one rule, with their median and its standard error."""
    return pd.DataFrame([
        {"measure": "failure", "rule": "structure.watching", "level": level, "median": median,
         "median_error": error, "lowers": 0.0, "raises": 0.0, "n": 9}
        for level, (median, error) in medians.items()
    ])  # fmt: skip


def told(levels: pd.DataFrame, median: float, lowers: float, raises: float) -> analysis.Verdict:
    shares = pd.DataFrame([
        {"measure": name, "median": median, "lowers": lowers, "raises": raises}
        for name in ("breakdown", "failure", "both")
    ])  # fmt: skip
    empty = pd.DataFrame()
    return analysis.verdict(analysis.Answer(empty, shares, empty, levels, empty, 0))


def test_the_sentence_is_that_of_the_declared_rules() -> None:
    turning = rows(union=(-0.06, 0.01), left_to_hub=(0.04, 0.01))
    assert told(turning, -0.02, 0.4, 0.1) == ("depends", ("structure.watching",))
    unsure = rows(union=(-0.06, 0.01), left_to_hub=(0.01, 0.01))
    assert told(unsure, -0.02, 0.3, 0.25).kind == "cancels"
    assert told(unsure, -0.08, 0.6, 0.1).kind == "lowers"
    assert told(unsure, 0.08, 0.1, 0.6).kind == "raises"
    assert told(unsure, 0.01, 0.1, 0.1).kind == "small"
    assert told(unsure, -0.045, 0.48, 0.1).kind == "open"


def test_clearly_stops_at_the_first_arm_that_is_not_shown() -> None:
    table = pd.DataFrame([
        {"against": arm, "measure": measure, "low": low, "high": high}
        for arm, low, high in (("none", -0.1, -0.02), ("placebo", -0.1, 0.01), ("pool", 0.02, 0.1))
        for measure in ("breakdown", "failure")
    ])  # fmt: skip
    assert analysis.clear_of(table, ["none", "placebo", "pool"]) == ["none"]
    assert analysis.clear_of(table, ["none", "pool"]) == ["none", "pool"]
    assert analysis.clear_of(table, ["placebo", "none"]) == []


# -- what the effect hangs on ---------------------------------------------------------------------


def drawn_samples(number: int = 32) -> variance.Samples:
    columns = group_columns(settings(), declared().hub)
    return variance.samples(columns, dimensions(settings(), declared().hub), number, 7)


def test_a_group_s_sample_is_the_first_with_that_group_from_the_second() -> None:
    unit = drawn_samples().unit
    columns = group_columns(settings(), declared().hub)
    every = sorted(number for own in columns.values() for number in own)
    assert every == list(range(dimensions(settings(), declared().hub)))
    for group, own in columns.items():
        others = [n for n in range(unit["a"].shape[1]) if n not in own]
        assert (unit[group][:, own] == unit["b"][:, own]).all()
        assert (unit[group][:, others] == unit["a"][:, others]).all()
    assert (unit["dummy"] == unit["a"]).all() and not (unit["a"] == unit["b"]).any()


def test_runs_are_made_once_where_a_coordinator_changes_nothing_and_the_dummy_has_other_luck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(study, "accepted_points", accepted)
    small = declared().model_copy(update={"halves": 2})
    apart = study.Variance(small, ground().arms, 7)
    keys = set(apart.keys)
    assert len(apart.specs) == len(keys) == 2 * (2 * len(variance.RUN) - 1)
    assert ("hub", "none", 0) not in keys
    by_key = dict(zip(apart.keys, apart.specs, strict=True))
    first, again = by_key["a", "party", 1], by_key["dummy", "party", 1]
    assert (first.parameters, first.seed + 1) == (again.parameters, again.seed)
    assert by_key["hub", "party", 1].parameters.structure == first.parameters.structure
    assert by_key["hub", "party", 1].parameters.coordinator != first.parameters.coordinator


def test_definitions_are_those_of_the_point_s_own_sample_and_a_missing_run_leaves_a_point_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each pair is a number that tells its sample and point; what is seen adds the definition."""
    drawn = drawn_samples(4)
    pairs = {name: [10 * n + point for point in range(4)] for n, name in enumerate(variance.RUN)}

    def told(pair: int, measure: str, definition: int) -> list[float]:
        return [float("nan") if pair == 21 else pair + definition / 100, float(pair)]

    monkeypatch.setattr(variance, "difference", told)
    found, left_out = variance.seen(pairs, drawn, "failure")  # type: ignore[arg-type]
    at = [0, 2, 3]
    a, b = drawn.definition["a"][at] / 100, drawn.definition["b"][at] / 100
    assert left_out == 1
    assert found.a[:, 0] == pytest.approx(np.array(at) + a)
    assert found.b[:, 0] == pytest.approx(10 + np.array(at) + b)
    assert found.mixed["rules"][:, 0] == pytest.approx(20 + np.array(at) + a)
    assert found.mixed["definition"][:, 0] == pytest.approx(np.array(at) + b)


def test_what_is_not_surely_above_the_dummy_is_not_told() -> None:
    rows = [
        {"measure": "failure", "kind": "total", "name": name, "low": low, "high": high}
        for name, low, high in (
            ("rules", 0.3, 0.6), ("community", 0.04, 0.3), ("hub", -0.1, 0.2),
            ("definition", 0.06, 0.1), ("dummy", -0.05, 0.05),
        )
    ]  # fmt: skip
    told = list(variance.above_dummy(pd.DataFrame(rows)))
    assert told == [("failure", "rules"), ("failure", "definition")]
