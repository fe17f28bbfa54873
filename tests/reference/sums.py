"""Sums, in the order in which they are added (ODD, section 14): the last bits depend on it."""

from collections.abc import Iterable, Sequence

LANES = 8
RUN = 128
BUFFER = 8192


def total(numbers: Iterable[float]) -> float:
    """Term by term, in order: the rule wherever nothing else is said."""
    added = 0.0
    for number in numbers:
        added += number
    return added


def dot(x: Sequence[float], y: Sequence[float]) -> float:
    """Sum of products, term by term."""
    return total(a * b for a, b in zip(x, y, strict=True))


def pairwise(numbers: Sequence[float]) -> float:
    """As numpy adds an array: halves apart, down to runs of 128 at most.

    A run is added in eight lanes, which are then added two by two; what doesn't fill the lanes
    comes last. A half is a multiple of eight. Fewer than eight numbers are added in order.
    """
    n = len(numbers)
    if n < LANES:
        return total(numbers)
    if n > RUN:
        half = n // 2 - n // 2 % LANES
        return pairwise(numbers[:half]) + pairwise(numbers[half:])
    full = n - n % LANES
    a, b, c, d, e, f, g, h = (total(numbers[i:full:LANES]) for i in range(LANES))
    added = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for number in numbers[full:]:
        added += number
    return added


def buffered(numbers: Sequence[float]) -> float:
    """As numpy adds an array of another type than the sum's: buffers of 8192, each pairwise."""
    return total(pairwise(numbers[i : i + BUFFER]) for i in range(0, len(numbers), BUFFER))
