"""Calibration: what is kept of a run, and the patterns as functions of it, by hand."""

import numpy as np
import pytest

from experiments.studies.calibration import patterns, summaries
from experiments.studies.calibration.patterns import Runs
from sim.base.vocabulary import End
from tests.studies.calibration.made_up import summary_of

WEEKS = 110
"""Long enough for the cohort: weeks 26 to 70 can be followed 40 weeks."""


def projects(*rows: tuple[int, int, int, int, int, int, int]) -> dict[str, np.ndarray]:
    """Columns of (initiator, start, end week, end, formed week, members, rounds)."""
    names = ("initiator", "start_week", "end_week", "end", "formed_week", "members", "rounds")
    return dict(zip(names, np.array(rows, np.int64).T, strict=True))


def stands(table: dict[str, np.ndarray]) -> np.ndarray:
    return table["end"]


def test_only_the_cohort_counts_toward_the_rates() -> None:
    table = projects(
        (1, 25, 30, End.FREE_RIDING, 26, 4, 3),  # before the cohort
        (1, 26, 40, End.FREE_RIDING, 27, 4, 3),  # broken
        (1, 30, 31, End.BLOCKED, -1, 1, 0),  # failed, not broken
        (1, 70, 90, End.SOLO, -1, 1, 0),  # neither
        (1, 71, 80, End.BLOCKED, -1, 1, 0),  # cannot be followed
    )
    found = summaries.opportunities(table, stands(table), WEEKS)
    assert found == {"opportunities": 3, "breakdowns": 1, "failures": 2, "blocked": 1}


def test_formed_projects_are_counted_by_members_and_by_how_their_negotiation_went() -> None:
    table = projects(
        (1, 5, 20, End.TRANSACTION_COST, 6, 3, 4),
        (1, 5, 30, End.COMPLETED, 6, 3, 6),
        (2, 9, 40, End.GOAL_CONFLICT, 10, 12, 14),
        (2, 9, 20, End.SIGN_OFF, 10, 5, 0),  # never negotiated
        (2, 9, 30, End.SOLO, -1, 1, 0),  # never formed
        (3, 80, 90, End.COMPLETED, 81, 4, 9),  # cannot be followed
    )
    found = summaries.formed_projects(table, stands(table), WEEKS)
    assert found["formed"] == 4 and found["formed_of_3"] == 2 and found["formed_of_9"] == 1
    assert (found["negotiated"], found["rounds"], found["negotiation_failures"]) == (3, 24, 2)
    assert (found["negotiated_small"], found["rounds_small"]) == (2, 10)
    assert (found["negotiated_large"], found["negotiation_failures_large"]) == (1, 1)
    assert (found["agreed"], found["rounds_of_agreed"]) == (1, 6)


def test_the_next_opportunity_is_the_initiators_first_after_the_end() -> None:
    table = projects(
        (1, 0, 20, End.COMPLETED, 1, 3, 2),
        (1, 10, 15, End.NO_PARTNER, -1, 1, 0),  # began before the end of the first
        (2, 21, 30, End.FREE_RIDING, 22, 3, 2),  # somebody else's
        (1, 25, 40, End.COMPLETED, 26, 3, 2),  # the next of the first
        (2, 31, 50, End.NO_PARTNER, -1, 1, 0),  # the next of the broken one
        (1, 71, 90, End.COMPLETED, 72, 3, 2),  # cannot be followed
    )
    found = summaries.next_opportunities(table, stands(table), WEEKS)
    assert found == {
        "after_completed": 1, "success_after_completed": 1,
        "after_broken": 1, "success_after_broken": 0,
    }  # fmt: skip


def test_honouring_is_the_mean_over_organisations_present_at_the_end() -> None:
    weekly = {
        "present_administrative": np.array([1, 1]),
        "honouring_administrative": np.array([0.5, 0.2]),
        "present_market": np.array([3, 0]), "honouring_market": np.array([0.9, 0.0]),
        "present_social": np.array([0, 1]), "honouring_social": np.array([0.0, 0.6]),
    }  # fmt: skip
    assert summaries.honouring_end(weekly) == pytest.approx(0.4)


def test_failures_are_counted_in_the_calendar_year_in_which_they_start_if_followed() -> None:
    table = projects(
        (1, 51, 60, End.FREE_RIDING, 52, 4, 3),  # the last week of year 1
        (1, 52, 60, End.COMPLETED, 53, 4, 3),  # the first of year 2
        (1, 70, 90, End.BLOCKED, -1, 1, 0),
        (1, 71, 80, End.BLOCKED, -1, 1, 0),  # cannot be followed
    )
    found = summaries.by_year(table, stands(table), WEEKS)
    told = {name: count for name, count in found.items() if count > 0}
    assert told == {
        "opportunities_of_year_1": 1, "failures_of_year_1": 1,
        "opportunities_of_year_2": 2, "failures_of_year_2": 1,
    }  # fmt: skip


def table(**columns: list[float]) -> dict[str, np.ndarray]:
    return {name: np.array(values, np.float64) for name, values in columns.items()}


EMPTY: dict[str, np.ndarray] = {}


def test_rates_are_ratios_of_totals_over_replicates() -> None:
    plain = table(breakdowns=[1, 3], failures=[2, 4], blocked=[0, 1], opportunities=[2, 8])
    runs = Runs(plain, EMPTY)
    assert (patterns.breakdown(runs), patterns.failure(runs), patterns.blocked(runs)) == (
        0.4, 0.6, 0.1,
    )  # fmt: skip


