"""What drives a quantity, by linear regression on the factors of the samples there are.

With ``y = c + sum b_j x_j + rest`` a group of factors g has the share of the variance

    S_g = cov(sum over g of b_j x_j, y) / var(y),

which for independent factors is the first-order Sobol' index of the linear part; the shares add
up to R2. What is left, ``1 - R2``, no line explains: curvature, and factors acting together.
Errors come from a jackknife over batches of samples, which asks nothing of the rest; the bias that
comes of fitting many factors to few samples is taken off by the same.

References
----------
Saltelli and others (2008), Global Sensitivity Analysis: The Primer, section 1.2.5: standardised
regression coefficients.
Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, sections 2.1 and 3.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BATCHES = 20
# A fit needs more samples than factors by this much [-].
_SAMPLES_A_FACTOR = 3
# Keeps a factor that does not vary, or follows another, from making the matrix singular [-].
_RIDGE = 1e-10
# Variance below this part of the mean square is rounding [-].
_ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums of products of a regression, by batch.

    Attributes
    ----------
    factors : int
        How many factors there are [-].
    products : array, shape (B, m, m)
        Of each row ``1, factors, quantities`` with itself [-].
    """

    factors: int
    products: Array


def sums_of(
    parts: Iterable[tuple[NDArray[np.int64], Array, Array]], factors: int, quantities: int
) -> Sums:
    """Sums over parts of the samples; memory does not grow with their number.

    Parameters
    ----------
    parts : iterable
        Numbers of samples [-], their factors, shape (n, factors), and their quantities, shape
        (n, quantities); rows with a value that is no number are left out.
    factors, quantities : int
        How many [-].

    Returns
    -------
    Sums
    """
    size = 1 + factors + quantities
    products = np.zeros((BATCHES, size, size))
    for index, x, y in parts:
        rows = np.column_stack([np.ones(len(y)), x, y])
        batch = np.where(np.isfinite(y).all(axis=1), index % BATCHES, BATCHES)
        rows = rows[np.argsort(batch, kind="stable")]
        ends = np.cumsum(np.bincount(batch, minlength=BATCHES + 1))
        for k in range(BATCHES):
            own = rows[ends[k - 1] if k else 0 : ends[k]]
            products[k] += own.T @ own
    return Sums(factors=factors, products=products)


def shares_of(sums: Sums, groups: dict[str, list[int]]) -> list[dict[str, Any] | None]:
    """Shares of the variance of every quantity by group, with errors.

    Parameters
    ----------
    sums : Sums
        Of all samples.
    groups : dict of str to list of int
        Places of the factors of each [-].

    Returns
    -------
    list of dict or None
        ``r2``, ``r2_sigma``, ``samples`` and ``groups``, the largest first, each ``name``,
        ``share`` and ``sigma`` (one standard error). None where the samples are too few, or the
        quantity does not vary.
    """
    every = sums.products.sum(axis=0)
    total = float(every[0, 0])
    quantities = every.shape[0] - 1 - sums.factors
    if total * (BATCHES - 1) / BATCHES < _SAMPLES_A_FACTOR * sums.factors:
        return [None] * quantities
    whole = _fit(every, sums.factors, groups)
    rows = np.array([_fit(every - each, sums.factors, groups) for each in sums.products])
    mean = rows.mean(axis=0)
    share = BATCHES * whole - (BATCHES - 1) * mean
    sigma = np.sqrt((BATCHES - 1) / BATCHES * ((rows - mean) ** 2).sum(axis=0))
    told = zip(share, sigma, strict=True)
    return [_told(total, list(groups), q, error) for q, error in told]


def _told(samples: float, names: list[str], share: Array, sigma: Array) -> dict[str, Any] | None:
    if not np.isfinite(share).all():
        return None
    order = np.argsort(-share[:-1], kind="stable")
    return {
        "method": "linear regression",
        "samples": int(samples),
        "r2": float(share[-1]),
        "r2_sigma": float(sigma[-1]),
        "groups": [
            {"name": names[i], "share": float(share[i]), "sigma": float(sigma[i])} for i in order
        ],
    }


def _fit(products: Array, factors: int, groups: dict[str, list[int]]) -> Array:
    """Share of each group and R2 at the end, shape (quantities, groups + 1)."""
    n = products[0, 0]
    mean = products[0, 1:] / n
    covariance = products[1:, 1:] / n - np.outer(mean, mean)
    x, xy = covariance[:factors, :factors], covariance[:factors, factors:]
    variance = np.diag(covariance)[factors:]
    steady = variance <= _ROUNDING * np.diag(products)[1 + factors :] / n
    scale = np.sqrt(np.diag(x))
    scale = np.where(scale > 0.0, scale, 1.0)
    correlation = x / np.outer(scale, scale) + _RIDGE * np.eye(factors)
    slopes = np.linalg.solve(correlation, xy / scale[:, None]) / scale[:, None]
    parts = slopes * xy / np.where(steady, np.nan, variance)
    shares = [parts[places].sum(axis=0) for places in groups.values()]
    return np.column_stack([*shares, np.sum(shares, axis=0)])
