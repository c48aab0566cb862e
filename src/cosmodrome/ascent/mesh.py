"""Meshes of a leg: how many segments and collocation points each phase gets."""

import numpy as np

from cosmodrome.ascent.sequence import FlightPhase, Steering

Mesh = tuple[tuple[float, ...], int]

# Segment lengths [s] at which the first mesh of an ascent re-flies to a few metres.
_COVERED_SEGMENT_S, _FREE_SEGMENT_S, _COAST_SEGMENT_S = 8.0, 60.0, 400.0
_SHORT_S = 3.0


def first_mesh(phase: FlightPhase, assumed_s: float) -> Mesh:
    """Mesh a phase starts with: edges on the kinks of its thrust, segments of like length.

    Parameters
    ----------
    phase : FlightPhase
    assumed_s : float
        Its assumed duration [s].

    Returns
    -------
    fractions, degree
        Segment lengths as parts of the phase [-], collocation points a segment [-].
    """
    if assumed_s < _SHORT_S:
        return (1.0,), 2
    longest = _FREE_SEGMENT_S
    if phase.fairing_on:
        longest = _COVERED_SEGMENT_S
    elif phase.steering is Steering.FLOW:
        longest = _COAST_SEGMENT_S
    edges = [0.0, *(k for k in phase.knots_s if k < assumed_s), assumed_s]
    lengths: list[float] = []
    for piece in np.diff(edges):
        count = max(1, int(np.ceil(piece / longest)))
        lengths += [float(piece) / count] * count
    total = sum(lengths)
    return tuple(length / total for length in lengths), 6 if phase.steering is Steering.FLOW else 5


def split(mesh: Mesh, coarse: np.ndarray) -> Mesh:
    """Mesh with the coarse segments cut in half.

    Parameters
    ----------
    mesh : (fractions, degree)
    coarse : array of bool, shape (segments,)

    Returns
    -------
    (fractions, degree)
        [-].
    """
    fractions: list[float] = []
    for length, halve in zip(mesh[0], coarse, strict=True):
        fractions += [0.5 * length] * 2 if halve else [length]
    return tuple(fractions), mesh[1]
