"""A whole guided flight in compiled code, from lift-off to the cut-off of the last stage."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numba.extending import register_jitable
from numpy.typing import NDArray

from cosmodrome.ascent.dynamics import air_data
from cosmodrome.ascent.guidance.aim import read_aim
from cosmodrome.ascent.guidance.burns_to_come import (
    burns_for,
    planned_acceleration,
    segment_at,
)
from cosmodrome.ascent.guidance.coast_prediction import coasted
from cosmodrome.ascent.guidance.explicit_law import (
    CENTROID,
    DIRECTION,
    FAULTS,
    MADE_AT,
    MEMORY,
    R_AIM,
    R_BIAS,
    R_GRAV,
    TIME_TO_GO,
    TURN,
    V_GO,
    held,
    hold,
    one_pass,
)
from cosmodrome.ascent.guidance.navigation import (
    NAVIGATION,
    POSITION_ERROR,
    TILT,
    VELOCITY_ERROR,
    align,
    measure,
)
from cosmodrome.ascent.guidance.one_step import (
    AXIAL,
    AXIS_END,
    AXIS_START,
    FLUX,
    HEIGHT,
    Q,
    Q_START,
    RECORD,
    SENSED,
    SINE,
    SPENT,
    WX,
    Steered,
    step,
)
from cosmodrome.ascent.guidance.open_loop import axis_of_plan, relieved, time_of_plan
from cosmodrome.ascent.guidance.parameters import (
    CLOCK,
    DENSITY_KNOTS,
    FAIRING,
    FAIRING_TIMER,
    NAVIGATION_SIZE,
    PAYLOAD,
    SEPARATION,
    STAGE_SIZE,
    TAILOFF,
    VEHICLE_SIZE,
    WIND_KNOTS,
)
from cosmodrome.ascent.guidance.program import (
    AFTER,
    BURN_FIRST,
    BURN_LAST,
    BURN_LIT,
    BURN_WAITS,
    BY_COMMAND,
    BY_VELOCITY,
    CUT_RULE,
    CUT_VALUE,
    FAIRING_BY_FLUX,
    FAIRING_BY_HEIGHT,
    FAIRING_BY_TIME,
    NO_FAIRING,
    NOMINAL_CUT,
    NOMINAL_LIT,
    SEGMENT_END,
    SEGMENT_STAGE,
    SEGMENT_START,
    SEGMENT_W,
    SHED_DELAY,
    SHED_MASS,
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
    STAGE_STATE,
    STATUS,
    WAITS,
    burn_down,
    ignition_s,
    light,
    load_stages,
    predicted_cut_s,
    push_now,
    separation_s,
)
from cosmodrome.ascent.guidance.thrust_moments import last_burn, nothing_yet
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.numerics.kernels import Scalar

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
FAIRING_AT, STEPS = 26, 27
KEPT_NUMBERS = 28
# Then, for each stage: lit, cut, why, propellant left, apparent velocity at its cut-off.
KEPT_STAGE = 5
# Of every sample: height, inertial speed, dynamic pressure, axial acceleration.
SAMPLED = 4

_EPS_S = 1e-7
# The law may fail this many cycles in a row before the flight counts as lost.
_PATIENCE = 10
_FIRST_PASSES, _SETTLED_M_S = 40, 0.05
# What is felt over what was planned stays within these; a tail-off says nothing of the rest.
_LEAST_RATIO, _MOST_RATIO = 0.8, 1.2
# Longest step of a coast in orbit [s].
_COAST_STEP_S = 20.0


class Desk(NamedTuple):
    """Arrays one flight works on, used again by the next.

    Attributes
    ----------
    y : array, shape (7,)
        Position [m], velocity [m/s], mass [kg].
    now : array, shape (MOMENT,)
        Numbers of the moment.
    stages : array, shape (S, STAGE_STATE)
        State of the stages.
    shed : array, shape (K,)
        1 once a part is gone [-].
    errors : array, shape (NAVIGATION,)
        Of navigation [m], [m/s], [rad].
    memory : array, shape (MEMORY,)
        Of the explicit law.
    record : array, shape (RECORD,)
        Of a step.
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


