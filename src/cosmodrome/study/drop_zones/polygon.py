"""A convex polygon that holds points of the plane with a probability, whatever their distribution.

One half of the points gives its shape: in each of a number of directions, even once the points are
stretched to a round cloud, the distance that a small part of them lies beyond. The other half
gives its size: every point has the factor by which the shape must grow to reach it, and the factor
of rank ``(n + 1) p`` of n such is taken. The next point of the same distribution then lies inside
with a probability of p at least, for any distribution and any shape.

References
----------
Vovk, Gammerman, Shafer (2005), Algorithmic Learning in a Random World, section 4.2: the rank that
gives the probability (conformal prediction with a held-out half).
Tukey (1975), Proceedings of the International Congress of Mathematicians 2, 523: depth by
half-planes, whose contours the shape follows.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.earth.polygon import hull

Array = NDArray[np.float64]

DIRECTIONS = 24
# Points of the first half that lie beyond each side of the shape, at least [-].
_BEYOND = 20
# Points whose factors are worked out together [-].
_CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingPolygon:
    """Convex polygon by its sides.

    Attributes
    ----------
    centre_m : array, shape (2,)
        Inside, east and north [m].
    normals : array, shape (K, 2)
        A point x is inside where ``normals . (x - centre) <= 1`` for all [1/m].
    enough : bool
        Whether there were points enough for the probability asked.
    """

    centre_m: Array
    normals: Array
    enough: bool

    def holds(self, points_m: Array) -> NDArray[np.bool_]:
        """Whether points lie inside, shape (n,).

        Parameters
        ----------
        points_m : array, shape (n, 2)
            East and north [m].
        """
        return _factors(points_m, self.centre_m, self.normals) <= 1.0

    def corners(self) -> Array:
        """Corners anticlockwise, shape (k, 2) [m]."""
        # The corners are the sides of the hull of the normals (polar duality).
        ring = self.normals[list(hull(self.normals / np.abs(self.normals).max()))]
        sides = zip(ring, np.roll(ring, -1, axis=0), strict=True)
        found: Array = np.array([np.linalg.solve(np.array(pair), np.ones(2)) for pair in sides])
        return self.centre_m + found


def polygon_holding(points_m: Array, probability: float) -> HoldingPolygon:
    """Polygon that holds the next point with a probability.

    Parameters
    ----------
    points_m : array, shape (n, 2)
        East and north, ten points or more, in an order that says nothing [m].
    probability : float
        [-].
    """
    half = len(points_m) // 2
    shape, size = points_m[:half], points_m[half:]
    centre, normals = _shape(shape, probability)
    factors = np.sort(_factors(size, centre, normals))
    rank = math.ceil((len(size) + 1) * probability)
    factor = factors[min(rank, len(size)) - 1]
    return HoldingPolygon(
        centre_m=centre, normals=normals / max(factor, 1e-9), enough=rank <= len(size)
    )


def held_out_of_sample(points_m: Array, probability: float) -> int:
    """Points held by polygons made from the other half of the points [-].

    Parameters
    ----------
    points_m : array, shape (n, 2)
        East and north [m].
    probability : float
        The polygons are made for [-].
    """
    half = len(points_m) // 2
    halves = points_m[:half], points_m[half:]
    return sum(
        int(polygon_holding(own, probability).holds(other).sum())
        for own, other in (halves, halves[::-1])
    )


def _shape(points: Array, probability: float) -> tuple[Array, Array]:
    """Centre, and normals of the sides of a polygon of the right shape and of any size."""
    centre = points.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(points.T))
    widths = np.sqrt(np.maximum(values, max(float(values.max()) * 1e-12, 1e-6)))
    angle = np.arange(DIRECTIONS) * (2.0 * np.pi / DIRECTIONS)
    # Directions even in the round cloud, as directions of the plane.
    normals = (vectors / widths) @ np.array([np.cos(angle), np.sin(angle)])
    beyond = min(max(0.5 * (1.0 - probability), _BEYOND / len(points)), 0.25)
    # One direction at a time: all of them would take many times the memory of the points.
    reach = np.array([np.quantile((points - centre) @ way, 1.0 - beyond) for way in normals.T])
    return centre, np.ascontiguousarray((normals / np.maximum(reach, 0.1)).T)


def _factors(points: Array, centre: Array, normals: Array) -> Array:
    """Factor by which a polygon must grow to reach each point [-]."""
    found = np.empty(len(points))
    for first in range(0, len(points), _CHUNK):
        away = points[first : first + _CHUNK] - centre
        found[first : first + _CHUNK] = (away @ normals.T).max(axis=1)
    return found


def fewer_corners(corners_m: Array, most: int) -> Array:
    """Convex polygon of few corners that holds another, shape (k, 2) [m].

    Sides are left out one by one, the least area added first, and their neighbours drawn out until
    they meet.

    Parameters
    ----------
    corners_m : array, shape (k, 2)
        Anticlockwise, east and north [m].
    most : int
        Corners, three or more [-].
    """
    ring = [np.asarray(corner, dtype=np.float64) for corner in corners_m]
    while len(ring) > max(most, 3):
        offers = [(offer[0], k, offer[1]) for k in range(len(ring)) if (offer := _apex(ring, k))]
        if not offers:
            break
        _, k, apex = min(offers, key=lambda offer: offer[0])
        ring[k] = apex
        del ring[(k + 1) % len(ring)]
    return np.array(ring)


def _apex(ring: list[Array], k: int) -> tuple[float, Array] | None:
    """Where the neighbours of side k meet, and the area that adds; None where they do not."""
    n = len(ring)
    a, b, c, d = (ring[(k + j) % n] for j in (-1, 0, 1, 2))
    u, v = b - a, c - d
    bend = u[0] * v[1] - u[1] * v[0]
    off = c - b
    if abs(bend) < 1e-12:
        return None
    along, back = ((off[0] * w[1] - off[1] * w[0]) / bend for w in (v, u))
    if along <= 0.0 or back <= 0.0:
        return None
    apex = b + along * u
    rise = apex - b
    return 0.5 * abs(off[0] * rise[1] - off[1] * rise[0]), apex
