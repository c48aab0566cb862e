"""A whole guided flight in compiled code, from lift-off to the cut-off of the last stage."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.burns_to_come import (
    planned_acceleration,
    segment_at,
)
from cosmodrome.ascent.guidance.cycle import cycle_now, guide
from cosmodrome.ascent.guidance.desk import (
    APPARENT,
    EPS_S,
    EXPLICIT_AT,
    FAIRING_ON,
    FLYING,
    GAINED,
    GROUND,
    LEAST_RATIO,
    LOST,
    LOST_CYCLES,
    MOST_LEFT_M_S,
    MOST_RATIO,
    NEXT_CYCLE,
    OPEN_LOOP,
    ORBIT,
    PATIENCE,
    PHASE,
    RATIO,
    RATIO_STAGE,
    SHIFT,
    SHORTFALL,
    STAGE_DRY,
    STEERED_AT,
    STEERED_FROM,
    STEERED_MODE,
    STEERED_RATE,
    STEPS,
    TIME,
    TOO_LONG,
    Desk,
    burn_now,
    lift_off,
    new_desk,
    places,
)
from cosmodrome.ascent.guidance.events import burns_again, next_event_s, stage_event
from cosmodrome.ascent.guidance.explicit_law import V_GO, held
from cosmodrome.ascent.guidance.keeping import close, keep_loads, sample
from cosmodrome.ascent.guidance.navigation import (
    measure,
)
from cosmodrome.ascent.guidance.one_step import (
    AXIS_END,
    AXIS_START,
    HEIGHT,
    Q_START,
    SENSED,
    SPENT,
    Steered,
    step,
)
from cosmodrome.ascent.guidance.parts import fairing_goes, jettison, part_event
from cosmodrome.ascent.guidance.program import (
    SEGMENT_STAGE,
    SEGMENT_START,
    Program,
)
from cosmodrome.ascent.guidance.propulsion import (
    BURNS,
    IS_OUT,
    NEVER,
    RAN_DRY,
    REASON,
    SHUT_OFF,
    STATUS,
    burn_down,
    push_now,
)
from cosmodrome.ascent.guidance.vectors import Triple, length
from cosmodrome.ascent.triples import dot
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def feel(program: Program, desk: Desk, h: Scalar, believed_gain: Triple) -> None:
    """Take what the instruments felt over a step into apparent velocity, velocity to go and ratio.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    h : float
        Length of the step [s].
    believed_gain : tuple of 3 floats
        Velocity by all forces but gravity as measured [m/s].
    """
    now, memory, segments = desk.now, desk.memory, program.segments
    rec = desk.record
    u = (rec[AXIS_END], rec[AXIS_END + 1], rec[AXIS_END + 2])
    along = dot(believed_gain, u)
    now[APPARENT] += along
    now[GAINED] = along / h
    for i in range(3):
        memory[V_GO + i] -= believed_gain[i]
    t_plan = now[TIME] - now[SHIFT]
    _, first, final = burn_now(program, desk)
    i = segment_at(segments, t_plan, first, final)
    if segments[i, SEGMENT_STAGE] != now[RATIO_STAGE]:
        now[RATIO_STAGE] = segments[i, SEGMENT_STAGE]
        now[RATIO] = 1.0
    inside = t_plan - h >= segments[i, SEGMENT_START] - EPS_S
    a = planned_acceleration(segments, i, t_plan - 0.5 * h)
    felt = length(believed_gain) / h
    free = felt < 0.98 * program.settings.throttle_limit_m_s2
    if inside and a > 0.5 and h > 0.2 * program.settings.cycle_s and free:
        now[RATIO] = min(max(felt / a, LEAST_RATIO), MOST_RATIO)


@compiled
def advance(program: Program, desk: Desk, x: Array, kept: Array) -> None:
    """One step to the next event.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    kept : array
        Loads are kept [-].
    """
    now, y, state, rec = desk.now, desk.y, desk.stages, desk.record
    t = now[TIME]
    vehicle, navigation, density, east, north = places(program.stages.shape[0])
    push, until = push_now(program.stages, program.schedule_t, program.schedule_f, state, t)
    until = min(until, next_event_s(program, desk, x))
    h = max(until - t, EPS_S)
    settings = program.settings
    last = state.shape[0] - 1
    limit = settings.throttle_limit_m_s2 if state[last, STATUS] == BURNS else NEVER
    steered = Steered(
        now[STEERED_AT],
        now[STEERED_MODE],
        (now[STEERED_FROM], now[STEERED_FROM + 1], now[STEERED_FROM + 2]),
        (now[STEERED_RATE], now[STEERED_RATE + 1], now[STEERED_RATE + 2]),
    )
    step(
        program.world,
        program.shape,
        x,
        (vehicle, density, east, north),
        desk.pressure,
        push,
        (limit, settings.least_throttle),
        steered,
        y,
        t,
        h,
        rec,
    )
    burn_down(program.stages, program.schedule_t, program.schedule_f, state, t, h, rec[SPENT])
    keep_loads(desk, t, Q_START, kept)
    now[TIME] = t + h
    keep_loads(desk, t + h, Q_START + 8, kept)
    gain = measure(
        x,
        navigation,
        (program.aims[0, 8], program.aims[0, 9], program.aims[0, 10]),
        (rec[AXIS_START], rec[AXIS_START + 1], rec[AXIS_START + 2]),
        (rec[AXIS_END], rec[AXIS_END + 1], rec[AXIS_END + 2]),
        (rec[SENSED], rec[SENSED + 1], rec[SENSED + 2]),
        (y[0], y[1], y[2]),
        program.world.gravity.mu_m3_s2,
        h,
        desk.errors,
    )
    feel(program, desk, h, gain)


@compiled
def verdict(program: Program, desk: Desk) -> Scalar:
    """How the flight has ended; FLYING while it has not [-].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, state = desk.now, desk.stages
    last = state.shape[0] - 1
    lost = now[LOST_CYCLES] > PATIENCE
    if state[last, STATUS] == IS_OUT and not burns_again(program, desk, last):
        if state[last, REASON] == RAN_DRY:
            return LOST if lost or now[PHASE] == OPEN_LOOP else STAGE_DRY
        missed = length(held(desk.memory, V_GO)) > MOST_LEFT_M_S
        if state[last, REASON] == SHUT_OFF or missed:
            return SHORTFALL
        return ORBIT
    if desk.record[Q_START + 8 + HEIGHT] < -100.0 and now[TIME] > 1.0:
        return LOST if lost else GROUND
    if now[TIME] > program.settings.latest_s:
        return LOST if lost else TOO_LONG
    return FLYING


