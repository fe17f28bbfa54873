"""What the effect hangs on, of rates that hang on known factors."""

import numpy as np
import pytest

from experiments.analysis.crossed import above
from experiments.base.errors import InputError
from experiments.config.calibrated import read_settings
from experiments.studies import sensitivity as study_of
from experiments.studies.population_ground import parameters_at, read_declaration
from experiments.studies.population_points import COMMUNITY, LEVELS
from experiments.studies.population_variance import DUMMY, A
from experiments.studies.sensitivity_analysis import (
    DIFFERENCE,
    Rates,
    indices,
    screening,
    slope,
    strongest,
)
from experiments.studies.sensitivity_design import (
    Factor,
    box_space,
    moved,
    population_space,
    two_samples,
)
from experiments.studies.sensitivity_text import document, of
from experiments.words.speech import speak

FACTORS = [Factor(f"coordinator.{name}", "hub", (i,), True, False) for i, name in
           enumerate(("guidance", "attention", "red_line"))]  # fmt: skip
POINTS = 512
SHARES = (16 / 17, 1 / 17, 0.0)
"""Of the variance of 0.2 x1 + 0.05 x2 over [0, 1): 0.2^2 and 0.05^2, and an input without part."""


def rates(unit: np.ndarray, luck: np.random.Generator, noise: float) -> Rates:
    """The hub's rate falls with its first input and its second; without one it is 0.5."""
    with_hub = 0.45 - 0.2 * unit[:, 0] - 0.05 * unit[:, 1]
    seen = with_hub[:, None] + luck.normal(0.0, noise, (len(unit), 2))
    none = 0.5 + luck.normal(0.0, noise, (len(unit), 2))
    return Rates({"breakdown": seen, "failure": seen}, {"breakdown": none, "failure": none})


def sampled(seed: int, noise: float = 0.03, points: int = POINTS) -> dict[str, Rates]:
    luck = np.random.default_rng(seed)
    a, b = luck.random((points, 3)), luck.random((points, 3))
    unit = {A: a, "b": b, DUMMY: a}
    unit |= {factor.name: moved(a, b, [factor]) for factor in FACTORS}
    found = {name: rates(at, luck, noise) for name, at in unit.items()}
    found["step"] = b - a  # type: ignore[assignment]
    return found


def test_known_shares_come_back_and_the_idle_factor_is_not_told() -> None:
    seen = sampled(5)
    seen.pop("step")
    found = indices(seen.pop(A), seen.pop("b"), seen, 0)
    own = of(found, DIFFERENCE, "failure")
    total = own[own["kind"] == "total"].set_index("name")
    for factor, share in zip(FACTORS, SHARES, strict=True):
        row = total.loc[factor.name]
        assert row["low"] <= share <= row["high"] and row["high"] - row["low"] < 0.4
    assert above(own, DUMMY) == [FACTORS[0].name]
    level = of(found, "none", "failure").set_index(["name", "kind"])
    assert abs(level.loc[("variance", "variance"), "value"]) < 1e-3


def test_screening_finds_slopes_moves_and_their_order() -> None:
    seen = sampled(1)
    step, a = np.asarray(seen.pop("step")), seen.pop(A)
    seen.pop("b")
    named = {factor.name: factor for factor in FACTORS} | {DUMMY: None}
    found = screening(a, seen, named, step)
    own = of(found, DIFFERENCE, "failure").set_index("name")
    assert own.loc[FACTORS[0].name, "slope"] == pytest.approx(-0.2, abs=0.02)
    assert own.loc[FACTORS[0].name, "moved"] == pytest.approx(0.2 / 6**0.5, abs=0.01)
    assert np.isnan(own.loc[DUMMY, "slope"])
    names = [factor.name for factor in reversed(FACTORS)]
    assert strongest(found, names, 2) == [FACTORS[0].name, FACTORS[1].name]


def test_slopes_intervals_cover_as_they_say_where_spread_differs_between_points() -> None:
    luck, held = np.random.default_rng(2), 0
    for _ in range(1000):
        step = luck.uniform(-1.0, 1.0, 32)
        row = slope(step, 0.1 * step + luck.normal(0.0, 0.02 + 0.1 * np.abs(step)))
        held += row["low"] <= 0.1 <= row["high"]
    assert 0.93 <= held / 1000 <= 0.97


def test_missing_rates_widen_intervals_and_are_counted() -> None:
    seen = sampled(3, points=64)
    seen.pop("step")
    whole = indices(seen[A], seen["b"], {n: s for n, s in seen.items() if n not in (A, "b")}, 0)
    seen[FACTORS[0].name].treated["failure"][:3, 0] = np.nan
    a, b = seen.pop(A), seen.pop("b")
    lacking = indices(a, b, seen, 0)
    before, after = (of(each, DIFFERENCE, "failure") for each in (whole, lacking))
    assert set(before["missing"]) == {0} and set(after["missing"]) == {3}
    wide = (after["high"] - after["low"]).to_numpy() >= (before["high"] - before["low"]).to_numpy()
    row = (after["name"] == FACTORS[0].name) & (after["kind"] == "total")
    assert wide[row.to_numpy()].all()


def test_factors_cover_every_share_of_a_point_once() -> None:
    for space in (population_space(read_declaration()), box_space(read_declaration())):
        columns = sorted(column for factor in space.factors for column in factor.columns)
        assert columns == list(range(space.dimensions))


def test_a_moved_factor_is_all_that_differs() -> None:
    declared = read_declaration()
    study = study_of.study([], points=4)
    for space in (population_space(declared), box_space(declared)):
        a, b = two_samples(space, 4, 0)
        for factor in space.factors:
            both = [
                study.ground._replace(points=space.points(x)) for x in (a, moved(a, b, [factor]))
            ]
            one, two = (parameters_at(ground, "party", 1).model_dump() for ground in both)
            changed = {
                f"{group}.{name}" for group, own in one.items() if isinstance(own, dict)
                for name in own if own[name] != two[group][name]
            }  # fmt: skip
            expected = {".".join(factor.name.split(".")[:2])}
            if factor.name == COMMUNITY:
                expected = {*read_settings().columns}
            assert changed <= expected, factor.name
            bare = [parameters_at(ground, "none", 1) for ground in both]
            assert factor.everywhere or bare[0] == bare[1] or factor.name in LEVELS


def test_one_replicate_has_no_two_halves() -> None:
    with pytest.raises(InputError, match="replicates = 1: must be 2 or more"):
        study_of.study(["replicates=1"])


def test_the_document_names_what_it_hangs_on_in_both_languages() -> None:
    seen = sampled(4)
    step, a, b = np.asarray(seen.pop("step")), seen.pop(A), seen.pop("b")
    named = {factor.name: factor for factor in FACTORS} | {DUMMY: None}
    screened = screening(a, seen, named, step)
    found = indices(a, b, seen, 0)
    both = (document(screened, found, "x", False, speak(lang)) for lang in ("en", "zh"))
    english, chinese = map(str, both)
    assert "hangs surely on: strength of political guidance (9" in english
    assert "明显取决于：" in chinese and "hangs" not in chinese
