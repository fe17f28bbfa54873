"""The diary's weekly table: every declared output has its column, and kernels fill rows rightly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sim.accounts import Accounts, close_accounts
from sim.diary import BLOCKS, COLUMN, Diary, tell_means, tell_needs, tell_sectors

from sim.measure.records import HISTORY_OUTPUTS, WEEKLY_OUTPUTS

WEEKS = 3


def test_every_declared_output_has_a_column_of_its_own():
    declared = {output.name for output in (*WEEKLY_OUTPUTS, *HISTORY_OUTPUTS)}
    assert set(COLUMN) == declared
    assert sorted(COLUMN.values()) == list(range(len(declared)))


def test_blocks_and_single_columns_are_views_of_the_declared_columns():
    diary = Diary(WEEKS)
    diary.table[:] = np.arange(len(COLUMN))
    seen = {name: column[0] for name, column in diary.single.items()}
    for stem, names in BLOCKS.items():
        seen |= {f"{stem}_{n}": diary.blocks[stem][0, i] for i, n in enumerate(names)}
    assert seen == COLUMN
    assert all(block.shape[0] == WEEKS for block in diary.blocks.values())


def test_needs_are_told_by_category_and_voices_in_all():
    voiced, opened = np.array([[1.0, 0.0], [2.0, 3.0]]), np.array([[4.0, 5.0], [6.0, 7.0]])
    waiting = np.full(2, 99.0)
    assert tell_needs(voiced, opened, waiting) == 6.0
    assert waiting.tolist() == [10.0, 12.0]


def test_the_mean_of_nobody_is_nothing():
    means = np.empty(3)
    tell_means(np.array([3.0, 0.0, 1.0]), np.array([4.0, 0.0, 2.0]), means)
    assert means.tolist() == [0.75, 0.0, 0.5]


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.floats(0.0, 1.0)), max_size=30))
def test_sectors_are_told_by_who_is_present(organisations):
    sector = np.array([s for s, _, _ in organisations], np.int64)
    present = np.array([here for _, here, _ in organisations], bool)
    honouring = np.array([x for _, _, x in organisations], float)
    counts, means = np.empty(3), np.empty(3)
    tell_sectors(sector, present, honouring, counts, means)
    for s in range(3):
        here = honouring[present & (sector == s)]
        assert counts[s] == len(here)
        assert means[s] == pytest.approx(here.mean() if len(here) else 0.0)


def test_the_accounts_carry_their_balance_and_remember_their_largest_error():
    accounts = Accounts(np.full(4, 10.0))
    accounts.open_week()
    accounts.enter(np.array([5.0, 0.0, 0.0, 0.0]))
    accounts.spend_one(0, 2.0)
    accounts.lose_one(1, 3.0)
    accounts.close_week(np.array([13.0, 7.0, 10.0, 10.0]))
    assert accounts.error == 0.0
    accounts.open_week()
    accounts.close_week(np.array([13.0, 7.5, 10.0, 9.0]))
    accounts.open_week()
    accounts.close_week(np.array([13.0, 7.0, 10.0, 10.0]))
    assert accounts.error == 1.0


def test_closing_tells_how_far_what_is_held_is_from_the_balance():
    balance, flows = np.array([10.0, 4.0]), np.array([[1.0, 2.0], [3.0, 0.0], [0.5, 0.5]])
    assert close_accounts(balance, *flows, np.array([7.5, 5.75])) == 0.25
    assert balance.tolist() == [7.5, 5.5]