@register_jitable
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


@register_jitable
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


@register_jitable
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


@register_jitable
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


@register_jitable
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


@register_jitable
def guide_by_plan(program: Program, desk: Desk) -> None:
    """Attitude of a cycle in the air.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, settings, world = desk.now, program.settings, program.world
    t, cycle = now[TIME], settings.cycle_s
    r, v = believed(desk)
    omega = world.rotation_rad_s
    ground = (
        v[0] - omega * (world.py * r[2] - world.pz * r[1]),
        v[1] - omega * (world.pz * r[0] - world.px * r[2]),
        v[2] - omega * (world.px * r[1] - world.py * r[0]),
    )
    step_s = program.clock_step_s
    plan_t = time_of_plan(
        program.clock_speed,
        step_s,
        now[PLAN_TIME],
        t - now[PLAN_AT],
        length(ground),
        settings.speed_from_s,
    )
    now[PLAN_TIME], now[PLAN_AT] = plan_t, t
    a = axis_of_plan(program.clock_axis, step_s, plan_t)
    b = axis_of_plan(program.clock_axis, step_s, plan_t + cycle)
    rec = desk.record
    flow = (rec[Q_START + 8 + WX], rec[Q_START + 8 + WX + 1], rec[Q_START + 8 + WX + 2])
    speed = length(flow)
    if speed > 1.0:
        density = 2.0 * rec[Q_START + 8 + Q] / (speed * speed)
        turned = relieved(unit(a), flow, density, settings.relief_Pa_rad)
        b = plus(b, plus(turned, unit(a), -1.0))
        a = turned
    steer(desk, t, 0.0, a, scaled(plus(b, a, -1.0), 1.0 / cycle))


@register_jitable
def open_explicit(program: Program, desk: Desk) -> None:
    """Memory of the explicit law from the plan, before its first pass.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, memory, segments = desk.now, desk.memory, program.segments
    burn, first, final = burn_now(program, desk)
    t_plan = now[TIME] - now[SHIFT]
    gain = 0.0
    for i in range(segment_at(segments, t_plan, first, final), final + 1):
        begin = max(segments[i, SEGMENT_START], t_plan)
        span = segments[i, SEGMENT_END] - begin
        a = planned_acceleration(segments, i, begin)
        if a > 0.0 and span > 0.0:
            w = segments[i, SEGMENT_W]
            gain -= w * np.log(1.0 - span * a / w)
    left = segments[final, SEGMENT_END] - t_plan
    middle = axis_of_plan(program.clock_axis, program.clock_step_s, t_plan + 0.5 * left)
    hold(memory, V_GO, scaled(unit(middle), gain))
    end = program.plan_ends[burn]
    hold(memory, R_AIM, (end[0], end[1], end[2]))
    hold(memory, R_BIAS, (0.0, 0.0, 0.0))
    r, v = believed(desk)
    world = program.world
    r_end, _ = coasted(r, v, left, (world.px, world.py, world.pz), world.gravity)
    hold(memory, R_GRAV, plus(plus(r_end, r, -1.0), v, -left))
    memory[TIME_TO_GO] = left


