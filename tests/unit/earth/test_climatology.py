from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.earth.climatology import density_climate, mean_wind, month_of, wind_climate
from cosmodrome.numerics.kernels import lookup

HEIGHTS = np.arange(0.0, 61e3, 1e3)


def test_the_middle_of_a_month_is_half_way_through_it():
    assert month_of(datetime(2016, 1, 16, 12, tzinfo=UTC)) == pytest.approx(0.5)
    assert month_of(datetime(2016, 12, 31, 23, tzinfo=UTC)) == pytest.approx(12.0, abs=2e-3)


def test_a_year_closes():
    # Midnight of the new year is half way between the middles of December and January.
    place = np.radians(51.9), np.radians(128.3)
    before = wind_climate(*place, 12.0 - 1e-9, HEIGHTS).east_m_s
    after = wind_climate(*place, 0.0, HEIGHTS).east_m_s
    assert before == pytest.approx(after, abs=1e-6)


def test_the_globe_closes():
    west = wind_climate(0.6, np.radians(-1e-7), 3.0, HEIGHTS).east_m_s
    east = wind_climate(0.6, np.radians(1e-7), 3.0, HEIGHTS).east_m_s
    assert west == pytest.approx(east, abs=1e-5)


def test_a_table_entry_comes_out_as_it_stands():
    # January, 50 degrees north, 60 km: no jet reaches there.
    wind = wind_climate(np.radians(50.0), 1.0, 0.5, np.array([60e3]))
    lines = [line.split(",") for line in _table("zonal_wind.csv")]
    row = next(line for line in lines if line[:2] == ["1", "60"])
    assert wind.east_m_s[0] == pytest.approx(float(row[lines[0].index("50")]))
    assert wind.north_m_s[0] == 0.0


def _table(name: str) -> list[str]:
    from cosmodrome.earth import climatology

    return (climatology._TABLES / name).read_text().splitlines()


def test_seasons_are_those_of_each_half_of_the_earth():
    sigma = {
        (latitude, month): wind_climate(np.radians(latitude), 0.0, month, HEIGHTS).east_sigma_m_s
        for latitude in (-45.0, 45.0)
        for month in (0.5, 6.5)
    }
    assert np.all(sigma[45.0, 0.5] == sigma[-45.0, 6.5])
    assert np.all(sigma[45.0, 0.5][25:] > 2.0 * sigma[45.0, 6.5][25:])


def test_spreads_and_densities_are_physical_everywhere():
    levels = np.arange(0.0, 141e3, 4e3)
    for latitude in np.radians([-90.0, -46.0, 0.0, 28.5, 62.8, 90.0]):
        for month in np.arange(0.0, 12.0, 0.5):
            wind = wind_climate(latitude, 2.0, month, HEIGHTS)
            density = density_climate(latitude, month, levels)
            assert np.all(wind.east_sigma_m_s > 0.0)
            assert np.all(wind.north_sigma_m_s > 0.0)
            assert np.all(np.abs(wind.east_m_s) < 110.0)
            assert np.all(density.mean > -0.65)
            assert np.all((density.sigma > 0.0) & (density.sigma < 0.2))


def test_the_mean_wind_is_that_of_the_climate():
    table = mean_wind(np.radians(51.9), np.radians(128.3), 3.9)
    climate = wind_climate(np.radians(51.9), np.radians(128.3), 3.9, HEIGHTS)
    assert lookup(table.east, HEIGHTS) == pytest.approx(climate.east_m_s, abs=1e-9)
    assert lookup(table.north, HEIGHTS) == pytest.approx(climate.north_m_s, abs=1e-9)
