"""Intervals of confidence: probabilities, means, standard deviations, quantiles.

They hold for independent samples. Sobol' and Latin-hypercube samples are spread more evenly than
chance would, so the same formulae are conservative for them: the interval covers at least as often
as it says.

References
----------
Clopper and Pearson (1934), Biometrika 26, 404-413: the exact interval of a probability.
David and Nagaraja (2003), Order Statistics, 3rd ed., section 7.1: that of a quantile, for any
distribution.
Box (1953), Biometrika 40, 318-335, section 3: tails heavier or lighter than normal change the
degrees of freedom of a variance by ``1 / (1 + excess kurtosis / 2)``.
"""

import math

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.normal import normal_quantile
from cosmodrome.numerics.probability import (
    beta_quantile,
    binomial_probability,
    chi_square_quantile,
    student_quantile,
)

Array = NDArray[np.float64]
Interval = tuple[float, float]

# Confidence of every interval told [-].
CONFIDENCE = 0.95


def probability_interval(count: int, trials: int, confidence: float = CONFIDENCE) -> Interval:
    """Exact binomial interval of a probability, after Clopper and Pearson [-].

    Parameters
    ----------
    count, trials : int
        Times it happened, and times it could have [-].
    confidence : float
        [-].
    """
    if not 0 <= count <= trials or trials < 1:
        raise ValueError(f"{count} of {trials} is no share")
    tail = 0.5 * (1.0 - confidence)
    low = 0.0 if count == 0 else beta_quantile(tail, float(count), trials - count + 1.0)
    high = 1.0 if count == trials else beta_quantile(1.0 - tail, count + 1.0, float(trials - count))
    return low, high


def mean_interval(
    mean: float, sigma: float, count: int, confidence: float = CONFIDENCE
) -> Interval:
    """Interval of a mean, in its unit [-].

    Parameters
    ----------
    mean, sigma : float
        Of the samples, in one unit [-].
    count : int
        Samples, two or more [-].
    confidence : float
        [-].
    """
    half = student_quantile(0.5 + 0.5 * confidence, count - 1.0) * sigma / math.sqrt(count)
    return mean - half, mean + half


def sigma_interval(
    sigma: float, count: int, excess: float = 0.0, confidence: float = CONFIDENCE
) -> Interval:
    """Interval of a standard deviation by chi-square, in its unit [-].

    A diagonal element of a Wishart matrix is chi-square too, so this is also that of each sigma
    of a covariance.

    Parameters
    ----------
    sigma : float
        Of the samples [-].
    count : int
        Samples, two or more [-].
    excess : float
        Excess kurtosis of the samples; 0 is the normal distribution [-].
    confidence : float
        [-].
    """
    freedom = (count - 1) / (1.0 + 0.5 * max(excess, -1.9))
    tail = 0.5 * (1.0 - confidence)
    low, high = (chi_square_quantile(p, freedom) for p in (1.0 - tail, tail))
    return sigma * math.sqrt(freedom / low), sigma * math.sqrt(freedom / high)


def quantile_ranks(
    count: int, probability: float, confidence: float = CONFIDENCE
) -> tuple[int | None, int | None]:
    """Ranks, from 0, of the sorted samples between which a quantile lies [-].

    Parameters
    ----------
    count : int
        Samples [-].
    probability : float
        Of the quantile, within (0, 1) [-].
    confidence : float
        [-].

    Returns
    -------
    low, high : int or None
        None where the samples are too few to have one [-].
    """
    tail = 0.5 * (1.0 - confidence)
    # The quantile is above the sample of rank k when at most... k + 1 samples are not above it.
    low = _last_rank(count, probability, tail)
    high = _last_rank(count, 1.0 - probability, tail)
    return low, None if high is None else count - 1 - high


def _last_rank(count: int, probability: float, tail: float) -> int | None:
    """Largest k such that at most k samples lie below the quantile with no more than `tail`."""
    if binomial_probability(0, count, probability) > tail:
        return None
    spread = math.sqrt(count * probability * (1.0 - probability))
    z = float(normal_quantile([tail])[0])
    k = min(max(int(count * probability + z * spread), 0), count - 1)
    while binomial_probability(k, count, probability) > tail:
        k -= 1
    while k + 1 < count and binomial_probability(k + 1, count, probability) <= tail:
        k += 1
    return k


def quantile_interval(
    ordered: Array, probability: float, confidence: float = CONFIDENCE
) -> tuple[float | None, float | None]:
    """Interval of a quantile from the order of the samples alone, for any distribution [-].

    Parameters
    ----------
    ordered : array, shape (n,)
        Samples, rising [-].
    probability : float
        Of the quantile, within (0, 1) [-].
    confidence : float
        [-].

    Returns
    -------
    low, high : float or None
        In the unit of the samples; None where they are too few to bound it [-].
    """
    low, high = quantile_ranks(ordered.size, probability, confidence)
    return (
        None if low is None else float(ordered[low]),
        None if high is None else float(ordered[high]),
    )
