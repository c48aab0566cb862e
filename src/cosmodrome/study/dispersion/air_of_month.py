"""Air of a launch: the mean the flights are dispersed about, and how it varies."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import (
    DENSITY_KNOTS,
    DENSITY_STEP_M,
    WIND_KNOTS,
    WIND_STEP_M,
    ParameterLayout,
    in_mean_wind,
)
from cosmodrome.earth.climatology import density_climate, mean_wind, month_of, wind_climate
from cosmodrome.earth.wind import Wind, from_table
from cosmodrome.mission.dispersions import CALM, CLIMATOLOGY, MISSION, WindTable
from cosmodrome.mission.mission import Mission
from cosmodrome.study.dispersion.circumstances import Circumstances
from cosmodrome.study.dispersion.profiles import Air, RandomProfile

Array = NDArray[np.float64]

# Source of the spread of wind and density, also where a mean wind says nothing of its own.
SPREAD_SOURCE = "RRA"


def in_its_wind(mission: Mission) -> Mission:
    """Mission in the mean wind its flights are dispersed about, which its plan is made for.

    Parameters
    ----------
    mission : Mission
        Its dispersions give a table, ``climatology``, ``mission``, ``calm``, or nothing: the
        wind of the mission, else climatology of the month at the pad.
    """
    asked = mission.dispersions.wind
    if asked == CALM:
        return replace(mission, wind=None)
    if asked == MISSION or (not asked and mission.wind is not None):
        return mission
    return replace(mission, wind=_blown(mission, asked))


def _blown(mission: Mission, asked: str | WindTable) -> Wind:
    if isinstance(asked, WindTable):
        return from_table(asked.height_m, asked.east_m_s, asked.north_m_s)
    pad = mission.pad
    return mean_wind(pad.latitude_rad, pad.longitude_rad, month_of(mission.liftoff_utc))


def mean_vector(layout: ParameterLayout, around: Circumstances) -> Array:
    """Nominal numbers of a flight with the mean wind and the mean density, shape (size,) [-].

    Parameters
    ----------
    layout : ParameterLayout
        Of the vector of a flight.
    around : Circumstances
        Of the launch.
    """
    x = in_mean_wind(layout, around.wind)
    if around.asked.density == CLIMATOLOGY:
        parts = density_climate(around.latitude_rad, around.month, _levels()).mean
        x[layout.density : layout.density + DENSITY_KNOTS] = parts
    return x


def air_of(around: Circumstances) -> Air:
    """Spread and correlation of wind, gusts and density.

    Parameters
    ----------
    around : Circumstances
        Of the launch.
    """
    heights = WIND_STEP_M * np.arange(WIND_KNOTS, dtype=np.float64)
    climate = wind_climate(around.latitude_rad, around.longitude_rad, around.month, heights)
    density = density_climate(around.latitude_rad, around.month, _levels())
    table = around.asked.wind if isinstance(around.asked.wind, WindTable) else None
    far = around.value("wind_correlation")
    if table is not None and table.correlation_m is not None:
        far = table.correlation_m

    def profile(given: tuple[float, ...], usual: Array) -> RandomProfile:
        if table is not None and given:
            return RandomProfile(height_m=table.height_m, sigma=given, correlation_m=far)
        return RandomProfile(height_m=tuple(heights), sigma=tuple(usual), correlation_m=far)

    return Air(
        east=profile(table.east_sigma_m_s if table else (), climate.east_sigma_m_s),
        north=profile(table.north_sigma_m_s if table else (), climate.north_sigma_m_s),
        gust=RandomProfile(
            height_m=(0.0,),
            sigma=(around.value("gust"),),
            correlation_m=around.value("gust_correlation"),
        ),
        density=RandomProfile(
            height_m=tuple(_levels()),
            sigma=tuple(density.sigma),
            correlation_m=around.value("density_correlation"),
        ),
        source=SPREAD_SOURCE,
        grade="derived",
    )


def _levels() -> Array:
    return DENSITY_STEP_M * np.arange(DENSITY_KNOTS, dtype=np.float64)
