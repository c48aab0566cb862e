"""Powered explicit guidance in its unified form: one pass of predictor and corrector.

The thrust direction turns as a linear tangent, u(t) ~ L + L' (t - K) with L along the velocity to
go and K = J / L the centroid of the thrust. A pass takes the velocity to go it holds, finds the
burn that gives it, predicts where thrust and gravity lead, asks the aim what the state should be
there, and corrects the velocity to go:

    r_go = r_aim - (r + v T + r_grav), its part along the orbit free, so that L . r_go = S
    L'   = (r_go - S L) / (Q - S K)
    v_thrust, r_thrust = the thrust integrals of the turning direction, to second order of the turn
    v_go = v_aim - v - v_grav + (v_go - v_thrust)

Gravity comes from a coast that begins at r - r_thrust/10 - v_thrust T/30 with
v + 6/5 r_thrust/T - v_thrust/10, as published; the coast is ours (`coast_prediction`).

References
----------
Jaggers (1977), An explicit solution to the exoatmospheric powered flight guidance and trajectory
optimization problem for rocket propelled vehicles, AIAA 77-1051.
McHenry, Brand, Long, Cockrell, Thibodeau (1979), Space Shuttle ascent guidance, navigation and
control, Journal of the Astronautical Sciences 27(1), 1-38.
"""

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.guidance.aim import Aim, aimed_state
from cosmodrome.ascent.guidance.coast_prediction import coasted
from cosmodrome.ascent.guidance.thrust_moments import Moments
from cosmodrome.ascent.guidance.vectors import Triple, length, plus, unit
from cosmodrome.ascent.triples import cross, dot, scaled
from cosmodrome.earth.gravity import Gravity
from cosmodrome.numerics.kernels import Scalar, compiled

Array = NDArray[np.float64]

# Places in the memory of the law: what one pass leaves to the next.
V_GO, R_BIAS, R_GRAV, R_AIM, DIRECTION, TURN = 0, 3, 6, 9, 12, 15
TIME_TO_GO, CENTROID, MADE_AT, FAULTS, IS_STARTED = 18, 19, 20, 21, 22
MEMORY = 24

# With more than this to go a pass takes half of its correction: whole ones overshoot and grow
# once the arc is a radian long [s].
_LONG_S, _HALF = 700.0, 0.5


@compiled
def held(memory: Array, place: int) -> Triple:
    """Triple in the memory of the law.

    Parameters
    ----------
    memory : array, shape (MEMORY,)
        Of the law [-].
    place : int
        Where the triple begins.
    """
    return memory[place], memory[place + 1], memory[place + 2]


@compiled
def hold(memory: Array, place: int, value: Triple) -> None:
    """Put a triple into the memory of the law.

    Parameters
    ----------
    memory : array, shape (MEMORY,)
        Of the law [-].
    place : int
        Where the triple begins.
    value : tuple of 3 floats
        [-].
    """
    memory[place], memory[place + 1], memory[place + 2] = value


@compiled
def position_to_go(
    memory: Array, aim: Aim, r: Triple, v: Triple, m: Moments, along: Triple
) -> Triple:
    """Displacement thrust has to give, its part along the orbit chosen so that the burn can.

    Parameters
    ----------
    memory : array, shape (MEMORY,)
        Of the law [-].
    aim : Aim
        Orbit the law steers to.
    r, v : tuple of 3 floats
        Believed position [m] and velocity [m/s].
    m : Moments
        Of the burns to come.
    along : tuple of 3 floats
        Direction of the velocity to go [-].
    """
    t = m.span_s
    r_aim = held(memory, R_AIM)
    wanted = plus(plus(plus(r_aim, r, -1.0), v, -t), held(memory, R_GRAV), -1.0)
    wanted = plus(wanted, held(memory, R_BIAS))
    free = unit(cross(aim.normal, r_aim))
    wanted = plus(wanted, free, -dot(wanted, free))
    reach = (t * m.m0 - m.m1 - dot(along, wanted)) / dot(along, free)
    return plus(wanted, free, reach)


