"""The headline's population: its points, and what is said of effects whose answer is known."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from accepted_set import accepted

from experiments.analysis.answer import PRIMARY
from experiments.config.calibrated import read_settings
from experiments.config.emulated import Emulated
from experiments.studies import population as study
from experiments.studies import population_analysis as analysis
from experiments.studies import population_ground as grounds
from experiments.studies import population_parts as parts
from experiments.studies import population_variance as variance
from experiments.studies import population_verdict as verdict
from experiments.studies.declared import Setting
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
declared = cache(grounds.read_declaration)


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


def ground() -> grounds.Ground:
    arms = {arm: Setting(arrangement=arm) for arm in declared().arms}
    composed = declared().compose(study.STUDY, arms, ["community=village"], None)
    return grounds.Ground(declared(), composed, points(4))


def test_every_arm_has_a_point_s_community_and_rules_and_the_reference_no_coordinator() -> None:
    here = ground()
    for arm in declared().arms:
        found = grounds.parameters_at(here, arm, 2)
        rules = {f"structure.{k}": v for k, v in found.structure.model_dump().items()}
        assert rules == here.points.rules.iloc[2].to_dict()
        assert found.delivery.peers == here.points.community["delivery.peers"][2]
    none = grounds.parameters_at(here, "none", 2)
    assert none.coordinator == here.arms["none"].parameters.coordinator


def test_an_arm_keeps_what_it_differs_by_and_shares_the_rest_of_a_point_s_coordinator() -> None:
    here = ground()
    hub = here.points.hub.iloc[2]
    three = ("party", "equal_means", "blind_pool")
    party, means, pool = (grounds.parameters_at(here, arm, 2).coordinator for arm in three)
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


def told(levels: pd.DataFrame, median: float, lowers: float, raises: float) -> verdict.Verdict:
    shares = pd.DataFrame([
        {"measure": name, "median": median, "lowers": lowers, "raises": raises}
        for name in ("breakdown", "failure", "both")
    ])  # fmt: skip
    return verdict.verdict(shares, levels)


def test_the_sentence_is_that_of_the_declared_rules() -> None:
    turning = rows(union=(-0.06, 0.01), left_to_hub=(0.04, 0.01))
    assert told(turning, -0.02, 0.4, 0.1) == ("depends", ("structure.watching",))
    unsure = rows(union=(-0.06, 0.01), left_to_hub=(0.01, 0.01))
    assert told(unsure, -0.02, 0.3, 0.25).kind == "cancels"
    assert told(unsure, -0.08, 0.6, 0.1).kind == "lowers"
    assert told(unsure, 0.08, 0.1, 0.6).kind == "raises"
    assert told(unsure, 0.01, 0.1, 0.1).kind == "small"
    assert told(unsure, -0.045, 0.48, 0.1).kind == "open"


def test_clearly_stops_at_the_first_arm_that_is_not_shown_and_says_where_it_is_the_other_way() -> (
    None
):
    table = pd.DataFrame([
        {"against": arm, "measure": measure, "low": low, "high": high}
        for arm, low, high in (
            ("none", -0.1, -0.02), ("placebo", -0.1, 0.01), ("means", 0.02, 0.1),
            ("pool", -0.2, -0.1),
        )
        for measure in PRIMARY
    ])  # fmt: skip
    assert verdict.clear_of(table, ["none", "placebo", "pool"]) == (["none"], None, [])
    assert verdict.clear_of(table, ["none", "pool", "placebo"]).shown == ["none", "pool"]
    assert verdict.clear_of(table, ["none", "means", "pool"]) == (["none"], "means", ["means"])
    assert verdict.clear_of(table, ["placebo", "means"]) == ([], None, ["means"])
    mixed = table.assign(low=[-0.1, 0.02] * 4, high=[-0.02, 0.1] * 4)
    assert verdict.clear_of(mixed, ["none"]) == ([], None, [])


def test_the_weight_at_which_the_sentence_changes_is_the_nearest_to_that_of_now() -> None:
    """One level of three is at -6 of 100, the others at 0: with half of the weight on it nothing
    holds in most of the population, and so with none on one of the others."""
    names = LEVELS["structure.watching"]
    rules = pd.DataFrame({rule: [levels[0]] * 3 for rule, levels in LEVELS.items()})
    rules["structure.watching"] = names
    draws = {name: np.tile([-0.06, 0.0, 0.0], (60, 1)) for name in PRIMARY}
    found = verdict.tipping(draws, rules).set_index("level")
    assert set(found["rule"]) == {"structure.watching"} and set(found.index) == set(names)
    assert found["weight"].tolist() == pytest.approx([0.5, 0.0, 0.0])
    assert (found["kind"] == "open").all()
    sure = {name: np.full((60, 3), -0.06) for name in PRIMARY}
    never = verdict.tipping(sure, rules)
    assert never["weight"].isna().all() and (never["kind"] == "lowers").all()


def test_parts_of_the_population_are_told_apart_where_there_are_enough_points() -> None:
    draws = {name: np.tile([-0.06] * 3 + [0.02], (analysis.DRAWS, 1)) for name in PRIMARY}
    parts_of = {"stationary": np.array([True, True, True, False]), "few": np.arange(4) > 1}
    found = analysis.conditions(draws, parts_of, np.random.default_rng(0))
    assert set(found["condition"]) == {"stationary"}
    assert found.set_index("measure")["lowers"].to_dict() == dict.fromkeys([*PRIMARY, "both"], 1.0)


def test_points_share_no_luck_and_a_point_s_arms_do() -> None:
    """Else what one draw does to all points would be in no interval over points."""
    by_point: dict[str, set[int]] = {}
    for spec in study.specs_of(ground(), 4):
        by_point.setdefault(spec.arm[-4:], set()).add(spec.seed)
    assert all(len(seeds) == 1 for seeds in by_point.values())
    assert len(set.union(*by_point.values())) == len(by_point) > 1
    assert grounds.seed_at(0, 0) == grounds.seed_at(0, 0) != grounds.seed_at(0, 0, other=True)


def test_a_coordinator_that_comes_late_stays_as_long_and_the_reference_runs_as_long() -> None:
    here = ground()
    late = declared().late.model_copy(update={"points": 2, "start": 100})
    here = here._replace(declared=declared().model_copy(update={"late": late}))
    specs = {spec.arm: spec.parameters for spec in parts.late_specs(here)}
    assert list(specs) == ["late-party-0000", "late-party-0001", "late-none-0000", "late-none-0001"]
    usual = grounds.parameters_at(here, "party", 1)
    assert (
        specs["late-party-0001"].horizon == specs["late-none-0001"].horizon == 100 + usual.horizon
    )
    assert specs["late-party-0001"].coordinator.start_week == 100
    assert specs["late-none-0001"].coordinator == grounds.parameters_at(here, "none", 1).coordinator


def test_the_check_takes_points_from_the_least_to_the_largest_and_says_how_far_off_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = declared().checked.model_copy(update={"points": 3})
    here = ground()._replace(declared=declared().model_copy(update={"checked": few}))
    expected = pd.DataFrame({"point": [0, 1, 2, 3]})
    for name in PRIMARY:
        expected[f"{name}_mean"], expected[f"{name}_spread"] = [0.03, -0.1, 0.2, 0.01], 0.0
    check = parts.Check(here, expected)
    assert check.chosen["point"].tolist() == [1, 0, 2]
    assert len({spec.seed for spec in check.specs}) == few.points
    sides = {"party": [4, 6, 5, 5], "none": [3, 3, 4, 2]}

    def counts(_: parts.Check, cell: tuple[str, int]) -> pd.DataFrame:
        return pd.DataFrame({"opportunities": 10, **dict.fromkeys(PRIMARY, sides[cell[0]])})

    monkeypatch.setattr(parts.Check, "_counts", counts)
    found = check.table(check.keys)  # type: ignore[arg-type]
    first = found[found["measure"] == "failure"].iloc[0]
    assert first["point"] == 1 and first["seen"] == pytest.approx(0.2)
    assert first["apart"] == pytest.approx((0.2 + 0.1) / first["error"])


# -- what the effect hangs on ---------------------------------------------------------------------


def drawn_samples(number: int = 32) -> variance.Samples:
    columns = group_columns(settings(), declared().hub)
    return variance.samples(columns, dimensions(settings(), declared().hub), number, 7)


def test_a_group_s_sample_is_the_first_with_that_group_from_the_second() -> None:
    unit = drawn_samples().unit
    columns = group_columns(settings(), declared().hub)
    every = sorted(n for name in ("rules", "community", "hub") for n in columns[name])
    assert every == list(range(dimensions(settings(), declared().hub)))
    assert (
        sorted([*columns["sets"], *columns["others"]]) == every[: len(every) - len(columns["hub"])]
    )
    for group, own in columns.items():
        others = [n for n in range(unit["a"].shape[1]) if n not in own]
        assert (unit[group][:, own] == unit["b"][:, own]).all()
        assert (unit[group][:, others] == unit["a"][:, others]).all()
    assert (unit["dummy"] == unit["a"]).all() and not (unit["a"] == unit["b"]).any()


def test_runs_are_made_once_where_a_coordinator_changes_nothing_and_the_dummy_has_other_luck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "accepted_points", accepted)
    small = declared().model_copy(update={"halves": 2})
    apart = parts.Variance(small, ground().arms, 7)
    keys = set(apart.keys)
    assert len(apart.specs) == len(keys) == 2 * (2 * len(variance.RUN) - 2)
    assert not {("hub", "none", 0), ("others", "none", 0)} & keys
    by_key = dict(zip(apart.keys, apart.specs, strict=True))
    first, again = by_key["a", "party", 1], by_key["dummy", "party", 1]
    assert first.parameters == again.parameters
    assert len({first.seed, again.seed, by_key["a", "party", 0].seed}) == 3
    assert first.seed == by_key["b", "none", 1].seed == by_key["hub", "party", 1].seed
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
    columns, left_out = variance.columns_of(pairs, drawn, "failure")  # type: ignore[arg-type]
    found = variance.seen(columns)
    at = [0, 2, 3]
    a, b = drawn.definition["a"][at] / 100, drawn.definition["b"][at] / 100
    assert left_out == 1
    assert found.a[:, 0] == pytest.approx(np.array(at) + a)
    assert found.b[:, 0] == pytest.approx(10 + np.array(at) + b)
    assert found.mixed["rules"][:, 0] == pytest.approx(20 + np.array(at) + a)
    assert found.mixed["definition"][:, 0] == pytest.approx(np.array(at) + b)


def test_shapley_effects_share_out_what_a_community_and_its_rules_explain_together() -> None:
    """f = set + own + other + hub + definition, and luck: the community tells its set, so that of
    the set's variance (1) half is the rules' and half the community's."""
    lots = np.random.default_rng(4)
    a, b = lots.normal(size=(2, 20_000, 5)) * np.array([1.0, 2.0, 0.5, 1.5, 1.0])
    of = {"a": [], "b": list(range(4)), "rules": [0, 2], "community": [1], "hub": [3],
          "sets": [0, 1], "others": [2], "dummy": []}  # fmt: skip

    def seen(name: str, definition: np.ndarray) -> np.ndarray:
        x = a[:, :4].copy()
        x[:, of[name]] = b[:, of[name]]
        return (x.sum(axis=1) + definition)[:, None] + lots.normal(size=(20_000, 2))

    columns = {name: (seen(name, a[:, 4]), seen(name, b[:, 4])) for name in variance.RUN}
    found = {name: share for (name, _), share in variance.effects(columns).items()}
    whole = 1.0 + 4.0 + 0.25 + 2.25 + 1.0
    known = {"rules": 0.5 + 0.25, "community": 4.0 + 0.5, "hub": 2.25, "definition": 1.0}
    for name, part in known.items():
        assert found[name] == pytest.approx(part / whole, abs=0.03)
    assert sum(found.values()) == pytest.approx(1.0)


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
