"""The desk of a flight: the arrays it works on, and what stands where in them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.explicit_law import (
    MEMORY,
)
from cosmodrome.ascent.guidance.navigation import (
    NAVIGATION,
    POSITION_ERROR,
    TILT,
    VELOCITY_ERROR,
    align,
)
from cosmodrome.ascent.guidance.one_step import (
    RECORD,
)
from cosmodrome.ascent.guidance.parameters import (
    DENSITY_KNOTS,
    FAIRING,
    NAVIGATION_SIZE,
    PAYLOAD,
    STAGE_SIZE,
    VEHICLE_SIZE,
    WIND_KNOTS,
)
from cosmodrome.ascent.guidance.program import (
    BURN_FIRST,
    BURN_LAST,
    NO_FAIRING,
    Program,
)
from cosmodrome.ascent.guidance.propulsion import (
    STAGE_STATE,
    load_stages,
)
from cosmodrome.ascent.guidance.vectors import Triple, plus
from cosmodrome.ascent.triples import cross
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# How a flight ends.
FLYING, ORBIT, SHORTFALL, STAGE_DRY, LOST, GROUND, TOO_LONG = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0

# Places in the numbers of the moment.
(
    TIME,
    PLAN_TIME,
    PLAN_AT,
    PHASE,
    SHIFT,
    RATIO,
    RATIO_STAGE,
    NEXT_CYCLE,
    FAIRING_ON,
    APPARENT,
    GAINED,
    OUTCOME,
    LOST_CYCLES,
    MOST_LOST,
    STEERED_AT,
    STEERED_MODE,
    STEERED_FROM,
) = range(17)
STEERED_RATE, BURN, NEXT_SAMPLE, SAMPLES = 19, 22, 23, 24
MOMENT = 25
OPEN_LOOP, EXPLICIT, HOLDING, COASTING = 0.0, 1.0, 2.0, 3.0

# Places in what is kept of a flight.
(
    END_TIME,
    END_OUTCOME,
    END_STATE,
) = 0, 1, 2
END_MASS, BELIEVED, V_GO_LEFT, EXPLICIT_AT, FAULTY_CYCLES = 8, 9, 15, 16, 17
Q_MAX, Q_MAX_AT, QA_MAX, QA_MAX_AT, AXIAL_MAX, AXIAL_MAX_AT, FLUX_MAX, FLUX_MAX_AT = range(18, 26)
FAIRING_AT, STEPS, END_TILT = 26, 27, 28
KEPT_NUMBERS = 31
# Then, for each stage: lit, cut, why, propellant left, apparent velocity at its cut-off.
KEPT_STAGE = 5
# Of every sample: height, inertial speed, dynamic pressure, axial acceleration.
SAMPLED = 4

EPS_S = 1e-7
# The law may fail this many cycles in a row before the flight counts as lost.
PATIENCE = 10
FIRST_PASSES, SETTLED_M_S = 40, 0.05
# What is felt over what was planned stays within these; a tail-off says nothing of the rest.
LEAST_RATIO, MOST_RATIO = 0.5, 2.0
# The law takes over when its time to go is the plan's within this part and this much [s], and its
# axis that of the plan within 30 degrees.
SAME_SPAN, SAME_SPAN_S, SAME_COSINE = 0.2, 5.0, 0.866
# After a coast an error has had time to grow, and the burn that mends it may differ far more.
LATER_SPAN, LATER_COSINE = 0.5, 0.0
# A cut-off that leaves more of the velocity to go than this has missed the orbit [m/s].
MOST_LEFT_M_S = 5.0
# Longest step of a coast in orbit [s].
COAST_STEP_S = 20.0


class Desk(NamedTuple):
    """Arrays one flight works on, used again by the next.

    Attributes
    ----------
    y : array, shape (7,)
        Position [m], velocity [m/s], mass [kg].
    now : array, shape (MOMENT,)
        Numbers of the moment [-].
    stages : array, shape (S, STAGE_STATE)
        State of the stages [-].
    shed : array, shape (K,)
        1 once a part is gone [-].
    errors : array, shape (NAVIGATION,)
        Of navigation [m], [m/s], [rad].
    memory : array, shape (MEMORY,)
        Of the explicit law [-].
    record : array, shape (RECORD,)
        Of a step [-].
    pressure : array, shape (DENSITY_KNOTS,)
        Parts of the pressure [-].
    """

    y: Array
    now: Array
    stages: Array
    shed: Array
    errors: Array
    memory: Array
    record: Array
    pressure: Array


def new_desk(stage_count: int, shed_count: int) -> Desk:
    """Arrays for flights of one launcher.

    Parameters
    ----------
    stage_count, shed_count : int
        Stages, and parts shed.
    """
    return Desk(
        np.zeros(7),
        np.zeros(MOMENT),
        np.zeros((stage_count, STAGE_STATE)),
        np.zeros(shed_count),
        np.zeros(NAVIGATION),
        np.zeros(MEMORY),
        np.zeros(RECORD),
        np.zeros(DENSITY_KNOTS),
    )


@compiled
def places(stage_count: int) -> tuple[int, int, int, int, int]:
    """Where vehicle, navigation, density and the two winds begin in the vector of a flight.

    Parameters
    ----------
    stage_count : int
        Stages of the launcher.
    """
    vehicle = STAGE_SIZE * stage_count
    navigation = vehicle + VEHICLE_SIZE
    density = navigation + NAVIGATION_SIZE
    east = density + DENSITY_KNOTS
    return vehicle, navigation, density, east, east + WIND_KNOTS


@compiled
def lift_off(program: Program, x: Array, desk: Desk) -> None:
    """Put a flight on the pad.

    Parameters
    ----------
    program : Program
        What is flown.
    x : array
        Vector of the flight [-].
    desk : Desk
        Written.
    """
    vehicle, navigation, density, _, _ = places(program.stages.shape[0])
    desk.now[:] = 0.0
    desk.shed[:] = 0.0
    desk.memory[:] = 0.0
    desk.record[:] = 0.0
    for i in range(6):
        desk.y[i] = program.start[i]
    mass = load_stages(program.stages, x, desk.stages)
    mass += program.other_mass_kg + x[vehicle + PAYLOAD]
    if program.fairing[0] != NO_FAIRING:
        mass += program.fairing[2] + x[vehicle + FAIRING]
        desk.now[FAIRING_ON] = 1.0
    desk.y[6] = mass
    desk.now[RATIO] = 1.0
    desk.now[RATIO_STAGE] = -1.0
    align(x, navigation, program.launch_axes, desk.errors)
    for i in range(DENSITY_KNOTS):
        part = 0.0
        for k in range(i, DENSITY_KNOTS):
            part += program.pressure_weights[i, k] * x[density + k]
        desk.pressure[i] = part


@compiled
def burn_now(program: Program, desk: Desk) -> tuple[int, int, int]:
    """Burn of the last stage that is flown or comes next, its first and its last stretch.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    k = int(desk.now[BURN])
    return k, int(program.burns[k, BURN_FIRST]), int(program.burns[k, BURN_LAST])


