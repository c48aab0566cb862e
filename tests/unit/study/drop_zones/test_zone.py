"""Zones from impacts whose distribution is known."""

from dataclasses import replace

import numpy as np
import pytest

from cosmodrome.earth.local_plane import LocalPlane
from cosmodrome.study.drop_zones.ellipse import Ellipse, ellipse_of
from cosmodrome.study.drop_zones.polygon import (
    fewer_corners,
    held_out_of_sample,
    polygon_holding,
)
from cosmodrome.study.drop_zones.zone import Impacts, distance_to, zone_of

# Standard deviations along and across [m], and the way of the first from north [rad].
ALONG_M, ACROSS_M, AZIMUTH_RAD = 20e3, 3e3, 2.8
P = 0.997


def gaussian(count: int, seed: int = 1) -> np.ndarray:
    """Points of a known normal distribution, shape (count, 2) [m]."""
    z = np.random.default_rng(seed).normal(size=(count, 2)) * [ALONG_M, ACROSS_M]
    s, c = np.sin(AZIMUTH_RAD), np.cos(AZIMUTH_RAD)
    return z @ np.array([[s, c], [-c, s]])


def egg(count: int, seed: int = 1) -> np.ndarray:
    """Points of a distribution that is no ellipse: one long side, curved [m]."""
    rng = np.random.default_rng(seed)
    along = rng.exponential(10e3, count)
    return np.column_stack([along, rng.normal(0.0, 1e3, count) + along**2 / 2e5])


def impacts(points: np.ndarray, latitude: float, longitude: float) -> Impacts:
    plane = LocalPlane(latitude_rad=np.radians(latitude), longitude_rad=np.radians(longitude))
    lat, lon = plane.to_ground(points)
    time = np.linspace(500.0, 600.0, len(points))
    return Impacts(
        body="core",
        samples=len(points),
        in_orbit=0,
        never_left=0,
        time_s=time,
        latitude_rad=lat,
        longitude_rad=lon,
        speed_m_s=np.full(len(points), 60.0),
    )


def test_a_normal_distribution_gives_its_own_ellipse() -> None:
    ellipse = ellipse_of(gaussian(40_000), P)
    radius = np.sqrt(-2.0 * np.log(1.0 - P))
    assert ellipse.semi_major_m == pytest.approx(radius * ALONG_M, rel=0.02)
    assert ellipse.semi_minor_m == pytest.approx(radius * ACROSS_M, rel=0.02)
    assert ellipse.azimuth_rad == pytest.approx(AZIMUTH_RAD, abs=0.005)
    inside = ellipse.holds(gaussian(40_000, seed=2)).mean()
    assert inside == pytest.approx(P, abs=4.0 * np.sqrt(P * (1.0 - P) / 40_000))


def test_the_outline_of_an_ellipse_lies_on_it_and_turns_left() -> None:
    ellipse = Ellipse(centre_m=(5.0, 7.0), semi_major_m=10.0, semi_minor_m=2.0, azimuth_rad=0.5)
    ring = ellipse.outline(400)
    area = 0.5 * np.sum(ring[:, 0] * np.roll(ring[:, 1], -1) - np.roll(ring[:, 0], -1) * ring[:, 1])
    assert area == pytest.approx(np.pi * 20.0, rel=1e-3)
    assert ellipse.holds(0.999 * (ring - [5.0, 7.0]) + [5.0, 7.0]).all()
    assert not ellipse.holds(1.001 * (ring - [5.0, 7.0]) + [5.0, 7.0]).any()


@pytest.mark.parametrize("cloud", [gaussian, egg])
@pytest.mark.parametrize("probability", [0.9, 0.997])
def test_a_polygon_holds_its_share_of_points_it_has_not_seen(cloud, probability: float) -> None:  # type: ignore[no-untyped-def]
    fresh = cloud(200_000, seed=99)
    shares = [
        polygon_holding(cloud(4000, seed=seed), probability).holds(fresh).mean()
        for seed in range(12)
    ]
    # The mean over many polygons is the share asked; one of 2000 points varies as a beta number.
    spread = np.sqrt(probability * (1.0 - probability) / 2000)
    assert np.mean(shares) == pytest.approx(probability, abs=4.0 * spread / np.sqrt(12))
    assert min(shares) > probability - 4.0 * spread


def test_corners_and_sides_of_a_polygon_agree() -> None:
    points = egg(4000)
    polygon = polygon_holding(points, P)
    ring = polygon.corners()
    edge, off = np.roll(ring, -1, axis=0) - ring, points[:, None] - ring
    left = (edge[:, 0] * off[..., 1] - edge[:, 1] * off[..., 0] >= 0.0).all(axis=1)
    np.testing.assert_array_equal(left, polygon.holds(points))


def test_a_polygon_made_from_one_half_is_tried_on_the_other() -> None:
    points = gaussian(8000)
    assert held_out_of_sample(points, 0.9) / 8000 == pytest.approx(0.9, abs=0.02)


def test_a_polygon_of_fewer_corners_holds_the_other() -> None:
    ring = polygon_holding(gaussian(4000), P).corners()
    few = fewer_corners(ring, 8)
    assert len(few) == 8
    edge, off = np.roll(few, -1, axis=0) - few, ring[:, None] - few
    assert (edge[:, 0] * off[..., 1] - edge[:, 1] * off[..., 0] >= -1.0).all()


@pytest.mark.parametrize("place", [(0.0, 0.0), (66.0, 180.0), (-50.0, -179.9), (89.8, 30.0)])
def test_a_zone_has_one_shape_wherever_it_lies(place: tuple[float, float]) -> None:
    zone = zone_of(impacts(gaussian(4000), *place), P)
    assert zone.ellipse is not None
    radius = np.sqrt(-2.0 * np.log(1.0 - P))
    assert zone.ellipse.semi_major_m == pytest.approx(radius * ALONG_M, rel=0.05)
    reference = zone_of(impacts(gaussian(4000), 0.0, 0.0), P)
    assert zone.area_m2() == pytest.approx(reference.area_m2(), rel=0.01)
    assert zone.in_polygon is not None
    assert zone.in_polygon["probability"] >= P - 0.002
    away, inside = distance_to(zone, *np.radians(place))
    assert away < 2e3
    assert inside


def test_few_impacts_say_so_and_none_make_no_zone() -> None:
    few = zone_of(impacts(gaussian(60), 60.0, 120.0), P)
    assert few.corners_m is not None
    assert "60 impacts are few" in few.notes[0]
    assert "needs 665 impacts" in few.notes[1]
    none = Impacts(
        body="blok-i",
        samples=50,
        in_orbit=50,
        never_left=0,
        time_s=np.empty(0),
        latitude_rad=np.empty(0),
        longitude_rad=np.empty(0),
        speed_m_s=np.empty(0),
    )
    zone = zone_of(none, P)
    assert zone.ellipse is None
    assert zone.notes == ("stays in orbit in 50 of 50 flights",)


def test_impacts_strewn_round_the_earth_make_no_zone() -> None:
    strewn = impacts(gaussian(100), 0.0, 0.0)
    strewn.longitude_rad[:] = np.linspace(-3.0, 3.0, 100)
    zone = zone_of(strewn, P)
    assert zone.plane is None
    assert "strewn" in zone.notes[0]


def test_flights_out_of_control_are_left_out_and_told() -> None:
    zone = zone_of(replace(impacts(gaussian(4000), 60.0, 120.0), lost=7), P)
    assert zone.notes == ("7 flights out of control are left out of the zone",)
