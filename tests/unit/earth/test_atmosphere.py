"""The tables of the air as the flight uses them, beside the layers they stand for."""

import numpy as np

from cosmodrome.earth.atmosphere import US76, density_pressure_sound, us76
from cosmodrome.earth.upper_atmosphere import integrate


def test_the_state_is_continuous_where_layers_meet_and_at_86_km():
    for z in (11019.1, 20063.1, 32161.9, 47350.1, 51412.5, 71802.0, 86e3):
        below, above = np.array(us76(z - 1e-3)), np.array(us76(z + 1e-3))
        np.testing.assert_allclose(below, above, rtol=1e-6)


def test_the_upper_cubics_stay_near_the_integrated_definition():
    profile = integrate()
    _, pressure, density, _ = us76(profile.height_m)
    coarse_density, coarse_pressure, _ = density_pressure_sound(profile.height_m, US76)
    assert np.max(np.abs(pressure / profile.pressure_Pa - 1.0)) < 2.1e-5
    assert np.max(np.abs(density / profile.density_kg_m3 - 1.0)) < 2.1e-5
    assert np.max(np.abs(coarse_pressure / profile.pressure_Pa - 1.0)) < 5e-5
    assert np.max(np.abs(coarse_density / profile.density_kg_m3 - 1.0)) < 7e-5


def test_the_lower_cubics_stay_near_the_layers():
    z = np.linspace(-5e3, 86e3, 20001)
    _, pressure, density, sound = us76(z)
    coarse = density_pressure_sound(z, US76)
    for ours, layered in zip(coarse, (density, pressure, sound), strict=True):
        assert np.max(np.abs(ours / layered - 1.0)) < 1.1e-5


def test_the_ends_hold():
    for function in (us76, lambda z: density_pressure_sound(z, US76)):
        assert function(-9e3) == function(-5e3)
        assert function(4e7) == function(1000e3)
