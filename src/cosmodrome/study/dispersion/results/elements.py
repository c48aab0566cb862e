"""Elements of many states at once, osculating, mean or as in two-line elements."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.target import EquatorOfDate, OrbitKind
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.gravity import Gravity
from cosmodrome.earth.short_period import short_period_near_circular

Array = NDArray[np.float64]

_TURN = 2.0 * np.pi
_AT_ONCE = 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyElements:
    """Elements of n states.

    Attributes
    ----------
    semi_major_axis_m : array, shape (n,)
        Negative of an open orbit [m].
    eccentricity : array, shape (n,)
        [-].
    inclination_rad, raan_rad, argument_of_latitude_rad : array, shape (n,)
        From equator and equinox of date; angles from 0 to 2 pi [rad].
    """

    semi_major_axis_m: Array
    eccentricity: Array
    inclination_rad: Array
    raan_rad: Array
    argument_of_latitude_rad: Array


def many_elements(
    states: Array, equator: EquatorOfDate, gravity: Gravity, kind: OrbitKind
) -> ManyElements:
    """Elements of states, counted as a target counts them.

    Mean ones are the osculating less the J2 short-period variation to first order, as the
    guidance and the optimiser hold them, see `earth.short_period`; those of two-line elements
    lack the J3 shift of the eccentricity vector as well.

    Parameters
    ----------
    states : array, shape (n, 6)
        Inertial position [m] and velocity [m/s].
    equator : EquatorOfDate
        For inclination and node.
    gravity : Gravity
        Constants of the field.
    kind : OrbitKind
        How oscillations are counted.

    Returns
    -------
    ManyElements
    """
    found = np.empty((5, len(states)))
    for first in range(0, len(states), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        found[:, part] = _elements(states[part], equator, gravity, kind)
    return ManyElements(
        semi_major_axis_m=found[0],
        eccentricity=found[1],
        inclination_rad=found[2],
        raan_rad=found[3],
        argument_of_latitude_rad=found[4],
    )


def _elements(
    states: Array, equator: EquatorOfDate, gravity: Gravity, kind: OrbitKind
) -> tuple[Array, ...]:
    mu = gravity.mu_m3_s2
    axes = np.array([equator.equinox, equator.ninety, equator.pole])
    r, v = states[:, :3] @ axes.T, states[:, 3:6] @ axes.T
    radius = np.sqrt((r * r).sum(axis=1))
    h = np.cross(r, v)
    raan = np.arctan2(h[:, 0], -h[:, 1] + 0.0)
    tilt = np.arctan2(np.hypot(h[:, 0], h[:, 1]), h[:, 2])
    node = np.column_stack([np.cos(raan), np.sin(raan), np.zeros(len(raan))])
    ahead = np.cross(h, node) / np.sqrt((h * h).sum(axis=1))[:, None]
    e = np.cross(v, h) / mu - r / radius[:, None]
    a = 1.0 / (2.0 / radius - (v * v).sum(axis=1) / mu)
    ex, ey = (e * node).sum(axis=1), (e * ahead).sum(axis=1)
    latitude = np.arctan2((r * ahead).sum(axis=1), (r * node).sum(axis=1))
    if kind is not OrbitKind.OSCULATING:
        sine, cosine, sin_i, cos_i = np.sin(latitude), np.cos(latitude), np.sin(tilt), np.cos(tilt)
        da, dx, dy, di, dnode, du = short_period_near_circular(
            a, sine, cosine, sin_i, cos_i, gravity.j2, gravity.radius_m
        )
        a, ex, ey = a - da, ex - dx, ey - dy
        tilt, raan, latitude = tilt - di, raan - dnode, latitude - du
        if kind is OrbitKind.TLE:
            ey = ey + 0.5 * gravity.j3 / gravity.j2 * gravity.radius_m / a * sin_i
    return a, np.hypot(ex, ey), tilt, raan % _TURN, latitude % _TURN


def perigee_height_m(elements: ManyElements) -> Array:
    """Heights of the perigees over 6 378 137 m, shape (n,) [m].

    Parameters
    ----------
    elements : ManyElements
        Of the orbits.
    """
    return elements.semi_major_axis_m * (1.0 - elements.eccentricity) - EARTH_RADIUS_M


def apogee_height_m(elements: ManyElements) -> Array:
    """Heights of the apogees over 6 378 137 m, shape (n,) [m]; not a number of open orbits.

    Parameters
    ----------
    elements : ManyElements
        Of the orbits.
    """
    height = elements.semi_major_axis_m * (1.0 + elements.eccentricity) - EARTH_RADIUS_M
    return np.where(elements.eccentricity < 1.0, height, np.nan)


def period_s(elements: ManyElements, mu: float) -> Array:
    """Periods, shape (n,) [s]; not a number of open orbits.

    Parameters
    ----------
    elements : ManyElements
        Of the orbits.
    mu : float
        Gravitational parameter [m3/s2].
    """
    a = np.where(elements.eccentricity < 1.0, elements.semi_major_axis_m, np.nan)
    return _TURN * np.sqrt(a * a * a / mu)


def near(angle_rad: Array, to_rad: float) -> Array:
    """Angles turned to within half a turn of another, so that they can be averaged [rad].

    Parameters
    ----------
    angle_rad : array
        [rad].
    to_rad : float
        [rad].
    """
    return to_rad + (angle_rad - to_rad + np.pi) % _TURN - np.pi
