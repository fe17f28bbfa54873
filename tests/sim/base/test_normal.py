"""Quantiles of the normal distribution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from sim.base.normal import normal, polynomial


def test_polynomial_is_horners_rule_from_the_highest_power():
    assert polynomial((2.0, -3.0, 5.0), 4.0) == 2 * 16 - 3 * 4 + 5


@given(st.floats(2.0**-33, 1.0 - 2.0**-33))
def test_normal_quantile_agrees_with_an_independent_implementation(u):
    assert normal(u) == pytest.approx(float(special.ndtri(u)), rel=1e-12, abs=1e-14)


def test_normal_quantile_knows_the_tables_and_is_odd():
    assert normal(0.975) == pytest.approx(1.959963984540054, rel=1e-14)
    assert normal(0.5) == 0.0
    for u in (0.3, 1e-4, 1e-10, 2.0**-33):
        assert normal(u) == pytest.approx(float(special.ndtri(u)), rel=1e-13)
    assert normal(0.25) == -normal(0.75)
