"""Fit by Levenberg and Marquardt: robust residuals, priors, and what is known afterwards.

    minimise  sum rho(r_i(x)) + |(x - x0) / sigma|^2 / 2 + |S x|^2 / 2

with rho that of Huber, which counts a far-off reading by its distance and not by its square.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Residuals of the readings, in units of their noise, then the soft conditions; None: cannot fly.
Residuals = Callable[[Array], "tuple[Array, Array] | None"]

# Beyond this many sigma a reading counts by its distance: 98 % of the weight of good ones is kept.
HUBER = 2.5
_MOST_ROUNDS, ENOUGH = 40, 0.02
_STEP = 0.02
# Readings next to each other err together over this many at most.
_LONGEST_MEMORY = 60
# Median of the square of a standard normal number.
_MEDIAN_CHI2 = 0.4549


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Where the fit ended.

    Attributes
    ----------
    values : array, shape (p,)
        [unit of each].
    covariance : array, shape (p, p)
        Afterwards, of readings taken as independent [product of the units].
    residual : array, shape (n,)
        Of the readings, in units of their noise [-].
    weight : array, shape (n,)
        Of each reading, 1 within `HUBER` sigma [-].
    jacobian : array, shape (n, p)
        Of the residuals [1/unit].
    information : array, shape (p, p)
        Of priors and soft conditions [1/unit of both].
    cost : float
        What was minimised [-].
    rounds, flights : int
        Of the fit [-].
    converged : bool
        It ended because nothing was left to gain.
    """

    values: Array
    covariance: Array
    residual: Array
    weight: Array
    jacobian: Array
    information: Array
    cost: float
    rounds: int
    flights: int
    converged: bool


def fit(
    residuals: Residuals,
    start: Array,
    prior: Array,
    sigma: Array,
    smoothness: Array,
    *,
    enough: float = ENOUGH,
) -> Fit:
    """Find the most probable values.

    Parameters
    ----------
    residuals : callable
        Gives the residuals of the readings and the soft conditions, both [-].
    start : array, shape (p,)
        First values [unit of each].
    prior, sigma : array, shape (p,)
        Known beforehand [unit of each].
    smoothness : array, shape (m, p)
        Rows whose product with the values is normal with sigma 1 [1/unit].
    enough : float
        Gain of a round below which nothing is left to gain, in units of half a sigma squared [-].

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        When the first values cannot be flown.
    """
    x = np.array(start, dtype=float)
    flights, rounds, damping = 1, 0, 1e-3
    now = residuals(x)
    if now is None:
        raise ValueError("the first values of the fit cannot be flown")
    cost = _cost(now, x, prior, sigma, smoothness)
    converged = False
    while rounds < _MOST_ROUNDS and not converged:
        rounds += 1
        jacobian, soft, used = _derivatives(residuals, x, sigma, now)
        flights += used
        moved = False
        while damping < 1e8:
            step = _step(now, jacobian, soft, x, prior, sigma, smoothness, damping)
            trial = residuals(x + step)
            flights += 1
            new = np.inf if trial is None else _cost(trial, x + step, prior, sigma, smoothness)
            if trial is not None and new < cost:
                converged = cost - new < enough
                x, now, cost = x + step, trial, new
                damping = max(damping * 0.1, 1e-9)
                moved = True
                break
            damping *= 10.0
        converged = converged or not moved
    jacobian, soft, used = _derivatives(residuals, x, sigma, now)
    weight = huber_weight(now[0])
    information = np.diag(sigma**-2.0) + smoothness.T @ smoothness + soft.T @ soft
    normal = (jacobian * weight[:, None]).T @ jacobian + information
    return Fit(
        values=x,
        covariance=_inverse(normal, sigma),
        residual=now[0],
        weight=weight,
        jacobian=jacobian,
        information=information,
        cost=cost,
        rounds=rounds,
        flights=flights + used,
        converged=converged,
    )


def huber_weight(residual: Array) -> Array:
    """Weight of a reading by its residual: 1, and less beyond `HUBER` sigma.

    Parameters
    ----------
    residual : array
        In units of the noise [-].
    """
    return HUBER / np.maximum(np.abs(residual), HUBER)


