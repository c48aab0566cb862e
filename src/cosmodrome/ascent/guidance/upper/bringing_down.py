"""The burn that brings an upper stage down, and its fall to the ground."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.falls import told
from cosmodrome.ascent.guidance.one_fall import Air, fall
from cosmodrome.ascent.guidance.parameters import (
    DENSITY_KNOTS,
    NAVIGATION_SIZE,
    UPPER_FALL_DRAG,
    UPPER_IGNITION,
    WIND_KNOTS,
)
from cosmodrome.ascent.guidance.upper.burning import BURNT, fly_burn
from cosmodrome.ascent.guidance.upper.desk import (
    DOWN_END,
    DOWN_IMPACT,
    DOWN_LEFT,
    DOWN_MASS,
    DOWN_START,
    DOWN_STATE,
    DOWN_WHY,
    LEFT,
    TIME,
    UpperDesk,
)
from cosmodrome.ascent.guidance.upper.program import UpperProgram
from cosmodrome.ascent.guidance.upper.waiting import wait_by_clock
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def bring_down(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    places: tuple[int, int],
    density: Scalar,
    kept: Array,
) -> None:
    """Wait, burn, fall.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the carrier after the last release.
    x : array
        Vector of the flight [-].
    places : tuple of 2 ints
        Where errors of navigation and numbers of the upper stage begin in it.
    density : float
        Factor on the density [-].
    kept : array, shape (KEPT_DOWN,)
        Written; not a number where the stage did not get [-].
    """
    span = program.deorbit_delay_s + x[places[1] + UPPER_IGNITION]
    if not wait_by_clock(program, desk, x, places, density, span):
        return
    y = desk.y
    kept[DOWN_START] = desk.now[TIME]
    kept[DOWN_WHY] = fly_burn(program, desk, x, places, program.to_orbit, density)
    kept[DOWN_END], kept[DOWN_LEFT], kept[DOWN_MASS] = desk.now[TIME], desk.now[LEFT], y[6]
    for i in range(6):
        kept[DOWN_STATE + i] = y[i]
    if kept[DOWN_WHY] != BURNT:
        return
    first = places[0] + NAVIGATION_SIZE
    east = first + DENSITY_KNOTS
    drag = 0.5 * x[places[1] + UPPER_FALL_DRAG] * program.fall_drag_m2 / y[6]
    air = Air(program.world, x, first, east, east + WIND_KNOTS, drag)
    t, r, v = fall(air, desk.now[TIME], (y[0], y[1], y[2]), (y[3], y[4], y[5]))
    if t == t:
        told(program.world, program.to_fixed, t, r, v, kept[DOWN_IMPACT : DOWN_IMPACT + 4])
