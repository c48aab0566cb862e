from datetime import UTC, datetime

import casadi as ca
import numpy as np
import pytest

from cosmodrome.ascent.fall_limits import (
    DownrangeBand,
    KeepOut,
    demands_of,
    downrange_of,
    excess_m,
    is_convex,
    turned_back,
)
from cosmodrome.earth.ellipsoid import downrange_m, geodetic_to_fixed
from cosmodrome.earth.orientation import Orientation, inertial_to_fixed

PAD = tuple(float(c) for c in geodetic_to_fixed(np.radians(51.9), np.radians(128.3), 300.0))
TILT = np.array([[0.0, -1.0, 0.0], [0.8, 0.0, -0.6], [0.6, 0.0, 0.8]])


@pytest.fixture
def orientation(earth):
    return Orientation(
        epoch_utc=datetime(2016, 4, 28, tzinfo=UTC),
        gcrf_to_itrf=TILT,
        gcrf_to_teme=np.eye(3),
        rotation_rad_s=earth.rotation_rad_s,
    )


@pytest.fixture
def tilted(earth, orientation):
    px, py, pz = orientation.pole
    return earth._replace(px=float(px), py=float(py), pz=float(pz))


def square(west, south, east, north, **kwargs):
    return KeepOut(
        name="square",
        longitude_rad=tuple(np.radians([west, east, east, west])),
        latitude_rad=tuple(np.radians([south, south, north, north])),
        **kwargs,
    )


@pytest.mark.parametrize("azimuth", np.radians([-14.0, 0.0, 45.0, 90.0, 200.0]))
@pytest.mark.parametrize("angle", [0.01, 0.055, 0.26, 0.6])
def test_the_downrange_is_the_geodesic_to_its_stated_share(azimuth, angle, earth):
    phi = np.arcsin(
        np.sin(np.radians(51.9)) * np.cos(angle)
        + np.cos(np.radians(51.9)) * np.sin(angle) * np.cos(azimuth)
    )
    lon = np.radians(128.3) + np.arctan2(
        np.sin(azimuth) * np.sin(angle) * np.cos(np.radians(51.9)),
        np.cos(angle) - np.sin(np.radians(51.9)) * np.sin(phi),
    )
    place = tuple(geodetic_to_fixed(phi, lon, 0.0))
    expected = downrange_m(np.radians(51.9), np.radians(128.3), float(phi), float(lon))
    # Lambert's formula is of first order in the flattening.
    assert downrange_of(PAD, place, earth) == pytest.approx(expected, rel=1.5e-6)


def test_the_downrange_has_a_finite_derivative_at_the_pad_itself(earth):
    x = ca.SX.sym("x", 3)
    value = downrange_of(PAD, (x[0], x[1], x[2]), earth)
    foot = geodetic_to_fixed(np.radians(51.9), np.radians(128.3), 0.0)
    slope = ca.Function("slope", [x], [value, ca.jacobian(value, x)])
    distance, gradient = (np.array(part) for part in slope(foot))
    assert distance.item() < 0.01
    assert np.isfinite(gradient).all()


def test_turning_back_is_where_the_earth_fixed_place_was_at_lift_off(tilted, orientation):
    r, t = np.array([4.1e6, -3.0e6, 3.9e6]), 812.0
    place = np.array(turned_back(tuple(r), t, tilted))
    expected = inertial_to_fixed(orientation, t, r) @ orientation.gcrf_to_itrf
    np.testing.assert_allclose(place, expected, atol=1e-6)


def test_a_band_counts_what_lies_outside_of_it(tilted, orientation):
    fixed = geodetic_to_fixed(np.radians(55.0), np.radians(127.0), 0.0)
    pad = tuple(np.array(PAD) @ orientation.gcrf_to_itrf)
    r = tuple(fixed @ orientation.gcrf_to_itrf)
    flown = downrange_m(*np.radians([51.9, 128.3, 55.0, 127.0]))
    for shortest, longest in ((300e3, 350e3), (400e3, 450e3), (300e3, 400e3)):
        band = DownrangeBand(body="core", shortest_m=shortest, longest_m=longest)
        (demand,) = demands_of(band, "core", pad, None)
        outside = max(shortest - flown, flown - longest)
        assert excess_m(demand, r, 0.0, tilted) == pytest.approx(outside, abs=1.0)


def test_a_keep_out_is_left_by_one_edge_and_time_moves_it(tilted, orientation):
    demands = demands_of(square(126.0, 54.0, 128.0, 56.0), "core", PAD, orientation)
    assert len(demands) == 4
    fixed = geodetic_to_fixed(np.radians(55.0), np.radians(128.5), 0.0)
    r = tuple(fixed @ orientation.gcrf_to_itrf)
    beyond = sorted(float(d.value(r, 0.0, tilted)) for d in demands)
    # Half a degree east of the eastern edge at 55 degrees north: 32 km.
    assert beyond[-1] == pytest.approx(32e3, rel=0.01)
    assert beyond[-2] < 0.0
    # Three minutes later the Earth has carried the square 0.75 degrees east, over the place.
    assert all(d.value(r, 180.0, tilted) < 0.0 for d in demands)


def test_a_dented_keep_out_is_its_hull(orientation):
    dented = KeepOut(
        name="dented",
        longitude_rad=tuple(np.radians([120.0, 124.0, 124.0, 122.0, 120.0])),
        latitude_rad=tuple(np.radians([60.0, 60.0, 63.0, 61.0, 63.0])),
    )
    assert not is_convex(dented)
    assert is_convex(square(120.0, 60.0, 124.0, 63.0))
    assert len(demands_of(dented, "core", PAD, orientation)) == 4


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="shorter to a longer"):
        DownrangeBand(body="core", shortest_m=2.0, longest_m=1.0)
    with pytest.raises(ValueError, match="three corners"):
        KeepOut(name="line", longitude_rad=(0.0, 1.0), latitude_rad=(0.0, 1.0))
    with pytest.raises(ValueError, match="one side"):
        KeepOut(name="ring", longitude_rad=(0.0, 2.1, 4.2), latitude_rad=(0.0, 0.0, 0.0))
    with pytest.raises(ValueError, match="orientation"):
        demands_of(square(0.0, 0.0, 1.0, 1.0), "core", PAD, None)