def _cost(
    now: tuple[Array, Array], x: Array, prior: Array, sigma: Array, smoothness: Array
) -> float:
    size = np.abs(now[0])
    huber = np.where(size < HUBER, 0.5 * size**2, HUBER * (size - 0.5 * HUBER)).sum()
    rest = [now[1], (x - prior) / sigma, smoothness @ x]
    return float(huber + sum(0.5 * float(part @ part) for part in rest))


def _derivatives(
    residuals: Residuals, x: Array, sigma: Array, now: tuple[Array, Array]
) -> tuple[Array, Array, int]:
    """Central differences over a part of each sigma; one-sided where one side cannot be flown."""
    rows, soft = [], []
    for k in range(x.size):
        ends = []
        for side in (1.0, -1.0):
            moved = x.copy()
            moved[k] += side * _STEP * sigma[k]
            there = residuals(moved)
            ends.append((side, there) if there is not None else (0.0, now))
        width = (ends[0][0] - ends[1][0]) * _STEP * sigma[k]
        rows.append((ends[0][1][0] - ends[1][1][0]) / width if width else 0.0 * now[0])
        soft.append((ends[0][1][1] - ends[1][1][1]) / width if width else 0.0 * now[1])
    return np.array(rows).T, np.array(soft).T, 2 * x.size


def _step(
    now: tuple[Array, Array],
    jacobian: Array,
    soft: Array,
    x: Array,
    prior: Array,
    sigma: Array,
    smoothness: Array,
    damping: float,
) -> Array:
    """Damped step, in units of the priors so that all are of one size."""
    weight = huber_weight(now[0])
    scaled, bent, stiff = jacobian * sigma, soft * sigma, smoothness * sigma
    data = (scaled * weight[:, None]).T @ scaled
    normal = data + bent.T @ bent + stiff.T @ stiff + np.eye(x.size)
    slope = (
        scaled.T @ (weight * now[0])
        + bent.T @ now[1]
        + stiff.T @ (smoothness @ x)
        + (x - prior) / sigma
    )
    normal[np.diag_indices(x.size)] += damping * (np.diag(data) + 1.0)
    return np.asarray(-sigma * np.linalg.solve(normal, slope))


def _inverse(normal: Array, sigma: Array) -> Array:
    """Inverse of a normal matrix, scaled first: its numbers span twenty powers of ten."""
    scaled = normal * np.outer(sigma, sigma)
    inverse = np.linalg.inv(scaled)
    return np.asarray(0.5 * (inverse + inverse.T) * np.outer(sigma, sigma))


def memory(residual: Array) -> float:
    """How many readings next to each other say as much as one: the sum of their correlations.

    Parameters
    ----------
    residual : array, shape (n,)
        In the order of time, in units of the noise [-].

    Returns
    -------
    float
        1 for independent readings [-].

    References
    ----------
    Geyer (1992), Statistical Science 7, 473: initial positive sequence.
    """
    r = np.clip(residual, -2.0 * HUBER, 2.0 * HUBER)
    r = r - r.mean() if r.size else r
    power = float(r @ r)
    if r.size < 10 or power == 0.0:
        return 1.0
    total = 1.0
    for lag in range(1, min(_LONGEST_MEMORY, r.size // 3), 2):
        pair = float(r[lag:] @ r[:-lag] + r[lag + 1 :] @ r[: -lag - 1]) / power
        if pair <= 0.0:
            break
        total += 2.0 * pair
    return max(total, 1.0)


def unknown(residual: Array, sigma: Array) -> float:
    """Noise that residuals show beyond that of the readings, as each reading has to bear it.

    What lasts for m readings weighs as much as m times its variance would in each of them.

    Parameters
    ----------
    residual : array, shape (n,)
        In the order of time [unit of the reading].
    sigma : array, shape (n,)
        Noise of the readings [unit of the reading].

    Returns
    -------
    float
        [unit of the reading].
    """
    if residual.size < 10:
        return 0.0
    square = residual**2
    low, high = 0.0, 10.0 * float(np.sqrt(np.median(square)))
    if np.median(square / sigma**2) <= _MEDIAN_CHI2:
        return 0.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        beyond = np.median(square / (sigma**2 + middle**2)) > _MEDIAN_CHI2
        low, high = (middle, high) if beyond else (low, middle)
    return high * float(np.sqrt(memory(residual / np.hypot(sigma, high))))