@register_jitable
def explicit_pass(program: Program, desk: Desk) -> Scalar:
    """One pass of the explicit law at this moment; the change of the velocity to go [m/s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, memory, settings, world = desk.now, desk.memory, program.settings, program.world
    t_plan = now[TIME] - now[SHIFT]
    r, v = believed(desk)
    burn, first, final = burn_now(program, desk)
    moments = burns_for(
        program.segments,
        t_plan,
        segment_at(program.segments, t_plan, first, final),
        final,
        now[RATIO],
        length(held(memory, V_GO)),
        settings.throttle_limit_m_s2,
        settings.least_throttle,
    )
    aim = read_aim(program.aims, burn)
    return one_pass(
        memory, aim, r, v, moments, (world.px, world.py, world.pz), world.gravity
    )


@register_jitable
def steer_by_law(desk: Desk) -> None:
    """Steer the linear tangent of the last pass.

    Parameters
    ----------
    desk : Desk
        Of the flight.
    """
    memory = desk.memory
    turn = held(memory, TURN)
    start = plus(held(memory, DIRECTION), turn, -memory[CENTROID])
    steer(desk, memory[MADE_AT], 0.0, start, turn)


@register_jitable
def guide_explicitly(program: Program, desk: Desk) -> None:
    """Attitude of a cycle above the air.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, memory, settings = desk.now, desk.memory, program.settings
    t = now[TIME]
    before = memory[TIME_TO_GO] - (t - memory[MADE_AT])
    if before < settings.holds_below_s:
        now[PHASE] = HOLDING
        return
    change = explicit_pass(program, desk)
    after = memory[TIME_TO_GO]
    good = np.isfinite(change) and abs(after - before) < 2.0 + 0.02 * before
    if good:
        now[LOST_CYCLES] = 0.0
        memory[MADE_AT] = t
        steer_by_law(desk)
        return
    now[LOST_CYCLES] += 1.0
    now[MOST_LOST] = max(now[MOST_LOST], now[LOST_CYCLES])
    memory[FAULTS] += 1.0
    memory[MADE_AT] = t
    if not np.isfinite(change) or now[LOST_CYCLES] > 3.0:
        open_explicit(program, desk)
        for _ in range(5):
            explicit_pass(program, desk)


