"""Mean offset and covariance of samples of several numbers, and how sure they are."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.confidence import mean_interval, sigma_interval
from cosmodrome.study.dispersion.results.normality import normality

Array = NDArray[np.float64]

# A correlation matrix this near to a singular one is not asked for normality [-].
_SINGULAR = 1e-12


def covariance_of(samples: Array, names: Sequence[str], units: Sequence[str]) -> dict[str, Any]:
    """Mean, covariance and their confidence.

    Parameters
    ----------
    samples : array, shape (n, d)
        Two rows or more [-].
    names, units : sequence of str
        Of the columns.

    Returns
    -------
    dict
        ``names``, ``units``, ``count``; ``mean``, ``sigma`` with 95 % intervals of each;
        ``covariance`` and ``correlation``, rows of numbers; ``normality``, None where the samples
        are too few or depend on each other.
    """
    n, d = samples.shape
    mean = samples.mean(axis=0)
    apart = samples - mean
    covariance = apart.T @ apart / (n - 1)
    sigma = np.sqrt(np.diag(covariance))
    over = np.where(sigma > 0.0, sigma, 1.0)
    correlation = covariance / np.outer(over, over)
    variance = np.where(sigma > 0.0, (apart * apart).mean(axis=0), 1.0)
    excess = np.array([float((apart[:, k] ** 4).mean()) for k in range(d)]) / variance**2 - 3.0
    excess = np.where(sigma > 0.0, excess, 0.0)
    regular = n > 10 * d and float(np.linalg.eigvalsh(correlation)[0]) > _SINGULAR
    rows = list(zip(mean.tolist(), sigma.tolist(), excess.tolist(), strict=True))
    return {
        "names": list(names),
        "units": list(units),
        "count": n,
        "mean": mean.tolist(),
        "mean_interval": [mean_interval(m, s, n) for m, s, _ in rows],
        "sigma": sigma.tolist(),
        "sigma_interval": [sigma_interval(s, n, k) for _, s, k in rows],
        "covariance": covariance.tolist(),
        "correlation": correlation.tolist(),
        "normality": normality(apart, covariance) if regular else None,
    }


def turned(covariance: Array, axes: Array) -> Array:
    """Covariance of position and velocity in the axes of the frame, from one along other axes.

    Parameters
    ----------
    covariance : array, shape (6, 6)
        Along `axes` [m2], [m2/s], [m2/s2].
    axes : array, shape (3, 3)
        Rows are unit vectors in the frame [-].

    Returns
    -------
    array, shape (6, 6)
        [m2], [m2/s], [m2/s2].
    """
    back = np.zeros((6, 6))
    back[:3, :3] = back[3:, 3:] = axes.T
    turned_: Array = back @ covariance @ back.T
    return turned_
