"""Power agrees with published values, with the noncentral t, and with the interval it is of."""

import numpy as np
import pytest
from scipy import stats

from experiments.analysis import power as of
from experiments.analysis import statistics as st
from experiments.analysis.power import Pair, Share
from experiments.studies.power import Assumed, as_seen
from tests.heavy.interval_coverage import CLUSTERINGS, Clustering, Setting, drawn

MANY = 1e12
"""Opportunities at which the rule of three widens nothing."""
COHEN = {0.2: 199, 0.5: 34, 0.8: 15}
"""Pairs for power .8 at 5%, two-sided, by standardised difference (Cohen 1988; G*Power 3)."""
STUDIES = 800


@pytest.mark.parametrize(("standardised", "pairs"), COHEN.items())
def test_pairs_needed_are_those_of_published_tables(standardised: float, pairs: int) -> None:
    pair = Pair(1.0, MANY)
    assert of.needed(lambda n: of.seeing(standardised, pair, n)) == pairs


@pytest.mark.parametrize("pairs", [2, 3, 10, 34, 500])
@pytest.mark.parametrize("standardised", [0.05, 0.5, 2.0])
def test_the_chance_to_see_is_a_noncentral_t(standardised: float, pairs: int) -> None:
    limit = stats.t.ppf(0.975, pairs - 1)
    expected = stats.nct.sf(limit, pairs - 1, standardised * pairs**0.5)
    assert of.seeing(standardised, Pair(1.0, MANY), pairs) == pytest.approx(expected, abs=1e-5)
    assert of.seeing(-standardised, Pair(1.0, MANY), pairs) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("margin", "wanted"), [(0.3, 0.8), (0.5, 0.8), (0.3, 0.9)])
def test_ruling_out_needs_what_the_formula_for_two_one_sided_tests_says(
    margin: float, wanted: float
) -> None:
    """Chow, Shao & Wang's normal formula, which is a pair or two short for a t."""
    normal = (stats.norm.ppf(0.95) + stats.norm.ppf((1 + wanted) / 2)) ** 2 / margin**2
    pair = Pair(1.0, MANY)
    found = of.needed(lambda n: of.excluding(margin, 0.0, pair, n), wanted)
    assert found is not None and normal < found <= normal + 2.5


@pytest.mark.parametrize(("rate", "effect", "pairs"), [(0.3, -0.05, 30), (0.5, -0.03, 100)])
@pytest.mark.parametrize("clustering", CLUSTERINGS, ids=lambda each: each.name)
def test_made_up_studies_find_a_difference_as_often_as_was_told(
    rate: float, effect: float, pairs: int, clustering: Clustering
) -> None:
    setting = Setting(rate, effect, pairs, clustering)
    found = [each.verdict == -1 for each in _studies(setting)]
    chance = of.seeing(effect, _assumed(setting).pair, pairs)
    assert 0.3 < chance < 0.99
    assert np.mean(found) == pytest.approx(chance, abs=_by_chance(chance))


@pytest.mark.parametrize(("rate", "pairs"), [(0.3, 60), (0.05, 30)])
def test_made_up_studies_rule_a_difference_out_as_often_as_was_told(
    rate: float, pairs: int
) -> None:
    setting, margin = Setting(rate, 0.0, pairs, CLUSTERINGS[0]), 0.8 * rate**0.5 / pairs**0.5
    narrow = _studies(setting, st.EQUIVALENCE_LEVEL)
    chance = of.excluding(margin, 0.0, _assumed(setting).pair, pairs)
    assert 0.3 < chance < 0.999
    found = np.mean([st.equivalent(each, margin) for each in narrow])
    assert found == pytest.approx(chance, abs=_by_chance(chance))


def _assumed(setting: Setting) -> Assumed:
    """As one large study of the same kind showed."""
    treated, control, units = drawn(setting, STUDIES)
    return as_seen(treated.ravel(), units.ravel(), control.ravel(), units.ravel())


def _studies(setting: Setting, level: float = st.LEVEL) -> list[st.Estimate]:
    samples = zip(*drawn(setting, STUDIES), strict=True)
    return [st.ratio_difference(y, n, x, n, level) for y, x, n in samples]


def _by_chance(chance: float) -> float:
    return float(2.6 * np.sqrt(chance * (1 - chance) / STUDIES) + 0.01)


def test_what_stored_pairs_showed_gives_the_interval_s_own_error() -> None:
    luck = np.random.default_rng(0)
    units = luck.integers(20, 40, 50)
    lean = luck.random(50) * 0.4
    treated, control = (luck.binomial(units, lean + more) for more in (0.1, 0.3))
    found = as_seen(treated, units, control, units)
    error = st.ratio_difference(treated, units, control, units).error
    assert found.pair.error(50) == pytest.approx(error, rel=1e-9)
    assert found.correlation > 0.3 and found.treated.overdispersion > 1.5


def test_independent_opportunities_vary_as_binomials_do() -> None:
    arms = Share(0.4, 1.0), Share(0.5, 2.0)
    pair = of.pair_of(*arms, 0.0, 25)
    assert pair.deviation == pytest.approx((0.24 / 25 + 2 * 0.25 / 25) ** 0.5)
    assert of.pair_of(arms[0], arms[0], 0.75, 25).deviation == pytest.approx((0.12 / 25) ** 0.5)


def test_where_nothing_varies_the_rule_of_three_decides() -> None:
    """3 / (n m) is the half width: at 10 opportunities, .05 is passed by 7 pairs, not by 6."""
    alike = of.pair_of(Share(0.4, 1.0), Share(0.4, 1.0), 1.0, 10)
    assert alike.deviation == 0.0
    assert of.needed(lambda n: of.excluding(0.05, 0.0, alike, n)) == 7
    never = of.pair_of(Share(0.0, 1.0), Share(0.0, 5.0), 0.0, 10)
    assert never.deviation == 0.0 and of.seeing(0.0, never, 100) == 0.0
    surely = of.pair_of(Share(0.0, 1.0), Share(1.0, 1.0), 0.0, 1)
    assert of.needed(lambda n: of.seeing(-1.0, surely, n)) == 4


def test_the_smallest_difference_seen_is_seen_with_that_chance() -> None:
    pair = Pair(0.12, 60)
    found = of.smallest(pair, 50)
    assert found is not None
    assert of.seeing(found, pair, 50) == pytest.approx(0.8, abs=1e-3)
    assert of.seeing(found - 1e-3, pair, 50) < 0.8
    assert of.smallest(Pair(9.0, 60), 2) is None and of.smallest(pair, 1) is None


def test_what_no_number_of_pairs_can_do_is_none() -> None:
    pair = Pair(1.0, 10)
    assert of.needed(lambda n: of.seeing(0.0, pair, n)) is None
    assert of.needed(lambda n: of.excluding(0.05, 0.05, pair, n)) is None


def test_stored_pairs_are_as_large_as_the_arm_with_fewer_opportunities() -> None:
    events, few, many = np.array([4.0, 6.0, 5.0]), np.full(3, 10.0), np.full(3, 40.0)
    for arms in ((events, few, events, many), (events, many, events, few)):
        assert as_seen(*arms).opportunities == 10.0
