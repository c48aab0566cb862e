"""What an upper stage flies after injection: its plan and the satellites as flat arrays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import World

Array = NDArray[np.float64]

# Columns of `UpperProgram.burns`. `IGNITION_X` and `IGNITION_Y` span the plane of the plan at the
# ignition, x through the place of it.
IGNITION_X, IGNITION_Y, TURN, OPENING, NORMAL = 0, 3, 6, 9, 12
COAST_FROM, COAST_ANGLE, KIND, CLIMB, REACH_RADIUS, HOLDS_INCLINATION = range(15, 21)
BURN_NUMBERS = 21
# Kinds of aim: an orbit; the radius at the next ignition; a perigee.
TO_ORBIT, TO_RADIUS, TO_PERIGEE = 0.0, 1.0, 2.0

# Places in `UpperProgram.stage`.
THRUST, EXHAUST, DRY, LOAD, KEPT, ADAPTER = range(6)

# Columns of `UpperProgram.craft`.
MASS, SPEED, DIRECTION, DELAY = 0, 1, 2, 5
CRAFT_NUMBERS = 6


class UpperProgram(NamedTuple):
    """An upper stage, the burns it is to fly and the satellites it releases.

    Without burns the launcher's last stage releases the satellites itself.

    Attributes
    ----------
    world : World
        Earth without wind.
    drag_area_m2 : float
        Drag coefficient times area of what flies on in orbit [m2].
    stage : array, shape (6,)
        Thrust [N], exhaust velocity [m/s], dry mass, load, what of it is kept, adapter [kg]; zeros
        without an upper stage.
    to_orbit : int
        Burns before the releases [-]; one more brings the stage down.
    burns : array, shape (B, BURN_NUMBERS)
        See the column names of this module [-], [rad], [m/s], [m].
    aims : array, shape (B, AIM_NUMBERS)
        Orbit after each burn, see `aim.read_aim` [-].
    inclination_pole : array, shape (3,)
        Pole the inclination is counted from [-].
    craft : array, shape (C, 6)
        Of each satellite, in the order of release: mass [kg], speed [m/s], direction radial,
        transverse, normal [-], delay after what comes before [s].
    separation_s : float
        From the cut-off of the launcher's last stage to the separation [s].
    has_fix : float
        1 when navigation by satellites sets position and velocity anew at the start and the end
        of every coast before a burn [-].
    deorbit_delay_s : float
        From the last release to the burn that brings the stage down [s].
    fall_drag_m2 : float
        Drag coefficient times area of the stage that falls [m2].
    to_fixed : array, shape (3, 3)
        From inertial to Earth-fixed axes at lift-off [-].
    """

    world: World
    drag_area_m2: float
    stage: Array
    to_orbit: int
    burns: Array
    aims: Array
    inclination_pole: Array
    craft: Array
    separation_s: float
    has_fix: float
    deorbit_delay_s: float
    fall_drag_m2: float
    to_fixed: Array
