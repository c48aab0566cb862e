"""Flights that did not reach orbit: how many of each kind, and which."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.confidence import probability_interval

REACHED = "orbit"
# Failed flights that are named one by one [-].
NAMED = 20


def endings_mapping(words: list[str], which: NDArray[np.int16]) -> dict[str, int]:
    """How often each ending came, the most frequent first [-].

    Parameters
    ----------
    words : list of str
        Endings.
    which : array of int, shape (n,)
        Of each flight.
    """
    counts = np.bincount(which, minlength=len(words)).tolist()
    ordered = sorted(zip(words, counts, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return {word: count for word, count in ordered if count}


def share_mapping(count: int, trials: int) -> dict[str, Any]:
    """How often something happened, with the exact binomial interval of 95 %.

    Parameters
    ----------
    count, trials : int
        Times it did, and could have [-].
    """
    return {
        "count": count,
        "of": trials,
        "probability": count / trials,
        "interval": probability_interval(count, trials),
    }


def failures_mapping(
    words: list[str], which: NDArray[np.int16], ended_s: NDArray[np.float64]
) -> dict[str, Any]:
    """Flights that failed: the first of them with reason, and how to find all.

    Parameters
    ----------
    words : list of str
        Endings.
    which : array of int, shape (n,)
        Of each flight.
    ended_s : array, shape (n,)
        When each ended after lift-off [s].
    """
    failed = np.flatnonzero([words[k] != REACHED for k in range(len(words))])
    numbers = np.flatnonzero(np.isin(which, failed))
    return {
        "count": int(numbers.size),
        "first": [
            {"sample": int(k), "ending": words[which[k]], "time_s": float(ended_s[k])}
            for k in numbers[:NAMED]
        ],
        "all": 'pl.scan_parquet("shard-*.parquet").filter(pl.col("ending") != "orbit")',
    }
