import numpy as np
import pytest

from cosmodrome.earth.ellipsoid import geodesic
from cosmodrome.earth.local_plane import LocalPlane, plane_about, widest_angle_rad

PLACES = [(0.0, 0.0), (64.0, 120.0), (-35.0, 180.0), (89.99, 10.0), (-90.0, 0.0), (45.0, -179.99)]


@pytest.mark.parametrize("place", PLACES)
def test_points_come_back_wherever_the_plane_touches(place: tuple[float, float]) -> None:
    plane = LocalPlane(latitude_rad=np.radians(place[0]), longitude_rad=np.radians(place[1]))
    points = np.random.default_rng(1).normal(0.0, 80e3, (50, 2))
    np.testing.assert_allclose(plane.to_plane(*plane.to_ground(points)), points, atol=1e-6)


def test_distance_and_azimuth_are_those_over_the_ground() -> None:
    plane = LocalPlane(latitude_rad=1.1, longitude_rad=2.1)
    latitude, longitude = plane.to_ground([30e3, 40e3])
    away, azimuth = geodesic(1.1, 2.1, float(latitude), float(longitude))
    # A projection along the vertical shortens 50 km by half a metre.
    assert away == pytest.approx(50e3, abs=1.0)
    assert azimuth == pytest.approx(np.arctan2(30.0, 40.0), abs=1e-4)


@pytest.mark.parametrize(("place", "spread"), [(p, 60e3) for p in PLACES])
def test_the_middle_of_points_is_found_anywhere(place: tuple[float, float], spread: float) -> None:
    plane = LocalPlane(latitude_rad=np.radians(place[0]), longitude_rad=np.radians(place[1]))
    circle = np.exp(1j * np.linspace(0.0, 2.0 * np.pi, 36, endpoint=False)) * spread
    ground = plane.to_ground(np.column_stack([circle.real, circle.imag]))
    found = plane_about(*ground)
    assert np.linalg.norm(plane.to_plane(found.latitude_rad, found.longitude_rad)) < 5.0
    assert widest_angle_rad(*ground, found) == pytest.approx(spread / 6.37e6, rel=0.01)


def test_beyond_the_horizon_there_is_no_ground() -> None:
    plane = LocalPlane(latitude_rad=0.0, longitude_rad=0.0)
    with pytest.raises(ValueError, match="no ground below"):
        plane.to_ground([7e6, 0.0])
