"""What is lit, stopped and dropped, and when."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.cycle import take_over, time_left
from cosmodrome.ascent.guidance.desk import (
    APPARENT,
    BURN,
    COASTING,
    EPS_S,
    FAIRING_ON,
    GAINED,
    HOLDING,
    NEXT_CYCLE,
    NEXT_SAMPLE,
    OPEN_LOOP,
    PHASE,
    RATIO,
    SHIFT,
    TIME,
    Desk,
    burn_now,
)
from cosmodrome.ascent.guidance.explicit_law import (
    V_GO,
)
from cosmodrome.ascent.guidance.one_step import (
    AXIS_END,
)
from cosmodrome.ascent.guidance.parameters import (
    SEPARATION,
    STAGE_SIZE,
    TAILOFF,
)
from cosmodrome.ascent.guidance.parts import drop, fairing_s, shed_s
from cosmodrome.ascent.guidance.program import (
    AFTER,
    BURN_FIRST,
    BURN_LIT,
    BURN_WAITS,
    BY_COMMAND,
    BY_VELOCITY,
    CUT_RULE,
    CUT_VALUE,
    NOMINAL_CUT,
    NOMINAL_LIT,
    SEGMENT_STAGE,
    SHED_STAGE,
    Program,
)
from cosmodrome.ascent.guidance.propulsion import (
    BODY,
    BURNS,
    BY_RULE,
    CUT,
    CUT_APPARENT,
    IS_GONE,
    IS_OUT,
    KEEPS,
    LEFT,
    LIT,
    NEVER,
    NOW_FLOW,
    RAN_DRY,
    REASON,
    SHUT_OFF,
    STATUS,
    WAITS,
    by_clock,
    ignition_s,
    light,
    predicted_cut_s,
    separation_s,
)
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# Steps towards a cut-off by velocity go this part of the way while it is further off than that.
NEARER_PART, LAST_STEP_S = 0.8, 0.02


@compiled
def kick(desk: Desk, speed: Scalar) -> None:
    """Change the velocity along the axis at once, as the instruments feel it [m/s].

    Parameters
    ----------
    desk : Desk
        Of the flight.
    speed : float
        [m/s].
    """
    for i in range(3):
        change = speed * desk.record[AXIS_END + i]
        desk.y[3 + i] += change
        desk.memory[V_GO + i] -= change


@compiled
def why_out(program: Program, desk: Desk, x: Array, i: int) -> Scalar:
    """Reason for which a burning stage stops now; 0 when it goes on [-].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    """
    state, now, t = desk.stages, desk.now, desk.now[TIME]
    rule = program.stages[i, CUT_RULE]
    if state[i, LEFT] - state[i, KEEPS] <= 1.01e-7 * state[i, NOW_FLOW]:
        return BY_RULE if rule == 0.0 else RAN_DRY
    if state[i, CUT] <= t + EPS_S:
        shut = state[i, LIT] + x[i * STAGE_SIZE + 9]
        return SHUT_OFF if shut <= t + EPS_S else BY_RULE
    if rule == BY_VELOCITY and now[APPARENT] >= program.stages[i, CUT_VALUE] - 1e-5:
        return BY_RULE
    if rule == BY_COMMAND and now[PHASE] == HOLDING and time_left(program, desk) <= EPS_S:
        return BY_RULE
    return 0.0


@compiled
def stop_stage(program: Program, desk: Desk, x: Array, i: int, why: Scalar) -> None:
    """A stage goes out.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    why : float
        Reason [-].
    """
    state, t = desk.stages, desk.now[TIME]
    state[i, STATUS] = IS_OUT
    state[i, CUT] = t
    state[i, REASON] = why
    state[i, CUT_APPARENT] = desk.now[APPARENT]
    if i == state.shape[0] - 1 or ends_arc(program, desk, i):
        desk.now[PHASE] = COASTING
    if i < state.shape[0] - 1:
        desk.now[SHIFT] = t - program.stages[i, NOMINAL_CUT]
    tail_off(desk, x, i)


@compiled
def ends_arc(program: Program, desk: Desk, i: int) -> bool:
    """Whether a long coast follows the burn of a stage.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    i : int
        Stage.
    """
    burn, _, final = burn_now(program, desk)
    more = burn < program.burns.shape[0] - 1
    return bool(more and program.segments[final, SEGMENT_STAGE] == i)


@compiled
def begins_arc(program: Program, desk: Desk, i: int) -> bool:
    """Whether a stage that lights for the first time begins the next arc of thrust.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    i : int
        Stage.
    """
    burn, _, final = burn_now(program, desk)
    if burn >= program.burns.shape[0] - 1 or program.segments[final, SEGMENT_STAGE] == i:
        return False
    first = int(program.burns[burn + 1, BURN_FIRST])
    return bool(program.segments[first, SEGMENT_STAGE] == i)


@compiled
def begin_arc(program: Program, desk: Desk) -> None:
    """Steer to the next orbit from an ignition on.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now = desk.now
    now[BURN] += 1.0
    now[SHIFT] = now[TIME] - program.burns[int(now[BURN]), BURN_LIT]
    now[RATIO], now[PHASE] = 1.0, OPEN_LOOP
    # Where the law does not settle, the plan is flown until it does.
    take_over(program, desk)
    now[NEXT_CYCLE] = now[TIME]


