"""The firm's economics: fees, space and cost."""

import pytest
from formulas import SHARE, group
from hypothesis import given
from hypothesis import strategies as st
from small import small

from sim.parameters.plain import plain
from sim.rules.market import collection, fee_revenue, operating_cost, space_revenue


def market(changes):
    """The group of parameters as compiled functions take it."""
    return plain(small(changes))["market"]


def test_fees_are_paid_by_month_for_the_floor_area_of_those_who_pay():
    assert fee_revenue(0.5, 10_400.0, 0.8) == pytest.approx(0.5 * 10_400 * 0.8 * 12 / 52)


def test_space_earns_its_rents_from_its_week_on():
    rules = market({
        "market.space_area": 100.0, "market.space_shares": (0.2, 0.3, 0.5), "market.space_week": 8,
        "market.space_rents": (1.0, 20.0, 60.0), "market.purchasing_power": 0.5,
    })  # fmt: skip
    assert space_revenue(rules, 7) == 0.0
    assert space_revenue(rules, 8) == pytest.approx(100 * (0.2 + 6.0 + 30.0) * 0.5)


@pytest.mark.parametrize("areas, cost", [(1, 0.8), (2, 0.65), (6, 0.55)])
def test_cost_per_area_falls_as_areas_share_the_fixed_part(areas, cost):
    rules = market({"market.fixed_cost": 0.3, "market.variable_cost": 0.5})
    assert operating_cost(rules, areas) == pytest.approx(cost)


@given(SHARE, st.floats(0, 5), SHARE, SHARE, SHARE)
def test_collection_is_a_share(base, slope, satisfied, rest, doubt):
    rules = group("market", collection_base=base, collection_slope=slope)
    assert 0.0 <= collection(rules, satisfied, rest, doubt) <= 1.0


def test_collection_follows_satisfaction_and_doubt():
    rules = group("market", collection_base=0.8, collection_slope=0.5)
    assert collection(rules, 0.6, 0.7, 0.1) == pytest.approx(0.65, rel=1e-12)