def test_few_and_many_members_are_shares_of_the_formed_of_all_replicates() -> None:
    counts = {f"formed_of_{n}": [0.0, 0.0] for n in range(summaries.MOST_MEMBERS + 1)}
    counts |= {"formed_of_2": [1, 0], "formed_of_3": [0, 1], "formed_of_5": [1, 0],
               "formed_of_6": [0, 1], "formed_of_9": [0, 1]}  # fmt: skip
    runs = Runs(table(**counts), EMPTY)
    assert (patterns.few_members(runs), patterns.many_members(runs)) == (0.2, 0.4)


def test_shortfalls_teach_is_the_slope_within_runs_as_is_and_doubled() -> None:
    """Slope -2 within both; the doubled ones lie higher, so that uncentred it would be positive."""
    plain = table(free_riding=[1, 3], formed=[10, 10], long_held=[2, 4],
                  honouring_at_entry=[1.4, 2.8], honouring_of_long_held=[1.2, 0.8])  # fmt: skip
    doubled = table(free_riding=[6, 8], formed=[10, 10], long_held=[1, 1],
                    honouring_at_entry=[0.5, 0.5], honouring_of_long_held=[0.9, 0.5])  # fmt: skip
    assert patterns.shortfalls_teach(Runs(plain, doubled)) == pytest.approx(-2.0)


def test_decay_is_judged_by_tenure_and_within_a_partnership() -> None:
    plain = table(long_held=[2, 2], honouring_at_entry=[1.4, 1.8],
                  honouring_of_long_held=[1.2, 1.2], asked_by_half=[10, 30],
                  kept_first=[8, 24], kept_second=[6, 20], honouring_end=[0.4, 0.5])  # fmt: skip
    runs = Runs(plain, EMPTY)
    assert patterns.honouring_falls(runs) == pytest.approx(0.2)
    assert patterns.contributions_fall(runs) == pytest.approx(0.8 - 0.65)
    assert patterns.honouring_remains(runs) == pytest.approx(0.45)


def test_heterogeneity_is_judged_on_paired_replicates_only() -> None:
    plain = table(
        negotiation_failures=[2, 900], formed=[10, 1000], rounds=[30, 9], negotiated=[10, 1]
    )
    doubled = table(negotiation_failures=[5], formed=[10], rounds=[28], negotiated=[7])
    runs = Runs(plain, doubled)
    assert patterns.heterogeneity_breaks(runs) == pytest.approx(0.3)
    assert patterns.heterogeneity_slows(runs) == pytest.approx(1.0)


def test_more_members_may_slow_or_break() -> None:
    faster_but_broken = table(
        rounds_small=[40], negotiated_small=[10], negotiation_failures_small=[1],
        rounds_large=[12], negotiated_large=[4], negotiation_failures_large=[3],
    )  # fmt: skip
    runs = Runs(faster_but_broken, EMPTY)
    assert patterns.members_slow(runs) == pytest.approx(-0.25)
    assert patterns.members_break(runs) == pytest.approx(0.65)
    assert patterns.members_slow_or_break(runs) == pytest.approx(0.65)


def test_success_breeds_success_compares_after_completed_with_after_broken() -> None:
    plain = table(success_after_completed=[1, 2], after_completed=[2, 3],
                  success_after_broken=[1, 0], after_broken=[2, 2])  # fmt: skip
    assert patterns.success_breeds_success(Runs(plain, EMPTY)) == pytest.approx(0.6 - 0.25)


def test_an_undefined_pattern_has_no_value() -> None:
    nothing = Runs(table(after_completed=[0], success_after_completed=[0],
                         after_broken=[0], success_after_broken=[0]), EMPTY)  # fmt: skip
    assert np.isnan(patterns.success_breeds_success(nothing))


def test_the_variance_of_a_rate_is_that_of_its_replicates_left_out_one_by_one() -> None:
    """Equal opportunities, so that the rate is a mean: its variance is s^2 / n, here 0.01 / 4."""
    rates = [0.2, 0.4, 0.2, 0.4]
    plain = [summary_of(opportunities=10, breakdowns=10 * rate) for rate in rates]
    columns = {name: np.array([each[name] for each in plain]) for name in plain[0]}
    found = patterns.estimates(Runs(columns, columns))
    assert found["breakdown"].value == pytest.approx(0.3)
    assert found["breakdown"].variance == pytest.approx((4 * 0.01 / 3) / 4)


def test_a_replicate_is_left_out_as_it_is_and_doubled() -> None:
    """The rise is 0.3 with the first and 0.1 with the second alone, whatever the third does."""
    plain = [summary_of(formed=10, negotiation_failures=n) for n in (1, 1, 9)]
    doubled = [summary_of(formed=10, negotiation_failures=n) for n in (4, 2)]
    tables = ({name: np.array([each[name] for each in part]) for name in part[0]}
              for part in (plain, doubled))  # fmt: skip
    found = patterns.estimates(Runs(*tables))["heterogeneity_breaks"]
    left = np.array([0.1, 0.3, 0.2])
    assert found.value == pytest.approx(0.2)
    assert found.variance == pytest.approx(2 / 3 * ((left - left.mean()) ** 2).sum())
