"""Gravity of an Earth symmetric about its pole: point mass and zonal terms J2 to J6."""

from typing import NamedTuple

import numpy as np

from cosmodrome.constants import (
    EARTH_GRAVITY_RADIUS_M,
    EARTH_J2,
    EARTH_J3,
    EARTH_J4,
    EARTH_J5,
    EARTH_J6,
    EARTH_MU_M3_S2,
)
from cosmodrome.numerics.kernels import Scalar, physics


class Gravity(NamedTuple):
    """Constants of a zonal gravity field.

    Attributes
    ----------
    mu_m3_s2 : float
        Gravitational parameter [m3/s2].
    radius_m : float
        Reference radius of the coefficients [m].
    j2, j3, j4, j5, j6 : float
        Unnormalised zonal coefficients [-].
    """

    mu_m3_s2: float
    radius_m: float
    j2: float
    j3: float
    j4: float
    j5: float
    j6: float


EGM2008_ZONAL = Gravity(
    mu_m3_s2=EARTH_MU_M3_S2,
    radius_m=EARTH_GRAVITY_RADIUS_M,
    j2=EARTH_J2,
    j3=EARTH_J3,
    j4=EARTH_J4,
    j5=EARTH_J5,
    j6=EARTH_J6,
)
POINT_MASS = Gravity(EARTH_MU_M3_S2, EARTH_GRAVITY_RADIUS_M, 0.0, 0.0, 0.0, 0.0, 0.0)


@physics
def zonal_acceleration(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    gravity: Gravity,
) -> tuple[Scalar, Scalar, Scalar]:
    """Gravitational acceleration, without coordinates: a sum along position and pole.

    With s the sine of the geocentric latitude, k = R / r and P' the derivative of the
    Legendre polynomial,

        a = -mu / r2 ((1 - sum Jn k^n P'(n+1)(s)) r/|r| + (sum Jn k^n P'n(s)) p).

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre, outside the Earth [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    gravity : Gravity
        Field constants.

    Returns
    -------
    ax, ay, az
        Acceleration [m/s2].

    References
    ----------
    Kaula (1966), Theory of Satellite Geodesy, section 1.1; the gradient is taken with
    (n + 1) Pn + s P'n = P'(n+1).
    """
    v = 1.0 / (rx * rx + ry * ry + rz * rz)
    u = np.sqrt(v)
    s = (rx * px + ry * py + rz * pz) * u
    t = s * s
    k = gravity.radius_m * u
    d3 = 1.5 * (5.0 * t - 1.0)
    d4 = 2.5 * s * (7.0 * t - 3.0)
    d5 = 1.875 * ((21.0 * t - 14.0) * t + 1.0)
    d6 = 2.625 * s * ((33.0 * t - 30.0) * t + 5.0)
    d7 = 0.4375 * (((429.0 * t - 495.0) * t + 135.0) * t - 5.0)
    j2, j3, j4, j5, j6 = gravity.j2, gravity.j3, gravity.j4, gravity.j5, gravity.j6
    k2 = k * k
    radial = k2 * (j2 * d3 + k * (j3 * d4 + k * (j4 * d5 + k * (j5 * d6 + k * (j6 * d7)))))
    polar = k2 * (j2 * 3.0 * s + k * (j3 * d3 + k * (j4 * d4 + k * (j5 * d5 + k * (j6 * d6)))))
    g = -gravity.mu_m3_s2 * v
    along_r = g * u * (1.0 - radial)
    along_p = g * polar
    return (
        along_r * rx + along_p * px,
        along_r * ry + along_p * py,
        along_r * rz + along_p * pz,
    )


@physics
def flattened_acceleration(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    gravity: Gravity,
) -> tuple[Scalar, Scalar, Scalar]:
    """Gravitational acceleration with J2 alone; the other zonal terms are 1e-5 m/s2 and less.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre, outside the Earth [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    gravity : Gravity
        Field constants.

    Returns
    -------
    ax, ay, az
        Acceleration [m/s2].

    References
    ----------
    As `zonal_acceleration`.
    """
    v = 1.0 / (rx * rx + ry * ry + rz * rz)
    u = np.sqrt(v)
    s = (rx * px + ry * py + rz * pz) * u
    ratio = gravity.radius_m * gravity.radius_m * v * gravity.j2
    g = -gravity.mu_m3_s2 * v
    along_r = g * u * (1.0 - 1.5 * ratio * (5.0 * s * s - 1.0))
    along_p = 3.0 * g * ratio * s
    return (
        along_r * rx + along_p * px,
        along_r * ry + along_p * py,
        along_r * rz + along_p * pz,
    )


@physics
def potential(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    gravity: Gravity,
) -> Scalar:
    """Potential energy per mass in the zonal field, zero at infinity and negative below.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre, outside the Earth [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    gravity : Gravity
        Field constants.

    Returns
    -------
    Scalar
        Energy per mass, of which the acceleration is the negative gradient [J/kg].
    """
    u = 1.0 / np.sqrt(rx * rx + ry * ry + rz * rz)
    s = (rx * px + ry * py + rz * pz) * u
    t = s * s
    k = gravity.radius_m * u
    p2 = 0.5 * (3.0 * t - 1.0)
    p3 = 0.5 * s * (5.0 * t - 3.0)
    p4 = 0.125 * ((35.0 * t - 30.0) * t + 3.0)
    p5 = 0.125 * s * ((63.0 * t - 70.0) * t + 15.0)
    p6 = 0.0625 * (((231.0 * t - 315.0) * t + 105.0) * t - 5.0)
    j2, j3, j4, j5, j6 = gravity.j2, gravity.j3, gravity.j4, gravity.j5, gravity.j6
    zonal = k * k * (j2 * p2 + k * (j3 * p3 + k * (j4 * p4 + k * (j5 * p5 + k * (j6 * p6)))))
    return -gravity.mu_m3_s2 * u * (1.0 - zonal)
