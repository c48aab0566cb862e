"""Releases of satellites: springs share momentum with the body they leave."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import (
    CRAFT_DELAY,
    CRAFT_MASS,
    CRAFT_PITCH,
    CRAFT_SIZE,
    CRAFT_SPEED,
    CRAFT_YAW,
)
from cosmodrome.ascent.guidance.upper.desk import BELIEVED_MASS, KEPT_CRAFT, TIME, UpperDesk
from cosmodrome.ascent.guidance.upper.program import (
    DELAY,
    DIRECTION,
    MASS,
    SPEED,
    UpperProgram,
)
from cosmodrome.ascent.guidance.upper.waiting import rtn, wait, wait_by_clock
from cosmodrome.ascent.guidance.vectors import plus, unit
from cosmodrome.ascent.triples import cross, scaled
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def release(
    program: UpperProgram, desk: UpperDesk, x: Array, satellites: int, k: int, kept: Array
) -> None:
    """Push a satellite off, and keep its state.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the carrier.
    x : array
        Vector of the flight [-].
    satellites : int
        Where the numbers of the satellites begin in it.
    k : int
        Which.
    kept : array
        Written: time [s], position [m], velocity [m/s].
    """
    y, row, n = desk.y, program.craft[k], satellites + CRAFT_SIZE * k
    mass = row[MASS] + x[n + CRAFT_MASS]
    speed = row[SPEED] * x[n + CRAFT_SPEED]
    radial, transverse, normal = rtn(y)
    push = scaled(radial, row[DIRECTION])
    push = plus(plus(push, transverse, row[DIRECTION + 1]), normal, row[DIRECTION + 2])
    # Attitude errors of the carrier: pitch about the normal, yaw about the radius.
    turned = plus(push, cross(normal, push), x[n + CRAFT_PITCH])
    push = unit(plus(turned, cross(radial, push), x[n + CRAFT_YAW]))
    rest = y[6] - mass
    share = speed / y[6]
    kept[0] = desk.now[TIME]
    for i in range(3):
        kept[1 + i] = y[i]
        kept[4 + i] = y[3 + i] + share * rest * push[i]
        y[3 + i] -= share * mass * push[i]
    y[6] = rest
    desk.now[BELIEVED_MASS] -= row[MASS]


@compiled
def fly_releases(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    places: tuple[int, int, int],
    density: Scalar,
    kept: Array,
) -> bool:
    """Coast from release to release; whether the carrier stays above the air.

    What navigation believes is carried along only where there is a burn to come.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the carrier.
    x : array
        Vector of the flight [-].
    places : tuple of 3 ints
        Where errors of navigation, numbers of the upper stage and of the satellites begin in it.
    density : float
        Factor on the density [-].
    kept : array, shape (7 C,)
        Written [-].
    """
    navigation, upper, satellites = places
    burns_again = program.burns.shape[0] > program.to_orbit
    due = desk.now[TIME]
    for k in range(program.craft.shape[0]):
        due += program.craft[k, DELAY]
        late = due + x[satellites + CRAFT_SIZE * k + CRAFT_DELAY]
        span = max(late - desk.now[TIME], 0.0)
        if burns_again:
            up = wait_by_clock(program, desk, x, (navigation, upper), density, span)
        else:
            up = wait(program, desk, density, span)
        if not up:
            return False
        release(program, desk, x, satellites, k, kept[KEPT_CRAFT * k : KEPT_CRAFT * (k + 1)])
    return True
