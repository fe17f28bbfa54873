"""Extremes don't crash, and what comes out makes sense."""

import numpy as np
import pytest
from small import EVERYWHERE, NOBODY, PARTY, record_of, small

from sim.base.vocabulary import ACTS, CATEGORIES, End
from sim.measure.records import RunId
from sim.simulation import run

NO_TIES = {"network.within_sector": 0.0, "network.cross_sector": 0.0}
ALL_TIES = {"network.within_sector": 1.0, "network.cross_sector": 1.0}
NO_FIRMS = {f"organisations.{r}": 0 for r in ("lead_enterprises", "property_companies", "vendors")}
NO_INCOME = {"organisations.income_factor": 0.0, "market.capital": 0.0, "market.fee": 0.0,
             "market.space_area": 0.0}  # fmt: skip
EXTREMES = {
    "one household": {"community.households": 1},
    "one week": {"horizon": 1},
    "no firms": NO_FIRMS,
    "no organisation at all": NOBODY,
    "one organisation": {**NOBODY, "organisations.vendors": 1},
    "no ties": NO_TIES,
    "all ties": ALL_TIES,
    "no attention anywhere": {"organisations.attention": 0.0, "coordinator.attention": 0.0},
    "no income": NO_INCOME,
    "no needs": {"community.arrival_rate": 0.0},
    "a need a week each": {"community.arrival_rate": 1.0},
    "no opportunities": {"organisations.opportunity_rate": 0.0},
    "an opportunity a week each": {"organisations.opportunity_rate": 1.0},
    "no neighbours": {"community.ties_in_building": 0, "community.ties_outside": 0},
    "one building a household": {"community.buildings": 100_000},
    "identical goals": {"organisations.heterogeneity": 0.0},
    "opposite goals": {"organisations.goal_spread": 5.0, "organisations.heterogeneity": 20.0},
    "slate": {"slate.enabled": True},
    "hub for some weeks": {"coordinator.start_week": 10, "coordinator.end_week": 30},
    "hub that never begins": {"coordinator.start_week": 1000},
    "hub that ends before it begins": {"coordinator.start_week": 30, "coordinator.end_week": 10},
    "handed over": {"coordinator.handed_over": True},
    "hub hated by all": {"coordinator.legitimacy": (-1.0, -1.0, -1.0)},
    "hub loved by all": {"coordinator.legitimacy": (1.0, 1.0, 1.0), **EVERYWHERE,
                         "forming.introduced_tie": 1.0},
    "nobody pays the hub": {"coordinator.payers": (0.0, 0.0, 0.0)},
    "a dear hub": {"coordinator.attention_cost": 100.0},
}  # fmt: skip


@pytest.mark.parametrize("hub", [{}, PARTY], ids=["none", "party"])
@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_runs_to_its_end_in_order(name, hub):
    changes = {**hub, **EXTREMES[name]}
    record = record_of(changes)
    assert record.run["imbalance_of_accounts"] < 1e-6
    assert len(record.history["served"]) == small(changes).horizon
    for table in (record.history, record.weekly, record.projects):
        for column, values in table.items():
            undefined = column in ("match", "timeliness")
            assert undefined or np.isfinite(values.astype(float)).all(), column
    assert record.weekly["participation"].min() >= 0.0
    assert record.weekly["participation"].max() <= 1.0


def ends(changes) -> set[End]:
    return {End(e) for e in record_of(changes).projects["end"]}


def weekly(changes, stem, names) -> float:
    record = record_of(changes)
    return float(sum(record.weekly[f"{stem}_{name}"].sum() for name in names))


def test_without_firms_no_fee_is_collected_and_one_sector_is_missing():
    record = record_of(NO_FIRMS)
    assert not record.weekly["collection"].any() and not record.weekly["present_market"].any()
    assert (record.history["vacant"] <= 0.5).all()  # a sector without seats has none vacant
    assert not record.history["live_joined"].any()


def test_nobody_starts_nothing_and_needs_pile_up():
    record = record_of(NOBODY)
    assert record.run["opportunities"] == 0 and not record.history["served"].any()
    waiting = sum(record.weekly[f"waiting_{c}"] for c in CATEGORIES)
    arrived = sum(record.weekly[f"arrived_{c}"] for c in CATEGORIES)
    assert np.array_equal(waiting, np.cumsum(arrived)) and waiting[-1] > 0


def test_without_ties_or_introductions_nobody_finds_a_partner():
    alone = {**NO_TIES, "organisations.attention": 0.0}
    assert ends(alone) <= {End.NO_PARTNER, End.OPEN, End.BLOCKED}
    assert record_of({**NO_TIES, **PARTY, **EVERYWHERE}).history["formed"].sum() > 0


def test_without_income_nothing_can_be_pledged():
    assert not record_of(NO_INCOME).history["formed"].any()
    assert not record_of(NO_INCOME).weekly["spent_funds"].any()


def test_without_attention_no_act_is_done():
    idle = {**PARTY, **EXTREMES["no attention anywhere"]}
    assert weekly(idle, "hub", ACTS) == weekly(idle, "peer", ACTS) == 0.0
    assert weekly(idle, "asked", ACTS) > 0


def test_a_hub_that_nobody_can_pay_has_no_attention():
    unpaid = {**PARTY, "coordinator.payers": (0.0, 0.0, 0.0), "coordinator.attention_cost": 0.1}
    assert weekly(unpaid, "hub", ACTS) == 0.0


def test_a_hub_acts_only_in_its_weeks():
    record = record_of({**PARTY, **EXTREMES["hub for some weeks"]})
    acts = sum(record.weekly[f"hub_{act}"] for act in ACTS)
    assert not acts[:10].any() and not acts[30:].any() and acts[10:30].sum() > 0
    assert not record.weekly["coordination_cost"][30:].any()


def test_without_needs_work_is_unneeded_or_no_work():
    record = record_of({"community.arrival_rate": 0.0})
    assert not record.history["served"].any() and not record.weekly["voiced"].any()


def test_one_household_is_served_at_most_what_it_needs():
    record = record_of({"community.households": 1, "community.arrival_rate": 0.5})
    arrived = sum(record.weekly[f"arrived_{c}"].sum() for c in CATEGORIES)
    assert record.history["served"].sum() <= arrived


def test_a_community_of_ten_jinsongs_runs():
    changes = {"community.households": 36_050, "community.buildings": 430, "horizon": 4}
    record = run(small({**changes, **PARTY}), RunId(0, 0))
    arrived = [sum(record.weekly[f"arrived_{c}"][w] for c in CATEGORIES) for w in range(4)]
    expected = small().community.arrival_rate * 36_050
    assert arrived[0] == pytest.approx(expected, rel=0.12)
    assert record.run["imbalance_of_accounts"] < 1e-6
