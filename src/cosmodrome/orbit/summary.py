"""One line a body for the table of orbits."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from cosmodrome.orbit.elements import (
    Elements,
    apogee_height_m,
    ltan_h,
    osculating,
    perigee_height_m,
    period_s,
    rotated,
)
from cosmodrome.orbit.mean import mean_from_osculating, without_j3_shift


class ElementKind(Enum):
    """How the oscillations of an orbit are counted; see `cosmodrome.orbit.mean`."""

    OSCULATING = "osculating"
    MEAN = "mean"
    TLE = "TLE-like"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitRow:
    """An orbit in the units of the published tables.

    Attributes
    ----------
    object : str
        Name of the body.
    kind : ElementKind
    epoch_utc : datetime
    perigee_km, apogee_km : float
        Heights over 6378.137 km [km].
    inclination_deg, raan_deg : float
        From the equator and equinox of date [deg].
    ltan_h : float
        Mean solar local time of the ascending node [h].
    period_s : float
        Keplerian, of the semi-major axis [s].
    """

    object: str
    kind: ElementKind
    epoch_utc: datetime
    perigee_km: float
    apogee_km: float
    inclination_deg: float
    raan_deg: float
    ltan_h: float
    period_s: float


def elements_of_date(
    position_m: ArrayLike, velocity_m_s: ArrayLike, of_date: ArrayLike, kind: ElementKind
) -> Elements:
    """Elements of a GCRF state, counted as asked.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        GCRF state [m], [m/s].
    of_date : array, shape (3, 3)
        GCRF to the equator and equinox of date; with GCRF to TEME the elements compare with
        two-line elements [-].
    kind : ElementKind
        How oscillations are counted.
    """
    instant = osculating(*rotated(position_m, velocity_m_s, of_date))
    if kind is ElementKind.OSCULATING:
        return instant
    mean = mean_from_osculating(instant)
    return mean if kind is ElementKind.MEAN else without_j3_shift(mean)


def orbit_row(
    object: str,  # noqa: A002  the key of the summary file
    position_m: ArrayLike,
    velocity_m_s: ArrayLike,
    epoch_utc: datetime,
    of_date: ArrayLike,
    kind: ElementKind = ElementKind.OSCULATING,
) -> OrbitRow:
    """Row of the table of orbits for one body.

    Parameters
    ----------
    object : str
        Name of the body.
    position_m, velocity_m_s : array, shape (3,)
        GCRF state [m], [m/s].
    epoch_utc : datetime
        With time zone.
    of_date : array, shape (3, 3)
        GCRF to the equator and equinox of date [-].
    kind : ElementKind
        How oscillations are counted.

    Returns
    -------
    OrbitRow
    """
    elements = elements_of_date(position_m, velocity_m_s, of_date, kind)
    return OrbitRow(
        object=object,
        kind=kind,
        epoch_utc=epoch_utc,
        perigee_km=perigee_height_m(elements) / 1e3,
        apogee_km=apogee_height_m(elements) / 1e3,
        inclination_deg=float(np.degrees(elements.inclination_rad)),
        raan_deg=float(np.degrees(elements.raan_rad)),
        ltan_h=ltan_h(elements.raan_rad, epoch_utc),
        period_s=period_s(elements),
    )
