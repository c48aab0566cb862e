"""One fall, compiled: from where a body left to the ground, in the air of its flight.

A body feels gravity and drag along the flow. While it slows down from flight speed the classical
method of order four is stepped, as long a step as its error lets it; once drag holds up its weight
that method may step no further than the body forgets its speed, a second or two, and a linearly
implicit method of order two goes on with steps ten times as long.

References
----------
Verwer, Spee, Blom, Hundsdorfer (1999), SIAM Journal on Scientific Computing 20 (4): ROS2, of
order two with any Jacobian, here that of drag; with the larger gamma, which lets nothing overshoot.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.guidance.air import on_even_grid, wind_blows
from cosmodrome.ascent.guidance.parameters import DENSITY_KNOTS, DENSITY_STEP_M
from cosmodrome.ascent.guidance.vectors import Triple, length, plus
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.earth.gravity import zonal_acceleration
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# A body still aloft after this is in orbit, as for the nominal falls [s].
LONGEST_FALL_S = 5400.0
# Speed a step of order four may be wrong by [m/s]; it grows to metres over the rest of a fall.
_STEP_ERROR_M_S = 1e-2
_LONGEST_STEP_S = 30.0
# Height over which the density grows by e, to choose steps [m].
_SCALE_M = 7e3
# Above this nothing slows a body that comes down within a revolution [m].
_AIR_M = 130e3
# Implicit steps, as a part of the time to fall through a scale height [-].
_IMPLICIT_PART = 0.06
_GAMMA = 1.0 + 0.5 * np.sqrt(2.0)
_G_M_S2 = 9.8
_MOST_STEPS = 20_000


class Air(NamedTuple):
    """Air and gravity of one flight, and how the body meets them.

    Attributes
    ----------
    world : World
        Earth without wind.
    x : array
        Vector of the flight [-].
    density, east, north : int
        Where its profiles begin.
    drag_m2_kg : float
        Half of drag coefficient times area over mass [m2/kg].
    """

    world: World
    x: Array
    density: int
    east: int
    north: int
    drag_m2_kg: Scalar


class Felt(NamedTuple):
    """What a body feels.

    Attributes
    ----------
    a : tuple of 3 floats
        Acceleration [m/s2].
    w : tuple of 3 floats
        Velocity through the air [m/s].
    rate : float
        Deceleration by drag over that velocity [1/s].
    height : float
        Over the ellipsoid [m].
    climb : float
        Vertical speed [m/s].
    """

    a: Triple
    w: Triple
    rate: Scalar
    height: Scalar
    climb: Scalar


@compiled
def felt(air: Air, r: Triple, v: Triple) -> Felt:
    """Acceleration of a falling body.

    Parameters
    ----------
    air : Air
        What it falls through.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s], inertial.
    """
    world = air.world
    pole = (world.px, world.py, world.pz)
    height, rho, _, _, wx, wy, wz, _, ux, uy, uz = air_data(
        r[0], r[1], r[2], v[0], v[1], v[2], world
    )
    part = on_even_grid(air.x, air.density, DENSITY_KNOTS, height / DENSITY_STEP_M)
    w = plus((wx, wy, wz), wind_blows(air.x, air.east, air.north, height, (ux, uy, uz), pole), -1.0)
    rate = air.drag_m2_kg * rho * (1.0 + part) * length(w)
    g = zonal_acceleration(r[0], r[1], r[2], pole[0], pole[1], pole[2], world.gravity)
    return Felt(plus(g, w, -rate), w, rate, height, dot(v, (ux, uy, uz)))


@compiled
def explicit_step(air: Air, r: Triple, v: Triple, one: Felt, h: Scalar) -> tuple[Triple, Triple]:
    """State after a step of the classical method of order four.

    Parameters
    ----------
    air : Air
        What it falls through.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s].
    one : Felt
        There.
    h : float
        Length of the step [s].
    """
    v2 = plus(v, one.a, 0.5 * h)
    a2 = felt(air, plus(r, v, 0.5 * h), v2).a
    v3 = plus(v, a2, 0.5 * h)
    a3 = felt(air, plus(r, v2, 0.5 * h), v3).a
    v4 = plus(v, a3, h)
    a4 = felt(air, plus(r, v3, h), v4).a
    across = plus(plus(plus(v, v2, 2.0), v3, 2.0), v4)
    gained = plus(plus(plus(one.a, a2, 2.0), a3, 2.0), a4)
    return plus(r, across, h / 6.0), plus(v, gained, h / 6.0)


@compiled
def damped(a: Triple, v: Triple, w: Triple, rate: Scalar, span: Scalar) -> Triple:
    """Rate of the velocity k for which ``(1 - span J) (v + span k, k) = (v, a)``.

    J is the Jacobian of drag while a body sinks: ``-rate (1 + w w' / w.w)`` by the velocity, and by
    the height, against which w points, ``rate w`` over the scale height.

    Parameters
    ----------
    a : tuple of 3 floats
        Right side [m/s2].
    v : tuple of 3 floats
        Right side of the rate of the position [m/s].
    w : tuple of 3 floats
        Velocity through the air [m/s].
    rate : float
        Deceleration by drag over that velocity [1/s].
    span : float
        Part of the step [s].
    """
    s = span * rate
    speed = length(w) + 1e-9
    a = plus(a, w, -s * dot(v, w) / (speed * _SCALE_M))
    # Across the flow drag takes s of the speed; along it twice that, and what the height gives.
    more = s * (1.0 + span * speed / _SCALE_M)
    return scaled(
        plus(a, w, -dot(a, w) / (speed * speed) * more / (1.0 + s + more)), 1.0 / (1.0 + s)
    )


@compiled
def air_turns(air: Air, r: Triple, v: Triple, one: Felt, h: Scalar) -> Triple:
    """How fast the velocity of the air changes along a path: Earth's rotation and wind [m/s2].

    Parameters
    ----------
    air : Air
        What the body falls through.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s].
    one : Felt
        There.
    h : float
        Length of the step [s].
    """
    world = air.world
    pole = (world.px, world.py, world.pz)
    up = scaled(r, 1.0 / length(r))
    below = one.height + h * one.climb
    here = wind_blows(air.x, air.east, air.north, one.height, up, pole)
    there = wind_blows(air.x, air.east, air.north, below, up, pole)
    sheared = scaled(plus(there, here, -1.0), 1.0 / h)
    return plus(sheared, cross(pole, v), world.rotation_rad_s)


@compiled
def implicit_step(air: Air, r: Triple, v: Triple, one: Felt, h: Scalar) -> tuple[Triple, Triple]:
    """State after a step of ROS2.

    Parameters
    ----------
    air : Air
        What it falls through.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s].
    one : Felt
        There.
    h : float
        Length of the step [s].
    """
    span = _GAMMA * h
    turn = scaled(air_turns(air, r, v, one, h), span * one.rate)
    k1 = damped(plus(one.a, turn), v, one.w, one.rate, span)
    l1 = plus(v, k1, span)
    two = felt(air, plus(r, l1, h), plus(v, k1, h))
    rest = plus(plus(v, k1, h), l1, -2.0)
    k2 = damped(plus(plus(two.a, k1, -2.0), turn, -1.0), rest, one.w, one.rate, span)
    l2 = plus(rest, k2, span)
    return (
        plus(plus(r, l1, 1.5 * h), l2, 0.5 * h),
        plus(plus(v, k1, 1.5 * h), k2, 0.5 * h),
    )


@compiled
def sinks(one: Felt) -> bool:
    """Whether drag holds up the weight, and the body forgets its speed sooner than it sinks.

    Parameters
    ----------
    one : Felt
        What the body feels.
    """
    speed = length(one.w)
    steep = one.climb < -0.99 * speed
    quick = 2.0 * one.rate * _SCALE_M > 5.0 * speed
    return bool(steep and quick and abs(one.rate * speed - _G_M_S2) < 0.3 * _G_M_S2)


@compiled
def explicit_span(one: Felt, r: Triple, v: Triple) -> Scalar:
    """Length of a step of order four [s].

    Parameters
    ----------
    one : Felt
        What the body feels.
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s].
    """
    # About the top of the path the air thickens by the pull alone.
    grows = np.sqrt(one.climb**2 + 0.5 * _G_M_S2 * _SCALE_M) / _SCALE_M
    quick = 2.0 * one.rate + grows
    slowing = one.rate * length(one.w) + 1e-12
    # A body that climbs has the longer to fall, and carries the error farther.
    error = _STEP_ERROR_M_S / (1.0 + max(one.climb, 0.0) / 100.0)
    h = (120.0 * error / (slowing * quick**4)) ** 0.2
    if one.height < _AIR_M:
        return min(h, 1.0 / grows, 2.0 / (2.0 * one.rate + 1e-9), _LONGEST_STEP_S)
    # Not deeper into the air than its top, on a parabola under the pull that curves the path.
    radius2 = dot(r, r)
    pull = max(3.986e14 / radius2 - (dot(v, v) - one.climb**2) / np.sqrt(radius2), 0.1)
    fall = (one.climb + np.sqrt(one.climb**2 + 2.0 * pull * (one.height - _AIR_M))) / pull
    return min(h, max(fall, 1.0), _LONGEST_STEP_S)


@compiled
def landed(
    r: Triple, v: Triple, one: Felt, q: Triple, u: Triple, two: Felt, h: Scalar
) -> tuple[Scalar, Triple, Triple]:
    """Time into a step, position and velocity where the height is zero, on cubics over the step.

    Parameters
    ----------
    r, v, q, u : tuple of 3 floats
        Position [m] and velocity [m/s] at the start and at the end of the step.
    one, two : Felt
        There.
    h : float
        Length of the step [s].
    """
    low, high = 0.0, 1.0
    for _ in range(50):
        s = 0.5 * (low + high)
        if blend(one.height, one.climb, two.height, two.climb, h, s) > 0.0:
            low = s
        else:
            high = s
    s = 0.5 * (low + high)
    # Accelerations of a body that sinks are small differences: the velocity runs straight.
    return s * h, blends(r, v, q, u, h, s), plus(scaled(v, 1.0 - s), u, s)


@compiled
def blend(a: Scalar, da: Scalar, b: Scalar, db: Scalar, h: Scalar, s: Scalar) -> Scalar:
    """Cubic through two values and their rates.

    Parameters
    ----------
    a, b : float
        Values at the ends [-].
    da, db : float
        Their rates [1/s].
    h : float
        Length of the step [s].
    s : float
        Part of the step [-].
    """
    z = 1.0 - s
    return z * z * ((1.0 + 2.0 * s) * a + s * h * da) + s * s * ((1.0 + 2.0 * z) * b - z * h * db)


@compiled
def blends(a: Triple, da: Triple, b: Triple, db: Triple, h: Scalar, s: Scalar) -> Triple:
    """Cubic through two triples and their rates.

    Parameters
    ----------
    a, b : tuple of 3 floats
        Values at the ends [-].
    da, db : tuple of 3 floats
        Their rates [1/s].
    h : float
        Length of the step [s].
    s : float
        Part of the step [-].
    """
    return (
        blend(a[0], da[0], b[0], db[0], h, s),
        blend(a[1], da[1], b[1], db[1], h, s),
        blend(a[2], da[2], b[2], db[2], h, s),
    )


@compiled
def fall(air: Air, t: Scalar, r: Triple, v: Triple) -> tuple[Scalar, Triple, Triple]:
    """Time [s], position [m] and velocity [m/s] on the ground; not a number for what stays up.

    Parameters
    ----------
    air : Air
        What the body falls through.
    t : float
        When it left [s].
    r, v : tuple of 3 floats
        Position [m] and velocity [m/s] it left with.
    """
    end = t + LONGEST_FALL_S
    one = felt(air, r, v)
    for _ in range(_MOST_STEPS):
        if sinks(one):
            h = _IMPLICIT_PART * _SCALE_M / -one.climb
            q, u = implicit_step(air, r, v, one, h)
        else:
            h = explicit_span(one, r, v)
            q, u = explicit_step(air, r, v, one, h)
        two = felt(air, q, u)
        if two.height <= 0.0:
            s, q, u = landed(r, v, one, q, u, two, h)
            return t + s, q, u
        t, r, v, one = t + h, q, u, two
        # A state that is no number is not below the end either.
        if not t < end:
            break
    return np.nan, r, v