@compiled
def thrust_effect(m: Moments, along: Triple, turn: Triple) -> tuple[Triple, Triple]:
    """Velocity and displacement by thrust whose direction turns, to second order of the turn.

    Parameters
    ----------
    m : Moments
        Of the burns to come.
    along : tuple of 3 floats
        Direction of the velocity to go [-].
    turn : tuple of 3 floats
        Rate of the linear tangent, across it [1/s].
    """
    t = m.span_s
    s, q, p = t * m.m0 - m.m1, t * m.m1 - m.m2, t * m.m2 - m.m3
    rate = length(turn)
    centroid = m.m1 / m.m0
    # The angle from the direction is phi + phi' t, nought at the centroid.
    phi = np.arctan(rate * centroid)
    phi_rate = -phi / centroid
    across = scaled(turn, -1.0 / (rate + 1e-300))
    square = phi * phi
    v = scaled(
        along,
        m.m0 - 0.5 * square * m.m0 - phi * phi_rate * m.m1 - 0.5 * phi_rate * phi_rate * m.m2,
    )
    r = scaled(along, s - 0.5 * square * s - phi * phi_rate * q - 0.5 * phi_rate * phi_rate * p)
    return v, plus(r, across, s * phi + q * phi_rate)


@compiled
def one_pass(
    memory: Array, aim: Aim, r: Triple, v: Triple, m: Moments, pole: Triple, gravity: Gravity
) -> Scalar:
    """One pass of the law; gives the change of the velocity to go [m/s].

    Parameters
    ----------
    memory : array, shape (MEMORY,)
        Of the law [-].
    aim : Aim
        Orbit the law steers to.
    r, v : tuple of 3 floats
        Believed position [m] and velocity [m/s].
    m : Moments
        Of the burns that give the velocity to go.
    pole : tuple of 3 floats
        Unit vector [-].
    gravity : Gravity
        Constants of the field.
    """
    t = m.span_s
    before = held(memory, V_GO)
    along = unit(before)
    ratio = t / memory[TIME_TO_GO] if memory[TIME_TO_GO] > 0.0 else 1.0
    hold(memory, R_GRAV, scaled(held(memory, R_GRAV), ratio * ratio))
    r_go = position_to_go(memory, aim, r, v, m, along)
    centroid = m.m1 / m.m0
    s, q = t * m.m0 - m.m1, t * m.m1 - m.m2
    turn = scaled(plus(r_go, along, -s), 1.0 / (q - s * centroid))
    turn = scaled(plus(turn, along, -dot(turn, along)), aim.holds_height)
    if aim.holds_plane < 0.5:
        turn = plus(turn, aim.normal, -dot(turn, aim.normal))
    v_thrust, r_thrust = thrust_effect(m, along, turn)
    hold(memory, R_BIAS, plus(r_go, r_thrust, -1.0))
    r_c = plus(plus(r, r_thrust, -0.1), v_thrust, -t / 30.0)
    v_c = plus(plus(v, r_thrust, 1.2 / t), v_thrust, -0.1)
    r_end, v_end = coasted(r_c, v_c, t, pole, gravity)
    v_grav = plus(v_end, v_c, -1.0)
    r_grav = plus(plus(r_end, r_c, -1.0), v_c, -t)
    place = plus(plus(plus(r, v, t), r_grav), r_thrust)
    r_aim, v_aim = aimed_state(aim, place, gravity)
    after = plus(plus(plus(v_aim, v, -1.0), v_grav, -1.0), plus(before, v_thrust, -1.0))
    if aim.holds_speed < 0.5:
        after = scaled(unit(after), length(before))
    change = plus(after, before, -1.0)
    if t > _LONG_S:
        after = plus(before, change, _HALF)
    hold(memory, R_GRAV, r_grav)
    hold(memory, R_AIM, r_aim)
    hold(memory, V_GO, after)
    hold(memory, DIRECTION, along)
    hold(memory, TURN, turn)
    memory[TIME_TO_GO] = t
    memory[CENTROID] = centroid
    return length(change)
