"""Uniform numbers from a counter: those of sample k without the ones before.

References
----------
Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3: Philox-4x64-10,
with numpy's order of the words, so that both give the same numbers.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.numerics.compile_cache import use_cache_folder
from cosmodrome.numerics.kernels import Scalar, compiled

use_cache_folder()

_M0, _M1 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_W0, _W1 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
_LOW, _HALF, _LOST_BITS = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(11)
_STEP = 2.0**-53


@compiled
def _product(a: Scalar, b: Scalar) -> tuple[Scalar, Scalar]:
    """Upper and lower word of a product of two words."""
    a_low, a_high, b_low, b_high = a & _LOW, a >> _HALF, b & _LOW, b >> _HALF
    cross, other = a_low * b_high, a_high * b_low
    middle = ((a_low * b_low) >> _HALF) + (cross & _LOW) + (other & _LOW)
    return a_high * b_high + (cross >> _HALF) + (other >> _HALF) + (middle >> _HALF), a * b


@compiled
def _block(counter: Scalar, sample: Scalar, key: Scalar) -> tuple[Scalar, Scalar, Scalar, Scalar]:
    """Four words of a sample."""
    a, b, c, d = counter, np.uint64(0), sample, np.uint64(0)
    first, second = key, np.uint64(0)
    for _ in range(10):
        high_a, low_a = _product(_M0, a)
        high_c, low_c = _product(_M1, c)
        a, b, c, d = high_c ^ b ^ first, low_c, high_a ^ d ^ second, low_a
        first, second = first + _W0, second + _W1
    return a, b, c, d


@njit(cache=True, nogil=True)
def _fill(points: NDArray[np.float64], samples: NDArray[np.uint64], key: np.uint64) -> None:
    count = points.shape[1]
    for i in range(points.shape[0]):
        for block in range((count + 3) // 4):
            words = _block(np.uint64(block + 1), samples[i], key)
            for j in range(4):
                k = 4 * block + j
                if k < count:
                    points[i, k] = (words[j] >> _LOST_BITS) * _STEP


def philox_points(index: NDArray[np.integer], dimensions: int, seed: int) -> NDArray[np.float64]:
    """Independent points in the unit cube, shape (n, dimensions), within [0, 1) [-].

    Parameters
    ----------
    index : array of int, shape (n,)
        Numbers of the samples, each with 2^128 numbers of its own [-].
    dimensions : int
        Of the cube.
    seed : int
        Below 2^64.
    """
    points = np.empty((index.size, dimensions))
    _fill(points, np.asarray(index, dtype=np.uint64), np.uint64(seed))
    return points
