"""The ellipsoid: height and latitude of a position, and distances over the ground.

`geodetic` and `vertical` are physics functions without coordinates: the pole is a unit
vector in whatever frame the position is given in. They take another figure of the Earth
than WGS84; the rest, plain functions of arrays, do not.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_FLATTENING, EARTH_RADIUS_M
from cosmodrome.numerics.kernels import Scalar, physics

_Vector = NDArray[np.float64]

_A = EARTH_RADIUS_M
_E2 = EARTH_FLATTENING * (2.0 - EARTH_FLATTENING)
_POLAR_RADIUS_M = EARTH_RADIUS_M * (1.0 - EARTH_FLATTENING)


class Ellipsoid(NamedTuple):
    """Figure of the Earth.

    Attributes
    ----------
    radius_m : float
        Radius of the equator [m].
    eccentricity2 : float
        Squared eccentricity of the meridian; 0 for a sphere [-].
    """

    radius_m: float
    eccentricity2: float


WGS84 = Ellipsoid(_A, _E2)


@physics
def _normal(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    ellipsoid: Ellipsoid = WGS84,
) -> tuple[Scalar, Scalar, Scalar, Scalar]:
    """Height [m], sine of latitude [-], cosine of latitude over axis distance [1/m], r.p [m].

    With w = N / (N + h), the latitude obeys tan(phi) = z / (rho (1 - e2 w)) exactly; w is
    taken to first order in e2, and the height, stationary in phi, does not feel the rest.
    """
    a, e2 = ellipsoid.radius_m, ellipsoid.eccentricity2
    r2 = rx * rx + ry * ry + rz * rz
    z = rx * px + ry * py + rz * pz
    z2 = z * z
    s2 = z2 / r2
    d = 1.0 - e2 * a * (1.0 + 0.5 * e2 * s2) / (np.sqrt(r2) + e2 * a * s2)
    rho2 = r2 - z2
    q = 1.0 / np.sqrt(d * d * rho2 + z2)
    sine = z * q
    height = (d * rho2 + z2) * q - a * np.sqrt(1.0 - e2 * sine * sine)
    return height, sine, d * q, z


@physics
def geodetic(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    ellipsoid: Ellipsoid = WGS84,
) -> tuple[Scalar, Scalar, Scalar]:
    """Height over the ellipsoid, and sine and cosine of the geodetic latitude.

    Closed form with three square roots and no trigonometry, regular at the poles. From
    -10 km to 2000 km the height is within 1e-7 m and the latitude within 2e-7 rad of the
    iterated solution.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    ellipsoid : Ellipsoid
        Figure of the Earth.

    Returns
    -------
    height, sine, cosine
        Height [m], sine and cosine of the latitude [-].

    References
    ----------
    Bowring (1976), Survey Review 23: the latitude equation, here in N / (N + h).
    """
    height, sine, _, _ = _normal(rx, ry, rz, px, py, pz, ellipsoid)
    # On the axis the difference may round below zero; the floor keeps its root differentiable.
    return height, sine, np.sqrt(np.maximum(1.0 - sine * sine, 0.0) + 1e-30)


@physics
def vertical(
    rx: Scalar,
    ry: Scalar,
    rz: Scalar,
    px: Scalar,
    py: Scalar,
    pz: Scalar,
    ellipsoid: Ellipsoid = WGS84,
) -> tuple[Scalar, Scalar, Scalar, Scalar]:
    """Height over the ellipsoid, and the unit vector of its outward normal.

    Parameters
    ----------
    rx, ry, rz : float, array or SX
        Position from the Earth's centre [m].
    px, py, pz : float, array or SX
        Unit vector of the Earth's pole, same axes [-].
    ellipsoid : Ellipsoid
        Figure of the Earth.

    Returns
    -------
    height, ux, uy, uz
        Height [m], components of the local vertical [-].
    """
    height, sine, k, z = _normal(rx, ry, rz, px, py, pz, ellipsoid)
    along = sine - k * z
    return height, k * rx + along * px, k * ry + along * py, k * rz + along * pz


def geodetic_to_fixed(
    latitude_rad: ArrayLike, longitude_rad: ArrayLike, height_m: ArrayLike
) -> _Vector:
    """Earth-fixed position of a point given by latitude, longitude and height.

    Parameters
    ----------
    latitude_rad, longitude_rad : array_like
        Geodetic, north and east positive [rad].
    height_m : array_like
        Over the ellipsoid [m].

    Returns
    -------
    array, shape (..., 3)
        Position in ITRF axes [m].
    """
    phi, lon = np.asarray(latitude_rad), np.asarray(longitude_rad)
    n = _A / np.sqrt(1.0 - _E2 * np.sin(phi) ** 2)
    rho = (n + height_m) * np.cos(phi)
    z = (n * (1.0 - _E2) + height_m) * np.sin(phi)
    return np.stack(np.broadcast_arrays(rho * np.cos(lon), rho * np.sin(lon), z), axis=-1)


def fixed_to_geodetic(position_m: ArrayLike) -> tuple[_Vector, _Vector, _Vector]:
    """Latitude, longitude and height of an Earth-fixed position, to rounding.

    Parameters
    ----------
    position_m : array_like, shape (..., 3)
        In ITRF axes, more than 50 km from the Earth's centre [m].

    Returns
    -------
    latitude_rad, longitude_rad, height_m : array
        Geodetic [rad], [rad], [m].

    References
    ----------
    Bowring (1976), Survey Review 23, the iteration on the reduced latitude.
    """
    x, y, z = np.moveaxis(np.asarray(position_m, dtype=np.float64), -1, 0)
    rho = np.hypot(x, y)
    second_e2 = _E2 / (1.0 - _E2)
    beta = np.arctan2(z, (1.0 - EARTH_FLATTENING) * rho)
    for _ in range(3):
        phi = np.arctan2(
            z + second_e2 * _POLAR_RADIUS_M * np.sin(beta) ** 3,
            rho - _E2 * _A * np.cos(beta) ** 3,
        )
        beta = np.arctan2((1.0 - EARTH_FLATTENING) * np.sin(phi), np.cos(phi))
    height = rho * np.cos(phi) + z * np.sin(phi) - _A * np.sqrt(1.0 - _E2 * np.sin(phi) ** 2)
    return phi, np.arctan2(y, x), height


def geodesic(
    latitude1_rad: float, longitude1_rad: float, latitude2_rad: float, longitude2_rad: float
) -> tuple[float, float]:
    """Shortest distance over the ellipsoid, and the azimuth at which it sets out.

    Accurate to 0.5 mm.

    Parameters
    ----------
    latitude1_rad, longitude1_rad : float
        Start [rad].
    latitude2_rad, longitude2_rad : float
        End [rad].

    Returns
    -------
    distance_m, azimuth_rad : float
        Distance [m]; azimuth from north through east in [0, 2 pi) [rad].

    Raises
    ------
    ValueError
        If the points lie within about half a degree of opposite ends of the Earth.

    References
    ----------
    Vincenty (1975), Survey Review 23, equations 3, 4, 10, 11, 13 to 15 and 20.
    """
    f = EARTH_FLATTENING
    l = _wrapped(longitude2_rad - longitude1_rad)  # noqa: E741
    u1 = np.arctan((1.0 - f) * np.tan(latitude1_rad))
    u2 = np.arctan((1.0 - f) * np.tan(latitude2_rad))
    lam = l
    for _ in range(200):
        east = np.cos(u2) * np.sin(lam)
        north = np.cos(u1) * np.sin(u2) - np.sin(u1) * np.cos(u2) * np.cos(lam)
        sin_sigma = np.hypot(east, north)
        cos_sigma = np.sin(u1) * np.sin(u2) + np.cos(u1) * np.cos(u2) * np.cos(lam)
        sigma = np.arctan2(sin_sigma, cos_sigma)
        sin_alpha = np.cos(u1) * east / max(sin_sigma, 1e-300)
        cos2_alpha = 1.0 - sin_alpha**2
        # Along the equator cos2_alpha is zero and so is all it would multiply.
        cos_2m = cos_sigma - 2.0 * np.sin(u1) * np.sin(u2) / max(cos2_alpha, 1e-30)
        cos_2m = cos_2m if cos2_alpha > 1e-15 else 0.0
        c = f / 16.0 * cos2_alpha * (4.0 + f * (4.0 - 3.0 * cos2_alpha))
        wave = cos_2m + c * cos_sigma * (2.0 * cos_2m**2 - 1.0)
        previous = lam
        lam = l + (1.0 - c) * f * sin_alpha * (sigma + c * sin_sigma * wave)
        if abs(lam) > np.pi:
            raise ValueError("points nearly antipodal have no single shortest way")
        if abs(lam - previous) < 1e-13:
            break
    else:
        raise ValueError("points nearly antipodal: the iteration does not settle")
    distance = _vincenty_length(cos2_alpha, sigma, cos_2m)
    return float(distance), float(np.arctan2(east, north) % (2.0 * np.pi))


def _vincenty_length(cos2_alpha: float, sigma: float, cos_2m: float) -> float:
    b = _POLAR_RADIUS_M
    u2 = cos2_alpha * (_A**2 - b**2) / b**2
    big_a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)))
    big_b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)))
    sin_sigma, cos_sigma = np.sin(sigma), np.cos(sigma)
    third = big_b / 6.0 * cos_2m * (4.0 * sin_sigma**2 - 3.0) * (4.0 * cos_2m**2 - 3.0)
    second = big_b / 4.0 * (cos_sigma * (2.0 * cos_2m**2 - 1.0) - third)
    return float(b * big_a * (sigma - big_b * sin_sigma * (cos_2m + second)))


def _wrapped(angle: float) -> float:
    return float((angle + np.pi) % (2.0 * np.pi) - np.pi)


def downrange_m(
    latitude1_rad: float, longitude1_rad: float, latitude2_rad: float, longitude2_rad: float
) -> float:
    """Shortest distance over the ellipsoid from one point to another.

    Parameters
    ----------
    latitude1_rad, longitude1_rad, latitude2_rad, longitude2_rad : float
        Geodetic [rad].

    Returns
    -------
    float
        Distance at height zero [m].
    """
    return geodesic(latitude1_rad, longitude1_rad, latitude2_rad, longitude2_rad)[0]