@compiled
def tail_off(desk: Desk, x: Array, i: int) -> None:
    """Push of an engine that goes out, beyond the one the plan counts on.

    Parameters
    ----------
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    """
    impulse = x[i * STAGE_SIZE + TAILOFF]
    if impulse != 0.0:
        kick(desk, impulse / desk.y[6])


@compiled
def stage_event(program: Program, desk: Desk, x: Array, i: int, drops: Array) -> bool:
    """Light, stop or drop a stage if its time has come; whether anything was done.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    drops : array, shape (D, 8)
        Written when it leaves [-].
    """
    state, now, t = desk.stages, desk.now, desk.now[TIME]
    if state[i, STATUS] == WAITS:
        if ignition_at(program, desk, x, i) > t + EPS_S:
            return False
        light(program.stages, x, state, i, t)
        now[SHIFT] = t - max(program.stages[i, NOMINAL_LIT], 0.0)
        if begins_arc(program, desk, i):
            begin_arc(program, desk)
        return True
    if state[i, STATUS] == BURNS:
        why = why_out(program, desk, x, i)
        if why == 0.0:
            return False
        stop_stage(program, desk, x, i, why)
        return True
    if relight_s(program, desk, x, i) <= t + EPS_S:
        relight(program, desk, x, i)
        return True
    if separation_s(program.stages, x, state, i) <= t + EPS_S:
        state[i, STATUS] = IS_GONE
        drop(drops, i, t, desk.y, state[i, BODY] + state[i, LEFT])
        speed = x[i * STAGE_SIZE + SEPARATION]
        if speed != 0.0:
            kick(desk, speed)
        return True
    return False


@compiled
def burns_again(program: Program, desk: Desk, i: int) -> bool:
    """Whether a stage is out and waits for its next burn.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    i : int
        Stage.
    """
    state = desk.stages
    last = i == program.stages.shape[0] - 1
    more = desk.now[BURN] < program.burns.shape[0] - 1
    return bool(last and more and state[i, STATUS] == IS_OUT and state[i, REASON] == BY_RULE)


@compiled
def relight_s(program: Program, desk: Desk, x: Array, i: int) -> Scalar:
    """Time at which the last stage burns again; never when it has no more to do [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    """
    if not burns_again(program, desk, i):
        return NEVER
    waits = program.burns[int(desk.now[BURN]) + 1, BURN_WAITS]
    return desk.stages[i, CUT] + by_clock(program.stages, x, waits)


@compiled
def relight(program: Program, desk: Desk, x: Array, i: int) -> None:
    """Light the last stage once more and steer it to its next orbit.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    """
    light(program.stages, x, desk.stages, i, desk.now[TIME])
    begin_arc(program, desk)


@compiled
def ignition_at(program: Program, desk: Desk, x: Array, i: int) -> Scalar:
    """Time at which a waiting stage lights, as far as it is known [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    i : int
        Stage.
    """
    below, now = int(program.stages[i, AFTER]), desk.now
    cut = 0.0
    if below >= 0:
        cut = predicted_cut_s(
            program.stages, desk.stages, below, now[TIME], now[APPARENT], now[GAINED]
        )
    return ignition_s(program.stages, x, i, cut)


@compiled
def nearer(t: Scalar, predicted: Scalar) -> Scalar:
    """Time to look again on the way to one that follows from the acceleration now [s].

    The acceleration grows as tanks empty and falls as engines throttle; the last step before the
    time is short, so that neither matters.

    Parameters
    ----------
    t, predicted : float
        Now, and the time predicted [s].
    """
    left = predicted - t
    return t + NEARER_PART * left if left > LAST_STEP_S else predicted


@compiled
def next_event_s(program: Program, desk: Desk, x: Array) -> Scalar:
    """Next time anything is switched or leaves, as far as it is known [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    """
    state, now, stages = desk.stages, desk.now, program.stages
    t = now[TIME]
    found = min(now[NEXT_CYCLE], now[NEXT_SAMPLE])
    for i in range(stages.shape[0]):
        status = state[i, STATUS]
        if status == WAITS:
            lights = ignition_at(program, desk, x, i)
            below = int(stages[i, AFTER])
            by_velocity = below >= 0 and stages[below, CUT_RULE] == BY_VELOCITY
            if by_velocity and state[below, STATUS] == BURNS:
                lights = nearer(t, lights)
            found = min(found, lights)
        elif status == IS_OUT:
            found = min(found, separation_s(stages, x, state, i), relight_s(program, desk, x, i))
        elif status == BURNS and stages[i, CUT_RULE] == BY_VELOCITY:
            cut = predicted_cut_s(stages, state, i, t, now[APPARENT], now[GAINED])
            found = min(found, nearer(t, cut))
        elif status == BURNS and stages[i, CUT_RULE] == BY_COMMAND and now[PHASE] == HOLDING:
            found = min(found, t + time_left(program, desk))
    for k in range(program.sheds.shape[0]):
        i = int(program.sheds[k, SHED_STAGE])
        if desk.shed[k] == 0.0 and state[i, STATUS] != WAITS:
            found = min(found, shed_s(program, desk, x, k))
    if now[FAIRING_ON] == 1.0:
        found = min(found, fairing_s(program, x))
    return found
