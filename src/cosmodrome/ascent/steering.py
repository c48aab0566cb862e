"""Steering of a phase between its collocation points."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.radau import radau_points

Array = NDArray[np.float64]

# A steering polynomial that strays further than this from the line through its points is at a jump
# of the optimum [-]; smooth steering strays by less, on segments as long as the first mesh has.
_SWING = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSteering:
    """Steering of a phase as its optimiser holds it: directions at the collocation points.

    Attributes
    ----------
    duration_s : float
        [s].
    fractions : tuple of float
        Segment lengths as parts of the phase [-].
    direction : array, shape (3, n)
        At the collocation points of all segments; empty for a phase that is not steered [-].
    before : array, shape (3,), or None
        Direction at the end of what was flown before, where a segment is flown by itself [-].
    """

    duration_s: float
    fractions: tuple[float, ...]
    direction: Array
    before: Array | None = None


@cache
def to_powers(degree: int) -> Array:
    """Matrix from values at the collocation points of a segment to powers of 0..1 [-].

    Parameters
    ----------
    degree : int
        Points a segment [-].
    """
    points = 0.5 * (radau_points(degree) + 1.0)
    return np.asarray(np.linalg.inv(np.vander(points, increasing=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringPiece:
    """Steered direction over a part of a phase as one polynomial.

    Attributes
    ----------
    start, length : float
        Place within the phase, 0 to 1 [-].
    powers : array, shape (3, K)
        Direction by powers of the place within the piece, 0 to 1 [-].
    """

    start: float
    length: float
    powers: Array


def steering_pieces(steering: PhaseSteering) -> list[SteeringPiece]:
    """Steering of a phase between its collocation points.

    A segment is one polynomial through its points, as the optimiser means it. Where the optimum
    jumps, that polynomial swings out to both sides; such a segment is a broken line through its
    points instead, which passes no limit that the points keep.

    Parameters
    ----------
    steering : PhaseSteering
        Directions at the collocation points.

    Returns
    -------
    list of SteeringPiece
        In order, filling the phase.
    """
    edges = np.concatenate(([0.0], np.cumsum(steering.fractions)))
    if steering.direction.size == 0:
        straight = zip(edges[:-1], steering.fractions, strict=True)
        return [
            SteeringPiece(start=float(a), length=float(f), powers=np.zeros((3, 1)))
            for a, f in straight
        ]
    degree = steering.direction.shape[1] // len(steering.fractions)
    pieces: list[SteeringPiece] = []
    before = steering.before
    for k, fraction in enumerate(steering.fractions):
        points = steering.direction[:, k * degree : (k + 1) * degree]
        powers = np.ascontiguousarray(points @ to_powers(degree).T)
        start = powers[:, 0] if before is None else before
        if _swings(powers, points, start, degree):
            pieces += _broken_line(points, start, float(edges[k]), fraction, degree)
        else:
            pieces.append(SteeringPiece(start=float(edges[k]), length=fraction, powers=powers))
        before = points[:, -1]
    return pieces


def _swings(powers: Array, points: Array, start: Array, degree: int) -> bool:
    """Whether the polynomial of a segment strays from the broken line through its points."""
    nodes = np.concatenate(([0.0], 0.5 * (radau_points(degree) + 1.0)))
    middles = 0.5 * (nodes[1:] + nodes[:-1])
    curve = powers @ (middles ** np.arange(powers.shape[1])[:, None])
    corners = np.column_stack([start, points])
    line = 0.5 * (corners[:, 1:] + corners[:, :-1])
    return bool(np.abs(curve - line).max() > _SWING)


def _broken_line(
    points: Array, start: Array, begin: float, fraction: float, degree: int
) -> list[SteeringPiece]:
    nodes = begin + fraction * np.concatenate(([0.0], 0.5 * (radau_points(degree) + 1.0)))
    corners = np.column_stack([start, points])
    return [
        SteeringPiece(
            start=float(nodes[i]),
            length=float(nodes[i + 1] - nodes[i]),
            powers=np.column_stack([corners[:, i], corners[:, i + 1] - corners[:, i]]),
        )
        for i in range(degree)
    ]
