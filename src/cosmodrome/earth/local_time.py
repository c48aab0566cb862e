"""Local mean solar time of a node, and the lift-off that makes it."""

import math
from datetime import UTC, datetime, timedelta

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY_S = 36_525.0 * 86_400.0
# The Earth turns once under the mean Sun in a day.
_DAY_S = 86_400.0


def mean_sun_rad(utc: datetime) -> float:
    """Right ascension of the mean Sun from the mean equinox of date, in [0, 2 pi) [rad].

    Parameters
    ----------
    utc : datetime
        With its time zone; taken for UT1 and for dynamical time, which moves the Sun by 3 arcsec.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics and Applications, 4th edition, section 5.1.1:
    the mean longitude of the Sun, 280.460 + 36 000.771 285 T degrees, T in centuries from J2000.
    """
    centuries = (utc - _J2000).total_seconds() / _CENTURY_S
    return math.radians(280.460 + 36_000.771285 * centuries) % (2.0 * math.pi)


def raan_of_local_time_rad(local_time_h: float, utc: datetime) -> float:
    """Right ascension of a node at which the mean Sun shows a local time, in [0, 2 pi) [rad].

    Parameters
    ----------
    local_time_h : float
        Mean solar time [h].
    utc : datetime
        With its time zone.
    """
    hour_angle = math.radians(15.0 * (local_time_h - 12.0))
    return (mean_sun_rad(utc) + hour_angle) % (2.0 * math.pi)


def local_time_of_raan_h(raan_rad: float, utc: datetime) -> float:
    """Local mean solar time of a node, in [0, 24) [h].

    Parameters
    ----------
    raan_rad : float
        From the equinox of date [rad].
    utc : datetime
        With its time zone.
    """
    return (math.degrees(raan_rad - mean_sun_rad(utc)) / 15.0 + 12.0) % 24.0


def ascending_local_time_h(local_time_h: float, descending: bool) -> float:
    """Local time of the ascending node, half a day from that of the descending one [h].

    Parameters
    ----------
    local_time_h : float
        Of either node [h].
    descending : bool
        It is that of the descending one.
    """
    return (local_time_h + (12.0 if descending else 0.0)) % 24.0


def liftoff_for_local_time(
    local_time_h: float, flown_raan_rad: float, flown_liftoff_utc: datetime
) -> datetime:
    """Lift-off nearest to a flown one whose ascending node has a local time.

    An ascent turned with the Earth is the same ascent; so is its node, seen from the mean Sun.

    Parameters
    ----------
    local_time_h : float
        Of the ascending node asked for [h].
    flown_raan_rad : float
        Of the ascending node that a lift-off at `flown_liftoff_utc` leads to [rad].
    flown_liftoff_utc : datetime
        With its time zone.
    """
    late_h = local_time_h - local_time_of_raan_h(flown_raan_rad, flown_liftoff_utc)
    return flown_liftoff_utc + timedelta(seconds=((late_h + 12.0) % 24.0 - 12.0) / 24.0 * _DAY_S)
