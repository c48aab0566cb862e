"""Hashes and permutations by a key: random access to what a shuffle would give."""

import numpy as np
from numpy.typing import NDArray

_MASK = (1 << 64) - 1


def mixed(*words: int) -> int:
    """32 bits from any integers.

    Parameters
    ----------
    *words : int
        Seed, dimension and the like.

    References
    ----------
    Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators: the finaliser of
    SplitMix64, once a word.
    """
    state = 0
    for word in words:
        state = (state + (word & _MASK) + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return state >> 32


def permuted(index: NDArray[np.integer], count: int, key: int) -> NDArray[np.int64]:
    """Where a permutation of ``0 .. count - 1`` sends numbers, without the others.

    A Feistel network of four rounds permutes the next power of four; numbers that leave the range
    go round again.

    Parameters
    ----------
    index : array of int, shape (n,)
        Below `count` [-].
    count : int
        Size of the permutation.
    key : int
        Each key is another permutation.

    Returns
    -------
    array of int, shape (n,)
        [-].

    References
    ----------
    Luby and Rackoff (1988), SIAM Journal on Computing 17, 373-386.
    Black and Rogaway (2002), Ciphers with arbitrary finite domains: cycle walking.
    """
    half = max(1, (max(count - 1, 1).bit_length() + 1) // 2)
    mask = np.uint64((1 << half) - 1)
    keys = [np.uint64(mixed(key, r)) for r in range(4)]
    x = np.asarray(index, dtype=np.uint64).copy()
    outside = np.ones(x.size, dtype=bool)
    while outside.any():
        left, right = x[outside] >> np.uint64(half), x[outside] & mask
        for round_key in keys:
            left, right = right, left ^ (_round(right, round_key) & mask)
        x[outside] = (left << np.uint64(half)) | right
        outside = x >= np.uint64(count)
    return x.astype(np.int64)


def _round(x: NDArray[np.uint64], key: np.uint64) -> NDArray[np.uint64]:
    x = (x + key) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(29))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(32))
