"""Goddard's rocket in the units of the COPS collection: gravity falls with the square of radius.

Published: a final height of 1.01283 (COPS) to 1.01284; meshes without arcs gave 1.012841 and
1.012844. The drag is that of the collection, with its ``v_c = 620``. One phase, thrust as a
control; see `goddard` for what is difficult about it.

References
----------
Dolan, More, Munson: Benchmarking optimization software with COPS 3.0 (2004), goddard rocket.
"""

from collections.abc import Sequence

import numpy as np

from cosmodrome.numerics.by_arcs import ByArcs, solved_by_arcs
from cosmodrome.numerics.kernels import Scalar
from cosmodrome.numerics.optimal_control import (
    Bounds,
    Condition,
    End,
    Numbers,
    Phase,
    PhaseValues,
    Problem,
    node_fractions,
)

DRAG, DECAY, EXHAUST, THRUST, DRY = 310.0, 500.0, 0.5, 3.5, 0.6
STATE_SCALE = (1.0, 0.1, 1.0)
PUBLISHED = 1.01284


def dynamics(t: Scalar, state: Numbers, u: Numbers, p: Numbers, d: Numbers) -> Numbers:
    """Right-hand side with the arguments of `Dynamics`.

    Parameters
    ----------
    t : Scalar
        Since the start of the phase [s].
    state : sequence of Scalar, length 3
        Radius, speed, mass [-].
    u : sequence of Scalar
        Thrust [-].
    p : sequence of Scalar
        None [-].
    d : sequence of Scalar
        None [-].
    """
    h, v, m = state
    drag = DRAG * v * v * np.exp(-DECAY * (h - 1.0))
    return v, (u[0] - drag) / m - 1.0 / h**2, -u[0] / EXHAUST


def conditions(ends: Sequence[End], p: Numbers) -> list[Condition]:
    """From rest at radius 1 with mass 1, until the propellant is gone.

    Parameters
    ----------
    ends : sequence of End
        Of the phases.
    p : sequence of Scalar
        None [-].
    """
    first, last = ends[0].first, ends[0].last
    start = (1.0, 0.0, 1.0)
    rows = [
        Condition(name=f"start {k}", value=first[k] - start[k], scale=STATE_SCALE[k])
        for k in range(3)
    ]
    return [*rows, Condition(name="dry", value=last[2] - DRY)]


def build(segments: int = 20, degree: int = 4) -> Problem:
    """The problem on a uniform mesh of its one phase.

    Parameters
    ----------
    segments, degree : int
        Segments a phase and points a segment.
    """
    flight = Phase(
        name="flight",
        dynamics=dynamics,
        state_scale=STATE_SCALE,
        control_bounds=(Bounds(lower=0.0, upper=THRUST),),
        duration=Bounds(lower=0.01, upper=1.0),
        fractions=(1.0 / segments,) * segments,
        degree=degree,
    )
    return Problem(
        phases=(flight,), conditions=conditions, objective=lambda ends, p: -ends[-1].last[0]
    )


def opening(problem: Problem) -> list[PhaseValues]:
    """A sine and straight lines between rough ends, a third of full thrust.

    Parameters
    ----------
    problem : Problem
        From `build`.
    """
    s = node_fractions(problem.phases[0])
    state = np.array([1.0 + 0.01 * s, 0.1 * np.sin(np.pi * s), 1.0 - (1.0 - DRY) * s])
    return [PhaseValues(duration=0.2, state=state, control=np.full((1, s.size - 1), THRUST / 3.0))]


def solved(segments: int = 20, degree: int = 4) -> ByArcs:
    """From the cold start, by the arcs it is found to have.

    Parameters
    ----------
    segments, degree : int
        Segments a phase and points a segment.
    """
    problem = build(segments, degree)
    return solved_by_arcs(problem, opening(problem))
