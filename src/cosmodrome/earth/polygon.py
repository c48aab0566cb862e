"""Polygons on the ground whose edges are great circles: their corners, hull and crossings.

All is done in the gnomonic projection about the middle of the corners, in which great circles are
straight (Snyder 1987, USGS Professional Paper 1395, section 22), and with planes through the
Earth's centre, one an edge.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.earth.ellipsoid import geodetic_to_fixed

_Array = NDArray[np.float64]

# Cosine of the largest angle from the middle to a corner: beyond 75 degrees nothing is local.
_WIDEST = 0.26


def corners(longitude_rad: ArrayLike, latitude_rad: ArrayLike) -> _Array:
    """Directions of points on the ellipsoid from the Earth's centre.

    Parameters
    ----------
    longitude_rad, latitude_rad : array_like, shape (n,)
        Geodetic [rad].

    Returns
    -------
    array, shape (n, 3)
        Unit vectors in ITRF axes [-].
    """
    points = geodetic_to_fixed(latitude_rad, longitude_rad, 0.0)
    unit: _Array = points / np.linalg.norm(points, axis=-1, keepdims=True)
    return unit


def flat(points: _Array) -> _Array | None:
    """Gnomonic projection of directions about their middle; None when they lie too far apart.

    Parameters
    ----------
    points : array, shape (n, 3)
        Unit vectors [-].

    Returns
    -------
    array, shape (n, 2), or None
        In Earth radii, counted anticlockwise as seen from above [-].
    """
    middle = points.sum(axis=0)
    size = np.linalg.norm(middle)
    if size < _WIDEST:
        return None
    middle /= size
    cosine = points @ middle
    if cosine.min() < _WIDEST:
        return None
    first = np.cross(middle, np.eye(3)[np.argmin(np.abs(middle))])
    first /= np.linalg.norm(first)
    second = np.cross(middle, first)
    plane: _Array = np.stack([points @ first, points @ second], axis=1) / cosine[:, None]
    return plane


def hull(plane: _Array) -> tuple[int, ...]:
    """Corners of the convex hull, anticlockwise, without those on a straight edge.

    Parameters
    ----------
    plane : array, shape (n, 2)
        Points [-].

    Returns
    -------
    tuple of int
        Places in `plane` [-].

    References
    ----------
    Andrew (1979), Information Processing Letters 9 (5): monotone chains.
    """
    order = sorted(range(len(plane)), key=lambda k: (plane[k, 0], plane[k, 1]))
    found: list[int] = []
    for way in (order, order[::-1]):
        chain: list[int] = []
        for k in way:
            while len(chain) > 1 and _turn(plane, chain[-2], chain[-1], k) <= 1e-15:
                chain.pop()
            chain.append(k)
        found += chain[:-1]
    return tuple(found)


def crossing(plane: _Array) -> tuple[int, int] | None:
    """The first two edges of a closed polygon that cross or touch; None when none do.

    Parameters
    ----------
    plane : array, shape (n, 2)
        Corners in order [-].

    Returns
    -------
    tuple of int or None
        Edge k goes from corner k to the next [-].
    """
    n = len(plane)
    for i in range(n):
        for j in range(i + 2, n):
            if (j + 1) % n != i and _meet(plane, (i, (i + 1) % n), (j, (j + 1) % n)):
                return i, j
    return None


def edge_planes(points: _Array, order: Sequence[int]) -> _Array:
    """Unit normals of the planes through a convex polygon's edges, pointing inward.

    Parameters
    ----------
    points : array, shape (n, 3)
        Unit vectors [-].
    order : sequence of int
        Corners anticlockwise [-].

    Returns
    -------
    array, shape (edges, 3)
        A direction r lies inside where every ``normal . r`` is positive [-].
    """
    ring = points[list(order)]
    normals = np.cross(ring, np.roll(ring, -1, axis=0))
    unit: _Array = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    return unit


def _turn(plane: _Array, a: int, b: int, c: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = plane[a], plane[b], plane[c]
    return float((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))


def _meet(plane: _Array, one: tuple[int, int], other: tuple[int, int]) -> bool:
    a = _turn(plane, *one, other[0]) * _turn(plane, *one, other[1])
    b = _turn(plane, *other, one[0]) * _turn(plane, *other, one[1])
    return a <= 0.0 and b <= 0.0 and (a < 0.0 or b < 0.0)
