"""Values of a phase carried from one mesh to another by its own polynomials."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.optimal_control import PhaseValues
from cosmodrome.numerics.radau import interpolation_matrix, radau_points

Array = NDArray[np.float64]
Mesh = tuple[tuple[float, ...], int]


def collocation_fractions(mesh: Mesh) -> Array:
    """Places of the collocation points of a mesh within the phase; shape (n,) [-].

    Parameters
    ----------
    mesh : (fractions, degree)
        Segment lengths as parts of the phase; points a segment [-].
    """
    fractions, degree = np.asarray(mesh[0]), mesh[1]
    edges = np.concatenate(([0.0], np.cumsum(fractions)[:-1]))
    inner = 0.5 * (radau_points(degree) + 1.0)
    return np.asarray((edges[:, None] + fractions[:, None] * inner).ravel())


def resampled(values: PhaseValues, old: Mesh, new: Mesh) -> PhaseValues:
    """Values on a new mesh.

    Parameters
    ----------
    values : PhaseValues
        On the old mesh.
    old, new : (fractions, degree)
        Meshes of the same phase [-].

    Returns
    -------
    PhaseValues
    """
    if old == new:
        return values
    wanted = np.concatenate(([0.0], collocation_fractions(new)))
    state, control = sampled(values, old, wanted)
    return PhaseValues(duration=values.duration, state=state, control=control[:, 1:])


def sampled(values: PhaseValues, mesh: Mesh, places: Array) -> tuple[Array, Array]:
    """State and control at any places of a phase.

    Parameters
    ----------
    values : PhaseValues
        On the mesh.
    mesh : (fractions, degree)
        Of the phase [-].
    places : array, shape (m,)
        Parts of the duration, 0 to 1 [-].

    Returns
    -------
    state : array, shape (nx, m)
        [unit of the states].
    control : array, shape (nu, m)
        [unit of the controls].
    """
    edges = np.concatenate(([0.0], np.cumsum(mesh[0])))
    # A point on an edge belongs to the segment it ends, as a collocation point does.
    segment = np.clip(np.searchsorted(edges, places - 1e-12, side="left") - 1, 0, len(mesh[0]) - 1)
    state = np.empty((values.state.shape[0], places.size))
    control = np.empty((values.control.shape[0], places.size))
    for i, (place, s) in enumerate(zip(places, segment, strict=True)):
        local = 2.0 * (place - edges[s]) / mesh[0][s] - 1.0
        state[:, i], steered = _at(values, mesh, int(s), local)
        if control.size:
            control[:, i] = steered
    return state, control


def _at(values: PhaseValues, mesh: Mesh, segment: int, place: float) -> tuple[Array, Array]:
    degree = mesh[1]
    points = radau_points(degree)
    nodes = np.concatenate(([-1.0], points))
    here = np.array([place])
    first = segment * degree
    state = values.state[:, first : first + degree + 1] @ interpolation_matrix(nodes, here)[0]
    if values.control.size == 0:
        return state, np.empty(0)
    control = values.control[:, first : first + degree] @ interpolation_matrix(points, here)[0]
    return state, control


def resampled_all(
    values: Sequence[PhaseValues], old: Sequence[Mesh], new: Sequence[Mesh]
) -> tuple[PhaseValues, ...]:
    """Values of all phases on new meshes.

    Parameters
    ----------
    values : sequence of PhaseValues
        One a phase.
    old, new : sequence of (fractions, degree)
        One a phase [-].
    """
    return tuple(
        resampled(v, before, after) for v, before, after in zip(values, old, new, strict=True)
    )
