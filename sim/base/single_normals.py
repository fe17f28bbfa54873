"""Normal draws in single precision that are equal on every system.

numpy draws them by a ziggurat (Marsaglia & Tsang 2000, "The ziggurat method for generating random
variables"). Beyond its base, for one draw in 3,800, it takes the C library's ``log1pf``, which not
all libraries round alike: glibc from 2.41 on has other last bits than before. Such draws are made
again here, of the same luck (of a PCG64), with the logarithm of the older glibc, step by step.
"""

import copy

import numpy as np
from numpy.typing import NDArray

_single = np.float32
_BASE = _single(3.6541528853610088)
"""Where the ziggurat's base ends: only draws of the tail are beyond it."""
_BASE_INVERSE = _single(0.27366123732975828)
_ONE, _TWO, _HALF = _single(1), _single(2), _single(0.5)
_NEAR = _single(0.29289338)
"""1 - sqrt(1/2): up to here no power of two is taken out of 1 - u."""
_ROOT = _single(0.707107)
"""sqrt(1/2), rounded up."""
_LN2, _LN2_REST = _single(6.9313812256e-01), _single(9.0580006145e-06)
_SERIES = np.array(
    [
        6.6666668653e-01,
        4.0000000596e-01,
        2.8571429849e-01,
        2.2222198546e-01,
        1.8183572590e-01,
        1.5313838422e-01,
        1.4798198640e-01,
    ],
    np.float32,
)
"""Of Sun's fdlibm, ``s_log1pf.c``."""


def single_normals(generator: np.random.Generator, n: int) -> NDArray[np.float32]:
    """``generator.standard_normal(n, dtype=np.float32)``, its tails by ``tail``: (n,)."""
    again = copy.deepcopy(generator)
    drawn = generator.standard_normal(n, dtype=np.float32)
    beyond = np.flatnonzero(np.abs(drawn) > _BASE)
    for at, skipped in zip(beyond, np.diff(beyond, prepend=-1) - 1, strict=True):
        again.standard_normal(skipped, dtype=np.float32)
        uniforms = copy.deepcopy(again)
        again.standard_normal(1, dtype=np.float32)
        taken = []
        while uniforms.bit_generator.state != again.bit_generator.state:
            taken.append(uniforms.random(1, dtype=np.float32))
        drawn[at] = np.copysign(tail(taken[-2]), drawn[at])[0]  # the last of all accepted it
    return drawn


def tail(u: NDArray[np.float32]) -> NDArray[np.float32]:
    """Size of a draw beyond the base, of uniforms in [0, 1) in steps of 2**-24."""
    return _BASE - _BASE_INVERSE * log_rest(u)


def log_rest(u: NDArray[np.float32]) -> NDArray[np.float32]:
    """log(1 - u) of uniforms in [0, 1) in steps of 2**-24: log1pf(-u) of glibc before 2.41."""
    rest, power = np.frexp(_ONE - u)
    low = rest < _ROOT
    k = np.where(u <= _NEAR, 0, power - low).astype(np.float32)
    f = np.where(u <= _NEAR, -u, np.where(low, _TWO * rest, rest) - _ONE)
    square = _HALF * f * f
    s = f / (_TWO + f)
    z = s * s
    series = _single(0)
    for coefficient in _SERIES[::-1]:
        series = z * (coefficient + series)
    return k * _LN2 - ((square - (s * (square + series) + k * _LN2_REST)) - f)
