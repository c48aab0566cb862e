"""Horizontal wind against height, and its velocity vector."""

from typing import NamedTuple

import numpy as np
from numba import types
from numba.extending import overload
from numpy.typing import ArrayLike

from cosmodrome.earth.ellipsoid import WGS84, Ellipsoid, _normal
from cosmodrome.numerics.kernels import Scalar, Table, lookup, physics
from cosmodrome.numerics.tables import monotone_cubic


class Wind(NamedTuple):
    """Wind over the height above the ellipsoid; where the air goes to, not comes from.

    Attributes
    ----------
    east, north : Table
        Speed towards east and north [m/s] against height [m].
    """

    east: Table
    north: Table


def wind_at(
    wind: Wind | None,
    height_m: Scalar,
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    ellipsoid: Ellipsoid = WGS84,
) -> tuple[Scalar, Scalar, Scalar]:
    """Velocity vector of the wind at a place; None is calm and costs nothing when compiled.

    Parameters
    ----------
    wind : Wind or None
        Against height.
    height_m : float, array or SX
        Height of the place over the ellipsoid [m].
    rx, ry, rz, px, py, pz : float, array or SX
        Position [m] and pole [-], as `wind_velocity`.
    ellipsoid : Ellipsoid
        Figure of the Earth.

    Returns
    -------
    wx, wy, wz
        Velocity relative to air that turns with the Earth [m/s].
    """
    if wind is None:
        return 0.0, 0.0, 0.0
    east, north = lookup(wind.east, height_m), lookup(wind.north, height_m)
    blown: tuple[Scalar, Scalar, Scalar] = wind_velocity(
        rx, ry, rz, px, py, pz, east, north, ellipsoid
    )
    return blown


@overload(wind_at)
def _wind_at_compiled(wind, height_m, rx, ry, rz, px, py, pz, ellipsoid=WGS84):  # type: ignore[no-untyped-def]
    if isinstance(wind, types.NoneType):

        def calm(wind, height_m, rx, ry, rz, px, py, pz, ellipsoid=WGS84):  # type: ignore[no-untyped-def]
            return 0.0, 0.0, 0.0

        return calm

    def blowing(wind, height_m, rx, ry, rz, px, py, pz, ellipsoid=WGS84):  # type: ignore[no-untyped-def]
        east, north = lookup(wind.east, height_m), lookup(wind.north, height_m)
        return wind_velocity(rx, ry, rz, px, py, pz, east, north, ellipsoid)

    return blowing


def from_table(height_m: ArrayLike, east_m_s: ArrayLike, north_m_s: ArrayLike) -> Wind:
    """Wind through sounding points, without overshoot between them.

    Parameters
    ----------
    height_m : array_like, shape (n,)
        Ascending heights above the ellipsoid; the end values hold beyond [m].
    east_m_s, north_m_s : array_like, shape (n,)
        Speed towards east and north [m/s].

    Raises
    ------
    ValueError
        If the lengths differ, a number is not finite or the heights do not ascend.
    """
    return Wind(monotone_cubic(height_m, east_m_s), monotone_cubic(height_m, north_m_s))


@physics
def wind_velocity(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    east_m_s: Scalar,
    north_m_s: Scalar,
    ellipsoid: Ellipsoid = WGS84,
) -> tuple[Scalar, Scalar, Scalar]:
    """Velocity vector of a wind blowing in the geodetic horizontal.

    East is pole x position, north is the geodetic vertical x east. Within a few metres of
    the Earth's axis, where east is undefined, the wind dies away.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    east_m_s, north_m_s : float, array or SX
        Speed towards east and north [m/s].
    ellipsoid : Ellipsoid
        Figure of the Earth.

    Returns
    -------
    wx, wy, wz
        Velocity relative to air that turns with the Earth [m/s].
    """
    _, sine, k, z = _normal(rx, ry, rz, px, py, pz, ellipsoid)
    cx = py * rz - pz * ry
    cy = pz * rx - px * rz
    cz = px * ry - py * rx
    rho2 = cx * cx + cy * cy + cz * cz
    per_rho = 1.0 / np.sqrt(rho2 + 1.0)
    along_r = -north_m_s * sine * per_rho
    along_p = north_m_s * k * rho2 * per_rho - along_r * z
    e = east_m_s * per_rho
    return (
        e * cx + along_r * rx + along_p * px,
        e * cy + along_r * ry + along_p * py,
        e * cz + along_r * rz + along_p * pz,
    )
