"""Radial, transverse and normal axes of a state."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RTN = ("radial", "transverse", "normal")


def rtn_axes(state: Array) -> Array:
    """Axes of a state: rows radial, transverse (ahead, across the radius), along the momentum.

    The axes stand still: they are those of one instant, and velocities in them are inertial.

    Parameters
    ----------
    state : array, shape (6,)
        Position [m] and velocity [m/s].

    Returns
    -------
    array, shape (3, 3)
        [-].
    """
    r, v = state[:3], state[3:6]
    radial = r / np.linalg.norm(r)
    h = np.cross(r, v)
    normal = h / np.linalg.norm(h)
    return np.array([radial, np.cross(normal, radial), normal])


def offsets(states: Array, reference: Array, axes: Array) -> Array:
    """States less a reference, along given axes.

    Parameters
    ----------
    states : array, shape (n, 6)
        Position [m] and velocity [m/s].
    reference : array, shape (6,)
        The same of the reference [m], [m/s].
    axes : array, shape (3, 3)
        Rows are unit vectors [-].

    Returns
    -------
    array, shape (n, 6)
        [m], [m/s].
    """
    apart = states - reference
    apart[:, :3] = apart[:, :3] @ axes.T
    apart[:, 3:] = apart[:, 3:] @ axes.T
    return apart
