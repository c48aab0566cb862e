"""Parts and the fairing: when they go, and where that was."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import air_data
from cosmodrome.ascent.guidance.desk import (
    EPS_S,
    FAIRING_ON,
    TIME,
    Desk,
    believed,
)
from cosmodrome.ascent.guidance.parameters import (
    FAIRING,
    FAIRING_TIMER,
    STAGE_SIZE,
)
from cosmodrome.ascent.guidance.program import (
    FAIRING_BY_FLUX,
    FAIRING_BY_HEIGHT,
    FAIRING_BY_TIME,
    SHED_DELAY,
    SHED_MASS,
    SHED_STAGE,
    Program,
)
from cosmodrome.ascent.guidance.propulsion import (
    BODY,
    LIT,
    NEVER,
    STATUS,
    WAITS,
    by_clock,
)
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def drop(drops: Array, k: int, t: Scalar, y: Array, mass: Scalar) -> None:
    """Let a body go, and keep where.

    Parameters
    ----------
    drops : array, shape (D, 8)
        Time [s], position [m], velocity [m/s], mass [kg] of each body.
    k : int
        Body.
    t : float
        Now [s].
    y : array, shape (7,)
        State of the vehicle; its mass falls [-].
    mass : float
        Of the body [kg].
    """
    drops[k, 0] = t
    for i in range(6):
        drops[k, 1 + i] = y[i]
    drops[k, 7] = mass
    y[6] -= mass


@compiled
def fairing_s(program: Program, x: Array) -> Scalar:
    """Time of the jettison of the fairing by its timer; never for other rules [s].

    Parameters
    ----------
    program : Program
        What is flown.
    x : array
        Vector of the flight [-].
    """
    if program.fairing[0] != FAIRING_BY_TIME:
        return NEVER
    late = x[STAGE_SIZE * program.stages.shape[0] + FAIRING_TIMER]
    return by_clock(program.stages, x, program.fairing[1]) + late


@compiled
def shed_s(program: Program, desk: Desk, x: Array, k: int) -> Scalar:
    """Time at which a part leaves its stage, once that burns [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    k : int
        Part.
    """
    lit = desk.stages[int(program.sheds[k, SHED_STAGE]), LIT]
    return lit + by_clock(program.stages, x, program.sheds[k, SHED_DELAY])


@compiled
def fairing_goes(program: Program, desk: Desk) -> bool:
    """Whether height or heat flux, as believed, lets the fairing go now.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    rule = program.fairing[0]
    if rule != FAIRING_BY_HEIGHT and rule != FAIRING_BY_FLUX:
        return False
    r, v = believed(desk)
    height, density, _, _, _, _, _, speed, _, _, _ = air_data(
        r[0], r[1], r[2], v[0], v[1], v[2], program.world
    )
    if rule == FAIRING_BY_HEIGHT:
        return bool(height >= program.fairing[1])
    flux = 0.5 * density * speed * speed * speed
    return bool(flux <= program.fairing[1] and height > 50e3)


@compiled
def part_event(program: Program, desk: Desk, x: Array, drops: Array) -> None:
    """Drop the parts and the fairing whose time has come.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    drops : array, shape (D, 8)
        Written when they leave [-].
    """
    t, state = desk.now[TIME], desk.stages
    count = program.stages.shape[0]
    for k in range(program.sheds.shape[0]):
        i = int(program.sheds[k, SHED_STAGE])
        due = state[i, STATUS] != WAITS and shed_s(program, desk, x, k) <= t + EPS_S
        if desk.shed[k] == 0.0 and due:
            desk.shed[k] = 1.0
            state[i, BODY] -= program.sheds[k, SHED_MASS]
            drop(drops, count + k, t, desk.y, program.sheds[k, SHED_MASS])
    if desk.now[FAIRING_ON] == 1.0 and fairing_s(program, x) <= t + EPS_S:
        jettison(program, desk, x, drops)


@compiled
def jettison(program: Program, desk: Desk, x: Array, drops: Array) -> None:
    """The fairing leaves.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    drops : array, shape (D, 8)
        Written [-].
    """
    desk.now[FAIRING_ON] = 0.0
    mass = program.fairing[2] + x[STAGE_SIZE * program.stages.shape[0] + FAIRING]
    drop(drops, drops.shape[0] - 1, desk.now[TIME], desk.y, mass)
