"""What the explicit law aims at: for every place along the orbit, how high and how fast to be.

The orbit is held by numbers free of singularities at zero eccentricity, in a plane that does not
move: x towards the ascending node (or the equinox, near the equator), y a quarter turn ahead.
Where the orbit asked for is a mean one, the J2 short-period variation of the place is added.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.vectors import Triple, plus, unit
from cosmodrome.ascent.target import EquatorOfDate, OrbitKind, OrbitTarget, is_equatorial
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.earth.gravity import Gravity
from cosmodrome.earth.short_period import short_period_near_circular
from cosmodrome.numerics.kernels import compiled

Array = NDArray[np.float64]

OSCULATING, MEAN, TLE = 0.0, 1.0, 2.0
AIM_NUMBERS = 19
_KINDS = {OrbitKind.OSCULATING: OSCULATING, OrbitKind.MEAN: MEAN, OrbitKind.TLE: TLE}


# Below this inclination a plane has no node to speak of [-].
_LEAST_SINE = 1e-3


class Aim(NamedTuple):
    """Orbit the explicit law steers to.

    Attributes
    ----------
    semi_latus_m : float
        Of the orbit asked for [m].
    eccentricity : float
        [-].
    perigee_is_free : float
        1 when the true anomaly of the cut-off is held instead of the argument of perigee [-].
    angle_rad : float
        Argument of perigee from x, or the true anomaly of the cut-off [rad].
    kind : float
        0 osculating, 1 mean, 2 as in a TLE [-].
    holds_height : float
        0 for a burn too short to change its height: the state is then taken on the orbit of the
        same size and shape through the place itself [-].
    sin_i, cos_i : float
        Of the inclination [-].
    normal, x, y : tuple of float
        Axes of the plane [-].
    holds_plane : float
        0 where only the inclination is asked for and the burn is too short to come back to the
        plane of the plan: the plane is then the one through the place itself [-].
    holds_speed : float
        0 where the last stage of the arc burns out: the speed is then what its motor gives, and
        only the direction of the flight and its height are aimed at [-].
    """

    semi_latus_m: float
    eccentricity: float
    perigee_is_free: float
    angle_rad: float
    kind: float
    holds_height: float
    sin_i: float
    cos_i: float
    normal: tuple[float, float, float]
    x: tuple[float, float, float]
    y: tuple[float, float, float]
    holds_plane: float
    holds_speed: float


@compiled
def plane_through(aim: Aim, place: Triple) -> tuple[Triple, Triple, Triple]:
    """Normal, direction to the node and a quarter turn ahead of it, of the plane to be in [-].

    Parameters
    ----------
    aim : Aim
        Orbit the law steers to.
    place : tuple of 3 floats
        Predicted place of the cut-off [m].
    """
    if aim.holds_plane > 0.5:
        return aim.normal, aim.x, aim.y
    pole = plus(scaled(aim.normal, aim.cos_i), aim.y, aim.sin_i)
    out = unit(place)
    east = unit(cross(pole, out))
    north = cross(out, east)
    # Of the two planes of this inclination through the place, the one nearer to that of the plan.
    c = aim.cos_i / dot(north, pole)
    c = min(max(c, -1.0), 1.0)
    s = np.sqrt(1.0 - c * c)
    normal = plus(scaled(north, c), east, s if dot(aim.normal, east) > 0.0 else -s)
    x = unit(cross(pole, normal))
    return normal, x, cross(normal, x)


@compiled
def aimed_state(aim: Aim, place: Triple, gravity: Gravity) -> tuple[Triple, Triple]:
    """Position and velocity on the orbit asked for, nearest to a place.

    Parameters
    ----------
    aim : Aim
        Orbit the law steers to.
    place : tuple of 3 floats
        Predicted place of the cut-off [m].
    gravity : Gravity
        Constants of the field.

    Returns
    -------
    r, v
        [m], [m/s].
    """
    normal, x, y = plane_through(aim, place)
    c, s = dot(place, x), dot(place, y)
    k = 1.0 / np.sqrt(c * c + s * s)
    c, s = c * k, s * k
    cw, sw = np.cos(aim.angle_rad), np.sin(aim.angle_rad)
    if aim.perigee_is_free > 0.5:
        cw, sw = c * cw + s * sw, s * cw - c * sw
    ex, ey, p = aim.eccentricity * cw, aim.eccentricity * sw, aim.semi_latus_m
    if aim.kind > OSCULATING:
        a = p / (1.0 - aim.eccentricity * aim.eccentricity)
        da, dx, dy, _, _, _ = short_period_near_circular(
            a, s, c, aim.sin_i, aim.cos_i, gravity.j2, gravity.radius_m
        )
        ex, ey = ex + dx, ey + dy
        if aim.kind > MEAN:
            ey -= 0.5 * gravity.j3 / gravity.j2 * gravity.radius_m / a * aim.sin_i
        p = (a + da) * (1.0 - ex * ex - ey * ey)
    w = 1.0 + ex * c + ey * s
    root = np.sqrt(gravity.mu_m3_s2 / p)
    outward = plus(scaled(x, c), y, s)
    forward = cross(normal, outward)
    rising, around = root * (ex * s - ey * c), root * w
    if aim.holds_height > 0.5:
        return scaled(outward, p / w), plus(scaled(outward, rising), forward, around)
    radius = np.sqrt(dot(place, place))
    energy = gravity.mu_m3_s2 * (2.0 / radius - (1.0 - ex * ex - ey * ey) / p)
    around = min(np.sqrt(gravity.mu_m3_s2 * p) / radius, np.sqrt(energy))
    steep = np.sqrt(max(energy - around * around, 0.0))
    rising = steep if rising > 0.0 else -steep
    return place, plus(scaled(outward, rising), forward, around)


@compiled
def read_aim(rows: Array, burn: int) -> Aim:
    """Aim of a burn from its row.

    Parameters
    ----------
    rows : array, shape (B, AIM_NUMBERS)
        Of a program [-].
    burn : int
        Which.
    """
    a = rows[burn]
    return Aim(
        a[0],
        a[1],
        a[2],
        a[3],
        a[4],
        a[5],
        a[6],
        a[7],
        (a[8], a[9], a[10]),
        (a[11], a[12], a[13]),
        (a[14], a[15], a[16]),
        a[17],
        a[18],
    )


def aim_row(aim: Aim) -> list[float]:
    """Numbers of an aim in a row, as `read_aim` reads them [-].

    Parameters
    ----------
    aim : Aim
        Orbit the law steers to.
    """
    return [*aim[:8], *aim.normal, *aim.x, *aim.y, aim.holds_plane, aim.holds_speed]


@dataclass(frozen=True, slots=True, kw_only=True)
class AimedOrbit:
    """What an aim is made of.

    Attributes
    ----------
    target : OrbitTarget or None
        The orbit asked for; None is the orbit of the plan's cut-off itself, as for an escape.
    position_m, velocity_m_s : array, shape (3,)
        The plan's cut-off on it, inertial [m], [m/s].
    holds_height : bool
        The burn is long enough to meet a height.
    holds_plane : bool
        The plane of the plan is held, and not its inclination alone.
    holds_speed : bool
        The last stage is cut off by command.
    """

    target: OrbitTarget | None
    position_m: Array
    velocity_m_s: Array
    holds_height: bool = True
    holds_plane: bool = True
    holds_speed: bool = True


def aim_at(orbit: AimedOrbit, equator: EquatorOfDate, gravity: Gravity) -> Aim:
    """Aim at the orbit a plan ends on, in the plane it ends in.

    What the target leaves free is taken from the plan: its plane, and the true anomaly of its
    cut-off unless the argument of perigee is asked for.

    Parameters
    ----------
    orbit : AimedOrbit
        The orbit asked for and the plan's cut-off on it.
    equator : EquatorOfDate
        For the node.
    gravity : Gravity
        Constants of the field.

    Returns
    -------
    Aim
    """
    r, v = orbit.position_m, orbit.velocity_m_s
    target, mu = orbit.target, gravity.mu_m3_s2
    h = np.cross(r, v)
    normal = h / np.linalg.norm(h)
    pole = np.array(equator.pole)
    to_node = np.cross(pole, normal)
    near_equator = isinstance(target, OrbitTarget) and is_equatorial(target)
    if near_equator or np.linalg.norm(to_node) < 1e-9:
        to_node = np.array(equator.equinox) - (normal @ np.array(equator.equinox)) * normal
    x = to_node / np.linalg.norm(to_node)
    y = np.cross(normal, x)
    e_vector = np.cross(v, h) / mu - r / np.linalg.norm(r)
    ex, ey = float(e_vector @ x), float(e_vector @ y)
    c, s = float(r @ x / np.linalg.norm(r)), float(r @ y / np.linalg.norm(r))
    a = float(1.0 / (2.0 / np.linalg.norm(r) - v @ v / mu))
    cos_i = float(normal @ pole)
    sin_i = float(np.sqrt(max(0.0, 1.0 - cos_i * cos_i)))
    kind = _KINDS[target.kind] if isinstance(target, OrbitTarget) else OSCULATING
    if kind > OSCULATING:
        da, dx, dy, _, _, _ = short_period_near_circular(
            a, s, c, sin_i, cos_i, gravity.j2, gravity.radius_m
        )
        a, ex, ey = a - da, ex - dx, ey - dy
        if kind > MEAN:
            ey += 0.5 * gravity.j3 / gravity.j2 * gravity.radius_m / a * sin_i
    e = float(np.hypot(ex, ey))
    perigee = float(np.arctan2(ey, ex))
    is_held = isinstance(target, OrbitTarget) and target.argument_of_perigee_rad is not None
    return Aim(
        semi_latus_m=a * (1.0 - e * e),
        eccentricity=e,
        perigee_is_free=0.0 if is_held else 1.0,
        angle_rad=perigee if is_held else float(np.arctan2(s, c)) - perigee,
        kind=kind,
        holds_height=1.0 if orbit.holds_height else 0.0,
        sin_i=sin_i,
        cos_i=cos_i,
        normal=_triple(normal),
        x=_triple(x),
        y=_triple(y),
        holds_plane=1.0 if orbit.holds_plane or near_equator or sin_i < _LEAST_SINE else 0.0,
        holds_speed=1.0 if orbit.holds_speed else 0.0,
    )


def _triple(vector: Array) -> tuple[float, float, float]:
    a, b, c = (float(q) for q in vector)
    return a, b, c
