"""Orbits whose plane turns with the mean Sun."""

import math

from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.gravity import EGM2008_ZONAL

# Mean Sun, equinox to equinox: 365.2421897 days (Vallado 2013, section 3.5).
TROPICAL_YEAR_S = 365.2421897 * 86_400.0


def sun_synchronous_inclination_rad(perigee_height_m: float, apogee_height_m: float) -> float:
    """Inclination at which J2 turns the node by a full circle a tropical year [rad].

    Parameters
    ----------
    perigee_height_m, apogee_height_m : float
        Over the equatorial radius [m].

    Raises
    ------
    ValueError
        If the node of so high an orbit turns too slowly at any inclination.

    References
    ----------
    Vallado (2013), Fundamentals of Astrodynamics and Applications, 4th edition, section 11.4.1:
    the secular rate -3/2 n J2 (R / p)^2 cos i of the node is that of the mean Sun.
    """
    gravity = EGM2008_ZONAL
    a = EARTH_RADIUS_M + 0.5 * (perigee_height_m + apogee_height_m)
    e = 0.5 * (apogee_height_m - perigee_height_m) / a
    motion = math.sqrt(gravity.mu_m3_s2 / a**3)
    fastest = 1.5 * motion * gravity.j2 * (gravity.radius_m / (a * (1.0 - e * e))) ** 2
    cosine = -2.0 * math.pi / TROPICAL_YEAR_S / fastest
    if cosine < -1.0:
        raise ValueError("no orbit this high is sun-synchronous")
    return math.acos(cosine)
