"""Builders of `Table`: the piecewise cubic from the data an engineer has.

Beyond their first and last point all of them hold their end value.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.kernels import Table

_Array = NDArray[np.float64]


def constant(value: float) -> Table:
    """Table of one value everywhere.

    Parameters
    ----------
    value : float
        In the unit the table is to have [-].
    """
    return _assemble(np.array([0.0, 1.0]), [_points([value])])


def step(x: ArrayLike, y: ArrayLike) -> Table:
    """Table that takes the value ``y[i]`` from ``x[i]`` on, and ``y[0]`` before.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Ascending arguments and the values from there on [-].

    Raises
    ------
    ValueError
        If the lengths differ, a number is not finite or `x` does not ascend.
    """
    start, value = _ascending(x, y, at_least=1)
    return _assemble(np.append(start, start[-1] + 1.0), [value])


def linear(x: ArrayLike, y: ArrayLike) -> Table:
    """Table of straight pieces through the points; a repeated argument is a step.

    At a step the value is that of the later point.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Arguments that do not descend, each at most twice, and values [-].

    Raises
    ------
    ValueError
        If the lengths differ, a number is not finite, `x` descends, or repeats thrice.
    """
    b, v = _points(x), _points(y)
    _check_lengths(b, v, at_least=2)
    if np.any(np.diff(b) < 0.0) or np.any(b[2:] == b[:-2]):
        raise ValueError("arguments must not descend, nor stand more than twice")
    if b[0] == b[1]:
        b, v = np.insert(b, 0, b[0] - 1.0), np.insert(v, 0, v[0])
    if b[-1] == b[-2]:
        b, v = np.append(b, b[-1] + 1.0), np.append(v, v[-1])
    wide = np.diff(b) > 0.0
    slope = np.diff(v)[wide] / np.diff(b)[wide]
    return _assemble(np.append(b[:-1][wide], b[-1]), [v[:-1][wide], slope])


def hermite(x: ArrayLike, y: ArrayLike, dydx: ArrayLike) -> Table:
    """Table of cubics through the points with the slopes given there.

    Parameters
    ----------
    x, y, dydx : array_like, shape (n,)
        Ascending arguments, values and slopes [-].

    Raises
    ------
    ValueError
        If the lengths differ, a number is not finite or `x` does not ascend.
    """
    b, v = _ascending(x, y, at_least=2)
    d = _points(dydx)
    _check_lengths(b, d, at_least=2)
    h = np.diff(b)
    chord = np.diff(v) / h
    c2 = (3.0 * chord - 2.0 * d[:-1] - d[1:]) / h
    c3 = (d[:-1] + d[1:] - 2.0 * chord) / h**2
    return _assemble(b, [v[:-1], d[:-1], c2, c3])


def monotone_cubic(x: ArrayLike, y: ArrayLike) -> Table:
    """Table of cubics through the points that rise and fall only where the points do.

    Slopes inside are the weighted harmonic mean of the two chords, zero at an extremum;
    at the ends they follow the parabola through three points, limited to keep the sense.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Ascending arguments and values [-].

    Raises
    ------
    ValueError
        If the lengths differ, a number is not finite or `x` does not ascend.

    References
    ----------
    Fritsch and Butland (1984), SIAM J. Sci. Stat. Comput. 5, equation 5; the rule for
    the ends is that of Fritsch's PCHIP.
    """
    b, v = _ascending(x, y, at_least=2)
    if b.size == 2:
        return linear(b, v)
    h = np.diff(b)
    chord = np.diff(v) / h
    before, after = chord[:-1], chord[1:]
    weight_before, weight_after = h[:-1] + 2.0 * h[1:], 2.0 * h[:-1] + h[1:]
    same_sense = before * after > 0.0
    safe_before, safe_after = np.where(same_sense, (before, after), 1.0)
    mean = (weight_before + weight_after) / (
        weight_before / safe_before + weight_after / safe_after
    )
    d = np.empty_like(b)
    d[1:-1] = np.where(same_sense, mean, 0.0)
    d[0] = _end_slope(h[0], h[1], chord[0], chord[1])
    d[-1] = _end_slope(h[-1], h[-2], chord[-1], chord[-2])
    return hermite(b, v, d)


def _end_slope(h0: float, h1: float, chord0: float, chord1: float) -> float:
    """Slope at the end of piece 0, whose neighbour is piece 1."""
    d = ((2.0 * h0 + h1) * chord0 - h0 * chord1) / (h0 + h1)
    if d * chord0 <= 0.0:
        return 0.0
    if chord0 * chord1 <= 0.0 and abs(d) > 3.0 * abs(chord0):
        return 3.0 * chord0
    return d


def _points(values: ArrayLike) -> _Array:
    points = np.array(values, dtype=np.float64)
    if points.ndim != 1 or not np.all(np.isfinite(points)):
        raise ValueError("a table takes one row of finite numbers")
    return points


def _check_lengths(x: _Array, y: _Array, at_least: int) -> None:
    if x.size != y.size or x.size < at_least:
        raise ValueError(
            f"{x.size} arguments and {y.size} values; need as many of both, at least {at_least}"
        )


def _ascending(x: ArrayLike, y: ArrayLike, at_least: int) -> tuple[_Array, _Array]:
    b, v = _points(x), _points(y)
    _check_lengths(b, v, at_least)
    if np.any(np.diff(b) <= 0.0):
        raise ValueError("arguments must ascend")
    return b, v


def _assemble(breaks: _Array, rows: list[_Array]) -> Table:
    coefficients = np.zeros((4, breaks.size - 1))
    for k, row in enumerate(rows):
        coefficients[k] = row
    return Table(np.ascontiguousarray(breaks), coefficients)


def integral(table: Table, a: float, b: float) -> float:
    """Integral of a table between two arguments, its held ends included.

    Parameters
    ----------
    table : Table
        Piecewise cubic.
    a, b : float
        Limits, in the unit of the argument [-].

    Returns
    -------
    float
        In the unit of value times argument [-].
    """
    return _antiderivative(table, b) - _antiderivative(table, a)


def _antiderivative(table: Table, x: float) -> float:
    breaks, c = table
    inside = min(max(x, breaks[0]), breaks[-1])
    h = np.clip(inside - breaks[:-1], 0.0, np.diff(breaks))
    area = h * (c[0] + h * (c[1] / 2.0 + h * (c[2] / 3.0 + h * c[3] / 4.0)))
    before = min(x - breaks[0], 0.0) * c[0, 0]
    last = breaks[-1] - breaks[-2]
    end = c[0, -1] + last * (c[1, -1] + last * (c[2, -1] + last * c[3, -1]))
    after = max(x - breaks[-1], 0.0) * end
    return float(area.sum() + before + after)
