"""A plane that touches the ellipsoid at a point: east and north, with an exact way back.

Points are projected along the vertical of the point of touch (orthographic projection of the
ellipsoid). A circle of the projection 100 km wide is 4 m too narrow on the ground, one of 1000 km
4 km.

References
----------
Snyder (1987), USGS Professional Paper 1395, section 20, there for the sphere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_FLATTENING, EARTH_RADIUS_M
from cosmodrome.earth.ellipsoid import fixed_to_geodetic, geodetic_to_fixed

_Array = NDArray[np.float64]

_PIECE = 65_536
_STRETCH = 1.0 / (1.0 - EARTH_FLATTENING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPlane:
    """Plane touching the ellipsoid.

    Attributes
    ----------
    latitude_rad, longitude_rad : float
        Geodetic, of the point of touch [rad].
    """

    latitude_rad: float
    longitude_rad: float

    def axes(self) -> _Array:
        """Unit vectors to the east, north and up in ITRF, rows, shape (3, 3) [-]."""
        s, c = np.sin(self.latitude_rad), np.cos(self.latitude_rad)
        sl, cl = np.sin(self.longitude_rad), np.cos(self.longitude_rad)
        return np.array([[-sl, cl, 0.0], [-s * cl, -s * sl, c], [c * cl, c * sl, s]])

    def to_plane(self, latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> _Array:
        """East and north of points on the ground, shape (..., 2) [m].

        Parameters
        ----------
        latitude_rad, longitude_rad : array_like
            Geodetic, on the same side of the Earth [rad].
        """
        touch = geodetic_to_fixed(self.latitude_rad, self.longitude_rad, 0.0)
        found = np.empty((*np.shape(latitude_rad), 2))
        rows, first = found.reshape(-1, 2), 0
        for points in _pieces(latitude_rad, longitude_rad):
            rows[first : first + len(points)] = (points - touch) @ self.axes()[:2].T
            first += len(points)
        return found

    def to_ground(self, points_m: ArrayLike) -> tuple[_Array, _Array]:
        """Latitude and longitude of points of the plane, shape (...) [rad].

        Parameters
        ----------
        points_m : array_like, shape (..., 2)
            East and north [m].
        """
        points = np.asarray(points_m, dtype=np.float64)
        axes = self.axes()
        touch = geodetic_to_fixed(self.latitude_rad, self.longitude_rad, 0.0)
        place = touch + points[..., :1] * axes[0] + points[..., 1:] * axes[1]
        # Down along the vertical to the ellipsoid, a sphere once the polar axis is stretched.
        scale = np.array([1.0, 1.0, _STRETCH]) / EARTH_RADIUS_M
        q, u = place * scale, axes[2] * scale
        a, b, c = (u * u).sum(), (q * u).sum(axis=-1), (q * q).sum(axis=-1) - 1.0
        root = b * b - a * c
        if np.any(root < 0.0):
            raise ValueError("the plane has no ground below that point")
        down = (np.sqrt(root) - b) / a
        latitude, longitude, _ = fixed_to_geodetic(place + down[..., None] * axes[2])
        return latitude, longitude


def plane_about(latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> LocalPlane:
    """Plane that touches the Earth in the middle of points.

    Parameters
    ----------
    latitude_rad, longitude_rad : array_like, shape (n,)
        Geodetic, anywhere, also across the date line or about a pole [rad].
    """
    middle = np.zeros(3)
    for points in _pieces(latitude_rad, longitude_rad):
        middle += points.sum(axis=0)
    latitude, longitude, _ = fixed_to_geodetic(middle / np.size(latitude_rad))
    return LocalPlane(latitude_rad=float(latitude), longitude_rad=float(longitude))


def widest_angle_rad(latitude_rad: ArrayLike, longitude_rad: ArrayLike, plane: LocalPlane) -> float:
    """Largest angle at the Earth's centre between points and the point of touch [rad].

    Parameters
    ----------
    latitude_rad, longitude_rad : array_like, shape (n,)
        Geodetic [rad].
    plane : LocalPlane
        With the point of touch.
    """
    touch = geodetic_to_fixed(plane.latitude_rad, plane.longitude_rad, 0.0)
    touch /= np.linalg.norm(touch)
    least = 1.0
    for points in _pieces(latitude_rad, longitude_rad):
        cosine = (points * touch).sum(axis=-1) / np.linalg.norm(points, axis=-1)
        least = min(least, float(cosine.min()))
    return float(np.arccos(max(least, -1.0)))


def _pieces(latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> Iterator[_Array]:
    """Points in ITRF, some at a time: many take several times the memory of their coordinates."""
    latitude, longitude = np.ravel(latitude_rad), np.ravel(longitude_rad)
    for first in range(0, latitude.size, _PIECE):
        part = slice(first, first + _PIECE)
        yield geodetic_to_fixed(latitude[part], longitude[part], 0.0)
