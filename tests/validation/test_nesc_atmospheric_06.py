"""Ellipsoid, gravity and atmosphere against NASA's dropped sphere, tool 6."""

import csv
from pathlib import Path

import numpy as np

from cosmodrome.earth.atmosphere import us76
from cosmodrome.earth.ellipsoid import geodetic
from cosmodrome.earth.gravity import POINT_MASS, zonal_acceleration

FOOT_M = 0.3048
SLUG_FT3_KG_M3 = 515.378818
PSF_PA = 47.88025898
# The case prescribes J2 = 0.00108262982 and the WGS84 radius and mu.
FIELD = POINT_MASS._replace(mu_m3_s2=3.986004418e14, radius_m=6_378_137.0, j2=1.08262982e-3)


def columns():
    path = (
        Path(__file__).parents[2]
        / "src/cosmodrome/study/validation/data"
        / "nesc_atmospheric_06"
        / "sim_06.csv"
    )
    with path.open() as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


CASE = columns()
POSITION = FOOT_M * np.array([CASE[f"gePosition_ft_{axis}"] for axis in "XYZ"])
HEIGHT = FOOT_M * CASE["altitudeMsl_ft"]


def test_height_over_the_ellipsoid_is_theirs_to_a_micrometre():
    height, _, _ = geodetic(*POSITION, 0.0, 0.0, 1.0)
    assert np.max(np.abs(height - HEIGHT)) < 1e-6


def test_gravity_is_theirs_to_a_part_in_a_million_million():
    g = np.linalg.norm(zonal_acceleration(*POSITION, 0.0, 0.0, 1.0, FIELD), axis=0)
    np.testing.assert_allclose(g, FOOT_M * CASE["localGravity_ft_s2"], rtol=1e-12)


def test_the_atmosphere_is_theirs_well_within_the_spread_of_the_six_tools():
    # At 30 000 ft the six tools spread over 3e-6 in temperature, 6e-6 in speed of sound,
    # 1e-3 in pressure and 7e-4 in density.
    temperature, pressure, density, sound = us76(HEIGHT)
    np.testing.assert_allclose(temperature, CASE["ambientTemperature_dgR"] / 1.8, rtol=1e-9)
    np.testing.assert_allclose(sound, FOOT_M * CASE["speedOfSound_ft_s"], rtol=1e-6)
    np.testing.assert_allclose(pressure, PSF_PA * CASE["ambientPressure_lbf_ft2"], rtol=2.2e-5)
    np.testing.assert_allclose(density, SLUG_FT3_KG_M3 * CASE["airDensity_slug_ft3"], rtol=2.2e-5)
