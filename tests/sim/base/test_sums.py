"""Sums in declared orders: those over organisations and households are numpy's to the bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.sums import BUFFER, PAIRWISE_BLOCK, mean_of_singles, pairwise, total

LENGTHS = [
    *range(40), *range(PAIRWISE_BLOCK - 3, PAIRWISE_BLOCK + 20), 255, 256, 257, 1000, 3605,
    BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, 3 * BUFFER + 129, 100_003,
]  # fmt: skip


def amounts(n: int) -> np.ndarray:
    """So many numbers of many sizes, so that the order of adding shows in the last bits."""
    rng = np.random.default_rng(n)
    return rng.standard_normal(n) * 10.0 ** rng.integers(-8, 9, n)


def by_one_after_another(numbers: np.ndarray) -> float:
    added = 0.0
    for number in numbers.tolist():
        added += number
    return added


def test_numbers_are_such_that_another_order_gives_another_sum():
    differ = [n for n in LENGTHS if by_one_after_another(amounts(n)) != np.sum(amounts(n))]
    assert len(differ) > len(LENGTHS) / 2


@pytest.mark.parametrize("n", LENGTHS)
def test_a_pairwise_sum_is_numpys_to_the_bit(n):
    assert pairwise(amounts(n)) == float(np.sum(amounts(n)))


@given(st.integers(0, 20_000), st.integers(0, 2**32 - 1))
def test_a_pairwise_sum_is_numpys_for_any_length(n, seed):
    numbers = np.random.default_rng(seed).random(n)
    assert pairwise(numbers) == float(np.sum(numbers))


@pytest.mark.parametrize("n", LENGTHS[1:])
def test_a_mean_of_single_precision_is_numpys_in_double_to_the_bit(n):
    single = amounts(n).astype(np.float32)
    assert mean_of_singles(single) == float(np.mean(single, dtype=np.float64))


@pytest.mark.parametrize("n", LENGTHS)
def test_a_total_goes_one_after_another(n):
    assert total(amounts(n)) == by_one_after_another(amounts(n))
