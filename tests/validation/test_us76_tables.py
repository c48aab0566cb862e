"""The standard atmosphere against its printed tables; the tolerance is the last digit."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.earth.atmosphere import US76, density_pressure_sound, us76
from cosmodrome.earth.upper_atmosphere import integrate

DATA = Path(__file__).parents[2] / "src/cosmodrome/study/validation/data/ussa1976"
REPORT_RADIUS_M, PDAS_RADIUS_M = 6_356_766.0, 6_369_000.0
COLUMNS = {"temperature_K": 0, "pressure_Pa": 1, "density_kg_m3": 2, "sound_speed_m_s": 3}


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


def assert_printed(value, printed):
    # One unit, and a hundredth for constants the printing program rounds.
    digit = 10.0 ** Decimal(printed).as_tuple().exponent
    assert abs(value - float(printed)) <= 1.01 * digit


def at(printed_height_km):
    return us76(float(printed_height_km) * 1e3)


def pdas(printed_height_km):
    """Our atmosphere at the geopotential height the printed row was made for."""
    z = float(printed_height_km) * 1e3
    h = PDAS_RADIUS_M * z / (PDAS_RADIUS_M + z)
    return us76(REPORT_RADIUS_M * h / (REPORT_RADIUS_M - h))


@pytest.mark.parametrize("row", rows("report_values.csv"), ids=lambda row: row["height_km"])
def test_temperature_and_density_are_the_printed_ones(row):
    temperature, _, density, _ = at(row["height_km"])
    assert_printed(temperature, row["temperature_K"])
    assert_printed(density, row["density_kg_m3"])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["height_km"],
            marks=pytest.mark.xfail(
                row["height_km"] == "1000",
                reason="7.5134e-11 mbar against 7.5138e-11: four units of the last digit",
            ),
        )
        for row in rows("report_values.csv")
    ],
)
def test_pressure_is_the_printed_one(row):
    assert_printed(at(row["height_km"])[1] / 100.0, row["pressure_mbar"])


@pytest.mark.parametrize("row", rows("report_sound.csv"), ids=lambda row: row["height_km"])
def test_the_speed_of_sound_is_the_printed_one(row):
    assert_printed(at(row["height_km"])[3], row["sound_speed_m_s"])


@pytest.mark.parametrize("name", ["to_20_km.csv", "to_86_km.csv"])
@pytest.mark.parametrize("column", COLUMNS)
def test_the_tables_of_public_domain_aeronautical_software_are_met(name, column):
    # Their temperature is the molecular-scale one, which is the kinetic one below 80 km.
    for row in rows(name):
        if column != "temperature_K" or float(row["height_km"]) <= 80.0:
            assert_printed(pdas(row["height_km"])[COLUMNS[column]], row[column])


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