@compiled
def believed(desk: Desk) -> tuple[Triple, Triple]:
    """Position [m] and velocity [m/s] as the guidance believes them.

    Parameters
    ----------
    desk : Desk
        Of the flight.
    """
    y, e = desk.y, desk.errors
    p, v = POSITION_ERROR, VELOCITY_ERROR
    return (
        (y[0] + e[p], y[1] + e[p + 1], y[2] + e[p + 2]),
        (y[3] + e[v], y[4] + e[v + 1], y[5] + e[v + 2]),
    )


@compiled
def steer(desk: Desk, made_at: Scalar, mode: Scalar, start: Triple, rate: Triple) -> None:
    """Take a believed direction and its rate as the steering of the cycle.

    Parameters
    ----------
    desk : Desk
        Written.
    made_at : float
        Time the line counts from [s].
    mode : float
        Of `Steered` [-].
    start, rate : tuple of 3 floats
        In believed axes [-], [1/s].
    """
    now = desk.now
    tilt = (desk.errors[TILT], desk.errors[TILT + 1], desk.errors[TILT + 2])
    start = plus(start, cross(tilt, start), -1.0)
    rate = plus(rate, cross(tilt, rate), -1.0)
    now[STEERED_AT], now[STEERED_MODE] = made_at, mode
    for i in range(3):
        now[STEERED_FROM + i] = start[i]
        now[STEERED_RATE + i] = rate[i]