@register_jitable
def take_over(program: Program, desk: Desk) -> None:
    """Begin the explicit law when it settles; else the plan is flown on for a cycle.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, memory = desk.now, desk.memory
    open_explicit(program, desk)
    for _ in range(_FIRST_PASSES):
        change = explicit_pass(program, desk)
        if not np.isfinite(change):
            break
        if change < _SETTLED_M_S:
            now[PHASE] = EXPLICIT
            memory[MADE_AT] = now[TIME]
            steer_by_law(desk)
            return
    memory[FAULTS] += 1.0


@register_jitable
def guide(program: Program, desk: Desk) -> None:
    """One cycle of the guidance.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, settings = desk.now, program.settings
    if now[PHASE] == COASTING:
        steer(desk, now[TIME], 2.0, (1.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    elif now[PHASE] == OPEN_LOOP and now[BURN] > 0.0:
        take_over(program, desk)
    elif now[PHASE] == OPEN_LOOP:
        guide_by_plan(program, desk)
        if now[PLAN_TIME] >= settings.explicit_from_s:
            take_over(program, desk)
    if now[PHASE] == EXPLICIT:
        guide_explicitly(program, desk)


@register_jitable
def cycle_now(program: Program, desk: Desk) -> Scalar:
    """Time to the next cycle of the guidance [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    settings, memory = program.settings, desk.memory
    if desk.now[PHASE] == COASTING:
        return _COAST_STEP_S
    far = memory[TIME_TO_GO] > settings.holds_below_s + 3.0 * settings.explicit_cycle_s
    if desk.now[PHASE] == EXPLICIT and far:
        return settings.explicit_cycle_s
    return settings.cycle_s


@register_jitable
def time_left(program: Program, desk: Desk) -> Scalar:
    """Time until the last stage has given the velocity to go; 0 once it has [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    now, memory, segments = desk.now, desk.memory, program.segments
    t = now[TIME]
    _, _, final = burn_now(program, desk)
    rate = (now[STEERED_RATE], now[STEERED_RATE + 1], now[STEERED_RATE + 2])
    start = (now[STEERED_FROM], now[STEERED_FROM + 1], now[STEERED_FROM + 2])
    u = unit(plus(start, rate, t - now[STEERED_AT]))
    gain = dot(held(memory, V_GO), u)
    if gain <= 0.0:
        return 0.0
    a = now[RATIO] * planned_acceleration(segments, final, t - now[SHIFT])
    w = segments[final, SEGMENT_W]
    settings = program.settings
    burn = last_burn(
        nothing_yet(), gain, a, w, settings.throttle_limit_m_s2, settings.least_throttle
    )
    return burn.span_s


@register_jitable
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
        State of the vehicle; its mass falls.
    mass : float
        Of the body [kg].
    """
    drops[k, 0] = t
    for i in range(6):
        drops[k, 1 + i] = y[i]
    drops[k, 7] = mass
    y[6] -= mass


@register_jitable
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


@register_jitable
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
    if state[i, CUT] <= t + _EPS_S:
        shut = state[i, LIT] + x[i * STAGE_SIZE + 9]
        return SHUT_OFF if shut <= t + _EPS_S else BY_RULE
    if rule == BY_VELOCITY and now[APPARENT] >= program.stages[i, CUT_VALUE] - 1e-5:
        return BY_RULE
    if rule == BY_COMMAND and now[PHASE] == HOLDING and time_left(program, desk) <= _EPS_S:
        return BY_RULE
    return 0.0


@register_jitable
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
    if i == state.shape[0] - 1:
        desk.now[PHASE] = COASTING
        return tail_off(desk, x, i)
    desk.now[SHIFT] = t - program.stages[i, NOMINAL_CUT]
    return tail_off(desk, x, i)


@register_jitable
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


@register_jitable
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
        Written when it leaves.
    """
    state, now, t = desk.stages, desk.now, desk.now[TIME]
    if state[i, STATUS] == WAITS:
        if ignition_at(program, desk, x, i) > t + _EPS_S:
            return False
        light(program.stages, x, state, i, t)
        now[SHIFT] = t - max(program.stages[i, NOMINAL_LIT], 0.0)
        return True
    if state[i, STATUS] == BURNS:
        why = why_out(program, desk, x, i)
        if why == 0.0:
            return False
        stop_stage(program, desk, x, i, why)
        return True
    if relight_s(program, desk, i) <= t + _EPS_S:
        relight(program, desk, x, i)
        return True
    if separation_s(program.stages, state, i) <= t + _EPS_S:
        state[i, STATUS] = IS_GONE
        drop(drops, i, t, desk.y, state[i, BODY] + state[i, LEFT])
        speed = x[i * STAGE_SIZE + SEPARATION]
        if speed != 0.0:
            kick(desk, speed)
        return True
    return False


@register_jitable
def relight_s(program: Program, desk: Desk, i: int) -> Scalar:
    """Time at which the last stage burns again; never when it has no more to do [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    i : int
        Stage.
    """
    state, now = desk.stages, desk.now
    last = i == program.stages.shape[0] - 1
    more = now[BURN] < program.burns.shape[0] - 1
    if not last or not more or state[i, STATUS] != IS_OUT or state[i, REASON] != BY_RULE:
        return NEVER
    return state[i, CUT] + program.burns[int(now[BURN]) + 1, BURN_WAITS]


@register_jitable
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
    now = desk.now
    light(program.stages, x, desk.stages, i, now[TIME])
    now[BURN] += 1.0
    now[SHIFT] = now[TIME] - program.burns[int(now[BURN]), BURN_LIT]
    now[RATIO], now[PHASE] = 1.0, OPEN_LOOP
    # Where the law does not settle, the stage burns along the flow until it does.
    take_over(program, desk)
    now[NEXT_CYCLE] = now[TIME]


@register_jitable
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
    return ignition_s(program.stages, x, desk.stages, i, cut)


@register_jitable
def fairing_s(program: Program, desk: Desk, x: Array) -> Scalar:
    """Time of the jettison of the fairing by its timer; never for other rules [s].

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    x : array
        Vector of the flight [-].
    """
    if program.fairing[0] != FAIRING_BY_TIME:
        return NEVER
    vehicle = STAGE_SIZE * program.stages.shape[0]
    return program.fairing[1] * x[vehicle + CLOCK] + x[vehicle + FAIRING_TIMER]


@register_jitable
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


@register_jitable
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
        Written when they leave.
    """
    t, state = desk.now[TIME], desk.stages
    count = program.stages.shape[0]
    for k in range(program.sheds.shape[0]):
        i = int(program.sheds[k, SHED_STAGE])
        due = state[i, STATUS] != WAITS and state[i, LIT] + program.sheds[k, SHED_DELAY] <= t + _EPS_S
        if desk.shed[k] == 0.0 and due:
            desk.shed[k] = 1.0
            state[i, BODY] -= program.sheds[k, SHED_MASS]
            drop(drops, count + k, t, desk.y, program.sheds[k, SHED_MASS])
    if desk.now[FAIRING_ON] == 1.0 and fairing_s(program, desk, x) <= t + _EPS_S:
        jettison(program, desk, x, drops)


@register_jitable
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
        Written.
    """
    desk.now[FAIRING_ON] = 0.0
    mass = program.fairing[2] + x[STAGE_SIZE * program.stages.shape[0] + FAIRING]
    drop(drops, drops.shape[0] - 1, desk.now[TIME], desk.y, mass)


@register_jitable
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
            found = min(found, ignition_at(program, desk, x, i))
        elif status == IS_OUT:
            found = min(found, separation_s(stages, state, i), relight_s(program, desk, i))
        elif status == BURNS and stages[i, CUT_RULE] == BY_VELOCITY:
            found = min(
                found, predicted_cut_s(stages, state, i, t, now[APPARENT], now[GAINED])
            )
        elif status == BURNS and stages[i, CUT_RULE] == BY_COMMAND and now[PHASE] == HOLDING:
            found = min(found, t + time_left(program, desk))
    for k in range(program.sheds.shape[0]):
        i = int(program.sheds[k, SHED_STAGE])
        if desk.shed[k] == 0.0 and state[i, STATUS] != WAITS:
            found = min(found, state[i, LIT] + program.sheds[k, SHED_DELAY])
    if now[FAIRING_ON] == 1.0:
        found = min(found, fairing_s(program, desk, x))
    return found


@register_jitable
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
    inside = t_plan - h >= segments[i, SEGMENT_START] - _EPS_S
    a = planned_acceleration(segments, i, t_plan - 0.5 * h)
    felt = length(believed_gain) / h
    free = felt < 0.98 * program.settings.throttle_limit_m_s2
    if inside and a > 0.5 and h > 0.2 * program.settings.cycle_s and free:
        now[RATIO] = min(max(felt / a, _LEAST_RATIO), _MOST_RATIO)


@register_jitable
def keep_peak(kept: Array, place: int, value: Scalar, t: Scalar) -> None:
    """Keep the largest value of a load and its time.

    Parameters
    ----------
    kept : array
        What is kept of the flight.
    place : int
        Of the load; its time follows.
    value : float
        Met now [-].
    t : float
        Now [s].
    """
    if value > kept[place]:
        kept[place] = value
        kept[place + 1] = t


@register_jitable
def keep_loads(desk: Desk, t: Scalar, base: int, kept: Array) -> None:
    """Keep the loads at one end of a step.

    Parameters
    ----------
    desk : Desk
        Of the flight.
    t : float
        Time of that end [s].
    base : int
        Where its loads begin in the record.
    kept : array
        Written.
    """
    rec = desk.record
    keep_peak(kept, Q_MAX, rec[base + Q], t)
    keep_peak(kept, AXIAL_MAX, rec[base + AXIAL], t)
    if desk.now[FAIRING_ON] == 1.0:
        keep_peak(kept, QA_MAX, rec[base + Q] * rec[base + SINE], t)
    else:
        keep_peak(kept, FLUX_MAX, rec[base + FLUX], t)


@register_jitable
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
        Loads are kept.
    """
    now, y, state, rec = desk.now, desk.y, desk.stages, desk.record
    t = now[TIME]
    vehicle, navigation, density, east, north = places(program.stages.shape[0])
    push, until = push_now(program.stages, program.schedule_t, program.schedule_f, state, t)
    until = min(until, next_event_s(program, desk, x))
    h = max(until - t, _EPS_S)
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


@register_jitable
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
    lost = now[LOST_CYCLES] > _PATIENCE
    if state[last, STATUS] == IS_OUT and relight_s(program, desk, last) == NEVER:
        if state[last, REASON] == RAN_DRY:
            return LOST if lost or now[PHASE] == OPEN_LOOP else STAGE_DRY
        if state[last, REASON] == SHUT_OFF:
            return SHORTFALL
        return ORBIT
    if desk.record[Q_START + 8 + HEIGHT] < -100.0 and now[TIME] > 1.0:
        return LOST if lost else GROUND
    if now[TIME] > program.settings.latest_s:
        return LOST if lost else TOO_LONG
    return FLYING


@register_jitable
def sample(program: Program, desk: Desk, samples: Array) -> None:
    """Keep height, speed and loads when it is time for it.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    samples : array, shape (G, SAMPLED)
        Written [m], [m/s], [Pa], [m/s2].
    """
    now, y, rec = desk.now, desk.y, desk.record
    if now[TIME] < now[NEXT_SAMPLE] - _EPS_S:
        return
    k = int(now[SAMPLES])
    if k >= samples.shape[0]:
        now[NEXT_SAMPLE] = NEVER
        return
    samples[k, 0] = rec[Q_START + 8 + HEIGHT]
    samples[k, 1] = np.sqrt(y[3] * y[3] + y[4] * y[4] + y[5] * y[5])
    samples[k, 2] = rec[Q_START + 8 + Q]
    samples[k, 3] = rec[Q_START + 8 + AXIAL]
    now[SAMPLES] += 1.0
    now[NEXT_SAMPLE] += program.settings.sample_step_s


@register_jitable
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
        Written: see the places of this module.
    drops : array, shape (D, 8)
        Written: where each body left.
    samples : array, shape (G, SAMPLED)
        Written: the flight at even times, not a number after its end.
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
        if now[TIME] >= now[NEXT_CYCLE] - _EPS_S:
            if now[FAIRING_ON] == 1.0 and fairing_goes(program, desk):
                jettison(program, desk, x, drops)
            was = now[PHASE]
            guide(program, desk)
            if was == OPEN_LOOP and now[PHASE] != OPEN_LOOP:
                kept[EXPLICIT_AT] = now[TIME]
            now[NEXT_CYCLE] += cycle_now(program, desk)
        advance(program, desk, x, kept)
        kept[STEPS] += 1.0
    close(program, desk, outcome, kept, drops)


@register_jitable
def close(program: Program, desk: Desk, outcome: Scalar, kept: Array, drops: Array) -> None:
    """Keep the end of a flight.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    outcome : float
        How it ended [-].
    kept, drops : array
        Written; read.
    """
    kept[END_TIME] = desk.now[TIME]
    kept[END_OUTCOME] = outcome
    r, v = believed(desk)
    for i in range(3):
        kept[END_STATE + i] = desk.y[i]
        kept[END_STATE + 3 + i] = desk.y[3 + i]
        kept[BELIEVED + i] = r[i]
        kept[BELIEVED + 3 + i] = v[i]
    kept[END_MASS] = desk.y[6]
    kept[V_GO_LEFT] = length(held(desk.memory, V_GO))
    kept[FAULTY_CYCLES] = desk.memory[FAULTS]
    kept[FAIRING_AT] = drops[drops.shape[0] - 1, 0]
    for i in range(desk.stages.shape[0]):
        k = KEPT_NUMBERS + KEPT_STAGE * i
        kept[k] = desk.stages[i, LIT]
        kept[k + 1] = desk.stages[i, CUT]
        kept[k + 2] = desk.stages[i, REASON]
        kept[k + 3] = desk.stages[i, LEFT]
        kept[k + 4] = desk.stages[i, CUT_APPARENT]


# Without reference counts: a call that hands on a record of arrays would count each of them.
@njit(cache=True, error_model="numpy", nogil=True, _nrt=False)
def _fly_all(
    program: Program, vectors: Array, desk: Desk, kept: Array, drops: Array, samples: Array
) -> None:
    for k in range(vectors.shape[0]):
        fly_one(program, vectors[k], desk, kept[k], drops[k], samples[k])


def fly_guided(
    program: Program, vectors: Array, kept: Array, drops: Array, samples: Array
) -> None:
    """Fly once for every row of vectors.

    Parameters
    ----------
    program : Program
        What is flown.
    vectors : array, shape (n, size)
        One a flight [-].
    kept : array, shape (n, KEPT_NUMBERS + KEPT_STAGE S)
        Written.
    drops : array, shape (n, D, 8)
        Written.
    samples : array, shape (n, G, SAMPLED)
        Written; G may be 0.
    """
    desk = new_desk(program.stages.shape[0], program.sheds.shape[0])
    _fly_all(program, vectors, desk, kept, drops, samples)
