"""Terminal set of a departure from the Earth: its energy, its perigee, its direction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cosmodrome.ascent.target import EquatorOfDate, OrbitTarget, semi_major_axis_m
from cosmodrome.ascent.triples import cross, dot, eccentricity_vector
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import Bounds, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class EscapeTarget:
    """Hyperbola, or parabola, to be reached.

    Attributes
    ----------
    c3_m2_s2 : float
        Twice the energy per mass, the square of the speed far away [m2/s2].
    declination_rad : float or None
        Of the outgoing asymptote over the true equator of date; None is free [rad].
    perigee_height_m : float
        The least one; over the equatorial radius 6 378 137 m [m].
    """

    c3_m2_s2: float
    declination_rad: float | None = None
    perigee_height_m: float = 185e3

    def __post_init__(self) -> None:
        if self.c3_m2_s2 < 0.0:
            raise ValueError("c3_m2_s2 is negative: this orbit does not escape")
        if self.declination_rad is not None and abs(self.declination_rad) > 0.5 * math.pi:
            raise ValueError("declination_rad must lie between -pi/2 and pi/2")


@dataclass(frozen=True, slots=True, kw_only=True)
class EllipseTarget:
    """Ellipse of any plane on the way from a circle to an escape.

    Attributes
    ----------
    energy_m2_s2 : float
        Per mass, negative [m2/s2].
    perigee_height_m : float
        The least one; over the equatorial radius [m].
    """

    energy_m2_s2: float
    perigee_height_m: float


def energy_m2_s2(target: OrbitTarget | EscapeTarget | EllipseTarget, mu: float) -> float:
    """Kinetic and potential energy per mass on a target orbit [m2/s2].

    Parameters
    ----------
    target : OrbitTarget, EscapeTarget or EllipseTarget
        The orbit asked for.
    mu : float
        Gravitational parameter [m3/s2].
    """
    if isinstance(target, EscapeTarget):
        return 0.5 * target.c3_m2_s2
    if isinstance(target, EllipseTarget):
        return target.energy_m2_s2
    return -0.5 * mu / semi_major_axis_m(target)


def parking_circle(target: EscapeTarget | EllipseTarget, latitude_rad: float) -> OrbitTarget:
    """Circle at the perigee of an escape, in the cheapest plane its asymptote can lie in.

    Parameters
    ----------
    target : EscapeTarget or EllipseTarget
        The departure asked for.
    latitude_rad : float
        Geocentric, of the pad [rad].
    """
    declination = target.declination_rad if isinstance(target, EscapeTarget) else None
    return OrbitTarget(
        perigee_height_m=target.perigee_height_m,
        apogee_height_m=target.perigee_height_m,
        inclination_rad=max(abs(latitude_rad), abs(declination or 0.0)),
    )


def ellipses(target: EscapeTarget | EllipseTarget, mu: float, step: float) -> list[EllipseTarget]:
    """Orbits between a circle and an escape, in equal steps of energy; neither end is among them.

    Parameters
    ----------
    target : EscapeTarget or EllipseTarget
        The departure asked for.
    mu : float
        Gravitational parameter [m3/s2].
    step : float
        Largest, as a part of twice the energy that is missing to escape the circle [-].
    """
    circle = -0.5 * mu / (EARTH_RADIUS_M + target.perigee_height_m)
    last = energy_m2_s2(target, mu)
    count = math.ceil((last - circle) / (-2.0 * circle * step)) + 1
    return [
        EllipseTarget(energy_m2_s2=float(energy), perigee_height_m=target.perigee_height_m)
        for energy in np.linspace(circle, last, count)[1:-1]
    ]


def energy_conditions(
    target: EscapeTarget | EllipseTarget, r: Sequence[Scalar], v: Sequence[Scalar], mu: float
) -> list[Condition]:
    """Relations that hold on any orbit of the energy of a target, its perigee not below it.

    Parameters
    ----------
    target : EscapeTarget or EllipseTarget
        The orbit asked for.
    r, v : sequence of 3 SX
        Position [m] and velocity [m/s], inertial.
    mu : float
        Gravitational parameter [m3/s2].
    """
    asked = energy_m2_s2(target, mu)
    h = cross(r, v)
    perigee = EARTH_RADIUS_M + target.perigee_height_m
    energy = 0.5 * dot(v, v) - mu / np.sqrt(dot(r, r)) - asked
    # At perigee the speed has no radial part: energy = h2 / (2 rp2) - mu / rp; a higher perigee
    # has more momentum.
    momentum = dot(h, h) / (2.0 * perigee**2) - mu / perigee - asked
    size = mu / perigee
    return [
        Condition(name="energy", value=energy, scale=size),
        Condition(name="perigee", value=momentum, bounds=Bounds(lower=0.0), scale=size),
    ]


def escape_conditions(
    target: EscapeTarget,
    r: Sequence[Scalar],
    v: Sequence[Scalar],
    mu: float,
    equator: EquatorOfDate,
) -> list[Condition]:
    """Relations that hold when a state departs as asked.

    Parameters
    ----------
    target : EscapeTarget
        The departure asked for.
    r, v : sequence of 3 SX
        Position [m] and velocity [m/s], inertial.
    mu : float
        Gravitational parameter [m3/s2].
    equator : EquatorOfDate
        For the declination.
    """
    rows = energy_conditions(target, r, v, mu)
    if target.declination_rad is not None:
        s = outgoing_asymptote(target.c3_m2_s2, r, v, mu)
        value = dot(s, equator.pole) - math.sin(target.declination_rad)
        rows.append(Condition(name="declination", value=value))
    return rows


def outgoing_asymptote(
    c3_m2_s2: float, r: Sequence[Scalar], v: Sequence[Scalar], mu: float
) -> tuple[Scalar, Scalar, Scalar]:
    """Unit vector in which a state of known energy goes away, smooth down to the parabola [-].

    From e2 = 1 + C3 h2 / mu2, with q the unit vector h x e / |h x e|, the asymptote stands at
    -1/e along e and sqrt(e2 - 1) / e along q:

        s = (sqrt(C3) / mu h x e - e) / (1 + C3 h2 / mu2).

    Parameters
    ----------
    c3_m2_s2 : float
        Twice its energy per mass, not negative [m2/s2].
    r, v : sequence of 3 scalars
        Position [m] and velocity [m/s], inertial.
    mu : float
        Gravitational parameter [m3/s2].

    References
    ----------
    Battin (1999), An Introduction to the Mathematics and Methods of Astrodynamics, section 4.4.
    """
    h, e = cross(r, v), eccentricity_vector(r, v, mu)
    ahead = cross(h, e)
    speed = math.sqrt(c3_m2_s2)
    square = 1.0 + c3_m2_s2 * dot(h, h) / mu**2
    return (
        (speed / mu * ahead[0] - e[0]) / square,
        (speed / mu * ahead[1] - e[1]) / square,
        (speed / mu * ahead[2] - e[2]) / square,
    )
