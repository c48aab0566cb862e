"""Osculating Keplerian elements of a state, and the quantities read off them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import EARTH_MU_M3_S2, EARTH_RADIUS_M

_TURN = 2.0 * np.pi
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """Keplerian elements in the axes of the state they came from.

    On a circular orbit the argument of perigee is 0 and the true anomaly counts from the node;
    on an equatorial one the ascending node is the x axis.

    Attributes
    ----------
    semi_major_axis_m : float
        Negative on a hyperbola [m].
    eccentricity : float
        [-].
    inclination_rad : float
        From 0 to pi [rad].
    raan_rad, argument_of_perigee_rad, true_anomaly_rad : float
        From 0 to 2 pi [rad].
    """

    semi_major_axis_m: float
    eccentricity: float
    inclination_rad: float
    raan_rad: float
    argument_of_perigee_rad: float
    true_anomaly_rad: float


def rotated(
    position_m: ArrayLike, velocity_m_s: ArrayLike, matrix: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Express a state in other axes that do not turn.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        [m], [m/s].
    matrix : array, shape (3, 3)
        Takes a vector from the old axes to the new, as GCRF to the equator and equinox of
        date [-].

    Returns
    -------
    tuple of array, shape (3,)
        Position [m] and velocity [m/s] in the new axes.
    """
    m = np.asarray(matrix, dtype=float)
    return m @ np.asarray(position_m, dtype=float), m @ np.asarray(velocity_m_s, dtype=float)


def osculating(
    position_m: ArrayLike, velocity_m_s: ArrayLike, mu: float = EARTH_MU_M3_S2
) -> Elements:
    """Keplerian elements of a state.

    All angles come from two-argument arctangents in the basis of node and orbit normal, so
    circular and equatorial orbits need no case of their own.

    Parameters
    ----------
    position_m, velocity_m_s : array, shape (3,)
        Inertial state [m], [m/s]; rotate it first (`rotated`) to have elements of date.
    mu : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    Elements

    Raises
    ------
    ValueError
        If the state is not finite or moves on a straight line through the centre.

    References
    ----------
    Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., section 2.5; the
    arctangent form after Battin, An Introduction to the Mathematics and Methods of
    Astrodynamics, section 3.3.
    """
    r = np.asarray(position_m, dtype=float)
    v = np.asarray(velocity_m_s, dtype=float)
    h = np.cross(r, v)
    h_norm = float(np.linalg.norm(h))
    if not np.isfinite(h_norm) or h_norm == 0.0:
        raise ValueError("a state needs finite numbers and an angular momentum")
    r_norm = float(np.linalg.norm(r))
    raan = np.arctan2(h[0], -h[1] + 0.0)  # + 0.0 turns -0.0 into 0.0: node on the x axis
    node = np.array([np.cos(raan), np.sin(raan), 0.0])
    ahead = np.cross(h / h_norm, node)
    e = np.cross(v, h) / mu - r / r_norm
    u = np.arctan2(r @ ahead, r @ node)
    w = np.arctan2(e @ ahead, e @ node)
    return Elements(
        semi_major_axis_m=float(1.0 / (2.0 / r_norm - (v @ v) / mu)),
        eccentricity=float(np.linalg.norm(e)),
        inclination_rad=float(np.arctan2(np.hypot(h[0], h[1]), h[2])),
        raan_rad=float(raan % _TURN),
        argument_of_perigee_rad=float(w % _TURN),
        true_anomaly_rad=float((u - w) % _TURN),
    )


