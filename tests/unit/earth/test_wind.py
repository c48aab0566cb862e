import numpy as np
import pytest

from cosmodrome.earth.ellipsoid import geodetic_to_fixed
from cosmodrome.earth.wind import from_table, wind_at, wind_velocity
from cosmodrome.numerics.kernels import lookup

PHI, LON = 0.9, 0.4
EAST = np.array([-np.sin(LON), np.cos(LON), 0.0])
NORTH = np.array([-np.sin(PHI) * np.cos(LON), -np.sin(PHI) * np.sin(LON), np.cos(PHI)])


def test_calm_is_no_wind_at_any_height():
    assert wind_at(None, 1e4, 7e6, 0.0, 0.0, 0.0, 0.0, 1.0) == (0.0, 0.0, 0.0)


def test_a_wind_passes_through_its_sounding_and_holds_beyond():
    wind = from_table([0.0, 1e4, 2e4], [1.0, 40.0, 5.0], [0.0, -3.0, 2.0])
    at = np.array([-5.0, 0.0, 1e4, 2e4, 9e4])
    np.testing.assert_allclose(lookup(wind.east, at), [1.0, 1.0, 40.0, 5.0, 5.0], atol=1e-12)
    np.testing.assert_allclose(lookup(wind.north, at), [0.0, 0.0, -3.0, 2.0, 2.0], atol=1e-12)


@pytest.mark.parametrize(("east", "north"), [(30.0, 0.0), (0.0, 30.0), (-12.0, 7.0)])
def test_wind_blows_in_the_geodetic_horizontal(east, north):
    r = geodetic_to_fixed(PHI, LON, 12e3)
    got = wind_velocity(*r, 0.0, 0.0, 1.0, east, north)
    # The closed form of the latitude is right to 5e-8 rad.
    np.testing.assert_allclose(got, east * EAST + north * NORTH, atol=30.0 * 5e-8)


def test_wind_dies_away_on_the_axis():
    assert wind_velocity(0.0, 0.0, 6.4e6, 0.0, 0.0, 1.0, 50.0, 50.0) == (0.0, 0.0, 0.0)
