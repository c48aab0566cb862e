"""Coasts of the stack and of what its navigation believes, side by side."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.navigation import TILT
from cosmodrome.ascent.guidance.parameters import (
    DRIFT,
    FIX,
    GYRO_SCALE,
    UPPER_IGNITION,
)
from cosmodrome.ascent.guidance.upper.coast import coast_for, coast_to_angle
from cosmodrome.ascent.guidance.upper.desk import (
    TIME,
    UpperDesk,
    believe,
    drag_per_kg,
    find_errors,
)
from cosmodrome.ascent.guidance.upper.program import IGNITION_X, IGNITION_Y, UpperProgram
from cosmodrome.ascent.guidance.upper.wanted import angle_to_go
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def rtn(y: Array) -> tuple[Triple, Triple, Triple]:
    """Radial, transverse and normal axes of a state [-].

    Parameters
    ----------
    y : array
        Position [m], velocity [m/s], and more.
    """
    r, v = (y[0], y[1], y[2]), (y[3], y[4], y[5])
    radial, normal = unit(r), unit(cross(r, v))
    return radial, cross(normal, radial), normal


@compiled
def wait(program: UpperProgram, desk: UpperDesk, density: Scalar, span_s: Scalar) -> bool:
    """Coast for a time; whether the stack stays above the air.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight.
    density : float
        Factor on the density [-].
    span_s : float
        [s].
    """
    desk.now[TIME] += max(span_s, 0.0)
    drag = drag_per_kg(program, density, desk.y[6])
    return bool(coast_for(program.world, drag, desk.y[:6], span_s, desk.work))


@compiled
def take_fix(desk: UpperDesk, x: Array, upper: int) -> None:
    """Set position and velocity by satellites, with the errors of that.

    Parameters
    ----------
    desk : UpperDesk
        Of the flight.
    x : array
        Vector of the flight [-].
    upper : int
        Where the numbers of the upper stage begin.
    """
    axes = rtn(desk.y)
    for part in range(2):
        error = (0.0, 0.0, 0.0)
        for i in range(3):
            error = plus(error, axes[i], x[upper + FIX + 3 * part + i])
        for i in range(3):
            desk.errors[3 * part + i] = error[i]


@compiled
def drift_of_platform(
    desk: UpperDesk, x: Array, navigation: int, angle_rad: Scalar, span_s: Scalar
) -> None:
    """Turn the platform by the drift of its gyros over a coast flown along the flow.

    The stack turns with its path, at the mean rate of the coast.

    Parameters
    ----------
    desk : UpperDesk
        Of the flight, at the start of the coast.
    x : array
        Vector of the flight [-].
    navigation : int
        Where its errors of navigation begin.
    angle_rad : float
        Turned in the coast [rad].
    span_s : float
        Length of the coast [s].
    """
    radial, forward, normal = rtn(desk.y)
    mean = span_s / angle_rad if abs(angle_rad) > 1e-6 else 0.0
    along, back = mean * np.sin(angle_rad), mean * (1.0 - np.cos(angle_rad))
    d = navigation + DRIFT
    # x along the flow, y across the plane, z outwards.
    turn = scaled(normal, x[navigation + GYRO_SCALE] * angle_rad + x[d + 1] * span_s)
    turn = plus(turn, forward, along * x[d] + back * x[d + 2])
    turn = plus(turn, radial, along * x[d + 2] - back * x[d])
    for i in range(3):
        desk.errors[TILT + i] += turn[i]


@compiled
def wait_and_believe(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    navigation: int,
    density: Scalar,
    angle_rad: Scalar,
    span_s: Scalar,
) -> bool:
    """Coast for a time, navigation with it from what it believes; whether the stack stays up.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight; its believed state has been carried to the end of the coast.
    x : array
        Vector of the flight [-].
    navigation : int
        Where its errors of navigation begin.
    density : float
        Factor on the density [-].
    angle_rad, span_s : float
        Turned in the coast [rad]; its length [s].
    """
    drift_of_platform(desk, x, navigation, angle_rad, span_s)
    up = wait(program, desk, density, span_s)
    find_errors(desk)
    return up


@compiled
def wait_for_ignition(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    places: tuple[int, int],
    burn: int,
    density: Scalar,
) -> bool:
    """Coast until the stack believes to be where the plan lights; whether it stays up.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight.
    x : array
        Vector of the flight [-].
    places : tuple of 2 ints
        Where errors of navigation and numbers of the upper stage begin in it.
    burn : int
        Which.
    density : float
        Factor on the density [-].
    """
    navigation, upper = places
    if program.has_fix > 0.5:
        take_fix(desk, x, upper)
    believe(desk)
    row, world = program.burns[burn], program.world
    drag = drag_per_kg(program, 1.0, desk.believed[6])
    angle = angle_to_go(program, burn, desk.believed)
    b = desk.believed[:6]
    across = row[IGNITION_Y : IGNITION_Y + 3]
    span = coast_to_angle(
        world, drag, b, row[IGNITION_X : IGNITION_X + 3], across, angle, desk.work
    )
    if span < 0.0:
        return False
    late = max(x[upper + UPPER_IGNITION], -span)
    coast_for(world, drag, b, late, desk.work)
    up = wait_and_believe(program, desk, x, navigation, density, angle, span + late)
    if up and program.has_fix > 0.5:
        take_fix(desk, x, upper)
    return up


@compiled
def wait_by_clock(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    places: tuple[int, int],
    density: Scalar,
    span_s: Scalar,
) -> bool:
    """Coast for a time, navigation with it from what it believes; whether the stack stays up.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight.
    x : array
        Vector of the flight [-].
    places : tuple of 2 ints
        Where errors of navigation and numbers of the upper stage begin in it.
    density : float
        Factor on the density [-].
    span_s : float
        [s].
    """
    navigation, upper = places
    if program.has_fix > 0.5:
        take_fix(desk, x, upper)
    believe(desk)
    y = desk.y
    r, v = (y[0], y[1], y[2]), (y[3], y[4], y[5])
    mu = program.world.gravity.mu_m3_s2
    size = 1.0 / (2.0 / length(r) - dot(v, v) / mu)
    angle = span_s * np.sqrt(mu / (size * size * size))
    drag = drag_per_kg(program, 1.0, desk.believed[6])
    coast_for(program.world, drag, desk.believed[:6], span_s, desk.work)
    up = wait_and_believe(program, desk, x, navigation, density, angle, span_s)
    if up and program.has_fix > 0.5:
        take_fix(desk, x, upper)
    return up
