"""The desk of an upper stage in flight: the arrays it works on, and what is kept of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.navigation import NAVIGATION, TILT
from cosmodrome.ascent.guidance.upper.coast import WORK
from cosmodrome.ascent.guidance.upper.program import UpperProgram
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# How the flight after injection ends.
FLYING, DELIVERED, UPPER_DRY, UPPER_SHORT, UPPER_LOST, IMPACT, NO_ASCENT = (
    float(i) for i in range(7)
)

# Numbers of a launch that the flight goes on from: ended in orbit or short of it, time, true and
# believed state, tilt, mass.
GOES_ON, CUT_S, CUT_STATE, CUT_BELIEVED, CUT_TILT, CUT_MASS = 0, 1, 2, 8, 14, 17
LAUNCHED = 18

# What is kept: how it ended, propellant left, and the state with which the last burn ended.
OUTCOME, PROPELLANT_LEFT, REACHED_S, REACHED, REACHED_BELIEVED, LEFT_MASS = 0, 1, 2, 3, 9, 15
KEPT_UPPER = 16
# Then start and end of every burn, then time and state of every satellite at its release.
KEPT_BURN, KEPT_CRAFT = 2, 7
# And of a stage that is brought down: start and end of the burn, how it ended, propellant left, the
# state and mass it falls with, and its impact.
DOWN_START, DOWN_END, DOWN_WHY, DOWN_LEFT, DOWN_STATE, DOWN_MASS, DOWN_IMPACT = (
    *(0, 1, 2, 3, 4),
    *(10, 11),
)
KEPT_DOWN = 15

# Numbers of the moment.
TIME, LEFT, BELIEVED_MASS, RATIO, ENDING = range(5)
MOMENT = 5


class UpperDesk(NamedTuple):
    """Arrays one flight works on, used again by the next.

    Attributes
    ----------
    y : array, shape (7,)
        Position [m], velocity [m/s], mass [kg].
    now : array, shape (MOMENT,)
        Time [s], propellant left, mass as believed [kg], thrust felt over the nominal [-], ending.
    errors : array, shape (NAVIGATION,)
        Of navigation [m], [m/s], [rad].
    believed, predicted : array, shape (7,)
        As the guidance has them, now and at the end of the burn [m], [m/s], [kg].
    to_go : array, shape (3,)
        Velocity to go [m/s].
    work : array, shape WORK
        Of the coasts [-].
    """

    y: Array
    now: Array
    errors: Array
    believed: Array
    predicted: Array
    to_go: Array
    work: Array


def new_upper_desk() -> UpperDesk:
    """Arrays for flights after injection."""
    return UpperDesk(
        np.zeros(7),
        np.zeros(MOMENT),
        np.zeros(NAVIGATION),
        np.zeros(7),
        np.zeros(7),
        np.zeros(3),
        np.zeros(WORK),
    )


def kept_size(program: UpperProgram) -> int:
    """How many numbers are kept of a flight [-].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    """
    down = KEPT_DOWN * (len(program.burns) - program.to_orbit)
    return KEPT_UPPER + KEPT_BURN * program.to_orbit + KEPT_CRAFT * len(program.craft) + down


@compiled
def believe(desk: UpperDesk) -> None:
    """Put the believed state together from the true one and its errors.

    Parameters
    ----------
    desk : UpperDesk
        Of the flight.
    """
    for i in range(6):
        desk.believed[i] = desk.y[i] + desk.errors[i]
    desk.believed[6] = desk.now[BELIEVED_MASS]


@compiled
def find_errors(desk: UpperDesk) -> None:
    """Take the errors of navigation from the believed and the true state.

    Parameters
    ----------
    desk : UpperDesk
        Of the flight.
    """
    for i in range(6):
        desk.errors[i] = desk.believed[i] - desk.y[i]


@compiled
def drag_per_kg(program: UpperProgram, factor: Scalar, mass_kg: Scalar) -> Scalar:
    """Drag coefficient times area over mass, times a factor on the density [m2/kg].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    factor : float
        On the density [-].
    mass_kg : float
        [kg].
    """
    return program.drag_area_m2 * factor / mass_kg


@compiled
def tilt_of(desk: UpperDesk) -> tuple[Scalar, Scalar, Scalar]:
    """Small angles by which the platform is turned [rad].

    Parameters
    ----------
    desk : UpperDesk
        Of the flight.
    """
    return desk.errors[TILT], desk.errors[TILT + 1], desk.errors[TILT + 2]
