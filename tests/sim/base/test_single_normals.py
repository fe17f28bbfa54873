"""Normal draws in single precision are the same whatever the C library's logarithm is."""

import hashlib
from typing import Any

import numpy as np
import pytest

from sim.base.single_normals import log_rest, single_normals

STEPS = 2**24
OF_GLIBC_2_36 = "6bc80cf62b238558"
"""Begin of the SHA-256 of its log1pf(-u) for every 256th u, as bytes in single precision."""


def generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


class Otherwise(np.random.Generator):
    """Draws of a library that rounds each tail up."""

    def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
        drawn = super().standard_normal(*args, **kwargs)
        return np.where(np.abs(drawn) > 3.6541529, np.nextafter(drawn, np.float32(9)), drawn)


def test_the_logarithm_is_that_of_the_older_glibc_to_the_bit() -> None:
    u = (np.arange(255, STEPS, 256) / STEPS).astype(np.float32)
    assert hashlib.sha256(log_rest(u).tobytes()).hexdigest().startswith(OF_GLIBC_2_36)


@pytest.mark.parametrize(
    ("seed", "at", "value"),
    [(2984, 112, -3.9257972), (2762, 160, 3.8851905), (649, 1545, 4.1261935)],
)
def test_draws_that_glibc_2_41_rounds_otherwise_are_those_of_before(
    seed: int, at: int, value: float
) -> None:
    assert single_normals(generator(seed), at + 1)[at] == np.float32(value)


def test_what_a_library_rounds_otherwise_is_made_again_of_the_same_luck() -> None:
    plain, other = generator(5), Otherwise(np.random.PCG64(5))
    expected = single_normals(plain, 200_000)
    assert (np.abs(expected) > 3.6541529).sum() > 40
    assert (single_normals(other, 200_000) == expected).all()
    assert plain.random() == other.random()
