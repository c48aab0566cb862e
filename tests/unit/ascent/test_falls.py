"""Falls against closed forms: an ellipse to the ground, and a sphere that has stopped gaining."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.ascent.falls import fall_of, falls_of
from cosmodrome.ascent.phase import Dropped
from cosmodrome.ascent.simulate import start_state
from cosmodrome.constants import (
    EARTH_MU_M3_S2,
    EARTH_RADIUS_M,
    EARTH_ROTATION_RAD_S,
    G0_M_S2,
)
from cosmodrome.earth.atmosphere import us76
from cosmodrome.earth.orientation import Orientation
from cosmodrome.vehicle.stage import FallingBody

LIGHT = FallingBody(drag_coefficient=0.5, reference_area_m2=1.0)


def body(mass_kg: float = 1000.0, count: int = 1, fall: FallingBody = LIGHT) -> Dropped:
    return Dropped(name="body", mass_kg=mass_kg, count=count, fall=fall)


def orientation(rotation_rad_s: float = 0.0) -> Orientation:
    return Orientation(
        epoch_utc=datetime(2016, 4, 28, tzinfo=UTC),
        gcrf_to_itrf=np.eye(3),
        gcrf_to_teme=np.eye(3),
        rotation_rad_s=rotation_rad_s,
    )


@pytest.mark.parametrize(("up", "along"), [(0.0, 3000.0), (900.0, 2000.0), (-500.0, 5000.0)])
def test_a_fall_without_air_is_the_ellipse(up, along, bare):
    """Along the equator, where the ellipsoid is a circle of the equatorial radius."""
    r0 = EARTH_RADIUS_M + 120e3
    start = start_state(np.array([r0, 0.0, 0.0]), np.array([up, along, 0.0]), 99.0)
    fall = fall_of(body(), start, 100.0, bare, orientation())
    mu, h = EARTH_MU_M3_S2, r0 * along
    energy = 0.5 * (up**2 + along**2) - mu / r0
    a, p = -mu / (2.0 * energy), h * h / mu
    e = np.sqrt(1.0 - p / a)

    def anomaly(radius: float, rising: bool) -> float:
        nu = np.arccos(np.clip((p / radius - 1.0) / e, -1.0, 1.0))
        return nu if rising else 2.0 * np.pi - nu

    def time(nu: float) -> float:
        eccentric = 2.0 * np.arctan2(
            np.sqrt(1.0 - e) * np.sin(nu / 2.0), np.sqrt(1.0 + e) * np.cos(nu / 2.0)
        )
        return np.sqrt(a**3 / mu) * ((eccentric - e * np.sin(eccentric)) % (2.0 * np.pi))

    begin, end = anomaly(r0, up > 0.0), anomaly(EARTH_RADIUS_M, False)
    if up == 0.0:
        begin = np.pi
    assert fall is not None
    # Steps hold a part in 1e9 of a thousand kilometres.
    assert fall.ground_s - 100.0 == pytest.approx(time(end) - time(begin), abs=1e-4)
    assert fall.longitude_rad * EARTH_RADIUS_M == pytest.approx(
        (end - begin) * EARTH_RADIUS_M, abs=0.1
    )
    assert fall.latitude_rad == pytest.approx(0.0, abs=1e-12)
    assert fall.impact_speed_m_s == pytest.approx(
        np.sqrt(2.0 * (energy + mu / EARTH_RADIUS_M)), abs=1e-4
    )
    assert (fall.name, fall.dropped_s) == ("body", 100.0)


@pytest.mark.parametrize("speed", [8.0, 15.0, 30.0])
def test_a_sphere_lands_at_its_terminal_velocity(speed, earth):
    still = earth._replace(rotation_rad_s=0.0)
    g = 9.814  # Gravitation on the equator, nothing turning: mu/a2 (1 + 1.5 J2).
    _, _, density, _ = us76(0.0)
    mass = float(density) * 0.5 * 1.0 * speed**2 / (2.0 * g)
    start = start_state(np.array([EARTH_RADIUS_M + 2000.0, 0.0, 0.0]), np.zeros(3), 1.0)
    fall = fall_of(body(mass), start, 0.0, still, orientation())
    assert fall is not None
    # It lags the thickening air by speed^2 / (4 g H) of itself, H = 10.4 km of density.
    lag = speed**2 / (4.0 * g * 10.4e3)
    assert fall.impact_speed_m_s == pytest.approx(speed * (1.0 + lag), rel=3e-4)
    assert speed == pytest.approx(np.sqrt(2.0 * mass * g / (float(density) * 0.5)), rel=1e-12)


def test_a_piece_falls_as_a_piece(bare, earth):
    start = start_state(np.array([EARTH_RADIUS_M + 20e3, 0.0, 0.0]), np.zeros(3), 5e3)
    halves = fall_of(body(40.0, count=2), start, 0.0, earth, orientation(EARTH_ROTATION_RAD_S))
    single = fall_of(body(20.0), start, 0.0, earth, orientation(EARTH_ROTATION_RAD_S))
    assert halves.impact_speed_m_s == single.impact_speed_m_s
    assert halves.ground_s == single.ground_s


def test_what_is_dropped_from_rest_lands_east_of_its_foot(bare):
    """The old experiment: (1/3) omega g t^3 on the equator, without air."""
    turning = bare._replace(rotation_rad_s=EARTH_ROTATION_RAD_S)
    r0 = EARTH_RADIUS_M + 1000.0
    start = start_state(
        np.array([r0, 0.0, 0.0]), np.array([0.0, EARTH_ROTATION_RAD_S * r0, 0.0]), 1.0
    )
    fall = fall_of(body(), start, 0.0, turning, orientation(EARTH_ROTATION_RAD_S))
    t = fall.ground_s
    east = EARTH_ROTATION_RAD_S * G0_M_S2 * t**3 / 3.0
    assert fall.longitude_rad * EARTH_RADIUS_M == pytest.approx(east, rel=5e-3)


def test_what_is_in_orbit_does_not_fall(earth):
    r0 = EARTH_RADIUS_M + 400e3
    start = start_state(
        np.array([r0, 0.0, 0.0]), np.array([0.0, np.sqrt(EARTH_MU_M3_S2 / r0), 0.0]), 1e3
    )
    assert fall_of(body(), start, 0.0, earth, orientation(EARTH_ROTATION_RAD_S)) is None


def test_the_bodies_of_an_ascent_come_down_along_its_track(ascent, earth):
    found = {f.name: f for f in falls_of(ascent.tracks, earth, orientation(EARTH_ROTATION_RAD_S))}
    assert list(found) == ["first", "skirt", "fairing"]
    # From 46 degrees north to the north-east, the later the farther.
    longitudes = [f.longitude_rad for f in found.values()]
    assert longitudes == sorted(longitudes)
    for fall in found.values():
        assert 46.0 < np.degrees(fall.latitude_rad) < 51.7
        assert fall.ground_s > fall.dropped_s
        # Slowed by the air: a tumbling body no longer falls faster than sound.
        assert fall.impact_speed_m_s < 300.0
        assert fall.track.stopped
