"""Ascent from the Moon in the least time, flat and airless (Dymos example): linear tangent.

Published optimum: 481.71679 s, 337.907 km down range.
"""

from collections.abc import Sequence

import numpy as np

from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Numbers,
    PathLimit,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)

# The published case takes the weight of a kilogram on the Moon for its impulse.
GRAVITY, MASS, ISP = 1.61544, 50_000.0, 1e6
THRUST = 3.0 * MASS * GRAVITY
HEIGHT, SPEED = 185e3, 1627.0
# Time [s] and place down range [m] of the optimum.
PUBLISHED_S, PUBLISHED_RANGE_M = 481.71679, 337_907.0


def dynamics(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Right-hand side with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 5
        Place [m], velocity [m/s], mass [kg].
    u : sequence of Scalar
        Direction of thrust [-].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar
        None [-].
    """
    _, _, vx, vy, m = state
    push = THRUST / m
    return vx, vy, push * u[0], push * u[1] - GRAVITY, -THRUST / (ISP * GRAVITY)


def conditions(ends: Sequence[End], p: Numbers) -> list[Condition]:
    """From rest on the ground to a circular speed at height.

    Parameters
    ----------
    ends : sequence of End
        Of the phases.
    p : sequence of Scalar
        None [-].
    """
    first, last = ends[0].first, ends[0].last
    scale = (1e5, 1e5, SPEED, SPEED, MASS)
    start = (0.0, 0.0, 0.0, 0.0, MASS)
    rows = [
        Condition(name=f"start {k}", value=first[k] - start[k], scale=scale[k]) for k in range(5)
    ]
    end = {1: HEIGHT, 2: SPEED, 3: 0.0}
    return rows + [
        Condition(name=f"end {k}", value=last[k] - value, scale=scale[k])
        for k, value in end.items()
    ]


def build(segments: int = 10, degree: int = 4) -> Problem:
    """The problem on a uniform mesh.

    Parameters
    ----------
    segments, degree : int
        Segments a phase and points a segment.
    """
    unit = PathLimit(
        name="unit direction",
        value=lambda t, x, u, p, d: u[0] * u[0] + u[1] * u[1],
        bounds=Bounds(lower=1.0, upper=1.0),
    )
    phase = Phase(
        name="ascent",
        dynamics=dynamics,
        state_scale=(1e5, 1e5, SPEED, SPEED, MASS),
        control_bounds=(Bounds(lower=-1.1, upper=1.1),) * 2,
        duration=Bounds(lower=10.0, upper=1000.0),
        fractions=(1.0 / segments,) * segments,
        degree=degree,
        path=(unit,),
    )
    return Problem(
        phases=(phase,),
        conditions=conditions,
        objective=lambda ends, p: ends[0].duration,
        objective_scale=100.0,
    )


def opening(problem: Problem) -> list[PhaseValues]:
    """Straight lines between the ends, thrust at 45 degrees.

    Parameters
    ----------
    problem : Problem
        From `build`.
    """
    s = node_fractions(problem.phases[0])
    state = np.array([300e3 * s, HEIGHT * s, SPEED * s, 0.0 * s, MASS + 0.0 * s])
    control = np.full((2, s.size - 1), np.sqrt(0.5))
    return [PhaseValues(duration=500.0, state=state, control=control)]
