from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from cosmodrome.constants import EARTH_ROTATION_RAD_S
from cosmodrome.earth.ellipsoid import geodetic, geodetic_to_fixed
from cosmodrome.earth.orientation import (
    fixed_longitude_latitude,
    inertial_to_fixed,
    orientation_at,
    pad_state,
)
from cosmodrome.earth.rotation import rotate_about

LIFTOFF = datetime(2016, 4, 28, 2, 1, 21, tzinfo=UTC)
PAD = np.radians(51.884), np.radians(128.334), 285.0
UT1_LESS_UTC_S = -0.13043  # IERS finals, 28 April 2016, interpolated
ARCSEC = np.radians(1.0 / 3600.0)


@pytest.fixture(scope="module")
def orientation():
    return orientation_at(LIFTOFF)


def days_ut1():
    noon = datetime(2000, 1, 1, 12, tzinfo=UTC)
    return ((LIFTOFF - noon).total_seconds() + UT1_LESS_UTC_S) / 86400.0


def test_teme_turns_to_the_earth_by_the_sidereal_time_of_1982(orientation):
    t = days_ut1() / 36525.0
    seconds = 67310.54841 + (876600 * 3600 + 8640184.812866) * t + 0.093104 * t**2
    gmst = np.radians(seconds / 240.0) % (2.0 * np.pi)
    teme_to_itrf = orientation.gcrf_to_itrf @ orientation.gcrf_to_teme.T
    got = np.arctan2(teme_to_itrf[0, 1], teme_to_itrf[0, 0]) % (2.0 * np.pi)
    # UT1-UTC is given to 1e-5 s, which is 1.5e-4 arcsec.
    assert abs(got - gmst) < 2e-4 * ARCSEC


def test_the_matrix_turns_by_the_earth_rotation_angle_of_2000(orientation):
    angle = 2.0 * np.pi * (0.7790572732640 + 1.00273781191135448 * days_ut1())
    # About the intermediate origin, which left the x axis of GCRF by less than 0.1 arcsec.
    x_axis = np.array([1.0, 0.0, 0.0]) - orientation.pole[0] * orientation.pole
    fixed = orientation.gcrf_to_itrf @ x_axis
    got = np.arctan2(-fixed[1], fixed[0])
    assert abs((got - angle + np.pi) % (2.0 * np.pi) - np.pi) < 0.5 * ARCSEC


def test_the_matrices_are_rotations(orientation):
    for matrix in (orientation.gcrf_to_itrf, orientation.gcrf_to_teme):
        np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-14)
        assert np.linalg.det(matrix) == pytest.approx(1.0, abs=1e-14)


def test_the_polar_axis_is_within_polar_motion_of_the_true_equator_of_date(orientation):
    across = np.cross(orientation.pole, orientation.gcrf_to_teme[2])
    assert 0.4 * ARCSEC < np.linalg.norm(across) < 0.6 * ARCSEC  # IERS: x 0.03, y 0.47


def test_the_pad_keeps_height_and_latitude_in_the_inertial_frame(orientation):
    position, _ = pad_state(orientation, *PAD)
    height, sine, _ = geodetic(*position, *orientation.pole)
    assert height == pytest.approx(PAD[2], abs=1e-6)
    assert sine == pytest.approx(np.sin(PAD[0]), abs=5e-8)


def test_the_pad_moves_with_the_ground(orientation):
    position, velocity = pad_state(orientation, *PAD)
    rho = np.hypot(*geodetic_to_fixed(*PAD)[:2])
    assert np.linalg.norm(velocity) == pytest.approx(rho * EARTH_ROTATION_RAD_S, rel=1e-12)
    assert abs(velocity @ position) < 1e-6
    assert abs(velocity @ orientation.pole) < 1e-10


def test_the_ground_returns_to_its_longitude_and_latitude(orientation):
    position, _ = pad_state(orientation, *PAD)
    t = np.array([0.0, 100.0, 900.0, 60000.0])
    turned = [rotate_about(orientation.pole, EARTH_ROTATION_RAD_S * at) @ position for at in t]
    longitude, latitude = fixed_longitude_latitude(orientation, t, np.array(turned))
    np.testing.assert_allclose(longitude, PAD[1], atol=1e-12)
    np.testing.assert_allclose(latitude, PAD[0], atol=1e-12)
    np.testing.assert_allclose(
        inertial_to_fixed(orientation, 900.0, turned[2]), geodetic_to_fixed(*PAD), atol=1e-6
    )


def test_the_still_pole_is_right_to_a_metre_over_an_ascent(orientation):
    position, _ = pad_state(orientation, *PAD)
    later = orientation_at(LIFTOFF + timedelta(seconds=900))
    difference = inertial_to_fixed(orientation, 900.0, position) - later.gcrf_to_itrf @ position
    assert np.linalg.norm(difference) < 1.0


def test_a_time_zone_is_converted_and_a_missing_one_refused(orientation):
    yakutsk = datetime(2016, 4, 28, 11, 1, 21, tzinfo=timezone(timedelta(hours=9)))
    np.testing.assert_array_equal(orientation_at(yakutsk).gcrf_to_itrf, orientation.gcrf_to_itrf)
    with pytest.raises(ValueError, match="time zone"):
        orientation_at(LIFTOFF.replace(tzinfo=None))
