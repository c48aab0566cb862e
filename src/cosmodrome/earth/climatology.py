"""Wind and density of a month at a place, and how they vary within the month.

The mean wind is the zonal mean of CIRA-86, which is smooth, and what the long-term mean of the
NCEP/NCAR reanalysis has beside it at 200 hPa: the sharper jets of its zonal mean, within 6 km of
that level, and their bends by mountains and coasts, which fade above and below as they do in the
reanalysis of January. The mean
density is that of NRLMSISE-00. The spread within a month is that of the range reference
atmospheres of 17 stations from 8 degrees south to 77 degrees north, by latitude and season; the
southern half of the Earth has the spread of the northern one half a year apart.

References
----------
Fleming, Chandra, Shoeberl and Barnett (1988), NASA TM-100697 (CIRA-86). Kalnay and others (1996),
Bull. Amer. Meteor. Soc. 77, 437. Picone and others (2002), J. Geophys. Res. 107(A12), 1468
(NRLMSISE-00). Range Commanders Council (1983 to 1991), Range reference atmosphere, documents 361
to 380. What was taken, and how, stands in ``tables/SOURCE.md``.
"""

import calendar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cosmodrome.earth.wind import Wind, from_table

Array = NDArray[np.float64]

_TABLES = Path(__file__).parent / "tables"
# Slope of the departures from the zonal mean on those at 200 hPa, NCEP long-term mean of January
# at 1000, 850, 600, 400, 250, 200, 150, 70 and 30 hPa; below 850 hPa the two are unrelated.
_JET_HEIGHT_M = (0.0, 1.5e3, 4.2e3, 7.2e3, 10.4e3, 11.8e3, 13.6e3, 18.5e3, 24e3, 31e3)
_JET_SHAPE = (0.0, 0.0, 0.2, 0.58, 0.95, 1.0, 1.05, 0.4, 0.1, 0.0)
# Height of 200 hPa, and how far from it the jets of the reanalysis sharpen those of CIRA-86 [m].
_JET_M, _JET_HALF_M = 11.8e3, 6e3
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WindClimate:
    """Wind of a month over a place.

    Attributes
    ----------
    height_m : array, shape (K,)
        Over the ellipsoid [m].
    east_m_s, north_m_s : array, shape (K,)
        Mean [m/s].
    east_sigma_m_s, north_sigma_m_s : array, shape (K,)
        Standard deviation within the month [m/s].
    """

    height_m: Array
    east_m_s: Array
    north_m_s: Array
    east_sigma_m_s: Array
    north_sigma_m_s: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class DensityClimate:
    """Density of a month over a place.

    Attributes
    ----------
    height_m : array, shape (K,)
        Over the ellipsoid [m].
    mean : array, shape (K,)
        As a part of the standard atmosphere, less 1 [-].
    sigma : array, shape (K,)
        Standard deviation within the month, as a part [-].
    """

    height_m: Array
    mean: Array
    sigma: Array


def month_of(moment: datetime) -> float:
    """Time of the year in months: 0.5 in the middle of January [-].

    Parameters
    ----------
    moment : datetime
        UTC.
    """
    days = calendar.monthrange(moment.year, moment.month)[1]
    return moment.month - 1 + (moment.day - 1 + moment.hour / 24.0) / days


def wind_climate(
    latitude_rad: float, longitude_rad: float, month: float, height_m: Array
) -> WindClimate:
    """Wind of a month over a place, with its spread.

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Geodetic; east positive [rad].
    month : float
        As `month_of` gives it [-].
    height_m : array, shape (K,)
        Up to 60 km; above, the values there hold [m].

    Returns
    -------
    WindClimate
    """
    latitude, longitude = np.degrees(latitude_rad), np.degrees(longitude_rad) % 360.0
    zonal = _in_time(_zonal_wind(), month)
    tables = [_along(latitude, _latitudes(), row) for row in zonal]
    mean = np.interp(height_m, _heights(zonal.shape[0], 2e3), tables)
    sharper = _along(latitude, _jet_latitudes(), _in_time(_jet_mean(), month)[0])
    mean = mean + sharper * np.maximum(1.0 - np.abs(height_m - _JET_M) / _JET_HALF_M, 0.0)
    shape = np.interp(height_m, _JET_HEIGHT_M, _JET_SHAPE)
    east, north = (_jet(_in_time(part, month), latitude, longitude) for part in _jets())
    return WindClimate(
        height_m=height_m,
        east_m_s=mean + shape * east,
        north_m_s=shape * north,
        east_sigma_m_s=_spread("east", latitude, month, height_m),
        north_sigma_m_s=_spread("north", latitude, month, height_m),
    )


