"""Limits on where dropped bodies may come down, and what they ask of one impact.

A body comes down at r [m], inertial, t [s] after lift-off. Turned back by the Earth's rotation
since lift-off, r is a place on the Earth as it stood at lift-off; there the limits are smooth
functions of r and t, in metres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World
from cosmodrome.constants import EARTH_FLATTENING, EARTH_RADIUS_M
from cosmodrome.earth.ellipsoid import vertical
from cosmodrome.earth.orientation import Orientation
from cosmodrome.earth.polygon import corners, edge_planes, flat, hull
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import Bounds

Array = NDArray[np.float64]
Point = tuple[Scalar, Scalar, Scalar]

# Keeps the derivative finite where an impact lies at the pad.
_FLOOR = 1e-18


@dataclass(frozen=True, slots=True, kw_only=True)
class DownrangeBand:
    """Distances from the pad between which a body must come down.

    Attributes
    ----------
    body : str
        As its stage, part or fairing is called.
    shortest_m, longest_m : float
        Over the ellipsoid [m].
    """

    body: str
    shortest_m: float
    longest_m: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.shortest_m < self.longest_m:
            raise ValueError("a band runs from a shorter to a longer distance")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOut:
    """Ground on which nothing may come down; its edges are great circles.

    Attributes
    ----------
    name : str
    body : str or None
        None is every body.
    longitude_rad, latitude_rad : tuple of float
        Corners in order, geodetic [rad].
    """

    name: str
    body: str | None = None
    longitude_rad: tuple[float, ...]
    latitude_rad: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.longitude_rad) != len(self.latitude_rad) or len(self.latitude_rad) < 3:
            raise ValueError("a keep-out has three corners or more")
        plane = flat(corners(self.longitude_rad, self.latitude_rad))
        if plane is None or len(hull(plane)) < 3:
            raise ValueError("a keep-out is a polygon on one side of the Earth")


FallLimit: TypeAlias = DownrangeBand | KeepOut


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinBand:
    """Demand on the impact of one body: its downrange within a band.

    Attributes
    ----------
    body : str
    band : DownrangeBand
    pad_m : tuple of float
        Pad at lift-off, inertial [m].
    """

    body: str
    band: DownrangeBand
    pad_m: tuple[float, float, float]

    @property
    def name(self) -> str:
        """As a user would call it."""
        shortest, longest = self.band.shortest_m / 1e3, self.band.longest_m / 1e3
        return f"{self.body} within {shortest:g} to {longest:g} km"

    @property
    def bounds(self) -> Bounds:
        """Of the downrange [m]."""
        return Bounds(lower=self.band.shortest_m, upper=self.band.longest_m)

    def value(self, r: Point, t: Scalar, world: World) -> Scalar:
        """Downrange of an impact [m].

        Parameters
        ----------
        r : tuple of float or SX
            Impact, inertial [m].
        t : float or SX
            After lift-off [s].
        world : World
            The turning Earth.
        """
        return downrange_of(self.pad_m, turned_back(r, t, world), world)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeyondEdge:
    """Demand on the impact of one body: on the outer side of one edge of a keep-out.

    Attributes
    ----------
    body : str
    keep_out : KeepOut
    edge : int
        Counted along the convex hull [-].
    normal : tuple of float
        Unit vector into the keep-out, inertial at lift-off [-].
    """

    body: str
    keep_out: KeepOut
    edge: int
    normal: tuple[float, float, float]

    @property
    def name(self) -> str:
        """As a user would call it."""
        return f"{self.body} outside {self.keep_out.name}, edge {self.edge + 1}"

    @property
    def bounds(self) -> Bounds:
        """Of the distance beyond the edge [m]."""
        return Bounds(lower=0.0)

    def value(self, r: Point, t: Scalar, world: World) -> Scalar:
        """Distance of an impact beyond the edge, negative inside [m].

        Parameters
        ----------
        r : tuple of float or SX
            Impact, inertial [m].
        t : float or SX
            After lift-off [s].
        world : World
            The turning Earth.
        """
        x, y, z = turned_back(r, t, world)
        nx, ny, nz = self.normal
        return -(nx * x + ny * y + nz * z)


Demand: TypeAlias = WithinBand | BeyondEdge


def excess_m(demand: Demand, r: Point, t: float, world: World) -> float:
    """Distance by which an impact misses a demand, 0 or less where it meets it [m].

    Parameters
    ----------
    demand : WithinBand or BeyondEdge
        What is asked of the impact.
    r : tuple of float
        Impact, inertial [m].
    t : float
        After lift-off [s].
    world : World
        The turning Earth.
    """
    value = float(demand.value(r, t, world))
    return max(demand.bounds.lower - value, value - demand.bounds.upper)


def demands_of(
    limit: FallLimit,
    body: str,
    pad_m: tuple[float, float, float],
    orientation: Orientation | None,
) -> tuple[Demand, ...]:
    """Demands of which an impact must meet one to obey a limit.

    Parameters
    ----------
    limit : DownrangeBand or KeepOut
        In force.
    body : str
        That comes down.
    pad_m : tuple of float
        Pad at lift-off, inertial [m].
    orientation : Orientation or None
        Of the Earth at lift-off; needed by a keep-out.

    Returns
    -------
    tuple of WithinBand or BeyondEdge
        Outside a convex polygon is outside one of its edges at least; a polygon that is not
        convex is replaced by its convex hull.
    """
    if isinstance(limit, DownrangeBand):
        return (WithinBand(body=body, band=limit, pad_m=pad_m),)
    if orientation is None:
        raise ValueError("a keep-out needs the orientation of the Earth at lift-off")
    points = corners(limit.longitude_rad, limit.latitude_rad)
    normals = edge_planes(points, _hull_of(limit)) @ orientation.gcrf_to_itrf
    return tuple(
        BeyondEdge(
            body=body, keep_out=limit, edge=k, normal=(float(n[0]), float(n[1]), float(n[2]))
        )
        for k, n in enumerate(normals)
    )


def is_convex(keep_out: KeepOut) -> bool:
    """Whether every corner of a keep-out is one of its convex hull.

    Parameters
    ----------
    keep_out : KeepOut
        Polygon on the ground.
    """
    return len(_hull_of(keep_out)) == len(keep_out.latitude_rad)


def _hull_of(keep_out: KeepOut) -> Sequence[int]:
    plane = flat(corners(keep_out.longitude_rad, keep_out.latitude_rad))
    assert plane is not None
    return hull(plane)


def turned_back(r: Point, t: Scalar, world: World) -> Point:
    """Place on the Earth as it stood at lift-off.

    Parameters
    ----------
    r : tuple of float or SX
        Inertial position [m].
    t : float or SX
        After lift-off [s].
    world : World
        The turning Earth.

    Returns
    -------
    tuple of float or SX
        Inertial, turned about the pole by the rotation since lift-off [m].
    """
    x, y, z = r
    px, py, pz = world.px, world.py, world.pz
    angle = world.rotation_rad_s * t
    cosine, sine = np.cos(angle), np.sin(angle)
    along = (x * px + y * py + z * pz) * (1.0 - cosine)
    return (
        x * cosine - sine * (py * z - pz * y) + along * px,
        y * cosine - sine * (pz * x - px * z) + along * py,
        z * cosine - sine * (px * y - py * x) + along * pz,
    )


def downrange_of(pad: Point, place: Point, world: World) -> Scalar:
    """Distance over the ellipsoid between two points, without iteration.

    Within 1.5e-6 of the geodesic up to 8000 km: 0.5 m at 340 km, 2.4 m at 1700 km.

    Parameters
    ----------
    pad, place : tuple of float or SX
        Positions at one time; the height of the pad is taken off, `place` is on the ground [m].
    world : World
        For the pole.

    Returns
    -------
    float or SX
        Distance [m].

    References
    ----------
    Lambert (1942), Journal of the Washington Academy of Sciences 32 (5): the correction of first
    order in the flattening to the great circle between reduced latitudes.
    """
    ax, ay, az, a_sine = _reduced(_on_ground(pad, world), world)
    bx, by, bz, b_sine = _reduced(place, world)
    cosine = ax * bx + ay * by + az * bz
    cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    sine = np.sqrt(cx * cx + cy * cy + cz * cz + _FLOOR)
    sigma = np.arctan2(sine, cosine)
    between = (sigma - sine) * (a_sine + b_sine) ** 2 / (2.0 * (1.0 + cosine))
    apart = (sigma + sine) * (b_sine - a_sine) ** 2 / (2.0 * (1.0 - cosine + _FLOOR))
    return EARTH_RADIUS_M * (sigma - 0.5 * EARTH_FLATTENING * (between + apart))


def _on_ground(r: Point, world: World) -> Point:
    x, y, z = r
    height, ux, uy, uz = vertical(x, y, z, world.px, world.py, world.pz, world.ellipsoid)
    return x - height * ux, y - height * uy, z - height * uz


def _reduced(r: Point, world: World) -> tuple[Scalar, Scalar, Scalar, Scalar]:
    """Direction to the reduced latitude of a point on the ellipsoid, and its sine."""
    x, y, z = r
    px, py, pz = world.px, world.py, world.pz
    axial = x * px + y * py + z * pz
    stretch = axial * (1.0 / (1.0 - EARTH_FLATTENING) - 1.0)
    x, y, z = x + stretch * px, y + stretch * py, z + stretch * pz
    size = np.sqrt(x * x + y * y + z * z)
    return x / size, y / size, z / size, (axial + stretch) / size
