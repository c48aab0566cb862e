"""A whole flight after injection in compiled code: separation, burns, releases."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.desk import places
from cosmodrome.ascent.guidance.navigation import TILT
from cosmodrome.ascent.guidance.parameters import (
    CRAFT_MASS,
    CRAFT_SIZE,
    DENSITY_KNOTS,
    SEPARATION,
    STAGE_SIZE,
    UPPER_DRY_MASS,
    UPPER_PROPELLANT,
)
from cosmodrome.ascent.guidance.upper.bringing_down import bring_down
from cosmodrome.ascent.guidance.upper.burning import BURNT, FELL, RAN_DRY, fly_burn
from cosmodrome.ascent.guidance.upper.desk import (
    BELIEVED_MASS,
    CUT_BELIEVED,
    CUT_MASS,
    CUT_S,
    CUT_STATE,
    CUT_TILT,
    DELIVERED,
    FLYING,
    GOES_ON,
    IMPACT,
    KEPT_BURN,
    KEPT_DOWN,
    KEPT_UPPER,
    LEFT,
    LEFT_MASS,
    NO_ASCENT,
    OUTCOME,
    PROPELLANT_LEFT,
    RATIO,
    REACHED,
    REACHED_BELIEVED,
    REACHED_S,
    TIME,
    UPPER_DRY,
    UPPER_LOST,
    UPPER_SHORT,
    UpperDesk,
    believe,
    new_upper_desk,
)
from cosmodrome.ascent.guidance.upper.program import (
    ADAPTER,
    DRY,
    LOAD,
    MASS,
    UpperProgram,
)
from cosmodrome.ascent.guidance.upper.releasing import fly_releases
from cosmodrome.ascent.guidance.upper.waiting import wait, wait_for_ignition
from cosmodrome.ascent.guidance.upper.wanted import wanted_velocity
from cosmodrome.ascent.guidance.vectors import length, plus
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# A last burn that leaves more than this to go has missed the orbit [m/s].
_MOST_LEFT_M_S = 5.0


@compiled
def take_over(desk: UpperDesk, launched: Array) -> None:
    """Go on from the cut-off of the launcher's last stage.

    Parameters
    ----------
    desk : UpperDesk
        Written.
    launched : array, shape (LAUNCHED,)
        Of the flight [-].
    """
    for i in range(6):
        desk.y[i] = launched[CUT_STATE + i]
        desk.errors[i] = launched[CUT_BELIEVED + i] - launched[CUT_STATE + i]
    for i in range(3):
        desk.errors[TILT + i] = launched[CUT_TILT + i]
    desk.y[6] = launched[CUT_MASS]
    desk.now[TIME] = launched[CUT_S]
    desk.now[LEFT] = 0.0
    desk.now[RATIO] = 1.0


@compiled
def separate(
    program: UpperProgram, desk: UpperDesk, x: Array, stage_count: int, at: tuple[int, int]
) -> bool:
    """Coast to the separation, and let the launcher's last stage go; whether it stays up.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight.
    x : array
        Vector of the flight [-].
    stage_count : int
        Stages of the launcher.
    at : tuple of 2 ints
        Where the numbers of the upper stage and of the satellites begin in it.
    """
    upper, satellites = at
    believe(desk)
    before = desk.now[TIME]
    up = wait(program, desk, 1.0, program.separation_s)
    span = desk.now[TIME] - before
    # Over seconds the errors move on with their own speed.
    for i in range(3):
        desk.errors[i] += span * desk.errors[3 + i]
    if program.to_orbit == 0:
        return up
    mass, stage = program.stage[DRY] + program.stage[ADAPTER], program.stage
    desk.now[LEFT] = stage[LOAD] * x[upper + UPPER_PROPELLANT]
    desk.now[BELIEVED_MASS] = mass + stage[LOAD]
    mass += x[upper + UPPER_DRY_MASS] + desk.now[LEFT]
    for k in range(program.craft.shape[0]):
        mass += program.craft[k, MASS] + x[satellites + CRAFT_SIZE * k + CRAFT_MASS]
        desk.now[BELIEVED_MASS] += program.craft[k, MASS]
    desk.y[6] = mass
    # The push of the springs, along the path; the instruments feel it.
    y = desk.y
    push = x[STAGE_SIZE * (stage_count - 1) + SEPARATION] / length((y[3], y[4], y[5]))
    for i in range(3):
        y[3 + i] += push * y[3 + i]
    return up


@compiled
def fly_burns(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    at: tuple[int, int],
    density: Scalar,
    kept: Array,
) -> Scalar:
    """Fly all burns; how that ended, FLYING when the orbit is reached [-].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight.
    x : array
        Vector of the flight [-].
    at : tuple of 2 ints
        Where errors of navigation and numbers of the upper stage begin in it.
    density : float
        Factor on the density [-].
    kept : array
        Written [-].
    """
    last = program.to_orbit - 1
    for k in range(last + 1):
        if not wait_for_ignition(program, desk, x, at, k, density):
            return IMPACT
        kept[KEPT_UPPER + KEPT_BURN * k] = desk.now[TIME]
        why = fly_burn(program, desk, x, at, k, density)
        kept[KEPT_UPPER + KEPT_BURN * k + 1] = desk.now[TIME]
        if why == RAN_DRY:
            return UPPER_DRY
        if why != BURNT:
            return IMPACT if why == FELL else UPPER_LOST
    if last >= 0:
        believe(desk)
        b = desk.believed
        v = wanted_velocity(program, last, b)
        if length(plus(v, (b[3], b[4], b[5]), -1.0)) > _MOST_LEFT_M_S:
            return UPPER_SHORT
    return FLYING


@compiled
def keep_reached(desk: UpperDesk, kept: Array) -> None:
    """Keep where the last burn ended.

    Parameters
    ----------
    desk : UpperDesk
        Of the flight.
    kept : array
        Written [-].
    """
    believe(desk)
    kept[REACHED_S] = desk.now[TIME]
    for i in range(6):
        kept[REACHED + i] = desk.y[i]
        kept[REACHED_BELIEVED + i] = desk.believed[i]


@compiled
def fly_on(
    program: UpperProgram,
    x: Array,
    stage_count: int,
    at: tuple[int, int],
    launched: Array,
    desk: UpperDesk,
    kept: Array,
) -> None:
    """Fly on once from the cut-off of the launcher's last stage.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    x : array
        Vector of the flight [-].
    stage_count : int
        Stages of the launcher.
    at : tuple of 2 ints
        Where the numbers of the upper stage and of the satellites begin in it.
    launched : array, shape (LAUNCHED,)
        Of the flight [-].
    desk : UpperDesk
        Used.
    kept : array
        Written; not a number where it was not reached [-].
    """
    kept[:] = np.nan
    kept[OUTCOME] = NO_ASCENT
    if launched[GOES_ON] < 0.5:
        return
    upper, satellites = at
    take_over(desk, launched)
    _, navigation, density, _, _ = places(stage_count)
    factor = 1.0 + x[density + DENSITY_KNOTS - 1]
    outcome = FLYING if separate(program, desk, x, stage_count, at) else IMPACT
    if outcome == FLYING:
        outcome = fly_burns(program, desk, x, (navigation, upper), factor, kept)
    if outcome != IMPACT and outcome != UPPER_LOST:
        keep_reached(desk, kept)
        first = KEPT_UPPER + KEPT_BURN * program.to_orbit
        all_places = (navigation, upper, satellites)
        stays = fly_releases(program, desk, x, all_places, factor, kept[first:])
        if outcome == FLYING:
            outcome = DELIVERED if stays else IMPACT
    kept[OUTCOME] = outcome
    kept[PROPELLANT_LEFT] = desk.now[LEFT]
    kept[LEFT_MASS] = desk.y[6]
    if outcome == DELIVERED and program.burns.shape[0] > program.to_orbit:
        places_down = (navigation, upper)
        bring_down(program, desk, x, places_down, factor, kept[kept.size - KEPT_DOWN :])


@njit(cache=True, error_model="numpy", nogil=True, _nrt=False)
def _fly_on_all(
    program: UpperProgram,
    vectors: Array,
    stage_count: int,
    at: tuple[int, int],
    launched: Array,
    desk: UpperDesk,
    kept: Array,
) -> None:
    for k in range(vectors.shape[0]):
        fly_on(program, vectors[k], stage_count, at, launched[k], desk, kept[k])


def fly_on_all(
    program: UpperProgram,
    vectors: Array,
    stage_count: int,
    at: tuple[int, int],
    launched: Array,
    kept: Array,
) -> None:
    """Fly on once for every row.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    vectors : array, shape (n, size)
        One a flight [-].
    stage_count : int
        Stages of the launcher.
    at : tuple of 2 ints
        Where the numbers of the upper stage and of the satellites begin in a vector.
    launched : array, shape (n, LAUNCHED)
        What each goes on from [-].
    kept : array, shape (n, kept_size)
        Written [-].
    """
    _fly_on_all(program, vectors, stage_count, at, launched, new_upper_desk(), kept)
