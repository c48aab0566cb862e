"""Coasts in the zonal field with free-molecular drag, in steps of one angle.

A step of Dormand and Prince's method of order eight spans 0.4 rad of a circle of the radius it
starts at, some sixteen steps a revolution: 0.2 m in 1.4 revolutions at 190 km.

References
----------
Hairer, Norsett, Wanner: Solving Ordinary Differential Equations I, 2nd ed. (1993), II.5.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World, air_data
from cosmodrome.ascent.guidance.vectors import length
from cosmodrome.ascent.triples import cross, dot
from cosmodrome.constants import EARTH_RADIUS_M
from cosmodrome.earth.gravity import zonal_acceleration
from cosmodrome.numerics.dormand_prince_coefficients import STAGE_WEIGHTS, STAGES, WEIGHTS
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

_STEP_RAD = 0.4
# Longest step on a path that comes down, so that none leads through the Earth [s].
_FALLING_STEP_S = 20.0
# Below this height nothing flies on, above the other air takes less than 1e-8 m/s2 [m].
_LOWEST_M, _AIRLESS_M = 80e3, 1000e3
# Rounds that find the moment of an ignition, and the angle it is found to [rad].
_ROUNDS, _NEAR_RAD = 12, 1e-9
_MOST_STEPS = 10_000
WORK = (STAGES + 2, 6)


@compiled
def drift(world: World, drag_m2_kg: Scalar, y: Array, dy: Array) -> None:
    """Rates of position and velocity without thrust.

    Parameters
    ----------
    world : World
        Earth without wind.
    drag_m2_kg : float
        Drag coefficient times area over mass, times the factor on the density [m2/kg].
    y : array, shape (6,)
        Position [m], velocity [m/s].
    dy : array, shape (6,)
        Written [m/s], [m/s2].
    """
    ax, ay, az = zonal_acceleration(y[0], y[1], y[2], world.px, world.py, world.pz, world.gravity)
    if y[0] * y[0] + y[1] * y[1] + y[2] * y[2] < (EARTH_RADIUS_M + _AIRLESS_M) ** 2:
        _, density, _, _, wx, wy, wz, speed, _, _, _ = air_data(
            y[0], y[1], y[2], y[3], y[4], y[5], world
        )
        k = -0.5 * density * speed * drag_m2_kg
        ax, ay, az = ax + k * wx, ay + k * wy, az + k * wz
    dy[0], dy[1], dy[2] = y[3], y[4], y[5]
    dy[3], dy[4], dy[5] = ax, ay, az


@compiled
def coast_step(world: World, drag_m2_kg: Scalar, y: Array, h: Scalar, work: Array) -> None:
    """Move a state on by one step.

    Parameters
    ----------
    world : World
        Earth without wind.
    drag_m2_kg : float
        As in `drift` [m2/kg].
    y : array, shape (6,)
        Moved on [m], [m/s].
    h : float
        Length of the step [s].
    work : array, shape WORK
        Used [-].
    """
    inner = work[STAGES]
    for s in range(STAGES):
        for i in range(6):
            total = 0.0
            for j in range(s):
                total += STAGE_WEIGHTS[s, j] * work[j, i]
            inner[i] = y[i] + h * total
        drift(world, drag_m2_kg, inner, work[s])
    for i in range(6):
        total = 0.0
        for s in range(STAGES):
            total += WEIGHTS[s] * work[s, i]
        y[i] += h * total


@compiled
def longest_step_s(world: World, y: Array) -> Scalar:
    """Longest step from a state; short where its perigee lies in the air [s].

    Parameters
    ----------
    world : World
        Earth without wind.
    y : array, shape (6,)
        Position [m], velocity [m/s].
    """
    mu = world.gravity.mu_m3_s2
    r, v = (y[0], y[1], y[2]), (y[3], y[4], y[5])
    radius = length(r)
    h = cross(r, v)
    size = dot(h, h) / mu
    square = 1.0 + size * (dot(v, v) / mu - 2.0 / radius)
    if size < (EARTH_RADIUS_M + _LOWEST_M) * (1.0 + np.sqrt(max(square, 0.0))):
        return _FALLING_STEP_S
    return _STEP_RAD * np.sqrt(radius * radius * radius / mu)


@compiled
def has_fallen(y: Array) -> bool:
    """Whether a state is too low to fly on.

    Parameters
    ----------
    y : array, shape (6,)
        Position [m], velocity [m/s].
    """
    lowest = EARTH_RADIUS_M + _LOWEST_M
    return bool(y[0] * y[0] + y[1] * y[1] + y[2] * y[2] < lowest * lowest)


@njit(cache=True, error_model="numpy", nogil=True, _nrt=False)
def coast_for(world: Any, drag_m2_kg: Any, y: Any, span_s: Any, work: Any) -> Any:
    """Coast for a time; whether it stays above the air.

    Parameters
    ----------
    world : World
        Earth without wind.
    drag_m2_kg : float
        As in `drift` [m2/kg].
    y : array, shape (6,)
        Moved on [m], [m/s].
    span_s : float
        Length of the coast; a negative one is taken in one step [s].
    work : array, shape WORK
        Used [-].
    """
    left = span_s
    if left < 0.0:
        coast_step(world, drag_m2_kg, y, left, work)
    while left > 0.0:
        h = longest_step_s(world, y)
        if h >= left:
            h = left
        elif 2.0 * h > left:
            h = 0.5 * left
        coast_step(world, drag_m2_kg, y, h, work)
        left -= h
        if has_fallen(y):
            return False
    return True


@njit(cache=True, error_model="numpy", nogil=True, _nrt=False)
def coast_to_angle(
    world: Any, drag_m2_kg: Any, y: Any, x: Any, across: Any, angle_rad: Any, work: Any
) -> Any:
    """Coast on by an angle; the time it takes, negative when it does not get there [s].

    Parameters
    ----------
    world : World
        Earth without wind.
    drag_m2_kg : float
        As in `drift` [m2/kg].
    y : array, shape (6,)
        Moved on [m], [m/s].
    x, across : array, shape (3,)
        Axes of the plane in which the angle is counted, from x towards the other [-].
    angle_rad : float
        To go; several revolutions are allowed, and none is needed where it is not above 0 [rad].
    work : array, shape WORK
        Used [-].
    """
    t, left = 0.0, angle_rad
    if left <= 0.0:
        return 0.0
    for _ in range(_MOST_STEPS):
        rate = angular_rate(y, x, across)
        h = longest_step_s(world, y)
        near = left < 0.9 * h * rate
        if near:
            break
        before = place_angle(y, x, across)
        coast_step(world, drag_m2_kg, y, h, work)
        t += h
        left -= wrapped(place_angle(y, x, across) - before)
        if has_fallen(y) or not np.isfinite(left):
            return -1.0
    for _ in range(_ROUNDS):
        longest = longest_step_s(world, y)
        h = min(max(left / angular_rate(y, x, across), -longest), longest)
        before = place_angle(y, x, across)
        coast_step(world, drag_m2_kg, y, h, work)
        t += h
        left -= wrapped(place_angle(y, x, across) - before)
        if has_fallen(y) or not np.isfinite(left):
            return -1.0
        if abs(left) < _NEAR_RAD:
            return t
    return -1.0


@compiled
def place_angle(y: Array, x: Array, across: Array) -> Scalar:
    """Angle of a place from x, in the plane of two axes [rad].

    Parameters
    ----------
    y : array
        Position, and more [m].
    x, across : array, shape (3,)
        Axes [-].
    """
    return np.arctan2(
        y[0] * across[0] + y[1] * across[1] + y[2] * across[2],
        y[0] * x[0] + y[1] * x[1] + y[2] * x[2],
    )


@compiled
def angular_rate(y: Array, x: Array, across: Array) -> Scalar:
    """Rate of `place_angle` [rad/s].

    Parameters
    ----------
    y : array, shape (6,)
        Position [m], velocity [m/s].
    x, across : array, shape (3,)
        Axes [-].
    """
    a = y[0] * x[0] + y[1] * x[1] + y[2] * x[2]
    b = y[0] * across[0] + y[1] * across[1] + y[2] * across[2]
    va = y[3] * x[0] + y[4] * x[1] + y[5] * x[2]
    vb = y[3] * across[0] + y[4] * across[1] + y[5] * across[2]
    return (a * vb - b * va) / (a * a + b * b)


@compiled
def wrapped(angle: Scalar) -> Scalar:
    """Angle brought between minus and plus pi [rad].

    Parameters
    ----------
    angle : float
        [rad].
    """
    return angle - 2.0 * np.pi * np.floor((angle + np.pi) / (2.0 * np.pi))
