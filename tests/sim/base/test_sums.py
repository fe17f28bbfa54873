"""Sums in declared orders: those over organisations and households are numpy's to the bit."""

import numpy as np
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


def differing(ours, theirs, lengths=LENGTHS) -> list[int]:
    """Lengths at which two ways to add the same numbers differ in any bit."""
    return [n for n in lengths if ours(amounts(n)) != theirs(amounts(n))]


def test_numbers_are_such_that_another_order_gives_another_sum():
    assert len(differing(by_one_after_another, np.sum)) > len(LENGTHS) / 2


def test_a_pairwise_sum_is_numpys_to_the_bit():
    assert differing(pairwise, lambda numbers: float(np.sum(numbers))) == []


@given(st.integers(0, 20_000), st.integers(0, 2**32 - 1))
def test_a_pairwise_sum_is_numpys_for_any_length(n, seed):
    numbers = np.random.default_rng(seed).random(n)
    assert pairwise(numbers) == float(np.sum(numbers))


def test_a_mean_of_single_precision_is_numpys_in_double_to_the_bit():
    def ours(numbers):
        return mean_of_singles(numbers.astype(np.float32))

    def theirs(numbers):
        return float(np.mean(numbers.astype(np.float32), dtype=np.float64))

    assert differing(ours, theirs, LENGTHS[1:]) == []


def test_a_total_goes_one_after_another():
    assert differing(total, by_one_after_another) == []
