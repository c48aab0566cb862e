"""One burn of an upper stage, steered anew while it lasts."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.navigation import measure
from cosmodrome.ascent.guidance.parameters import (
    BIAS,
    POINTING_PITCH,
    POINTING_YAW,
    SCALE,
    UPPER_CUTOFF,
    UPPER_ISP,
    UPPER_RESIDUAL,
    UPPER_THRUST,
)
from cosmodrome.ascent.guidance.upper.coast import has_fallen
from cosmodrome.ascent.guidance.upper.desk import (
    BELIEVED_MASS,
    LEFT,
    RATIO,
    TIME,
    UpperDesk,
    believe,
    tilt_of,
)
from cosmodrome.ascent.guidance.upper.law import Steering, solve, steering_for
from cosmodrome.ascent.guidance.upper.program import (
    EXHAUST,
    KEPT,
    NORMAL,
    OPENING,
    THRUST,
    UpperProgram,
)
from cosmodrome.ascent.guidance.upper.thrust import thrust_step
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# A cycle lasts a third of the time to go, and its steps are no longer than this [s].
_PART, _STEP_S = 1.0 / 3.0, 20.0
# Time to go below which the direction stands [s].
_HOLDS_S = 5.0
_MOST_CYCLES = 100
# Passes at most, the change of the velocity to go that ends them, and the one that will do.
_PASSES, _GOOD_M_S, _SETTLED_M_S = 40, 1e-3, 0.1

BURNT, RAN_DRY, NOT_SETTLED, FELL = 0.0, 1.0, 2.0, 3.0


@compiled
def burn_step(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    places: tuple[int, int],
    burn: int,
    density: Scalar,
    steering: Steering,
    h: Scalar,
) -> Scalar:
    """A step under thrust, felt by the instruments; BURNT when it can go on [-].

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
    steering : Steering
        As the guidance commands it.
    h : float
        Length of the step, cut short where the propellant ends [s].
    """
    navigation, upper = places
    now, y, row = desk.now, desk.y, program.burns[burn]
    thrust = program.stage[THRUST] * x[upper + UPPER_THRUST]
    flow = thrust / (program.stage[EXHAUST] * x[upper + UPPER_ISP])
    usable_s = (now[LEFT] - program.stage[KEPT] - x[upper + UPPER_RESIDUAL]) / flow
    wet = usable_s > h
    h = max(min(h, usable_s), 0.0)
    normal = (row[NORMAL], row[NORMAL + 1], row[NORMAL + 2])
    pitch, yaw = x[upper + POINTING_PITCH], x[upper + POINTING_YAW]
    start = pointed(steering.start, tilt_of(desk), normal, pitch, yaw)
    rate = pointed(steering.rate, tilt_of(desk), normal, pitch, yaw)
    sensed = thrust_step(
        program.world, y, h, thrust, flow, program.drag_area_m2 * density, start, rate
    )
    gain = measure(
        x,
        navigation,
        normal,
        unit(start),
        unit(plus(start, rate, h)),
        sensed,
        (y[0], y[1], y[2]),
        program.world.gravity.mu_m3_s2,
        h,
        desk.errors,
    )
    now[TIME] += h
    now[LEFT] -= flow * h
    for i in range(3):
        desk.to_go[i] -= gain[i]
    feel(program, desk, length(gain), h)
    if has_fallen(y):
        return FELL
    return BURNT if wet else RAN_DRY


@compiled
def feel(program: UpperProgram, desk: UpperDesk, gain: Scalar, h: Scalar) -> None:
    """Take thrust and mass as the guidance has them from what was felt over a step.

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    desk : UpperDesk
        Of the flight.
    gain : float
        Velocity by all forces but gravity as measured [m/s].
    h : float
        Length of the step [s].
    """
    now, full, w = desk.now, program.stage[THRUST], program.stage[EXHAUST]
    if h > 0.0:
        middle = now[BELIEVED_MASS] - 0.5 * h * now[RATIO] * full / w
        now[RATIO] = min(max(gain * middle / (full * h), 0.5), 2.0)
    now[BELIEVED_MASS] -= h * now[RATIO] * full / w


@compiled
def pointed(direction: Triple, tilt: Triple, normal: Triple, pitch: Scalar, yaw: Scalar) -> Triple:
    """True direction of the axis when the guidance commands one.

    Parameters
    ----------
    direction : tuple of 3 floats
        In believed axes [-].
    tilt, normal : tuple of 3 floats
        Small angles of the platform [rad]; across the plane of the flight [-].
    pitch, yaw : float
        Errors of the attitude about the normal and about the third axis [rad].
    """
    true = plus(direction, cross(tilt, direction), -1.0)
    true = plus(true, cross(normal, direction), pitch)
    return plus(true, cross(cross(direction, normal), direction), yaw)


@compiled
def last_step_s(
    program: UpperProgram,
    x: Array,
    places: tuple[int, int],
    gain: Scalar,
    mass_kg: Scalar,
) -> Scalar:
    """Time the engine takes for a velocity as the accelerometer along the axis has it [s].

    Parameters
    ----------
    program : UpperProgram
        What is flown.
    x : array
        Vector of the flight [-].
    places : tuple of 2 ints
        Where errors of navigation and numbers of the upper stage begin in it.
    gain : float
        [m/s].
    mass_kg : float
        True mass [kg].
    """
    navigation, upper = places
    thrust = program.stage[THRUST] * x[upper + UPPER_THRUST]
    w = program.stage[EXHAUST] * x[upper + UPPER_ISP]
    tau = w * mass_kg / thrust
    wanted, t = gain / (1.0 + x[navigation + SCALE]), 0.0
    # The bias adds a hair's breadth: two rounds are enough.
    for _ in range(3):
        t = tau * (1.0 - np.exp(-max(wanted, 0.0) / w))
        wanted = (gain - x[navigation + BIAS] * t) / (1.0 + x[navigation + SCALE])
    return t


@compiled
def fly_burn(
    program: UpperProgram,
    desk: UpperDesk,
    x: Array,
    places: tuple[int, int],
    burn: int,
    density: Scalar,
) -> Scalar:
    """Fly a burn; how it ended [-].

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
    now, to_go, full = desk.now, desk.to_go, program.stage[THRUST]
    for i in range(3):
        to_go[i] = program.burns[burn, OPENING + i]
    for _ in range(_MOST_CYCLES):
        believe(desk)
        force = now[RATIO] * full
        change = solve(
            program, burn, desk.believed, to_go, force, desk.predicted, _PASSES, _GOOD_M_S
        )
        if not change < _SETTLED_M_S:
            return NOT_SETTLED
        wanted = (to_go[0], to_go[1], to_go[2])
        steering = steering_for(program, burn, wanted, force, now[BELIEVED_MASS])
        if steering.span_s <= 1.5 * _HOLDS_S:
            break
        cycle = max(_PART * steering.span_s, _HOLDS_S)
        count = int(np.ceil(cycle / _STEP_S))
        for _ in range(count):
            h = cycle / count
            why = burn_step(program, desk, x, places, burn, density, steering, h)
            if why != BURNT:
                return why
            start = plus(steering.start, steering.rate, h)
            steering = Steering(start, steering.rate, steering.span_s - h)
    gain = length((to_go[0], to_go[1], to_go[2])) + x[places[1] + UPPER_CUTOFF]
    h = last_step_s(program, x, places, gain, desk.y[6])
    return burn_step(program, desk, x, places, burn, density, steering, h)
