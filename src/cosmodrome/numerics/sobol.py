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
from numba import njit
from numpy.typing import NDArray

from cosmodrome.numerics.compile_cache import use_cache_folder
from cosmodrome.numerics.kernels import Scalar, compiled
from cosmodrome.numerics.keyed_hash import mixed
from cosmodrome.numerics.sobol_directions import DIRECTIONS

use_cache_folder()

MOST_DIMENSIONS = len(DIRECTIONS) + 1
_BITS = 32
_WORD, _CELL = (1 << _BITS) - 1, 2.0**-_BITS
_Words = NDArray[np.int64]


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
    return np.array([m[i] << (_BITS - 1 - i) for i in range(_BITS)], dtype=np.int64)


@compiled
def _reversed_bits(x: Scalar) -> Scalar:
    x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1)
    x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2)
    x = ((x >> 4) & 0x0F0F0F0F) | ((x & 0x0F0F0F0F) << 4)
    x = ((x >> 8) & 0x00FF00FF) | ((x & 0x00FF00FF) << 8)
    return (x >> 16) | ((x & 0xFFFF) << 16)


@compiled
def _scrambled(x: Scalar, seed: Scalar) -> Scalar:
    """Nested uniform scramble: every bit flips by a hash of the bits above it."""
    x = (_reversed_bits(x) + seed) & _WORD
    x ^= (x * 0x6C50B47C) & _WORD
    x ^= (x * 0xB82F1E52) & _WORD
    x ^= (x * 0xC7AFE638) & _WORD
    x ^= (x * 0x8D22F6E6) & _WORD
    return _reversed_bits(x)


# All words have 32 bits and stand in 64, where none of their products is cut.
@njit(cache=True, nogil=True)
def _fill(
    points: NDArray[np.float64], index: _Words, words: _Words, seeds: _Words, scrambles: bool
) -> None:
    for i in range(points.shape[0]):
        for d in range(points.shape[1]):
            x, k, bit = 0, index[i], 0
            while k:
                if k & 1:
                    x ^= words[d, bit]
                k >>= 1
                bit += 1
            # In the middle of its cell when scrambled: neither 0 nor 1.
            points[i, d] = (_scrambled(x, seeds[d]) + 0.5 if scrambles else x) * _CELL


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
    points = np.empty((np.size(index), dimensions))
    seeds = [0 if seed is None else mixed(seed, d) for d in range(dimensions)]
    _fill(
        points,
        np.asarray(index, dtype=np.int64),
        np.array([_direction_words(d) for d in range(dimensions)], dtype=np.int64).reshape(
            -1, _BITS
        ),
        np.array(seeds, dtype=np.int64),
        seed is not None,
    )
    return points