@compiled
def fly_one(
    program: Program, x: Array, desk: Desk, kept: Array, drops: Array, samples: Array
) -> None:
    """Fly once.

    Parameters
    ----------
    program : Program
        What is flown.
    x : array
        Vector of the flight [-].
    desk : Desk
        Used.
    kept : array
        Written: see the places of this module [-].
    drops : array, shape (D, 8)
        Written: where each body left [-].
    samples : array, shape (G, SAMPLED)
        Written: the flight at even times, not a number after its end [-].
    """
    kept[:] = 0.0
    drops[:] = 0.0
    samples[:] = np.nan
    lift_off(program, x, desk)
    now, stages = desk.now, desk.stages
    outcome = FLYING
    while outcome == FLYING:
        busy = True
        while busy:
            busy = False
            for i in range(stages.shape[0]):
                busy = stage_event(program, desk, x, i, drops) or busy
        part_event(program, desk, x, drops)
        sample(program, desk, samples)
        outcome = verdict(program, desk)
        if outcome != FLYING:
            break
        if now[TIME] >= now[NEXT_CYCLE] - EPS_S:
            if now[FAIRING_ON] == 1.0 and fairing_goes(program, desk):
                jettison(program, desk, x, drops)
            was = now[PHASE]
            guide(program, desk)
            if was == OPEN_LOOP and now[PHASE] != OPEN_LOOP:
                kept[EXPLICIT_AT] = now[TIME]
            now[NEXT_CYCLE] += cycle_now(program, desk)
        advance(program, desk, x, kept)
        kept[STEPS] += 1.0
    close(desk, outcome, kept, drops)


# Without reference counts: a call that hands on a record of arrays would count each of them.
@njit(cache=True, error_model="numpy", nogil=True, _nrt=False)
def _fly_all(
    program: Program, vectors: Array, desk: Desk, kept: Array, drops: Array, samples: Array
) -> None:
    for k in range(vectors.shape[0]):
        fly_one(program, vectors[k], desk, kept[k], drops[k], samples[k])


def fly_guided(program: Program, vectors: Array, kept: Array, drops: Array, samples: Array) -> None:
    """Fly once for every row of vectors.

    Parameters
    ----------
    program : Program
        What is flown.
    vectors : array, shape (n, size)
        One a flight [-].
    kept : array, shape (n, KEPT_NUMBERS + KEPT_STAGE S)
        Written [-].
    drops : array, shape (n, D, 8)
        Written [-].
    samples : array, shape (n, G, SAMPLED)
        Written; G may be 0 [-].
    """
    desk = new_desk(program.stages.shape[0], program.sheds.shape[0])
    _fly_all(program, vectors, desk, kept, drops, samples)
