"""Terminal sets of a leg: smooth functions of position and velocity that must vanish.

An orbit is held by four numbers, semi-major axis, the eccentricity vector in the plane and the
cosine of the inclination, written so that nothing is singular at zero eccentricity. A mean orbit
adds the first-order J2 short-period variation to them. A TLE orbit adds the J3 shift of the
eccentricity vector as well, which SGP4 keeps out of its elements: 471 x 485 km is then what a
tracking catalogue means by it, though the heights flown differ by up to 7 km.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from cosmodrome.ascent.triples import cross, dot, eccentricity_vector, scaled
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.gravity import Gravity
from cosmodrome.earth.short_period import short_period_near_circular
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import Bounds, Condition

# First-order theory of near-circular orbits; above it the neglected J2 e terms reach 200 m.
MEAN_ECCENTRICITY_LIMIT = 0.02
# Below this inclination, or this near to pi, an orbit is held in the equator [rad].
EQUATORIAL_RAD = float(np.radians(0.2))


class OrbitKind(Enum):
    """Elements of the instant, their mean over J2 short periods, or the mean as in a TLE."""

    OSCULATING = "osculating"
    MEAN = "mean"
    TLE = "tle"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrbitTarget:
    """Orbit to be reached.

    Attributes
    ----------
    perigee_height_m, apogee_height_m : float
        Over the equatorial radius 6 378 137 m [m].
    inclination_rad : float
        To the true equator of date [rad].
    kind : OrbitKind
    raan_rad : float or None
        Right ascension of the ascending node from the equinox of date; None is free [rad].
    argument_of_perigee_rad : float or None
        None is free [rad].
    """

    perigee_height_m: float
    apogee_height_m: float
    inclination_rad: float
    kind: OrbitKind = OrbitKind.OSCULATING
    raan_rad: float | None = None
    argument_of_perigee_rad: float | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.inclination_rad <= np.pi:
            raise ValueError("inclination_rad must lie between 0 and pi")
        if self.perigee_height_m > self.apogee_height_m:
            raise ValueError("perigee_height_m is above apogee_height_m")
        if self.kind is not OrbitKind.OSCULATING and eccentricity(self) > MEAN_ECCENTRICITY_LIMIT:
            raise ValueError(f"a mean orbit needs an eccentricity below {MEAN_ECCENTRICITY_LIMIT}")
        if is_equatorial(self):
            if self.raan_rad is not None or self.argument_of_perigee_rad is not None:
                raise ValueError("an equatorial orbit has no node to count angles from")
            if self.kind is not OrbitKind.OSCULATING:
                raise ValueError("an equatorial orbit is held by the elements of the instant")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerigeeTarget:
    """Orbit of which only the perigee counts, as for a controlled re-entry.

    Attributes
    ----------
    perigee_height_m : float
        Osculating, over the equatorial radius; may be below ground [m].
    """

    perigee_height_m: float


def semi_major_axis_m(target: OrbitTarget) -> float:
    """Semi-major axis of a target [m].

    Parameters
    ----------
    target : OrbitTarget
        The orbit asked for.
    """
    return EARTH_RADIUS_M + 0.5 * (target.perigee_height_m + target.apogee_height_m)


def eccentricity(target: OrbitTarget) -> float:
    """Eccentricity of a target [-].

    Parameters
    ----------
    target : OrbitTarget
        The orbit asked for.
    """
    height = target.apogee_height_m - target.perigee_height_m
    return 0.5 * height / semi_major_axis_m(target)


def is_equatorial(target: OrbitTarget) -> bool:
    """Whether a target is so near the equator that it has no node to speak of.

    Parameters
    ----------
    target : OrbitTarget
        The orbit asked for.
    """
    turn = min(target.inclination_rad, np.pi - target.inclination_rad)
    return bool(turn < EQUATORIAL_RAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class EquatorOfDate:
    """True equator and equinox of date in the inertial frame.

    Attributes
    ----------
    pole, equinox, ninety : tuple of float
        Unit vectors: pole, equinox, and pole x equinox [-].
    """

    pole: tuple[float, float, float]
    equinox: tuple[float, float, float]
    ninety: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneElements:
    """Orbit of a state, free of singularities at zero eccentricity.

    Attributes
    ----------
    a : float, array or SX
        Semi-major axis [m].
    ex, ey : float, array or SX
        Eccentricity vector towards the ascending node and a quarter turn ahead of it [-].
    cos_i, sin_i : float, array or SX
        Of the inclination [-].
    cos_u, sin_u : float, array or SX
        Of the argument of latitude [-].
    node : tuple
        Unit vector to the ascending node [-].
    """

    a: Scalar
    ex: Scalar
    ey: Scalar
    cos_i: Scalar
    sin_i: Scalar
    cos_u: Scalar
    sin_u: Scalar
    node: tuple[Scalar, Scalar, Scalar]


def plane_elements(
    r: Sequence[Scalar], v: Sequence[Scalar], mu: float, pole: Sequence[float]
) -> PlaneElements:
    """Orbit of a state over the equator of a pole; undefined on an equatorial orbit.

    Parameters
    ----------
    r, v : sequence of 3 scalars
        Position [m] and velocity [m/s], inertial.
    mu : float
        Gravitational parameter [m3/s2].
    pole : sequence of 3 floats
        Unit vector [-].

    Returns
    -------
    PlaneElements
    """
    h = cross(r, v)
    momentum = np.sqrt(dot(h, h))
    radius = np.sqrt(dot(r, r))
    to_node = cross(pole, h)
    length = np.sqrt(dot(to_node, to_node))
    node = scaled(to_node, 1.0 / length)
    ahead = scaled(cross(h, node), 1.0 / momentum)
    e = eccentricity_vector(r, v, mu)
    return PlaneElements(
        a=1.0 / (2.0 / radius - dot(v, v) / mu),
        ex=dot(e, node),
        ey=dot(e, ahead),
        cos_i=dot(h, pole) / momentum,
        sin_i=length / momentum,
        cos_u=dot(r, node) / radius,
        sin_u=dot(r, ahead) / radius,
        node=node,
    )


def orbit_conditions(
    target: OrbitTarget,
    r: Sequence[Scalar],
    v: Sequence[Scalar],
    perigee: tuple[Scalar, Scalar],
    gravity: Gravity,
    equator: EquatorOfDate,
) -> list[Condition]:
    """Relations that hold when a state is on the target orbit.

    Parameters
    ----------
    target : OrbitTarget
        The orbit asked for.
    r, v : sequence of 3 SX
        Position [m] and velocity [m/s], inertial.
    perigee : tuple of SX
        Cosine and sine of the argument of perigee, which must have length 1; not used for a
        circular orbit. Of the right ascension of the perigee for an equatorial one [-].
    gravity : Gravity
        Constants of the field.
    equator : EquatorOfDate
        For inclination and node.

    Returns
    -------
    list of Condition
    """
    if is_equatorial(target):
        return _equatorial_conditions(target, r, v, perigee, gravity.mu_m3_s2, equator)
    now = plane_elements(r, v, gravity.mu_m3_s2, equator.pole)
    a, e = semi_major_axis_m(target), eccentricity(target)
    si, ci = np.sin(target.inclination_rad), np.cos(target.inclination_rad)
    da = dex = dey = di = 0.0
    if target.kind is not OrbitKind.OSCULATING:
        da, dex, dey, di, _, _ = short_period_near_circular(
            a, now.sin_u, now.cos_u, si, ci, gravity.j2, gravity.radius_m
        )
    if target.kind is OrbitKind.TLE:
        # Lane and Hoots (1979), the long-period term of SGP4.
        dey = dey - 0.5 * gravity.j3 / gravity.j2 * gravity.radius_m / a * si
    rows = [
        Condition(name="semi-major axis", value=now.a - a - da, scale=a),
        Condition(name="eccentricity x", value=now.ex - e * perigee[0] - dex),
        Condition(name="eccentricity y", value=now.ey - e * perigee[1] - dey),
        # cos(i + di) to first order; di is below 2e-4 rad.
        Condition(name="inclination", value=now.cos_i - ci + si * di),
    ]
    if target.raan_rad is not None:
        c, s = np.cos(target.raan_rad), np.sin(target.raan_rad)
        axes = list(zip(equator.equinox, equator.ninety, strict=True))
        across, towards = [s * x - c * y for x, y in axes], [c * x + s * y for x, y in axes]
        rows.append(Condition(name="node", value=dot(now.node, across)))
        # The sine vanishes at the opposite node as well.
        side = Condition(
            name="side of the node", value=dot(now.node, towards), bounds=Bounds(lower=0.0)
        )
        rows.append(side)
    return rows


def _equatorial_conditions(
    target: OrbitTarget,
    r: Sequence[Scalar],
    v: Sequence[Scalar],
    perigee: tuple[Scalar, Scalar],
    mu: float,
    equator: EquatorOfDate,
) -> list[Condition]:
    """Relations of an orbit without a node: momentum along the pole, eccentricity by the equinox.

    The momentum lies along the pole exactly: an inclination below 0.2 deg is held as none.
    """
    h = cross(r, v)
    momentum = np.sqrt(dot(h, h))
    e_vector = eccentricity_vector(r, v, mu)
    a, e = semi_major_axis_m(target), eccentricity(target)
    found = 1.0 / (2.0 / np.sqrt(dot(r, r)) - dot(v, v) / mu)
    sense = 1.0 if target.inclination_rad < 0.5 * np.pi else -1.0
    axes = {"x": (equator.equinox, perigee[0]), "y": (equator.ninety, perigee[1])}
    rows = [Condition(name="semi-major axis", value=found - a, scale=a)]
    rows += [
        Condition(name=f"eccentricity {k}", value=dot(e_vector, axis) - e * along)
        for k, (axis, along) in axes.items()
    ]
    rows += [
        Condition(name=f"momentum {k}", value=dot(h, axis) / momentum)
        for k, (axis, _) in axes.items()
    ]
    side = dot(h, equator.pole) / momentum * sense
    return [*rows, Condition(name="sense", value=side, bounds=Bounds(lower=0.0))]


def perigee_condition(
    target: PerigeeTarget, r: Sequence[Scalar], v: Sequence[Scalar], mu: float
) -> Condition:
    """Relation that holds when the osculating perigee has the target height.

    Parameters
    ----------
    target : PerigeeTarget
        The orbit asked for.
    r, v : sequence of 3 SX
        Position [m] and velocity [m/s], inertial.
    mu : float
        Gravitational parameter [m3/s2].

    Returns
    -------
    Condition
    """
    h = cross(r, v)
    radius = np.sqrt(dot(r, r))
    energy = 0.5 * dot(v, v) - mu / radius
    perigee = EARTH_RADIUS_M + target.perigee_height_m
    # At perigee the speed has no radial part: energy = h2 / (2 rp2) - mu / rp.
    value = dot(h, h) / (2.0 * perigee**2) - mu / perigee - energy
    return Condition(name="perigee", value=value, bounds=Bounds(lower=0.0, upper=0.0), scale=1e6)