def cartesian(
    elements: Elements, mu: float = EARTH_MU_M3_S2
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """State of Keplerian elements.

    Parameters
    ----------
    elements : Elements
        Any conic but a straight line.
    mu : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    tuple of array, shape (3,)
        Position [m] and velocity [m/s] in the axes of the elements.

    References
    ----------
    Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., algorithm 10.
    """
    e, nu = elements.eccentricity, elements.true_anomaly_rad
    w, u = elements.argument_of_perigee_rad, argument_of_latitude(elements)
    node, ahead = _plane(elements)
    p = elements.semi_major_axis_m * (1.0 - e * e)
    r = p / (1.0 + e * np.cos(nu))
    speed = np.sqrt(mu / p)
    position = r * (np.cos(u) * node + np.sin(u) * ahead)
    velocity = speed * (-(np.sin(u) + e * np.sin(w)) * node + (np.cos(u) + e * np.cos(w)) * ahead)
    return position, velocity


def _plane(elements: Elements) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Unit vectors to the ascending node and 90 degrees ahead of it in the orbit."""
    i, raan = elements.inclination_rad, elements.raan_rad
    node = np.array([np.cos(raan), np.sin(raan), 0.0])
    ahead = np.array([-np.cos(i) * np.sin(raan), np.cos(i) * np.cos(raan), np.sin(i)])
    return node, ahead


def argument_of_latitude(elements: Elements) -> float:
    """Angle from the ascending node to the body along the orbit, from 0 to 2 pi [rad]."""
    return float((elements.argument_of_perigee_rad + elements.true_anomaly_rad) % _TURN)


def perigee_height_m(elements: Elements, radius_m: float = EARTH_RADIUS_M) -> float:
    """Height of the perigee over a sphere of the equatorial radius [m]."""
    return elements.semi_major_axis_m * (1.0 - elements.eccentricity) - radius_m


def apogee_height_m(elements: Elements, radius_m: float = EARTH_RADIUS_M) -> float:
    """Height of the apogee over a sphere of the equatorial radius [m]; infinite if open."""
    if elements.eccentricity >= 1.0:
        return float("inf")
    return elements.semi_major_axis_m * (1.0 + elements.eccentricity) - radius_m


def period_s(elements: Elements, mu: float = EARTH_MU_M3_S2) -> float:
    """Keplerian period [s]; infinite on an open orbit."""
    if elements.eccentricity >= 1.0:
        return float("inf")
    return float(_TURN * np.sqrt(elements.semi_major_axis_m**3 / mu))


def gmst_rad(epoch_ut1: datetime) -> float:
    """Greenwich mean sidereal time, from 0 to 2 pi [rad].

    Parameters
    ----------
    epoch_ut1 : datetime
        With time zone. UTC may be given: the 0.9 s between them are 7e-5 rad.

    References
    ----------
    Aoki et al., Astronomy and Astrophysics 105, 359 (1982); Vallado, 4th ed., equation 3-45.
    """
    days = (epoch_ut1 - _J2000).total_seconds() / 86_400.0
    t = days / 36_525.0
    seconds = 67_310.54841 + t * (876_600.0 * 3600.0 + 8_640_184.812866)
    seconds += t * t * (0.093104 - 6.2e-6 * t)
    return float(seconds % 86_400.0 / 86_400.0 * _TURN)


def ltan_h(raan_of_date_rad: float, epoch_utc: datetime) -> float:
    """Mean solar local time of the ascending node, from 0 to 24 [h].

    ``LTAN = 12 h + (RAAN - RA of the mean Sun) / 15``. The mean Sun is by definition at
    ``RA = GMST - UT1 + 12 h``, so ``LTAN = UT1 + (RAAN - GMST) / 15``. UTC stands for UT1:
    its error moves UT1 and GMST alike and leaves less than 0.003 s.

    Parameters
    ----------
    raan_of_date_rad : float
        Right ascension of the node from the mean equinox of date [rad].
    epoch_utc : datetime
        With time zone.

    References
    ----------
    Capderou, Handbook of Satellite Orbits (2014), section 8.2; Aoki et al. (1982) for the
    mean Sun that defines UT1.
    """
    utc = epoch_utc.astimezone(UTC)
    midnight = utc.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = (utc - midnight).total_seconds() / 3600.0
    return float((hours + (raan_of_date_rad - gmst_rad(utc)) / _TURN * 24.0) % 24.0)
