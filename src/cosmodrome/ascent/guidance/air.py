"""Air of a dispersed flight: standard air with its density profile, and the wind."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import (
    DENSITY_KNOTS,
    DENSITY_STEP_M,
    WIND_KNOTS,
    WIND_STEP_M,
)
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def on_even_grid(x: Array, first: int, count: int, place: Scalar) -> Scalar:
    """Value of a profile on even heights, straight between them, held beyond the ends.

    Parameters
    ----------
    x : array
        Holds the profile [-].
    first, count : int
        Where it begins, and how many knots it has.
    place : float
        Height over the spacing [-].
    """
    inside = min(max(place, 0.0), count - 1.000001)
    i = int(inside)
    s = inside - i
    return x[first + i] + s * (x[first + i + 1] - x[first + i])


@compiled
def changed_air(
    x: Array, first: int, pressure_part: Array, height_m: Scalar
) -> tuple[Scalar, Scalar, Scalar]:
    """Factors on density, pressure and speed of sound [-].

    Parameters
    ----------
    x : array
        Vector of the flight [-].
    first : int
        Where its density profile begins.
    pressure_part : array
        Parts of the pressure at the same heights [-].
    height_m : float
        Over the ellipsoid [m].
    """
    place = height_m * (1.0 / DENSITY_STEP_M)
    density = 1.0 + on_even_grid(x, first, DENSITY_KNOTS, place)
    pressure = 1.0 + on_even_grid(pressure_part, 0, DENSITY_KNOTS, place)
    return density, pressure, np.sqrt(pressure / density)


@compiled
def wind_blows(
    x: Array,
    east: int,
    north: int,
    height_m: Scalar,
    up: tuple[Scalar, Scalar, Scalar],
    pole: tuple[Scalar, Scalar, Scalar],
) -> tuple[Scalar, Scalar, Scalar]:
    """Velocity of the wind over the turning ground [m/s].

    Parameters
    ----------
    x : array
        Vector of the flight [-].
    east, north : int
        Where its wind profiles begin.
    height_m : float
        Over the ellipsoid [m].
    up, pole : tuple of 3 floats
        Local vertical and pole [-].
    """
    place = height_m * (1.0 / WIND_STEP_M)
    if place >= WIND_KNOTS - 1:
        return 0.0, 0.0, 0.0
    e = on_even_grid(x, east, WIND_KNOTS, place)
    n = on_even_grid(x, north, WIND_KNOTS, place)
    # East is pole x up over the cosine of the latitude; north is up x east.
    sine = up[0] * pole[0] + up[1] * pole[1] + up[2] * pole[2]
    k = 1.0 / np.sqrt(max(1.0 - sine * sine, 1e-12))
    ex = pole[1] * up[2] - pole[2] * up[1]
    ey = pole[2] * up[0] - pole[0] * up[2]
    ez = pole[0] * up[1] - pole[1] * up[0]
    return (
        k * (e * ex + n * (pole[0] - sine * up[0])),
        k * (e * ey + n * (pole[1] - sine * up[1])),
        k * (e * ez + n * (pole[2] - sine * up[2])),
    )
