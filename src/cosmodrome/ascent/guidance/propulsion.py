"""Engines of a dispersed flight: what burns, when it starts, when it stops."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.parameters import (
    CLOCK,
    CUTOFF_TIMER,
    DRY_MASS,
    IGNITION,
    ISP,
    PROPELLANT,
    RESIDUAL,
    SHUTOFF,
    STAGE_SIZE,
    THRUST,
)
from cosmodrome.ascent.guidance.program import (
    AFTER,
    AFTER_DELAY,
    BY_COMMAND,
    BY_TIME,
    BY_VELOCITY,
    CUT_RULE,
    CUT_VALUE,
    DRY,
    EXIT_AREA,
    FULL_FLOW,
    FULL_THRUST,
    IS_GRAIN,
    KEPT,
    LOAD,
    SCHEDULE_FROM,
    SCHEDULE_TO,
    SEPARATION_DELAY,
)
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# Columns of the state of the stages.
STATUS, LIT, CUT, LEFT, KEEPS, BODY, NOW_THRUST, NOW_FLOW, KNOT, REASON, CUT_APPARENT = range(11)
PACE = 11
STAGE_STATE = 12
WAITS, BURNS, IS_OUT, IS_GONE = 0.0, 1.0, 2.0, 3.0
# Why a stage stopped.
BY_RULE, RAN_DRY, SHUT_OFF = 1.0, 2.0, 3.0

NEVER = 1e30


class Push(NamedTuple):
    """Thrust and flow over a step, each a straight line.

    Attributes
    ----------
    thrust_N, thrust_slope_N_s : float
        In vacuum, at the start and its rate [N], [N/s].
    flow_kg_s, flow_slope_kg_s2 : float
        At the start and its rate [kg/s], [kg/s2].
    exit_area_m2 : float
        Of the engines that burn [m2].
    """

    thrust_N: Scalar
    thrust_slope_N_s: Scalar
    flow_kg_s: Scalar
    flow_slope_kg_s2: Scalar
    exit_area_m2: Scalar


@compiled
def load_stages(stages: Array, x: Array, state: Array) -> Scalar:
    """Put the dispersed masses and thrusts of all stages into their state; their mass [kg].

    Parameters
    ----------
    stages : array, shape (S, 16)
        Of the program [-].
    x : array
        Vector of the flight [-].
    state : array, shape (S, STAGE_STATE)
        Written [-].
    """
    total = 0.0
    for i in range(stages.shape[0]):
        k = i * STAGE_SIZE
        state[i, STATUS] = WAITS
        state[i, LIT] = NEVER
        state[i, CUT] = NEVER
        state[i, LEFT] = stages[i, LOAD] * x[k + PROPELLANT]
        state[i, KEEPS] = stages[i, KEPT] + x[k + RESIDUAL]
        state[i, BODY] = stages[i, DRY] + x[k + DRY_MASS]
        state[i, NOW_THRUST] = stages[i, FULL_THRUST] * x[k + THRUST]
        state[i, NOW_FLOW] = stages[i, FULL_FLOW] * x[k + THRUST] / x[k + ISP]
        state[i, KNOT] = stages[i, SCHEDULE_FROM]
        state[i, REASON] = 0.0
        state[i, CUT_APPARENT] = 0.0
        # A grain that burns faster, or holds less, is through with its course sooner: the course
        # of a dispersed motor uses its load to the end.
        state[i, PACE] = 1.0
        if stages[i, IS_GRAIN] > 0.5:
            state[i, PACE] = x[k + THRUST] / (x[k + ISP] * x[k + PROPELLANT])
        total += state[i, LEFT] + state[i, BODY]
    return total


@compiled
def throttle_line(
    stages: Array, schedule_t: Array, schedule_f: Array, state: Array, i: int, burnt_s: Scalar
) -> tuple[Scalar, Scalar, Scalar]:
    """Throttle of a stage, its rate, and the time after ignition at which the line ends.

    Parameters
    ----------
    stages, schedule_t, schedule_f : array
        Of the program [-].
    state : array, shape (S, STAGE_STATE)
        The knot passed last is moved on [-].
    i : int
        Stage.
    burnt_s : float
        Time after its ignition [s].

    Returns
    -------
    level, rate, ends_s
        [-], [1/s], [s].
    """
    first, last = int(stages[i, SCHEDULE_FROM]), int(stages[i, SCHEDULE_TO]) - 1
    k, pace = int(state[i, KNOT]), state[i, PACE]
    burnt_s = pace * burnt_s
    while k <= last and schedule_t[k] <= burnt_s + 1e-9:
        k += 1
    state[i, KNOT] = k
    if k > last:
        return schedule_f[last], 0.0, NEVER
    if k == first:
        return schedule_f[first], 0.0, schedule_t[first] / pace
    rate = (schedule_f[k] - schedule_f[k - 1]) / (schedule_t[k] - schedule_t[k - 1])
    level = schedule_f[k - 1] + rate * (burnt_s - schedule_t[k - 1])
    return level, pace * rate, schedule_t[k] / pace


@compiled
def push_now(
    stages: Array, schedule_t: Array, schedule_f: Array, state: Array, t: Scalar
) -> tuple[Push, Scalar]:
    """Thrust and flow of all that burns, and the time to which the lines hold [s].

    Stages that burn are also asked when they run dry or are shut off.

    Parameters
    ----------
    stages, schedule_t, schedule_f : array
        Of the program [-].
    state : array, shape (S, STAGE_STATE)
        Of the stages [-].
    t : float
        After lift-off [s].
    """
    thrust, slope, flow, flow_slope, area, until = 0.0, 0.0, 0.0, 0.0, 0.0, NEVER
    for i in range(stages.shape[0]):
        if state[i, STATUS] != BURNS:
            continue
        level, rate, ends = throttle_line(
            stages, schedule_t, schedule_f, state, i, t - state[i, LIT]
        )
        thrust += level * state[i, NOW_THRUST]
        slope += rate * state[i, NOW_THRUST]
        flow += level * state[i, NOW_FLOW]
        flow_slope += rate * state[i, NOW_FLOW]
        area += stages[i, EXIT_AREA]
        until = min(until, state[i, LIT] + ends, state[i, CUT])
        now = level * state[i, NOW_FLOW]
        if now > 0.0:
            until = min(until, t + max(seconds_left(state, i, now, rate), 0.0))
    return Push(thrust, slope, flow, flow_slope, area), until


@compiled
def seconds_left(state: Array, i: int, flow: Scalar, rate: Scalar) -> Scalar:
    """Time until a burning stage has only what it keeps [s].

    Parameters
    ----------
    state : array, shape (S, STAGE_STATE)
        Of the stages [-].
    i : int
        Stage.
    flow : float
        Mass flow now [kg/s].
    rate : float
        Rate of its throttle [1/s].
    """
    usable = state[i, LEFT] - state[i, KEEPS]
    change = rate * state[i, NOW_FLOW]
    inner = flow * flow + 2.0 * change * usable
    if inner <= 0.0:
        return NEVER
    return 2.0 * usable / (flow + np.sqrt(inner))


@compiled
def burn_down(
    stages: Array,
    schedule_t: Array,
    schedule_f: Array,
    state: Array,
    t: Scalar,
    h: Scalar,
    part: Scalar,
) -> None:
    """Take what is burnt over a step from the tanks.

    Parameters
    ----------
    stages, schedule_t, schedule_f : array
        Of the program [-].
    state : array, shape (S, STAGE_STATE)
        Of the stages [-].
    t, h : float
        Start and length of the step [s].
    part : float
        Burnt over the step as a part of what full throttle would burn [-].
    """
    for i in range(stages.shape[0]):
        if state[i, STATUS] == BURNS:
            level, rate, _ = throttle_line(
                stages, schedule_t, schedule_f, state, i, t - state[i, LIT]
            )
            state[i, LEFT] -= part * state[i, NOW_FLOW] * h * (level + 0.5 * rate * h)


@compiled
def by_clock(stages: Array, x: Array, seconds: Scalar) -> Scalar:
    """Time that passes while the clock of the vehicle counts some seconds [s].

    Parameters
    ----------
    stages : array
        Of the program [-].
    x : array
        Vector of the flight [-].
    seconds : float
        As the sequence has them [s].
    """
    return seconds * x[STAGE_SIZE * stages.shape[0] + CLOCK]


@compiled
def ignition_s(stages: Array, x: Array, i: int, cut_of_below_s: Scalar) -> Scalar:
    """Time at which a waiting stage lights [s].

    Parameters
    ----------
    stages : array
        Of the program [-].
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    cut_of_below_s : float
        Known or predicted cut-off of the stage it waits for [s].
    """
    begins = 0.0 if stages[i, AFTER] < 0.0 else cut_of_below_s
    delay = by_clock(stages, x, stages[i, AFTER_DELAY])
    return begins + delay + x[i * STAGE_SIZE + IGNITION]


@compiled
def predicted_cut_s(
    stages: Array, state: Array, i: int, t: Scalar, apparent: Scalar, gained: Scalar
) -> Scalar:
    """Cut-off of a stage as the sequencer expects it [s].

    Parameters
    ----------
    stages : array
        Of the program [-].
    state : array, shape (S, STAGE_STATE)
        Of the stages [-].
    i : int
        Stage.
    t : float
        Now [s].
    apparent, gained : float
        Apparent velocity [m/s] and its rate [m/s2].
    """
    if state[i, STATUS] >= IS_OUT or state[i, STATUS] == WAITS:
        return state[i, CUT]
    rule = stages[i, CUT_RULE]
    found = state[i, CUT]
    if rule == BY_VELOCITY:
        missing = stages[i, CUT_VALUE] - apparent
        if gained > 0.0:
            found = min(found, t + missing / gained)
    elif rule != BY_TIME and rule != BY_COMMAND and state[i, NOW_FLOW] > 0.0:
        found = min(found, t + (state[i, LEFT] - state[i, KEEPS]) / state[i, NOW_FLOW])
    return found


@compiled
def light(stages: Array, x: Array, state: Array, i: int, t: Scalar) -> None:
    """Light a stage; a cut-off by timer is known from then on.

    Parameters
    ----------
    stages : array
        Of the program [-].
    x : array
        Vector of the flight [-].
    state : array, shape (S, STAGE_STATE)
        Of the stages [-].
    i : int
        Stage.
    t : float
        Now [s].
    """
    k = i * STAGE_SIZE
    state[i, STATUS] = BURNS
    state[i, LIT] = t
    state[i, CUT] = t + x[k + SHUTOFF]
    if stages[i, CUT_RULE] == BY_TIME:
        # The timer counts from the command, not from an ignition that came late.
        counted = by_clock(stages, x, stages[i, CUT_VALUE])
        timed = t - x[k + IGNITION] + counted + x[k + CUTOFF_TIMER]
        state[i, CUT] = min(state[i, CUT], timed)


@compiled
def separation_s(stages: Array, x: Array, state: Array, i: int) -> Scalar:
    """Separation of a stage that is out; never for the last one [s].

    Parameters
    ----------
    stages : array
        Of the program [-].
    x : array
        Vector of the flight [-].
    state : array, shape (S, STAGE_STATE)
        Of the stages [-].
    i : int
        Stage.
    """
    if i == stages.shape[0] - 1 or state[i, STATUS] != IS_OUT:
        return NEVER
    return state[i, CUT] + by_clock(stages, x, stages[i, SEPARATION_DELAY])
