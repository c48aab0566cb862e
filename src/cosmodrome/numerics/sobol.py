"""Points of a scrambled Sobol' sequence, each from its number alone.

References
----------
Sobol' (1967), USSR Computational Mathematics and Mathematical Physics 7, 86-112; in plain binary
order, so that the first 2^m points are those of any other order.
Owen (1995), Randomly permuted (t, m, s)-nets and (t, s)-sequences; the nested scrambling by a
hash after Laine and Karras (2011) and Burley (2020), Practical hash-based Owen scrambling,
Journal of Computer Graphics Techniques 9(4).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.keyed_hash import mixed
from cosmodrome.numerics.sobol_directions import DIRECTIONS

MOST_DIMENSIONS = len(DIRECTIONS) + 1
_BITS = 32
_Words = NDArray[np.uint32]


@cache
def _direction_words(dimension: int) -> _Words:
    """Direction numbers of a dimension as binary fractions, most significant bit first."""
    m = [1] * _BITS
    if dimension > 0:
        degree, inner, *first = DIRECTIONS[dimension - 1]
        m[:degree] = first
        for i in range(degree, _BITS):
            value = m[i - degree] ^ (m[i - degree] << degree)
            for k in range(1, degree):
                if (inner >> (degree - 1 - k)) & 1:
                    value ^= m[i - k] << k
            m[i] = value
    return np.array([m[i] << (_BITS - 1 - i) for i in range(_BITS)], dtype=np.uint32)


def _reversed_bits(x: _Words) -> _Words:
    for shift, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF)):
        m, s = np.uint32(mask), np.uint32(shift)
        x = ((x >> s) & m) | ((x & m) << s)
    return (x >> np.uint32(16)) | (x << np.uint32(16))


def _scrambled(x: _Words, seed: int) -> _Words:
    """Nested uniform scramble: every bit flips by a hash of the bits above it."""
    x = _reversed_bits(x)
    x = x + np.uint32(seed)
    for factor in (0x6C50B47C, 0xB82F1E52, 0xC7AFE638, 0x8D22F6E6):
        x = x ^ (x * np.uint32(factor))
    return _reversed_bits(x)


def sobol_points(
    index: NDArray[np.integer], dimensions: int, seed: int | None
) -> NDArray[np.float64]:
    """Points in the unit cube.

    Parameters
    ----------
    index : array of int, shape (n,)
        Numbers of the points, from 0, below 2^32 [-].
    dimensions : int
        Of the cube, at most 96.
    seed : int or None
        Of the scrambling; None gives the sequence as it is.

    Returns
    -------
    array, shape (n, dimensions)
        Within (0, 1) when scrambled [-].

    Raises
    ------
    ValueError
        For more dimensions than there are direction numbers.
    """
    if dimensions > MOST_DIMENSIONS:
        raise ValueError(f"{dimensions} dimensions; Sobol' points have at most {MOST_DIMENSIONS}")
    k = np.asarray(index, dtype=np.uint32)
    points = np.empty((k.size, dimensions))
    for d in range(dimensions):
        words = _direction_words(d)
        x = np.zeros_like(k)
        for bit in range(int(k.max(initial=0)).bit_length()):
            on = (k >> np.uint32(bit)) & np.uint32(1)
            x ^= words[bit] * on
        if seed is None:
            points[:, d] = x / 2.0**_BITS
        else:
            # In the middle of its cell: neither 0 nor 1.
            points[:, d] = (_scrambled(x, mixed(seed, d)) + 0.5) / 2.0**_BITS
    return points
