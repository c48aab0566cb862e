"""Meshes of a leg: how many segments and collocation points each phase gets."""

from collections.abc import Sequence

import numpy as np

from cosmodrome.ascent.phase import FlightPhase, PhaseSequence, Steering

Mesh = tuple[tuple[float, ...], int]

# Segment lengths [s] at which the first mesh of an ascent re-flies to some tens of metres: in the
# dense air, which every launcher leaves in about 100 s, above it while the fairing is on, then on.
_DENSE_SEGMENT_S, _COVERED_SEGMENT_S, _FREE_SEGMENT_S, _COAST_SEGMENT_S = 10.0, 25.0, 60.0, 300.0
_DENSE_UNTIL_S = 100.0
_SHORT_S = 3.0
# Of the segments of a long coast that come with it.
_COAST_DEGREE = 9


def first_meshes(sequence: PhaseSequence) -> list[Mesh]:
    """Meshes the phases of a sequence start with.

    Parameters
    ----------
    sequence : PhaseSequence
        With its assumed durations.

    Returns
    -------
    list of (fractions, degree)
        One a phase [-].
    """
    begun = np.concatenate(([0.0], np.cumsum(sequence.assumed_s)[:-1]))
    return [
        first_mesh(phase, assumed, float(start))
        for phase, assumed, start in zip(sequence.phases, sequence.assumed_s, begun, strict=True)
    ]


def first_mesh(phase: FlightPhase, assumed_s: float, begun_s: float) -> Mesh:
    """Mesh a phase starts with: edges on the kinks of its thrust, segments of like length.

    Parameters
    ----------
    phase : FlightPhase
        A stretch of the flight.
    assumed_s : float
        Its assumed duration [s].
    begun_s : float
        Its assumed start after the start of the leg [s].

    Returns
    -------
    fractions, degree
        Segment lengths as parts of the phase [-], collocation points a segment [-].
    """
    if assumed_s < _SHORT_S:
        return (1.0,), 2
    if phase.parts:
        return phase.parts, _COAST_DEGREE
    longest = _FREE_SEGMENT_S
    if phase.fairing_on:
        longest = _DENSE_SEGMENT_S if begun_s < _DENSE_UNTIL_S else _COVERED_SEGMENT_S
    elif phase.steering is Steering.FLOW:
        longest = _COAST_SEGMENT_S
    edges = [0.0, *(k for k in phase.knots_s if k < assumed_s), assumed_s]
    lengths: list[float] = []
    for piece in np.diff(edges):
        count = max(1, int(np.ceil(piece / longest)))
        lengths += [float(piece) / count] * count
    total = sum(lengths)
    return tuple(length / total for length in lengths), 6 if phase.steering is Steering.FLOW else 5


def finest(mesh: Mesh, one: Mesh, other: Mesh) -> Mesh:
    """The finer of two meshes in every segment of the mesh both were cut from.

    Parameters
    ----------
    mesh, one, other : (fractions, degree)
        Segment lengths as parts of the phase; points a segment [-].

    Returns
    -------
    (fractions, degree)
        [-].
    """
    edges = np.cumsum(mesh[0])
    parts = []
    for k, edge in enumerate(edges):
        begin = edge - mesh[0][k]
        inner = [
            int(np.count_nonzero((ends > begin + 1e-9) & (ends < edge + 1e-9)))
            for ends in (np.cumsum(one[0]), np.cumsum(other[0]))
        ]
        parts.append(max(inner))
    return split(mesh, parts)


def split(mesh: Mesh, parts: Sequence[int]) -> Mesh:
    """Mesh with its segments cut into equal parts.

    Parameters
    ----------
    mesh : (fractions, degree)
        Segment lengths as parts of the phase; points a segment [-].
    parts : sequence of int
        For each segment, 1 to leave it whole [-].

    Returns
    -------
    (fractions, degree)
        [-].
    """
    fractions: list[float] = []
    for length, count in zip(mesh[0], parts, strict=True):
        fractions += [length / count] * count
    return tuple(fractions), mesh[1]