def mean_wind(latitude_rad: float, longitude_rad: float, month: float) -> Wind:
    """Mean wind of a month over a place [m/s].

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Geodetic; east positive [rad].
    month : float
        As `month_of` gives it [-].
    """
    height = np.arange(0.0, 60.5e3, 1e3)
    found = wind_climate(latitude_rad, longitude_rad, month, height)
    return from_table(height, found.east_m_s, found.north_m_s)


def density_climate(latitude_rad: float, month: float, height_m: Array) -> DensityClimate:
    """Density of a month at a latitude, with its spread.

    Parameters
    ----------
    latitude_rad : float
        Geodetic [rad].
    month : float
        As `month_of` gives it [-].
    height_m : array, shape (K,)
        Up to 140 km; the spread is known to 68 km and held above [m].

    Returns
    -------
    DensityClimate
    """
    latitude = np.degrees(latitude_rad)
    parts = _in_time(_density(), month)
    columns = [_along(latitude, _latitudes(), row) for row in parts]
    return DensityClimate(
        height_m=height_m,
        mean=np.interp(height_m, _heights(parts.shape[0], 4e3), columns),
        sigma=_spread("density", latitude, month, height_m),
    )


def _in_time(table: Array, month: float) -> Array:
    """Straight between the middles of the months; the first axis is the month."""
    place = (month - 0.5) % _MONTHS
    first = int(place)
    part = place - first
    return np.asarray((1.0 - part) * table[first] + part * table[(first + 1) % _MONTHS])


def _along(latitude: float, knots: Array, row: Array) -> float:
    return float(np.interp(latitude, knots, row))


def _jet(field: Array, latitude: float, longitude: float) -> float:
    """A field every 5 degrees of latitude and 15 of longitude, straight between them."""
    count = field.shape[1]
    place = longitude * count / 360.0
    first = int(place) % count
    part = place - int(place)
    column = (1.0 - part) * field[:, first] + part * field[:, (first + 1) % count]
    return _along(latitude, _jet_latitudes(), column)


def _spread(quantity: str, latitude: float, month: float, height_m: Array) -> Array:
    knots, heights, mean, winter = _spreads()[quantity]
    coldest = 0.5 if latitude >= 0.0 else 6.5
    swing = np.cos(2.0 * np.pi * (month - coldest) / _MONTHS)
    column = [_along(abs(latitude), knots, row) for row in mean + swing * winter]
    return np.asarray(np.interp(height_m, heights, column))


def _heights(count: int, step_m: float) -> Array:
    return step_m * np.arange(count, dtype=np.float64)


def _latitudes() -> Array:
    return np.arange(-80.0, 81.0, 10.0)


def _jet_latitudes() -> Array:
    return np.arange(-80.0, 81.0, 5.0)


def _lines(name: str) -> list[list[str]]:
    return [line.split(",") for line in (_TABLES / name).read_text().splitlines()]


def _monthly(name: str, keys: int) -> Array:
    """Table whose rows go through the months first, shape (12, rows of a month, columns)."""
    rows = np.array([line[keys:] for line in _lines(name)[1:]], dtype=np.float64)
    return rows.reshape(_MONTHS, -1, rows.shape[1])


@cache
def _zonal_wind() -> Array:
    return _monthly("zonal_wind.csv", 2)


@cache
def _jet_mean() -> Array:
    return _monthly("jet_mean.csv", 1)


@cache
def _density() -> Array:
    return _monthly("density.csv", 2)


@cache
def _jets() -> tuple[Array, Array]:
    lines = _lines("jet.csv")[1:]
    east, north = (
        np.array([line[3:] for line in lines if line[1] == way], dtype=np.float64) for way in "uv"
    )
    return east.reshape(_MONTHS, -1, east.shape[1]), north.reshape(_MONTHS, -1, north.shape[1])


@cache
def _spreads() -> dict[str, tuple[Array, Array, Array, Array]]:
    """Latitudes [deg], heights [m], mean and swing of winter of each quantity."""
    head, *lines = _lines("spread.csv")
    knots = np.array(head[3:], dtype=np.float64)
    found = {}
    for quantity in ("east", "north", "density"):
        of = [line for line in lines if line[0] == quantity]
        mean, winter = (
            np.array([line[3:] for line in of if line[1] == term], dtype=np.float64)
            for term in ("mean", "winter")
        )
        heights = [1e3 * float(line[2]) for line in of if line[1] == "mean"]
        found[quantity] = (knots, np.array(heights), mean, winter)
    return found
