"""Flipped Legendre-Gauss-Radau points and matrices on [-1, 1], end point included.

References
----------
Garg, Patterson, Hager, Rao, Benson, Huntington: A unified framework for the numerical
solution of optimal control problems using pseudospectral methods, Automatica 46 (2010) 1843.
"""

from functools import cache

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

Array = NDArray[np.float64]


@cache
def radau_points(degree: int) -> Array:
    """Collocation points of one segment: the roots of P_K - P_{K-1}, the last one at +1.

    Parameters
    ----------
    degree : int
        Points K a segment [-].

    Returns
    -------
    array, shape (K,)
        Ascending [-].
    """
    series = np.zeros(degree + 1)
    series[degree], series[degree - 1] = 1.0, -1.0
    points = np.sort(np.real(legendre.legroots(series)))
    derivative = legendre.legder(series)
    # One Newton step takes the companion-matrix roots to the last bit.
    points -= legendre.legval(points, series) / legendre.legval(points, derivative)
    points[-1] = 1.0
    return np.asarray(points)


def barycentric_weights(nodes: Array) -> Array:
    """Weights of the barycentric Lagrange form (Berrut and Trefethen 2004, eq. 3.2).

    Parameters
    ----------
    nodes : array, shape (n,)
        Distinct [-].

    Returns
    -------
    array, shape (n,)
        Weights [-].
    """
    difference = nodes[:, None] - nodes[None, :]
    np.fill_diagonal(difference, 1.0)
    return np.asarray(1.0 / difference.prod(axis=1))


@cache
def differentiation_matrix(degree: int) -> Array:
    """Derivative at the K collocation points of the polynomial through -1 and those points.

    Parameters
    ----------
    degree : int
        Points K a segment [-].

    Returns
    -------
    array, shape (K, K + 1)
        Row k gives the derivative at point k [-].
    """
    nodes = np.concatenate(([-1.0], radau_points(degree)))
    weights = barycentric_weights(nodes)
    difference = nodes[:, None] - nodes[None, :]
    np.fill_diagonal(difference, 1.0)
    matrix = weights[None, :] / weights[:, None] / difference
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return np.asarray(matrix[1:])


def interpolation_matrix(nodes: Array, points: Array) -> Array:
    """Values at `points` of the polynomial through `nodes`.

    Parameters
    ----------
    nodes : array, shape (n,)
        Distinct [-].
    points : array, shape (m,)
        Where the values are wanted [-].

    Returns
    -------
    array, shape (m, n)
        Row i gives the value at point i [-].
    """
    weights = barycentric_weights(nodes)
    difference = points[:, None] - nodes[None, :]
    exact = difference == 0.0
    difference[exact] = 1.0
    terms = weights / difference
    matrix = terms / terms.sum(axis=1, keepdims=True)
    hit = exact.any(axis=1)
    matrix[hit] = exact[hit].astype(float)
    return np.asarray(matrix)


@cache
def integration_matrix(degree: int) -> Array:
    """Integrals from -1 to each collocation point of a polynomial given at those points.

    Parameters
    ----------
    degree : int
        Points K a segment [-].

    Returns
    -------
    array, shape (K, K)
        Inverse of the differentiation matrix without its first column [-].
    """
    return np.asarray(np.linalg.inv(differentiation_matrix(degree)[:, 1:]))


def radau_weights(degree: int) -> Array:
    """Weights of the quadrature over [-1, 1] at the collocation points.

    Parameters
    ----------
    degree : int
        Points K a segment [-].

    Returns
    -------
    array, shape (K,)
        Their sum is 2 [-].
    """
    return np.asarray(integration_matrix(degree)[-1])


@cache
def legendre_matrix(degree: int) -> Array:
    """Legendre coefficients of the polynomial through values at the collocation points.

    Parameters
    ----------
    degree : int
        Points K a segment [-].

    Returns
    -------
    array, shape (K, K)
        Row j gives the coefficient of P_j [-].
    """
    return np.asarray(np.linalg.inv(legendre.legvander(radau_points(degree), degree - 1)))
