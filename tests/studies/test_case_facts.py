"""Facts of the case: what each is measured by in a run, and how far a run lies off it."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from experiments.studies import case_facts as facts
from experiments.studies.case import read_declaration

WORDS = {"en": "a", "zh": "甲"}


def fact(**values: object) -> facts.Fact:
    told = {"name": WORDS, "unit": WORDS, "source": WORDS, "measure": "collection"}
    return facts.Fact.model_validate({**told, "weeks": [0, 4], **values})


def seen(**columns: object) -> facts.Seen:
    """Four weeks in which a firm operated and nothing else came about."""
    usual = {
        "collection": np.array([0.5, 0.7, 0.8, 0.9]),
        "balance": np.array([-1.0, 0.0, 0.5, 1.5]),
        "operated": np.ones(4, bool),
        "agreed": np.array([], np.int64),
        "stopped": np.array([], np.int64),
        "paid": np.zeros((4, 2)),
    }
    return facts.Seen(**usual | columns)  # type: ignore[arg-type]


def test_collection_and_balance_are_means_over_the_weeks_declared() -> None:
    assert facts.collection(seen(), 1, 3) == pytest.approx(0.75)
    assert facts.balance(seen(), 2, 4) == pytest.approx(1.0)


def test_a_balance_is_unknown_where_nobody_operated_in_some_week() -> None:
    left = seen(operated=np.array([True, True, True, False]))
    assert facts.balance(left, 0, 3) == pytest.approx(-1 / 6)
    assert np.isnan(facts.balance(left, 2, 4))


def test_the_market_s_share_is_of_all_that_members_paid_and_unknown_where_none_did() -> None:
    paid = np.array([[9.0, 9.0], [1.0, 2.0], [0.0, 6.0], [5.0, 5.0]])
    assert facts.market_share(seen(paid=paid), 1, 3) == pytest.approx(1 / 8)
    assert np.isnan(facts.market_share(seen(), 0, 4))


def test_an_agreement_is_the_first_in_the_weeks_and_stopped_lifts_are_counted_in_them() -> None:
    told = seen(agreed=np.array([0, 2, 3]), stopped=np.array([1, 1, 3]))
    assert facts.agreement(told, 1, 4) == 2.0
    assert np.isnan(facts.agreement(told, 1, 2))
    assert facts.stopped_lifts(told, 0, 3) == 2.0
    assert facts.stopped_lifts(told, 2, 3) == 0.0


def test_a_deviation_is_told_in_tolerances_of_its_side() -> None:
    both = fact(value=0.82, below=0.12, above=0.05)
    off = facts.deviation(both, np.array([0.82, 0.70, 0.64, 0.87, 0.92, np.nan]))
    assert off == pytest.approx([0.0, 1.0, 1.5, 1.0, 2.0, np.inf])
    assert (off[[1, 3]] <= 1.0).all(), "the end itself is within"


def test_without_a_tolerance_a_side_has_no_end_and_with_0_only_the_value_is_met() -> None:
    least = fact(value=1, below=0)
    assert facts.deviation(least, np.array([0.0, 1.0, 7.0])) == pytest.approx([np.inf, 0.0, 0.0])
    assert least.ends(2.0) == (1.0, np.inf)
    profit = fact(value=0, below=0, above=0.5)
    assert facts.deviation(profit, np.array([-0.1, 0.0, 1.0])) == pytest.approx([np.inf, 0.0, 2.0])
    assert np.isinf(facts.deviation(fact(value=1), np.array([np.nan]))).all()


def test_deviations_are_by_run_and_fact() -> None:
    declared = {"one": fact(value=0, above=2.0), "two": fact(value=1, below=0)}
    measures = pd.DataFrame({"one": [1.0, 4.0], "two": [0.0, 3.0]}, index=[5, 9])
    off = facts.deviations(declared, measures)
    assert off.loc[5].tolist() == [0.5, np.inf] and off.loc[9].tolist() == [2.0, 0.0]


def test_a_fact_is_refused_whose_weeks_are_none_or_whose_measure_nobody_knows() -> None:
    with pytest.raises(ValidationError, match="first < last"):
        fact(value=0, weeks=[4, 4])
    with pytest.raises(ValidationError, match="measure"):
        fact(value=0, measure="satisfaction")


def test_the_facts_are_those_that_the_specification_allows() -> None:
    declared = read_declaration()
    ends = {name: each.ends(1.0) for name, each in declared.facts.items()}
    assert ends["collection_2020"] == pytest.approx((0.70, 0.87))
    assert ends["collection_2021"] == pytest.approx((0.70, 0.90))
    assert ends["market_share"] == pytest.approx((0.25, 0.55))
    assert ends["double_majority"] == (0.0, 52.0) and ends["lift"] == (1.0, np.inf)
    assert ends["balance"][0] == 0.0 and declared.facts["balance"].ends(2.0)[0] == 0.0
    assert declared.facts["collection_2020"].weeks == (78, 130)
    assert declared.facts["collection_2021"].weeks == (130, 182) and declared.horizon == 182
    assert declared.tolerances == (1.0, 1.5, 2.0) and declared.whole.particles >= 20_000
    assert (declared.least_effective, declared.largest_weight, declared.nearest) == (50, 0.05, 20)
