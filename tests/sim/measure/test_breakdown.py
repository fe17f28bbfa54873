"""Definitions of breakdown, failure and collapse against cases small enough to see through."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.base.vocabulary import End
from sim.measure import breakdown
from sim.measure.breakdown import COMPOSITE, DEFAULT, INDICATORS, NEVER, Collapse

WEEKS = 156
BRIEF = replace(DEFAULT, collapse_from=0, duration=2)
SMALL = replace(DEFAULT, collapse_from=4, endings=2, duration=2, window=3)


def projects(**columns: list[float]) -> dict[str, np.ndarray]:
    return {name: np.asarray(values) for name, values in columns.items()}


def history(weeks: int, **columns: object) -> dict[str, np.ndarray]:
    sound = {"vacant": 0.0, "live_joined": 1, "net_value": 1.0, "served": 60}
    return {name: np.broadcast_to(columns.get(name, sound[name]), weeks) for name in sound}


def endings(weeks: int, end: End, formed: bool = True) -> dict[str, np.ndarray]:
    """One project that starts and ends in each week."""
    each = np.arange(weeks)
    return projects(
        start_week=each,
        end_week=each,
        end=np.full(weeks, int(end)),
        formed_week=each if formed else np.full(weeks, -1),
        size=np.ones(weeks),
    )


def test_cohort_starts_in_week_26_and_ends_with_the_last_that_can_be_followed() -> None:
    inside = breakdown.cohort([25, 26, 116, 117], WEEKS)
    assert inside.tolist() == [False, True, True, False]


def test_cohort_is_empty_when_the_run_is_too_short_to_follow_anyone() -> None:
    assert not breakdown.cohort(np.arange(65), 65).any()
    assert breakdown.cohort(np.arange(66), 66).tolist() == [False] * 26 + [True] + [False] * 39


def test_after_a_removal_only_what_starts_then_or_later_is_judged() -> None:
    removed = breakdown.after(78)
    assert breakdown.cohort([26, 77, 78, 116, 117], WEEKS, removed).tolist() == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert replace(removed, first_week=DEFAULT.first_week) == DEFAULT
    assert breakdown.after(3) == DEFAULT


def test_an_end_counts_up_to_the_last_followed_week_and_is_open_after_it() -> None:
    found = breakdown.end_within([End.EXIT] * 4, [10] * 4, [10, 49, 50, -1], followed=40)
    assert found.tolist() == [End.EXIT, End.EXIT, End.OPEN, End.OPEN]


def test_which_ends_are_broken_and_which_have_failed() -> None:
    ends = np.array(End)
    formed, never = np.full(len(ends), 5), np.full(len(ends), -1)
    broken = ends[breakdown.breakdowns(formed, ends)]
    assert {End(end).name for end in broken} == {
        "SIGN_OFF", "RESIDENT_VETO", "TRANSACTION_COST", "GOAL_CONFLICT", "FREE_RIDING",
        "EXIT", "VALUE_DISORDER",
    }  # fmt: skip
    assert not breakdown.breakdowns(never, ends).any()
    assert {*ends[~breakdown.failures(ends)]} == {End.COMPLETED, End.SOLO}


def test_unneeded_breaks_only_in_the_sensitivity_definition() -> None:
    assert not breakdown.breakdowns([5], [End.UNNEEDED]).item()
    assert breakdown.breakdowns([5], [End.UNNEEDED], breakdown.BROKEN_OR_UNNEEDED).item()


def test_broken_per_formed_is_undefined_when_nothing_formed() -> None:
    assert breakdown.broken_per_formed(1, 4) == 0.25
    assert np.isnan(breakdown.broken_per_formed(0, 0))


def test_weekly_total_leaves_out_what_never_happened() -> None:
    assert breakdown.weekly_total([0, 2, 2, -1], [1, 2, 3, 9], 4).tolist() == [1, 0, 5, 0]


def test_rolling_breakdown_divides_breakdowns_by_all_endings_of_the_window() -> None:
    found = breakdown.rolling_breakdown(
        projects(
            end_week=[0, 1, 1, 2, 4],
            end=[End.EXIT, End.EXIT, End.COMPLETED, End.NO_PARTNER, End.EXIT],
            formed_week=[0, -1, 0, -1, 3],
        ),
        weeks=6,
        definition=SMALL,
    )
    np.testing.assert_allclose(found, [np.nan, 1 / 3, 1 / 4, 0, 1 / 2, np.nan])


def test_rolling_service_sets_needs_served_against_what_starts_could_serve() -> None:
    started = projects(
        start_week=[0, 0, 1], size=[1.0, 5.0, 2.0], end=[End.OPEN, End.BLOCKED, End.OPEN]
    )
    found = breakdown.rolling_service(started, [0, 30, 0, 0, 7], capacity=10, definition=SMALL)
    np.testing.assert_allclose(found, [0, 1, 1, 1.5, np.nan])


def test_nothing_collapses_before_its_first_week_or_with_too_few_endings() -> None:
    assert breakdown.may_collapse([0, 5], 8, SMALL).tolist() == [False] * 5 + [True] * 3
    assert breakdown.may_collapse([0, 1], 8, SMALL).tolist() == [False] * 4 + [True] * 4
    assert not breakdown.may_collapse([0, -1], 8, SMALL).any()


SIGNS = {
    "breakdown": (endings(8, End.EXIT), history(8)),
    "half_vacant": (endings(8, End.COMPLETED), history(8, vacant=0.5)),
    "disconnected": (endings(8, End.COMPLETED), history(8, live_joined=0)),
    "net_value": (endings(8, End.COMPLETED), history(8, net_value=-0.1)),
    "zombie": (endings(8, End.COMPLETED), history(8, served=5)),
}


@pytest.mark.parametrize("name", INDICATORS)
def test_each_sign_shows_alone_and_from_the_first_eligible_week(name: str) -> None:
    happened, recorded = SIGNS[name]
    flags = breakdown.indicators(happened, recorded, capacity=60, definition=SMALL)
    expected = np.zeros((8, len(INDICATORS)), bool)
    expected[4:, INDICATORS.index(name)] = True
    np.testing.assert_array_equal(flags, expected)


def test_a_sound_network_shows_no_sign() -> None:
    flags = breakdown.indicators(endings(8, End.COMPLETED), history(8), 60, SMALL)
    assert not flags.any()


def test_a_network_in_which_nothing_starts_is_no_zombie() -> None:
    early = endings(4, End.COMPLETED)
    flags = breakdown.indicators(early, history(10, served=0), 60, SMALL)
    assert not flags[6:, INDICATORS.index("zombie")].any()


@pytest.mark.parametrize(("theta", "shown"), [(0.49, True), (0.5, False)])
def test_breakdown_must_pass_its_threshold(theta: float, shown: bool) -> None:
    half = endings(8, End.EXIT)
    half["end"] = np.where(np.arange(8) % 2, int(End.COMPLETED), int(End.EXIT))
    definition = replace(SMALL, window=2, breakdown_theta=theta)
    flags = breakdown.indicators(half, history(8), 60, definition)
    assert flags[4:, 0].all() == shown


def test_a_sign_must_hold_so_many_weeks_running() -> None:
    flags = [True, True, False, True, True, True]
    assert breakdown.sustained(flags, 3).tolist() == [False] * 5 + [True]


def test_collapse_is_complete_when_the_sign_has_held_and_recovery_when_it_has_gone_as_long() -> (
    None
):
    sign = np.array([0, 1, 1, 1, 0, 1, 0, 0, 1], bool)
    held = breakdown.sustained(sign, 2)
    assert breakdown.collapse(held, ~sign, BRIEF) == Collapse(2, 7, 5 / 9)


def test_no_recovery_without_collapse_and_none_that_was_before_it() -> None:
    never = np.zeros(5, bool)
    assert breakdown.collapse(never, ~never, BRIEF) == Collapse(NEVER, NEVER, 0)
    late = np.array([0, 0, 0, 1, 1], bool)
    assert breakdown.collapse(breakdown.sustained(late, 2), ~late, BRIEF) == Collapse(4, NEVER, 0.2)


def weeks_collapsed(sign: str, duration: int = 2) -> str:
    """Weeks collapsed, as 1 and 0, of a sign by week."""
    flags = np.array([each == "1" for each in sign])
    held, back = (breakdown.sustained(each, duration) for each in (flags, ~flags))
    return "".join(str(int(each)) for each in breakdown.collapsed(held, back))


@pytest.mark.parametrize(
    ("sign", "collapsed"),
    [
        ("0111010010110001", "0011111000011000"),  # recovers and collapses again
        ("0101010101", "0000000000"),  # never long enough
        ("1111111111", "0111111111"),  # never over
        ("1101010101", "0111111111"),  # weeks without it, but never so many running
        ("1100", "0110"),  # over in the last week
        ("0011", "0001"),  # complete in the last week
    ],
)
def test_a_network_is_collapsed_from_complete_collapse_until_recovery_as_often_as_that_comes(
    sign: str, collapsed: str
) -> None:
    assert weeks_collapsed(sign) == collapsed


def test_collapse_and_recovery_take_as_many_weeks_as_the_duration_says() -> None:
    sign = "111100011111000011"
    assert weeks_collapsed(sign, 1) == sign
    assert weeks_collapsed(sign, 3) == "001111000111110000"
    assert weeks_collapsed(sign, 4) == "000111111111111000"
    assert weeks_collapsed(sign, 5) == "000000000001111111"


def test_the_share_is_of_the_weeks_from_the_first_that_can_collapse_on() -> None:
    weeks = np.arange(WEEKS) >= 64
    assert breakdown.collapsed_share(weeks) == pytest.approx((156 - 64) / (156 - 52))
    assert breakdown.collapsed_share(weeks[:53]) == 0
    assert np.isnan(breakdown.collapsed_share(weeks[:52]))
    side_by_side = np.stack([weeks, ~weeks], axis=1)
    assert breakdown.collapsed_share(side_by_side).tolist() == [92 / 104, 12 / 104]


def test_a_sign_that_always_shows_counts_from_the_week_in_which_it_has_held_long_enough() -> None:
    happened = endings(WEEKS, End.COMPLETED)
    recorded = history(WEEKS, vacant=0.5, live_joined=0)
    found = breakdown.collapses(breakdown.indicators(happened, recorded, 60.0))
    assert found[COMPOSITE] == Collapse(64, NEVER, (156 - 64) / (156 - 52))
    assert found["net_value"] == Collapse(NEVER, NEVER, 0)


@given(some.lists(some.lists(some.booleans(), min_size=5, max_size=5), max_size=80), some.data())
def test_the_share_is_within_0_and_1_and_0_only_without_collapse(
    flags: list[list[bool]], data: some.DataObject
) -> None:
    definition = replace(
        DEFAULT,
        collapse_from=0,
        duration=data.draw(some.integers(1, 6)),
        indicators=data.draw(some.integers(1, 5)),
    )
    shown = np.array([*flags, [False] * 5])
    for found in breakdown.collapses(shown, definition).values():
        assert 0 <= found.share <= 1
        assert (found.share == 0) == (found.week == NEVER)


@given(
    some.lists(some.tuples(*[some.integers(0, 2)] * 5), min_size=1, max_size=80),
    some.integers(1, 6),
    some.integers(1, 4),
)
def test_a_stricter_threshold_or_one_more_sign_never_means_more_weeks_collapsed(
    strength: list[tuple[int, ...]], duration: int, indicators: int
) -> None:
    base = replace(DEFAULT, collapse_from=0, duration=duration, indicators=indicators)
    shown = np.array(strength)
    loose, strict = (breakdown.collapses(shown > theta, base) for theta in (0, 1))
    assert all(strict[name].share <= loose[name].share for name in loose)
    more = breakdown.collapses(shown > 0, replace(base, indicators=indicators + 1))
    assert more[COMPOSITE].share <= loose[COMPOSITE].share


def test_composite_needs_two_signs_that_have_held_at_one_time() -> None:
    flags = np.zeros((10, 5), bool)
    flags[0:4, 0] = True
    flags[2:7, 3] = True
    found = breakdown.collapses(flags, BRIEF)
    assert found["breakdown"] == Collapse(1, 5, 0.4)
    assert found["net_value"] == Collapse(3, 8, 0.5)
    assert found[COMPOSITE] == Collapse(3, 5, 0.2)


def test_one_sign_alone_never_makes_the_composite() -> None:
    flags = np.zeros((10, 5), bool)
    flags[:, 1] = True
    assert breakdown.collapses(flags, BRIEF)[COMPOSITE] == Collapse(NEVER, NEVER, 0)


def test_relabelling_projects_by_order_changes_nothing() -> None:
    happened, recorded = SIGNS["breakdown"]
    turned = {name: column[::-1] for name, column in happened.items()}
    np.testing.assert_array_equal(
        breakdown.indicators(turned, recorded, 60, SMALL),
        breakdown.indicators(happened, recorded, 60, SMALL),
    )
