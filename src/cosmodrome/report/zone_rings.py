"""Rings of drop zones on the ground in degrees, ready for maps: fine enough, cut at 180 degrees."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cosmodrome.earth.local_plane import LocalPlane, plane_about
from cosmodrome.study.drop_zones.ellipse import Ellipse

Array = NDArray[np.float64]
# Longitude and latitude of points in order [deg]; the first is not repeated.
Ring: TypeAlias = Array

# Edges are divided into parts this long: a straight line of the map is then within 5 m [m].
_PART_M = 10e3


def polygon_ring(zone: Mapping[str, Any]) -> Ring:
    """Polygon of a zone with its edges divided, anticlockwise, shape (n, 2) [deg].

    Parameters
    ----------
    zone : mapping
        Of a body, from `drop_zones_of`, with a polygon.
    """
    latitude, longitude = (
        np.array(zone["polygon"][key]) for key in ("latitude_rad", "longitude_rad")
    )
    plane = plane_about(latitude, longitude)
    return _in_degrees(plane, divided(plane.to_plane(latitude, longitude), _PART_M))


def ellipse_ring(zone: Mapping[str, Any], count: int = 72) -> Ring:
    """Points on the ellipse of a zone, anticlockwise, shape (count, 2) [deg].

    Parameters
    ----------
    zone : mapping
        Of a body, from `drop_zones_of`, with an ellipse.
    count : int
        Points [-].
    """
    centre = zone["centre"]
    told = zone["ellipse"]
    plane = LocalPlane(latitude_rad=centre["latitude_rad"], longitude_rad=centre["longitude_rad"])
    ellipse = Ellipse(
        centre_m=(0.0, 0.0),
        semi_major_m=told["semi_major_m"],
        semi_minor_m=told["semi_minor_m"],
        azimuth_rad=told["azimuth_rad"],
    )
    return _in_degrees(plane, ellipse.outline(count))


def _in_degrees(plane: LocalPlane, points: Array) -> Ring:
    latitude, longitude = plane.to_ground(points)
    return np.degrees(np.column_stack([longitude, latitude]))


def divided(corners_m: Array, longest_m: float) -> Array:
    """Ring with points on its edges, shape (n, 2) [m].

    Parameters
    ----------
    corners_m : array, shape (k, 2)
        In order [m].
    longest_m : float
        Longest part of an edge [m].
    """
    points = []
    for here, there in zip(corners_m, np.roll(corners_m, -1, axis=0), strict=True):
        parts = max(int(np.ceil(np.linalg.norm(there - here) / longest_m)), 1)
        points += [here + (there - here) * k / parts for k in range(parts)]
    return np.array(points)


def unwrapped(ring_deg: Ring) -> Ring:
    """Ring whose longitudes run on across 180 degrees, round a pole led over the pole itself [deg].

    Parameters
    ----------
    ring_deg : array, shape (n, 2)
        Longitude and latitude [deg].
    """
    longitude = np.unwrap(ring_deg[:, 0], period=360.0)
    ring = np.column_stack([longitude, ring_deg[:, 1]])
    closing = (ring_deg[0, 0] - longitude[-1] + 180.0) % 360.0 - 180.0
    turned = round((longitude[-1] + closing - longitude[0]) / 360.0)
    if turned == 0:
        return ring
    pole = 90.0 if ring_deg[:, 1].mean() > 0.0 else -90.0
    end = longitude[0] + 360.0 * turned
    over = [[end, ring_deg[0, 1]], [end, pole], [longitude[0], pole]]
    return np.vstack([ring, over])


def cut_at_180(ring_deg: Ring) -> list[Ring]:
    """Parts of a ring on either side of the meridian of 180 degrees, each within -180 to 180 [deg].

    Parameters
    ----------
    ring_deg : array, shape (n, 2)
        Longitude and latitude, anticlockwise [deg].

    References
    ----------
    RFC 7946 (2016), The GeoJSON Format, section 3.1.9: what crosses the antimeridian is cut.
    """
    ring = unwrapped(ring_deg)
    first = int(np.floor((ring[:, 0].min() + 180.0) / 360.0))
    last = int(np.ceil((ring[:, 0].max() + 180.0) / 360.0))
    parts = []
    for k in range(first, max(last, first + 1)):
        shifted = ring - np.array([360.0 * k, 0.0])
        part = _clipped(_clipped(shifted, -180.0, 1.0), 180.0, -1.0)
        if len(part) >= 3:
            parts.append(part)
    return parts


def _clipped(ring: Ring, at: float, side: float) -> Ring:
    """Part of a ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    found = []
    for here, there in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        in_here, in_there = side * (here[0] - at) >= 0.0, side * (there[0] - at) >= 0.0
        if in_here:
            found.append(here)
        if in_here != in_there:
            part = (at - here[0]) / (there[0] - here[0])
            found.append(np.array([at, here[1] + part * (there[1] - here[1])]))
    return np.array(found).reshape(-1, 2)
