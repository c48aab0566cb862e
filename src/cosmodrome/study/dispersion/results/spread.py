"""How one quantity is spread: moments, quantiles, and how sure they are."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.study.dispersion.results.confidence import mean_interval, sigma_interval

Array = NDArray[np.float64]

# Quantiles told of every quantity: 3 sigma, 90 %, median [-].
QUANTILES = (0.00135, 0.003, 0.05, 0.5, 0.95, 0.997, 0.99865)
BINS = 60
# Fewer values beyond a quantile say little of it [-].
_LEAST_BEYOND = 3.0


def spread_of(values: Array, unit: str) -> dict[str, Any] | None:
    """Spread of a quantity; None of fewer than two values.

    Parameters
    ----------
    values : array, shape (n,)
        Values that are no number are left out [-].
    unit : str
        Of the values.

    Returns
    -------
    dict
        ``unit``, ``count``, ``mean`` and ``sigma`` with their 95 % intervals, ``skewness``,
        ``excess_kurtosis``, ``quantiles`` at `QUANTILES`, ``histogram``. A quantile beyond which
        fewer than three values lie is None.
    """
    x = values[np.isfinite(values)]
    if x.size < 2:
        return None
    mean = float(x.mean())
    apart = x - mean
    sigma = float(np.sqrt(apart @ apart / (x.size - 1)))
    skewness, excess = _shape(apart)
    return {
        "unit": unit,
        "count": int(x.size),
        "mean": mean,
        "mean_interval": mean_interval(mean, sigma, x.size),
        "sigma": sigma,
        "sigma_interval": sigma_interval(sigma, x.size, excess),
        "skewness": skewness,
        "excess_kurtosis": excess,
        "quantiles": [_quantile(x, level) for level in QUANTILES],
        "histogram": histogram_of(x),
    }


def _quantile(x: Array, level: float) -> float | None:
    if x.size * min(level, 1.0 - level) < _LEAST_BEYOND:
        return None
    return float(np.quantile(x, level))


def told_spread(
    name: str, label: str, unit: str, values: Array, nominal: float
) -> dict[str, dict[str, Any]]:
    """Spread of a quantity under its name, with label and nominal value; nothing of one value.

    Parameters
    ----------
    name, label, unit : str
        Of the quantity.
    values : array, shape (n,)
        In its unit [-].
    nominal : float
        Of the flight without dispersions, in its unit [-].
    """
    spread = spread_of(values, unit)
    return {} if spread is None else {name: {"label": label, "nominal": nominal, **spread}}


def _shape(apart: Array) -> tuple[float, float]:
    """Skewness and excess kurtosis of values less their mean; 0 of a constant [-]."""
    square = apart * apart
    variance = float(square.mean())
    if variance <= 0.0:
        return 0.0, 0.0
    return (
        float((square * apart).mean()) / variance**1.5,
        float((square * square).mean()) / variance**2 - 3.0,
    )


def histogram_of(values: Array, bins: int = BINS) -> dict[str, Any]:
    """Counts in even bins between the least and the greatest value.

    Parameters
    ----------
    values : array, shape (n,)
        At least one [-].
    bins : int
        [-].

    Returns
    -------
    dict
        ``low`` and ``high`` in the unit of the values, ``counts``.
    """
    counts, edges = np.histogram(values, bins)
    return {"low": float(edges[0]), "high": float(edges[-1]), "counts": counts.tolist()}
