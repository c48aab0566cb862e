"""One cycle of the guidance: the plan in the air, the explicit law above it."""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.aim import read_aim
from cosmodrome.ascent.guidance.burns_to_come import (
    burns_for,
    planned_acceleration,
    segment_at,
)
from cosmodrome.ascent.guidance.coast_prediction import coasted
from cosmodrome.ascent.guidance.desk import (
    BURN,
    COAST_STEP_S,
    COASTING,
    EXPLICIT,
    FIRST_PASSES,
    HOLDING,
    LATER_COSINE,
    LATER_SPAN,
    LOST_CYCLES,
    MOST_LOST,
    OPEN_LOOP,
    PHASE,
    PLAN_AT,
    PLAN_TIME,
    RATIO,
    SAME_COSINE,
    SAME_SPAN,
    SAME_SPAN_S,
    SETTLED_M_S,
    SHIFT,
    STEERED_AT,
    STEERED_FROM,
    STEERED_RATE,
    TIME,
    Desk,
    believed,
    burn_now,
    steer,
)
from cosmodrome.ascent.guidance.explicit_law import (
    CENTROID,
    DIRECTION,
    FAULTS,
    MADE_AT,
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
from cosmodrome.ascent.guidance.one_step import (
    Q_START,
    WX,
    Q,
)
from cosmodrome.ascent.guidance.open_loop import (
    axis_of_plan,
    back_to_path,
    number_of_plan,
    relieved,
    time_of_plan,
)
from cosmodrome.ascent.guidance.program import (
    SEGMENT_END,
    SEGMENT_START,
    SEGMENT_W,
    Program,
)
from cosmodrome.ascent.guidance.thrust_moments import last_burn, nothing_yet
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.earth.ellipsoid import vertical
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]


@compiled
def path_error(program: Program, plan_t: Scalar, r: Triple, ground: Triple) -> Scalar:
    """Angle by which the path should rise to come back to the plan's [rad].

    Parameters
    ----------
    program : Program
        What is flown.
    plan_t : float
        Time of the plan [s].
    r, ground : tuple of 3 floats
        Believed position [m], and velocity over the ground [m/s].
    """
    world, step_s = program.world, program.clock_step_s
    height, ux, uy, uz = vertical(r[0], r[1], r[2], world.px, world.py, world.pz, world.ellipsoid)
    speed = length(ground)
    return back_to_path(
        dot(ground, (ux, uy, uz)) / speed,
        number_of_plan(program.clock_climb, step_s, plan_t),
        number_of_plan(program.clock_height, step_s, plan_t) - height,
        speed,
        program.settings.path_time_s,
    )


@compiled
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
    if plan_t > settings.speed_from_s and settings.path_gain > 0.0:
        turn = settings.path_gain * path_error(program, plan_t, r, ground)
        across = program.launch_axes[1]
        side = (across[0], across[1], across[2])
        raised = cross(unit(a), side)
        a, b = plus(a, raised, turn), plus(b, raised, turn)
    rec = desk.record
    flow = (rec[Q_START + 8 + WX], rec[Q_START + 8 + WX + 1], rec[Q_START + 8 + WX + 2])
    speed = length(flow)
    if speed > 1.0:
        density = 2.0 * rec[Q_START + 8 + Q] / (speed * speed)
        turned = relieved(unit(a), flow, density, settings.relief_Pa_rad)
        b = plus(b, plus(turned, unit(a), -1.0))
        a = turned
    steer(desk, t, 0.0, a, scaled(plus(b, a, -1.0), 1.0 / cycle))


@compiled
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


@compiled
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
    aim = read_aim(program.aims, burn)
    moments = burns_for(
        program.segments,
        t_plan,
        segment_at(program.segments, t_plan, first, final),
        final,
        now[RATIO],
        length(held(memory, V_GO)),
        settings.throttle_limit_m_s2,
        settings.least_throttle,
        aim.holds_speed,
    )
    if aim.holds_speed < 0.5:
        hold(memory, V_GO, scaled(unit(held(memory, V_GO)), moments.m0))
    return one_pass(memory, aim, r, v, moments, (world.px, world.py, world.pz), world.gravity)


@compiled
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


@compiled
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


@compiled
def near_the_plan(program: Program, desk: Desk) -> bool:
    """Whether the law has settled where the plan is, and not on another of its solutions.

    Parameters
    ----------
    program : Program
        What is flown.
    desk : Desk
        Of the flight.
    """
    memory, now = desk.memory, desk.now
    _, _, final = burn_now(program, desk)
    t_plan = now[TIME] - now[SHIFT]
    left = program.segments[final, SEGMENT_END] - t_plan
    planned = axis_of_plan(program.clock_axis, program.clock_step_s, t_plan)
    turn = held(memory, TURN)
    found = unit(plus(held(memory, DIRECTION), turn, -memory[CENTROID]))
    later = now[BURN] > 0.0
    part = LATER_SPAN if later else SAME_SPAN
    cosine = LATER_COSINE if later else SAME_COSINE
    near = abs(memory[TIME_TO_GO] - left) < part * left + SAME_SPAN_S
    return bool(near and dot(found, unit(planned)) > cosine)


@compiled
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
    for _ in range(FIRST_PASSES):
        change = explicit_pass(program, desk)
        if not np.isfinite(change):
            break
        if change < SETTLED_M_S and near_the_plan(program, desk):
            now[PHASE] = EXPLICIT
            memory[MADE_AT] = now[TIME]
            steer_by_law(desk)
            return
    memory[FAULTS] += 1.0


@compiled
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


@compiled
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
        return COAST_STEP_S
    far = memory[TIME_TO_GO] > settings.holds_below_s + 3.0 * settings.explicit_cycle_s
    if desk.now[PHASE] == EXPLICIT and far:
        return settings.explicit_cycle_s
    return settings.cycle_s


@compiled
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
