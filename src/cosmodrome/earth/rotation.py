"""The Earth turning under an inertial frame, and the air turning with it."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.numerics.kernels import Scalar, physics


@physics
def atmosphere_velocity(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    rotation_rad_s: Scalar,
) -> tuple[Scalar, Scalar, Scalar]:
    """Inertial velocity of calm air, or of ground, that turns with the Earth.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    rotation_rad_s : float, array or SX
        Rate of rotation [rad/s].

    Returns
    -------
    vx, vy, vz
        Velocity, rate times pole x position [m/s].
    """
    return (
        rotation_rad_s * (py * rz - pz * ry),
        rotation_rad_s * (pz * rx - px * rz),
        rotation_rad_s * (px * ry - py * rx),
    )


def rotate_about(axis: ArrayLike, angle_rad: float) -> NDArray[np.float64]:
    """Matrix that turns a vector about an axis by the right-hand rule.

    Parameters
    ----------
    axis : array_like, shape (3,)
        Unit vector [-].
    angle_rad : float
        Angle [rad].

    Returns
    -------
    array, shape (3, 3)
        Rotation matrix [-].

    References
    ----------
    Rodrigues (1840): cos I + sin [p]x + (1 - cos) p p'.
    """
    p = np.asarray(axis, dtype=np.float64)
    cross = np.cross(np.eye(3), p)
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    matrix: NDArray[np.float64] = c * np.eye(3) + s * cross + (1.0 - c) * np.outer(p, p)
    return matrix
