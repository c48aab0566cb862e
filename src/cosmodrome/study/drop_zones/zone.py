"""The zone in which a body comes down, from its dispersed impacts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.ellipsoid import downrange_m
from cosmodrome.earth.local_plane import LocalPlane, plane_about, widest_angle_rad
from cosmodrome.study.dispersion.results.failures import share_mapping
from cosmodrome.study.drop_zones.ellipse import Ellipse, ellipse_of
from cosmodrome.study.drop_zones.polygon import held_out_of_sample, polygon_holding

Array = NDArray[np.float64]

# Fewer impacts make no zone, and fewer than the other number one that says so [-].
LEAST, FEW = 12, 100
# Impacts farther apart than this from their middle make no zone [rad].
_WIDEST_RAD = np.radians(30.0)
_STREWN = "impacts are strewn over more than a local zone: none is told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impacts:
    """Impacts of one body.

    Attributes
    ----------
    body : str
    samples : int
        Flights flown [-].
    in_orbit, never_left : int
        Flights in which it stayed in orbit, and in which it was never dropped [-].
    lost : int
        Flights out of control, whose impacts are left out [-].
    time_s : array, shape (n,)
        After lift-off, of the others [s].
    latitude_rad, longitude_rad : array, shape (n,)
        Geodetic [rad].
    speed_m_s : array, shape (n,)
        Over the ground [m/s].
    """

    body: str
    samples: int
    in_orbit: int
    never_left: int
    time_s: Array
    latitude_rad: Array
    longitude_rad: Array
    speed_m_s: Array
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DropZone:
    """Zone of one body.

    Attributes
    ----------
    impacts : Impacts
        It was made from.
    probability : float
        Of the ellipse and of the polygon [-].
    plane : LocalPlane or None
        Of both; None when there is no zone.
    ellipse : Ellipse or None
        Of a normal distribution.
    corners_m : array, shape (k, 2), or None
        Of the polygon, anticlockwise: east and north in the plane [m].
    in_ellipse, in_polygon, out_of_sample : dict or None
        Shares of the impacts inside, with intervals; the last by polygons of the other half.
    notes : tuple of str
        Sentences the user should read.
    """

    impacts: Impacts
    probability: float
    plane: LocalPlane | None = None
    ellipse: Ellipse | None = None
    corners_m: Array | None = None
    in_ellipse: dict[str, Any] | None = None
    in_polygon: dict[str, Any] | None = None
    out_of_sample: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()

    def corners(self) -> tuple[Array, Array]:
        """Latitude and longitude of the corners of the polygon, shape (k,) [rad]."""
        if self.plane is None or self.corners_m is None:
            return np.empty(0), np.empty(0)
        return self.plane.to_ground(self.corners_m)

    def outline(self) -> tuple[Array, Array]:
        """Latitude and longitude of points on the ellipse, shape (k,) [rad]."""
        if self.plane is None or self.ellipse is None:
            return np.empty(0), np.empty(0)
        return self.plane.to_ground(self.ellipse.outline())

    def area_m2(self) -> float:
        """Area of the polygon; 0 without one [m2]."""
        if self.corners_m is None:
            return 0.0
        x, y = self.corners_m.T
        return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def zone_of(impacts: Impacts, probability: float) -> DropZone:
    """Zone of a body.

    Parameters
    ----------
    impacts : Impacts
        Dispersed.
    probability : float
        That ellipse and polygon are to hold [-].
    """
    count = impacts.time_s.size
    if count < LEAST:
        return DropZone(impacts=impacts, probability=probability, notes=(_why_none(impacts),))
    ground = impacts.latitude_rad, impacts.longitude_rad
    plane = plane_about(*ground)
    none = DropZone(impacts=impacts, probability=probability, notes=(_STREWN,))
    if widest_angle_rad(*ground, plane) > _WIDEST_RAD:
        return none
    points = plane.to_plane(*ground)
    ellipse = ellipse_of(points, probability)
    polygon = polygon_holding(points, probability)
    corners = polygon.corners()
    if max(ellipse.semi_major_m, float(np.abs(corners).max())) > _WIDEST_RAD * EARTH_RADIUS_M:
        return none
    return DropZone(
        impacts=impacts,
        probability=probability,
        plane=plane,
        ellipse=ellipse,
        corners_m=corners,
        in_ellipse=share_mapping(int(ellipse.holds(points).sum()), count),
        in_polygon=share_mapping(int(polygon.holds(points).sum()), count),
        out_of_sample=share_mapping(held_out_of_sample(points, probability), count),
        notes=_notes(impacts, probability, polygon.enough),
    )


def _why_none(impacts: Impacts) -> str:
    of = impacts.samples
    if impacts.in_orbit > impacts.never_left:
        return f"stays in orbit in {impacts.in_orbit} of {of} flights"
    return f"comes down in {impacts.time_s.size} of {of} flights: too few for a zone"


def _notes(impacts: Impacts, probability: float, enough: bool) -> tuple[str, ...]:
    notes = []
    count = impacts.time_s.size
    if count < FEW:
        notes.append(f"{count} impacts are few, the zone is rough")
    if not enough:
        need = int(np.ceil(2.0 * probability / (1.0 - probability)))
        notes.append(
            f"a polygon for {100.0 * probability:g} % needs {need} impacts; this one reaches to "
            f"the farthest of {count}"
        )
    if impacts.in_orbit + impacts.never_left:
        notes.append(f"comes down in {count} of {impacts.samples} flights")
    if impacts.lost:
        notes.append(f"{impacts.lost} flights out of control are left out of the zone")
    return tuple(notes)


def distance_to(zone: DropZone, latitude_rad: float, longitude_rad: float) -> tuple[float, bool]:
    """Distance of a place from the centre of a zone [m], and whether the polygon holds it.

    Parameters
    ----------
    zone : DropZone
        With a polygon.
    latitude_rad, longitude_rad : float
        Geodetic [rad].
    """
    assert zone.plane is not None
    assert zone.corners_m is not None
    away = downrange_m(
        zone.plane.latitude_rad, zone.plane.longitude_rad, latitude_rad, longitude_rad
    )
    here = zone.plane.to_plane(latitude_rad, longitude_rad)
    edge = np.roll(zone.corners_m, -1, axis=0) - zone.corners_m
    off = here - zone.corners_m
    return away, bool(np.all(edge[:, 0] * off[:, 1] - edge[:, 1] * off[:, 0] >= 0.0))
